/** The browser that everything is measured in. */
import { chromium } from "playwright-core";
import { FLAGS } from "./flags.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  ...FLAGS,
  // A page that is not in front is measured in its turn all the same.
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
];

/** @returns {Promise<import("playwright-core").Browser>} */
export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: ARGUMENTS });

/**
 * Opens a contender's page, and waits until it has loaded its model.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} address
 * @returns {Promise<import("playwright-core").Page>}
 */
export async function openBench(context, address) {
  const page = await context.newPage();
  const failed = new Promise((_, reject) => {
    page.on("pageerror", (error) =>
      reject(new Error(`${address}: ${error.message} ${error.stack}`)),
    );
  });
  await page.goto(address);
  await Promise.race([failed, page.waitForFunction("window.bench", null, { timeout: 120_000 })]);
  failed.catch(() => {});
  return page;
}
