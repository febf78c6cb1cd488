/**
 * Files of the bundled models, kept from one visit to the next. Their addresses hold a hash of their
 * content, so what is kept is never out of date. https://w3c.github.io/ServiceWorker/#cache-interface
 *
 * Storage may be refused, full or emptied at any time: then files are fetched, as on a first visit.
 */

export interface KeptFile {
  url: string;
  blob: Blob;
}

const nameOf = (model: string): string => `wordlight-model-${model}`;

/** The files by address; empty where there are none. */
export async function keptFiles(model: string, urls: string[]): Promise<Map<string, Blob>> {
  const kept = new Map<string, Blob>();
  try {
    // The note is read at once; to open the store takes longer than a first visit has.
    if (localStorage.getItem(nameOf(model)) !== noteOf(urls)) return kept;
    const store = await caches.open(nameOf(model));
    for (const url of urls) {
      const response = await store.match(url);
      if (response !== undefined) kept.set(url, await response.blob());
    }
  } catch {
    // Refused: what could not be read is fetched.
  }
  return kept;
}

/** Keeps these, in the place of what is there, and of the same model no others: older ones are let go. */
export async function keepFiles(model: string, files: KeptFile[]): Promise<void> {
  try {
    const store = await caches.open(nameOf(model));
    const wanted = new Map(files.map(({ url, blob }) => [new URL(url, location.href).href, blob]));
    const folders = new Set([...wanted.keys()].map(folderOf));
    for (const { url } of await store.keys()) {
      // Another copy of the page on this host has files of its own.
      if (!wanted.has(url) && folders.has(folderOf(url))) await store.delete(url);
    }
    // Each takes its place whole or not at all, and the note of all of them comes last.
    for (const [url, blob] of wanted) await store.put(url, new Response(blob));
    localStorage.setItem(nameOf(model), noteOf(files.map(({ url }) => url)));
  } catch {
    // Full or refused: the next visit fetches them again.
  }
}

const noteOf = (urls: string[]): string => urls.join(" ");

const folderOf = (url: string): string => url.slice(0, url.lastIndexOf("/"));
