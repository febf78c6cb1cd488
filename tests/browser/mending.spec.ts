/** Versions that are half there: views of a former one, files that the browser emptied or damaged. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { everythingKept, type Host, mark, renew, test } from "./host";
import { brightest, open, openEveryPanel } from "./page";

test.use({ serviceWorkers: "allow" });

/** Does not wait until the page asks for its service worker by itself. */
async function openKept(page: Page, { address }: Host): Promise<void> {
  // Before the page's policy is there, which lets only the page itself start its scripts.
  await page.addInitScript(() => {
    const createScriptURL = (url: string) => url;
    const policy = window.trustedTypes.createPolicy("test", { createScriptURL });
    Object.assign(window, { address: policy.createScriptURL("service-worker.js") });
  });
  await open(page, address);
  await page.evaluate(() => {
    const { address } = window as unknown as { address: string };
    return navigator.serviceWorker.register(address, { updateViaCache: "none" });
  });
  await everythingKept(page);
}

const pageCaches = (page: Page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => /-page /.test(name)));

/** Asks for the host's version now, and waits until it is there whole or has failed. */
const update = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    while (registration.installing !== null) await new Promise((done) => setTimeout(done, 50));
    return registration.waiting !== null;
  });

/** The code of a panel, by a word that only it has. */
function chunkWith({ folder }: Host, word: string): string {
  const assets = join(folder, "assets");
  const found = readdirSync(assets).filter(
    (name) => name.endsWith(".js") && readFileSync(join(assets, name), "utf8").includes(word),
  );
  expect(found).toHaveLength(1);
  return `assets/${found[0]}`;
}

test("a tab of the former version has its views when another tab took the new one in use", async ({
  page,
  host,
  context,
}) => {
  await openKept(page, host);
  renew(host, "second");
  // A view that the new version does not have: neither its list nor the host.
  const chunk = chunkWith(host, "wordlight-panel-words");
  const worker = join(host.folder, "service-worker.js");
  const source = readFileSync(worker, "utf8");
  expect(source).toContain(`"${chunk}":`);
  writeFileSync(worker, source.replace(new RegExp(`"${chunk}":"[0-9a-f]{64}",?`), ""));
  rmSync(join(host.folder, chunk));
  const other = await context.newPage();
  await open(other, host.address);
  expect(await update(other)).toBe(true);
  await other.locator("wordlight-update button").first().click();
  await expect.poll(() => mark(other).catch(() => null)).toEqual(["second"]);
  await expect(page.locator("wordlight-update p")).toContainText("new version");
  await page.locator("#tab-words").click();
  await expect(page.locator("wordlight-panel-words")).not.toBeEmpty();
  expect(await mark(page)).toEqual([]);
});

test("a version of which the host lacks a file is none, and the former one goes on", async ({
  page,
  host,
}) => {
  await openKept(page, host);
  const before = await pageCaches(page);
  renew(host, "second");
  rmSync(join(host.folder, chunkWith(host, "wordlight-panel-words")));
  expect(await update(page)).toBe(false);
  expect(await pageCaches(page)).toEqual(before);
  await host.stop();
  await open(page, host.address);
  await openEveryPanel(page);
  expect(await mark(page)).toEqual([]);
});

test("what the browser emptied or damaged of the page is mended, and it needs no network again", async ({
  page,
  host,
}) => {
  await openKept(page, host);
  const missing = chunkWith(host, "wordlight-panel-words");
  const engine = readdirSync(join(host.folder, "assets")).find((name) => name.endsWith(".wasm"));
  const entry = /<script[^>]* src="\.\/([^"]+)"/.exec(
    readFileSync(join(host.folder, "index.html"), "utf8"),
  )?.[1];
  const sizeIn = (path: string) =>
    page.evaluate(async (name) => {
      const [cache] = (await caches.keys()).filter((one) => /-page /.test(one));
      const found = await (await caches.open(cache as string)).match(name);
      return found === undefined ? -1 : (await found.arrayBuffer()).byteLength;
    }, host.address + path);
  const paths = [missing, `assets/${engine}`, entry as string];
  const whole = await Promise.all(paths.map(sizeIn));
  expect(Math.min(...whole)).toBeGreaterThan(100);
  await page.evaluate(
    async ([gone, ...damaged]) => {
      const [cache] = (await caches.keys()).filter((one) => /-page /.test(one));
      const store = await caches.open(cache as string);
      await store.delete(gone as string);
      for (const address of damaged) {
        const former = (await store.match(address)) as Response;
        const half = (await former.blob()).slice(0, 50);
        await store.put(address, new Response(half, { headers: former.headers }));
      }
    },
    paths.map((path) => host.address + path),
  );
  // This one visit has to do with what is there.
  await page.goto(host.address);
  await expect.poll(() => Promise.all(paths.map(sizeIn))).toEqual(whole);

  // All of it, under a page that is open.
  await open(page, host.address);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) if (/-page /.test(name)) await caches.delete(name);
  });
  await openEveryPanel(page);
  await open(page, host.address);
  const list = readFileSync(join(host.folder, "service-worker.js"), "utf8");
  const count = new Set(list.match(/"[^"]+":"[0-9a-f]{64}"/g)).size;
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const [name] = (await caches.keys()).filter((one) => /-page /.test(one));
        return name === undefined ? 0 : (await (await caches.open(name)).keys()).length;
      }),
    )
    // What writes PDF is kept once it is wanted.
    .toBe(count - 1);
  await host.stop();
  await open(page, host.address);
  await openEveryPanel(page);
});

test("a page that lost a file which the host no longer has makes room for the host's version", async ({
  page,
  host,
}) => {
  await openKept(page, host);
  // Another version on the host, with another name for the code that begins; its service worker is not there yet.
  const index = join(host.folder, "index.html");
  const html = readFileSync(index, "utf8");
  const entry = /<script[^>]* src="\.\/(assets\/[^"]+)"/.exec(html)?.[1] as string;
  renameSync(join(host.folder, entry), join(host.folder, "assets/begin-second.js"));
  writeFileSync(index, html.replaceAll(entry, "assets/begin-second.js"));
  rmSync(join(host.folder, "service-worker.js"));
  await page.evaluate(async (address) => {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(address);
  }, host.address + entry);
  const failed = page.waitForResponse((response) => response.url().endsWith(entry));
  await page.goto(host.address);
  expect((await failed).status()).toBe(404);
  await open(page, host.address);
  await expect.poll(() => brightest(page)).not.toBe("");
  await openEveryPanel(page);
});
