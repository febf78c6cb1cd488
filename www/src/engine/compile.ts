/** The engine's WebAssembly, on its way to the worker. */
import address from "../../pkg/wordlight_bg.wasm?url";
import { delivery } from "../delivery/site";
import type { EngineCode } from "./protocol";

/**
 * Begun by the page, so that it does not wait until the worker runs. Null where it fails, and a second
 * time: the worker may fetch nothing, and says so.
 */
export async function compileEngine(): Promise<EngineCode | null> {
  const once = () => delivery.engineCode(address);
  return once()
    .catch(once)
    .catch(() => null);
}
