/** Leaving words out, replacing them and putting them back: what the engine gets, and what is shown. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { AnalysisColumns } from "../../www/pkg/wordlight.js";
import {
  type Change,
  originalOffset,
  originalText,
  shiftChanges,
  withChange,
} from "../../www/src/changes";
import { editBetween } from "../../www/src/highlight/edits";
import { textWithout, wholeColumns, wholeMatrix } from "../../www/src/left-out";
import { boxOf, brightest, lit, open, schemes, textOf, wordsIn, write } from "./page";
import { test } from "./watched";

/** The same numbers each time. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const words = (text: string) => [...text.matchAll(/[abé]+/g)];

/** What an engine would tell of a text: its words, a sentence ending with each full stop. */
function told(text: string): AnalysisColumns {
  const found = words(text);
  const ends = [...text.matchAll(/[^.]*(\.|$)/g)].filter(({ 0: sentence }) => sentence !== "");
  return {
    starts: Uint32Array.from(found, ({ index }) => index),
    ends: Uint32Array.from(found, ({ index, 0: word }) => index + word.length),
    ids: Int32Array.from(found, ({ 0: word }) => word.length),
    statuses: new Uint8Array(found.length),
    steps: Int32Array.from(found, (_, step) => step),
    sentences: Int32Array.from(found, ({ index }) =>
      ends.findIndex((sentence) => index < sentence.index + sentence[0].length),
    ),
    attentionWeights: Float32Array.from(found, (_, token) => token / 8),
    sentenceStarts: Uint32Array.from(ends, ({ index }) => index),
    sentenceEnds: Uint32Array.from(ends, ({ index, 0: sentence }) => index + sentence.length),
    sentenceAttention: new Float32Array(ends.length).fill(1 / ends.length),
    sentenceWordPadding: new Float32Array(ends.length),
    hasMatrix: false,
    prediction: new Float32Array(1),
    labels: [],
    paddingAttention: 0,
    attentionLayer: "att",
    milliseconds: 0,
  };
}

test("what the engine tells of the rest lies where its words lie, over 5,000 random texts", () => {
  const random = chance(11);
  const wrong: string[] = [];
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random(24) }, () => "ab ,é\n. "[random(8)]).join("");
    const all = words(text);
    const leftOut = all
      .filter(() => random(3) === 0)
      .map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
    const rest = told(textWithout(text, leftOut));
    const { columns, places } = wholeColumns(rest, leftOut);
    const say = (what: string) => wrong.push(`${JSON.stringify(text)}: ${what}`);
    const expected = all.map(({ index, 0: word }) => `${index} ${word}`).join();
    const shown = Array.from(columns.starts, (start, token) => {
      return `${start} ${text.slice(start, columns.ends[token])}`;
    });
    if (shown.join() !== expected) say(`${shown.join()} for ${expected}`);
    const gone = Array.from(columns.starts).filter((_, token) => columns.statuses[token] === 4);
    if (gone.join() !== leftOut.map(({ start }) => start).join()) say(`left out ${gone}`);
    places.forEach((place, token) => {
      if (columns.attentionWeights[place] !== rest.attentionWeights[token]) say(`weight ${token}`);
      if (columns.steps[place] !== rest.steps[token]) say(`step ${token}`);
      const sentence = columns.sentences[place] as number;
      const from = columns.sentenceStarts[sentence] as number;
      const to = columns.sentenceEnds[sentence] as number;
      const start = columns.starts[place] as number;
      if (start < from || (columns.ends[place] as number) > to) say(`sentence of ${token}`);
    });
    columns.steps.forEach((step, token) => {
      const isOut = columns.statuses[token] === 4;
      if (isOut !== step < 0 || isOut !== Number.isNaN(columns.attentionWeights[token])) {
        say(`a word that was left out has numbers: ${token}`);
      }
    });
  }
  expect(wrong).toEqual([]);
});

test("a matrix is between the words that the model saw", () => {
  const whole = wholeColumns(told("a b ab"), [{ start: 2, end: 3 }].slice(1));
  expect([...whole.places]).toEqual([0, 1, 2]);
  const without = wholeColumns(told("a  ab"), [{ start: 2, end: 3 }]);
  const matrix = { tokens: Uint32Array.of(0, 1), heads: 1, values: new Float32Array(4) };
  expect([...wholeMatrix(matrix, without).tokens]).toEqual([0, 2]);
});

test("changes move with the words, over 20,000 random edits", () => {
  const random = chance(5);
  const text = (length: number) => Array.from({ length }, () => "ab ,é\n"[random(6)]).join("");
  const wrong: string[] = [];
  for (let round = 0; round < 20_000; round++) {
    const before = text(random(16));
    let changes: Change[] = [];
    for (const { index, 0: word } of words(before)) {
      if (random(3) > 0) continue;
      const was = random(2) === 0 ? null : "zzz";
      changes = withChange(changes, { start: index, end: index + word.length, was });
    }
    const from = random(before.length + 1);
    const to = from + random(before.length - from + 1);
    const inserted = text(random(4));
    const after = before.slice(0, from) + inserted + before.slice(to);
    const moved = shiftChanges(changes, before, after);
    const say = (what: string) => wrong.push(`${JSON.stringify([before, after])}: ${what}`);
    const old = new Set(changes.map(({ start, end }) => before.slice(start, end)));
    let last = 0;
    for (const { start, end, was } of moved) {
      if (start < last || start >= end || end > after.length) say(`${start} to ${end}`);
      const word = after.slice(start, end);
      if (was === null && !old.has(word)) say(`${word} was never left out`);
      // Whole words alone: an engine would find no such word otherwise.
      const isWord = words(after).some(({ index, 0: one }) => index === start && one === word);
      if (was === null && !isWord) say(`${word} is no word`);
      last = end;
    }
    // Far from the edit all stay.
    const edit = editBetween(before, after);
    const far = changes.filter(
      ({ start, end }) => end < edit.start || start > edit.removedEnd,
    ).length;
    if (moved.length < far && before !== after) say(`${far} changes became ${moved.length}`);
    if (from === to && inserted === "" && moved !== changes) say("no edit, other changes");
    const original = originalText(after, moved);
    for (const { index, 0: word } of words(after)) {
      if (moved.some(({ start, end }) => index < end && index + word.length > start)) continue;
      const there = originalOffset(moved, index);
      if (original.slice(there, there + word.length) !== word) say(`${word} is not at ${there}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a left-out word that is typed onto is wanted again; one of Chinese is not", () => {
  const out = { start: 2, end: 4, was: null };
  expect(shiftChanges([out], "a bb c", "a bb, c")).toEqual([out]);
  expect(shiftChanges([out], "a bb c", "a bbé c")).toEqual([]);
  expect(shiftChanges([out], "a bb c", "x a bb c")).toEqual([{ start: 4, end: 6, was: null }]);
  expect(shiftChanges([out], "a bb c", "a bbc")).toEqual([]);
  expect(shiftChanges([{ start: 1, end: 2, was: null }], "很好吃", "很好好吃")).toHaveLength(1);
  // A replacement may be written on; the old word again is no change.
  const other = { start: 2, end: 4, was: "dd" };
  expect(shiftChanges([other], "a bb c", "a bbb c")).toEqual([{ start: 2, end: 5, was: "dd" }]);
  expect(shiftChanges([other], "a bb c", "a dd c")).toEqual([]);
});

const TEXT = "a splendid story with a weak ending";

async function choose(page: Page, word: string): Promise<void> {
  const { x, y, width, height } = await boxOf(page, word);
  await page.mouse.click(x + width / 2, y + height / 2);
  await expect(page.locator("#word .word")).toHaveText(word);
}

const predicted = (page: Page) => page.locator("#prediction .number").allTextContents();

/** Words by the level of light they are in. */
const light = async (page: Page) =>
  (await lit(page))
    .filter(({ name, words: some }) => name.startsWith("attention-") && some.length > 0)
    .map(({ name, words: some }) => `${name}: ${some.toSorted().join(" ")}`)
    .toSorted();

test.describe("in the page", () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await write(page, TEXT);
    await expect.poll(() => brightest(page)).not.toBe("");
  });

  test("the answer without a word is the answer to the text without it", async ({ page }) => {
    const whole = await predicted(page);
    await choose(page, "weak");
    await page.locator("#leave-out").click();
    await expect.poll(() => wordsIn(page, "left-out")).toEqual(["weak"]);
    await expect.poll(() => predicted(page)).not.toEqual(whole);
    // It is still there, in its place.
    await expect.poll(() => textOf(page)).toBe(TEXT);
    await expect(page.locator("#word .word")).toHaveText("weak");
    await expect(page.locator("#word dl")).toContainText("left out by you");
    const without = await predicted(page);
    await page.locator("#tab-words").click();
    await expect(page.locator(".word-rows .left-out")).toHaveText(["weak"]);
    // What is noted of a text is what the model says of all of it.
    await page.locator("#tab-keep").click();
    const likeliest = whole.toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a))[0];
    await expect(page.locator(".texts .said").first()).toContainText(likeliest as string);
    const shown = await light(page);
    const rows = page.locator("#trials .difference").first().locator("tbody tr");
    await expect(rows).toHaveCount(2);
    const cells = await rows.last().locator("td").allTextContents();
    expect([cells[0], cells[1]]).toEqual([whole[1], without[1]]);
    const points = Number.parseFloat((cells[2] ?? "").replace("−", "-"));
    // As the two are shown, to the digit.
    expect(points).toBeCloseTo(
      Number.parseFloat(cells[1] ?? "") - Number.parseFloat(cells[0] ?? ""),
      6,
    );
    await write(page, TEXT.replace("weak ", ""));
    await expect.poll(() => predicted(page)).toEqual(without);
    await expect.poll(() => light(page)).toEqual(shown);
    await expect(page.locator("#trials")).toBeEmpty();
  });

  test("the strongest word stays in sight once it is left out", async ({ page }) => {
    await open(page);
    const strongest = await page.locator("#word .word").innerText();
    await expect(page.locator("#word h2")).toHaveText("Strongest word");
    await page.locator("#leave-out").focus();
    await page.keyboard.press("Enter");
    await expect(page.locator("#word .word")).toHaveText(strongest);
    await page.locator("#put-back").click();
    await expect(page.locator("#trials")).toBeEmpty();
  });

  test("a word that is put back is as it was", async ({ page }) => {
    const whole = [await predicted(page), await light(page)];
    await choose(page, "weak");
    await page.locator("#leave-out").click();
    await choose(page, "splendid");
    await page.locator("#leave-out").click();
    await expect.poll(async () => (await wordsIn(page, "left-out")).length).toBe(2);
    await page.locator(".changes").getByRole("button", { name: "Put “weak” back" }).click();
    await expect.poll(() => wordsIn(page, "left-out")).toEqual(["splendid"]);
    await choose(page, "splendid");
    await page.locator("#put-back").click();
    await expect.poll(() => predicted(page)).toEqual(whole[0]);
    await expect.poll(() => light(page)).toEqual(whole[1]);
    await expect(page.locator("#trials")).toBeEmpty();
  });

  test("typing goes on around it, and typing onto it brings it back", async ({ page }) => {
    await choose(page, "weak");
    await page.locator("#leave-out").click();
    await expect.poll(() => wordsIn(page, "left-out")).toEqual(["weak"]);
    await page.locator("#text").focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("Such ");
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" indeed");
    await expect.poll(() => wordsIn(page, "left-out")).toEqual(["weak"]);
    await expect.poll(() => textOf(page)).toBe(`Such ${TEXT} indeed`);
    await page.keyboard.press("ControlOrMeta+Home");
    for (let letter = 0; letter < "Such a splendid story with a weak".length; letter++) {
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.type("er");
    await expect.poll(() => textOf(page)).toContain("a weaker ending");
    await expect.poll(() => wordsIn(page, "left-out")).toEqual([]);
    await expect(page.locator("#trials")).toBeEmpty();
  });

  test("by keyboard: replace a word, undo it, and hear what it does", async ({ page }) => {
    const whole = await predicted(page);
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("ControlOrMeta+ArrowRight");
    await page.keyboard.press("ControlOrMeta+ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator("#word .word")).toHaveText("splendid");
    await page.keyboard.press("Tab");
    for (let step = 0; step < 3; step++) {
      if ((await page.evaluate(() => document.activeElement?.id)) === "replace") break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.keyboard.type("dreadful");
    await page.keyboard.press("Enter");
    await expect.poll(() => textOf(page)).toBe(TEXT.replace("splendid", "dreadful"));
    await expect(page.locator("#trials .changes")).toContainText("splendid");
    await expect.poll(() => predicted(page)).not.toEqual(whole);
    const [first] = await page.locator("#trials .difference tbody tr").first().locator("td").all();
    await expect(first as NonNullable<typeof first>).toHaveText(whole[0] as string);
    await expect(page.locator("#spoken-trial")).toContainText(/before .*%, now .*%/);
    // The text box has the focus again: undo is the browser's own.
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => textOf(page)).toBe(TEXT);
    await expect.poll(() => predicted(page)).toEqual(whole);
    await expect(page.locator("#trials")).toBeEmpty();
  });

  for (const colorScheme of schemes("dark")) {
    test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 360, height: 800 });
      await choose(page, "weak");
      await page.locator("#leave-out").click();
      await choose(page, "story");
      await page.locator("#replace").click();
      await expect(page.locator("#trials .difference")).not.toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        360,
      );
    });
  }
});
