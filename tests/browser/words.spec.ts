/** The views of the words: table, bars and sentences, and one word marked in all of them. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { readingOf } from "../../www/src/reading";
import { viewOf } from "../../www/src/view";
import { type Column, ordered, tableOf } from "../../www/src/word-order";
import { openMock } from "./mock";
import { brightest, open, widths, wordsIn, write } from "./page";
import { test } from "./watched";

const openPanel = async (page: Page, id: string) => {
  await page.locator(`#tab-${id}`).click();
  await expect(page.locator(`wordlight-panel-${id} > *`).first()).toBeVisible();
};
const shownWords = (page: Page) => page.locator(".word-rows tbody th button").allTextContents();
const asked = (page: Page) => page.locator("#word .word");

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include("wordlight-panels").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

test("the order by any column, with words that have no number last", () => {
  const text = "b A b c";
  const reading = readingOf(
    text,
    {
      starts: Uint32Array.of(0, 2, 4, 6),
      ends: Uint32Array.of(1, 3, 5, 7),
      ids: Int32Array.of(2, 7, 2, -1),
      statuses: Uint8Array.of(0, 0, 0, 2),
      steps: Int32Array.of(0, 1, 2, -1),
      sentences: new Int32Array(4).fill(-1),
      attentionWeights: Float32Array.of(0.25, 0.5, 0.25, Number.NaN),
      sentenceStarts: new Uint32Array(),
      sentenceEnds: new Uint32Array(),
      sentenceAttention: new Float32Array(),
      sentenceWordPadding: new Float32Array(),
      hasMatrix: false,
      prediction: Float32Array.of(0.5),
      labels: ["no", "yes"],
      paddingAttention: 0,
      attentionLayer: "att",
      milliseconds: 0,
    },
    {
      hierarchical: false,
      wordsPerStep: 1,
      wordAttentionLayer: "att",
      sentenceAttentionLayer: null,
    },
  );
  const look = {
    scale: "share",
    curve: "linear",
    map: "lamp",
    shade: "paper",
    spread: false,
    fromWord: false,
    head: null,
  } as const;
  const table = tableOf(reading, viewOf(reading, look, null));
  const by = (column: Column, descending: boolean) =>
    Array.from(ordered(table, { column, descending }, "en"));
  expect(by("word", false)).toEqual([1, 0, 2, 3]);
  expect(by("weight", true)).toEqual([1, 0, 2, 3]);
  expect(by("weight", false)).toEqual([0, 2, 1, 3]);
  expect(by("seen", true)).toEqual([0, 2, 1, 3]);
  // Equal weights share the better rank.
  expect(Array.from(table.columns.rank)).toEqual([2, 1, 2, Number.NaN]);
});

test("a word chosen in the table is marked everywhere until Escape, by pointer and keyboard", async ({
  page,
}) => {
  await open(page);
  await write(page, "a splendid story with a weak ending and a splendid cast");
  await openPanel(page, "words");
  await page.locator("[data-column=share]").click();
  await expect(page.locator("th.of-share")).toHaveAttribute("aria-sort", "descending");
  expect((await shownWords(page))[0]).toBe(await brightest(page));
  // “splendid” stands twice in the text.
  const row = page.locator(".word-rows .row").filter({ hasText: "splendid" }).first();
  await expect(row.locator("td").nth(5)).toHaveText("2");
  await row.locator("button").click();
  await page.mouse.move(2, 2);
  await expect(asked(page)).toHaveText("splendid");
  expect(await wordsIn(page, "asked")).toEqual(["splendid"]);
  await expect(row.locator("button")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("slider")).toHaveAttribute("aria-valuetext", /^splendid: /);
  await page.keyboard.press("Escape");
  await expect(page.locator("[aria-pressed=true][data-place]")).toHaveCount(0);
  // By keyboard, along the bars: the word is read out, and Enter chooses it.
  const bars = page.getByRole("slider");
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(bars).toHaveAttribute("aria-valuetext", /^story: \d.*word 3 of 11$/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(asked(page)).toHaveText("story");
  await axe(page);
});

test("10,000 words are a table of few rows, walked by keyboard to its end", async ({ page }) => {
  await openMock(page, {});
  await write(page, Array.from({ length: 10_000 }, (_, index) => `w${index}`).join(" "));
  await openPanel(page, "words");
  const table = page.locator(".word-rows table");
  await expect(table).toHaveAttribute("aria-rowcount", "10001");
  expect(await page.locator(".word-rows .row").count()).toBeLessThan(60);
  // The caret is in the last word: its row is in sight already.
  await page.locator(".word-rows [data-place='9999']").focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".word-rows [data-place='0']")).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator(".word-rows [data-place='9999']")).toBeFocused();
  await expect(page.locator(".word-rows .row").last()).toHaveAttribute("aria-rowindex", "10001");
  await expect(asked(page)).toHaveText("w9999");
  await page.getByRole("button", { name: "Show the whole text" }).click();
  await expect(page.getByText(/strongest of up to \d+ words/)).toBeVisible();
});

for (const width of widths(360)) {
  test.describe(`${width} pixels, dark`, () => {
    test.use({ viewport: { width, height: 800 }, colorScheme: "dark" });
    test("words of every script, long and short, fit", async ({ page }) => {
      await openMock(page, { heads: 2 });
      await write(page, `مرحبا بالعالم 好看的电影 👩‍👩‍👧 e\u0301te\u0301 ${"x".repeat(300)} end`);
      for (const panel of ["words", "matrix"]) {
        await openPanel(page, panel);
        await axe(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          width,
        );
      }
    });
  });
}

test("sentences with their shares, and the words within the one that is open", async ({ page }) => {
  await openMock(page, {
    description: { hierarchical: true, sentenceAttentionLayer: "sentence_att" },
  });
  await write(page, "Short one. A much longer sentence stands here. Last.");
  await openPanel(page, "sentences");
  const rows = page.locator(".sentence-row");
  await expect(rows).toHaveCount(3);
  // That of the word at the caret is open.
  await expect(rows.nth(2)).toHaveAttribute("aria-expanded", "true");
  await rows.nth(1).click();
  await expect(rows.nth(1)).toHaveAttribute("aria-expanded", "true");
  await page.getByRole("combobox", { name: "In the order of" }).selectOption("share");
  await expect(rows.first()).toContainText("A much longer sentence");
  const word = page.locator(".words-within button").filter({ hasText: "longer" });
  await word.click();
  await page.mouse.move(2, 2);
  await expect(asked(page)).toHaveText("longer");
  await expect(word).toHaveAttribute("aria-pressed", "true");
  expect(await wordsIn(page, "asked")).toEqual(["longer"]);
  await rows.nth(1).click();
  await expect(rows.nth(1)).toHaveAttribute("aria-expanded", "true");
  await axe(page);
});
