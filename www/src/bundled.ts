/** The model that comes with the page, and the texts to try it on. */
import labels from "../models/imdb/labels.json?url";
import model from "../models/imdb/model.keras?url";
import tokenizer from "../models/imdb/tokenizer.json?url";
import { WordlightError } from "./engine/error";
import type { NamedBlob, Progress } from "./engine/protocol";
import { strings } from "./strings";

const FILES = [
  { name: "model.keras", url: model },
  { name: "tokenizer.json", url: tokenizer },
  { name: "labels.json", url: labels },
];

export interface Example {
  title: string;
  text: string;
  /** What there is to see, or what the bundled model gets wrong. */
  note?: string;
}

/** The page works without them: if they cannot be fetched, the box stays empty. */
export async function examples(): Promise<Example[]> {
  try {
    const { default: texts } = await import("../models/imdb/examples.json");
    return texts;
  } catch {
    return [];
  }
}

export async function fetchBundled(onProgress: (progress: Progress) => void): Promise<NamedBlob[]> {
  const totals = new Map<string, number>();
  let loaded = 0;
  // When one file fails, the others must neither go on nor report progress.
  const others = new AbortController();
  const blobs = Promise.all(
    FILES.map(async ({ name, url }) => {
      const blob = await fetchBlob(name, url, others.signal, (received, size) => {
        if (others.signal.aborted) return;
        loaded += received;
        totals.set(name, size);
        const sizes = [...totals.values()];
        // A server that compresses does not say how long the files are: then no total is claimed.
        const known = sizes.length === FILES.length && !sizes.includes(0);
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
