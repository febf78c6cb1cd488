// What the measurements of the page share: a server for dist/, a browser, figures.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { FLAGS } from "./flags.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { chromium } = createRequire(at("../www/package.json"))("@playwright/test");

/** A new browser with a new profile: nothing is cached, nothing is compiled. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...FLAGS],
  });

/** Serves a folder as any static host would. */
export async function serve(folder = at("../dist")) {
  const server = spawn(
    process.execPath,
    [at("../www/scripts/static-server.mjs"), folder, "--port", "0"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const address = await new Promise((resolve, reject) => {
    server.once("exit", () => reject(new Error("the server did not start")));
    server.stdout.on("data", (line) => {
      const found = /http:\/\/\S+/.exec(String(line));
      if (found !== null) resolve(found[0]);
    });
  });
  return { address, close: () => server.kill() };
}

export const milliseconds = (value) =>
  Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export function machine(browser) {
  const model = cpus()[0]?.model ?? "unknown processor";
  return `Chromium ${browser.version()}, headless, no GPU; Node ${process.version}; ${cpus().length} × ${model}`;
}

/** Film reviews as they are on the page, repeated up to this many words, in paragraphs or not. */
export function reviews(words, { paragraphs = false } = {}) {
  const examples = JSON.parse(readFileSync(at("../www/models/imdb/examples.json"), "utf8"));
  const all = examples.flatMap(({ text }) => text.split(/\s+/));
  const taken = Array.from({ length: words }, (_, index) => all[index % all.length]);
  if (!paragraphs) return taken.join(" ");
  return taken
    .map((word, index) => word + (index % 120 === 119 ? "\n" : " "))
    .join("")
    .trim();
}
