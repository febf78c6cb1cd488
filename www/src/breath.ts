/** Lets keys and pointers in between two pieces of work that belong together. */
export function breath(): Promise<void> {
  // Not in every browser, and not in the types yet.
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
}

/**
 * Milliseconds. A key that comes within a piece of work waits for its end; but with each end the browser may
 * paint, which takes as long where the text in the box is long.
 */
const PIECE = 30;

/** Long work in pieces, which ends (with an AbortError) where it is not wanted any more. */
export class Breather {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether the piece has lasted long enough. */
  get due(): boolean {
    return performance.now() - this.#since > PIECE;
  }

  /** Whether nobody wants it any more. */
  get ended(): boolean {
    return this.#signal.aborted;
  }

  async rest(): Promise<void> {
    await breath();
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
