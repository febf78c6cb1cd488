/** Runs in the browser, one page per contender; the driver calls what `window.bench` holds. */
import { EDITS, KINDS, walk } from "../shared/edits.mjs";
import { quantile } from "../shared/statistics.mjs";
import { Vocabulary } from "../shared/texts.mjs";
import { loadContender } from "./contender.mjs";

const { engine, files } = await loadContender(new URLSearchParams(location.search));
const vocabulary = new Vocabulary(await files.json("words.json"));
const now = () => performance.now();

/** Unrelated texts that a whole pass goes through in turn. */
const ROTATION = 8;

/** One answer; a contender that answers at once is not made to wait for a promise. */
async function answer(input) {
  const given = engine.analyze(input);
  return given instanceof Promise ? await given : given;
}

/** Times one call, in milliseconds. */
async function time(input) {
  const start = now();
  const given = engine.analyze(input);
  if (given instanceof Promise) await given;
  return now() - start;
}

/**
 * Whole passes over unrelated texts. A sample repeats the call until it lasts about a millisecond, which is many
 * ticks of the clock.
 */
async function forwardTurn({ length, seed, warmMs, budgetMs, minSamples, maxSamples }) {
  const texts = vocabulary.texts(seed, ROTATION, length);
  let next = 0;
  const input = () => texts[next++ % ROTATION];
  const warmTimes = [];
  const started = now();
  do warmTimes.push(await time(input()));
  while (now() - started < warmMs);
  const usual = Math.max(quantile(warmTimes.slice(-9), 0.5), 1e-3);
  const repeats = engine.renew ? 1 : Math.ceil(1 / usual);
  const samples = [];
  const begun = now();
  while (samples.length < minSamples || (samples.length < maxSamples && now() - begun < budgetMs)) {
    await engine.renew?.();
    const start = now();
    for (let repeat = 0; repeat < repeats; repeat++) {
      const given = engine.analyze(input());
      if (given instanceof Promise) await given;
    }
    samples.push((now() - start) / repeats);
  }
  return samples;
}

/** Walks of edits; a sample is the mean of one walk's timed calls, because one can be as short as a clock's tick. */
async function keystrokeTurn({ kind, seed, walks, warmMs }) {
  const run = async (walkSeed) => {
    let spent = 0;
    for (const { ids, timed } of walk(kind, vocabulary, walkSeed)) {
      const took = await time(vocabulary.input(ids));
      if (timed) spent += took;
    }
    return spent / EDITS;
  };
  const started = now();
  for (let warmUp = 0; now() - started < warmMs; warmUp++) await run(seed + 10_000 + warmUp);
  const samples = [];
  for (let index = 0; index < walks; index++) samples.push(await run(seed + index));
  return samples;
}

/** Types into texts, a walk of each kind in turn. @returns the bytes of the engine's memory afterwards */
async function type({ keystrokes, seed }) {
  const kinds = Object.keys(KINDS);
  for (let typed = 0, walks = 0; typed < keystrokes; walks++) {
    for (const { ids } of walk(kinds[walks % kinds.length], vocabulary, seed + walks)) {
      await answer(vocabulary.input(ids));
      typed++;
    }
  }
  return engine.memoryBytes();
}

/** Answers for comparing contenders: whole texts, or every step of a walk. */
async function answers({ length, kind, seed }) {
  const inputs = kind
    ? walk(kind, vocabulary, seed).map(({ ids }) => vocabulary.input(ids))
    : vocabulary.texts(seed, ROTATION, length);
  const found = [];
  for (const input of inputs) {
    const { attention, prediction } = await answer(input);
    found.push({ prediction, attention: Array.from(attention) });
  }
  return found;
}

Object.assign(window, {
  bench: {
    forwardTurn,
    keystrokeTurn,
    answers,
    type,
    version: engine.version ?? null,
    isolated: self.crossOriginIsolated,
  },
});
