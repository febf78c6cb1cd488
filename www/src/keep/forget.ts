/** Removes everything that this page keeps on this device. */

import { DATABASE } from "./models";
import { PREFIX } from "./storage";

/** Another tab may be writing: a model of a gigabyte takes it some seconds. */
const LONGEST_WAIT_MS = 20_000;

/** False where something could not be removed: then storage is refused, or another tab holds it. */
export async function forgetEverything(): Promise<boolean> {
  const done = await Promise.all([
    attempt(() => {
      const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
      for (const name of names) if (name?.startsWith(PREFIX)) localStorage.removeItem(name);
    }),
    attempt(async () => {
      // Without https there are none.
      if (!("caches" in globalThis)) return;
      const names = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}model-`));
      await Promise.all(names.map((name) => caches.delete(name)));
    }),
    attempt(
      () =>
        new Promise<void>((resolve, reject) => {
          const removing = indexedDB.deleteDatabase(DATABASE);
          removing.onsuccess = () => resolve();
          removing.onerror = () => reject(removing.error);
          // It is removed once the other tab lets go of it, at the latest when that is closed.
          removing.onblocked = () =>
            setTimeout(() => reject(new DOMException("blocked", "AbortError")), LONGEST_WAIT_MS);
        }),
    ),
  ]);
  return done.every((one) => one);
}

async function attempt(task: () => Promise<void> | void): Promise<boolean> {
  try {
    await task();
    return true;
  } catch {
    return false;
  }
}
