/** <wordlight-text> on pages of other people. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { FIXTURES, lit, wordsIn } from "./page";
import { test } from "./watched";

const problems = (page: Page): string[] => {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(error.message));
  page.on("console", (message) => message.type() === "error" && found.push(message.text()));
  return found;
};

test("two lit texts in a blog share one model and one worker; one is written in", async ({
  page,
}) => {
  const errors = problems(page);
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url().split("/").at(-1) ?? ""));
  await page.goto("./examples/blog.html");
  const first = page.locator("wordlight-text").first();
  const second = page.locator("wordlight-text").last();
  await expect(first.locator(".prediction")).toHaveText(/^positive \d+\.\d%$/);
  await expect(second.locator(".prediction")).toHaveText(/^(positive|negative) /);
  // On the scale “strongest” one word has full colour; the other text is on the scale “share”.
  expect(await wordsIn(page, "attention-31")).toEqual(["generous"]);
  expect((await lit(page)).flatMap(({ words }) => words)).toContain("brilliant");
  expect(page.workers()).toHaveLength(1);
  expect(requested.filter((name) => name.endsWith(".wasm"))).toHaveLength(1);
  expect(requested.filter((name) => name.endsWith(".keras"))).toHaveLength(1);

  const reading = page.evaluate(
    () =>
      new Promise<{ text: string; words: { text: string }[] }>((done) => {
        document.addEventListener("wordlight-reading", (event) =>
          done((event as CustomEvent).detail),
        );
      }),
  );
  await second.locator(".lit").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("What a boring film");
  const { text, words } = await reading;
  expect(text).toBe("What a boring film");
  expect(words.map((word) => word.text)).toEqual(["What", "a", "boring", "film"]);
  await expect(second.locator(".prediction")).toHaveText(/^negative /);
  await second.locator(".lit").hover({ position: { x: 8, y: 12 } });
  await expect(second.locator(".lit")).toHaveAttribute("title", /^What: \d+\.\d% of the/);
  await expect(first.locator("#spoken")).toHaveText(/^Most attention: generous \d+/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(errors).toEqual([]);
});

test("a text that is too long for one go is shown as far as it goes, and that is said", async ({
  page,
}) => {
  await page.goto("./examples/blog.html");
  const first = page.locator("wordlight-text").first();
  await expect(first.locator(".prediction")).toHaveText(/^positive /);
  await first.evaluate((element) => {
    (element as HTMLElement & { text: string }).text = "A dreadful film. ".repeat(10_000);
  });
  await expect(first.locator(".problem")).toContainText("more are not");
  await expect(first.locator(".prediction")).toHaveText(/^negative /);
  const length = await first.evaluate(
    (element) => (element as HTMLElement & { text: string }).text.length,
  );
  expect(length).toBeLessThanOrEqual(60_000);
  expect(length).toBeGreaterThan(59_000);
});

const elsewhere = test.extend({ alsoAsked: "blog.example" });

elsewhere(
  "on another host than its script, with a model of one's own and a strict policy",
  async ({ page, baseURL }) => {
    const errors = problems(page);
    const cors = { "access-control-allow-origin": "*" };
    const own = new URL(baseURL as string).origin;
    await page.route("**/element/**", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), ...cors } });
    });
    const policy = `default-src 'none'; script-src ${own} 'wasm-unsafe-eval'; connect-src 'self' ${own}; worker-src blob:; require-trusted-types-for 'script'; trusted-types wordlight`;
    await page.route("http://blog.example/**", (route) => {
      const name = route.request().url().split("/").at(-1) ?? "";
      if (name === "missing.keras") return route.fulfill({ status: 404 });
      if (/\.(keras|json)$/.test(name)) {
        return route.fulfill({ path: join(FIXTURES, "k3-seq-self-additive-keras", name) });
      }
      const files = 'model="model.keras" tokenizer="tokenizer.json"';
      return route.fulfill({
        contentType: "text/html",
        headers: { "content-security-policy": policy },
        body: `<!doctype html><html lang="en"><title>Blog</title>
        <script type="module" src="${baseURL}element/wordlight-text.js"></script>
        <wordlight-text ${files} labels="bad, good">the music
          was good</wordlight-text>
        <wordlight-text id="plain" plain ${files}>the music was good</wordlight-text>
        <wordlight-text id="missing" model="missing.keras">lost</wordlight-text>`,
      });
    });
    await page.goto("http://blog.example/post");
    const text = page.locator("wordlight-text").first();
    await expect(text.locator(".prediction")).toHaveText(/^(bad|good) \d/);
    // White space is folded, as everywhere in HTML.
    await expect(text.locator(".lit")).toHaveText("the music was good");
    await expect(page.locator("#plain .prediction")).toHaveText("");
    const missing = page.locator("#missing");
    await expect(missing.locator(".problem")).toHaveText(
      "http://blog.example/missing.keras could not be fetched. " +
        "The address may be wrong, or its host may not allow other sites to read it (CORS).",
    );
    await expect(missing.locator(".lit")).toHaveText("lost");
    // A new address, and all is well.
    await missing.evaluate((element) => {
      element.setAttribute("model", "model.keras");
      element.setAttribute("tokenizer", "tokenizer.json");
      element.textContent = "the music was good";
    });
    await expect(missing.locator(".prediction")).not.toHaveText("");
    await expect(missing.locator(".problem")).toHaveText("");
    expect(errors.filter((error) => !error.includes("404"))).toEqual([]);
  },
);

test("a text that a script set stays, and a model that fails leaves no worker behind", async ({
  page,
}) => {
  await page.route("**/examples/early.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><html lang="en"><title>Early</title>
        <script type="module" src="../element/wordlight-text.js"></script>
        <wordlight-text id="early" editable>its content</wordlight-text>
        <script>document.getElementById("early").text = "set early";</script>
        <div id="elsewhere"></div>`,
    }),
  );
  await page.goto("./examples/early.html");
  const early = page.locator("#early");
  await expect(early.locator(".lit")).toHaveText("set early");
  await expect(early.locator(".prediction")).toHaveText(/^(positive|negative) /);
  await early.locator(".lit").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("written here");
  await page.evaluate(() => {
    const elsewhere = document.querySelector("#elsewhere") as HTMLElement;
    elsewhere.append(document.querySelector("#early") as HTMLElement);
    const made = document.createElement("wordlight-text") as HTMLElement & { text: string };
    made.id = "made";
    made.text = "set before it is there";
    made.setAttribute("model", "early.html");
    elsewhere.append(made);
  });
  await expect(early.locator(".lit")).toHaveText("written here");
  const made = page.locator("#made");
  await expect(made.locator(".lit")).toHaveText("set before it is there");
  await expect(made.locator(".problem")).not.toHaveText("");
  await expect.poll(() => page.workers().length).toBe(1);
  // Its content goes on to count once it changes.
  await made.evaluate((element) => {
    element.textContent = "new content";
  });
  await expect(made.locator(".lit")).toHaveText("new content");
});

test("the npm package holds the element with its types", () => {
  const pkg = join(import.meta.dirname, "../../www/pkg");
  const { exports, files } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  expect(files).toContain("element");
  const entry = exports["./element"];
  expect(readFileSync(join(pkg, entry.types), "utf8")).toContain("HTMLElementTagNameMap");
  const script = readFileSync(join(pkg, entry.default), "utf8");
  const addresses = [...script.matchAll(/new URL\(`([^`]+)`,\s*import\.meta\.url\)/g)];
  expect(addresses.map(([, address]) => address)).toContain("../wordlight_bg.wasm");
  for (const [, address] of addresses) readFileSync(join(pkg, "element", address as string));
});
