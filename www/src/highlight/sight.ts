/**
 * The words that are painted: those in sight and some around them. What a frame costs grows with the
 * words painted, so while somebody types it is little more than what is seen; in a pause it is
 * enough for scrolling to find lit words.
 */
import type { Reading } from "../reading";
import type { TokenWindow } from "./painter";
import type { Segments } from "./segments";
import { covers, windowInSight } from "./window";

/** Box heights around the part in sight: painted, and so near its edge that it is painted anew. */
const MARGINS = {
  resting: { painted: 0.75, needed: 0.25 },
  typing: { painted: 0.05, needed: 0 },
};

/** So many words more or less do not move the part in sight by more than the margin. */
const FEW_WORDS = 8;

export class Sight {
  #painted: TokenWindow = { first: 0, last: 0 };
  /**
   * What was found in sight, with a few words more, how many words there were then, and for whom;
   * null: it never was.
   */
  #measured: { window: TokenWindow; words: number; typing: boolean } | null = null;

  /** What was painted last. */
  get painted(): TokenWindow {
    return this.#painted;
  }

  /** What to paint. Measuring costs a layout of the text: for a few keys what was measured holds. */
  of(box: Element, segments: Segments, reading: Reading, typing: boolean): TokenWindow {
    const words = reading.columns.starts.length;
    let measured = this.#measured;
    if (
      measured === null ||
      measured.typing !== typing ||
      Math.abs(words - measured.words) > FEW_WORDS
    ) {
      const { painted } = MARGINS[typing ? "typing" : "resting"];
      const { first, last } = windowInSight(box, segments, reading, painted);
      measured = { window: { first, last: last + FEW_WORDS }, words, typing };
      this.#measured = measured;
    }
    // Of the words that are there now: a text that grows again is not to be cut where it was short.
    const { first, last } = measured.window;
    this.#painted = { first: Math.min(first, words), last: Math.min(last, words) };
    return this.#painted;
  }

  /** Whether words are in sight, or about to be, that are not painted. */
  left(box: Element, segments: Segments, reading: Reading, typing: boolean): boolean {
    const { needed } = MARGINS[typing ? "typing" : "resting"];
    return !covers(this.#painted, windowInSight(box, segments, reading, needed));
  }

  /** The next look measures anew. */
  forget(): void {
    this.#measured = null;
  }
}
