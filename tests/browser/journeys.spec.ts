/** What people do on the page, in Firefox and WebKit; the other tests do it in Chromium. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "@playwright/test";
import { type Driver, firefox, webkit } from "./drivers";
import { fixture } from "./page";
import { test } from "./watched";

/** Programs are named by `make test-browser`; there is none where one could not be installed. */
const BROWSERS = [
  { name: "Firefox", start: firefox, program: process.env.FIREFOX },
  { name: "WebKit", start: webkit, program: process.env.WEBKIT_DRIVER },
];

// WebKit takes its time to compile the engine, where others are at work too.
const patient = expect.configure({ timeout: 60_000 });

const DELETE_ALL = "\ue003";

const wordsIn = (driver: Driver, name: string): Promise<string[]> =>
  driver.run(
    (wanted) => [...(CSS.highlights.get(wanted) ?? [])].map((range) => (range as Range).toString()),
    name,
  );
const brightest = async (driver: Driver) => (await wordsIn(driver, "attention-31"))[0] ?? "";
/** What the page says for itself is part of the failure, if it fails. */
const isLit = (driver: Driver) =>
  patient
    .poll(async () => (await brightest(driver)) || (await textOf(driver, "html")))
    .toMatch(/^\S+$/);
const textOf = (driver: Driver, selector: string): Promise<string> =>
  driver.run(
    (wanted) => (document.querySelector(wanted) as HTMLElement)?.innerText ?? "",
    selector,
  );
const press = (driver: Driver, selector: string): Promise<void> =>
  driver.run((wanted) => (document.querySelector(wanted) as HTMLElement).click(), selector);

/** The middle of a word, or the end of the text. */
const placeOf = (driver: Driver, word: string): Promise<{ x: number; y: number }> =>
  driver.run((wanted) => {
    const box = document.querySelector("#text") as HTMLElement;
    box.scrollIntoView({ block: "center" });
    const node = [...box.childNodes].find((child) => child.textContent?.includes(wanted)) as Text;
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(wanted));
    range.setEnd(node, node.data.indexOf(wanted) + wanted.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, word);

/** Through the events of a real drop. */
function drop(driver: Driver, files: { name: string; buffer: Buffer }[]): Promise<void> {
  const content = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  return driver.run((list) => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    }
  }, content);
}

/** What the page hands to the browser to be saved: its type and its text. */
const saved = (driver: Driver, button: string): Promise<string> =>
  driver.run(async (wanted) => {
    const create = URL.createObjectURL;
    const keepHere = (event: Event) => event.preventDefault();
    document.addEventListener("click", keepHere, true);
    const blob = await new Promise<Blob>((resolve) => {
      URL.createObjectURL = (made) => {
        resolve(made as Blob);
        return create.call(URL, made);
      };
      (document.querySelector(wanted) as HTMLElement).click();
    });
    URL.createObjectURL = create;
    setTimeout(() => document.removeEventListener("click", keepHere, true));
    return `${blob.type} ${await blob.text()}`;
  }, button);

/** What the browser stops, by its own account, when a script tries to get markup in and words out. */
async function stopped(driver: Driver): Promise<string[]> {
  await driver.run(() => {
    const marked = window as unknown as { stopped: string[] };
    marked.stopped = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      marked.stopped.push(effectiveDirective);
    });
    const attempts = [
      () => {
        document.createElement("div").innerHTML = "<b>bold</b>";
      },
      () => new Worker("other.js"),
      () => fetch("http://127.0.0.1:9/").catch(() => undefined),
    ];
    for (const attempt of attempts) {
      // Not from the driver's own call, to which browsers allow more.
      setTimeout(() => {
        try {
          attempt();
        } catch {
          // Told by the event.
        }
      });
    }
  });
  const told = () => driver.run(() => (window as unknown as { stopped: string[] }).stopped);
  await patient.poll(async () => (await told()).length).toBeGreaterThanOrEqual(3);
  return told();
}

for (const { name, start, program } of BROWSERS) {
  test(`${name}: open, type, ask, leave out, compare, export, come back, change language and model`, async ({
    baseURL,
  }, testInfo) => {
    test.setTimeout(240_000);
    // CI installs both; elsewhere a person may have no way to.
    test.skip(program === undefined && process.env.CI !== "true", `there is no ${name} here`);
    const driver = await start(program ?? name, testInfo.outputPath("profile"));
    try {
      await driver.open(baseURL as string);
      await isLit(driver);
      expect(await textOf(driver, "#prediction .winner .label")).toMatch(/negative|positive/);
      const types = "require-trusted-types-for";
      expect((await stopped(driver)).toSorted()).toEqual(["connect-src", types, types]);

      await driver.point(await placeOf(driver, "story"), true);
      await driver.run(() =>
        getSelection()?.selectAllChildren(document.querySelector("#text") as Node),
      );
      await driver.type(`${DELETE_ALL}Such a wonderful film`);
      await patient.poll(() => textOf(driver, "#text")).toBe("Such a wonderful film");
      await patient.poll(() => brightest(driver)).toBe("wonderful");

      await driver.point(await placeOf(driver, "film"));
      await patient.poll(() => textOf(driver, "#word .word")).toBe("film");

      const lit = await wordsIn(driver, "attention-31");
      await press(driver, "input[name=scale][value=share]");
      await patient.poll(() => wordsIn(driver, "attention-31")).not.toEqual(lit);
      await press(driver, "input[name=scale][value=strongest]");

      await press(driver, "#leave-out");
      await patient.poll(() => textOf(driver, "#trials")).toContain("film");
      await press(driver, "#put-back");
      await patient.poll(() => textOf(driver, "#trials")).toBe("");

      for (const panel of ["words", "model", "steps", "compare", "keep", "export"]) {
        await press(driver, `#tab-${panel}`);
        await patient.poll(() => textOf(driver, `wordlight-panel-${panel}`)).toMatch(/\S/);
      }
      await patient.poll(() => textOf(driver, "wordlight-panel-export .preview")).toContain("film");
      expect(await saved(driver, "#export-svg")).toMatch(/^image\/svg\+xml .*<svg.*wonderful/s);
      expect(await saved(driver, "#export-pdf")).toMatch(/^application\/pdf %PDF-/);
      await press(driver, "#tab-export");

      // The text is there again on another day.
      await driver.open(baseURL as string);
      await patient.poll(() => textOf(driver, "#text")).toBe("Such a wonderful film");
      await patient.poll(() => brightest(driver)).toBe("wonderful");

      await press(driver, "wordlight-language button:last-of-type");
      await patient.poll(() => driver.run(() => document.documentElement.lang)).toBe("zh-Hans");
      await patient.poll(() => textOf(driver, "#prediction")).toContain("预测");
      await press(driver, "wordlight-language button:first-of-type");

      const folder = "k3-seq-self-additive-keras";
      await drop(driver, [fixture(folder, "model.keras"), fixture(folder, "tokenizer.json")]);
      await patient.poll(() => textOf(driver, "#model .name")).toBe("model");
      await expect
        .poll(() => driver.run(() => document.querySelector("#notice .error")))
        .toBeNull();

      // It comes with the first reading.
      await patient
        .poll(() => driver.run(() => document.querySelector("#tab-matrix")))
        .not.toBeNull();
      await press(driver, "#tab-matrix");
      await patient.poll(() => textOf(driver, "wordlight-panel-matrix .pairs")).toContain("→");

      await driver.open(`${baseURL}examples/blog.html`);
      await patient.poll(() => brightest(driver)).toBe("generous");

      // The same page as one file, without a server.
      await driver.open(pathToFileURL(join(import.meta.dirname, "../../dist/wordlight.html")).href);
      await isLit(driver);
    } finally {
      await driver.close();
    }
  });
}
