/** The first visit: a lit example, its prediction, nothing from elsewhere, and little to load. */
import { gzipSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";
import { boxOf, brightest, lit, open, textOf } from "./page";
import { test } from "./watched";

test("opening lights the example and predicts", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await open(page);
  const words = (await textOf(page)).match(/[\p{L}'’]+/gu) ?? [];
  const levels = (await lit(page)).filter(
    ({ name, words }) => name.startsWith("attention-") && words.length > 0,
  );
  expect(levels.length).toBeGreaterThan(5);
  expect(words).toContain(await brightest(page));
  const numbers = await page.locator("#prediction .number").allTextContents();
  expect(numbers).toHaveLength(2);
  const sum = numbers.reduce((total, number) => total + Number.parseFloat(number), 0);
  expect(sum).toBeCloseTo(100, 0);
  await expect(page.locator("#prediction .winner .label")).toHaveText(/negative|positive/);
  expect(errors).toEqual([]);
});

test("the light is really painted: a strong word differs from a weak one in pixels", async ({
  page,
}) => {
  await open(page);
  // The page's own policy lets no data: image in, as it should.
  const blank = await page.context().newPage();
  await page.bringToFront();
  const strong = await brightest(page);
  const weak = await page.evaluate(() => {
    const faint = [...CSS.highlights].filter(
      ([name, { size }]) => /^attention-[1-2]$/.test(name) && size > 0,
    );
    const range = faint.flatMap(([, highlight]) => [...highlight])[0] as StaticRange;
    return (range.startContainer as Text).data.slice(range.startOffset, range.endOffset);
  });
  const colour = async (word: string) => {
    const { x, y, width, height } = await boxOf(page, word);
    // The bottom of the line box, below the letters' feet: background and nothing else.
    const clip = { x: x + 1, y: y + height - 4, width: Math.max(width - 2, 1), height: 1 };
    const png = (await page.screenshot({ clip })).toString("base64");
    return blank.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    }, png);
  };
  const [strongColour, weakColour] = [await colour(strong), await colour(weak)];
  // Amber on paper: the strong word has far less blue.
  expect((weakColour[2] as number) - (strongColour[2] as number)).toBeGreaterThan(80);
});

test("no request leaves the origin, and the first visit is below 2 MB compressed", async ({
  page,
  baseURL,
}) => {
  const sizes = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    // The worker's source, which the page has brought along.
    if (response.url().startsWith("blob:")) return;
    sizes.set(
      response.url(),
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  await open(page);
  await page.locator("#text").click();
  await page.keyboard.type(" and more");
  expect([...sizes.keys()].filter((url) => !url.startsWith(baseURL as string))).toEqual([]);
  const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  console.log(`first visit: ${total} bytes compressed in ${sizes.size} requests`);
  expect(total).toBeLessThan(2_000_000);
});

/** Requests for files of models, by name. */
function modelRequests(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").at(-1) ?? "";
    if (/^(model|tokenizer|labels|options)\b/.test(name)) names.push(name);
  });
  return names;
}

const kept = (page: Page, model: string) =>
  page.evaluate(async (name) => {
    if (localStorage.getItem(name) === null) return [];
    return (await (await caches.open(name)).keys()).map(({ url }) => url);
  }, `wordlight-model-${model}`);

test("a second visit asks for no file of the model, and keeps none of an older one", async ({
  page,
}) => {
  const requested = modelRequests(page);
  await open(page);
  expect(requested).toHaveLength(3);
  await expect.poll(() => kept(page, "imdb")).toHaveLength(3);
  await page.evaluate(async () => {
    const store = await caches.open("wordlight-model-imdb");
    const [file] = await store.keys();
    const older = file?.url.replace(/[^/]+$/, "model-older.keras") as string;
    await store.put(older, new Response("older"));
    localStorage.setItem("wordlight-model-imdb", "older");
  });
  await open(page);
  // As after an update: what is there is not believed without its note.
  expect(requested).toHaveLength(6);
  await expect.poll(async () => (await kept(page, "imdb")).join()).not.toContain("older");
  expect(await kept(page, "imdb")).toHaveLength(3);
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wordlight-model-imdb")))
    .not.toBe("older");
  await open(page);
  expect(requested).toHaveLength(6);
  // A store that was emptied is none.
  await page.evaluate(() => caches.delete("wordlight-model-imdb"));
  await open(page);
  expect(requested).toHaveLength(9);
});

test("where storage is refused the page works, and says nothing", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("refused", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: refuse });
    Object.defineProperty(window, "caches", { get: refuse });
  });
  const requested = modelRequests(page);
  await open(page);
  await page.waitForTimeout(1500);
  await open(page);
  expect(requested).toHaveLength(6);
  expect(errors).toEqual([]);
});

test("a host that does not know .wasm serves the page too", async ({ page }) => {
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-type": "application/octet-stream" };
    await route.fulfill({ response, headers });
  });
  await open(page);
});
