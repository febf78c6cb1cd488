/** What survives a reload, on whose wish, and how all of it is forgotten. */
import { expect, type Page } from "@playwright/test";
import { drop, fixture, open, textOf, write } from "./page";
import { test } from "./watched";

const BILSTM = "k3-awc-bilstm-sequential-keras";
const OWN = [fixture(BILSTM, "model.keras"), fixture(BILSTM, "tokenizer.json")];

const ready = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-state", "ready");
const openPanel = (page: Page) => page.getByRole("tab", { name: "Share and keep" }).click();
const stored = (page: Page, name: string) =>
  page.evaluate((key) => localStorage.getItem(key), `wordlight-${name}`);

/** The settings of each model that is kept. */
const keptOptions = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("wordlight");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction("models").objectStore("models").getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.map(({ options }) => options));
          };
        };
      }),
  );

async function dropOwn(page: Page): Promise<void> {
  await drop(page, OWN);
  await expect(page.locator("#model .name")).toHaveText("model");
}

test("text, look, open panel and model are there again after a reload", async ({ page }) => {
  await open(page);
  // An example that nobody chose is not kept.
  expect(await stored(page, "text")).toBeNull();
  await write(page, "A dreadful film.\nNobody laughed.");
  await page.locator("input[name=scale][value=uniform]").check();
  await page.locator("[data-model=imdb-stars]").click();
  // It brings a tab of its own, before which the others move.
  await expect.poll(() => stored(page, "opened")).toBe("imdb-stars");
  await openPanel(page);
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("Star steps of whole reviews");
  await ready(page);
  await expect.poll(() => textOf(page)).toBe("A dreadful film.\nNobody laughed.");
  await expect(page.locator("input[name=scale][value=uniform]")).toBeChecked();
  await expect(page.locator("wordlight-panel-keep")).toBeVisible();
});

test("an edit just before leaving is kept", async ({ page }) => {
  await open(page);
  await write(page, "in a hurry");
  await page.reload();
  await ready(page);
  await expect.poll(() => textOf(page)).toBe("in a hurry");
});

test("values that were edited by hand or half written are ignored", async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem("wordlight-look", "scale=purple&spread=7&head=%E0%A4%A&shade=pla");
    localStorage.setItem("wordlight-panel", "<b>");
    localStorage.setItem("wordlight-opened", "../../secret");
    localStorage.setItem("wordlight-language", "klingon");
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("input[name=scale][value=strongest]")).toBeChecked();
  await expect(page.getByRole("tabpanel")).toHaveCount(0);
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  expect(errors).toEqual([]);
});

test("two tabs: each keeps its screen, and for each value the last edit holds", async ({
  page,
}) => {
  await open(page);
  const other = await page.context().newPage();
  await open(other);
  await page.bringToFront();
  await write(page, "from the first tab");
  await expect.poll(() => stored(page, "text")).toBe("from the first tab");
  await other.bringToFront();
  await other.locator("input[name=scale][value=share]").check();
  await expect.poll(() => stored(page, "look")).toContain("scale=share");
  // The other tab changed the scale alone.
  expect(await stored(page, "text")).toBe("from the first tab");
  expect(await textOf(other)).not.toContain("first tab");
  await expect(page.locator("input[name=scale][value=strongest]")).toBeChecked();
  await write(other, "from the second tab");
  await expect.poll(() => stored(page, "text")).toBe("from the second tab");
  await expect.poll(() => textOf(page)).toBe("from the first tab");
});

for (const [kind, error, sentence] of [
  ["refused", "SecurityError", "does not let the page keep anything"],
  ["full", "QuotaExceededError", "the browser’s storage is full"],
] as const) {
  test(`${kind} storage is told of once, and nothing breaks`, async ({ page }) => {
    await page.addInitScript((name) => {
      Storage.prototype.setItem = () => {
        throw new DOMException("no", name);
      };
    }, error);
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await open(page);
    await expect(page.locator("#notice .sheet")).toHaveCount(0);
    await write(page, "a dreadful film");
    await expect(page.locator("#notice .sheet")).toContainText(sentence);
    await page.locator("#notice .close").click();
    await write(page, "a wonderful film");
    await page.locator("input[name=scale][value=share]").check();
    await expect(page.locator("#prediction .winner .label")).toHaveText("positive");
    await page.waitForTimeout(1000);
    await expect(page.locator("#notice .sheet")).toHaveCount(0);
    expect(errors).toEqual([]);
  });
}

test("a model of one's own is kept only where that is asked for, opens again, and can be removed", async ({
  page,
}) => {
  await open(page);
  await dropOwn(page);
  await openPanel(page);
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("Film reviews");

  await dropOwn(page);
  await page.locator("#keep-model").click();
  await expect(page.locator(".kept li")).toContainText(/model\s+\d[\d,.]* kB/);
  await page.locator("#model > details > summary").click();
  await page.locator("#truncating").selectOption("post");
  await expect.poll(() => keptOptions(page)).toMatchObject([{ truncating: "post" }]);
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("model");
  await page.locator("#model > details > summary").click();
  await expect(page.locator("#truncating")).toHaveValue("post");

  // From another model back to it, by the list.
  await page.locator("[data-model=imdb]").click();
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await page.getByRole("button", { name: "Open model" }).click();
  await expect(page.locator("#model .name")).toHaveText("model");
  await page.getByRole("button", { name: "Remove model" }).click();
  await expect(page.locator(".kept")).toHaveCount(0);
  await expect(page.locator("#kept-outcome")).toContainText("removed");
  // It goes on working until one leaves.
  await expect(page.locator("#model .name")).toHaveText("model");
  await expect.poll(async () => (await stored(page, "opened")) ?? "").not.toMatch(/^kept/);
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await expect(page.locator("#notice .sheet")).toHaveCount(0);
});

test("a kept model that another tab removed is said to be gone", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("wordlight-opened", "kept:41"));
  await page.reload();
  await expect(page.locator("#notice .sheet")).toContainText("no longer there");
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
});

test("a kept model is not forgotten while it loads", async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem("wordlight-opened", "kept:41"));
  await page.route("**/*.wasm", () => undefined);
  await page.reload();
  await page.locator("#text").click();
  await page.keyboard.type("slow");
  await expect.poll(() => stored(page, "text")).toContain("slow");
  expect(await stored(page, "opened")).toBe("kept:41");
});

test("a kept model that cannot be opened is said to fail, and is tried again", async ({ page }) => {
  await open(page);
  await dropOwn(page);
  await openPanel(page);
  await page.locator("#keep-model").click();
  await expect.poll(() => stored(page, "opened")).toMatch(/^kept:\d+$/);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("wordlight");
        opening.onsuccess = () => {
          const models = opening.result.transaction("models", "readwrite").objectStore("models");
          const all = models.getAll();
          all.onsuccess = () => {
            const [model] = all.result;
            const files = [{ name: "model.keras", blob: new Blob(["broken"]) }];
            models.put({ ...model, files }).onsuccess = () => {
              opening.result.close();
              resolve();
            };
          };
        };
      }),
  );
  await page.reload();
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await expect(page.locator("#notice .sheet")).toBeVisible();
  await expect(page.locator("#notice .sheet")).not.toContainText("no longer there");
  await write(page, "a change");
  await expect.poll(() => stored(page, "text")).toContain("a change");
  expect(await stored(page, "opened")).toMatch(/^kept:\d+$/);
});

for (const [name, sentence] of [
  ["QuotaExceededError", /not enough room for \d[\d,.]* kB/],
  ["InvalidStateError", /does not let the page keep models/],
] as const) {
  test(`${name}: a model that cannot be kept goes on working`, async ({ page }) => {
    await page.addInitScript((error) => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException("no", error);
      };
    }, name);
    await open(page);
    await dropOwn(page);
    await openPanel(page);
    await page.locator("#keep-model").click();
    await expect(page.locator("#kept-outcome")).toHaveText(sentence);
    await expect(page.locator("#keep-model")).toBeEnabled();
    await write(page, "the film was lovely");
    await expect(page.locator("#prediction .winner")).toHaveCount(1);
  });
}

test("forgetting removes everything, and the next visit is a first one", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "中文", exact: true }).click();
  await page.getByRole("button", { name: "English" }).click();
  await dropOwn(page);
  await openPanel(page);
  await page.locator("#keep-model").click();
  await expect(page.locator(".kept li")).toHaveCount(1);
  await write(page, "to be forgotten");
  await expect.poll(() => stored(page, "text")).toBe("to be forgotten");
  await expect.poll(() => page.evaluate(() => caches.keys())).toContain("wordlight-model-imdb");
  await page.locator("#forget").click();
  // It asks first.
  expect(await stored(page, "text")).toBe("to be forgotten");
  await page.getByRole("button", { name: "No, keep it" }).click();
  await expect(page.locator("#forget")).toBeFocused();
  await page.locator("#forget").click();
  await page.locator("#forget-yes").click();
  await expect(page.locator("wordlight-forget")).toContainText("All of it is forgotten.");
  await expect(page.locator(".kept, .texts")).toHaveCount(0);
  const left = () =>
    page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...(await caches.keys()).filter((name) => name.startsWith("wordlight-model")),
      ...(await indexedDB.databases()).map(({ name }) => name),
    ]);
  // The list of kept models is looked at anew, which leaves an empty place for them.
  expect((await left()).filter((name) => name !== "wordlight")).toEqual([]);
  // What is on the screen stays, and is not kept before it changes.
  await expect.poll(() => textOf(page)).toBe("to be forgotten");
  await open(page);
  expect(await textOf(page)).not.toContain("forgotten");
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await expect(page.getByRole("tabpanel")).toHaveCount(0);
});
