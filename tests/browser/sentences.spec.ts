/** Hierarchical models: sentences in the margin, words within them, and attention on empty ones. */
import { expect, type Page } from "@playwright/test";
import { openMock, type Scenario, sent } from "./mock";
import { boxOf, brightest, textOf, wordsIn, write } from "./page";
import { test } from "./watched";

const HIERARCHICAL: Scenario = {
  description: {
    hierarchical: true,
    wordAttentionLayer: "word_att",
    sentenceAttentionLayer: "sentence_att",
    attentionLayers: ["word_att", "sentence_att"],
    settings: {
      maxlen: 50,
      padding: "post",
      truncating: "post",
      maxSentences: 3,
      sentencePadding: "post",
      sentenceTruncating: "post",
    },
  },
  padding: 0.2,
  wordPadding: 0.1,
};
const TEXT = "Short one. This sentence is a good deal longer than the others are. Then a third.";

const bars = (page: Page) => page.locator(".margin .sentence");
const fact = (page: Page, name: string | RegExp) =>
  page.locator("#word dl > div").filter({ hasText: name }).locator("dd");

test("each sentence has a bar beside its lines, as long as its share", async ({ page }) => {
  await openMock(page, HIERARCHICAL);
  await write(page, TEXT);
  await expect(bars(page)).toHaveCount(3);
  await expect(bars(page).nth(1)).toHaveAttribute(
    "aria-label",
    /^Sentence 2 of 3, “This sentence is .*…”: \d+\.\d% of the attention$/,
  );
  // Squared lengths share out four fifths; the rest is on empty sentences.
  const lengths = TEXT.match(/[^.]+\./g)?.map((sentence) => sentence.trim().length ** 2) ?? [];
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const shares = await bars(page).evaluateAll((list) =>
    list.map((bar) => Number.parseFloat(/([\d.]+)%/.exec(bar.ariaLabel ?? "")?.[1] ?? "")),
  );
  shares.forEach((share, index) => {
    expect(share).toBeCloseTo(((lengths[index] as number) / all) * 80, 0);
  });
  const boxes = await Promise.all([0, 1, 2].map((index) => bars(page).nth(index).boundingBox()));
  const longer = await boxOf(page, "This sentence");
  const [, second, third] = boxes;
  expect((second as { y: number }).y).toBeLessThan(longer.y + longer.height);
  expect((third as { y: number }).y).toBeGreaterThan((second as { y: number }).y);
  // No span per word: the text is as it was typed.
  await expect.poll(() => textOf(page)).toBe(TEXT);
  await expect(page.locator("#text *")).toHaveCount(0);
});

test("a bar tells its weight to pointer and keyboard, and marks its sentence", async ({ page }) => {
  await openMock(page, HIERARCHICAL);
  await write(page, TEXT);
  await expect(bars(page)).toHaveCount(3);
  await page.keyboard.press("Tab");
  await expect(bars(page).nth(0)).toBeFocused();
  await expect(page.locator(".tip")).toHaveText(/^\s*\d+\.\d+%\s*$/);
  await page.keyboard.press("ArrowDown");
  await expect(bars(page).nth(1)).toBeFocused();
  await expect
    .poll(() => wordsIn(page, "asked-sentence"))
    .toEqual([expect.stringMatching(/^This sentence/)]);
  await page.keyboard.press("Tab");
  await expect(page.locator(".tip")).toHaveCount(0);
  await bars(page).nth(2).hover();
  await expect.poll(() => wordsIn(page, "asked-sentence")).toEqual(["Then a third."]);
});

test("words are lit as in the paper, or within their sentence alone", async ({ page }) => {
  await openMock(page, HIERARCHICAL);
  await write(page, "Odd. This sentence is a good deal longer than all of the others.");
  await expect(page.locator("#legend .meaning")).toContainText("Yang");
  await expect.poll(() => brightest(page)).not.toBe("Odd");
  await page.locator("input[name=shade][value=plain]").check();
  // Alone in its sentence, a word has all of the attention there.
  await expect.poll(() => brightest(page)).toBe("Odd");
  await expect(page.locator("#legend .meaning")).toContainText("within its own sentence");
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+Home");
  await expect(page.locator("#word .word")).toHaveText("Odd");
  await expect(fact(page, "Share within its sentence")).toHaveText("90.0%");
  await expect(fact(page, "Share among its words alone")).toHaveText("100.0%");
  const sentence = Number.parseFloat(await fact(page, "Its sentence’s share").innerText()) / 100;
  const light = Number.parseFloat(await fact(page, "Light").innerText());
  expect(light).toBeCloseTo(Math.sqrt(sentence) * 0.9, 2);
});

test("attention on empty sentences is told, and can be spread over the others", async ({
  page,
}) => {
  await openMock(page, HIERARCHICAL);
  await write(page, TEXT);
  const padding = page.getByTestId("padding");
  await expect(padding).toContainText("20.0% of the attention fell on empty sentences");
  await expect(padding).toContainText("10.0% fell on padding");
  const share = async () =>
    Number.parseFloat(
      /([\d.]+)%/.exec((await bars(page).nth(1).getAttribute("aria-label")) ?? "")?.[1] ?? "",
    );
  const before = await share();
  await page.locator("#spread").check();
  await expect(padding).toContainText("1 − padding");
  await expect.poll(async () => (await share()) / before).toBeCloseTo(1 / 0.8, 1);
  // The list below tells the same share as the margin.
  await page.locator("#tab-sentences").click();
  const told = page.locator("[data-sentence='1'] .share");
  await expect.poll(async () => Number.parseFloat(await told.innerText())).toBe(await share());
});

test("sentences beyond maxSentences have no bar and are shown as cut", async ({ page }) => {
  await openMock(page, HIERARCHICAL);
  await write(page, `${TEXT} And a fourth.`);
  await expect(bars(page)).toHaveCount(3);
  await expect.poll(() => wordsIn(page, "truncated")).toEqual(["And a fourth"]);
});

test("the settings of sentences are asked for under Keras’s names", async ({ page }) => {
  await openMock(page, HIERARCHICAL);
  await page.locator("#model > details > summary").click();
  await page.locator("#maxSentences").fill("2");
  await page.locator("#maxSentences").press("Enter");
  await page.locator("#sentencePadding").selectOption("pre");
  await page.locator("#sentenceTruncating").selectOption("pre");
  await page.locator("#sentenceEnd").fill("[.;]");
  await page.locator("#sentenceEnd").press("Enter");
  await expect
    .poll(async () => (await sent(page, "load")).at(-1)?.params.options)
    .toEqual({
      maxSentences: 2,
      sentencePadding: "pre",
      sentenceTruncating: "pre",
      sentenceEnd: "[.;]",
    });
});

test("the bars scroll with the text and move with it", async ({ page }) => {
  await openMock(page, {
    ...HIERARCHICAL,
    description: {
      ...HIERARCHICAL.description,
      settings: { maxlen: null, padding: "post", truncating: "post", maxSentences: 100 },
    },
  });
  await write(page, "One sentence follows another here, as sentences do in a text. ".repeat(40));
  await expect(bars(page)).toHaveCount(40);
  const distance = () =>
    page.evaluate(() => {
      const text = document.querySelector("#text") as HTMLElement;
      const bar = document.querySelector("[data-sentence='20']") as HTMLElement;
      return bar.getBoundingClientRect().top - text.getBoundingClientRect().top;
    });
  const before = await distance();
  await page.locator(".sheet-of-text").evaluate((sheet) => sheet.scrollBy(0, 200));
  expect(await distance()).toBeCloseTo(before, 0);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText(`${"very ".repeat(60)}long. `);
  await expect(bars(page)).toHaveCount(41);
  await expect.poll(distance).not.toBeCloseTo(before, 0);
});
