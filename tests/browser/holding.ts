/** What a page and its worker hold in memory, once nothing more can be let go. */
import type { CDPSession, Page } from "@playwright/test";
import { beforeWorker } from "./failing";

export interface Held {
  /** Pages of 64 KiB of WebAssembly's memory, of all workers together. */
  wasm: number;
  /** Bytes of JavaScript, in the page. */
  heap: number;
  /** Bytes of JavaScript, in the worker. */
  workerHeap: number;
  nodes: number;
  listeners: number;
  workers: number;
}

/** To be called before the page is opened: the worker tells its memory. */
export const withMemoryTold = (page: Page): Promise<void> => beforeWorker(page, `(${install})();`);

function install(): void {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (code: WebAssembly.Module, imports: WebAssembly.Imports) => {
    const instance = await instantiate(code, imports);
    Object.assign(globalThis, { memory: instance.exports.memory });
    return instance;
  }) as typeof WebAssembly.instantiate;
}

export class Holding {
  readonly #page: Page;
  readonly #cdp: CDPSession;
  #worker = "";

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async of(page: Page): Promise<Holding> {
    const cdp = await page.context().newCDPSession(page);
    const holding = new Holding(page, cdp);
    cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") holding.#worker = sessionId;
    });
    await cdp.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    await cdp.send("Performance.enable");
    return holding;
  }

  async now(): Promise<Held> {
    await this.#inWorker("HeapProfiler.collectGarbage");
    await this.#cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await this.#cdp.send("Performance.getMetrics");
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const sizes = this.#page.workers().map((worker) =>
      worker.evaluate(() => {
        const { memory } = globalThis as unknown as { memory: WebAssembly.Memory };
        return memory.buffer.byteLength / 65_536;
      }),
    );
    const usage = (await this.#inWorker("Runtime.getHeapUsage")) as { usedSize: number };
    return {
      wasm: (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0),
      heap: metric("JSHeapUsedSize"),
      workerHeap: usage.usedSize,
      nodes: metric("Nodes"),
      listeners: metric("JSEventListeners"),
      workers: sizes.length,
    };
  }

  #lastId = 0;

  /** Playwright has no sessions for workers. */
  #inWorker(method: string): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const heard = ({ message }: { message: string }) => {
        const answer = JSON.parse(message) as { id?: number; result?: unknown };
        if (answer.id !== id) return;
        this.#cdp.off("Target.receivedMessageFromTarget", heard);
        resolve(answer.result);
      };
      this.#cdp.on("Target.receivedMessageFromTarget", heard);
      const message = JSON.stringify({ id, method });
      void this.#cdp.send("Target.sendMessageToTarget", { message, sessionId: this.#worker });
    });
  }
}

export const told = ({ wasm, heap, workerHeap, nodes, listeners, workers }: Held): string =>
  `wasm ${wasm} pages, heap ${(heap / 1e6).toFixed(2)} MB, worker's ${(workerHeap / 1e6).toFixed(2)} MB, ` +
  `${nodes} nodes, ${listeners} listeners, ${workers} workers`;
