/** Typing into the box: the light follows, and the box stays the browser's own. */
import { expect } from "@playwright/test";
import { brightest, lit, open, textOf, wordsIn, write } from "./page";
import { test } from "./watched";

const isLit = async (page: Parameters<typeof lit>[0], word: string) =>
  (await lit(page)).some(
    ({ name, words }) => name.startsWith("attention-") && words.includes(word),
  );

test.beforeEach(({ page }) => open(page));

test("words light up as they are typed, and the prediction follows", async ({ page }) => {
  await write(page, "A ");
  await page.keyboard.type("boring, awful mess of a film.");
  await expect.poll(() => isLit(page, "awful")).toBe(true);
  await expect(page.locator("#prediction .winner .label")).toHaveText("negative");
  await write(page, "A wonderful and moving film, superb from start to end.");
  await expect(page.locator("#prediction .winner .label")).toHaveText("positive");
  await expect.poll(() => isLit(page, "wonderful")).toBe(true);
});

test("undo, selection and lines are the browser's own", async ({ page }) => {
  const before = await textOf(page);
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("A terrible ending");
  await expect.poll(() => isLit(page, "terrible")).toBe(true);
  await expect.poll(() => textOf(page)).toBe(`${before}\nA terrible ending`);
  for (let step = 0; step < 40 && (await textOf(page)).trimEnd() !== before; step++) {
    await page.keyboard.press("ControlOrMeta+z");
  }
  expect((await textOf(page)).trimEnd()).toBe(before);
  await expect.poll(() => isLit(page, "terrible")).toBe(false);
});

test("composing with an input method is not disturbed", async ({ page }) => {
  await write(page, "good ");
  await page.locator("#text").evaluate((box) => {
    const record = window as unknown as { changes: number };
    record.changes = 0;
    new MutationObserver((list) => {
      record.changes += list.filter(({ type }) => type === "childList").length;
    }).observe(box, { childList: true, subtree: true });
  });
  const session = await page.context().newCDPSession(page);
  for (const text of ["w", "wo", "won"]) {
    await session.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
    await page.waitForTimeout(60);
  }
  await session.send("Input.insertText", { text: "wonderful" });
  await expect.poll(() => textOf(page)).toBe("good wonderful");
  await expect.poll(() => isLit(page, "wonderful")).toBe(true);
  expect(await page.evaluate(() => (window as unknown as { changes: number }).changes)).toBe(0);
});

test("empty text and text of unknown words are answered", async ({ page }) => {
  await write(page, "");
  await page.keyboard.press("Backspace");
  await expect(page.locator("#text")).toHaveAttribute("data-empty", /.*/);
  await expect.poll(() => brightest(page)).toBe("");
  await page.keyboard.type("qwzx vvkqp zzxqj");
  await expect.poll(async () => (await wordsIn(page, "unknown")).length).toBe(3);
  await expect(page.locator("#legend")).toContainText(/vocabulary/i);
  await expect(page.locator("#prediction .number")).toHaveCount(2);
});

test("a pasted book of 100,000 words does not freeze the page", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const book = "It was a wonderful film and a terrible one, they said.\n".repeat(9_100);
  await page.locator("#text").click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), book);
  await page.keyboard.press("ControlOrMeta+a");
  const start = performance.now();
  await page.keyboard.press("ControlOrMeta+v");
  // The main thread answers while the engine counts. As one edit for each line it took 16 s and more.
  expect(await page.evaluate(() => 6 * 7)).toBe(42);
  expect(performance.now() - start).toBeLessThan(5000);
  await expect.poll(() => isLit(page, "wonderful")).toBe(true);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("Yes ");
  const begins = () => page.locator("#text").evaluate((box) => box.textContent?.slice(0, 6));
  expect(await begins()).toBe("Yes It");
});

test("pasting rich text leaves plain text", async ({ page }) => {
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.locator("#text").evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", "<b onclick='x()'>bold</b> <img src=x>");
    clipboardData.setData("text/plain", "bold <img src=x>");
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    if (box.dispatchEvent(paste)) document.execCommand("insertText", false, "bold <img src=x>");
  });
  await expect.poll(() => textOf(page)).toBe("bold <img src=x>");
  await expect(page.locator("#text img, #text b")).toHaveCount(0);
});

test("an example takes the place of one's own text, which comes back", async ({ page }) => {
  await write(page, "my own words about a film");
  await page.locator("#examples .chip").nth(1).click();
  await expect.poll(() => textOf(page)).not.toBe("my own words about a film");
  await page.getByRole("button", { name: "Your own text" }).click();
  await expect.poll(() => textOf(page)).toBe("my own words about a film");
});
