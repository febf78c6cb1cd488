/** Words keep their place while the text around them is edited. */
import { expect } from "@playwright/test";
import { editBetween, shiftSpans } from "../../www/src/highlight/edits";
import { Sight } from "../../www/src/highlight/sight";
import type { Reading } from "../../www/src/reading";
import { test } from "./watched";

test("words that an edit does not touch keep their place, over 20,000 random edits", () => {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const text = (length: number) => Array.from({ length }, () => "ab ,é\n"[random(6)]).join("");
  // Collected and compared once: an `expect` for each would take Playwright minutes.
  const wrong: string[] = [];
  for (let round = 0; round < 20_000; round++) {
    const before = text(random(14));
    const words = [...before.matchAll(/[abé]+/g)];
    const spans = {
      starts: Uint32Array.from(words, ({ index }) => index),
      ends: Uint32Array.from(words, ({ index, 0: word }) => index + word.length),
    };
    const from = random(before.length + 1);
    const to = from + random(before.length - from + 1);
    const after = before.slice(0, from) + text(random(4)) + before.slice(to);
    const edit = editBetween(before, after);
    const inserted = after.slice(edit.start, edit.insertedEnd);
    const rebuilt = before.slice(0, edit.start) + inserted + before.slice(edit.removedEnd);
    if (rebuilt !== after) wrong.push(`${before} → ${after}: rebuilt as ${rebuilt}`);
    const moved = shiftSpans(spans, edit, inserted);
    for (const [index, { 0: word }] of words.entries()) {
      const [start, end] = [moved.starts[index] as number, moved.ends[index] as number];
      if (start > end || end > after.length) wrong.push(`${before} → ${after}: ${start} to ${end}`);
      const untouched =
        (spans.ends[index] as number) < edit.start ||
        (spans.starts[index] as number) > edit.removedEnd;
      if (untouched && after.slice(start, end) !== word) {
        wrong.push(`${before} → ${after}: ${word} became ${after.slice(start, end)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("words that come after a pause are painted too, up to the next measuring", () => {
  const sight = new Sight();
  const box = {} as Element;
  const of = (words: number) => {
    const reading = { columns: { starts: new Uint32Array(words) } } as unknown as Reading;
    return sight.of(box, { text: "", segments: [] }, reading, false);
  };
  // A slow engine: the pause came before the reading of the last words.
  expect(of(1)).toEqual({ first: 0, last: 1 });
  expect(of(4)).toEqual({ first: 0, last: 4 });
  expect(of(2)).toEqual({ first: 0, last: 2 });
  expect(of(9)).toEqual({ first: 0, last: 9 });
  expect(of(40)).toEqual({ first: 0, last: 40 });
});
