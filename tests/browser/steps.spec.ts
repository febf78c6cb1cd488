/** The panel “steps”: the way of the numbers, from words to the prediction. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { drop, fixture, open, schemes, write } from "./page";
import { test } from "./watched";

const panel = (page: Page) => page.locator("wordlight-panel-steps");
const stage = (page: Page, kind: string) => panel(page).locator(`[data-kind="${kind}"]`);
const kinds = (page: Page) =>
  panel(page)
    .locator("[data-kind]")
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["kind"]));

async function show(page: Page): Promise<void> {
  await page.locator("[data-panel=steps]").click();
  await expect(stage(page, "embedding")).toBeVisible();
}

/** Rows of the table that a stage downloads: name and numbers. */
async function table(page: Page, kind: string): Promise<[string, number[]][]> {
  const waiting = page.waitForEvent("download");
  await stage(page, kind).getByRole("button", { name: /CSV$/ }).click();
  const text = readFileSync(await (await waiting).path(), "utf8");
  const lines = text.trim().split("\r\n").slice(1);
  return lines.map((line) => {
    const [name = "", ...numbers] = line.split(",");
    return [name, numbers.map(Number)];
  });
}

/** The rows that a picture shows, read by keyboard. */
async function readRows(page: Page, kind: string, count: number): Promise<string[]> {
  const rows: string[] = [];
  await stage(page, kind).getByRole("application").focus();
  for (let row = 0; row < count; row++) {
    await page.keyboard.press("ArrowDown");
    const spoken = await stage(page, kind).locator("[aria-live]").textContent();
    rows.push(spoken?.split(/[,:]/)[0] ?? "");
  }
  return rows;
}

test("hidden states, u_t, scores, weights and context vector are those of the equations", async ({
  page,
}) => {
  await open(page);
  await show(page);
  await write(page, "Not a good film, but a wonderful one");
  await expect(stage(page, "weights")).toContainText("[8]");
  expect(await kinds(page)).toEqual([
    "embedding",
    "both",
    "layer",
    "scored",
    "scoresOfU",
    "weights",
    "context",
    "prediction",
  ]);
  await expect(stage(page, "scored").locator(".equation")).toHaveText("ut = tanh(W·ht + b)");
  await expect(stage(page, "scoresOfU").locator(".equation")).toHaveText("et = ut·u");
  const [h, scores, weights, context] = [
    await table(page, "layer"),
    await table(page, "scoresOfU"),
    await table(page, "weights"),
    await table(page, "context"),
  ];
  expect(weights.map(([name]) => name)).toEqual([
    "Not",
    "a",
    "good",
    "film",
    "but",
    "a",
    "wonderful",
    "one",
  ]);
  const exponentials = scores.map(([, [score]]) => Math.exp(score as number));
  const sum = exponentials.reduce((a, b) => a + b) + 1e-7;
  for (const [index, [, [weight]]] of weights.entries()) {
    expect(weight).toBeCloseTo((exponentials[index] as number) / sum, 5);
  }
  for (const [feature, [wanted]] of context.entries()) {
    const alpha = (row: number) => weights[row]?.[1][0] as number;
    const c = h.reduce((all, [, row], index) => all + alpha(index) * (row[feature] as number), 0);
    expect(c).toBeCloseTo(Number(wanted), 4);
  }
});

test("it follows what is typed, and a word that is pointed at is marked everywhere", async ({
  page,
}) => {
  await open(page);
  await show(page);
  await write(page, "A dull film");
  await expect(stage(page, "weights")).toContainText("[3]");
  expect(await readRows(page, "both", 3)).toEqual(["A", "dull", "film"]);
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" indeed");
  await expect(stage(page, "weights")).toContainText("[4]");
  expect(await readRows(page, "weights", 4)).toEqual(["A", "dull", "film", "indeed"]);
  const bars = stage(page, "weights").getByRole("application");
  await bars.scrollIntoViewIfNeeded();
  await bars.hover({ position: { x: 150, y: 30 } });
  await expect(page.locator("#word .word")).toHaveText("dull");
  await expect(stage(page, "weights").locator(".heat-value")).toContainText("dull: ");
});

test("a hierarchical model: the words of the sentence that is asked, or all sentences", async ({
  page,
}) => {
  await open(page);
  await show(page);
  const id = "k2-han-context-h5";
  await drop(page, [fixture(id, "model.h5"), fixture(id, "tokenizer.json")]);
  await write(page, "The film was dull. A wonder!");
  await expect(panel(page)).toContainText("Sentence 2: A wonder!");
  expect(await readRows(page, "weights", 2)).toEqual(["A", "wonder"]);
  await expect(stage(page, "context")).toContainText("stands for the sentence");
  await panel(page).getByRole("button", { name: "All sentences" }).click();
  await expect(stage(page, "prediction")).toBeVisible();
  expect(await readRows(page, "weights", 2)).toEqual(["1 The film was dull.", "2 A wonder!"]);
  await expect(panel(page)).toContainText("1 step without text is left out");
});

const OTHERS: [string, string, string[], RegExp | null][] = [
  ["k2-bojone-multi-head-h5", "model.h5", ["weightsOfMatrix", "layer"], /softmax\(Q·Kᵀ/],
  ["k2-per-feature-h5", "model.h5", ["perFeature", "weightsOf", "context"], /for each feature/],
  ["k2-raw-operations-h5", "model.h5", ["weightsOf"], null],
  ["k3-att-weight-keras", "model.keras", ["scores", "weightsOf", "context"], /softmax\(tanh/],
];

for (const [id, file, wanted, equation] of OTHERS) {
  test(`another family shows its own way and no equation of others: ${id}`, async ({ page }) => {
    await open(page);
    await show(page);
    await drop(page, [fixture(id, file), fixture(id, "tokenizer.json")]);
    await write(page, "a good and quiet film");
    await expect(stage(page, wanted[0] as string)).toBeVisible();
    const found = await kinds(page);
    for (const kind of wanted) expect(found).toContain(kind);
    for (const kind of ["scored", "scoresOfU", "weights"]) expect(found).not.toContain(kind);
    const equations = panel(page).locator(".equation");
    const texts = (await equations.allTextContents()).filter((text) => !text.includes("c = Σ"));
    if (equation === null) expect(texts).toEqual([]);
    else expect(texts.join()).toMatch(equation);
  });
}

for (const colorScheme of schemes("dark")) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page);
    await show(page);
    const { violations } = await new AxeBuilder({ page }).include("wordlight-panels").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual(
      [],
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });
}
