/**
 * A long day on the page: models are switched, a text of 1,000 words is typed in. What the page holds does
 * not grow with that, and its answers stay those of a full run. `make soak` has `SWITCHES=200
 * KEYS=5000`; `make test` a little of it.
 */
import { expect, type Page } from "@playwright/test";
import { closeToFresh, litOnWords } from "./fresh";
import { type Held, Holding, told, withMemoryTold } from "./holding";
import { drop, fixture, open, write } from "./page";
import { test } from "./watched";

const SWITCHES = Number(process.env.SWITCHES ?? 15);
const KEYS = Number(process.env.KEYS ?? 60);

/** The second half of a day adds nothing, but for what a heap breathes. */
function expectFlat(marks: Held[]): void {
  const middle = marks[Math.floor(marks.length / 2)] as Held;
  const end = marks.at(-1) as Held;
  const figures = `${told(middle)} → ${told(end)}`;
  expect(end.workers, figures).toBe(middle.workers);
  expect(end.wasm, figures).toBe(middle.wasm);
  expect(end.heap, figures).toBeLessThan(middle.heap * 1.1 + 500_000);
  expect(end.workerHeap, figures).toBeLessThan(middle.workerHeap * 1.1 + 500_000);
  expect(end.nodes, figures).toBeLessThan(middle.nodes * 1.05 + 100);
  expect(end.listeners, figures).toBeLessThan(middle.listeners * 1.05 + 20);
}

async function isRight(page: Page, what: string): Promise<void> {
  expect(await litOnWords(page), what).toBe(true);
  expect(await closeToFresh(page), what).toBe(true);
}

test(`${SWITCHES} times another model, four bundled ones and a dropped one`, async ({ page }) => {
  test.setTimeout(60_000 + SWITCHES * 10_000);
  await withMemoryTold(page);
  await open(page);
  const holding = await Holding.of(page);
  const files = ["model.keras", "tokenizer.json"].map((name) =>
    fixture("k3-awc-bilstm-sequential-keras", name),
  );
  await write(
    page,
    "A splendid story with a weak ending. The pool is clean, 很好 很喜欢。 I liked it!",
  );
  const turns = ["imdb-stars", "goemotions", "zh-reviews", null, "imdb"];
  const marks = [await holding.now()];
  for (let turn = 0; turn < SWITCHES; turn++) {
    const model = turns[turn % turns.length] ?? null;
    if (model === null) await drop(page, files);
    else await page.locator(`[data-model=${model}]`).click();
    if (model === null) await expect(page.locator("#model .name")).toHaveText("model");
    else
      await expect(page.locator(`[data-model=${model}]`)).toHaveAttribute("aria-current", "true");
    await expect.poll(() => closeToFresh(page), `turn ${turn}`).toBe(true);
    // Of one and the same model, so that what is held compares.
    if ((turn + 1) % turns.length !== 0) continue;
    if ((turn + 1) % Math.max(turns.length, Math.round(SWITCHES / 10)) !== 0) continue;
    marks.push(await holding.now());
    console.log(`${turn + 1} switches: ${told(marks.at(-1) as Held)}`);
  }
  await isRight(page, "at the end");
  expectFlat(marks);
});

test(`${KEYS} keys in a text of 1,000 words`, async ({ page }) => {
  test.setTimeout(60_000 + KEYS * 1000);
  await withMemoryTold(page);
  await open(page);
  const sentence = "A splendid story with a weak ending, and not a bad film at all. ";
  await write(page, sentence.repeat(77));
  const holding = await Holding.of(page);
  const words = "wonderful boring the a of film never zxqj good, awful. it's".split(" ");
  const marks: Held[] = [];
  let keys = 0;
  for (let round = 0; keys < KEYS; round++) {
    // Somewhere else in the text, a word is written and, in the end, taken back.
    const at = (round * 7919) % (sentence.length * 77);
    await page.evaluate((offset) => {
      const node = document.querySelector("#text")?.firstChild;
      if (node instanceof Text) getSelection()?.collapse(node, Math.min(offset, node.data.length));
    }, at);
    const word = ` ${words[round % words.length]} `;
    await page.keyboard.type(word);
    for (let letter = 0; letter < word.length; letter++) await page.keyboard.press("Backspace");
    const before = keys;
    keys += 2 * word.length;
    const isMark = (every: number) => Math.floor(keys / every) > Math.floor(before / every);
    if (isMark(KEYS / 50)) await isRight(page, `after ${keys} keys`);
    if (round > 0 && !isMark(KEYS / 10)) continue;
    marks.push(await holding.now());
    console.log(`${keys} keys: ${told(marks.at(-1) as Held)}`);
  }
  await isRight(page, "at the end");
  expectFlat(marks);
});
