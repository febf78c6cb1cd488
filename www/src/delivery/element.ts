/**
 * <wordlight-text>: its files lie beside its script, which is often on another host than the page. A
 * worker may not come from there, so its source is in the script.
 */
import worker from "../engine/worker.ts?worker&inline&source";
import type { Delivery } from "./delivery";
import { addressOfSource, newWorker, scriptsOf } from "./scripts";

const scripts = scriptsOf({ engine: () => addressOfSource(worker) });

export const delivery: Delivery = {
  newWorker: () => newWorker(scripts("engine")),
  engineCode: async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new TypeError(`${address}: ${response.status}`);
    return response.arrayBuffer();
  },
  // Notebooks show pages without an origin: as in one-file.ts.
  blobsCross: false,
  fetchOwn: (address, init) => fetch(address, init),
  overNetwork: true,
  serviceWorker: null,
};
