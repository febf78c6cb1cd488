/** Self-attention as a matrix: its numbers, heads, cursor, and the word that is marked. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { matrixSvg } from "../../www/src/export/matrix-svg";
import { levelColours } from "../../www/src/highlight/colours";
import { cellBrightness, matrixOf } from "../../www/src/matrix-view";
import type { Reading } from "../../www/src/reading";
import type { Look } from "../../www/src/view";
import { openMock } from "./mock";
import { elsewhere, open, wordsIn, write } from "./page";
import { test } from "./watched";

const LOOK: Look = {
  scale: "strongest",
  curve: "linear",
  map: "lamp",
  shade: "paper",
  spread: false,
  fromWord: false,
  head: null,
};

test("a head or the mean of all, padding left out or not, on the scale of the light", () => {
  const reading = {
    matrix: {
      tokens: Uint32Array.of(0, 2),
      heads: 2,
      values: Float32Array.of(0.1, 0.5, 0.8, 0.2, 0.3, 0.3, 0.4, 0.6),
    },
  } as Reading;
  const rounded = (values?: Float32Array) =>
    Array.from(values ?? [], (value) => Math.round(value * 1e4) / 1e4);
  const mean = matrixOf(reading, LOOK);
  expect(rounded(mean?.values)).toEqual([0.2, 0.4, 0.6, 0.4]);
  expect(rounded(mean?.equal)).toEqual([0.3, 0.5]);
  expect(rounded(matrixOf(reading, { ...LOOK, head: 1 })?.values)).toEqual([0.3, 0.3, 0.4, 0.6]);
  expect(rounded(matrixOf(reading, { ...LOOK, head: 0, spread: true })?.values)).toEqual([
    0.1667, 0.8333, 0.8, 0.2,
  ]);
  if (mean === null) throw new Error("there is a matrix");
  expect(cellBrightness(LOOK, mean, 2)).toBe(1);
  expect(cellBrightness({ ...LOOK, scale: "share" }, mean, 1)).toBeCloseTo(0.4, 6);
  expect(cellBrightness({ ...LOOK, scale: "share", curve: "root" }, mean, 1)).toBeCloseTo(
    0.4 ** 0.5,
    6,
  );
  expect(cellBrightness({ ...LOOK, scale: "uniform" }, mean, 1)).toBeCloseTo(0.4 / 2.4, 6);
});

test("the matrix by keyboard and by pointer, for each head", async ({ page }) => {
  await openMock(page, { heads: 2 });
  await write(page, "one two three four");
  await page.locator("#tab-matrix").click();
  const grid = page.getByRole("grid");
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  // In head h a word attends half to the word h + 1 places after it (mock.ts).
  await expect(page.locator("#matrix-cell")).toHaveText("one attends to two: 37.5%.");
  await expect(grid).toHaveAttribute("aria-activedescendant", "matrix-cell");
  await page.getByRole("combobox", { name: "Head" }).selectOption("1");
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#matrix-cell")).toHaveText("one attends to two: 12.5%.");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".cell-told")).toHaveText("one → three: 62.5%");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.locator("#word .word")).toHaveText("two");
  expect(await wordsIn(page, "asked")).toEqual(["two"]);
  await expect(page.locator(".pairs li").first()).toContainText("62.5%");
  // With a pointer: the value under it.
  const box = await page.locator(".attention-map").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 92 + 12, (box?.y ?? 0) + 92 + 3.5 * 24);
  await expect(page.locator(".cell-told")).toHaveText(/^four → one: [\d.]+%$/);
  // A pair told in words is its cell.
  await page.mouse.move(0, 0);
  await page.locator(".pairs button").first().click();
  await expect(page.locator(".cell-told")).toHaveText(/^\w+ → \w+: 62\.5%$/);
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Cells" }).selectOption("fit");
  const { violations } = await new AxeBuilder({ page }).include("wordlight-panels").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
});

test("the matrix is saved as a picture with its words and as a table", async ({ page }) => {
  await openMock(page, { heads: 2 });
  await write(page, "one two three four");
  await page.locator("#tab-matrix").click();
  const saved = async (button: string) => {
    const download = page.waitForEvent("download");
    await page.locator(button).click();
    return readFileSync(await (await download).path(), "utf8");
  };
  const svg = await saved("#save-matrix-svg");
  const read = (source: string) => {
    const drawing = new DOMParser().parseFromString(source, "image/svg+xml");
    return {
      broken: drawing.querySelector("parsererror") !== null,
      words: [...drawing.querySelectorAll("text")].map((text) => text.textContent),
      told: [...drawing.querySelectorAll("rect title")].map((title) => title.textContent),
      elements: [...new Set([...drawing.querySelectorAll("*")].map(({ localName }) => localName))],
    };
  };
  const cells = await elsewhere(page, read, svg);
  expect(cells.broken).toBe(false);
  // Each word beside its row and above its column.
  const words = ["one", "two", "three", "four"];
  expect(cells.words.slice(0, 8)).toEqual([...words, ...words]);
  expect(cells.told).toContain("one → two: 37.5%");
  expect(cells.elements.sort()).toEqual(["g", "rect", "svg", "text", "title"]);
  await expect(page.locator("wordlight-panel-matrix .outcome")).toContainText("matrix.svg");
  const [head, first] = (await saved("#save-matrix-csv")).replace("\ufeff", "").split("\r\n");
  expect(head).toBe(",one,two,three,four");
  expect(first?.split(",").slice(0, 3)).toEqual(["one", "0.125", "0.375"]);
});

test("words are text in the picture, and long ones are cut", () => {
  const svg = matrixSvg({
    words: ['<b onload="x">&amp;', "𝔸".repeat(30)],
    levels: [0, 31, 0, 0],
    colours: levelColours("lamp", "light"),
    told: (row, column) => `<${row}> → ${column}`,
    title: "]]> --> <title>",
    remarks: [],
    family: 'a "b"',
  });
  expect(svg).toContain(">&lt;b onload=&quot;x&quot;&gt;&amp;amp;</text>");
  expect(svg).toContain(`>${"𝔸".repeat(23)}…</text>`);
  expect(svg).toContain("<title>&lt;0&gt; → 1</title>");
  expect(svg).not.toMatch(/<b |"b"|--> </);
});

test("a matrix of too many words is not shown", async ({ page }) => {
  await openMock(page, { heads: 1 });
  await write(page, "word ".repeat(1001));
  await page.locator("#tab-matrix").click();
  await expect(page.locator("wordlight-panel-matrix")).toContainText("more than 1,000 words");
});

test("a model without a matrix has no tab for one", async ({ page }) => {
  await open(page);
  await expect(page.locator("#tab-words")).toBeVisible();
  await expect(page.locator("#tab-matrix, #tab-sentences")).toHaveCount(0);
});
