/** The texts of a session: noted when they have settled, brought back, and that taken back. */
import { expect, type Page } from "@playwright/test";
import { type NotedText, noted } from "../../www/src/texts";
import { open, textOf, write } from "./page";
import { test } from "./watched";

const entries = (page: Page) => page.locator(".texts button");

test("texts are listed with what was said of them, come back, and that can be undone", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await expect(entries(page)).toHaveCount(1);
  const example = await textOf(page);
  await write(page, "a dreadful film");
  // Only once the typing pauses.
  await expect(entries(page)).toHaveCount(2);
  await expect(entries(page).first()).toContainText("a dreadful film");
  await expect(entries(page).first()).toContainText(/negative \d+\.\d%.*Film reviews/);
  await expect(entries(page).first()).toHaveAttribute("aria-current", "true");
  // Without a pause: the text is noted before another takes its place.
  await write(page, "a hurried thought");
  await entries(page).last().click();
  await expect.poll(() => textOf(page)).toBe(example);
  await expect(entries(page)).toHaveCount(3);
  await expect(entries(page).first()).toContainText("a hurried thought");
  await expect(entries(page).last()).toHaveAttribute("aria-current", "true");
  await page.locator("#undo-text").click();
  await expect.poll(() => textOf(page)).toBe("a hurried thought");
  await page.locator("#undo-text").click();
  await expect.poll(() => textOf(page)).toBe(example);
  // The box's own undo is the browser's.
  await page.locator("#text").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => textOf(page)).toBe("a hurried thought");
  await expect(entries(page)).toHaveCount(3);
});

test("of a text that another model reads, the list says what that one says", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await write(page, "a dreadful film");
  await expect(entries(page).first()).toContainText(/negative \d+\.\d%.*Film reviews/);
  await page.locator("[data-model=imdb-stars]").click();
  await expect(entries(page).first()).toContainText(/\d\.\d%.*Star steps/);
  await expect(entries(page).first()).toContainText("a dreadful film");
});

test("the list goes by keyboard, and stays where it was", async ({ page }) => {
  await open(page);
  await write(page, "a dreadful film");
  await page.getByRole("tab", { name: "Share and keep" }).click();
  await expect(entries(page)).toHaveCount(2);
  await entries(page).last().focus();
  await page.keyboard.press("Enter");
  await expect(entries(page).last()).toHaveAttribute("aria-current", "true");
  await expect(entries(page).last()).toBeFocused();
});

test("the list is bounded, in number and in memory, and has no text twice", () => {
  const at = new Date();
  let texts: NotedText[] = [];
  for (let number = 0; number < 300; number++) texts = noted(texts, `text ${number}`, null, at);
  expect(texts).toHaveLength(100);
  expect(texts[0]?.text).toBe("text 299");
  expect(noted(texts, "text 250", null, at)).toHaveLength(100);
  expect(noted(texts, " \n", null, at)).toBe(texts);
  const long = "x".repeat(3_000_000);
  const many = noted(noted([], `${long}1`, null, at), `${long}2`, null, at);
  expect(many.map(({ text }) => text.at(-1))).toEqual(["2"]);
  // The one on the screen is there whatever its size.
  expect(noted(many, long + long, null, at)).toHaveLength(1);
});
