/** A host of its own for a test: a copy of dist/ that can be changed, renewed and switched off. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test as base } from "./watched";

export const DIST = join(import.meta.dirname, "../../dist");

export interface Host {
  address: string;
  /** Its copy of dist/. */
  folder: string;
  stop(): Promise<void>;
}

export const test = base.extend<{ host: Host }>({
  host: async ({ browserName: _ }, use, testInfo) => {
    const folder = testInfo.outputPath("dist");
    cpSync(DIST, folder, { recursive: true });
    const server = join(import.meta.dirname, "../../www/scripts/static-server.mjs");
    const child = spawn(process.execPath, [server, folder, "--port", "0", "--base", "/a/b/"]);
    const address = await firstAddress(child);
    const stop = () =>
      new Promise<void>((done) => (child.kill() ? child.on("exit", done) : done()));
    await use({ address, folder, stop });
    child.kill();
  },
});
const firstAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.stdout?.on("data", (text) => {
      const [address] = /http:\/\/localhost:\d+\/\S*/.exec(String(text)) ?? [];
      if (address !== undefined) resolve(address);
    });
  });

/** Until the service worker and the page have kept what they keep. */
export async function everythingKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe("activated");
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("wordlight-model-imdb")))
    .not.toBeNull();
}

/** Puts another version on the host; `whole`: with the service worker that knows it. */
export function renew({ folder }: Host, mark: string, { whole = true } = {}): void {
  const [index, worker] = [join(folder, "index.html"), join(folder, "service-worker.js")];
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const before = readFileSync(index, "utf8");
  const after = before.replace("<title>", `<meta name="mark" content="${mark}"><title>`);
  writeFileSync(index, after);
  const wanted = whole ? hash(after) : hash("what is not there yet");
  const source = readFileSync(worker, "utf8");
  expect(source).toContain(hash(before));
  const version = /(wordlight-page[\s\S]{0,80}?[+`"])([0-9a-f]{16})/;
  expect(source).toMatch(version);
  const renewed = source
    .replace(hash(before), wanted)
    .replace(version, (_, lead: string) => lead + hash(mark).slice(0, 16));
  writeFileSync(worker, renewed);
}

export const mark = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("meta[name=mark]")].map((meta) => meta.getAttribute("content")),
  );
