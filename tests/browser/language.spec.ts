/** English and Chinese: every sentence in both, changed at once, remembered, and nothing lost. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { english } from "../../www/src/strings/en";
import { chinese } from "../../www/src/strings/zh";
import { brightest, drop, droppedFile, open, textOf, write } from "./page";
import { test } from "./watched";

type Leaf = string | ((...values: never[]) => unknown);

/** Every text by its path: "legend.scales.share". Sentences made of values count as their source. */
function leaves(texts: object, path = ""): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "object" && value !== null) {
      for (const [inner, leaf] of leaves(value, at)) found.set(inner, leaf);
    } else found.set(at, value as Leaf);
  }
  return found;
}

const HAN = /\p{Script=Han}/u;
/** Names, and numbers that are none. */
const SAME = [
  "model.facts.kerasVersion",
  "legend.maps.viridis",
  "legend.maps.magma",
  "inspect.heat.short",
];

/** What stands in a text or in a sentence's source, without what is put into it. */
const wordsOf = (leaf: Leaf): string =>
  typeof leaf === "string"
    ? leaf
    : [...String(leaf).matchAll(/(["`])(.*?)\1/gs)].map(([, , words]) => words).join(" ");
const saysSomething = (leaf: Leaf): boolean =>
  /\p{Script=Latin}{2}/u.test(wordsOf(leaf).replaceAll(/\$\{.*?\}/gs, ""));

test("every text exists in both languages, and the Chinese ones are Chinese", () => {
  const [en, zh] = [leaves(english), leaves(chinese)];
  expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  const untranslated = [...en].filter(
    ([path, leaf]) =>
      saysSomething(leaf) && !SAME.includes(path) && !HAN.test(wordsOf(zh.get(path) as Leaf)),
  );
  expect(untranslated.map(([path]) => path)).toEqual([]);
});

test("every error of the engine is said in Chinese", () => {
  const source = readFileSync(join(import.meta.dirname, "../../src/error.rs"), "utf8");
  const codes = [...source.matchAll(/Self::\w+(?: \{ \.\. \})? => "([a-z_]+)",/g)].map(
    ([, code]) => code,
  );
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => chinese.errors.engine(code as string) === null)).toEqual([]);
});

const englishButton = (page: Page) => page.getByRole("button", { name: "English" });
const chineseButton = (page: Page) => page.getByRole("button", { name: "中文", exact: true });

/** English sentences of the page that are on the screen. */
async function englishOn(page: Page): Promise<string[]> {
  // What the engine says is in English, and marked as such; so is Python.
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main [lang=en], main pre")].reduce(
      (text, { innerText }) => text.replaceAll(innerText, ""),
      document.body.innerText,
    ),
  );
  const same = new Set([...leaves(chinese).values()].map(String));
  return [...leaves(english).values()].filter(
    (text) =>
      typeof text === "string" && /\w \w/.test(text) && !same.has(text) && shown.includes(text),
  ) as string[];
}

test("the page changes its language at once and keeps text, caret, model and choices", async ({
  page,
}) => {
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.locator("[data-model=imdb-stars]").click();
  await expect(page.locator("#prediction .label").first()).toBeVisible();
  await expect(page.locator("[data-model=imdb-stars]")).toHaveAttribute("aria-current", "true");
  await write(page, "A dreadful film. Nobody laughed.");
  await page.locator("input[name=scale][value=share]").check();
  await page.locator("#model > details > summary").click();
  await page.locator("#text").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await chineseButton(page).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("heading", { name: "预测" })).toBeVisible();
  await expect(page.locator("#model .name")).toHaveText("整篇影评的星级");
  expect(await englishOn(page)).toEqual([]);
  await expect.poll(() => textOf(page)).toBe("A dreadful film. Nobody laughed.");
  await expect(page.locator("input[name=scale][value=share]")).toBeChecked();
  await expect(chineseButton(page)).toHaveAttribute("aria-pressed", "true");
  await expect(chineseButton(page)).toHaveAttribute("lang", "zh-Hans");
  await page.locator("#text").focus();
  await page.keyboard.type("X");
  await expect.poll(() => textOf(page)).toBe("AX dreadful film. Nobody laughed.");
  await englishButton(page).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("#model .name")).toHaveText("Star steps of whole reviews");
  expect(await page.evaluate(() => document.body.innerText)).not.toMatch(
    /(?!中文)\p{Script=Han}{2}/u,
  );
});

test("what was chosen holds on the next visit", async ({ page }) => {
  await open(page);
  await chineseButton(page).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  expect(await englishOn(page)).toEqual([]);
});

test("texts that cannot be fetched leave the page in English, and it says so", async ({ page }) => {
  await page.route("**/assets/zh-*.js", (route) => route.abort());
  await open(page);
  await chineseButton(page).click();
  await expect(page.locator("#notice")).toContainText("中文 could not be fetched");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test.describe("a browser that prefers Chinese", () => {
  test.use({ locale: "zh-CN", viewport: { width: 360, height: 800 } });

  test("is spoken to in Chinese from the first word on; axe finds nothing, and it fits", async ({
    page,
  }) => {
    await open(page);
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    expect(await englishOn(page)).toEqual([]);
    expect(await brightest(page)).toMatch(/\w+/);
    await page.locator("#model > details > summary").click();
    // What the engine says is in English: before it stands what it is about.
    await drop(page, [droppedFile("model.h5", "no model")]);
    await expect(page.locator("#notice .message")).toHaveText(/^\p{Script=Han}[^a-z]*。$/u);
    await expect(page.locator("#notice .hint")).toContainText(/[a-z]+ [a-z]+/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
