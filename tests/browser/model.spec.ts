/** The panel “model”: layers, their weights, words beside a word. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { drop, fixture, open, schemes, write } from "./page";
import { test } from "./watched";

const panel = (page: Page) => page.locator("wordlight-panel-model");
const figure = (page: Page, weight: string) => panel(page).locator(`[data-weight="${weight}"]`);

async function show(page: Page): Promise<void> {
  await page.locator("[data-panel=model]").click();
  await expect(panel(page).locator("figure").first()).toBeVisible();
}

/** Shape and numbers of what a button downloads. */
async function downloaded(
  page: Page,
  button: string,
): Promise<{ shape: string; numbers: Float32Array }> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const bytes = readFileSync(await (await waiting).path());
  const length = bytes.readUInt16LE(8);
  const header = bytes.subarray(10, 10 + length).toString("latin1");
  const data = new Uint8Array(bytes.subarray(10 + length));
  return { shape: header.match(/\(.*\)/)?.[0] ?? "", numbers: new Float32Array(data.buffer) };
}

test("the attention's W, b and u are there at once, to the bit, and by keyboard", async ({
  page,
}) => {
  await open(page);
  await show(page);
  await expect(panel(page).locator("tr.chosen")).toContainText("AttentionWithContext");
  await expect(panel(page).locator("figure h4")).toHaveText(["W", "b", "u"]);
  await expect(panel(page).locator(".totals dd").first()).toHaveText("1,357,569");
  const { shape, numbers } = await downloaded(page, "Download W as .npy, for NumPy");
  expect(shape).toBe("(64, 64)");
  expect(numbers.length).toBe(64 * 64);
  const heat = figure(page, "W").getByRole("application");
  await heat.focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  const spoken = figure(page, "W").locator("[aria-live]");
  await expect(spoken).toContainText("row 1, column 1: ");
  const said = Number((await spoken.textContent())?.split(": ")[1]);
  expect(said).toBeCloseTo(numbers[65] as number, 4);
  // What is under the pointer is said as well.
  await heat.hover({ position: { x: 3, y: 3 } });
  await expect(figure(page, "W").locator(".heat-value")).toContainText("row 0, column 0: ");
});

test("kernels of a recurrent layer show their gates, forward and backward apart, and zoom", async ({
  page,
}) => {
  await open(page);
  await show(page);
  await panel(page).getByRole("button", { name: "bidirectional", exact: true }).click();
  await expect(panel(page).locator("figure h4")).toHaveText(
    ["forward", "backward"].flatMap((way) =>
      ["kernel", "recurrent_kernel", "bias"].map((name) => `${way}_layer/${name}`),
    ),
  );
  const kernel = figure(page, "forward_layer/kernel");
  await expect(kernel).toContainText("i input, f forget, c candidate, o output");
  const heat = kernel.getByRole("application");
  await heat.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(kernel.locator("[aria-live]")).toContainText("row 0, gate o, unit 31: ");
  const width = () => heat.evaluate((element) => element.scrollWidth);
  const before = await width();
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await expect.poll(width).toBeGreaterThan(1.5 * before);
  // The number that was read stays in sight.
  expect(await heat.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await kernel.getByRole("button", { name: "Fit" }).click();
  await expect.poll(width).toBeLessThanOrEqual(before);
});

test("words beside a word: the word that is asked, or one that is typed", async ({ page }) => {
  await open(page);
  await show(page);
  const list = panel(page).locator(".neighbours-list");
  const field = panel(page).getByLabel("Word");
  await expect(list.locator("li")).toHaveCount(10);
  await field.fill("terrible");
  await expect(list).toContainText("horrible");
  await field.fill("qqqzzz");
  await expect(panel(page)).toContainText("no number of its own for “qqqzzz”");
});

test("layers inside another model, of one's own files", async ({ page }) => {
  await open(page);
  await show(page);
  const id = "k2-han-context-h5";
  await drop(page, [fixture(id, "model.h5"), fixture(id, "tokenizer.json")]);
  const chosen = panel(page).locator("tr.chosen");
  await expect(chosen).toContainText("word_attention");
  await expect(panel(page).getByText("Weights of sentences/word_attention")).toBeVisible();
  await expect(panel(page).locator("figure h4")).toHaveText(["w", "b", "u"]);
  await panel(page).getByRole("button", { name: "words", exact: true }).click();
  await expect(panel(page)).toContainText("no weights");
  await write(page, "The film was dull.");
  await expect(panel(page).getByText("Weights of sentences/words")).toBeVisible();
});

test("pictures and their legends change with the page's theme", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  await show(page);
  /** Zero in the legend, and the numbers' mean brightness. */
  const brightness = () =>
    page.evaluate(() =>
      ["canvas.ramp", "canvas.cells"].map((selector) => {
        const canvas = document.querySelector(selector) as HTMLCanvasElement;
        const { width, height } = canvas;
        const [x, wide] = selector === "canvas.ramp" ? [127, 1] : [0, width];
        const context = canvas.getContext("2d") as CanvasRenderingContext2D;
        const { data } = context.getImageData(x, 0, wide, height);
        return data.reduce((sum, byte) => sum + byte, 0) / data.length;
      }),
    );
  const [zero, cells] = (await brightness()) as [number, number];
  expect(zero).toBeGreaterThan(245);
  await page
    .locator("#legend select", { has: page.locator("option[value=dark]") })
    .selectOption("dark");
  await expect.poll(async () => (await brightness())[0]).toBeLessThan(100);
  await expect.poll(async () => (await brightness())[1]).toBeLessThan(cells - 50);
});

for (const colorScheme of schemes("light")) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page);
    await show(page);
    await expect(panel(page).locator(".neighbours-list li")).toHaveCount(10);
    const { violations } = await new AxeBuilder({ page }).include("wordlight-panels").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual(
      [],
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });
}
