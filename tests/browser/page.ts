/** The page as a person has it: opened, read and filled by what is on the screen. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";

export const FIXTURES = join(import.meta.dirname, "../fixtures");

const everything = process.env.SOAK === "1";

/** In which each thing is looked at: in both with SOAK=1, or else in one, which is not the same for all. */
export const schemes = (one: "light" | "dark"): ("light" | "dark")[] =>
  everything ? ["light", "dark"] : [one];
/** Pixels; as with `schemes`. */
export const widths = (one: 360 | 1280): number[] => (everything ? [360, 1280] : [one]);

export interface DroppedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const droppedFile = (name: string, content: Buffer | string): DroppedFile => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(content),
});

export const fixture = (folder: string, name: string): DroppedFile =>
  droppedFile(name, readFileSync(join(FIXTURES, folder, name)));

/** Opens the page and waits until its example is lit. */
export async function open(page: Page, address = "./"): Promise<void> {
  await page.goto(address);
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expect.poll(() => brightest(page)).not.toBe("");
}

/** Every word that Chromium has in a highlight of the registry, with the highlight's name. */
export function lit(page: Page): Promise<{ name: string; words: string[] }[]> {
  return page.evaluate(() =>
    [...CSS.highlights].map(([name, highlight]) => ({
      name,
      words: [...highlight].map((span) => {
        const range = document.createRange();
        range.setStart(span.startContainer, span.startOffset);
        range.setEnd(span.endContainer, span.endOffset);
        return range.toString();
      }),
    })),
  );
}

/** Words in a highlight of exactly this name. */
export async function wordsIn(page: Page, name: string): Promise<string[]> {
  return (await lit(page)).find((highlight) => highlight.name === name)?.words ?? [];
}

/** The word in the brightest of the 32 levels. */
export async function brightest(page: Page): Promise<string> {
  return (await wordsIn(page, "attention-31"))[0] ?? "";
}

/** Where a stretch of the text is on the screen. */
export function boxOf(page: Page, words: string) {
  return page.evaluate((wanted) => {
    const text = document.querySelector("#text") as HTMLElement;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x, y, width, height };
    }
    throw new Error(`“${wanted}” is not in the text`);
  }, words);
}

/** Waits for the box, not for its text: after a reload that is `expect.poll`'s. */
export const textOf = (page: Page): Promise<string> =>
  page.locator("#text").evaluate((box) => (box as HTMLElement).innerText);

/** Replaces the text as a person would: select all, type. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Drops files onto the page, through the same events as a real drop. */
export async function drop(page: Page, files: DroppedFile[], onto = "body"): Promise<void> {
  const content = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const dataTransfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, content);
  await page.dispatchEvent(onto, "dragenter", { dataTransfer });
  await page.dispatchEvent(onto, "dragover", { dataTransfer });
  await page.dispatchEvent(onto, "drop", { dataTransfer });
}

/** Opens one panel after the other, and waits until each has come. */
export async function openEveryPanel(page: Page): Promise<void> {
  const tabs = page.locator("wordlight-panels [role=tab]");
  const ids = await tabs.evaluateAll((all) => all.map((tab) => tab.getAttribute("data-panel")));
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) {
    await page.locator(`#tab-${id}`).click();
    await expect(page.locator(`#panel-${id} > wordlight-panel-${id}`)).not.toBeEmpty();
  }
}

/** Runs code in a blank page: the page's own policy lets no markup be parsed. */
export async function elsewhere<A, R>(page: Page, code: (given: A) => R, given: A): Promise<R> {
  const blank = await page.context().newPage();
  try {
    // As Playwright has it: what can be written as JSON, or a promise of it.
    return await blank.evaluate(code as (given: unknown) => R, given as unknown);
  } finally {
    await blank.close();
  }
}
