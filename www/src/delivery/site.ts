/** The site: its files lie beside the page. */
import worker from "../engine/worker.ts?worker&inline&source";
import type { Delivery } from "./delivery";
import { addressOfSource, newWorker, scriptsOf } from "./scripts";

const scripts = scriptsOf({
  engine: () => addressOfSource(worker),
  "service-worker": () => new URL("service-worker.js", document.baseURI).href,
});

export const delivery: Delivery = {
  newWorker: () => newWorker(scripts("engine")),
  engineCode: async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new TypeError(`${address}: ${response.status}`);
    // Compiled while it arrives, unless the host does not know what a .wasm file is.
    return response.headers.get("content-type") === "application/wasm"
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer();
  },
  fetchOwn: (address, init) => fetch(address, init),
  blobsCross: true,
  overNetwork: true,
  serviceWorker: () => scripts("service-worker"),
};
