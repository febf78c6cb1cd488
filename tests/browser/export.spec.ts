/** What leaves the page: pictures that show what the screen shows, and numbers that others can read. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect, type Page } from "@playwright/test";
import { csvText } from "../../www/src/csv";
import { escapeXml } from "../../www/src/export/escape";
import { escapeLatex, latexNeeds, mayBreak } from "../../www/src/export/latex-letters";
import { fileName } from "../../www/src/export/names";
import { directionOf, printable } from "../../www/src/export/picture";
import { boxOf, brightest, lit, open, wordsIn, write } from "./page";
import { test } from "./watched";

/** Everything that some format could trip over. */
const HOSTILE =
  "A wonderful <script>alert(1)</script> film ]]> & \"quoted\" 'it' \\ {x} 100% #1 $5 a_b c^d ~ | -- " +
  "שלום עולם 😀👍🏽 e\u0301 这部电影 \u0001 awful " +
  `${"long".repeat(70)} end`;

async function openPanel(page: Page): Promise<void> {
  await page.locator("#tab-export").click();
  await expect(page.locator("#export-svg")).toBeVisible();
}

async function download(page: Page, id: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`#${id}`).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** What an SVG holds, as the browser shows it in the page, with the page's fonts. */
const measured = (page: Page, svg: string) =>
  page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    const root = document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
    root.setAttribute("width", String(root.viewBox.baseVal.width));
    root.setAttribute("height", String(root.viewBox.baseVal.height));
    document.body.append(root);
    const number = (element: Element, name: string) => Number(element.getAttribute(name));
    const texts = [...root.querySelectorAll<SVGTextContentElement>("[textLength]")].map((run) => {
      const wanted = number(run, "textLength");
      const { x, y, width, height } = (run as unknown as SVGGraphicsElement).getBBox();
      run.removeAttribute("textLength");
      const natural = run.getComputedTextLength();
      return { text: run.textContent ?? "", x, y, width, height, wanted, natural };
    });
    const words = [...root.querySelectorAll("rect.word")].map((rect) => ({
      x: number(rect, "x"),
      y: number(rect, "y"),
      width: number(rect, "width"),
      height: number(rect, "height"),
      fill: rect.getAttribute("fill") ?? "",
    }));
    root.remove();
    return {
      broken: parsed.querySelector("parsererror") !== null,
      forbidden: root.querySelectorAll("foreignObject, script, image, style, [style]").length,
      text: texts.map(({ text }) => text).join(" "),
      texts,
      words,
    };
  }, svg);

/** The page's policy lets no markup be parsed, which is how the tests read what was saved. */
const testOfSaved = test.extend({ bypassCSP: true });

testOfSaved(
  "the SVG shows the words of the screen in the colours of the screen, each on its rectangle",
  async ({ page }) => {
    await open(page);
    await openPanel(page);
    const { name, bytes } = await download(page, "export-svg");
    expect(name).toMatch(/^film-reviews-[a-z-]+\.svg$/);
    const { broken, forbidden, texts, words } = await measured(page, bytes.toString());
    // White as a journal's paper, unless the screen's own is asked for.
    expect(bytes.toString()).toContain('<rect width="100%" height="100%" fill="#ffffff"/>');
    expect(broken).toBe(false);
    expect(forbidden).toBe(0);
    // As wide in the viewer's own font as on the rectangle.
    for (const { text, wanted, natural } of texts)
      expect(Math.abs(wanted - natural), `${text}: ${wanted} ${natural}`).toBeLessThan(2);
    const levels = (await lit(page)).filter(({ name }) => name.startsWith("attention-"));
    const onScreen = await page.evaluate(
      (names) =>
        names.map((one) => {
          const box = document.querySelector("#text") as Element;
          const style = getComputedStyle(box, `::highlight(${one})`);
          return { background: style.backgroundColor, ink: style.color };
        }),
      levels.map(({ name }) => name),
    );
    const hex = (colour: string) =>
      `#${(colour.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
    const screen = levels.flatMap(({ words }, index) =>
      words.map((word) => `${word} ${hex(onScreen[index]?.background ?? "")}`),
    );
    const picture = words.map(({ x, y, width, height, fill }) => {
      const run = texts.find(
        (one) =>
          Math.abs(one.x - x) < 1.5 &&
          Math.abs(one.width - width) < 2 &&
          one.y + one.height / 2 > y &&
          one.y + one.height / 2 < y + height,
      );
      return `${run?.text} ${fill}`;
    });
    expect(screen.length).toBeGreaterThan(20);
    expect(picture.toSorted()).toEqual(screen.toSorted());
  },
);

testOfSaved("hostile text survives in every format, and none of it runs", async ({ page }) => {
  await open(page);
  await write(page, HOSTILE);
  await openPanel(page);
  await expect(page.locator(".preview svg")).toContainText("wonderful");
  const svg = await measured(page, (await download(page, "export-svg")).bytes.toString());
  expect(svg.broken).toBe(false);
  expect(svg.forbidden).toBe(0);
  const whole = svg.text.replaceAll(" ", "");
  for (const part of ["<script>alert(1)</script>", "]]>", "שלום", "😀", "\ufffd", "100%"])
    expect(whole).toContain(part);
  const html = (await download(page, "export-html")).bytes.toString();
  expect(html).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
  );
  const other = await page.context().newPage();
  const ran: string[] = [];
  other.on("dialog", (dialog) => ran.push(dialog.message()));
  await other.setContent(html);
  expect(await other.locator(".text").textContent()).toBe(printable(HOSTILE));
  expect(await other.locator("script, iframe, object, link, img").count()).toBe(0);
  const { violations } = await new AxeBuilder({ page: other }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(ran).toEqual([]);
  await other.close();
  const tex = (await download(page, "export-tex")).bytes.toString();
  expect(tex).toContain("% Engine: XeLaTeX with xeCJK.");
  expect(tex).toContain("\\textless{}");
  const pdf = await PDFDocument.load((await download(page, "export-pdf")).bytes);
  expect(pdf.getPageCount()).toBe(1);
  await expect(page.locator(".export [role=status]")).toContainText("drawn as images");
});

test("PNG and PDF have the size that was asked for", async ({ page }) => {
  await open(page);
  await openPanel(page);
  const sizeOf = async (id: string) => {
    const { bytes } = await download(page, id);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  expect((await sizeOf("export-png2"))[0]).toBe(640);
  expect((await sizeOf("export-png3"))[0]).toBe(960);
  const pdf = await download(page, "export-pdf");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const [sheet] = (await PDFDocument.load(pdf.bytes)).getPages();
  expect(sheet?.getWidth()).toBeCloseTo(3.33 * 72, 1);
  // A slide is 16 : 9, also in the dark, and without what stands below.
  await page.locator("input[name=export-size][value=slide]").check();
  await page.locator("input[name=export-ground][value=dark]").check();
  await page.locator("#export-with-legend").uncheck();
  await page.locator("#export-with-prediction").uncheck();
  expect(await sizeOf("export-png2")).toEqual([2560, 1440]);
  const svg = (await download(page, "export-svg")).bytes.toString();
  expect(svg).not.toContain("negative");
  expect(svg).toMatch(/<rect width="100%" height="100%" fill="#[12]/);
});

test("the numbers: the contract's Analysis, CSV, and what neat-vision reads", async ({ page }) => {
  await open(page);
  await write(page, 'bad, =SUM("a") -1 @home good');
  await expect.poll(async () => (await lit(page)).flatMap(({ words }) => words)).toContain("good");
  await openPanel(page);
  const analysis = JSON.parse((await download(page, "export-json")).bytes.toString());
  expect(Object.keys(analysis).toSorted()).toEqual(
    [
      "attentionLayer",
      "labels",
      "matrix",
      "milliseconds",
      "paddingAttention",
      "prediction",
      "sentences",
      "text",
      "tokens",
    ].toSorted(),
  );
  expect(analysis.tokens[0]).toMatchObject({ text: "bad", start: 0, end: 3, status: "known" });
  const csv = (await download(page, "export-csv")).bytes.toString();
  expect(csv.startsWith("\ufefftoken,text,start,end,id,status,step,sentence,attention")).toBe(true);
  expect(csv.split("\r\n")).toHaveLength(analysis.tokens.length + 2);
  expect(Number(csv.split("\r\n")[1]?.split(",")[8])).toBeCloseTo(analysis.tokens[0].attention, 7);
  const [sample] = JSON.parse((await download(page, "export-neat-vision")).bytes.toString());
  expect(sample.text).toEqual(analysis.tokens.map(({ text }: { text: string }) => text));
  const powers = sample.posterior.map(Math.exp);
  const sum = powers.reduce((total: number, power: number) => total + power, 0);
  expect(powers[1] / sum).toBeCloseTo(analysis.prediction.at(-1), 5);
  expect(sample.label).toBe(sample.prediction);
  const labels = JSON.parse((await download(page, "export-labels")).bytes.toString());
  expect(labels["1"]).toEqual({ name: "positive", desc: "positive" });
});

test("with a word left out, JSON tells what the screen and the CSV tell", async ({ page }) => {
  await open(page);
  await write(page, "bad film good");
  await expect.poll(() => brightest(page)).not.toBe("");
  const word = await boxOf(page, "bad");
  await page.mouse.click(word.x + word.width / 2, word.y + word.height / 2);
  await page.locator("#leave-out").click();
  await expect.poll(() => wordsIn(page, "left-out")).toEqual(["bad"]);
  await openPanel(page);
  const analysis = JSON.parse((await download(page, "export-json")).bytes.toString());
  expect(analysis.text).toBe("bad film good");
  expect(analysis.tokens[0]).toMatchObject({ text: "bad", status: "dropped", attention: null });
  const csv = (await download(page, "export-csv")).bytes.toString().split("\r\n");
  for (const at of [1, 2]) {
    expect(Number(csv[at + 1]?.split(",")[8])).toBeCloseTo(analysis.tokens[at].attention, 7);
  }
});

test("an export of nothing says why, and axe finds nothing", async ({ page }) => {
  await open(page);
  await openPanel(page);
  await expect(page.locator(".preview svg")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include(".panel").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await write(page, "");
  await page.locator("#text").press("Delete");
  await expect(page.locator("#export-missing")).toHaveText(/write something first/);
  await expect(page.locator("#export-svg")).toHaveAttribute("aria-describedby", "export-missing");
  // Not disabled: who presses it is told why nothing comes.
  await page.locator("#export-svg").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".export [role=status]")).toHaveText(/write something first/);
});

/** Compiled by hand with pdfLaTeX and XeLaTeX of TeX Live 2022, and looked at. */
test("LaTeX shows each of its own characters as it is", () => {
  expect(escapeLatex("\\{}$&#%_")).toBe("\\textbackslash{}\\{\\}\\$\\&\\#\\%\\_");
  expect(escapeLatex("^~<>|")).toBe(
    "\\textasciicircum{}\\textasciitilde{}\\textless{}\\textgreater{}\\textbar{}",
  );
  expect(escapeLatex("\"'`")).toBe("\\textquotedbl{}\\textquotesingle{}\\textasciigrave{}");
  // No dash, no low quotation mark, no ¿ of two characters.
  expect(escapeLatex("--,,?`")).toBe("-{}-{},{},{}?{}\\textasciigrave{}");
  expect(escapeLatex("cafe\u0301 – “x”")).toBe("café – “x”");
  expect([
    latexNeeds("Straße, œuvre – “naïve” Łódź €5"),
    latexNeeds("Привет"),
    latexNeeds("ĦŦ"),
    latexNeeds("e\u0323\u0302 😀"),
    latexNeeds("good 好"),
  ]).toEqual(["any", "unicode", "unicode", "unicode", "cjk"]);
  expect([mayBreak("好", "看"), mayBreak("好", "。"), mayBreak("（", "好")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("what no file can hold is replaced one for one; formulas and names are harmless", () => {
  const broken = "a\ud800b\udc00\u0000\u001b\ufffe\n\t😀";
  expect(printable(broken)).toBe("a\ufffdb\ufffd\ufffd\ufffd\ufffd\n\t😀");
  expect(printable(broken)).toHaveLength(broken.length);
  expect(escapeXml('<a b="&">]]>')).toBe("&lt;a b=&quot;&amp;&quot;&gt;]]&gt;");
  expect(["=1+1", "+a", "-1", "@x", "\tx"].map(csvText)).toEqual([
    "'=1+1",
    "'+a",
    "'-1",
    "'@x",
    "'\tx",
  ]);
  expect(csvText('say "a, b"')).toBe('"say ""a, b"""');
  expect(fileName("../../etc/passwd", "a/b\\c: <d>?", "svg")).toBe("etc-passwd-a-b-c-d.svg");
  expect(fileName("", "…", "csv")).toBe("wordlight.csv");
  expect(fileName("con", "", "csv")).toBe("wordlight-con.csv");
  expect([directionOf("12 שלום abc"), directionOf("abc שלום")]).toEqual(["rtl", "ltr"]);
});
