/**
 * The engine stops: it traps, its memory runs out, it hangs. It is started again with the model, what was
 * asked is answered, the person is told in a sentence, and nothing of theirs is lost.
 */
import { expect, type Page } from "@playwright/test";
import { DEADLY, type Failure, failNext, withFailures } from "./failing";
import { closeToFresh } from "./fresh";
import { drop, fixture, open, textOf, wordsIn, write } from "./page";
import { test } from "./watched";

const FAILURES: Failure[] = ["trap", "memory", "hang"];
const TEXT = "A splendid story with a weak ending. Not a bad film at all, and never boring.";
const RESTARTED = /stopped and was started again; your text and the model are as they were/;

const sentence = (page: Page) => page.locator("#notice .message");

/** The page's own timer, which the watchdog counts, is the test's; the worker's time goes on as it is. */
async function openFailing(page: Page): Promise<void> {
  await page.clock.install();
  await withFailures(page);
  await open(page);
  await write(page, TEXT);
  await expect.poll(() => wordsIn(page, "attention-31")).toHaveLength(1);
}

/** As long as the watchdog waits for a text of some hundred letters, and a little longer. */
const waitLong = (page: Page) => page.clock.runFor(75_000);

/** Until the worker that is there now has given way to another. */
async function restarted(page: Page, failure: Failure, act: () => Promise<unknown>): Promise<void> {
  const gone = new Promise<void>((done) => {
    const { length, [length - 1]: worker } = page.workers();
    worker?.once("close", () => done());
  });
  await act();
  if (failure === "hang") await waitLong(page);
  await gone;
}

/** `make soak` has ten of each kind, and not only ten in all. */
const IN_A_ROW: Record<string, (time: number) => Failure> = {
  "of all kinds": (time) => FAILURES[time % FAILURES.length] ?? "trap",
  ...(process.env.SOAK === "1" && {
    "that trap": () => "trap",
    "without memory": () => "memory",
    "that hang": () => "hang",
  }),
};

for (const [kind, failureAt] of Object.entries(IN_A_ROW)) {
  test(`ten failures in a row are survived: those ${kind}`, async ({ page }) => {
    await openFailing(page);
    await page.locator("#text").click();
    await page.keyboard.press("ControlOrMeta+End");
    for (let time = 1; time <= 10; time++) {
      const failure = failureAt(time);
      await failNext(page, failure);
      await restarted(page, failure, () => page.keyboard.insertText(` word${time} good`));
      await expect(sentence(page)).toHaveText(RESTARTED);
      await expect.poll(() => closeToFresh(page)).toBe(true);
      await page.locator("#notice .close").click();
      await page.locator("#text").focus();
    }
    expect(page.workers()).toHaveLength(1);
    const words = Array.from({ length: 10 }, (_, index) => ` word${index + 1} good`);
    expect(await textOf(page)).toBe(TEXT + words.join(""));
    await page.keyboard.type(" and dreadful.");
    await expect.poll(() => closeToFresh(page)).toBe(true);
  });
}

const TWICE: Failure[] = process.env.SOAK === "1" ? FAILURES : ["trap", "hang"];

for (const failure of TWICE) {
  test(`${failure}: a text that stops the engine twice is not read again until it changes`, async ({
    page,
  }) => {
    await openFailing(page);
    let started = 0;
    page.on("worker", () => started++);
    await page.locator("#text").click();
    await page.keyboard.press("ControlOrMeta+End");
    await restarted(page, failure, () => page.keyboard.insertText(DEADLY[failure]));
    if (failure === "hang") {
      await expect(sentence(page)).toHaveText(RESTARTED);
      await waitLong(page);
      await expect.poll(() => started).toBe(2);
    }
    await expect(sentence(page)).toHaveText("The engine stopped on this text twice.");
    await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
    await expect.poll(() => textOf(page)).toBe(TEXT + DEADLY[failure]);
    // Not for anybody else either.
    await page.locator("#tab-words").click();
    await waitLong(page);
    expect(started).toBe(2);
    await page.locator("#text").focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Backspace");
    await expect.poll(() => closeToFresh(page)).toBe(true);
    await expect(page.locator("#notice .sheet")).toHaveCount(0);
    // Typed anew, it is known.
    await page.keyboard.insertText(DEADLY[failure]);
    await expect(sentence(page)).toHaveText("The engine stopped on this text twice.");
    expect(started).toBe(2);
  });
}

test("text, selection, left-out words, settings, panel and comparison are as they were", async ({
  page,
}) => {
  await openFailing(page);
  const files = ["model.keras", "tokenizer.json"].map((name) =>
    fixture("k3-own-length-mask-keras", name),
  );
  await drop(page, files);
  await expect(page.locator("#model .name")).toHaveText("model");
  await page.locator("#model summary", { hasText: "What was recognised" }).click();
  await page.locator("#maxlen").fill("9");
  await page.locator("#maxlen").press("Enter");
  await expect.poll(async () => (await wordsIn(page, "truncated")).length).toBeGreaterThan(0);
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.locator("#leave-out").click();
  await expect.poll(() => wordsIn(page, "left-out")).toHaveLength(1);
  await page.locator("#tab-compare").click();
  await page.locator("#text-beside").click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText("Other words. ");
  const seen = async () => ({
    text: await textOf(page),
    beside: await page.locator("#text-beside").evaluate((box) => (box as HTMLElement).innerText),
    selection: await page.evaluate(() => String(getSelection())),
    leftOut: await wordsIn(page, "left-out"),
    cut: await wordsIn(page, "truncated"),
    maxlen: await page.locator("#maxlen").inputValue(),
    panel: await page.locator("[role=tab][aria-selected=true]").getAttribute("id"),
    name: await page.locator("#model .name").textContent(),
    prediction: await page.locator("#prediction .number").allTextContents(),
  });
  /** Blanks change nothing that is read. */
  const typeAndSelect = async () => {
    await page.locator("#text").focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type(" ");
    for (let letter = 0; letter < 5; letter++) await page.keyboard.press("Shift+ArrowRight");
  };
  await typeAndSelect();
  const before = await seen();
  expect(before).toMatchObject({
    selection: "A spl",
    maxlen: "9",
    panel: "tab-compare",
  });
  for (const failure of FAILURES) {
    await failNext(page, failure);
    await restarted(page, failure, typeAndSelect);
    await expect(sentence(page)).toHaveText(RESTARTED);
    before.text = ` ${before.text}`;
    before.selection = before.text.slice(1, 6);
    await expect.poll(seen).toEqual(before);
    await page.locator("#notice .close").click();
  }
});

test("files that stop the engine leave the model that was there", async ({ page }) => {
  await openFailing(page);
  const name = await page.locator("#model .name").textContent();
  const files = ["model.keras", "tokenizer.json"].map((file) =>
    fixture("k3-awc-bilstm-sequential-keras", file),
  );
  await failNext(page, "memory");
  await restarted(page, "memory", () => drop(page, files));
  await expect(sentence(page)).toHaveText("The engine stopped while it read these files.");
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
  await expect(page.locator("#model .name")).toHaveText(name ?? "");
  await page.locator("#text").click();
  await page.keyboard.type("Oh! ");
  await expect.poll(() => closeToFresh(page)).toBe(true);
  // The same files, now that there is memory for them.
  await drop(page, files);
  await expect(page.locator("#model .name")).toHaveText("model");
  await expect.poll(() => closeToFresh(page)).toBe(true);
});

test("a question of a panel that hangs is answered by the next engine, what waited behind it too", async ({
  page,
}) => {
  await openFailing(page);
  // The engine is asked for the time only where a text is read, and so hangs behind the panel's question.
  await failNext(page, "hang");
  await restarted(page, "hang", async () => {
    await page.locator("#text").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" Yes");
    await page.locator("#tab-steps").click();
    await page.clock.runFor(1000);
  });
  await expect(page.locator("wordlight-panel-steps .stage").first()).toBeVisible();
  await expect.poll(() => closeToFresh(page)).toBe(true);
});

test("the second engine of a comparison comes back likewise", async ({ page }) => {
  await openFailing(page);
  await page.locator("#tab-compare").click();
  await page.locator("input[name=compared][value=models]").check();
  await page.locator("[data-beside=goemotions]").click();
  await expect.poll(() => page.workers()).toHaveLength(2);
  const [first, second] = page.workers();
  if (first === undefined || second === undefined) throw new Error("no two workers");
  const both = page.getByTestId("two-predictions");
  await expect(both.locator("li").first()).toBeVisible();
  for (const failure of FAILURES) {
    const worker = page.workers().find((one) => one !== first);
    await worker?.evaluate((how) => {
      (globalThis as unknown as { failure: string }).failure = how;
    }, failure);
    const gone = new Promise((done) => worker?.once("close", done));
    await page.locator("#text").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText(` ${failure}`);
    if (failure === "hang") await waitLong(page);
    await gone;
    await expect(sentence(page)).toHaveText(/^The second engine stopped and was started again/);
    await page.locator("#notice .close").click();
  }
  expect(page.workers()).toContain(first);
  const after = (await both.textContent()) ?? "";
  // As from a page where nothing ever failed.
  await page.locator("#tab-compare").click();
  await page.locator("#tab-compare").click();
  await expect(both).toHaveText(after);
  expect(page.workers()).toHaveLength(2);
});

test("a machine that slept, or a tab that was frozen, is no engine that hangs", async ({
  page,
}) => {
  await openFailing(page);
  const [worker] = page.workers();
  // An answer that takes a while of the real time.
  await worker?.evaluate(() => {
    const now = performance.now.bind(performance);
    let end = 0;
    performance.now = () => {
      end ||= now() + 2000;
      while (now() < end);
      return now();
    };
  });
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" Yes");
  // Hours pass at once: each timer is due once at most.
  for (let time = 0; time < 5; time++) await page.clock.fastForward("08:00:00");
  await expect.poll(() => closeToFresh(page)).toBe(true);
  expect(page.workers()).toEqual([worker]);
  await expect(page.locator("#notice .sheet")).toHaveCount(0);
});
