/** What the contract promises of `Model` beyond numbers. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FIXTURES, file, Model } from "./wordlight.mjs";

const FOLDER = join(FIXTURES, "k3-awc-bilstm-sequential-keras");
const model = file(FOLDER, "model.keras");
const tokenizer = file(FOLDER, "tokenizer.json");
const labels = file(FOLDER, "labels.txt");

/** The error that a call throws. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("errors are Errors with a stable code, a sentence and advice", () => {
  const error = thrown(() => Model.load([model]));
  assert.ok(error instanceof Error);
  assert.equal(error.name, "WordlightError");
  assert.equal(error.code, "missing_tokenizer");
  assert.match(error.message, /tokenizer/);
  assert.match(error.hint, /tokenizer\.to_json/);
});

test("wrong arguments are told, not trapped", () => {
  assert.equal(thrown(() => Model.load("model.keras")).code, "invalid_option");
  assert.equal(thrown(() => Model.load([{ name: "model.keras" }])).code, "invalid_option");
  assert.equal(
    thrown(() => Model.load([model, tokenizer], { maxlen: "long" })).code,
    "invalid_option",
  );
  assert.equal(
    thrown(() => Model.load([model, tokenizer], { padding: "left" })).code,
    "invalid_option",
  );
  assert.equal(thrown(() => Model.load([])).code, "no_files");
});

test("a failed load leaves other models as they are", () => {
  const loaded = Model.load([tokenizer, labels, model]);
  const before = JSON.stringify(loaded.analyze("The film was lovely").prediction);
  thrown(() => Model.load([{ name: "model.keras", bytes: model.bytes.slice(0, 900) }, tokenizer]));
  assert.equal(JSON.stringify(loaded.analyze("The film was lovely").prediction), before);
});

test("any text is answered", () => {
  const loaded = Model.load([model, tokenizer]);
  for (const text of [
    "",
    " ",
    "\0",
    "…?!",
    "zzz qqq",
    "\ud800 lone",
    "e\u0301 😀 \u202e",
    "a".repeat(5000),
  ]) {
    const { tokens, prediction } = loaded.analyze(text);
    assert.ok(prediction.every(Number.isFinite), JSON.stringify(text));
    for (const { start, end } of tokens) assert.ok(0 <= start && start < end && end <= text.length);
  }
});

test("a hundred thousand words are answered", () => {
  const folder = join(FIXTURES, "k3-own-length-mask-keras");
  const loaded = Model.load([file(folder, "model.keras"), file(folder, "tokenizer.json")]);
  const { attentionWeights } = loaded.analyzeColumns("the film was good ".repeat(25_000));
  assert.equal(attentionWeights.length, 100_000);
  const sum = attentionWeights.reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(sum - 1) < 1e-3, `attention sums to ${sum}`);
});

test("many texts get the answers that each gets alone, and one too long keeps none from its answer", () => {
  const folder = join(FIXTURES, "k3-own-length-mask-keras");
  const loaded = Model.load([file(folder, "model.keras"), file(folder, "tokenizer.json")]);
  const texts = ["a good film", "", "ah ".repeat(500_001), "not good at all", "a good film"];
  const many = loaded.analyzeMany(texts);
  assert.deepEqual(
    many.failures.map(({ text, error }) => [text, error.code]),
    [[2, "text_too_long"]],
  );
  let word = 0;
  for (const [index, text] of texts.entries()) {
    if (index === 2) continue;
    const { tokens, prediction } = loaded.analyze(text);
    assert.equal(many.counts[index], tokens.length);
    for (const { start, end, attention } of tokens) {
      assert.deepEqual([many.starts[word], many.ends[word]], [start, end]);
      assert.ok(
        Math.abs(many.attentionWeights[word] - (attention ?? 0)) < 1e-6 || attention === null,
      );
      word += 1;
    }
    const classes = prediction.length;
    for (let i = 0; i < classes; i += 1)
      assert.ok(Math.abs(many.predictions[index * classes + i] - prediction[i]) < 1e-6);
  }
  assert.equal(many.starts.length, word);
});

test("settings, labels and warnings are described", () => {
  const described = Model.load([model, tokenizer], {
    maxlen: undefined,
    padding: "post",
  }).describe();
  assert.equal(described.settings.padding, "post");
  assert.equal(described.settings.truncating, "pre");
  assert.deepEqual(described.labels, ["class 0", "class 1"]);
  assert.equal(described.outputActivation, "sigmoid");
  assert.deepEqual(described.warnings, []);
  assert.equal(described.format, "keras-v3");
  const noMask = join(FIXTURES, "k3-no-mask-keras");
  const { warnings } = Model.load([file(noMask, "model.keras"), file(noMask, "tokenizer.json")], {
    maxlen: 7,
  }).describe();
  assert.match(warnings.join(), /mask/);
});

test("every error code of the engine is listed for TypeScript and no other", () => {
  const source = readFileSync(join(FIXTURES, "../../src/error.rs"), "utf8");
  const inRust = [...source.matchAll(/=> "([a-z_0-9]+)",/g)].map(([, code]) => code).sort();
  const types = readFileSync(join(FIXTURES, "../../www/pkg/wordlight.d.ts"), "utf8");
  const union = types.match(/export type ErrorCode =([^;]+);/)?.[1] ?? "";
  const inTypes = [...union.matchAll(/"([a-z_0-9]+)"/g)].map(([, code]) => code).sort();
  assert.deepEqual(inTypes, inRust);
});
