/** Colours: maps that are even to every eye, with text that can be read on each of their levels. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import {
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  oklab,
  type Rgb,
  rgb,
} from "culori";
import { coloursAt, levelColours } from "../../www/src/highlight/colours";
import { LEVELS, MAPS, THEMES } from "../../www/src/highlight/levels";
import { contrast, READABLE_CONTRAST } from "../../www/src/highlight/maps";
import { brightest, open } from "./page";
import { test } from "./watched";

const all = MAPS.flatMap((map) => THEMES.map((theme) => ({ map, theme })));
const distance = differenceEuclidean("oklab");

test("text can be read on every level of every map, in both themes", () => {
  const worst = all.flatMap(({ map, theme }) =>
    levelColours(map, theme).map(({ background, text }) => contrast(background, text)),
  );
  expect(worst).toHaveLength(MAPS.length * THEMES.length * LEVELS);
  expect(Math.min(...worst)).toBeGreaterThanOrEqual(READABLE_CONTRAST);
});

test("equal differences look equal, and brightness goes one way", () => {
  for (const { map, theme } of all) {
    const colours = levelColours(map, theme).map(({ background }) => background);
    const steps = colours
      .slice(1)
      .map((colour, index) => distance(colours[index] as string, colour));
    // Colours are whole numbers of red, green and blue: steps differ by that rounding.
    expect(Math.max(...steps) / Math.min(...steps), `${map} ${theme}`).toBeLessThan(1.5);
    const lightness = colours.map((colour) => oklab(colour)?.l as number);
    const sorted = lightness.toSorted((a, b) => (theme === "light" ? b - a : a - b));
    expect(lightness, `${map} ${theme}`).toEqual(sorted);
  }
});

test("the order of the levels is seen by the colour-blind too", () => {
  const eyes = [filterDeficiencyProt(1), filterDeficiencyDeuter(1), filterDeficiencyTrit(1)];
  for (const { map, theme } of all) {
    const [paper, ...lit] = levelColours(map, theme).map(({ background }) => background);
    for (const eye of eyes) {
      const seen = lit.map((colour) => distance(eye(rgb(paper) as Rgb), eye(rgb(colour) as Rgb)));
      // Each eighth of the scale is further from the paper than the one before it.
      for (let level = 8; level < seen.length; level += 4) {
        expect(seen[level], `${map} ${theme} ${level}`).toBeGreaterThan(seen[level - 4] as number);
      }
      expect(seen.at(-1), `${map} ${theme}`).toBeGreaterThan(0.15);
    }
  }
});

test("a brightness has the colour of its level, whatever it is", () => {
  const colours = levelColours("viridis", "dark");
  expect(coloursAt("viridis", "dark", 0)).toEqual(colours[0]);
  expect(coloursAt("viridis", "dark", 1)).toEqual(colours[LEVELS - 1]);
  expect(coloursAt("viridis", "dark", 0.5)).toEqual(colours[16]);
  expect(coloursAt("viridis", "dark", 7)).toEqual(colours[LEVELS - 1]);
  expect(coloursAt("viridis", "dark", Number.NaN)).toEqual(colours[0]);
});

test("the reader's map, curve and paper are what is painted, and the legend says so", async ({
  page,
}) => {
  await open(page);
  const strongest = await brightest(page);
  const painted = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.querySelector("#text") as Element, "::highlight(attention-31)")
          .backgroundColor,
    );
  expect(await painted()).toBe(asRgb(coloursAt("lamp", "light", 1).background));
  await page.getByRole("combobox", { name: "Colours" }).selectOption("viridis");
  await expect.poll(painted).toBe(asRgb(coloursAt("viridis", "light", 1).background));
  await page.getByRole("combobox", { name: "Paper" }).selectOption("dark");
  await expect.poll(painted).toBe(asRgb(coloursAt("viridis", "dark", 1).background));
  expect(await brightest(page)).toBe(strongest);
  // Half as bright is a quarter of the value.
  const ticks = page.locator("#legend .ticks span");
  await page.locator("#legend input[value=uniform]").check();
  await expect(ticks).toHaveText(["0", "2×", "4×", "6×", "8× or more"]);
  await page.getByRole("combobox", { name: "Brightness" }).selectOption("root");
  await expect(ticks).toHaveText(["0", "0.5×", "2×", "4.5×", "8× or more"]);
  await expect(page.locator("#legend .meaning")).toContainText("square root");
  // The paper is remembered; axe finds nothing on it.
  await open(page);
  await expect(page.getByRole("combobox", { name: "Paper" })).toHaveValue("dark");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
});

function asRgb(hex: string): string {
  const digits = hex.match(/\w\w/g)?.map((two) => Number.parseInt(two, 16));
  return `rgb(${digits?.join(", ")})`;
}
