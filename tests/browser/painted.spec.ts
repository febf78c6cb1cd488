/** The light as it is painted: the pixels behind words, in a picture of the page. */
import { expect, type Page } from "@playwright/test";
import { levelColours } from "../../www/src/highlight/colours";
import { levelOf, type MapName, type ThemeName } from "../../www/src/highlight/levels";
import { boxOf, lit, open, write } from "./page";
import { test } from "./watched";

/** The colour that most pixels of each box have in a picture of the page: what is behind the letters. */
async function colours(page: Page, boxes: Awaited<ReturnType<typeof boxOf>>[]): Promise<string[]> {
  const picture = (await page.screenshot()).toString("base64");
  // The page's own policy shows no strange pictures.
  const other = await page.context().newPage();
  const found = await other.evaluate(
    async ([base64, all]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(bitmap, 0, 0);
      return all.map(({ x, y, width, height }) => {
        const { data } = context.getImageData(x, y, width, height);
        const counts = new Map<string, number>();
        for (let at = 0; at < data.length; at += 4) {
          const pixel = [...data.subarray(at, at + 3)];
          const name = `#${pixel.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
      });
    },
    [picture, boxes] as const,
  );
  await other.close();
  return found;
}

/** A CSS colour as a picture has it. */
const asPixel = (page: Page, colour: string): Promise<string> =>
  page.evaluate((css) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.fillStyle = css;
    return context.fillStyle;
  }, colour);

async function expectPainted(page: Page, map: MapName, theme: ThemeName): Promise<void> {
  const table = levelColours(map, theme);
  await expect.poll(async () => (await lit(page)).length).toBeGreaterThan(5);
  const wanted: { word: string; colour: string }[] = [];
  for (const { name, words } of await lit(page)) {
    const level = Number(/^attention-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    const { background } = table[level] ?? {};
    // A word that stands in the text twice would be looked for in its first place.
    for (const word of background === undefined ? [] : words.filter(({ length }) => length > 3)) {
      wanted.push({ word, colour: await asPixel(page, background as string) });
    }
  }
  expect(wanted.length).toBeGreaterThan(5);
  expect(new Set(wanted.map(({ colour }) => colour)).size).toBeGreaterThan(3);
  const boxes = await Promise.all(wanted.map(({ word }) => boxOf(page, word)));
  const found = await colours(page, boxes);
  const painted = wanted.map(({ word }, index) => ({ word, colour: found[index] }));
  expect(painted).toEqual(wanted);
}

const TEXT = "A generous, wonderful film; dull music spoils nothing. Superb acting throughout.";

for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`each word has the colour of its level, ${theme}`, async ({ page }) => {
      await open(page);
      await write(page, TEXT);
      await page.locator("h1").hover();
      await page.locator("h1").click();
      await expectPainted(page, "lamp", theme);
    });
  });
}

test("words that get other shares get other colours", async ({ page }) => {
  await open(page);
  await write(page, TEXT);
  await expect.poll(async () => (await lit(page)).length).toBeGreaterThan(5);
  const before = await colours(page, [await boxOf(page, "Superb")]);
  await write(page, "Superb");
  await expect
    .poll(async () => (await colours(page, [await boxOf(page, "Superb")]))[0])
    .toBe(await asPixel(page, levelColours("lamp", "light")[levelOf(1)]?.background ?? ""));
  expect(before).not.toEqual(await colours(page, [await boxOf(page, "Superb")]));
});
