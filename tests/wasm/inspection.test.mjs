/** Looking into a model: its weights give the numbers that it computes, on the way that `path` shows. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { caseFolders, FIXTURES, file, json, largestDifference, Model } from "./wordlight.mjs";

function opened(folder) {
  const { files, options, texts } = json(folder, "case.json");
  const named = files.map((name) => file(folder, name));
  return { model: Model.load(named, options), texts };
}

const ofCase = (id) => opened(join(FIXTURES, id));

/** `[rows, inner] · [inner, columns]`, each as `{ shape, values }`; a vector has one row. */
function product(a, b) {
  const [inner, columns] = b.shape.length === 1 ? [b.shape[0], 1] : b.shape;
  const rows = a.values.length / inner;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let k = 0; k < inner; k += 1)
      for (let column = 0; column < columns; column += 1)
        values[row * columns + column] +=
          a.values[row * inner + k] * b.values[k * columns + column];
  return { shape: [rows, columns], values };
}

const weightsOf = (model, layer) =>
  Object.fromEntries(model.weights(layer).map((weight) => [weight.name, weight]));

test("W, b and u make of the hidden states what Keras makes of them: u_t, scores, context vector", () => {
  const { model, texts } = ofCase("k3-awc-bilstm-sequential-keras");
  const { W, b, u } = weightsOf(model, "attention");
  for (const { text, attention: wanted } of texts) {
    const calls = model.path(text);
    const { attention, from } = calls.find(({ name }) => name === "attention");
    const h = calls[from[0]].outputs[0];
    const u_t = product(h, W);
    u_t.values.forEach((x, index) => {
      u_t.values[index] = Math.tanh(x + b.values[index % b.values.length]);
    });
    assert.ok(largestDifference(u_t.values, wanted.u_t) < 1e-5);
    assert.ok(largestDifference(attention.uT.values, wanted.u_t) < 1e-5);
    assert.ok(largestDifference(product(u_t, u).values, wanted.scores) < 1e-5);
    assert.ok(largestDifference(attention.scores, wanted.scores) < 1e-5);
    const alpha = { shape: [h.shape[0]], values: attention.attentionWeights };
    const context = product(alpha, h).values;
    assert.ok(largestDifference(attention.contextVector, wanted.context_vector) < 1e-5);
    assert.ok(largestDifference(context, wanted.context_vector) < 1e-5);
    assert.equal(attention.kind, "attention_with_context");
    assert.deepEqual([...attention.steps.slice(0, 4)], [0, 1, 1, 2]);
  }
});

test("a layer's weights are those that Keras has, also where CuDNN stored them in another form", () => {
  const { model, texts } = ofCase("k2-cudnn-weights-h5");
  const { kernel, recurrent_kernel: recurrent, bias } = weightsOf(model, "lstm");
  const units = recurrent.shape[0];
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  for (const { text } of texts) {
    const calls = model.path(text);
    const lstm = calls.find(({ name }) => name === "lstm");
    const x = calls[lstm.from[0]].outputs[0];
    let [h, c] = [new Array(units).fill(0), new Array(units).fill(0)];
    for (let step = 0; step < x.shape[0]; step += 1) {
      const features = x.shape[1];
      const of = { values: x.values.slice(step * features, (step + 1) * features) };
      const [a, r] = [product(of, kernel).values, product({ values: h }, recurrent).values];
      const z = (gate, unit) =>
        a[gate * units + unit] + r[gate * units + unit] + bias.values[gate * units + unit];
      c = c.map((old, j) => sigmoid(z(1, j)) * old + sigmoid(z(0, j)) * Math.tanh(z(2, j)));
      h = c.map((cell, j) => sigmoid(z(3, j)) * Math.tanh(cell));
      const wanted = [...lstm.hiddenStates.values.slice(step * units, (step + 1) * units)];
      assert.ok(largestDifference(h, wanted) < 1e-5, `step ${step}`);
    }
  }
});

test("every model's weights have the described names and shapes, and as many numbers", () => {
  for (const folder of caseFolders(FIXTURES)) {
    const { model } = opened(folder);
    const look = (layers, prefix) => {
      for (const { name, weights, parameters, trainable, layers: inner } of layers) {
        const found = model.weights(prefix + name);
        assert.deepEqual(
          found.map((weight) => ({ name: weight.name, shape: weight.shape })),
          weights,
        );
        const count = (of) => of.reduce((sum, { values }) => sum + values.length, 0);
        assert.equal(count(found), parameters, `${folder}: ${name}`);
        assert.equal(count(found.filter((weight) => weight.trainable)), trainable);
        for (const { shape, values } of found)
          assert.equal(
            shape.reduce((all, axis) => all * axis, 1),
            values.length,
          );
        look(inner, `${prefix}${name}/`);
      }
    };
    look(model.describe().layers, "");
    model.free();
  }
});

test("moving statistics and frozen layers are not trained", () => {
  const { model } = ofCase("k2-normalisation-keras");
  const layer = model.describe().layers.find(({ className }) => className === "BatchNormalization");
  const trained = model.weights(layer.name).filter(({ trainable }) => trainable);
  assert.deepEqual(
    trained.map(({ name }) => name),
    ["gamma", "beta"],
  );
});

test("the path of a hierarchical model is that of one sentence, or that over the sentences", () => {
  const { model, texts } = ofCase("k2-han-context-h5");
  let cut = 0;
  for (const { text } of texts) {
    const { sentences, tokens } = model.analyze(text);
    const over = model.path(text).find(({ attention }) => attention !== null).attention;
    for (const [index, { attention }] of sentences.entries()) {
      const calls = model.path(text, index);
      if (attention === null) {
        assert.deepEqual(calls, []);
        cut += 1;
        continue;
      }
      assert.ok([...over.attentionWeights].some((weight) => Math.abs(weight - attention) < 1e-6));
      const { name, attention: within } = calls.find((call) => call.attention !== null);
      assert.equal(name, "word_attention");
      for (const { step, attention: weight } of tokens.filter(
        (token) => token.sentence === index && token.step !== null,
      ))
        assert.ok(Math.abs(within.attentionWeights[step] - weight) < 1e-6);
    }
    assert.deepEqual(model.path(text, 1000), []);
  }
  assert.ok(cut > 0, "some sentence of the case is cut");
});

test("neighbours are the nearest rows of the embedding", () => {
  const { model } = ofCase("k3-awc-bilstm-sequential-keras");
  const [{ values, shape }] = model.weights("embedding");
  const idOf = (word) => model.analyze(word).tokens[0].id;
  const row = (word) => values.slice(idOf(word) * shape[1], (idOf(word) + 1) * shape[1]);
  const dot = (a, b) => a.reduce((sum, x, index) => sum + x * b[index], 0);
  const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const all = model.neighbours("film", 1000);
  assert.ok(all.length > 20);
  for (const [index, { word, similarity }] of all.entries()) {
    assert.ok(Math.abs(similarity - cosine(row("film"), row(word))) < 1e-5, word);
    assert.ok(index === 0 || similarity <= all[index - 1].similarity);
    assert.notEqual(word, "film");
  }
  assert.deepEqual(model.neighbours("Film!", 3), all.slice(0, 3));
  assert.deepEqual(model.neighbours("film", 0), []);
});

test("what is not there is told", () => {
  const { model } = ofCase("k2-han-context-h5");
  const thrown = (call) => {
    try {
      call();
    } catch (error) {
      return [error.name, error.code, error.message];
    }
    return assert.fail("nothing was thrown");
  };
  const [name, code, message] = thrown(() => model.weights("nowhere"));
  assert.deepEqual([name, code], ["WordlightError", "invalid_option"]);
  assert.match(message, /there is no layer “nowhere”; there is: .*sentence_attention/);
  assert.equal(thrown(() => model.weights("sentences/nowhere"))[1], "invalid_option");
  assert.match(thrown(() => model.neighbours("zzzz", 3))[2], /no number for “zzzz”/);
  assert.match(thrown(() => model.neighbours("", 3))[2], /no number/);
});
