/** The same fixtures as tests/parity.rs, through WebAssembly and the contract's own API. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { caseFolders, FIXTURES, file, json, largestDifference, Model } from "./wordlight.mjs";

const folders = caseFolders(FIXTURES);

test("there are fixtures", () => assert.ok(folders.length >= 12));

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
    assert.deepEqual(description.attentionLayers, describe.attention_layers);
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
    expected.tokens.map((token) => ({ ...withoutAttention(token), sentence: null })),
  );
  assert.equal(analysis.text, expected.text);
  for (const [index, token] of analysis.tokens.entries()) {
    assert.equal(expected.text.slice(token.start, token.end), token.text);
    const wanted = expected.tokens[index].attention;
    if (wanted === null) assert.equal(token.attention, null);
    else close(`attention of ${token.text}`, [token.attention], [wanted]);
  }
  close("prediction", analysis.prediction, expected.prediction);
  close("padding", [analysis.paddingAttention], [expected.padding_attention]);
  assert.equal(analysis.attentionLayer, expected.attention_layer);

  compareColumns(model.analyzeColumns(expected.text), analysis);
  compareTrace(model.trace(expected.text), expected, close);
  const steps = expected.attention_steps;
  for (const { step, attention } of analysis.tokens) {
    if (step === null) continue;
    close("step", [attention], [steps[reversed ? steps.length - 1 - step : step]]);
  }
}

function compareColumns(columns, { tokens, prediction }) {
  const statuses = ["known", "unknown", "dropped", "truncated"];
  assert.deepEqual(
    tokens.map(({ start, end, id, status, step, attention }) => [
      start,
      end,
      id,
      status,
      step,
      attention,
    ]),
    tokens.map((_, index) => [
      columns.starts[index],
      columns.ends[index],
      columns.ids[index] < 0 ? null : columns.ids[index],
      statuses[columns.statuses[index]],
      columns.steps[index] < 0 ? null : columns.steps[index],
      Number.isNaN(columns.attentionWeights[index]) ? null : columns.attentionWeights[index],
    ]),
  );
  assert.equal(columns.starts.length, tokens.length);
  assert.deepEqual([...columns.prediction], prediction);
}

function compareTrace(trace, expected, close) {
  for (const [name, { shape, values }] of Object.entries(expected.layers)) {
    const layer = trace.find((one) => one.name === name);
    assert.deepEqual(layer.outputs[0].shape, shape, name);
    close(name, layer.outputs[0].values, values);
  }
  const { attention } = trace.findLast(({ name }) => name === expected.attention_layer);
  close("u_t", attention.uT.values, expected.attention.u_t);
  close("scores", attention.scores, expected.attention.scores);
  close("attention weights", attention.attentionWeights, expected.attention.attention_weights);
  close("context vector", attention.contextVector, expected.attention.context_vector);
}
