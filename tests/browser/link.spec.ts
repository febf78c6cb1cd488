/** Links: what they restore, what they hold only where that is wished, and what they cannot do. */
import { expect, type Page } from "@playwright/test";
import { LONGEST_LINK, readLink, writeLink } from "../../www/src/link";
import { open, textOf, write } from "./page";
import { test } from "./watched";

const look = {
  scale: "share",
  curve: "root",
  map: "viridis",
  shade: "plain",
  spread: true,
  fromWord: false,
  head: 2,
} as const;
const parts = { model: "imdb-stars", panel: "keep", language: "zh", text: null, look } as const;

test("a link says what it was made of, whatever the text", () => {
  for (const text of [
    "a + b & c = 100% #1?",
    "第一行\n第二行 👩‍👩‍👧",
    "<script>alert(1)</script>",
    "\u202eabc",
  ]) {
    const link = writeLink("https://example.org/page/?a=1#old", { ...parts, text });
    expect(link).toMatch(/^https:\/\/example\.org\/page\/\?a=1#v=1&model=imdb-stars&/);
    const read = readLink(new URL(link).hash);
    expect(read).toMatchObject({ text, model: "imdb-stars", panel: "keep", language: "zh", look });
    expect(read).toMatchObject({ isNewer: false, unknown: [] });
  }
  expect(writeLink("https://example.org/", parts)).not.toContain("text");
  const halves = writeLink("https://example.org/", { ...parts, text: "a\ud83d b\ude00 👩" });
  expect(readLink(new URL(halves).hash)).toMatchObject({ text: "a\ufffd b\ufffd 👩" });
});

test("a link made by hand or by a newer version is read as far as it goes", () => {
  expect(readLink("#v=7&model=imdb&scale=logarithmic&glow=7")).toMatchObject({
    isNewer: true,
    model: "imdb",
    look: {},
    unknown: ["scale", "glow"],
  });
  expect(readLink("#text=a+b%")).toMatchObject({ text: "a+b%", isNewer: false, unknown: [] });
  expect(readLink("#v=x&spread=yes")).toMatchObject({ unknown: ["v", "spread"] });
  expect(readLink("#about")).toBeNull();
  expect(readLink("")).toBeNull();
});

async function copiedLink(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#copy-link button").click();
  await expect(page.locator("#copy-link .outcome")).not.toBeEmpty();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a copied link restores model, view and language; the text only where it was ticked", async ({
  page,
  browser,
}) => {
  await open(page);
  await write(page, "It was dreadful. Nobody laughed.");
  await page.locator("[data-model=imdb-stars]").click();
  await expect(page.locator("#model .name")).toHaveText("Star steps of whole reviews");
  await page.locator("input[name=scale][value=share]").check();
  await page.locator("input[name=shade][value=plain]").check();
  await page.getByRole("button", { name: "中文", exact: true }).click();
  await page.getByRole("tab", { name: "分享与保存" }).click();
  const without = await copiedLink(page);
  expect(without).not.toContain("dreadful");
  await page.locator("#link-with-text").check();
  await expect(page.locator("#link-warning")).toContainText("历史记录");
  const link = await copiedLink(page);

  const context = await browser.newContext();
  const other = await context.newPage();
  // Somebody with a text and choices of their own.
  await open(other);
  await write(other, "my own text");
  await expect.poll(() => other.evaluate(() => localStorage["wordlight-text"])).toBe("my own text");
  await other.goto("about:blank");
  await other.goto(link);
  await expect(other.locator("#model .name")).toHaveText("整篇影评的星级");
  await expect(other.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(other.locator("input[name=scale][value=share]")).toBeChecked();
  await expect(other.locator("input[name=shade][value=plain]")).toBeChecked();
  await expect.poll(() => textOf(other)).toBe("It was dreadful. Nobody laughed.");
  await expect(other.locator("#notice .sheet")).toHaveCount(0);
  // Their own text is not lost: it is listed, and still kept.
  await expect(other.locator(".texts")).toContainText("my own text");
  expect(await other.evaluate(() => localStorage["wordlight-text"])).toBe("my own text");
  // The link holds until something is changed; then what was made of it does.
  await other.reload();
  await expect.poll(() => textOf(other)).toBe("It was dreadful. Nobody laughed.");
  await expect(other.locator("#model .name")).toHaveText("整篇影评的星级");
  await write(other, "It was lovely.");
  await expect.poll(() => new URL(other.url()).hash).toBe("");
  await other.reload();
  await expect(other.locator("input[name=shade][value=plain]")).toBeChecked();
  await expect.poll(() => textOf(other)).toBe("It was lovely.");
  // Whoever does not choose a language for themselves keeps their own.
  await expect(other.locator("html")).toHaveAttribute("lang", "en");
  await context.close();
});

test("a link that is pasted into the open page is followed", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    location.hash = "#v=1&scale=uniform&text=pasted%20in";
  });
  await expect(page.locator("input[name=scale][value=uniform]")).toBeChecked();
  await expect.poll(() => textOf(page)).toBe("pasted in");
});

for (const [fragment, sentences] of [
  ["v=9&model=imdb", ["made by a newer version"]],
  ["model=own", ["somebody’s own model"]],
  ["model=kept:1&scale=loud", ["no model “kept:1”", "Not understood in the link: scale"]],
  ["v=1&panel=nonsense&lang=tlh&colour=red", ["colour, panel, lang"]],
] as const) {
  test(`#${fragment} opens the page, and it says what could not be followed`, async ({ page }) => {
    await page.goto(`./#${fragment}`);
    await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
    for (const sentence of sentences)
      await expect(page.locator("#notice .sheet")).toContainText(sentence);
    await expect(page.locator("#model .name")).toHaveText("Film reviews");
    // Nothing was changed by the person: the link is still there.
    await page.waitForTimeout(800);
    expect(new URL(page.url()).hash).toBe(`#${fragment}`);
  });
}

test("a text too long for a link is told, and no link is offered with it", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await write(page, "a dreadful film ".repeat(LONGEST_LINK / 16));
  await page.locator("#link-with-text").check();
  await expect(page.locator("#link-warning")).toContainText("send the text by itself");
  await expect(page.locator("#copy-link")).toHaveCount(0);
  await page.locator("#link-with-text").uncheck();
  await expect(page.locator("#copy-link")).toBeVisible();
});
