/**
 * How long an answer may take before the engine counts as hung: many times what the slowest answer of
 * its kind takes, and more where this model has been seen to be slow on this device.
 */
import type { ModelSource, Request } from "./protocol";

/** For whatever is asked: a phone that is short of memory takes its time over anything. */
const ANYTHING_MS = 60_000;
/** Reading and putting together a megabyte of a model takes a slow phone a tenth of that. */
const MS_PER_MODEL_BYTE = 1000 / (1 << 20);
/**
 * For a UTF-16 code unit of a text, before a model has been measured. A BiLSTM of 512 units at half a
 * GFLOP a second, as on a phone without SIMD, takes 3 ms: of 10,000 words it may take 20 minutes.
 */
const MS_PER_UNIT = 20;
/** How many times as slow as it was measured to be an answer may be. */
const MARGIN = 20;
/** What a short text takes does not grow with its length. */
const SHORT_UNITS = 200;
/** Nobody waits for longer. */
const LONGEST_MS = 3_600_000;

export class Patience {
  /** Milliseconds a UTF-16 code unit, at most, of this model. */
  #slowest = 0;
  /** The longest text that was measured, in UTF-16 code units. */
  #longest = SHORT_UNITS;

  /** Milliseconds. `source`: the model that is loaded, where that is what is asked. */
  for(request: Request, source?: ModelSource): number {
    if (source !== undefined) return ANYTHING_MS + MS_PER_MODEL_BYTE * bytesOf(source);
    const units = unitsOf(request);
    // Words that attend to each other take four times as long where there are twice as many.
    const growth = Math.max(1, units / this.#longest);
    const perUnit = Math.max(MS_PER_UNIT, MARGIN * this.#slowest * growth);
    return Math.min(ANYTHING_MS + units * perUnit, LONGEST_MS);
  }

  /** What an answer took. */
  learn(request: Request, milliseconds: number): void {
    if (unitsOf(request) === 0) return;
    const units = Math.max(unitsOf(request), SHORT_UNITS);
    this.#slowest = Math.max(this.#slowest, milliseconds / units);
    this.#longest = Math.max(this.#longest, units);
  }

  /** Another model was loaded. */
  forget(): void {
    this.#slowest = 0;
    this.#longest = SHORT_UNITS;
  }
}

/** How much text is asked about. */
function unitsOf({ method, params }: Request): number {
  switch (method) {
    case "analyze":
    case "analysis":
    case "matrix":
    case "path":
      return params.text.length;
    case "check":
      return params.json.length;
    default:
      return 0;
  }
}

const bytesOf = ({ files }: ModelSource): number =>
  files.reduce((sum, { blob }) => sum + blob.size, 0);
