/** The models that come with the page, and the texts to try them on. */
import { WordlightError } from "./engine/error";
import type { ModelSource, Progress } from "./engine/protocol";
import { FIRST, fetchAnew, fetchModel, isThere, NotFetched } from "./fetching";
import { type Language, language, strings } from "./strings";

export interface BundledModel {
  /** Its folder in models/. */
  id: string;
  /** Bytes that it takes to fetch, compressed. */
  size: number;
}

const EXAMPLES = import.meta.glob<Example[]>("../models/*/examples.json", { import: "default" });

/** The first is shown when the page opens; each other one is fetched only once it is chosen. */
export const BUNDLED: BundledModel[] = [FIRST, "imdb-stars", "goemotions", "zh-reviews"]
  .filter(isThere)
  .map((id) => ({ id, size: MODEL_BYTES[id] ?? 0 }));

/** What is said of one: its name, what it does in a line, and the page's lede while it is at work. */
export function aboutBundled(id: string): { name: string; line: string; lede: string } {
  const texts: Partial<Record<string, { name: string; line: string; lede: string }>> =
    strings.bundled.models;
  return texts[id] ?? { name: id, line: "", lede: strings.lede };
}

/** A bundled model's name is in the language of the page. */
export const modelName = ({ name, bundled }: { name: string; bundled: string | null }): string =>
  bundled === null ? name : aboutBundled(bundled).name;

interface Captions {
  title: string;
  /** What there is to see, or what the bundled model gets wrong. */
  note?: string;
}

/** Its captions are in English and in the languages it names. */
export type Example = Captions & { text: string } & Partial<Record<Language, Captions>>;

/** An example's title and note in the language of the page. */
export const captionsOf = (example: Example): Captions => example[language] ?? example;

/** The page works without them: if they cannot be fetched, there are none. */
export async function examplesOf(id: string): Promise<Example[]> {
  try {
    return (await EXAMPLES[`../models/${id}/examples.json`]?.()) ?? [];
  } catch {
    return [];
  }
}

export const fetchBundled = (
  { id }: BundledModel,
  onProgress: (progress: Progress) => void,
): Promise<ModelSource> => orInWords(fetchModel(id, onProgress));

/** What this device keeps of it may be damaged: the host's own. Null where nothing was kept. */
export function fetchBundledAnew(
  { id }: BundledModel,
  onProgress: (progress: Progress) => void,
): Promise<ModelSource> | null {
  const fetched = fetchAnew(id, onProgress);
  return fetched === null ? null : orInWords(fetched);
}

async function orInWords(source: Promise<ModelSource>): Promise<ModelSource> {
  try {
    return await source;
  } catch (error) {
    if (!(error instanceof NotFetched)) throw error;
    const { notFetched, reload } = strings.errors;
    throw WordlightError.of("not_fetched", notFetched(error.file), reload);
  }
}
