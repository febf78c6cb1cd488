/** The engine's WebAssembly, on its way to the worker. */
import address from "../../pkg/wordlight_bg.wasm?url";
import { delivery } from "../delivery/site";
import type { EngineCode } from "./protocol";

/**
 * Begun by the page, so that it does not wait until the worker runs. Null where it fails, such as on
 * a host that does not say what a .wasm file is: then the worker tries for itself, and tells why not.
 */
export async function compileEngine(): Promise<EngineCode | null> {
  try {
    return await delivery.engineCode(address);
  } catch {
    return null;
  }
}
