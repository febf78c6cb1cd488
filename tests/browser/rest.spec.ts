/** Texts longer than the box holds: none of it is lost, and the page says how much the model has read. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { LONGEST_PORTION, portionOf } from "../../www/src/portion";
import { noted } from "../../www/src/texts";
import { open, write } from "./page";
import { test } from "./watched";

const EXAMPLES = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../www/models/imdb/examples.json"), "utf8"),
) as { text: string }[];

/** Paragraphs of words, each numbered. */
function ofCharacters(size: number): string {
  const words = EXAMPLES.flatMap(({ text }) => text.match(/\S+/gu) ?? []);
  const parts: string[] = [];
  let length = 0;
  for (let number = 0; length < size; number++) {
    const some = Array.from({ length: 60 }, (_, at) => words[(number * 37 + at) % words.length]);
    parts.push(`${number} ${some.join(" ")}.\n`);
    length += (parts.at(-1) as string).length;
  }
  return parts.join("").slice(0, size);
}

async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await page.keyboard.press("ControlOrMeta+v");
}

const stored = (page: Page, name: string) =>
  page.evaluate((key) => localStorage.getItem(key), `wordlight-${name}`);

/** Enough to know a text by, in few words where it is another. */
const known = (text: string | null) =>
  text === null
    ? null
    : {
        characters: text.length,
        begins: text.slice(0, 40),
        ends: text.slice(-40),
        hash: createHash("sha256").update(text).digest("hex"),
      };

/** What the page has read from the box. */
const expectText = (page: Page, text: string) =>
  expect.poll(async () => known(await stored(page, "text"))).toEqual(known(text));

test("a text is cut where a paragraph, a sentence or a word ends, and never within a letter", () => {
  expect(portionOf("short", 10)).toEqual({ head: "short", rest: "" });
  expect(portionOf("One two.\nThree four. Five", 20)).toEqual({
    head: "One two.\n",
    rest: "Three four. Five",
  });
  expect(portionOf("One two. Three four five", 20).head).toBe("One two. ");
  expect(portionOf("一二三。四五六七", 6).head).toBe("一二三。");
  expect(portionOf("one two three", 9).head).toBe("one two ");
  expect(portionOf("onetwothree", 4).head).toBe("onet");
  expect(portionOf("ab😀cd", 3).head).toBe("ab");
  expect(portionOf("one     ", 4)).toEqual({ head: "one ", rest: "" });
  expect(portionOf("abc def", -5)).toEqual({ head: "", rest: "abc def" });
  const long = ofCharacters(300_000);
  let left = long;
  let again = "";
  while (left !== "") {
    const { head, rest } = portionOf(left);
    expect(head.length).toBeLessThanOrEqual(LONGEST_PORTION);
    expect(head.length).toBeGreaterThan(LONGEST_PORTION - 1000);
    again += head;
    left = rest;
    if (left.length <= LONGEST_PORTION) break;
  }
  expect(known(again + left)).toEqual(known(long));
});

test("what waits behind several texts counts once, and drives none out", () => {
  const at = new Date(0);
  const rest = "x".repeat(3_500_000);
  let texts = noted([], "before", null, at);
  for (let number = 0; number < 50; number++)
    texts = noted(texts, `text ${number}`, null, at, rest);
  expect(texts).toHaveLength(51);
});

test("2 MB are pasted: the box answers, says what waits, reads on, comes back and keeps all of it", async ({
  page,
}) => {
  await open(page);
  const text = ofCharacters(2_000_000);
  await write(page, "before");
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
  const { head, rest } = portionOf(text);
  await expectText(page, head);
  const line = page.locator("#rest");
  await expect(line).toContainText(`${rest.length.toLocaleString("en")} more of your text`);
  await expect(page.locator("#notice .sheet")).toHaveCount(0);
  await expect(page.locator("#legend")).toContainText("%");
  // Keys go on, in a box that is full too.
  await page.locator("#text").press("ControlOrMeta+Home");
  await page.keyboard.type("Well, ");
  await expectText(page, `Well, ${head}`);
  expect(known(await stored(page, "rest"))).toEqual(known(rest));

  // What waits is the rest of this text, after a reload and after another text too.
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expectText(page, `Well, ${head}`);
  await line.getByRole("button", { name: "Read the next part" }).click();
  const next = portionOf(rest);
  await expectText(page, next.head);
  await expect(line).toContainText(next.rest.length.toLocaleString("en"));
  await page.locator("#examples button").first().click();
  await expect(line).toBeEmpty();
  await page.locator("#tab-keep").click();
  await page.locator(".texts button", { hasText: "Well, 0" }).click();
  await expectText(page, `Well, ${head}`);
  await expect(line).toContainText(rest.length.toLocaleString("en"));
  await line.getByRole("button", { name: "Let the rest go" }).click();
  await expect(line).toBeEmpty();
  await expect.poll(() => stored(page, "rest")).toBeNull();
});

test("a paste into a text goes where the caret is, and undo takes it back", async ({ page }) => {
  await open(page);
  await write(page, "first last");
  for (let back = 0; back < 4; back++) await page.keyboard.press("ArrowLeft");
  const text = ofCharacters(90_000);
  await paste(page, text);
  const { head, rest } = portionOf(text, LONGEST_PORTION - 10);
  await expectText(page, `first ${head}last`);
  await expect(page.locator("#rest")).toContainText(rest.length.toLocaleString("en"));
  await page.keyboard.press("ControlOrMeta+z");
  await expectText(page, "first last");
  // What waits goes on waiting, and that of a second paste before it.
  await paste(page, ofCharacters(70_000));
  await expect
    .poll(async () => (await stored(page, "rest"))?.length ?? 0)
    .toBeGreaterThan(rest.length + 9_000);
  expect((await stored(page, "rest"))?.endsWith(rest)).toBe(true);
  expect((await stored(page, "text"))?.length).toBeLessThanOrEqual(LONGEST_PORTION);
});

test("a link's text goes in as far as the box holds it, and the link stays until something changes", async ({
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem("wordlight-text", "my own words"));
  const text = ofCharacters(130_000);
  const { head, rest } = portionOf(text);
  await page.goto(`./#v=1&text=${encodeURIComponent(text)}`);
  const line = page.locator("#rest");
  await expect(line).toContainText(`${rest.length.toLocaleString("en")} more of your text`);
  await expect
    .poll(async () => known(await page.locator("#text").textContent()))
    .toEqual(known(head));
  // Longer than the page waits before it keeps what has changed.
  await page.waitForTimeout(600);
  expect(await stored(page, "text")).toBe("my own words");
  expect(page.url()).toContain("#v=1&text=");
  await line.getByRole("button", { name: "Read the next part" }).click();
  await expectText(page, portionOf(rest).head);
  expect(page.url()).not.toContain("#");
});

test("what waits is told where it is too much to be kept", async ({ page }) => {
  await open(page);
  await write(page, "");
  await paste(page, ofCharacters(6_000_000));
  await expect(page.locator("#notice .sheet")).toContainText("too much to be kept");
  await expect(page.locator("#rest")).toContainText("are waiting");
  expect(await stored(page, "rest")).toBeNull();
  await expect.poll(async () => (await stored(page, "text"))?.length).toBeGreaterThan(50_000);
});
