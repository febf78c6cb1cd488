/** Keyboard, screen reader, dark and light, small and large. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { openMock, type Scenario } from "./mock";
import { drop, droppedFile, lit, open, write } from "./page";
import { test } from "./watched";

/** Everything at once that a model can ask for or tell. */
const MUCH: Scenario = {
  description: {
    hierarchical: true,
    wordAttentionLayer: "att",
    sentenceAttentionLayer: "sentence_att",
    wordsPerStep: 3,
    inputs: [
      { name: "a_feature_with_a_name_that_is_rather_long", shape: [null, 2], values: [0, 1] },
    ],
    outputs: ["sentiment", "topic"],
    attentionLayers: ["att", "another_att", "sentence_att"],
    readings: [
      {
        layer: "att",
        className: "AttentionLayerOfSomebody",
        kind: "one",
        title: "AttentionWithContext (Yang et al. 2016)",
        equation: "α = exp(u·tanh(W·h + b)) / (Σ exp + 1e-7)",
        reason: "its weights W [64, 64], b [64] and u [64] fit.",
        alternatives: [{ kind: "two", title: "Additive", equation: "α = softmax(V·tanh(W·h))" }],
      },
    ],
  },
  padding: 0.2,
  wordPadding: 0.1,
  heads: 3,
  check: {
    largest: 0.2,
    texts: [
      {
        text: "a long text ".repeat(20),
        sameTokens: true,
        attention: 0.2,
        prediction: 0.1,
        where: "attention",
      },
      { text: "", sameTokens: false, attention: null, prediction: 0, where: "tokens" },
    ],
  },
};

// Each colour scheme and each width once: what one of them breaks does not need the other.
for (const { colorScheme, width } of [
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 1280 },
] as const) {
  test.describe(`${colorScheme}, ${width} pixels`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test("axe finds nothing", async ({ page }) => {
      await open(page);
      await page.locator("#model > details > summary").click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([]);
    });

    test("axe finds nothing on all that a model can ask for, and it fits", async ({ page }) => {
      await openMock(page, MUCH);
      await drop(page, [droppedFile("mine.keras", "x")]);
      await expect(page.locator(".kind")).toHaveCount(2);
      await page.locator("input[name=attended][value=from]").check();
      await page.locator("#input-0").fill("one");
      await page.getByRole("button", { name: "Use these numbers" }).click();
      await page.locator("#model > details > summary").click();
      await expect(page.locator("wordlight-check-script pre")).toBeVisible();
      await drop(page, [droppedFile("wordlight-check.json", '{"wordlight_check": 1}')]);
      await expect(page.locator(".check tbody tr")).toHaveCount(2);
      await page.locator(".margin .sentence").first().focus();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    });
  });
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
