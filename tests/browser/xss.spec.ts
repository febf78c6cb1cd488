/**
 * Markup through every way in. The policy that would stop it is switched off here, so whatever became an
 * element would run; and no element may come of it, whether it runs or not.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { drop, droppedFile, fixture, open, openEveryPanel, write } from "./page";
import { test } from "./watched";

test.use({ bypassCSP: true });

/** Without a slash or a quotation mark, for names that may have none. */
const SHORT = "<img data-hostile src=x onerror=ran(1)>";
const LONG = `"'></textarea></title></style>${SHORT}<svg data-hostile onload=ran(2)></svg><script data-hostile>ran(3)</script><a data-hostile href="javascript:ran(4)">\${ran(5)}{{ran(6)}}<!--`;
const PROTOTYPES = '"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}';

/** Notes, in every page of the context, whether anything of it ran. */
async function listen(context: BrowserContext): Promise<string[]> {
  const ran: string[] = [];
  await context.exposeFunction("ran", (what: unknown) => {
    ran.push(String(what));
  });
  return ran;
}

/** Elements of it, in shadow trees too; and what it left on every object. */
const traces = (page: Page) =>
  page.evaluate(() => {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((element) => [
        element,
        ...(element.shadowRoot === null ? [] : within(element.shadowRoot)),
      ]);
    const all = within(document);
    return {
      elements: all.filter((one) => one.hasAttribute("data-hostile")).map((one) => one.outerHTML),
      handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => /^on/.test(name)),
      links: all.filter((one) => /^(java|vb)script:/i.test(one.getAttribute("href") ?? "")).length,
      polluted: ({} as { polluted?: number }).polluted ?? null,
    };
  });

async function expectHarmless(page: Page, ran: string[], where: string): Promise<void> {
  const none = { elements: [], handlers: [], links: 0, polluted: null };
  expect(await traces(page), where).toEqual(none);
  expect(ran, where).toEqual([]);
}

test("the markup is real: as HTML it runs", async ({ page, context }) => {
  const ran = await listen(context);
  await page.goto("./NOTICE.md");
  await page.evaluate((markup) => {
    document.body.innerHTML = markup;
  }, LONG);
  await expect.poll(() => ran).toContain("1");
  expect((await traces(page)).elements.length).toBeGreaterThan(2);
  expect((await traces(page)).links).toBe(1);
});

const CLASSES = [`${LONG} one`, `${SHORT} two`];
const inFixture = (name: string): Buffer => fixture("k2-layers-tfjs", name).buffer;

/** A model whose layers, classes, words and files are all called so. */
function hostileModel() {
  const rename = (json: string): string =>
    ["attention", "bidirectional", "embedding", "prediction"].reduce(
      (text, name) =>
        text
          .replaceAll(`"${name}"`, JSON.stringify(`${SHORT} ${name}`))
          .replaceAll(`"${name}/`, `${JSON.stringify(`${SHORT} ${name}`).slice(0, -1)}/`),
      json,
    );
  const words = JSON.parse(inFixture("word_index.json").toString());
  const { film: _, ...others } = words;
  return [
    droppedFile(`${SHORT} model.json`, rename(inFixture("model.json").toString())),
    droppedFile("group1-shard1of1.bin", inFixture("group1-shard1of1.bin")),
    droppedFile("word_index.json", JSON.stringify({ ...others, [SHORT]: 6 })),
    droppedFile("labels.json", JSON.stringify(CLASSES)),
  ];
}

test("names of files, layers, classes and words, and the text itself, are shown as text", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const ran = await listen(context);
  await open(page);
  await drop(page, hostileModel());
  await expect(page.locator("#model .name")).toContainText(SHORT);
  await expect(page.locator("#prediction .label").first()).toContainText("data-hostile");
  await write(page, `good film. ${LONG} A dull ending.`);
  await expect(page.locator("#text")).toContainText("<script data-hostile>ran(3)</script>");
  await page.locator("#model > details > summary").click();
  await expect(page.locator("#model")).toContainText(`${SHORT} attention`);
  await expectHarmless(page, ran, "the model's card");
  await openEveryPanel(page);
  await expectHarmless(page, ran, "panels");
  await page.locator("#leave-out").click();
  await expect(page.locator("#trials")).not.toBeEmpty();
  await expectHarmless(page, ran, "words left out");
  await page.locator("#tab-compare").click();
  await expect(page.locator("#text-beside")).toBeVisible();
  await expectHarmless(page, ran, "comparison");
  await page.locator("#tab-keep").click();
  await page.locator("#keep-model").click();
  await expect.poll(() => page.evaluate(() => localStorage["wordlight-opened"])).toMatch(/^kept:/);
  await expect(page.locator("wordlight-kept-models")).toContainText(SHORT);
  await expect(page.locator("wordlight-panel-keep .texts")).toContainText("data-hostile");
  await expectHarmless(page, ran, "kept models and the session's texts");
  await page.reload();
  await expect(page.locator("#model .name")).toContainText(SHORT);
  await expectHarmless(page, ran, "after a reload");
  await page.getByRole("button", { name: "中文", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expectHarmless(page, ran, "another language");
});

test("what is exported runs nothing either, in a browser, a spreadsheet or LaTeX", async ({
  page,
  context,
}, testInfo) => {
  const ran = await listen(context);
  await open(page);
  await drop(page, hostileModel());
  await expect(page.locator("#model .name")).toContainText(SHORT);
  const text =
    `=cmd|'/C calc'!A0 @SUM(1) +1 -2 \t=3 \\input{/etc/passwd} \\write18{id} ^^5cinput{x} ` +
    `\\immediate\\openout \\csname end\\endcsname % $$ }{ \\end{document} good ${LONG}`;
  await write(page, text);
  await page.locator("#tab-export").click();
  await expect(page.locator(".preview svg")).toContainText("passwd");
  await expectHarmless(page, ran, "the preview");
  const save = async (id: string): Promise<string> => {
    const saved = page.waitForEvent("download");
    await page.locator(`#export-${id}`).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^[\p{L}\p{N}-]+(\.[a-z-]+)+$/u);
    const path = testInfo.outputPath(file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };

  for (const id of ["html", "svg"]) {
    const other = await context.newPage();
    await other.goto(pathToFileURL(await save(id)).href);
    await expect(other.locator("body, svg").first()).toContainText("passwd");
    await expectHarmless(other, ran, id);
    expect(await other.locator("script, iframe, object, embed, image, a, form").count()).toBe(0);
    await other.close();
  }

  const tex = readFileSync(await save("tex"), "utf8");
  const body = tex.slice(tex.indexOf("\\begin{document}"));
  // Each of the text's own backslashes, braces and carets is written out.
  expect(body).not.toMatch(/\\(input|write|immediate|openout|csname|endcsname)\b|\^\^/);
  expect(body.match(/\\end\{document\}/g)).toHaveLength(1);
  expect(body).toContain("\\textbackslash{}");

  const csv = readFileSync(await save("csv"), "utf8");
  const cells = csv.split("\r\n").flatMap((row) => row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const formulas = cells.filter(
    (cell) => /^"?[=+@\t-]/.test(cell) && !/^-?[\d.]+(e-?\d+)?$/.test(cell),
  );
  expect(formulas).toEqual([]);

  const analysis = JSON.parse(readFileSync(await save("json"), "utf8"));
  expect(analysis.labels).toEqual(CLASSES);
  JSON.parse(readFileSync(await save("neat-vision"), "utf8"));
});

test("imported JSON, broken files and their errors", async ({ page, context }) => {
  const ran = await listen(context);
  await open(page);
  const sample = { id: LONG, text: [SHORT, LONG, "good"], attention: [0.2, 0.3, 0.5] };
  const more = { label: LONG, prediction: SHORT, posterior: [0.1, 0.9] };
  const given = JSON.stringify([{ ...sample, ...more }]).replace("[{", `[{${PROTOTYPES},`);
  await drop(page, [droppedFile(`${SHORT}.json`, given)]);
  await expect(page.locator(".given")).toContainText(SHORT);
  await expect(page.locator("#text")).toContainText("data-hostile");
  await openEveryPanel(page);
  await expectHarmless(page, ran, "neat-vision");
  await drop(page, [
    droppedFile("labels.json", JSON.stringify({ 0: { name: LONG }, 1: { name: SHORT } })),
  ]);
  await expect(page.locator("#prediction .label").first()).toContainText("data-hostile");
  await expectHarmless(page, ran, "neat-vision's labels");
  await page.getByRole("button", { name: "Close the file" }).click();

  for (const [name, content] of [
    [`${SHORT}.keras`, "no model"],
    [
      `${SHORT}.json`,
      `{${PROTOTYPES}, "class_name": ${JSON.stringify(LONG)}, "config": {"layers": []}}`,
    ],
    ["labels.json", `{${PROTOTYPES}}`],
    [
      "check.json",
      `{"wordlight_check": 1, ${PROTOTYPES}, "layer": ${JSON.stringify(LONG)}, "texts": [{"text": ${JSON.stringify(LONG)}, "ids": [1], "attention": [1], "prediction": [1]}]}`,
    ],
  ] as const) {
    await drop(page, [droppedFile(name, content)]);
    await expect(page.locator("#notice .sheet, .check").first()).toBeVisible();
    await expectHarmless(page, ran, name);
    await page.keyboard.press("Escape");
  }
  await drop(page, [droppedFile(`${SHORT}.keras`, "no model")]);
  await expect(page.locator("#notice .sheet")).toContainText(SHORT);
  await expectHarmless(page, ran, "an error's sentence");
});

test("links and what is kept, written by somebody else", async ({ page, context }) => {
  const ran = await listen(context);
  const value = encodeURIComponent(LONG);
  const names = ["model", "panel", "lang", "scale", "map", "text", "__proto__", "constructor"];
  const link = `./#v=1&${names.map((name) => `${name}=${value}`).join("&")}&${value}=1&__proto__[polluted]=1`;
  await page.goto(link);
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expect(page.locator("#notice .sheet")).toContainText("</title></style><img data-");
  await expect(page.locator("#text")).toContainText("<script data-hostile>");
  await expectHarmless(page, ran, "a link");
  await page.goto("about:blank");
  await page.addInitScript((hostile) => {
    if (location.protocol !== "http:") return;
    for (const name of ["text", "look", "panel", "opened", "language", "theme", "model-imdb"]) {
      localStorage.setItem(`wordlight-${name}`, hostile);
    }
  }, LONG);
  await page.goto("./");
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expect(page.locator("#text")).toContainText("<script data-hostile>");
  await expectHarmless(page, ran, "what is kept");
});

test("attributes and content of <wordlight-text>", async ({ page, context }) => {
  const ran = await listen(context);
  await page.goto("./examples/blog.html");
  await page.evaluate(
    ([long, short]) => {
      for (const [name, value] of [
        ["labels", `${long}, ${short}`],
        ["model", `javascript:ran(7)//${short}`],
        ["labels-file", long],
        ["scale", long],
      ] as const) {
        const element = document.createElement("wordlight-text");
        element.id = `its-${name}`;
        element.setAttribute(name, value);
        element.setAttribute("editable", long);
        element.textContent = long;
        document.querySelector("main")?.prepend(element);
      }
    },
    [LONG, SHORT] as const,
  );
  await expect(page.locator("#its-labels .prediction")).toContainText("data-hostile");
  await expect(page.locator("#its-model .problem")).toContainText("javascript:ran(7)");
  await expect(page.locator("#its-labels-file .problem")).not.toBeEmpty();
  await expect(page.locator("#its-scale .lit")).toContainText("<script data-hostile>");
  await expectHarmless(page, ran, "the element");
});
