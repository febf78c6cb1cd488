/** The models that come with the page, and the texts to try them on. */
import { WordlightError } from "./engine/error";
import type { LoadOptions, ModelSource, NamedBlob, Progress } from "./engine/protocol";
import { strings } from "./strings";

export interface BundledModel {
  /** Its folder in models/. */
  id: string;
  name: string;
  /** What it does, in a line. */
  line: string;
  /** Bytes that it takes to fetch, compressed. */
  size: number;
}

/** Addresses by path. A plain import would parse the JSON files, of which one has a megabyte. */
const ADDRESSES = import.meta.glob<string>(
  "../models/*/{model.keras,tokenizer.json,labels.json,options.json}",
  { query: "?url", import: "default", eager: true },
);
const EXAMPLES = import.meta.glob<Example[]>("../models/*/examples.json", { import: "default" });
const MODEL_FILES = ["model.keras", "tokenizer.json", "labels.json"];

const addressOf = (id: string, name: string): string | undefined =>
  ADDRESSES[`../models/${id}/${name}`];

/** The first is shown when the page opens; each other one is fetched only once it is chosen. */
export const BUNDLED: BundledModel[] = [
  { id: "imdb", ...strings.bundled.imdb },
  { id: "imdb-stars", ...strings.bundled.stars },
]
  .filter(({ id }) => addressOf(id, "model.keras") !== undefined)
  .map((model) => ({ ...model, size: MODEL_BYTES[model.id] ?? 0 }));

export interface Example {
  title: string;
  text: string;
  /** What there is to see, or what the bundled model gets wrong. */
  note?: string;
}

/** The page works without them: if they cannot be fetched, there are none. */
export async function examplesOf(id: string): Promise<Example[]> {
  try {
    return (await EXAMPLES[`../models/${id}/examples.json`]?.()) ?? [];
  } catch {
    return [];
  }
}

export async function fetchBundled(
  { id }: BundledModel,
  onProgress: (progress: Progress) => void,
): Promise<ModelSource> {
  const wanted = [...MODEL_FILES, "options.json"].flatMap((name) => {
    const url = addressOf(id, name);
    return url === undefined ? [] : [{ name, url }];
  });
  const fetched = await fetchAll(wanted, onProgress);
  // What the files do not say of the model, such as how its texts were cut into sentences.
  const options = fetched.find(({ name }) => name === "options.json");
  return {
    files: fetched.filter((file) => file !== options),
    options: options === undefined ? {} : (JSON.parse(await options.blob.text()) as LoadOptions),
  };
}

async function fetchAll(
  wanted: { name: string; url: string }[],
  onProgress: (progress: Progress) => void,
): Promise<NamedBlob[]> {
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
      return { name, blob };
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
  const response = await fetch(url, { signal }).catch(() => null);
  if (response?.ok !== true || response.body === null) {
    throw WordlightError.of("not_fetched", strings.errors.notFetched(name), strings.errors.reload);
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
