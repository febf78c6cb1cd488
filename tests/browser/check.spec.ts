/** Keras's own numbers against ours, and reports for somebody who helps. */
import { expect } from "@playwright/test";
import { openMock, sent } from "./mock";
import { drop, droppedFile, write } from "./page";
import { test } from "./watched";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const CHECK = droppedFile("wordlight-check.json", '{"wordlight_check": 1, "texts": []}');
const clipboard = (page: Parameters<typeof sent>[0]) =>
  page.evaluate(() => navigator.clipboard.readText());

test("lines of Python are there to copy", async ({ page }) => {
  await openMock(page, {});
  // Only who looks has them made.
  expect(await sent(page, "checkScript")).toEqual([]);
  await page.locator("#model > details > summary").click();
  await expect(page.locator("wordlight-check-script pre")).toContainText("import json, keras");
  await page.getByRole("button", { name: "Copy the lines" }).click();
  await expect(page.locator("wordlight-check-script [role=status]")).toHaveText("Copied");
  expect(await clipboard(page)).toContain("wordlight-check.json");
});

test("a dropped check is compared, not loaded, and tells where a difference arises", async ({
  page,
}) => {
  await openMock(page, {
    check: {
      largest: 0.25,
      texts: [
        { text: "Fine.", sameTokens: true, attention: 2e-7, prediction: 0, where: null },
        { text: "Bad.", sameTokens: true, attention: 0.25, prediction: 0.002, where: "attention" },
        { text: "", sameTokens: false, attention: null, prediction: 0.001, where: "tokens" },
      ],
    },
  });
  await drop(page, [CHECK]);
  const rows = page.locator(".check tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(page.locator(".check .verdict")).toContainText("2 of 3 texts differ");
  await expect(rows.nth(0)).toContainText("2.0e-7");
  await expect(rows.nth(0)).toContainText("agrees");
  await expect(rows.nth(1).locator("td").last()).toHaveText("attention");
  await expect(rows.nth(2)).toContainText("not told");
  await expect(rows.nth(2)).toContainText("the words have other numbers");
  expect(await sent(page, "load")).toHaveLength(1);
  // With other settings it is compared anew.
  await page.locator("#model > details > summary").click();
  await page.locator("#padding").selectOption("post");
  await expect.poll(async () => (await sent(page, "check")).length).toBe(2);
  await page.getByRole("button", { name: "Put the comparison away" }).click();
  await expect(page.locator(".check")).toHaveCount(0);
});

test("agreement is one sentence, and another model takes the comparison away", async ({ page }) => {
  await openMock(page, {
    check: {
      largest: 3e-7,
      texts: [{ text: "Fine.", sameTokens: true, attention: 3e-7, prediction: 0, where: null }],
    },
  });
  await drop(page, [CHECK]);
  await expect(page.locator(".check .verdict")).toHaveText(
    "The text agrees: the largest difference is 3.0e-7.",
  );
  await drop(page, [droppedFile("mine.keras", "x")]);
  await expect(page.locator(".check")).toHaveCount(0);
});

test("a report has the model and the last error, and no text", async ({ page }) => {
  await openMock(page, { refused: "secret name.keras" });
  await write(page, "my private words");
  await drop(page, [droppedFile("secret name.keras", "x".repeat(1200))]);
  const notice = page.locator("#notice");
  await notice.getByRole("button", { name: "Copy a report" }).click();
  await expect(notice.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  const failure = await clipboard(page);
  expect(failure).toContain("error: unsupported_layer");
  expect(failure).toContain("(.keras) has a layer of the class Capsule");
  expect(failure).toContain(".keras, 1 kB");
  expect(failure).toContain("Chrome");
  await page.locator("#model > details > summary").click();
  await page.locator("#copy-report button").click();
  await expect(page.locator("#copy-report [role=status]")).toHaveText("Copied");
  const report = await clipboard(page);
  expect(report).toContain("layers: Embedding, MyAttention");
  expect(report).toContain("unsupported_layer");
  for (const copied of [failure, report]) expect(copied).not.toMatch(/secret|private/);
});
