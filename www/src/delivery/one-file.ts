/**
 * wordlight.html: its files stand in the document, as blocks of data that no browser runs. They are
 * compressed with gzip and written in base64; vite/one-file.ts puts them there.
 */
import worker from "../engine/worker.ts?worker&inline&source";
import type { Delivery } from "./delivery";
import { addressOfSource, newWorker, scriptsOf } from "./scripts";

const scripts = scriptsOf({ engine: () => addressOfSource(worker) });

export const delivery: Delivery = {
  newWorker: () => newWorker(scripts("engine")),
  // As bytes: the worker compiles them, while the page goes on.
  engineCode: async (address) => (await unpacked(address)).arrayBuffer(),
  // A page from a file has no origin, and WebKit lets its worker read none of its blobs.
  blobsCross: false,
  fetchOwn: unpacked,
  overNetwork: false,
  serviceWorker: null,
};

async function unpacked(address: string): Promise<Response> {
  const block = document.getElementById(address);
  if (!(block instanceof HTMLScriptElement)) throw new TypeError(`${address} is not in the file`);
  const packed = new Blob([bytesOf(block.text)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("gzip")));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
