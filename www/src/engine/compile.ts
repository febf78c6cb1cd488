/** The engine's WebAssembly, compiled while it arrives. */
import address from "../../pkg/wordlight_bg.wasm?url";

/**
 * Begun by the page, so that it does not wait until the worker runs. Null where it fails, such as on
 * a host that does not say what a .wasm file is: then the worker tries for itself, and tells why not.
 */
export async function compileEngine(): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compileStreaming(fetch(address));
  } catch {
    return null;
  }
}
