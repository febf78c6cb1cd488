/** Nothing that was kept is lost: tabs closed at any moment, two tabs at once, storage that is full or refused. */
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { brightest, drop, fixture, open, textOf, write } from "./page";
import { test } from "./watched";

const BILSTM = "k3-awc-bilstm-sequential-keras";
const OWN = [fixture(BILSTM, "model.keras"), fixture(BILSTM, "tokenizer.json")];

const ready = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-state", "ready");
/** Open already, as kept from a visit before: a press would close it. */
async function openPanel(page: Page): Promise<void> {
  const tab = page.locator("#tab-keep");
  if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
}
const outcome = (page: Page) => page.locator("#kept-outcome");
const notice = (page: Page) => page.locator("#notice .sheet");
const stored = (page: Page, name: string) =>
  page.evaluate((key) => localStorage.getItem(key), `wordlight-${name}`);

/** What the database holds, file by file; null: there is no database. */
const keptFiles = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ name: string; options: object; sizes: number[] }[] | null>((resolve) => {
        const opening = indexedDB.open("wordlight");
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => resolve(null);
        opening.onsuccess = () => {
          const all = opening.result.transaction("models").objectStore("models").getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(
              all.result.map(({ name, options, files }) => ({
                name,
                options,
                sizes: (files as { blob: Blob }[]).map(({ blob }) => blob.size),
              })),
            );
          };
        };
      }),
  );

/** The model under another name. */
const ownAs = (name: string) =>
  [fixture(BILSTM, "model.keras"), ...OWN.slice(1)].map((file) =>
    file.name === "model.keras" ? { ...file, name: `${name}.keras` } : file,
  );

async function keepOwn(page: Page, name = "model", files = ownAs(name)): Promise<void> {
  await drop(page, files);
  await expect(page.locator("#model .name")).toHaveText(name);
  await openPanel(page);
  await page.locator("#keep-model").click();
  await expect(page.locator(".kept .title").first()).toHaveText(name);
  // Noted a moment later, and what the next tab opens.
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
}

/** A second tab, in which what writes a model has not ended until `goOn` is set. */
async function slowTab(context: BrowserContext, method: "add" | "put"): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript((name) => {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...given: [unknown]) {
      const request = write.apply(this, given);
      const record = window as unknown as { writing?: true; goOn?: true };
      const wait = () => {
        record.writing = true;
        // A transaction lives as long as something is asked of it.
        if (record.goOn !== true) this.count().onsuccess = wait;
      };
      this.count().onsuccess = wait;
      return request;
    };
  }, method);
  await page.goto("./");
  await ready(page);
  return page;
}

const isWriting = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => (window as unknown as { writing?: true }).writing ?? false))
    .toBe(true);
const goOn = (page: Page) =>
  page.evaluate(() => {
    (window as unknown as { goOn: true }).goOn = true;
  });

test("a tab that is closed while it keeps a model leaves what was kept before, whole", async ({
  page,
  context,
}) => {
  await open(page);
  await keepOwn(page, "first");
  const before = await keptFiles(page);
  const keeping = await slowTab(context, "add");
  await drop(keeping, OWN);
  await expect(keeping.locator("#model .name")).toHaveText("model");
  await openPanel(keeping);
  await keeping.locator("#keep-model").click();
  await isWriting(keeping);
  await keeping.close();
  expect(await keptFiles(page)).toEqual(before);

  // The same while a setting of a kept model is written.
  const setting = await slowTab(context, "put");
  await openPanel(setting);
  await setting.getByRole("button", { name: "Open first" }).click();
  await expect(setting.locator("#model .name")).toHaveText("first");
  await setting.locator("#model > details > summary").click();
  await setting.locator("#truncating").selectOption("post");
  await isWriting(setting);
  await setting.close();
  expect(await keptFiles(page)).toEqual(before);
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("first");
});

test("a tab that crashes loses no more than the last moment", async ({ page, context }) => {
  await open(page);
  await write(page, "kept before the crash");
  await expect.poll(() => stored(page, "text")).toBe("kept before the crash");
  const crashed = page.waitForEvent("crash");
  const session = await context.newCDPSession(page);
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  const next = await context.newPage();
  await next.goto("./");
  await ready(next);
  await expect.poll(() => textOf(next)).toBe("kept before the crash");
});

test("a kept model that brings the page down is not opened again by itself", async ({ page }) => {
  await open(page);
  await keepOwn(page);
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
  // A tab that comes down does not hear that it goes.
  await page.addInitScript(() => {
    if (sessionStorage.getItem("down") !== "no")
      addEventListener("pagehide", (event) => event.stopImmediatePropagation(), { capture: true });
  });
  await page.route("**/*.wasm", () => undefined);
  await page.reload();
  await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage))).not.toEqual([]);
  await page.evaluate(() => sessionStorage.setItem("down", "no"));
  await page.unroute("**/*.wasm");
  await page.reload();
  await expect(notice(page)).toContainText("stopped while it opened your kept model");
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  // A visit later nothing is said any more, and the model is there for who wants it.
  await expect.poll(() => stored(page, "opened")).toBe("imdb");
  await page.reload();
  await ready(page);
  await expect(notice(page)).toHaveCount(0);
  await openPanel(page);
  await page.getByRole("button", { name: "Open model" }).click();
  await expect(page.locator("#model .name")).toHaveText("model");
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
  // Whoever leaves while it opens has not come down.
  await page.route("**/*.wasm", () => undefined);
  await page.reload();
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBeGreaterThan(1);
  await page.unroute("**/*.wasm");
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("model");
});

test("a model that another tab removes while its settings are written stays removed", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (this: IDBObjectStore, key: IDBValidKey) {
      const request = get.call(this, key);
      request.addEventListener("success", () => {
        if (!(window as unknown as { removes?: true }).removes) return;
        // As another tab would: at the next opportunity.
        const opening = indexedDB.open("wordlight");
        opening.onsuccess = () => {
          opening.result.transaction("models", "readwrite").objectStore("models").clear();
          opening.result.close();
        };
      });
      return request;
    };
  });
  await open(page);
  await keepOwn(page);
  await page.evaluate(() => {
    (window as unknown as { removes: true }).removes = true;
  });
  await page.locator("#model > details > summary").click();
  await page.locator("#truncating").selectOption("post");
  await expect.poll(() => keptFiles(page)).toEqual([]);
  // Nothing is under way any more that could bring it back.
  await page.waitForTimeout(500);
  expect(await keptFiles(page)).toEqual([]);
});

test("a kept model that another tab removed goes on, and is not said to be kept", async ({
  page,
  context,
}) => {
  await open(page);
  await keepOwn(page);
  const other = await context.newPage();
  await other.goto("./");
  await expect(other.locator("#model .name")).toHaveText("model");
  await expect(other.locator(".kept li")).toHaveCount(1);
  await other.getByRole("button", { name: "Remove model" }).click();
  await expect(outcome(other)).toContainText("removed");
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.locator(".kept li")).toHaveCount(0);
  await expect(page.locator("#keep-model")).toBeEnabled();
  await write(page, "the film was lovely");
  await expect(page.locator("#prediction .winner")).toHaveCount(1);
  await page.locator("#keep-model").click();
  await expect(page.locator(".kept li")).toHaveCount(1);
});

test("what two tabs correct of two models is kept of both", async ({ page, context }) => {
  const correct = async (tab: Page, name: string) => {
    await drop(tab, ownAs(name));
    await expect(tab.locator("#model .name")).toHaveText(name);
    await tab.locator("#head-kind").selectOption("values");
  };
  await open(page);
  const other = await context.newPage();
  await open(other);
  await correct(page, "one");
  await correct(other, "two");
  const heads = JSON.parse((await stored(page, "heads")) ?? "[]") as [string, string][];
  expect(heads.map(([model, head]) => [model.split(" ")[1], head])).toEqual([
    ["one", "values"],
    ["two", "values"],
  ]);
});

test("forgetting waits for another tab that is just keeping a model", async ({ page, context }) => {
  await open(page);
  await openPanel(page);
  const other = await slowTab(context, "add");
  await drop(other, OWN);
  await expect(other.locator("#model .name")).toHaveText("model");
  await openPanel(other);
  await other.locator("#keep-model").click();
  await isWriting(other);
  await page.bringToFront();
  await page.locator("#forget").click();
  await page.locator("#forget-yes").click();
  const said = page.locator("wordlight-forget");
  await page.waitForTimeout(500);
  await expect(said).not.toContainText("forgotten.");
  await expect(said).not.toContainText("could be removed");
  await goOn(other);
  await expect(said).toContainText("All of it is forgotten.");
  expect((await keptFiles(page)) ?? []).toEqual([]);
});

test("a disk that is full leaves what was kept as it was", async ({ page, context, baseURL }) => {
  await open(page);
  await expect.poll(() => stored(page, "model-imdb")).not.toBeNull();
  // Room for a few of them; blanks at its end are nothing to JSON.
  const size = 3 << 20;
  const large = (name: string) =>
    ownAs(name).map(({ buffer, ...file }) => ({
      ...file,
      buffer: file.name.endsWith(".json")
        ? Buffer.concat([buffer, Buffer.alloc(size, 32)])
        : buffer,
    }));
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL ?? "");
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  await session.send("Storage.overrideQuotaForOrigin", {
    origin,
    quotaSize: usage + 3.5 * size,
  });
  await keepOwn(page, "first", large("first"));
  await write(page, "a text from before");
  await expect.poll(() => stored(page, "text")).toBe("a text from before");
  let before = await keptFiles(page);
  // How many fit is the browser's business.
  for (let number = 2; number < 8; number++) {
    await drop(page, large(`another-${number}`));
    await expect(page.locator("#model .name")).toHaveText(`another-${number}`);
    await page.locator("#keep-model").click();
    await expect
      .poll(
        async () => (await outcome(page).innerText()) || (await page.locator(".kept li").count()),
      )
      .not.toBe(number - 1);
    if ((await page.locator(".kept li").count()) < number) break;
    before = await keptFiles(page);
  }
  await expect(outcome(page)).toHaveText(/not enough room for \d[\d,.]* MB/);
  expect(before?.length).toBeGreaterThan(0);
  expect(await keptFiles(page)).toEqual(before);
  await page.getByRole("button", { name: "Open first" }).click();
  await expect(page.locator("#model .name")).toHaveText("first");
  await page.locator("#model > details > summary").click();
  await page.locator("#truncating").selectOption("post");
  await expect(page.locator("#truncating")).toHaveValue("post");
  await ready(page);
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
  // Models are kept by one store, the text and settings by another.
  await page.evaluate(() => {
    for (let size = 1 << 22; size > 0; size >>= 1) {
      try {
        const filler = localStorage.getItem("filler") ?? "";
        localStorage.setItem("filler", filler + "x".repeat(size));
      } catch {
        // Full: a smaller piece may fit.
      }
    }
  });
  await write(page, "another text, which is longer than the one before");
  await expect(notice(page)).toContainText("the browser’s storage is full");
  expect(await stored(page, "text")).toBe("a text from before");
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("first");
  await expect.poll(() => textOf(page)).toBe("a text from before");
  expect((await keptFiles(page))?.map(({ sizes }) => sizes)).toEqual(
    before?.map(({ sizes }) => sizes),
  );
});

test("with every storage refused the page works, and says what it cannot do", async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("refused", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: refuse });
    }
  });
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await open(page);
  await write(page, "a wonderful film");
  await expect.poll(() => brightest(page)).toBe("wonderful");
  await expect(notice(page)).toContainText("does not let the page keep anything");
  await page.locator("#notice .close").click();
  await drop(page, OWN);
  await expect(page.locator("#model .name")).toHaveText("model");
  await openPanel(page);
  await expect(page.locator("wordlight-kept-models")).toContainText("refuses its storage");
  await page.locator("#keep-model").click();
  await expect(outcome(page)).toContainText("does not let the page keep models");
  await page.locator("#head-kind").selectOption("values");
  await page.locator("#forget").click();
  await page.locator("#forget-yes").click();
  await expect(page.locator("wordlight-forget")).toContainText("Not everything could be removed");
  await page.getByRole("button", { name: /Film reviews/ }).click();
  await expect.poll(() => brightest(page)).toBe("wonderful");
  expect(errors).toEqual([]);
});

test("a damaged copy of a bundled model is fetched anew", async ({ page }) => {
  await open(page);
  const kept = () => page.evaluate(() => localStorage.getItem("wordlight-model-imdb"));
  await expect.poll(kept).not.toBeNull();
  const replaced = await page.evaluate(async () => {
    const store = await caches.open("wordlight-model-imdb");
    const sizes: number[] = [];
    for (const request of await store.keys()) {
      const whole = await ((await store.match(request)) as Response).blob();
      sizes.push(whole.size);
      await store.put(request, new Response(whole.slice(0, whole.size >> 1)));
    }
    return sizes;
  });
  expect(replaced.length).toBeGreaterThan(1);
  await open(page);
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await expect(notice(page)).toHaveCount(0);
  const sizes = () =>
    page.evaluate(async () => {
      const store = await caches.open("wordlight-model-imdb");
      const responses = await Promise.all((await store.keys()).map((one) => store.match(one)));
      return Promise.all(responses.map(async (one) => (await one?.blob())?.size));
    });
  await expect.poll(async () => (await sizes()).toSorted()).toEqual(replaced.toSorted());
});
