/**
 * Notices that nothing has been heard for too long. It counts ticks of the page's own timer, not the
 * time of day: while a machine sleeps or a tab is frozen there are none, whatever the clock says then,
 * and in a tab behind others they come late, as the answers may.
 */

const TICK_MS = 1000;

export class Watchdog {
  readonly #onSilence: () => void;
  #timer = 0;
  #ticks = 0;
  #most = 0;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /** What was waited so far, in ticks begun: never less than it was, but for time that was slept through. */
  get waitedMs(): number {
    return (this.#ticks + 1) * TICK_MS;
  }

  /** Something is to be heard within that time, from now on. */
  watch(patienceMs: number): void {
    this.#ticks = 0;
    this.#most = Math.ceil(patienceMs / TICK_MS);
    if (this.#timer === 0) this.#timer = self.setInterval(() => this.#tick(), TICK_MS);
  }

  /** Nothing is waited for. */
  rest(): void {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #tick(): void {
    this.#ticks++;
    if (this.#ticks <= this.#most) return;
    this.rest();
    this.#onSilence();
  }
}
