/** The site: its files lie beside the page. */
import type { Delivery } from "./delivery";

export const delivery: Delivery = {
  newWorker: () => new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module" }),
  // Compiled while it arrives.
  engineCode: (address) => WebAssembly.compileStreaming(fetch(address)),
  fetchOwn: (address, init) => fetch(address, init),
  blobsCross: true,
  overNetwork: true,
};
