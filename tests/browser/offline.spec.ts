/** Without a network after the first visit; a new version waits until it is wanted. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { brightest, open, openEveryPanel, write } from "./page";

interface Host {
  address: string;
  /** Its copy of dist/. */
  folder: string;
  stop(): Promise<void>;
}

/** A host of its own, which can be changed and switched off. */
const test = base.extend<{ host: Host }>({
  host: async ({ browserName: _ }, use, testInfo) => {
    const folder = testInfo.outputPath("dist");
    cpSync(join(import.meta.dirname, "../../dist"), folder, { recursive: true });
    const server = join(import.meta.dirname, "../../www/scripts/static-server.mjs");
    const child = spawn(process.execPath, [server, folder, "--port", "0", "--base", "/a/b/"]);
    const address = await firstAddress(child);
    const stop = () =>
      new Promise<void>((done) => (child.kill() ? child.on("exit", done) : done()));
    await use({ address, folder, stop });
    child.kill();
  },
});
test.use({ serviceWorkers: "allow" });

const firstAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.stdout?.on("data", (text) => {
      const [address] = /http:\/\/localhost:\d+\/\S*/.exec(String(text)) ?? [];
      if (address !== undefined) resolve(address);
    });
  });

/** Until the service worker and the page have kept what they keep. */
async function everythingKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe("activated");
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wordlight-model-imdb")))
    .not.toBeNull();
}

async function savePdf(page: Page): Promise<void> {
  const tab = page.locator("#tab-export");
  // Open already, from the visit before: a press would close it.
  if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  const saved = page.waitForEvent("download");
  await page.locator("#export-pdf").click();
  expect((await saved).suggestedFilename()).toMatch(/\.pdf$/);
}

/** Puts another version on the host; `whole`: with the service worker that knows it. */
function renew({ folder }: Host, mark: string, { whole = true } = {}): void {
  const [index, worker] = [join(folder, "index.html"), join(folder, "service-worker.js")];
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const before = readFileSync(index, "utf8");
  const after = before.replace("<title>", `<meta name="mark" content="${mark}"><title>`);
  writeFileSync(index, after);
  const wanted = whole ? hash(after) : hash("what is not there yet");
  const source = readFileSync(worker, "utf8");
  expect(source).toContain(hash(before));
  const version = /(wordlight-page[\s\S]{0,80}?[+`"])([0-9a-f]{16})/;
  expect(source).toMatch(version);
  const renewed = source
    .replace(hash(before), wanted)
    .replace(version, (_, lead: string) => lead + hash(mark).slice(0, 16));
  writeFileSync(worker, renewed);
}

const mark = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("meta[name=mark]")].map((meta) => meta.getAttribute("content")),
  );

test("after the first visit the page needs no network, and can be installed", async ({
  page,
  host,
  context,
}) => {
  await open(page, host.address);
  await everythingKept(page);
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const keptPdf = () =>
    page.evaluate(async () => {
      const name = (await caches.keys()).find((one) => /-page /.test(one)) as string;
      const requests = await (await caches.open(name)).keys();
      return requests.filter(({ url }) => /\/pdf-[^/]*\.js$/.test(url)).length;
    });
  // As much code as all the rest: it is fetched by who wants it, and there from then on.
  expect(await keptPdf()).toBe(0);
  await savePdf(page);
  expect(await keptPdf()).toBe(1);
  await host.stop();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  for (const address of [host.address, `${host.address}index.html?from=a+link#here`]) {
    await open(page, address);
    await write(page, "A wonderful film");
    await expect.poll(() => brightest(page)).toBe("wonderful");
  }
  await savePdf(page);
  // What is fetched only once it is wanted is there too.
  await openEveryPanel(page);
  await page.getByRole("button", { name: "中文", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  expect(errors).toEqual([]);
});

test("a new version waits until it is wanted, and a half one is none", async ({ page, host }) => {
  await open(page, host.address);
  await everythingKept(page);
  const line = page.locator("wordlight-update p");

  renew(host, "half", { whole: false });
  await open(page, host.address);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    while (registration.installing !== null) await new Promise((done) => setTimeout(done, 50));
  });
  expect(await mark(page)).toEqual([]);
  await expect(line).toHaveCount(0);

  cpSync(join(import.meta.dirname, "../../dist"), host.folder, { recursive: true });
  renew(host, "second");
  await open(page, host.address);
  await write(page, "my own words");
  await expect(line).toContainText("There is a new version of this page.");
  expect(await mark(page)).toEqual([]);
  await page.reload();
  // Reloading alone is no wish for it: what is shown is one version, whole.
  expect(await mark(page)).toEqual([]);
  await line.getByRole("button", { name: "Reload with it" }).click();
  await expect.poll(() => mark(page).catch(() => null)).toEqual(["second"]);
  await expect.poll(() => brightest(page)).not.toBe("");
  const kept = () =>
    page.evaluate(async () => (await caches.keys()).filter((n) => /-page /.test(n)));
  await expect.poll(kept).toHaveLength(1);
  await host.stop();
  await open(page, host.address);
  expect(await mark(page)).toEqual(["second"]);
  // Never wanted, so not there: that is told in words.
  await page.locator("#tab-export").click();
  await page.locator("#export-pdf").click();
  await expect(page.locator("wordlight-panel-export")).toContainText("there is no network now");
});

for (const [how, refuse] of [
  ["missing, as without https", () => Reflect.deleteProperty(Navigator.prototype, "serviceWorker")],
  [
    "refused, as in some private windows",
    () => {
      ServiceWorkerContainer.prototype.register = () =>
        Promise.reject(new DOMException("refused", "SecurityError"));
    },
  ],
] as const) {
  test(`service workers that are ${how}, harm nothing`, async ({ page, host }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.addInitScript(refuse);
    await open(page, host.address);
    await page.waitForTimeout(3500);
    expect(errors).toEqual([]);
    await expect(page.locator("wordlight-update p")).toHaveCount(0);
  });
}
