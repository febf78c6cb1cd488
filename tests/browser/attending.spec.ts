/** Self-attention from one word, attention on padding, and steps of several words. */
import { expect, type Page } from "@playwright/test";
import { openMock, sent } from "./mock";
import { boxOf, brightest, wordsIn, write } from "./page";
import { test } from "./watched";

const TEXT = "one two three four five six seven eight";
const fact = (page: Page, name: string) =>
  page.locator("#word dl > div").filter({ hasText: name }).locator("dd");
const pointAt = async (page: Page, word: string) => {
  const { x, y, width, height } = await boxOf(page, word);
  await page.mouse.move(x + width / 2, y + height / 2);
};

test("a picked word shows what it attends to, per head or on average", async ({ page }) => {
  await openMock(page, { heads: 2 });
  await write(page, TEXT);
  // Nobody asks for the matrix until it is to be seen.
  expect(await sent(page, "matrix")).toEqual([]);
  await page.locator("input[name=attended][value=from]").check();
  await pointAt(page, "three");
  await expect(page.locator("#legend .meaning")).toContainText(
    "what “three” attends to (mean over 2 heads)",
  );
  await expect
    .poll(async () => (await wordsIn(page, "attention-31")).sort())
    .toEqual(["five", "four"]);
  await expect(fact(page, "Attends most to")).toHaveText("“four”, 31.3%");
  await page.locator("#head").selectOption("1");
  await expect(page.locator("#legend .meaning")).toContainText("head 2 of 2");
  // The last word that was asked stays to be looked at.
  await expect.poll(() => wordsIn(page, "attention-31")).toEqual(["five"]);
  await page.locator("input[name=attended][value=mean]").check();
  await expect(page.locator("#legend .meaning")).not.toContainText("attends to");
  await expect(page.locator("#head")).toHaveCount(0);
});

test("the caret picks the word too, a screen reader hears it, and typing keeps the light", async ({
  page,
}) => {
  await openMock(page, { heads: 1 });
  await write(page, TEXT);
  await page.locator("input[name=attended][value=from]").check();
  await page.locator("#text").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => brightest(page)).toBe("two");
  await expect(page.locator("#spoken-word")).toContainText("attends most to two");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" nine");
  // The last word attends to the first.
  await expect.poll(() => brightest(page)).toBe("one");
  expect((await sent(page, "matrix")).at(-1)?.params.text).toBe(`${TEXT} nine`);
});

test("a model without self-attention offers no such thing", async ({ page }) => {
  await openMock(page, {});
  await write(page, TEXT);
  await expect(page.locator("#legend .meaning")).toContainText("strongest");
  await expect(page.locator("input[name=attended]")).toHaveCount(0);
});

test("attention on padding is told as a share, and spread over the words on request", async ({
  page,
}) => {
  await openMock(page, { padding: 0.6 });
  await write(page, "good");
  await expect(page.getByTestId("padding")).toContainText(
    "60.0% of the attention falls on padding",
  );
  await expect(fact(page, "Share of attention")).toHaveText("40.0%");
  await expect(fact(page, "Share among words alone")).toHaveText("100.0%");
  await page.locator("input[name=scale][value=share]").check();
  await expect.poll(() => brightest(page)).toBe("");
  await page.locator("#spread").check();
  await expect.poll(() => brightest(page)).toBe("good");
  await expect(page.getByTestId("padding")).toContainText("rescaled");
  // The word still says both.
  await expect(fact(page, "Share of attention")).toHaveText("40.0%");
  await expect(fact(page, "Attention weight")).toHaveText("0.40000");
});

test("without padding there is no switch", async ({ page }) => {
  await openMock(page, {});
  await write(page, TEXT);
  await expect(page.locator("#legend .meaning")).toContainText("strongest");
  await expect(page.locator("#spread")).toHaveCount(0);
});

test("steps of several words are told, and which words they are", async ({ page }) => {
  await openMock(page, { stride: 2, description: { wordsPerStep: 4 } });
  await write(page, TEXT);
  await expect(page.getByTestId("words-per-step")).toContainText("covers up to 4 words");
  await pointAt(page, "three");
  await expect(fact(page, "Its step covers")).toHaveText("“three four”");
  // Two words of one step have its weight together, not twice.
  const shares = await page.evaluate(() => document.querySelector("#legend .meaning")?.textContent);
  expect(Number.parseFloat(/([\d.]+)%/.exec(shares ?? "")?.[1] ?? "")).toBeGreaterThan(25);
});
