/**
 * How the page's own files come to it. Each build has a way of its own (vite/delivered.ts): the site
 * fetches them from beside the page, the one file holds them in itself.
 */
import type { EngineCode } from "../engine/protocol";

export interface Delivery {
  /** A worker of the engine, just started. */
  newWorker(): Worker;
  /** What its worker is handed first; throws where it cannot be had. */
  engineCode(address: string): Promise<EngineCode>;
  /** Whether the worker can read blobs of the page's. */
  readonly blobsCross: boolean;
  /** One of the build's own files, by the address that its `?url` import gave. */
  fetchOwn(address: string, init?: RequestInit): Promise<Response>;
  /** Whether the files come over a network, so that it pays to keep them. */
  readonly overNetwork: boolean;
  /** The address of what keeps the page for use without a network, where there is one. */
  readonly serviceWorker: (() => string) | null;
}
