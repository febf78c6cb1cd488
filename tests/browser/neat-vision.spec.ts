/** neat-vision's files: opened without a model, every oddity told, and given back as they came. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { Breather } from "../../www/src/breath";
import { givenReading, givenSample, readGiven, readNames } from "../../www/src/given";
import { eachEntry, LONGEST_ENTRY } from "../../www/src/json-entries";
import { LONGEST_PORTION } from "../../www/src/portion";
import { longestTask } from "./busy";
import { brightest, drop, droppedFile, open, textOf, write } from "./page";
import { test } from "./watched";

const SAMPLE = {
  text: ["a", "truly", "grand", "day"],
  attention: [0.1, 0.2, 0.6, 0.1],
  id: "1",
  label: 1,
  prediction: 0,
  posterior: [Math.log(0.7), Math.log(0.3)],
};
const LONG = { text: Array(60).fill("word"), attention: [1], label: [1, 0], prediction: [1, 1] };

test("weights beyond float32, many classes and words that are no text are no trouble", () => {
  const read = (changes: object) => readGiven("x.json", { ...SAMPLE, ...changes })?.samples[0];
  const infinite = read({ attention: [1e39, 1e308, 0.5, 0.5] });
  expect(infinite?.attention).toEqual([Number.NaN, Number.NaN, 0.5, 0.5]);
  expect(read({ posterior: Array(300_000).fill(0) })?.probabilities[0]).toBeCloseTo(1 / 300_000);
  expect(read({ text: [{ toString: 1 }, 5, null, ["a"]] })?.text).toBe(
    '{"toString":1} 5 null ["a"]',
  );
  let deep: unknown = "deep";
  for (let level = 0; level < 20_000; level++) deep = [deep];
  expect(read({ text: [deep], label: deep })).toMatchObject({ text: "…", label: "…" });
});

test("what is missing in a file is told, never hidden", () => {
  const given = readGiven("x.json", [SAMPLE, LONG, { attention: [1] }, "no sample"]);
  expect(given).toMatchObject({ single: false, skipped: 2, chosen: 0 });
  expect(given?.samples[0]).toMatchObject({
    text: "a truly grand day",
    label: "1",
    prediction: "0",
    oddities: [],
  });
  expect(given?.samples[0]?.probabilities[0]).toBeCloseTo(0.7);
  expect(given?.samples[1]?.starts).toHaveLength(60);
  expect(given?.samples[1]?.oddities).toEqual(["shortAttention", "noPosterior"]);
  const single = readGiven("x.json", { text: ["好", "的", "ok"], attention: [3, 2, 1, 1] });
  expect(single).toMatchObject({ single: true });
  expect(single?.samples[0]?.text).toBe("好的 ok");
  expect(single?.samples[0]?.oddities).toEqual(["longAttention", "sum", "noPosterior"]);
  // A tokenizer, labels and numbers are none.
  for (const other of [{ word_index: {} }, ["no", "yes"], 3, null, [], [{ text: [] }]])
    expect(readGiven("x.json", other)).toBeNull();
  const [sample] = given?.samples ?? [];
  expect(sample && givenReading(sample).columns.attentionWeights[2]).toBeCloseTo(0.6);
  expect(givenSample(given, "another text")).toBeNull();
  expect(readNames({ 0: { name: "bad", desc: "" }, 2: { name: "good" } })).toEqual([
    "bad",
    "",
    "good",
  ]);
  for (const other of [{}, ["no"], { word_index: {} }, { 0: "no" }, { a: { name: "no" } }, null])
    expect(readNames(other)).toBeNull();
});

test("a file of labels names the classes; alone it is told what it is for", async ({ page }) => {
  await open(page);
  const names = { 0: { name: "dull", desc: "" }, 1: { name: "bright", desc: "" } };
  const labels = droppedFile("labels.json", JSON.stringify(names));
  await drop(page, [labels]);
  await expect(page.locator("#notice")).toContainText("labels.json names the classes");
  const data = droppedFile("results.json", JSON.stringify([SAMPLE]));
  const classes = page.locator("#prediction .label");
  await drop(page, [data]);
  await expect(classes).toHaveText(["0", "1"]);
  await drop(page, [labels]);
  await expect(classes).toHaveText(["dull", "bright"]);
  await expect(page.locator(".given")).toContainText("class bright (1), predicted dull (0)");
  await drop(page, [labels, data]);
  await expect(classes).toHaveText(["dull", "bright"]);
});

test("a list is read entry by entry, wherever its pieces end, and as JSON has it", async () => {
  const breather = new Breather(new AbortController().signal);
  const entriesOf = async (text: string, piece: number) => {
    const entries: unknown[] = [];
    const hear = (entry: string | null) => void entries.push(JSON.parse(entry ?? '"too long"'));
    await eachEntry(new Blob([text]), breather, hear, piece);
    return entries;
  };
  const lists = [
    "[]",
    " \n[ ] ",
    "\ufeff[1]",
    '[1, "two", [3, [4]], {"five": {"6": "}"}}, null]',
    JSON.stringify([{ text: ['\\"', "\\", "]", "[{,"], more: "好😀\u2028\\\\" }, '\\\\"', {}]),
  ];
  for (const list of lists)
    for (const piece of [1, 2, 3, 5, 1000])
      expect(await entriesOf(list, piece)).toEqual(JSON.parse(list.replace("\ufeff", "")));
  const none = [
    "",
    "{}",
    '"["',
    "[1",
    "[1}",
    "[1]]",
    "[1] 2",
    "[1,]",
    "[,1]",
    "[{]}]",
    "1, [2]",
    '["]',
  ];
  for (const text of none)
    for (const piece of [1, 3, 1000])
      await expect(entriesOf(text, piece), text).rejects.toThrow(SyntaxError);
  const long = JSON.stringify([1, "x".repeat(LONGEST_ENTRY), 2]);
  expect(await entriesOf(long, 1 << 18)).toEqual([1, "too long", 2]);
});

test("a text beyond what the box holds stands in parts, each with its weights", () => {
  const text = Array.from({ length: 30_000 }, (_, at) => `word${at}`);
  const given = readGiven("x.json", [
    SAMPLE,
    { ...SAMPLE, text, attention: text.map((_, at) => at) },
  ]);
  const parts = given?.samples.slice(1) ?? [];
  expect(parts.map(({ text: part }) => part).join(" ")).toBe(text.join(" "));
  expect(parts.flatMap(({ attention }) => attention)).toEqual(text.map((_, at) => at));
  for (const part of parts) {
    expect(part.text.length).toBeLessThanOrEqual(LONGEST_PORTION);
    expect(part.oddities).toEqual(["sum", "part"]);
    expect(part.text.slice(part.starts.at(-1), part.ends.at(-1))).toMatch(/^word\d+$/);
  }
  expect(parts).toHaveLength(5);
  const endless = readGiven("x.json", { text: ["x".repeat(100_000)], attention: [1] })?.samples[0];
  expect(endless?.text).toHaveLength(LONGEST_PORTION);
  expect(endless?.oddities).toContain("longToken");
});

test("a long sample is joined in time that grows with it, not with its square", () => {
  const tokens = Array.from({ length: 100_000 }, (_, at) => (at % 3 === 0 ? "好的" : "word"));
  const given = readGiven("x.json", [{ text: tokens, attention: [1] }]);
  expect(given?.samples[0]?.text.slice(0, 12)).toBe("好的 word word");
});

test("a dropped file shows its texts lit; an edit hands them to the model; it can be closed", async ({
  page,
}) => {
  await open(page);
  const file = JSON.stringify([SAMPLE, LONG]);
  await drop(page, [droppedFile("results.json", file)]);
  await expect(page.locator(".given")).toContainText("results.json");
  await expect.poll(() => textOf(page)).toBe("a truly grand day");
  await expect.poll(() => brightest(page)).toBe("grand");
  await expect(page.locator("#prediction .number").first()).toHaveText("70.0%");
  await expect(page.locator("#tab-steps")).toHaveCount(0);
  // No model reads it, so nothing can be tried on its words.
  await expect(page.locator("#leave-out")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  // What leaves the page again is what came.
  await page.locator("#tab-export").click();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#export-neat-vision").click(),
  ]);
  const [again] = JSON.parse(readFileSync(await saved.path(), "utf8"));
  expect(again.text).toEqual(SAMPLE.text);
  again.attention.map((weight: number, at: number) =>
    expect(weight).toBeCloseTo(SAMPLE.attention[at] as number),
  );
  await page.locator("#given-text").selectOption("1");
  await expect.poll(() => textOf(page)).toContain("word word word");
  await expect(page.locator(".given [role=status]")).toContainText("fewer weights than tokens");
  await expect(page.locator("#prediction")).toContainText("The file has none.");
  await write(page, "a wonderful film");
  await expect(page.locator(".given [role=status]")).toContainText("now the model reads it");
  await expect.poll(() => brightest(page)).toBe("wonderful");
  await page.getByRole("button", { name: "Close the file" }).click();
  await expect(page.locator(".given")).toHaveCount(0);
});

test("a file of 20 MB is read while the page goes on answering", async ({ page }) => {
  await open(page);
  await page.evaluate((sample) => {
    // As a set of short messages has it, and one long text.
    const short = JSON.stringify({
      ...sample,
      text: Array(20).fill("word"),
      attention: Array(20).fill(0.05123456789),
    });
    const long = JSON.stringify({
      ...sample,
      text: Array(40_000).fill("long"),
      attention: Array(40_000).fill(1 / 40_000),
    });
    const entries = [...Array(40_000).fill(short), long];
    const file = new File(["[", entries.join(","), "]"], "results.json");
    Object.assign(window, { file });
  }, SAMPLE);
  const longest = await longestTask(page, async () => {
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add((window as unknown as { file: File }).file);
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    });
    await expect(page.locator(".given")).toContainText("results.json");
  });
  // As many are listed as a person looks through; the last by its number.
  await page.locator("#given-number").fill("40005");
  await page.locator("#given-number").press("Enter");
  await expect(page.locator(".given")).toContainText("it stands here in parts");
  await expect.poll(() => textOf(page)).toMatch(/^long long/);
  console.log(`longest task of the page: ${longest.toFixed(0)} ms of processor time`);
  expect(longest).toBeLessThan(150);
});
