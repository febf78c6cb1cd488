/** Without a network after the first visit; a new version waits until it is wanted. */
import { cpSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { DIST, everythingKept, mark, renew, test } from "./host";
import { brightest, open, openEveryPanel, write } from "./page";

test.use({ serviceWorkers: "allow" });

async function savePdf(page: Page): Promise<void> {
  const tab = page.locator("#tab-export");
  // Open already, from the visit before: a press would close it.
  if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  const saved = page.waitForEvent("download");
  await page.locator("#export-pdf").click();
  expect((await saved).suggestedFilename()).toMatch(/\.pdf$/);
}

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

  cpSync(DIST, host.folder, { recursive: true });
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
    await page.clock.install();
    await open(page, host.address);
    // By then it has tried to register one.
    await page.clock.runFor(3500);
    await page.waitForTimeout(200);
    expect(errors).toEqual([]);
    await expect(page.locator("wordlight-update p")).toHaveCount(0);
  });
}
