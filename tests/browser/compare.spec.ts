/** Two texts under one model, one text under two models: side by side, on one scale, both edited. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { AnalysisColumns } from "../../www/pkg/wordlight.js";
import { sidesOf } from "../../www/src/compare/scale";
import { pairsOf, samePlaces, stretchesOf, stretchText } from "../../www/src/compare/words";
import { fullAt } from "../../www/src/highlight/scale";
import { type Reading, readingOf, type Shape } from "../../www/src/reading";
import type { Look } from "../../www/src/view";
import { brightest, drop, fixture, open, textOf, widths, wordsIn, write } from "./page";
import { test } from "./watched";

const TEXT = "a splendid story with a weak ending";

function read(text: string): Reading {
  const words = [...text.matchAll(/[a-z]+/g)];
  const columns: AnalysisColumns = {
    starts: Uint32Array.from(words, ({ index }) => index),
    ends: Uint32Array.from(words, ({ index, 0: word }) => index + word.length),
    ids: new Int32Array(words.length),
    statuses: new Uint8Array(words.length),
    steps: Int32Array.from(words, (_, step) => step),
    sentences: new Int32Array(words.length).fill(-1),
    attentionWeights: new Float32Array(words.length).fill(0.5),
    sentenceStarts: new Uint32Array(),
    sentenceEnds: new Uint32Array(),
    sentenceAttention: new Float32Array(),
    sentenceWordPadding: new Float32Array(),
    hasMatrix: false,
    prediction: new Float32Array(1),
    labels: [],
    paddingAttention: 0,
    attentionLayer: "att",
    milliseconds: 0,
  };
  return readingOf(text, columns, {
    hierarchical: false,
    wordsPerStep: 1,
    wordAttentionLayer: "att",
    sentenceAttentionLayer: null,
  });
}

test("a diff of words: what both have, and what one has alone", () => {
  const left = read("a good film, not a bad one");
  const right = read("a very good film and a bad one");
  const stretches = stretchesOf(left, right) ?? [];
  const shown = stretches.map((one) =>
    one.where === "left"
      ? `-${stretchText(left, one.left)}`
      : `${one.where === "right" ? "+" : ""}${stretchText(right, one.right)}`,
  );
  expect(shown).toEqual(["a", "+very", "good film", "-not", "+and", "a bad one"]);
  const pairs = pairsOf(stretches);
  expect([...pairs]).toEqual([
    [0, 0],
    [1, 2],
    [2, 3],
    [4, 5],
    [5, 6],
    [6, 7],
  ]);
  expect(pairsOf(stretchesOf(left, left) ?? []).size).toBe(7);
  expect(stretchesOf(read(""), read(""))).toEqual([]);
  // One text, read by two: only what both take for a word.
  const other = read("a good film, not a badone");
  expect([...samePlaces(left, other).keys()]).toEqual([0, 1, 2, 3, 4]);
});

const HAN: Shape = {
  hierarchical: true,
  wordsPerStep: 1,
  wordAttentionLayer: "att",
  sentenceAttentionLayer: "sentence_att",
};
const LOOK: Look = {
  scale: "strongest",
  curve: "linear",
  map: "lamp",
  shade: "paper",
  spread: false,
  fromWord: false,
  head: null,
};

/** Two sentences of two words, which share 0.25 and 0.75, and within them 0.4 and 0.6. */
function readSentences(shape: Shape): Reading {
  const { columns } = read("a b c d");
  return readingOf(
    "a b c d",
    {
      ...columns,
      attentionWeights: Float32Array.of(0.4, 0.6, 0.4, 0.6),
      sentences: Int32Array.of(0, 0, 1, 1),
      sentenceStarts: Uint32Array.of(0, 4),
      sentenceEnds: Uint32Array.of(4, 7),
      sentenceAttention: Float32Array.of(0.25, 0.75),
      sentenceWordPadding: new Float32Array(2),
    },
    shape,
  );
}

test("one scale: the strongest word of both has full colour, if they compare", () => {
  const [two, four] = [read("a b"), read("a b c d")];
  const texts = sidesOf(two, four, LOOK);
  expect(texts).toMatchObject({ comparable: true, whole: false });
  expect([texts.left.view.full, texts.right.view.full]).toEqual([0.5, 0.5]);
  expect(fullAt("strongest", texts.right.view, 0)).toBe(0.5);
  expect(sidesOf(two, four, { ...LOOK, scale: "share" }).left.view.full).toBeUndefined();
  // A model of sentences beside one of words: p_sentence · p_word is a share of the text too.
  const models = sidesOf(four, readSentences(HAN), LOOK);
  expect(models).toMatchObject({ comparable: true, whole: true });
  const shares = Array.from(models.right.view.values, (value) => Number(value.toFixed(4)));
  expect(shares).toEqual([0.1, 0.15, 0.3, 0.45]);
  expect(models.right.view.full).toBeCloseTo(0.45, 6);
  expect(models.left.view.full).toBe(models.right.view.full);
  // Shares within each sentence are none of the text: each side keeps its own scale.
  const within = readSentences({ ...HAN, sentenceAttentionLayer: null });
  const none = sidesOf(four, within, LOOK);
  expect(none).toMatchObject({ comparable: false, whole: false });
  expect([none.left.view.full, none.right.view.full]).toEqual([undefined, undefined]);
  // Two models of sentences compare as they are.
  expect(sidesOf(readSentences(HAN), readSentences(HAN), LOOK).left.view.kind).toBe("paper");
});

const besideText = (page: Page) =>
  page.evaluate(() => (document.querySelector("#text-beside") as HTMLElement).innerText);

/** Words of the second box in a level of light at or above this one. */
const litBeside = (page: Page, level: number) =>
  page.evaluate((lowest) => {
    const box = document.querySelector("#text-beside") as HTMLElement;
    return [...CSS.highlights]
      .filter(([name]) => Number(/^attention-(\d+)$/.exec(name)?.[1] ?? -1) >= lowest)
      .flatMap(([, highlight]) => [...highlight])
      .filter(({ startContainer }) => box.contains(startContainer))
      .map((range) => String(range));
  }, level);

async function compare(page: Page): Promise<void> {
  await page.locator("#tab-compare").click();
  await expect(page.locator("#text-beside")).toBeVisible();
}

async function writeBeside(page: Page, text: string): Promise<void> {
  await page.locator("#text-beside").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const predicted = (page: Page) => page.locator("#prediction .number").allTextContents();
const rows = (page: Page) => page.locator("wordlight-panel-compare .difference").first();
const column = (page: Page, index: number) =>
  rows(page).locator(`tbody td:nth-of-type(${index})`).allTextContents();

test.describe("in the page", () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await write(page, TEXT);
    await expect.poll(() => brightest(page)).not.toBe("");
  });

  test("two texts: both are lit on one scale, and either can be edited", async ({ page }) => {
    await compare(page);
    // It begins as a copy.
    expect(await besideText(page)).toBe(TEXT);
    await expect.poll(async () => (await litBeside(page, 1)).length).toBeGreaterThan(2);
    await expect.poll(() => column(page, 2)).toEqual(await predicted(page));
    const other = "a dreadful story with a weak ending, boring and far too long for what it tells";
    await writeBeside(page, other);
    await expect(page.locator(".text-diff del")).toHaveText("splendid");
    await expect(page.locator(".text-diff ins").first()).toHaveText("dreadful");
    // The strongest word of both has full colour; on one side nothing may have it.
    await expect.poll(() => wordsIn(page, "attention-31")).toHaveLength(1);
    const [beside, own] = [await column(page, 2), await predicted(page)];
    expect(await column(page, 1)).toEqual(own);
    expect(beside).not.toEqual(own);
    await expect.poll(() => textOf(page)).toBe(TEXT);
    // What the model says of it beside, it says of it as the page's own text too.
    await write(page, other);
    await expect.poll(() => predicted(page)).toEqual(beside);
    await expect.poll(() => column(page, 1)).toEqual(beside);
    await expect(page.locator("wordlight-panel-compare")).toContainText("the same words");
    // Closed, the page is as it was; opened again, so is the other text.
    await page.locator("#tab-compare").click();
    await expect(page.locator("#text-beside")).toHaveCount(0);
    await write(page, TEXT);
    await compare(page);
    expect(await besideText(page)).toBe(other);
  });

  test("two models: a worker of its own while it is needed, one text on both sides", async ({
    page,
  }) => {
    expect(page.workers()).toHaveLength(1);
    await compare(page);
    await page.locator("input[name=compared][value=models]").check();
    expect(page.workers()).toHaveLength(1);
    await page.locator("[data-beside=imdb-stars]").click();
    await expect.poll(async () => (await litBeside(page, 2)).length).toBeGreaterThan(2);
    expect(page.workers()).toHaveLength(2);
    // A model of sentences and words beside one of words: shares of the whole text compare.
    await expect(page.locator("wordlight-panel-compare")).toContainText("share of the whole text");
    await expect(page.getByTestId("two-predictions").locator("li")).toHaveCount(6);
    await writeBeside(page, "A weak film. And a splendid ending!");
    await expect.poll(() => textOf(page)).toBe("A weak film. And a splendid ending!");
    await expect.poll(() => wordsIn(page, "attention-31")).toHaveLength(1);
    await page.locator("#text").click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("Oh. ");
    await expect.poll(() => besideText(page)).toBe("Oh. A weak film. And a splendid ending!");
    // A word left out is left out on both sides.
    await page.locator("#leave-out").click();
    await expect.poll(() => wordsIn(page, "left-out")).toHaveLength(2);
    await page.locator("#tab-compare").click();
    await expect.poll(() => page.workers().length).toBe(1);
    await expect.poll(() => wordsIn(page, "attention-31")).toHaveLength(1);
  });

  test("a model that is dropped onto the panel is the second one", async ({ page }) => {
    await compare(page);
    const files = ["model.keras", "tokenizer.json"].map((name) =>
      fixture("k3-awc-bilstm-sequential-keras", name),
    );
    const [model, tokenizer] = files;
    if (model === undefined || tokenizer === undefined) throw new Error("no fixture");
    const own = await page.locator("#model .name").textContent();
    await drop(page, [model], ".compare");
    await expect(page.locator(".trouble")).toContainText("tokenizer");
    await drop(page, [tokenizer], ".compare");
    await expect(page.locator(".trouble")).toHaveCount(0);
    await expect(page.locator(".beside-result .name")).toHaveText("model");
    await expect.poll(async () => (await litBeside(page, 1)).length).toBeGreaterThan(0);
    await expect(page.locator("#model .name")).toHaveText(own ?? "");
    await drop(page, [{ ...tokenizer, name: "nonsense.keras" }], ".compare");
    await expect(page.locator(".trouble")).not.toBeEmpty();
    await expect(page.locator("#notice .sheet")).toHaveCount(0);
  });

  for (const width of widths(360)) {
    test(`by keyboard, and axe finds nothing, ${width} pixels`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.locator("#tab-compare").focus();
      await page.keyboard.press("Enter");
      await expect(page.locator("#text-beside")).toBeVisible();
      await page.locator("#text").focus();
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("text-beside");
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type(" and more");
      await expect(page.locator(".text-diff ins")).toHaveText("and more");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    });
  }
});

test("two long texts without much in common are too different, however long one looks", () => {
  const words = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${name}${at}`);
  const reading = (all: string[]): Reading => {
    const text = all.join(" ");
    const starts: number[] = [];
    for (let at = 0, index = 0; index < all.length; index++) {
      starts.push(at);
      at += (all[index] as string).length + 1;
    }
    const ends = starts.map((start, index) => start + (all[index] as string).length);
    const columns = { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
    return { text, columns } as Reading;
  };
  const long = words("a", 10_000);
  const edited = long.map((word, at) => (at % 40 === 0 ? "other" : word));
  expect(stretchesOf(reading(long), reading(edited))).toHaveLength(750);
  expect(stretchesOf(reading(long), reading(words("b", 10_000)))).toBeNull();
  expect(stretchesOf(reading(words("a", 340)), reading(words("b", 340)))).toHaveLength(2);
});
