/** The models of the menu besides the first two: each is fetched, lights its example, and reads what is typed. */
import { expect, type Page } from "@playwright/test";
import { boxOf, brightest, lit, open, textOf, wordsIn, write } from "./page";
import { test } from "./watched";

async function choose(page: Page, id: string, name: string): Promise<void> {
  const former = await textOf(page);
  await page.locator(`[data-model=${id}]`).click();
  await expect(page.locator("#model .name")).toHaveText(name);
  await expect.poll(() => textOf(page)).not.toBe(former);
}

test("emotions: the example is lit, and a word shows what it attends to", async ({ page }) => {
  await open(page);
  await choose(page, "goemotions", "Emotions of short messages");
  await expect(page.locator("#prediction .winner .label")).toHaveText("joy");
  await write(page, "I am so scared of the dark");
  await expect(page.locator("#prediction .winner .label")).toHaveText("fear");
  await expect.poll(() => brightest(page)).toBe("scared");
  await page.locator("input[name=attended][value=from]").check();
  const { x, y, width, height } = await boxOf(page, "dark");
  await page.mouse.move(x + width / 2, y + height / 2);
  await expect(page.locator("#legend .meaning")).toContainText(
    "what “dark” attends to (mean over 2 heads)",
  );
  await expect.poll(() => wordsIn(page, "attention-31")).toHaveLength(1);
  await page.locator("#head").selectOption("1");
  await expect(page.locator("#legend .meaning")).toContainText("head 2 of 2");
});

test("Chinese reviews: single characters are lit, marks and blanks among them", async ({
  page,
}) => {
  await open(page);
  await choose(page, "zh-reviews", "Chinese shop reviews");
  await expect(page.locator("#prediction .winner .label")).toHaveText(/正面/);
  const words = (await lit(page)).flatMap(({ name, words }) =>
    name.startsWith("attention-") ? words : [],
  );
  expect(words.length).toBeGreaterThan(10);
  expect(words.filter((word) => [...word].length !== 1)).toEqual([]);
  await write(page, "太差了，\n再也不来了。");
  await expect(page.locator("#prediction .winner .label")).toHaveText(/负面/);
  await expect.poll(() => brightest(page)).toBe("差");
});
