/**
 * What the page asks for, through everything that can be done on it: its own files, and nothing else.
 * Seen from three sides: the browser's own account, which has what workers and the service worker ask;
 * the host's; and that of a proxy to which the browser turns for every other host.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, type Request } from "@playwright/test";
import { type Asked, deadEnd, type Listening, recording } from "./hosts";
import { brightest, drop, droppedFile, fixture, open, openEveryPanel, write } from "./page";
import { test as base } from "./watched";

const DIST = join(import.meta.dirname, "../../dist");
const FILES = new Set(readdirSync(DIST, { recursive: true }).map(String));
const OWN = ["model.keras", "tokenizer.json"].map((name) =>
  fixture("k3-seq-self-additive-keras", name),
);

interface Watching {
  host: Listening;
  proxy: Listening;
  context: BrowserContext;
  page: Page;
  address: string;
  requests: Request[];
}

const test = base.extend<{ watching: Watching }>({
  watching: async ({ browser, baseURL }, use) => {
    const own = new URL(baseURL as string);
    const [host, proxy] = await Promise.all([recording(own.origin), deadEnd()]);
    const context = await browser.newContext({
      proxy: { server: proxy.address, bypass: "localhost" },
      serviceWorkers: "allow",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const requests: Request[] = [];
    context.on("request", (request) => requests.push(request));
    const page = await context.newPage();
    await use({ host, proxy, context, page, address: host.address + own.pathname, requests });
    await context.close();
    await Promise.all([host.stop(), proxy.stop()]);
  },
});

/** Why a request is none that the page says it makes; null: it is one. */
function strange({ method, url, headers }: Asked, folder: string): string | null {
  const { pathname, search } = new URL(url, "http://localhost");
  const name = decodeURIComponent(pathname.slice(folder.length));
  if (method !== "GET") return method;
  if (search !== "" || url.includes("?")) return "a query";
  if (!pathname.startsWith(folder)) return "outside its folder";
  if (name !== "" && !FILES.has(name)) return "no file of the page";
  if (headers.cookie !== undefined) return "a cookie";
  if (headers["content-length"] !== undefined || headers["transfer-encoding"]) return "a body";
  return null;
}

/** Chromium asks its maker by itself what kinds of fields a form has, by numbers made of their names. */
const BROWSERS_OWN = "CONNECT content-autofill.googleapis.com:443";

function expectOwnFilesOnly({ host, proxy, requests, address }: Watching): void {
  const folder = new URL(address).pathname;
  const odd = host.asked
    .map((asked) => ({ url: asked.url, why: strange(asked, folder) }))
    .filter(({ why }) => why !== null);
  expect(odd).toEqual([]);
  const elsewhere = requests
    .map((request) => request.url())
    .filter((url) => !url.startsWith(address) && !url.startsWith(`blob:${host.address}/`));
  expect(elsewhere).toEqual([]);
  const proxied = proxy.asked.map(({ method, url }) => `${method} ${url}`);
  expect(proxied.filter((one) => one !== BROWSERS_OWN)).toEqual([]);
}

const isReady = async (page: Page) => {
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expect.poll(() => brightest(page)).not.toBe("");
};

/** Until the service worker has the page, and the page its model. */
async function isKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe("activated");
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wordlight-model-imdb")))
    .not.toBeNull();
}

async function saveEverything(page: Page): Promise<string[]> {
  await page.locator("#tab-export").click();
  const buttons = page.locator("wordlight-panel-export button[id^=export-]");
  await expect(buttons.first()).toBeVisible();
  const ids = await buttons.evaluateAll((all) => all.map(({ id }) => id));
  const names: string[] = [];
  for (const id of ids) {
    const saved = page.waitForEvent("download");
    await page.locator(`#${id}`).click();
    names.push((await saved).suggestedFilename());
  }
  return names;
}

test("everything that can be done on the page asks for the page's own files, and for nothing else", async ({
  watching,
}) => {
  test.setTimeout(240_000);
  const { page, address, host, requests } = watching;
  await open(page, address);
  await isKept(page);

  await test.step("typing asks for nothing", async () => {
    const [seen, asked] = [requests.length, host.asked.length];
    await write(page, "A private text. ");
    await page.keyboard.type("Such a wonderful secret");
    await expect.poll(() => brightest(page)).toBe("wonderful");
    await page.locator("input[name=scale][value=share]").check();
    await page.locator("input[name=scale][value=strongest]").check();
    expect(requests.slice(seen).map((request) => request.url())).toEqual([]);
    expect(host.asked.slice(asked)).toEqual([]);
  });

  await test.step("each model that comes with the page", async () => {
    const ids = await page
      .locator("[data-model]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-model")));
    expect(ids.length).toBeGreaterThan(3);
    for (const id of [...ids.filter((one) => one !== "imdb"), "imdb"]) {
      await page.locator(`[data-model=${id}]`).click();
      await expect.poll(() => page.evaluate(() => localStorage["wordlight-opened"])).toBe(id);
      await isReady(page);
    }
  });

  await test.step("panels, exports, words left out", async () => {
    await openEveryPanel(page);
    expect((await saveEverything(page)).length).toBeGreaterThan(10);
    await page.locator("#leave-out").click();
    await expect(page.locator("#trials")).not.toBeEmpty();
  });

  await test.step("two models side by side", async () => {
    await page.locator("#tab-compare").click();
    await page.locator("input[name=compared][value=models]").check();
    await page.locator("[data-beside=imdb-stars]").click();
    await expect(page.getByTestId("two-predictions").locator("li")).toHaveCount(6);
  });

  await test.step("files of one's own, kept; bad ones", async () => {
    await page.locator("#tab-keep").click();
    await drop(page, OWN);
    await expect(page.locator("#model .name")).toHaveText("model");
    await page.locator("#keep-model").click();
    await expect
      .poll(() => page.evaluate(() => localStorage["wordlight-opened"]))
      .toMatch(/^kept:/);
    await drop(page, [droppedFile("bad.keras", "not a model at all")]);
    await expect(page.locator("#notice .code")).not.toBeEmpty();
    await page.getByRole("button", { name: "Copy a report" }).click();
    await page.keyboard.press("Escape");
    const sample = { text: ["a", "grand", "day"], attention: [0.1, 0.8, 0.1] };
    await drop(page, [droppedFile("results.json", JSON.stringify([sample]))]);
    await expect(page.locator(".given")).toContainText("results.json");
    await page.getByRole("button", { name: "Close the file" }).click();
  });

  await test.step("links and languages", async () => {
    await page.locator("#link-with-text").check();
    await page.locator("#copy-link button").click();
    await expect(page.locator("#copy-link .outcome")).not.toBeEmpty();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole("button", { name: "中文", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await page.goto("about:blank");
    await open(page, link);
    await page.getByRole("button", { name: "English" }).click();
  });

  await test.step("the element in a blog, and the page in one file", async () => {
    await page.goto(`${address}examples/blog.html`);
    await expect(page.locator("wordlight-text .prediction").first()).not.toBeEmpty();
    await expect(page.locator("wordlight-text .prediction").last()).not.toBeEmpty();
    await open(page, `${address}wordlight.html`);
  });

  await test.step("without a network, and forgetting everything", async () => {
    await host.stop();
    await open(page, address);
    await write(page, "A wonderful film");
    await expect.poll(() => brightest(page)).not.toBe("");
    await page.locator("#forget").click();
    await page.locator("#forget-yes").click();
    await expect(page.locator("wordlight-panel-keep")).toContainText("All of it is forgotten.");
  });

  const byServiceWorker = requests.filter((request) => request.serviceWorker() !== null);
  expect(byServiceWorker.length).toBeGreaterThan(10);
  const names = new Set(host.asked.map(({ url }) => new URL(url, address).pathname));
  console.log(
    `${requests.length} requests of the browser, ${byServiceWorker.length} of them the service worker's; ` +
      `${host.asked.length} came to the host, for ${names.size} files`,
  );
  expectOwnFilesOnly(watching);
});

for (const [language, title] of [
  ["English", "How to see that for yourself"],
  ["中文", "怎样亲自验证"],
] as const) {
  test(`the page says so in plain words, with the way to check it, in ${language}`, async ({
    page,
  }) => {
    await open(page);
    await page.getByRole("button", { name: language, exact: true }).click();
    await page.locator("#privacy summary").getByText(title).click();
    const ways = page.locator("#privacy li");
    await expect(ways).toHaveCount(4);
    await expect(ways.first()).toBeVisible();
    await expect(ways.first()).toContainText("F12");
    // What it tells people to look for is there.
    const policy = await page
      .locator("meta[http-equiv=Content-Security-Policy]")
      .getAttribute("content");
    await expect(ways.nth(2)).toContainText("Content-Security-Policy");
    await expect(ways.nth(2)).toContainText("connect-src 'self'");
    expect(policy).toContain("connect-src 'self'");
  });
}

const unwatched = test.extend({ isWatched: false });

unwatched("a request to anybody else would be seen from each side", async ({ watching }) => {
  const { page, address, host, proxy, requests } = watching;
  // A page of the same host without a policy: the licences are plain text.
  await page.goto(`${address}NOTICE.md`);
  await page.evaluate(async () => {
    const ask = (url: string) => `fetch("${url}", { mode: "no-cors" }).catch(() => 0)`;
    const worker = new Worker(
      URL.createObjectURL(new Blob([`${ask("http://two.example/")}.then(() => postMessage(0))`])),
    );
    await Promise.all([
      new Promise((done) => worker.addEventListener("message", done)),
      fetch("http://one.example/", { mode: "no-cors" }).catch(() => 0),
      fetch("https://three.example/", { mode: "no-cors" }).catch(() => 0),
      fetch("NOTICE.md?text=secret"),
      fetch("NOTICE.md", { method: "POST", body: "secret" }).catch(() => 0),
      fetch("/favicon.ico"),
    ]);
  });
  const proxied = proxy.asked.map(({ url }) => url);
  for (const name of ["one.example", "two.example", "three.example"]) {
    expect(proxied.join()).toContain(name);
    expect(requests.map((request) => request.url()).join()).toContain(name);
  }
  const folder = new URL(address).pathname;
  const odd = host.asked.map((asked) => strange(asked, folder)).filter((why) => why !== null);
  expect(odd).toEqual(expect.arrayContaining(["POST", "a query", "outside its folder"]));
});
