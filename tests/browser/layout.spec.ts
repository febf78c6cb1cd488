/** Nothing is wider than the screen, whatever is on it. */
import { expect } from "@playwright/test";
import { open, write } from "./page";
import { test } from "./watched";

const overflow = (page: Parameters<typeof open>[0]) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const width of [360, 768, 1280]) {
  test.describe(`${width} pixels`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("the opened model panel and a word without end fit", async ({ page }) => {
      await open(page);
      await page.locator("#model > details > summary").click();
      expect(await overflow(page)).toBe(0);
      await write(
        page,
        `${"x".repeat(900)} 東京特許許可局${"東".repeat(200)} https://example.org/${"a/".repeat(200)}`,
      );
      await expect(page.locator("#word .word")).not.toHaveText("–");
      expect(await overflow(page)).toBe(0);
      for (const part of ["#prediction", "#word", "#legend"]) {
        const box = await page.locator(part).boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      }
    });
  });
}
