/** Fetches the models that come with the page: only those that are asked for, each once. */
import { delivery } from "./delivery/site";
import type { LoadOptions, ModelSource, NamedBlob, Progress } from "./engine/protocol";
import { keepFiles, keptFiles } from "./kept";

/** Addresses by path. A plain import would parse the JSON files, of which one has a megabyte. */
const ADDRESSES = import.meta.glob<string>(
  "../models/*/{model.keras,tokenizer.json,labels.json,options.json}",
  { query: "?url", import: "default", eager: true },
);
const FILES = ["model.keras", "tokenizer.json", "labels.json", "options.json"];

/** By then the page is at rest, and writing takes nothing from it. */
const KEEP_AFTER_MS = 1000;

/** The model that is shown when the page opens. */
export const FIRST = "imdb";

export class NotFetched extends Error {
  /** The file's name in the model's folder. */
  readonly file: string;

  constructor(file: string) {
    super(`${file} could not be fetched.`);
    this.file = file;
  }
}

interface Address {
  name: string;
  url: string;
}

type Hear = (progress: Progress) => void;

interface Fetching {
  source: Promise<ModelSource>;
  listeners: Set<Hear>;
}

const fetchings = new Map<string, Fetching>();
/** Models of which a file came from what this device keeps. */
const fromKept = new Set<string>();

export const isThere = (id: string): boolean => addressesOf(id).length > 0;

function addressesOf(id: string): Address[] {
  return FILES.flatMap((name) => {
    const url = ADDRESSES[`../models/${id}/${name}`];
    // An empty address: a file that this build goes without.
    return url ? [{ name, url }] : [];
  });
}

/**
 * A second call hears of the same fetch, even once it is done; one that failed is begun anew.
 *
 * @throws NotFetched
 */
export function fetchModel(id: string, onProgress?: Hear): Promise<ModelSource> {
  const present = fetchings.get(id) ?? begin(id);
  if (onProgress !== undefined) hear(present, onProgress);
  return present.source;
}

/** For as long as there is something to hear: a model is asked for again and again while a page is open. */
function hear({ source, listeners }: Fetching, onProgress: Hear): void {
  listeners.add(onProgress);
  const forget = () => listeners.delete(onProgress);
  source.then(forget, forget);
}

/**
 * Past what this device keeps, which may be damaged; the new files take its place once they are here.
 * Null where nothing of the model was kept.
 *
 * @throws NotFetched
 */
export function fetchAnew(id: string, onProgress: Hear): Promise<ModelSource> | null {
  if (!fromKept.delete(id)) return null;
  const fetching = begin(id, false);
  hear(fetching, onProgress);
  return fetching.source;
}

function begin(id: string, useKept = true): Fetching {
  const listeners = new Set<Hear>();
  const tell: Hear = (progress) => {
    for (const listener of listeners) listener(progress);
  };
  const fetching = { source: sourceOf(id, tell, useKept), listeners };
  fetchings.set(id, fetching);
  fetching.source.catch(() => fetchings.delete(id));
  return fetching;
}

async function sourceOf(id: string, onProgress: Hear, useKept: boolean): Promise<ModelSource> {
  const wanted = addressesOf(id);
  const urls = wanted.map(({ url }) => url);
  const kept = useKept ? await keptFiles(id, urls) : new Map<string, Blob>();
  if (kept.size > 0) fromKept.add(id);
  const missing = wanted.filter(({ url }) => !kept.has(url));
  const fetched = await fetchAll(missing, onProgress);
  const all = wanted.map(({ name, url }) => {
    const blob = kept.get(url) ?? fetched[missing.findIndex((one) => one.url === url)];
    return { name, url, blob: blob as Blob };
  });
  if (missing.length > 0 && delivery.overNetwork)
    setTimeout(() => keepFiles(id, all), KEEP_AFTER_MS);
  const files: NamedBlob[] = all.map(({ name, blob }) => ({ name, blob }));
  // What the files do not say of the model, such as how its texts were cut into sentences.
  const options = files.find(({ name }) => name === "options.json");
  return {
    files: files.filter((file) => file !== options),
    options: options === undefined ? {} : (JSON.parse(await options.blob.text()) as LoadOptions),
  };
}

async function fetchAll(wanted: Address[], onProgress: Hear): Promise<Blob[]> {
  const totals = new Map<string, number>();
  let loaded = 0;
  // When one file fails, the others must neither go on nor report progress.
  const others = new AbortController();
  const blobs = Promise.all(
    wanted.map(async ({ name, url }) => {
      const blob = await fetchBlob(name, url, others.signal, (received, size) => {
        if (others.signal.aborted) return;
        loaded += received;
        totals.set(name, size);
        const sizes = [...totals.values()];
        // A server that compresses does not say how long the files are: then no total is claimed.
        const known = sizes.length === wanted.length && !sizes.includes(0);
        const total = known ? sizes.reduce((sum, one) => sum + one, 0) : 0;
        onProgress({ what: "fetching", loaded, total: loaded <= total ? total : 0 });
      });
      return blob;
    }),
  );
  blobs.catch(() => others.abort());
  return blobs;
}

async function fetchBlob(
  name: string,
  url: string,
  signal: AbortSignal,
  onChunk: (received: number, size: number) => void,
): Promise<Blob> {
  const response = await delivery.fetchOwn(url, { signal }).catch(() => null);
  if (response?.ok !== true || response.body === null) {
    throw new NotFetched(name);
  }
  const encoded = response.headers.get("content-encoding") !== null;
  const size = encoded ? 0 : Number(response.headers.get("content-length") ?? 0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    chunks.push(value);
    onChunk(value.byteLength, size);
  }
}
