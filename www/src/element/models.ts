/** The models of all elements of a page: each is fetched once, and has one worker for all who show it. */
import labels from "../../models/imdb/labels.json?url";
import model from "../../models/imdb/model.keras?url";
import tokenizer from "../../models/imdb/tokenizer.json?url";
import { Engine } from "../engine/client";
import { compileEngine } from "../engine/compile";
import { WordlightError } from "../engine/error";
import type { EngineCode, LoadOptions, ModelDescription, NamedBlob } from "../engine/protocol";

/** The files' addresses, and what they do not say. */
export interface Wanted {
  files: string[];
  options: LoadOptions;
}

export interface SharedModel {
  engine: Engine;
  description: ModelDescription;
}

/** The film reviews that the page begins with. */
export const FILMS: string[] = [model, tokenizer, labels];

const models = new Map<string, Promise<SharedModel>>();
let code: Promise<EngineCode | null> | null = null;

/** @throws WordlightError */
export function sharedModel(wanted: Wanted): Promise<SharedModel> {
  const key = JSON.stringify(wanted);
  const present = models.get(key);
  if (present !== undefined) return present;
  const loading = load(wanted);
  models.set(key, loading);
  // The next one who asks tries anew.
  loading.catch(() => drop(key, loading));
  return loading;
}

/** An engine that could not get its model back is not asked again. */
export function forget(wanted: Wanted, stopped: Promise<SharedModel>): void {
  drop(JSON.stringify(wanted), stopped);
  stopped.then(
    ({ engine }) => engine.end(),
    () => undefined,
  );
}

/** Another may be in its place already. */
function drop(key: string, model: Promise<SharedModel>): void {
  if (models.get(key) === model) models.delete(key);
}

async function load({ files, options }: Wanted): Promise<SharedModel> {
  code ??= compileEngine();
  const [fetched] = await Promise.all([Promise.all(files.map(fileAt)), code]);
  const engine = new Engine(code);
  try {
    return { engine, description: await engine.load({ files: fetched, options }, () => undefined) };
  } catch (error) {
    engine.end();
    throw error;
  }
}

async function fileAt(address: string): Promise<NamedBlob> {
  const response = await fetch(address).catch(() => null);
  if (response?.ok !== true) throw WordlightError.of("not_fetched", address);
  const name = new URL(address, document.baseURI).pathname.split("/").at(-1) ?? address;
  return { name: decodeURIComponent(name), blob: await response.blob() };
}
