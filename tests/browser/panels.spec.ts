/** The row of tabs below the text: by keyboard, fetched when opened, and for a screen reader. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { open } from "./page";
import { test } from "./watched";

test("a panel is fetched when its tab is pressed, and a second press closes it", async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (/panel-[^/]*\.js$/.test(request.url())) scripts.push(request.url());
  });
  await open(page);
  expect(scripts).toEqual([]);
  const tab = page.getByRole("tab", { name: "Share and keep" });
  await expect(tab).toHaveAttribute("aria-selected", "false");
  await tab.click();
  await expect(page.getByRole("tabpanel", { name: "Share and keep" })).toBeVisible();
  expect(scripts).not.toEqual([]);
  await expect(tab).toHaveAttribute("aria-selected", "true");
  await tab.click();
  await expect(page.getByRole("tabpanel")).toHaveCount(0);
});

test("the row is one stop of the Tab key, arrows go along it, and the panel comes next", async ({
  page,
}) => {
  await open(page);
  const tabs = page.getByRole("tab");
  await tabs.first().focus();
  const size = await tabs.count();
  for (let step = 1; step <= size; step++) {
    await page.keyboard.press("ArrowRight");
    await expect(tabs.nth(step % size)).toBeFocused();
  }
  await page.keyboard.press("End");
  await expect(tabs.last()).toBeFocused();
  // Going along opens nothing.
  await expect(page.getByRole("tabpanel")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tabpanel")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("tabpanel")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(tabs.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(tabs.first()).toBeFocused();
  // A panel that is opened otherwise takes the stop along.
  await tabs.nth(1).click();
  await expect(tabs.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("[role=tab][tabindex='0']")).toHaveCount(1);
});

test("a panel that cannot be fetched says so, and the page goes on", async ({ page }) => {
  await page.route("**/assets/panel-*.js", (route) => route.abort());
  await open(page);
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("could not be fetched");
  await page.locator("#text").click();
  await page.keyboard.type("x");
  await expect(page.getByRole("tabpanel")).toContainText("could not be fetched");
});

for (const [colorScheme, width, locale] of [
  ["light", 1280, "en-GB"],
  ["dark", 360, "zh-CN"],
] as const) {
  test.describe(`${colorScheme}, ${width} pixels, ${locale}`, () => {
    test.use({ colorScheme, locale, viewport: { width, height: 800 } });

    test("axe finds nothing on sharing and keeping, and it fits", async ({ page }) => {
      await open(page);
      await page.locator(".chip").nth(1).click();
      await page.locator("#tab-keep").click();
      await page.locator("#link-with-text").check();
      await page.locator(".texts button").last().click();
      await page.locator("#forget").click();
      await expect(page.locator("#undo-text")).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });
}
