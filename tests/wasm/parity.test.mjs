/** The same fixtures as tests/parity.rs, through WebAssembly and the contract's own API. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { caseFolders, FIXTURES, file, json, largestDifference, Model } from "./wordlight.mjs";

const folders = caseFolders(FIXTURES);

test("there are fixtures", () => assert.ok(folders.length > 300));

for (const folder of folders) {
  const expectedCase = json(folder, "case.json");
  const { id, files, options, tolerance, describe, time_reversed: reversed } = expectedCase;

  test(id, () => {
    const model = Model.load(
      files.map((name) => file(folder, name)),
      options,
    );
    for (const expected of expectedCase.texts) compare(model, expected, tolerance, reversed);
    const description = model.describe();
    assert.deepEqual(
      description.layers.map(({ name, className, outputShape, parameters }) => ({
        name,
        class_name: className,
        output_shape: outputShape,
        parameters,
      })),
      describe.layers,
    );
    const { wordAttentionLayer, sentenceAttentionLayer } = description;
    assert.ok(description.attentionLayers.includes(wordAttentionLayer ?? sentenceAttentionLayer));
    model.free();
  });
}

function compare(model, expected, tolerance, reversed) {
  const close = (what, found, wanted) => {
    const difference = largestDifference(found, wanted);
    assert.ok(difference <= tolerance, `${JSON.stringify(expected.text)}: ${what}: ${difference}`);
  };
  // As JSON, because that is the contract's promise.
  const analysis = JSON.parse(JSON.stringify(model.analyze(expected.text)));
  const withoutAttention = ({ attention, ...token }) => token;
  assert.deepEqual(
    analysis.tokens.map(withoutAttention),
    expected.tokens.map((token) => ({ sentence: null, ...withoutAttention(token) })),
  );
  assert.equal(analysis.text, expected.text);
  for (const [index, token] of analysis.tokens.entries()) {
    assert.equal(expected.text.slice(token.start, token.end), token.text);
    const wanted = expected.tokens[index].attention;
    if (wanted === null) assert.equal(token.attention, null);
    // Where steps and words are not one to one, Keras knows no attention of a word.
    else if (wanted !== undefined) close(`attention of ${token.text}`, [token.attention], [wanted]);
  }
  close("prediction", analysis.prediction, expected.prediction);
  if (expected.padding_attention !== undefined && expected.padding_attention !== null)
    close("padding", [analysis.paddingAttention], [expected.padding_attention]);
  compareSentences(analysis.sentences, expected.sentences ?? null, close);
  compareMatrix(model, analysis, expected, close);
  compareColumns(model.analyzeColumns(expected.text), analysis);
  compareTrace(model.trace(expected.text), expected, close);
  const steps = expected.attention_steps;
  const isByWord = steps && expected.tokens.every((token) => "attention" in token);
  for (const { step, attention } of isByWord ? analysis.tokens : []) {
    if (step === null) continue;
    close("step", [attention], [steps[reversed ? steps.length - 1 - step : step]]);
  }
}

function compareSentences(sentences, expected, close) {
  assert.equal(sentences === null, expected === null);
  for (const [index, { start, end, attention }] of (sentences ?? []).entries()) {
    const wanted = expected[index];
    assert.deepEqual([start, end], [wanted.start, wanted.end]);
    if (wanted.attention === null) assert.equal(attention, null);
    else close("sentence", [attention], [wanted.attention]);
  }
  assert.equal(sentences?.length, expected?.length);
}

/** The rows and columns of Keras's matrix that belong to words, in the mean over the heads and in each head. */
function compareMatrix(model, { tokens, matrix }, expected, close) {
  if (!expected.matrix) return;
  const {
    shape: [heads, queries, keys],
    values,
  } = expected.matrix;
  // A query that is no step of the text (a state, say) has a row, but no word.
  if (queries === 1) return assert.equal(matrix, null);
  const fed = tokens.filter(({ step }) => step !== null).map(({ step }) => step);
  const at = (head, query, key) => values[(head * queries + query) * keys + key];
  const every = [...Array(heads).keys()];
  const mean = (query, key) => every.reduce((sum, head) => sum + at(head, query, key), 0) / heads;
  const wanted = fed.map((query) => fed.map((key) => mean(query, key)));
  close("matrix", matrix.flat(), wanted.flat());
  const byHead = model.matrix(expected.text);
  assert.equal(byHead.heads, heads);
  const ofHeads = every.flatMap((head) => fed.flatMap((q) => fed.map((k) => at(head, q, k))));
  close("heads", byHead.values, ofHeads);
}

/** The columns come from what is kept between keystrokes: the same numbers to 1e-6, everything else to the letter. */
function compareColumns(columns, { tokens, prediction }) {
  const statuses = ["known", "unknown", "dropped", "truncated"];
  const orNull = (number) => (number < 0 ? null : number);
  assert.deepEqual(
    tokens.map(({ start, end, id, status, step }) => [start, end, id, status, step]),
    tokens.map((_, index) => [
      columns.starts[index],
      columns.ends[index],
      orNull(columns.ids[index]),
      statuses[columns.statuses[index]],
      orNull(columns.steps[index]),
    ]),
  );
  const attention = tokens.map((token) => token.attention);
  assert.ok(largestDifference(columns.attentionWeights, attention) <= 1e-6);
  assert.equal(columns.starts.length, tokens.length);
  assert.ok(largestDifference(columns.prediction, prediction) <= 1e-6);
}

function compareTrace(trace, expected, close) {
  for (const [name, { shape, values }] of Object.entries(expected.layers ?? {})) {
    const layer = trace.find((one) => one.name === name);
    assert.deepEqual(layer.outputs[0].shape, shape, name);
    close(name, layer.outputs[0].values, values);
  }
  const attention = trace.findLast(({ name }) => name === expected.attention_layer)?.attention;
  const wanted = expected.attention ?? {};
  const parts = [
    ["u_t", attention?.uT?.values],
    ["scores", attention?.scores],
    ["context_vector", attention?.contextVector],
  ];
  for (const [name, found] of parts)
    if (found && wanted[name]) close(name, found, wanted[name].flat());
}
