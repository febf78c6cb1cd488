/**
 * A long day with the engine: one text is edited again and again, models come and go. Its memory does
 * not grow with that, and its answers stay those of an engine that has just been loaded. `make soak` has
 * `EDITS=100000 SWITCHES=200`; `make test` a little of it.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Typist } from "./typist.mjs";
import { FIXTURES, file, json, Model, memory } from "./wordlight.mjs";

const EDITS = Number(process.env.EDITS ?? 1000);
/** Edits from one comparison with a fresh engine to the next. */
const COMPARED_EVERY = 100;
const SWITCHES = Number(process.env.SWITCHES ?? 15);
/** Of numbers that are 1 at the most. */
const TOLERANCE = 1e-6;
const MODELS = join(FIXTURES, "../../www/models");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Bytes: WebAssembly's memory, and what JavaScript holds once nothing more can be let go. */
function held() {
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const wasm = memory().byteLength;
  return { wasm, heap: heapUsed, buffers: external + arrayBuffers - wasm };
}

const told = ({ wasm, heap, buffers }) =>
  `wasm ${wasm / 65536} pages, heap ${(heap / 1e6).toFixed(2)} MB, buffers ${(buffers / 1e6).toFixed(2)} MB`;

/** The second half may hold no more than the first did at its end, but for what a heap breathes. */
function assertFlat(marks) {
  const [middle, end] = [marks[Math.floor(marks.length / 2)], marks.at(-1)];
  assert.equal(end.wasm, middle.wasm, "WebAssembly's memory grows");
  assert.ok(
    end.heap <= middle.heap * 1.05 + 500_000,
    `the heap grows: ${told(middle)} → ${told(end)}`,
  );
  assert.ok(end.buffers <= middle.buffers + 500_000, `buffers: ${told(middle)} → ${told(end)}`);
}

function assertSame(found, expected, what) {
  for (const name of ["starts", "ends", "ids", "statuses", "steps", "sentences"]) {
    assert.deepEqual(found[name], expected[name], `${what}: ${name}`);
  }
  for (const name of ["attentionWeights", "sentenceAttention", "prediction"]) {
    assert.equal(found[name].length, expected[name].length, `${what}: ${name}`);
    for (const [index, value] of expected[name].entries()) {
      const isSame = Number.isNaN(value)
        ? Number.isNaN(found[name][index])
        : Math.abs(found[name][index] - value) <= TOLERANCE;
      assert.ok(isSame, `${what}: ${name}[${index}] is ${found[name][index]}, alone ${value}`);
    }
  }
}

function bundled(id) {
  const folder = join(MODELS, id);
  const names = readdirSync(folder).filter((name) => /^(model|tokenizer|labels)\./.test(name));
  const options = readdirSync(folder).includes("options.json") ? json(folder, "options.json") : {};
  const files = names.map((name) => file(folder, name));
  return {
    id,
    load: () => Model.load(files, options),
    text: json(folder, "examples.json")[0].text,
  };
}

const BUNDLED = ["imdb", "imdb-stars", "goemotions", "zh-reviews"].map(bundled);

test(`${EDITS} edits of a text of 1,000 words leave memory flat and answers right`, () => {
  const [{ load, text }] = BUNDLED;
  const words = text.match(/\S+/g);
  const thousand = Array.from({ length: 1000 }, (_, index) => words[index % words.length]).join(
    " ",
  );
  const model = load();
  const typist = new Typist(thousand, [...new Set(words)], 1);
  const marks = [];
  const began = performance.now();
  for (let edit = 0; edit <= EDITS; edit++) {
    const columns = model.analyzeColumns(typist.text);
    if (edit % COMPARED_EVERY === 0) {
      const fresh = load();
      assertSame(columns, fresh.analyzeColumns(typist.text), `edit ${edit}`);
      fresh.free();
    }
    if (edit % (EDITS / 10) === 0) {
      marks.push(held());
      console.log(
        `${edit} edits, ${Math.round(performance.now() - began)} ms: ${told(marks.at(-1))}`,
      );
    }
    typist.step();
  }
  model.free();
  assertFlat(marks);
});

test(`${SWITCHES} times another model leaves memory flat and answers right`, () => {
  const folder = join(FIXTURES, "k3-awc-bilstm-sequential-keras");
  const files = ["model.keras", "tokenizer.json"].map((name) => file(folder, name));
  const dropped = {
    id: "dropped",
    load: () => Model.load(files),
    text: "The pool is clean. I liked it!",
  };
  const models = [...BUNDLED, dropped];
  const first = new Map();
  const marks = [];
  for (let turn = 0; turn <= SWITCHES; turn++) {
    const { id, load, text } = models[turn % models.length];
    const model = load();
    model.describe();
    const columns = model.analyzeColumns(text);
    model.matrix(text);
    if (!first.has(id)) first.set(id, columns);
    assertSame(columns, first.get(id), `${id}, turn ${turn}`);
    model.free();
    if (turn % models.length === 0 || turn === SWITCHES) marks.push(held());
    if (turn % Math.ceil(SWITCHES / 10) === 0) console.log(`${turn} models: ${told(held())}`);
  }
  assertFlat(marks);
});
