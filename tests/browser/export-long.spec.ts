/** Pictures of texts as long as the box holds: made in pieces, between which the page answers. */
import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { longestTask } from "./busy";
import { open, textOf, write } from "./page";
import { test } from "./watched";

/** Lines that end by themselves, and one at the end of each paragraph. */
const WORDS = ["a", "wonderful", "film", "they", "said", "of", "everything", "in", "it"];
const PARAGRAPHS = 20;
const TEXT = Array.from({ length: PARAGRAPHS }, (_, paragraph) =>
  Array.from({ length: 500 }, (__, at) => WORDS[(at * 7 + paragraph) % WORDS.length]).join(" "),
).join("\n");

async function openLong(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript((text) => {
    if (localStorage.getItem("wordlight-text") === null)
      localStorage.setItem("wordlight-text", text);
  }, TEXT);
  // The brightest word may well be out of sight.
  await page.goto("./");
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await page.locator("#tab-export").click();
  await expect(page.locator("#export-svg")).not.toHaveAttribute("aria-disabled");
  return page;
}

test("a picture of 10,000 words: the page goes on answering, and each line is as long as it can be", async ({
  context,
}) => {
  const page = await openLong(context);
  let svg = "";
  const longest = await longestTask(page, async () => {
    const saved = page.waitForEvent("download");
    await page.locator("#export-svg").click();
    svg = readFileSync(await (await saved).path(), "utf8");
  });
  console.log(`longest task of the page: ${longest.toFixed(0)} ms of processor time`);
  // In one go it took 600 ms; a loaded machine takes half as long again for each piece.
  expect(longest).toBeLessThan(150);

  const lines = [...svg.matchAll(/<text y="([\d.]+)"[^>]* font-size="12">(.*?)<\/text>/g)].map(
    ([, y, line]) => ({
      y: Number(y),
      words: [
        ...(line ?? "").matchAll(/<tspan x="([\d.]+)"[^>]* textLength="([\d.]+)"[^>]*>([^<]*)</g),
      ].map(([, x, length, text]) => ({
        x: Number(x),
        length: Number(length),
        text,
      })),
    }),
  );
  expect(lines.flatMap(({ words }) => words.map(({ text }) => text)).join(" ")).toBe(
    TEXT.replaceAll("\n", " "),
  );
  const [begin, end] = [6, 3.33 * 96 - 6];
  const near = (one: number, other: number) => Math.abs(one - other) < 0.1;
  let short = 0;
  const odd = lines.filter(({ y, words }, index) => {
    const [first, last, next] = [words[0], words.at(-1), lines[index + 1]];
    if (first === undefined || last === undefined || next === undefined) return index === 0;
    const right = last.x + last.length;
    // With a blank, which is a quarter as wide as the type is high.
    if (right + 3 + (next.words[0]?.length ?? 0) < end - 0.5) short++;
    return !near(next.y - y, 19) || !near(first.x, begin) || right > end + 0.1;
  });
  expect(odd).toEqual([]);
  // The last ones of the paragraphs.
  expect(short).toBeLessThan(PARAGRAPHS);
  expect(short).toBeGreaterThan(PARAGRAPHS / 2);
});

test("who closes the panel or the tab while a file is made gets no file, and loses nothing", async ({
  context,
}) => {
  const page = await openLong(context);
  await expect.poll(() => textOf(page)).toBe(TEXT);
  // As on a slow machine.
  await page.evaluate(() => {
    const slow = { yield: () => new Promise((done) => setTimeout(done, 100)) };
    Object.defineProperty(window, "scheduler", { value: slow });
  });
  const downloads: string[] = [];
  page.on("download", (file) => downloads.push(file.suggestedFilename()));
  const making = page.locator(".export [role=status]");
  await page.locator("#export-pdf").click();
  await expect(making).toHaveText("The file is being made.");
  await page.locator("#tab-export").click();
  await expect(making).toHaveCount(0);
  await page.locator("#tab-export").click();
  await page.locator("#export-csv").click();
  await expect(making).toContainText(".csv");
  expect(downloads).toHaveLength(1);
  await page.locator("#export-svg").click();
  await expect(making).toHaveText("The file is being made.");
  await page.close();

  // The same while a model of one's own is read.
  const next = await context.newPage();
  await next.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...sent: [unknown]) {
      const { method, params } = sent[0] as {
        method?: string;
        params?: { files?: unknown[] };
      };
      const isOwn = JSON.stringify(params?.files ?? []).includes("mine.keras");
      if (method === "load" && isOwn) document.documentElement.dataset["reads"] = "mine";
      else post.apply(this, sent);
    };
  });
  await next.goto("./");
  await expect(next.locator("html")).toHaveAttribute("data-state", "ready");
  await expect.poll(() => textOf(next)).toBe(TEXT);
  await next.locator("#tab-export").click();
  await write(next, "a wonderful film");
  await expect
    .poll(() => next.evaluate(() => localStorage.getItem("wordlight-text")))
    .toBe("a wonderful film");
  await next.evaluate(() => {
    const dataTransfer = new DataTransfer();
    for (const name of ["mine.keras", "tokenizer.json"])
      dataTransfer.items.add(new File(["{}"], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  });
  await expect(next.locator("html")).toHaveAttribute("data-reads", "mine");
  await next.close();
  const last = await context.newPage();
  await open(last);
  await expect.poll(() => textOf(last)).toBe("a wonderful film");
  await expect(last.locator("#model .name")).toHaveText("Film reviews");
  await expect(last.locator("#notice .sheet")).toHaveCount(0);
  await expect(last.locator("[role=tab][aria-selected=true]")).toHaveCount(0);
});
