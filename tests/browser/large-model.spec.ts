/**
 * Models as large as people's own are: read, kept and opened again beside the page, which has no piece
 * of them in its own hands that would stop it. `make soak` does the same with files that Keras wrote.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { open, write } from "./page";
import { test } from "./watched";

/** Embedding → Attention → mean → Dense, as TensorFlow.js has it: of that any size can be written here. */
const WORDS = 125_000;
const WIDTH = 100;

interface Record {
  /** Bytes that the page itself asked for at once. */
  read: number;
  /** Bytes that it handed to a worker by copying them. */
  copied: number;
}

/** What the page takes into its own hands, at most. */
async function watched(page: Page): Promise<() => Promise<Record>> {
  await page.addInitScript(() => {
    const record = { read: 0, copied: 0 };
    (window as unknown as { record: Record }).record = record;
    for (const name of ["arrayBuffer", "text"] as const) {
      const read = Blob.prototype[name] as () => Promise<never>;
      Blob.prototype[name] = function (this: Blob) {
        record.read = Math.max(record.read, this.size);
        return read.call(this);
      };
    }
    type Post = (message: unknown, transfer?: Transferable[]) => void;
    const post = Worker.prototype.postMessage as Post;
    const watching: Post = function (this: Worker, message, transfer = []) {
      const { params } = message as { params?: { files?: { content: unknown }[] } | null };
      for (const { content } of params?.files ?? []) {
        if (content instanceof ArrayBuffer && !transfer.includes(content)) {
          record.copied = Math.max(record.copied, content.byteLength);
        }
      }
      post.call(this, message, transfer);
    };
    Object.assign(Worker.prototype, { postMessage: watching });
  });
  return () => page.evaluate(() => (window as unknown as { record: Record }).record);
}

/** Drops a model of some 50 MB. */
const dropLarge = (page: Page) =>
  page.evaluate(
    ({ words, width }) => {
      const layer = (class_name: string, name: string, config: object, from: string[]) => ({
        class_name,
        name,
        config: { name, ...config },
        inbound_nodes: from.length === 0 ? [] : [from.map((one) => [one, 0, 0, {}])],
      });
      const layers = [
        layer("InputLayer", "text", { batch_input_shape: [null, null], dtype: "float32" }, []),
        layer("Embedding", "embedding", { input_dim: words + 1, output_dim: width }, ["text"]),
        layer("Attention", "attention", { use_scale: false }, ["embedding", "embedding"]),
        layer("GlobalAveragePooling1D", "mean", {}, ["attention"]),
        layer("Dense", "dense", { units: 2, activation: "softmax" }, ["mean"]),
      ];
      const weights = [
        { name: "embedding/embeddings", shape: [words + 1, width], dtype: "float32" },
        { name: "dense/kernel", shape: [width, 2], dtype: "float32" },
        { name: "dense/bias", shape: [2], dtype: "float32" },
      ];
      const count = (words + 1) * width + width * 2 + 2;
      const numbers = new Float32Array(count);
      for (let at = 0; at < count; at++) numbers[at] = (((at * 7919) % 1999) - 999) / 4000;
      const model = {
        format: "layers-model",
        modelTopology: {
          keras_version: "2.15.0",
          model_config: {
            class_name: "Functional",
            config: {
              name: "model",
              layers,
              input_layers: [["text", 0, 0]],
              output_layers: [["dense", 0, 0]],
            },
          },
        },
        weightsManifest: [{ paths: ["weights.bin"], weights }],
      };
      const index = Object.fromEntries(
        Array.from({ length: words }, (_, at) => [`w${at.toString(36)}`, at + 1]),
      );
      const dataTransfer = new DataTransfer();
      for (const [name, content] of [
        ["model.json", JSON.stringify(model)],
        ["weights.bin", numbers],
        ["word_index.json", JSON.stringify(index)],
      ] as const) {
        dataTransfer.items.add(new File([content], name));
      }
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    },
    { words: WORDS, width: WIDTH },
  );

const numbersOf = (page: Page) => page.locator("#prediction .number").allTextContents();

test("a model of 50 MB is read, kept and opened again, and the page has no large piece of it", async ({
  page,
}) => {
  const hands = await watched(page);
  await open(page);
  await dropLarge(page);
  const card = page.locator("#model");
  await expect(card).toContainText("12,500,302");
  await write(page, "w1 w2 wzz wabc");
  await expect(page.locator("#legend")).toContainText("%");
  const before = await numbersOf(page);
  expect(before).toHaveLength(2);
  await page.locator("#tab-keep").click();
  await page.locator("#keep-model").click();
  await expect(page.locator(".kept .size")).toContainText("MB");
  const first = await hands();
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wordlight-opened")))
    .toMatch(/^kept:\d+$/);
  await page.reload();
  await expect(card).toContainText("12,500,302");
  await expect.poll(() => numbersOf(page)).toEqual(before);
  for (const { read, copied } of [first, await hands()]) {
    expect(read).toBeLessThanOrEqual(4 << 20);
    expect(copied).toBe(0);
  }
});

/** `make soak` writes them there: tests/fixtures/large_model.py. */
const folder = join(import.meta.dirname, "../../target/large", process.env.LARGE ?? "none");

test("files of 255 MB that Keras wrote are read while somebody types, and say what Keras says", async ({
  page,
}) => {
  test.skip(!existsSync(join(folder, "expected.json")), "make soak writes the files");
  test.setTimeout(600_000);
  const { text, prediction } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
  const hands = await watched(page);
  await page.addInitScript(() => {
    const record = { longest: 0, slowest: 0 };
    Object.assign(window, { times: record });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        record.longest = Math.max(record.longest, duration);
    }).observe({ type: "longtask" });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        record.slowest = Math.max(record.slowest, duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await open(page);
  await page.locator("#text").click();
  const began = Date.now();
  const files = ["large.keras", "tokenizer.json"].map((name) => join(folder, name));
  await page.locator("#file-input").setInputFiles(files);
  const name = page.locator("#model .name");
  for (let key = 0; (await name.innerText()) !== "large"; key++) {
    await page.keyboard.press(key % 8 === 7 ? "Space" : "a");
    await page.waitForTimeout(50);
  }
  const seconds = (Date.now() - began) / 1000;
  const times = await page.evaluate(
    () => (window as unknown as { times: { longest: number; slowest: number } }).times,
  );
  console.log(
    `read in ${seconds.toFixed(1)} s; longest task of the page ${times.longest} ms, slowest answer to a key ${times.slowest} ms`,
  );
  expect((await hands()).copied).toBe(0);
  expect((await hands()).read).toBeLessThanOrEqual(4 << 20);
  await write(page, text);
  await page.locator("#tab-export").click();
  await expect(page.locator("#legend")).toContainText("%");
  const saved = page.waitForEvent("download");
  await page.locator("#export-json").click();
  const analysis = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  expect(analysis.text).toBe(text);
  expect(analysis.prediction).toHaveLength(prediction.length);
  expect(Math.abs(analysis.prediction[0] - prediction[0])).toBeLessThan(1e-5);
});
