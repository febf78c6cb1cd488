// An answer as an object of typed arrays: views of one copy of the engine's numbers, in the order of columns.rs.

export function answerConstants(labels, attentionLayer, hasMatrix) {
  return { labels, attentionLayer, hasMatrix };
}

export function analysisColumns(numbers, tokens, sentences, classes, constants, paddingAttention, milliseconds) {
  const { buffer } = numbers.slice();
  let place = 0;
  const column = (Type, length) => {
    const view = new Type(buffer, place, length);
    place += 4 * length;
    return view;
  };
  return {
    starts: column(Uint32Array, tokens),
    ends: column(Uint32Array, tokens),
    ids: column(Int32Array, tokens),
    steps: column(Int32Array, tokens),
    sentences: column(Int32Array, tokens),
    attentionWeights: column(Float32Array, tokens),
    sentenceStarts: column(Uint32Array, sentences),
    sentenceEnds: column(Uint32Array, sentences),
    sentenceAttention: column(Float32Array, sentences),
    sentenceWordPadding: column(Float32Array, sentences),
    prediction: column(Float32Array, classes),
    statuses: new Uint8Array(buffer, place, tokens),
    hasMatrix: constants.hasMatrix,
    labels: [...constants.labels],
    paddingAttention,
    attentionLayer: constants.attentionLayer,
    milliseconds,
  };
}
