/**
 * Real failures of the real engine. The worker's script has lines in front of it that wait to
 * be told how the next question ends: in a trap below the engine's own frames, in a loop that does not
 * end, or with no memory left to give. The page and the engine are as they are built.
 */
import { expect, type Page } from "@playwright/test";

/** `memory`: WebAssembly's 4 GiB are given away first, so that the engine asks in vain for what it needs. */
export type Failure = "trap" | "hang" | "memory";

/** A text with one of these fails each time that it is read. */
export const DEADLY: Record<Failure, string> = { trap: "☠", hang: "∞", memory: "🐘" };

interface Scope {
  failure: Failure | null;
  WorkerGlobalScope: unknown;
}

/** To be called before the page is opened. */
export const withFailures = (page: Page): Promise<void> =>
  beforeWorker(page, `(${install})(${JSON.stringify(DEADLY)});`);

/** Has each worker of the page begin with these lines. */
export async function beforeWorker(page: Page, lines: string): Promise<void> {
  await page.addInitScript((first) => {
    const addressOf = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (made) => {
      const isScript = made instanceof Blob && made.type === "text/javascript";
      return addressOf(isScript ? new Blob([first, made], { type: made.type }) : made);
    };
  }, lines);
}

function install(deadly: Record<string, string>): void {
  const scope = globalThis as unknown as Scope;
  scope.failure = null;
  let engine: WebAssembly.Exports = {};
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (code: WebAssembly.Module, imports: WebAssembly.Imports) => {
    const result = (await instantiate(code, imports)) as unknown as
      | WebAssembly.Instance
      | WebAssembly.WebAssemblyInstantiatedSource;
    const instance = "instance" in result ? result.instance : result;
    engine = instance.exports;
    return result;
  }) as typeof WebAssembly.instantiate;

  // (module (func (export "f") unreachable))
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0];
  const code = Uint8Array.from([...bytes, 10, 5, 1, 3, 0, 0, 11]);
  const trap = new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f as () => void;

  const untilRefused = (from: number, take: (size: number) => void) => {
    for (let size = from; size >= 1; ) {
      try {
        take(size);
      } catch {
        size = Math.floor(size / 2);
      }
    }
  };
  const giveAway = () => {
    const memory = engine.memory as WebAssembly.Memory;
    const allocate = engine.__wbindgen_malloc as (bytes: number, alignment: number) => number;
    untilRefused(32_768, (pages) => memory.grow(pages));
    untilRefused(1 << 24, (bytes) => allocate(bytes, 1));
  };

  let armed: Failure | null = null;
  addEventListener("message", ({ data }: MessageEvent) => {
    const text: string = data.params?.text ?? "";
    armed = null;
    for (const [failure, mark] of Object.entries(deadly)) {
      if (text.includes(mark)) armed = failure as Failure;
    }
    if (scope.failure !== null && /^(analyze|load)$/.test(data.method)) {
      armed = scope.failure;
      scope.failure = null;
    }
    if (armed === "memory") giveAway();
  });

  // The engine asks for the time before and after a text is read.
  const now = performance.now.bind(performance);
  performance.now = () => {
    if (armed === "trap") trap();
    if (armed === "hang") for (;;);
    return now();
  };
}

/** The next question that the one worker is asked ends like this. */
export async function failNext(page: Page, failure: Failure): Promise<void> {
  expect(page.workers()).toHaveLength(1);
  await page.workers()[0]?.evaluate((how) => {
    (globalThis as unknown as Scope).failure = how;
  }, failure);
}
