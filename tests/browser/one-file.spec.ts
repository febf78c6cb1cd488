/** dist/wordlight.html, opened by double click: no server, no network, and all of the page. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "@playwright/test";
import { closeToFresh } from "./fresh";
import { brightest, drop, fixture, lit, open, openEveryPanel, write } from "./page";
import { test } from "./watched";

const BUILT = join(import.meta.dirname, "../../dist/wordlight.html");

test("one file alone in a folder does what the site does, and asks for nothing else", async ({
  page,
  context,
}, testInfo) => {
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  // Wherever it is put, under any name.
  const path = testInfo.outputPath("my copy (1).html");
  copyFileSync(BUILT, path);
  const address = pathToFileURL(path).href;
  await context.setOffline(true);
  await open(page, address);
  expect((await lit(page)).filter(({ words }) => words.length > 0).length).toBeGreaterThan(5);
  await expect(page.locator("#prediction .number")).toHaveCount(2);
  await write(page, "A wonderful film");
  await expect.poll(() => brightest(page)).toBe("wonderful");

  await openEveryPanel(page);
  await drop(page, [
    fixture("k3-seq-self-additive-keras", "model.keras"),
    fixture("k3-seq-self-additive-keras", "tokenizer.json"),
  ]);
  await expect(page.locator("#model .name")).toHaveText("model");
  await page.locator("input[name=attended][value=from]").check();
  await write(page, "the music was good");
  await expect(page.locator("#legend .meaning")).toContainText("The light shows what “");

  // An engine that stops is started from the file again, with the model whose bytes the first one was given.
  await page.workers()[0]?.evaluate(() => {
    performance.now = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
  });
  await page.locator("#text").click();
  await page.keyboard.type("Yes, ");
  await expect(page.locator("#notice .message")).toHaveText(/stopped and was started again/);
  await expect.poll(() => closeToFresh(page)).toBe(true);

  // The worker's own source comes out of the file too.
  expect(requests.filter((url) => url !== address && !url.startsWith("blob:"))).toEqual([]);
  expect(errors).toEqual([]);
});

test("in a frame that may do nothing but run scripts, as Jupyter shows files", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.route("**/notebook", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: '<iframe sandbox="allow-scripts" src="wordlight.html" width="900" height="700"></iframe>',
    }),
  );
  await page.goto("./notebook");
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("html")).toHaveAttribute("data-state", "ready");
  await expect(frame.locator("#prediction .number")).toHaveCount(2);
  expect(errors).toEqual([]);
});
