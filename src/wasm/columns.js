// Answers as objects of typed arrays: views of one copy of the engine's numbers, in the order of columns.rs.

export function answerConstants(labels, attentionLayer, hasMatrix) {
  return { labels, attentionLayer, hasMatrix };
}

/** Views of one copy of the numbers, one behind the other; bytes come last. */
function columnsOf(numbers) {
  const { buffer } = numbers.slice();
  let place = 0;
  const column = (Type, length) => {
    const view = new Type(buffer, place, length);
    place += 4 * length;
    return view;
  };
  return { column, bytes: (length) => new Uint8Array(buffer, place, length) };
}

export function manyColumns(numbers, texts, tokens, classes, failures) {
  const { column, bytes } = columnsOf(numbers);
  return {
    counts: column(Uint32Array, texts),
    paddingAttention: column(Float32Array, texts),
    predictions: column(Float32Array, texts * classes),
    starts: column(Uint32Array, tokens),
    ends: column(Uint32Array, tokens),
    ids: column(Int32Array, tokens),
    attentionWeights: column(Float32Array, tokens),
    statuses: bytes(tokens),
    failures: failures.map(([text, error]) => ({ text, error })),
  };
}

export function analysisColumns(numbers, tokens, sentences, classes, constants, paddingAttention, milliseconds) {
  const { column, bytes } = columnsOf(numbers);
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
    statuses: bytes(tokens),
    hasMatrix: constants.hasMatrix,
    labels: [...constants.labels],
    paddingAttention,
    attentionLayer: constants.attentionLayer,
    milliseconds,
  };
}
