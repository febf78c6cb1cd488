/** Dropping files: another model, settings, and every kind of file that cannot be used. */
import { truncateSync, writeFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { brightest, drop, droppedFile, fixture, lit, open, wordsIn, write } from "./page";
import { test } from "./watched";

const BILSTM = "k3-awc-bilstm-sequential-keras";
const model = fixture(BILSTM, "model.keras");
const tokenizer = fixture(BILSTM, "tokenizer.json");
const notice = "#notice .sheet";

test.beforeEach(({ page }) => open(page));

test("a dropped model and tokenizer take over, and the film reviews come back", async ({
  page,
}) => {
  await drop(page, [tokenizer, fixture(BILSTM, "labels.txt"), model]);
  await expect(page.locator("#model .name")).toHaveText("model");
  await page.locator("#model > details > summary").click();
  await expect(page.locator("#model")).toContainText("AttentionWithContext");
  await expect(page.locator("#model tr.attends")).toHaveCount(1);
  await write(page, "The film was lovely and the music fine");
  await expect
    .poll(async () =>
      "The film was lovely and the music fine".split(" ").includes(await brightest(page)),
    )
    .toBe(true);
  await page.getByRole("button", { name: /Film reviews/ }).click();
  await expect(page.locator("#prediction .label").first()).toHaveText(/negative|positive/);
});

test("the two pieces may come one after the other, by the button too", async ({ page }) => {
  await page.locator("#file-input").setInputFiles([model]);
  await expect(page.locator(notice)).toContainText("tokenizer");
  await expect(page.locator("#model .name")).not.toHaveText("model");
  await page.locator("#file-input").setInputFiles([tokenizer]);
  await expect(page.locator("#model .name")).toHaveText("model");
  await expect(page.locator(notice)).toHaveCount(0);
});

test("an .h5 of Keras 2 under a wrong name is told by its bytes", async ({ page }) => {
  const folder = "k2-awc-bilstm-functional-h5";
  const h5 = fixture(folder, "model.h5");
  await drop(page, [{ ...h5, name: "sentiment.keras" }, fixture(folder, "tokenizer.json")]);
  await expect(page.locator("#model .name")).toHaveText("sentiment");
});

test("maxlen and padding can be changed, and cut words are shown as cut", async ({ page }) => {
  await write(page, "one two three four five six seven eight");
  await page.locator("#model > details > summary").click();
  await page.locator("#maxlen").fill("3");
  await page.locator("#maxlen").press("Enter");
  await expect
    .poll(async () => (await wordsIn(page, "truncated")).join(" "))
    .toContain("one two three four five");
  await page.locator("#truncating").selectOption("post");
  await expect
    .poll(async () => (await wordsIn(page, "truncated")).join(" "))
    .toContain("four five six seven eight");
  await expect(page.locator("#legend")).toContainText("cut off");
});

const broken: [string, Parameters<typeof drop>[1], string][] = [
  [
    "random bytes",
    [droppedFile("noise.h5", Buffer.from([0xff, 1, 2, 3, 0xfe])), tokenizer],
    "unrecognised_file",
  ],
  [
    "a truncated .h5",
    [
      droppedFile("cut.h5", fixture("k3-post-padding-h5", "model.h5").buffer.subarray(0, 5000)),
      tokenizer,
    ],
    "damaged_file",
  ],
  [
    "a truncated .keras",
    [droppedFile("cut.keras", model.buffer.subarray(0, 5000)), tokenizer],
    "damaged_file",
  ],
  ["a zip without config.json", [fixture("bad", "no-config.keras"), tokenizer], "not_keras"],
  [
    "weights of a wrong shape",
    [fixture("bad", "wrong-shape-recurrent-kernel.h5"), tokenizer],
    "weight_shape",
  ],
  [
    "a layer that is not supported",
    [fixture("bad", "unknown-layer-capsule.keras"), tokenizer],
    "unsupported_layer",
  ],
  [
    "a tokenizer of another model",
    [model, droppedFile("w.json", '{"the": 1, "sea": 100000}')],
    "token_id_out_of_range",
  ],
];

test("files that cannot be read: a sentence, advice, and the old model goes on", async ({
  page,
}) => {
  for (const [number, [what, files, code]] of broken.entries()) {
    await test.step(what, async () => {
      await drop(page, files);
      await expect(page.locator(`${notice} .code`)).toHaveText(code);
      expect((await page.locator(`${notice} .message`).innerText()).length).toBeGreaterThan(20);
      expect((await page.locator(`${notice} .hint`).innerText()).length).toBeGreaterThan(20);
      await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
      const word = ["wonderful", "terrible"][number % 2] as string;
      await write(page, `still a ${word} film`);
      await expect
        .poll(async () => (await lit(page)).some(({ words }) => words.includes(word)))
        .toBe(true);
      await page.keyboard.press("Escape");
      await expect(page.locator(notice)).toHaveCount(0);
    });
  }
});

test("weights without an architecture are asked for it", async ({ page }) => {
  await drop(page, [fixture("bad", "weights-only.weights.h5"), tokenizer]);
  await expect(page.locator(notice)).toContainText(/architecture/);
});

for (const [what, file, asked] of [
  ["a model without tokenizer", model, /tokenizer/],
  ["a tokenizer without model", tokenizer, /model/],
] as const) {
  test(`${what} is asked for the rest, and the old model goes on`, async ({ page }) => {
    await drop(page, [file]);
    await expect(page.locator(notice)).toContainText(asked);
    await expect(page.locator(`${notice} .code`)).toHaveText(/^missing_(tokenizer|model)$/);
    await write(page, "still a wonderful film");
    await expect
      .poll(async () => (await lit(page)).some(({ words }) => words.includes("wonderful")))
      .toBe(true);
  });
}

test("names and labels of files reach the page as text only", async ({ page }) => {
  const labels = droppedFile("labels.json", '["<img src=x onerror=alert(1)>", "<b>two</b>"]');
  await drop(page, [{ ...model, name: "<img src=x>.keras" }, tokenizer, labels]);
  await expect(page.locator("#prediction .label").nth(1)).toHaveText("<b>two</b>");
  await expect(page.locator("#model .name")).toContainText("<img src=x>");
  await expect(page.locator("main img, #prediction b, #model img")).toHaveCount(0);
});

test("pieces wait through a bad file and a closed notice", async ({ page }) => {
  await drop(page, [model]);
  await expect(page.locator(notice)).toContainText("tokenizer");
  await page.keyboard.press("Escape");
  await drop(page, [droppedFile("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]))]);
  await expect(page.locator(`${notice} .code`)).toHaveText("unrecognised_file");
  await drop(page, [tokenizer]);
  await expect(page.locator("#model .name")).toHaveText("model");
});

test("labels of a wrong number say so, and the model keeps its own", async ({ page }) => {
  await drop(page, [model, tokenizer]);
  await expect(page.locator("#model .name")).toHaveText("model");
  await drop(page, [droppedFile("labels.json", '["one", "two", "three"]')]);
  await expect(page.locator(`${notice} .code`)).toHaveText("invalid_labels");
  await drop(page, [droppedFile("labels.json", '["no", "yes"]')]);
  await expect(page.locator("#prediction .label").nth(1)).toHaveText("yes");
});

test("two models at once are told", async ({ page }) => {
  await drop(page, [{ ...model, name: "a.keras" }, { ...model, name: "b.keras" }, tokenizer]);
  await expect(page.locator(`${notice} .code`)).toHaveText("duplicate_file");
});

test("a large file that changed after it was chosen is told, and the old model goes on", async ({
  page,
}, testInfo) => {
  const path = testInfo.outputPath("large.h5");
  // Above 32 MB a file is not copied.
  writeFileSync(path, Buffer.alloc(33 << 20));
  const input = page.locator("#file-input");
  // Between choosing and reading.
  await input.evaluate((element) => {
    const wait = (event: Event) => event.stopImmediatePropagation();
    element.addEventListener("change", wait, { capture: true });
    element.addEventListener("changed", () => {
      element.removeEventListener("change", wait, { capture: true });
      element.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  await input.setInputFiles(path);
  truncateSync(path, 1000);
  await input.dispatchEvent("changed");
  await expect(page.locator(notice)).toContainText("large.h5 could not be read");
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
});

test("a file of 3 GB is refused with its reason, and nothing of it is read", async ({
  page,
}, testInfo) => {
  const path = testInfo.outputPath("huge.h5");
  // Holes take no room on the disk.
  writeFileSync(path, "");
  truncateSync(path, 3 * 2 ** 30);
  await page.evaluate(() => {
    const record = window as unknown as { loads: number };
    record.loads = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, ...sent: [unknown]) {
      if ((sent[0] as { method?: string }).method === "load") record.loads++;
      post.apply(this, sent);
    };
  });
  await page.locator("#file-input").setInputFiles(path);
  await expect(page.locator(`${notice} .code`)).toHaveText("too_large");
  await expect(page.locator(notice)).toContainText(/huge\.h5.*3,221\.2 MB.*1,073\.7 MB/);
  await expect(page.locator(notice)).toContainText("include_optimizer=False");
  expect(await page.evaluate(() => (window as unknown as { loads: number }).loads)).toBe(0);
  await expect(page.locator("#model .name")).toHaveText("Film reviews");
  await write(page, "still a wonderful film");
  await expect.poll(() => brightest(page)).toBe("wonderful");
});
