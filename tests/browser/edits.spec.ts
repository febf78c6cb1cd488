/**
 * Edits at random, with real keys, clipboard, undo, input method and mouse. After each the page's numbers
 * are those of a full run to 1e-6, and its light lies on the words. `STEPS=2000 SEED=1` makes more.
 */
import { expect } from "@playwright/test";
import { closeToFresh, litOnWords } from "./fresh";
import { Hand } from "./hand";
import { open, write } from "./page";
import { test } from "./watched";

// Chromium drops words with their style, which the policy stops, as it should: that is no fault here.
test.use({ isWatched: false });

const STEPS = Number(process.env.STEPS ?? 20);
const SEED = Number(process.env.SEED ?? 1);

/** Bundled models by their names, others by their fixtures. */
const MODELS = ["imdb", "imdb-stars", ...(process.env.STEPS ? ["goemotions", "zh-reviews"] : [])];

for (const [index, model] of MODELS.entries()) {
  test(`${STEPS} random edits under ${model}: each answered as a full run answers`, async ({
    page,
  }) => {
    test.setTimeout(60_000 + STEPS * 3000);
    await open(page);
    if (model !== "imdb") {
      await page.locator(`[data-model=${model}]`).click();
      await expect(page.locator(`[data-model=${model}]`)).toHaveAttribute("aria-current", "true");
    }
    await write(
      page,
      "A splendid story with a weak ending. Not a bad film at all, and never boring.",
    );
    const hand = await Hand.at(page, SEED * 1000 + index, 600);
    const done: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      done.push(await hand.step());
      const tail = () => `step ${step}: ${done.slice(-5).join(", ")}`;
      expect(await litOnWords(page), tail()).toBe(true);
      expect(await closeToFresh(page), tail()).toBe(true);
    }
    const kinds = new Set(done);
    console.log(`${model}: ${done.length} steps of ${kinds.size} kinds`);
    await expect(page.locator("#notice .sheet")).toHaveCount(0);
  });
}
