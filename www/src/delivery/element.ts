/**
 * <wordlight-text>: its files lie beside its script, which is often on another host than the page. A
 * worker may not come from there, so its source is in the script.
 */
import EngineWorker from "../engine/worker.ts?worker&inline";
import type { Delivery } from "./delivery";

export const delivery: Delivery = {
  newWorker: () => new EngineWorker(),
  engineCode: async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new TypeError(`${address}: ${response.status}`);
    return response.arrayBuffer();
  },
  // Notebooks show pages without an origin: as in one-file.ts.
  blobsCross: false,
  fetchOwn: (address, init) => fetch(address, init),
  overNetwork: true,
};
