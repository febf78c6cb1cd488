/** What is chosen of a model: which one, how a layer is read, other inputs, outputs, layers. */
import { expect } from "@playwright/test";
import { hold, openMock, release, sent } from "./mock";
import { drop, droppedFile, open, textOf } from "./page";
import { test } from "./watched";

const READING = {
  layer: "att",
  className: "MyAttention",
  kind: "attention_with_context",
  title: "AttentionWithContext (Yang et al. 2016)",
  equation: "α = exp(u·tanh(W·h + b)) / (Σ exp + 1e-7)",
  reason: "Read as “AttentionWithContext”, because its three weights fit.",
  alternatives: [
    { kind: "additive", title: "Additive attention", equation: "α = softmax(V·tanh(W·h))" },
    { kind: "other", title: "Another one", equation: "α = softmax(w·h)" },
  ],
};
const loaded = async (page: Parameters<typeof sent>[0]) => (await sent(page, "load")).at(-1);

test("a layer that could be read otherwise says so, and reads as chosen", async ({ page }) => {
  await openMock(page, { description: { readings: [READING] } });
  const reading = page.locator("wordlight-readings");
  // Of the page's own models the code is known.
  await expect(reading.locator(".kind")).toHaveCount(0);
  await drop(page, [droppedFile("mine.keras", "x")]);
  // One line, until one asks why.
  await reading.getByText("“att” was read as: AttentionWithContext (Yang et al. 2016)").click();
  await expect(
    reading.getByText("Read as “AttentionWithContext”, because its three weights fit."),
  ).toBeVisible();
  await expect(reading.locator(".kind").nth(1)).toContainText("α = softmax(V·tanh(W·h))");
  await expect(reading.getByRole("radio", { name: /Yang/ })).toBeChecked();
  await reading.getByRole("radio", { name: /Additive/ }).check();
  await expect
    .poll(async () => (await loaded(page))?.params.options)
    .toEqual({
      customLayers: { MyAttention: "additive" },
    });
  // The choices stay where they were.
  await expect(reading.locator(".kind").nth(1)).toContainText("Additive");
  await expect(reading.getByRole("radio", { name: /Additive/ })).toBeChecked();
  await expect(reading.locator("summary")).toHaveText("“att” was read as: Additive attention");
  await expect(reading).toContainText("it was chosen on the page");
});

test("a layer that can be read in one way only is a quiet line in the details", async ({
  page,
}) => {
  await openMock(page, { description: { readings: [{ ...READING, alternatives: [] }] } });
  await expect(page.locator(".reading")).toHaveCount(0);
  await page.locator("#model > details > summary").click();
  await expect(page.locator(".quiet-readings")).toContainText(
    "“att”: Read as “AttentionWithContext”",
  );
});

test("inputs that are not text are asked for, with the error beside the field", async ({
  page,
}) => {
  await openMock(page, {
    description: {
      inputs: [
        { name: "features", shape: [null, 3], values: [0, 0, 0] },
        { name: "year", shape: [null, 1], values: [0] },
      ],
    },
  });
  const features = page.getByLabel("features");
  const use = page.getByRole("button", { name: "Use these numbers" });
  await expect(features).toHaveValue("0, 0, 0");
  await features.fill("1, two, 3");
  await use.click();
  await expect(page.getByText("“two” is not a number.")).toBeVisible();
  await expect(features).toBeFocused();
  await expect(features).toHaveAttribute("aria-invalid", "true");
  await expect(features).toHaveValue("1, two, 3");
  await features.fill("1 2");
  await use.click();
  await expect(page.getByText("These are 2 numbers; the model takes 3.")).toBeVisible();
  const before = (await sent(page, "load")).length;
  expect(before).toBe(1);
  await features.fill("1; 2.5 -3e2");
  await page.getByLabel("year").fill("1994");
  await page.getByLabel("year").press("Enter");
  await expect
    .poll(async () => (await loaded(page))?.params.options)
    .toEqual({
      inputs: { features: [1, 2.5, -300], year: [1994] },
    });
  await expect(features).toHaveValue("1, 2.5, -300");
  await expect(features).toHaveAttribute("aria-invalid", "false");
});

test("of several outputs and attention layers one is chosen", async ({ page }) => {
  await openMock(page, {
    description: { outputs: ["sentiment", "topic"], attentionLayers: ["first", "att"] },
  });
  await page.locator("#model > details > summary").click();
  await expect(page.locator("#attentionLayer")).toHaveValue("att");
  await expect(page.locator("#output")).toHaveValue("sentiment");
  await page.locator("#output").selectOption("topic");
  await page.locator("#attentionLayer").selectOption("first");
  await expect
    .poll(async () => (await loaded(page))?.params.options)
    .toEqual({
      output: "topic",
      attentionLayer: "first",
    });
});

test("one output and one attention layer are no choice", async ({ page }) => {
  await openMock(page, {});
  await page.locator("#model > details > summary").click();
  await expect(page.locator("#maxlen")).toBeVisible();
  await expect(page.locator("#output, #attentionLayer")).toHaveCount(0);
});

test("the menu brings a model of the page back, by keyboard, and says that it loads", async ({
  page,
}) => {
  await openMock(page, {});
  await drop(page, [droppedFile("mine.keras", "x"), droppedFile("tokenizer.json", "{}")]);
  await expect(page.locator("#model .name")).toHaveText("mine");
  const reviews = page.locator("[data-model=imdb]");
  await expect(reviews).toContainText(/\d+ kB to fetch|\d+\.\d MB to fetch/);
  await hold(page);
  await reviews.focus();
  await page.keyboard.press("Enter");
  await expect(reviews).toHaveAttribute("aria-busy", "true");
  // The person's own model goes on until the other one works.
  await expect(page.locator("#model .name")).toHaveText("mine");
  await expect(page.locator("html")).toHaveAttribute("data-state", "loading");
  await release(page);
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
});

test("the second model is fetched only when it is chosen, with its own examples", async ({
  page,
}) => {
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  await open(page);
  const stars = page.locator("[data-model=imdb-stars]");
  const before = requested.length;
  const example = await textOf(page);
  await stars.click();
  await expect(page.locator("#model .name")).toHaveText("Star steps of whole reviews");
  await expect(stars).toHaveAttribute("aria-current", "true");
  expect(requested.slice(before).some((url) => /options/.test(url))).toBe(true);
  await expect.poll(() => textOf(page)).not.toBe(example);
  await expect(stars).toBeFocused();
});
