/** Long texts: work is for what is in sight and what changed, counted, not timed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { hold, openMock, release, sent } from "./mock";
import { lit, textOf, write } from "./page";
import { test } from "./watched";

const EXAMPLES = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../www/models/imdb/examples.json"), "utf8"),
) as { text: string }[];
const WORDS = EXAMPLES.flatMap(({ text }) => text.match(/\p{L}+/gu) ?? []);
const ofWords = (words: string[], size: number) =>
  Array.from({ length: size }, (_, index) => words[index % words.length]).join(" ");
const LONG = ofWords(WORDS, 10_000);

/** Types keys one after the other, and counts what each adds to highlights and takes from them. */
const mutationsOf = (page: Page, keys: string) =>
  page.evaluate(async (typed) => {
    let mutations = 0;
    const { add, delete: remove, clear } = Highlight.prototype;
    Highlight.prototype.add = function (range) {
      mutations++;
      return add.call(this, range);
    };
    Highlight.prototype.delete = function (range) {
      mutations++;
      return remove.call(this, range);
    };
    Highlight.prototype.clear = function () {
      mutations += this.size;
      clear.call(this);
    };
    const perKey: number[] = [];
    for (const key of typed) {
      const before = mutations;
      document.execCommand("insertText", false, key);
      // The words moved, and the answer.
      await new Promise((done) => addEventListener("wordlight-painted", done, { once: true }));
      await new Promise((done) => setTimeout(done, 30));
      perKey.push(mutations - before);
    }
    return perKey;
  }, keys);

/** Words of the text that are seen, and those of them that no highlight of a level holds. */
const inSight = (page: Page) =>
  page.evaluate(() => {
    const sheet = document.querySelector(".sheet-of-text") as HTMLElement;
    const { top, bottom } = sheet.getBoundingClientRect();
    const painted = new Set(
      [...CSS.highlights]
        .filter(([name]) => name.startsWith("attention-"))
        .flatMap(([, highlight]) => [...highlight])
        .map(({ startContainer, startOffset, endOffset }) =>
          (startContainer as Text).data.slice(startOffset, endOffset).concat(`@${startOffset}`),
        ),
    );
    const placeAt = (y: number) => {
      const { left, right } = sheet.getBoundingClientRect();
      return document.caretPositionFromPoint((left + right) / 2, y) as CaretPosition;
    };
    const shown = document.createRange();
    const first = placeAt(top + 4);
    const last = placeAt(bottom - 4);
    shown.setStart(first.offsetNode, first.offset);
    shown.setEnd(last.offsetNode, last.offset);
    const seen: string[] = [];
    const walker = document.createTreeWalker(
      document.querySelector("#text") as HTMLElement,
      NodeFilter.SHOW_TEXT,
    );
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      if (!shown.intersectsNode(node)) continue;
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}'’]+/gu)) {
        const inside =
          shown.comparePoint(node, index) === 0 &&
          shown.comparePoint(node, index + word.length) === 0;
        if (inside) seen.push(`${word}@${index}`);
      }
    }
    return { seen, unlit: seen.filter((word) => !painted.has(word)) };
  });

const median = (values: number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] as number;

async function openLong(page: Page, text: string): Promise<void> {
  await openMock(page, {});
  // On this scale a word is lit by its own weight, not by another's.
  await page.locator("input[name=scale][value=uniform]").check();
  await write(page, text);
  await expect.poll(async () => (await sent(page, "analyze")).at(-1)?.params.text).toBe(text);
}

test("a key in a text of 10,000 words touches fewer highlights than there are words in sight", async ({
  page,
}) => {
  await openLong(page, LONG);
  for (const place of ["ControlOrMeta+Home", "ControlOrMeta+End"]) {
    await page.keyboard.press(place);
    await expect.poll(async () => (await inSight(page)).unlit.length).toBeLessThan(20);
    const { seen } = await inSight(page);
    expect(seen.length).toBeGreaterThan(40);
    // The first key narrows what is painted to what is in sight; the others are what typing costs.
    const [, ...perKey] = await mutationsOf(page, "so good");
    const overflow = await page
      .locator("#text")
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(overflow).toBe(0);
    expect(median(perKey)).toBeGreaterThan(0);
    expect(median(perKey)).toBeLessThan(seen.length / 4);
  }
});

test("every word in sight is lit after scrolling, typing in the middle, and scrolling back", async ({
  page,
}) => {
  // Words of which the mock lights each, wherever it stands.
  const words = WORDS.filter((word) => (word.length * 7 + word.charCodeAt(0)) % 11 > 3);
  await openLong(page, ofWords(words, 10_000));
  const sheet = page.locator(".sheet-of-text");
  const scrollTo = (part: number) =>
    sheet.evaluate((box, share) => {
      box.scrollTop = share * (box.scrollHeight - box.clientHeight);
    }, part);
  const unlit = async () => (await inSight(page)).unlit;
  for (const part of [1, 0.5]) {
    await scrollTo(part);
    await expect.poll(unlit).toEqual([]);
  }
  const { x, y, width, height } = (await sheet.boundingBox()) as DOMRect;
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.keyboard.insertText(` ${ofWords(words, 12)} `);
  await page.keyboard.type("z");
  await expect.poll(unlit).toEqual([]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect.poll(unlit).toEqual([]);
  for (const part of [0.52, 0, 1]) {
    await scrollTo(part);
    await expect.poll(unlit).toEqual([]);
  }
  // Far from all words have ever been painted at once.
  const painted = (await lit(page)).reduce((sum, { words: some }) => sum + some.length, 0);
  expect(painted).toBeLessThan(1000);
});

test("no request waits behind stale ones, and the text box waits for none", async ({ page }) => {
  await openMock(page, {});
  await write(page, "one two three");
  await expect
    .poll(async () => (await sent(page, "analyze")).at(-1)?.params.text)
    .toContain("three");
  await hold(page, "analyze");
  const before = (await sent(page, "analyze")).length;
  await page.keyboard.type(" four five six");
  await expect.poll(() => textOf(page)).toBe("one two three four five six");
  expect(await sent(page, "analyze")).toHaveLength(before + 1);
  await release(page);
  await expect.poll(async () => (await sent(page, "analyze")).length).toBe(before + 2);
  const texts = (await sent(page, "analyze")).slice(before).map(({ params }) => params.text);
  expect(texts).toEqual(["one two three ", "one two three four five six"]);
});

test("the engine is asked once a key, and before the browser has made the edit", async ({
  page,
}) => {
  await openMock(page, {});
  await write(page, "one two");
  await expect.poll(async () => (await sent(page, "analyze")).at(-1)?.params.text).toBe("one two");
  const before = (await sent(page, "analyze")).length;
  await page.evaluate(() => {
    const record = window as unknown as { order: string[]; sent: unknown[] };
    const had = record.sent.length;
    record.order = [];
    document
      .querySelector("#text")
      ?.addEventListener(
        "input",
        () => record.order.push(record.sent.length > had ? "asked before" : "not asked"),
        { capture: true },
      );
  });
  await page.keyboard.press("x");
  await page.keyboard.press("Backspace");
  await expect.poll(async () => (await sent(page, "analyze")).length).toBe(before + 2);
  const texts = (await sent(page, "analyze")).slice(before).map(({ params }) => params.text);
  expect(texts).toEqual(["one twox", "one two"]);
  expect(await page.evaluate(() => (window as unknown as { order: string[] }).order[0])).toBe(
    "asked before",
  );
});
