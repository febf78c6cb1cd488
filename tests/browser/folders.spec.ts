/** Folders: dropped, or chosen with their own button. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { openMock, sent } from "./mock";
import { test } from "./watched";

function folder(path: string, files: string[]): string {
  for (const name of files) {
    const file = join(path, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, name);
  }
  return path;
}

/** A real drop from the desktop, so that the browser gives real entries. */
async function dropFromDesktop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  }
}

const names = async (page: Page) =>
  ((await sent(page, "load")).at(-1)?.params.files ?? []).map(({ name }) => name).sort();

test("a dropped folder is read with what is in it, by paths", async ({ page }, testInfo) => {
  await openMock(page, {});
  const path = folder(testInfo.outputPath("my model"), [
    "model.json",
    "tokenizer.json",
    "shards/group1-shard1of1.bin",
    ".DS_Store",
    ".git/config",
  ]);
  await dropFromDesktop(page, path);
  await expect
    .poll(() => names(page))
    .toEqual([
      "my model/model.json",
      "my model/shards/group1-shard1of1.bin",
      "my model/tokenizer.json",
    ]);
});

test("a chosen folder is read the same way", async ({ page }, testInfo) => {
  await openMock(page, {});
  const path = folder(testInfo.outputPath("chosen"), ["a.keras", "deep/tokenizer.json", ".hidden"]);
  await page.locator("#folder-input").setInputFiles(path);
  await expect.poll(() => names(page)).toEqual(["chosen/a.keras", "chosen/deep/tokenizer.json"]);
  await expect(page.locator("#model .name")).toHaveText(/a|tokenizer/);
});

test("a folder of very many files is refused before it is read", async ({ page }, testInfo) => {
  await openMock(page, {});
  const many = Array.from({ length: 501 }, (_, index) => `${index}.txt`);
  await dropFromDesktop(page, folder(testInfo.outputPath("many"), many));
  await expect(page.locator("#notice .message")).toHaveText("There are more than 500 files in it.");
  expect(await sent(page, "load")).toHaveLength(1);
});

test("an empty folder is told", async ({ page }, testInfo) => {
  await openMock(page, {});
  mkdirSync(testInfo.outputPath("empty"), { recursive: true });
  await dropFromDesktop(page, testInfo.outputPath("empty"));
  await expect(page.locator("#notice .message")).toHaveText("No file was dropped.");
});
