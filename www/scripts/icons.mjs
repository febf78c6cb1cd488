// node www/scripts/icons.mjs: draws the icons of www/public/ from icon.svg, with
// the Chromium that the tests drive. They are committed; run it when the drawing changes.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const folder = join(import.meta.dirname, "../public");
const drawing = readFileSync(join(folder, "icon.svg"), "utf8");
const ground = /<rect[^>]*fill="(#\w+)"/.exec(drawing)[1];

/** Systems cut a maskable icon to a shape of theirs: all that matters is in the middle. */
const ICONS = [
  { name: "icon-192.png", size: 192, scale: 1, ground: "transparent" },
  { name: "icon-512.png", size: 512, scale: 1, ground: "transparent" },
  { name: "icon-maskable-512.png", size: 512, scale: 0.8, ground },
  { name: "apple-touch-icon.png", size: 180, scale: 0.92, ground },
];

const executablePath = execFileSync(join(import.meta.dirname, "chromium.sh"), { encoding: "utf8" });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: executablePath.trim(), args });
for (const { name, size, scale, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inner = size * scale;
  await page.setContent(
    `<style>body { margin: 0; block-size: 100vh; display: grid; place-content: center; background: ${ground} }
     svg { display: block; inline-size: ${inner}px; block-size: ${inner}px }</style>${drawing}`,
  );
  writeFileSync(join(folder, name), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
