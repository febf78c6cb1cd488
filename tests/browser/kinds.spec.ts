/** Models of many kinds in the real engine, with the numbers that Keras gave for them. */
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { percent } from "../../www/src/format";
import { boxOf, drop, droppedFile, FIXTURES, fixture, open, write } from "./page";
import { test } from "./watched";

interface Case {
  files: string[];
  texts: {
    text: string;
    input_ids: number[];
    attention_steps: number[];
    sentences?: { attention: number }[];
    padding_attention: number;
    prediction: number[];
  }[];
}

const caseOf = (id: string): Case =>
  JSON.parse(readFileSync(join(FIXTURES, id, "case.json"), "utf8"));

/** Opens the page, drops the case's files and writes its first text. */
async function openCase(page: Page, id: string) {
  const { files, texts } = caseOf(id);
  await open(page);
  await drop(
    page,
    files.map((name) => fixture(id, name)),
  );
  await expect(page.locator("#model .name")).toHaveText("model");
  const [first] = texts as [Case["texts"][number]];
  await write(page, first.text);
  return first;
}

const fact = (page: Page, name: string) =>
  page.locator("#word dl > div").filter({ hasText: name }).locator("dd");
const predicts = (page: Page, [first]: number[]) =>
  expect(page.locator("#prediction .number").first()).toHaveText(percent(first as number));
async function pointAt(page: Page, word: string): Promise<void> {
  const { x, y, width, height } = await boxOf(page, word);
  await page.mouse.move(x + width / 2, y + height / 2);
  await expect(page.locator("#word .word")).toHaveText(word);
}

test("a hierarchical model: sentences, words and empty sentences as Keras has them", async ({
  page,
}) => {
  const expected = await openCase(page, "k3-han-context-keras");
  await predicts(page, expected.prediction);
  const bars = page.locator(".margin .sentence");
  await expect(bars).toHaveCount(2);
  for (const [index, { attention }] of (expected.sentences ?? []).entries()) {
    await expect(bars.nth(index)).toHaveAttribute(
      "aria-label",
      new RegExp(`: ${percent(attention)} `),
    );
  }
  await expect(page.getByTestId("padding")).toContainText(
    `${percent(expected.padding_attention)} of the attention fell on empty sentences`,
  );
  await pointAt(page, "film");
  await expect(fact(page, "Attention weight")).toHaveText("0.44370");
  await expect(fact(page, "Its sentence’s share")).toHaveText("83.1%");
});

test("self-attention: what a word attends to", async ({ page }) => {
  const expected = await openCase(page, "k3-seq-self-additive-keras");
  await predicts(page, expected.prediction);
  await expect(page.getByTestId("padding")).toContainText(percent(expected.padding_attention));
  await page.locator("input[name=attended][value=from]").check();
  await pointAt(page, "was");
  await expect(page.locator("#legend .meaning")).toContainText(
    "The light shows what “was” attends to",
  );
  await expect(fact(page, "Attends most to")).toHaveText(/^“(MUSIC|was|good)”, \d+\.\d%$/);
});

test("pooling before the attention: a step is several words, and that is said", async ({
  page,
}) => {
  const expected = await openCase(page, "k3-conv-pool-bilstm-keras");
  await predicts(page, expected.prediction);
  await expect(page.getByTestId("words-per-step")).toContainText(/covers up to [3-9] words/);
  await pointAt(page, "lovely");
  await expect(fact(page, "Its step covers")).toHaveText(/^“.*lovely.*”$/);
});

test("inputs that are not text change the prediction to Keras’s", async ({ page }) => {
  const expected = await openCase(page, "k3-extra-inputs-keras");
  await page.getByLabel("numbers", { exact: true }).fill("0.5, -1.25, 2");
  await page.getByLabel("flag", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Use these numbers" }).click();
  await predicts(page, expected.prediction);
});

test("another reading of somebody’s own class can be taken, and the first one again", async ({
  page,
}) => {
  const expected = await openCase(page, "k3-han-att-layer-keras");
  await page.locator("#model > details > summary").click();
  await page.locator("#sentencePadding").selectOption("post");
  await predicts(page, expected.prediction);
  await page.locator(".reading > summary").first().click();
  const kinds = page.locator("wordlight-readings").first().getByRole("radio");
  await expect(kinds.first()).toBeChecked();
  const reason = page.locator(".reading").first().locator("p").nth(1);
  const before = await reason.innerText();
  await kinds.nth(1).check();
  // Loaded anew as chosen, with the choices in their former order.
  await expect(reason).not.toHaveText(before);
  await expect(kinds.nth(1)).toBeChecked();
  await kinds.first().check();
  await predicts(page, expected.prediction);
});

test("a check with Keras’s numbers agrees, and one with others tells where", async ({ page }) => {
  const id = "k3-awc-bilstm-functional-keras";
  const { text, input_ids, attention_steps, prediction } = await openCase(page, id);
  const check = (numbers: object) =>
    droppedFile(
      "wordlight-check.json",
      JSON.stringify({
        wordlight_check: 1,
        keras: "3.15.1",
        layer: "attention",
        texts: [{ text, input: input_ids, attention: attention_steps, prediction, ...numbers }],
      }),
    );
  await drop(page, [check({})]);
  await expect(page.locator(".check .verdict")).toContainText("The text agrees");
  await drop(page, [check({ prediction: prediction.map((value) => value + 0.01) })]);
  await expect(page.locator(".check .verdict")).toContainText("1 of 1 text differs");
  await expect(page.locator(".check tbody td").last()).toContainText("prediction");
  await page.locator("#model > details > summary").click();
  await page.locator("#padding").selectOption("post");
  await page.locator("#truncating").selectOption("post");
  await expect(page.locator(".check tbody td").last()).toContainText("tokens");
});

test("lines of Python and a report are the engine’s", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openCase(page, "k3-awc-bilstm-functional-keras");
  await page.locator("#model > details > summary").click();
  await expect(page.locator("wordlight-check-script pre")).toContainText("wordlight-check.json");
  await page.locator("#copy-report button").click();
  await expect(page.locator("#copy-report [role=status]")).toHaveText("Copied");
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("AttentionWithContext");
});

test("a chosen folder with model and tokenizer loads", async ({ page }, testInfo) => {
  const id = "k3-han-context-keras";
  const folder = testInfo.outputPath("my model");
  mkdirSync(folder, { recursive: true });
  for (const name of caseOf(id).files) copyFileSync(join(FIXTURES, id, name), join(folder, name));
  await open(page);
  await page.locator("#folder-input").setInputFiles(folder);
  await expect(page.locator("#model .name")).toHaveText("model");
  await expect(page.locator("input[name=shade]").first()).toBeVisible();
});
