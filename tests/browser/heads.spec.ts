/** The prediction: two classes, one of several, several labels, or numbers; and who knows better says so. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { possibleHeads, toldHead } from "../../www/src/head";
import { openMock } from "./mock";
import { drop, droppedFile, fixture, open, write } from "./page";
import { test } from "./watched";

const output = (prediction: number[], labels: string[]) => ({
  prediction: Float32Array.from(prediction),
  labels,
});

test("what the numbers are is told by the layer, and else by the numbers", () => {
  expect(toldHead(output([0.3], ["no", "yes"]), null)).toBe("binary");
  expect(toldHead(output([0.3], ["value"]), null)).toBe("values");
  expect(toldHead(output([0.2, 0.3, 0.5], ["a", "b", "c"]), null)).toBe("classes");
  expect(toldHead(output([0.9, 0.8, 0.1], ["a", "b", "c"]), null)).toBe("labels");
  expect(toldHead(output([-2, 1.5], ["a", "b"]), null)).toBe("values");
  expect(toldHead(output([Number.NaN, 0.5], ["a", "b"]), null)).toBe("values");
  expect(possibleHeads(output([0.3], ["value"]))).toEqual(["binary", "values"]);
  const certain = output([1, 0], ["a", "b"]);
  expect(toldHead(certain, null)).toBe("classes");
  expect(toldHead(certain, "sigmoid")).toBe("labels");
  expect(toldHead(certain, "linear")).toBe("values");
  expect(toldHead(output([0.9, 0.8], ["a", "b"]), "softmax")).toBe("classes");
});

test("labels of which several may apply, corrected by the person and remembered for the model", async ({
  page,
}) => {
  const scenario = {
    description: { labels: ["joy", "anger", "surprise"] },
    prediction: [0.9, 0.1, 0.7],
  };
  await openMock(page, scenario);
  const prediction = page.locator("#prediction");
  // Of a model that comes with the page nothing is asked.
  await expect(prediction.locator("select")).toHaveCount(0);
  const own = [droppedFile("mine.keras", "x"), droppedFile("tokenizer.json", "{}")];
  await drop(page, own);
  await write(page, "a word");
  const readAs = page.getByRole("combobox", { name: "Read as" });
  await expect(readAs).toHaveValue("labels");
  await expect(prediction.locator(".winner .label")).toHaveText(["joy", "surprise"]);
  await expect(prediction).toContainText("several may apply");
  await expect(page.locator("#spoken-prediction")).toHaveText(/^joy 90\.0%, surprise 70\.0%; /);
  await readAs.selectOption("classes");
  await expect(prediction.locator(".winner .label")).toHaveText(["joy"]);
  // Every view tells it the same way: the texts of this session, what is compared, what is tried, what is saved.
  await page.locator("#tab-keep").click();
  const line = page.locator(".texts .said").first();
  await expect(line).toContainText("joy 90.0% · mine");
  await readAs.selectOption("values");
  await expect(line).toContainText("joy 0.90000, anger 0.10000, surprise 0.70000 · mine");
  await page.locator("#tab-compare").click();
  await expect(page.locator(".compare .difference td").nth(1)).toHaveText("0.90000");
  await expect(page.locator(".beside-result .number").first()).toContainText("joy 0.90000");
  await readAs.selectOption("classes");
  await expect(page.locator(".compare .difference td").nth(1)).toHaveText("90.0%");
  await expect(page.locator(".beside-result .number").first()).toContainText("joy 90.0% (first");
  const { violations } = await new AxeBuilder({ page }).include("aside").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
  await page.reload();
  await drop(page, own);
  await expect(readAs).toHaveValue("classes");
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await page.locator("#forget").click();
  await page.locator("#forget-yes").click();
  await expect(page.locator("wordlight-forget")).toContainText("forgotten");
  await write(page, "another word");
  await expect(readAs).toHaveValue("labels");
});

test("a regression shows its number, which may be a probability after all", async ({ page }) => {
  await openMock(page, { description: { labels: ["value"] }, prediction: [0.25] });
  await drop(page, [droppedFile("mine.keras", "x"), droppedFile("tokenizer.json", "{}")]);
  await write(page, "a word");
  const prediction = page.locator("#prediction");
  await expect(prediction.locator(".value strong")).toHaveText("0.25000");
  await page.getByRole("combobox", { name: "Read as" }).selectOption("binary");
  await expect(prediction.locator(".classes .number")).toHaveText(["75.0%", "25.0%"]);
  await expect(prediction.locator(".winner .label")).toHaveText("no");
});

test("classes can be given names, as many as there are, and have the files’ again", async ({
  page,
}) => {
  await open(page);
  const folder = "k3-awc-bilstm-functional-keras";
  await drop(page, [fixture(folder, "model.keras"), fixture(folder, "tokenizer.json")]);
  await expect(page.locator("#model .name")).not.toHaveText("Film reviews");
  await write(page, "a lovely film");
  const labels = page.locator("#prediction .classes .label");
  await expect(labels).toHaveText(["class 0", "class 1"]);
  // Texts to try belong to the page's own models.
  await expect(page.locator("#examples .chip")).toHaveCount(0);
  const name = page.getByRole("button", { name: "Name the classes" });
  await name.click();
  const field = page.getByRole("textbox", { name: /^One name a line/ });
  await expect(field).toHaveValue("class 0\nclass 1");
  await field.fill("dull\n\nlovely\nneither");
  await page.getByRole("button", { name: "Use these names" }).click();
  await expect(page.getByText("These are 3 names; the model has 2.")).toBeVisible();
  await expect(field).toHaveValue("dull\n\nlovely\nneither");
  await expect(field).toBeFocused();
  await field.fill("dull\n\nlovely");
  await page.getByRole("button", { name: "Use these names" }).click();
  await expect(labels).toHaveText(["dull", "lovely"]);
  await name.click();
  await field.fill("");
  await page.getByRole("button", { name: "Use these names" }).click();
  await expect(labels).toHaveText(["class 0", "class 1"]);
});

test("every class can be seen, however many there are", async ({ page }) => {
  const labels = Array.from({ length: 20 }, (_, index) => `class ${index}`);
  await openMock(page, { description: { labels }, prediction: labels.map(() => 0.05) });
  const classes = page.locator("#prediction .classes li");
  await expect(classes).toHaveCount(6);
  await page.getByRole("button", { name: "and 14 less likely" }).click();
  await expect(classes).toHaveCount(20);
});
