/** Asking a word for its numbers: by pointer, by touch, by keyboard; and what the colours mean. */
import { expect } from "@playwright/test";
import { boxOf, brightest, open, wordsIn, write } from "./page";
import { test } from "./watched";

test.beforeEach(({ page }) => open(page));

const asked = (page: Parameters<typeof open>[0]) => page.locator("#word .word");

test("the strongest word is shown unasked, and any word under the pointer", async ({ page }) => {
  await expect(asked(page)).toHaveText(await brightest(page));
  await write(page, "a splendid story with a weak ending");
  const { x, y, width, height } = await boxOf(page, "ending");
  await page.mouse.move(x + width / 2, y + height / 2);
  await expect(asked(page)).toHaveText("ending");
  const facts = await page.locator("#word dl").innerText();
  expect(facts).toMatch(/\d\.\d+/);
  expect(facts).toMatch(/%/);
  expect(facts).toMatch(/of 7/);
  expect(facts).toMatch(/known/);
});

test("the caret asks the word it is moved to, and a screen reader hears it", async ({ page }) => {
  await write(page, "a splendid story with a weak ending");
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+ArrowRight");
  await page.keyboard.press("ControlOrMeta+ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(asked(page)).toHaveText("splendid");
  await expect(page.locator("#spoken-word")).toContainText("splendid");
});

test("the scale is the reader's, and the legend says what is shown", async ({ page }) => {
  await write(page, "a splendid story with a weak ending");
  await expect.poll(() => brightest(page)).not.toBe("");
  const strongest = await brightest(page);
  await page.locator("#legend input[value=share]").check();
  await expect.poll(() => wordsIn(page, "attention-31")).not.toContain(strongest);
  await expect(page.locator("#legend .ticks")).toContainText("100%");
  await page.locator("#legend input[value=uniform]").check();
  await expect(page.locator("#legend .meaning")).toContainText("1×");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a tap asks a word, and nothing is wider than the screen", async ({ page }) => {
    const word = await brightest(page);
    await page.locator("#text").scrollIntoViewIfNeeded();
    const { x, y, width, height } = await boxOf(page, "plans");
    await page.touchscreen.tap(x + width / 2, y + height / 2);
    await expect(asked(page)).toHaveText("plans");
    expect(word).not.toBe("");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
  });
});
