/** Keyboard, screen reader, dark and light, small and large. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { lit, open, write } from "./page";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test.describe(`${colorScheme}, ${width} pixels`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("axe finds nothing", async ({ page }) => {
        await open(page);
        await page.locator("#model summary").click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      });
    });
  }
}

test("a screen reader hears the prediction once typing pauses", async ({ page }) => {
  await open(page);
  await write(page, "a dreadful film");
  await expect(page.locator("#spoken-prediction")).toHaveText(
    /^negative \d+\.\d+%; strongest word \w+\.$/,
  );
});

test("the whole journey goes by keyboard alone", async ({ page }) => {
  await open(page);
  const focused = () =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
  await page.keyboard.press("Tab");
  for (let step = 0; step < 5 && (await focused()) !== "text"; step++)
    await page.keyboard.press("Tab");
  expect(await focused()).toBe("text");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("a dreadful film");
  await expect
    .poll(async () => (await lit(page)).some(({ words }) => words.includes("dreadful")))
    .toBe(true);
  // On to the scale, the examples, the model's file button and its panel.
  const reached = new Set<string>();
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (element?.closest("#legend")) return "legend";
      if (element?.closest("#examples")) return "examples";
      if (element?.tagName === "SUMMARY") return "panel";
      return element?.closest("#model") ? "file" : "";
    });
    reached.add(name);
  }
  expect([...reached]).toEqual(expect.arrayContaining(["legend", "examples", "file", "panel"]));
});
