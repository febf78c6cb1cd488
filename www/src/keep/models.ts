/**
 * Models of one's own, kept on this device where a person asks for it. https://w3c.github.io/IndexedDB/
 *
 * Whatever is written is written within one transaction: a tab that is closed in the middle leaves what
 * was there before, and of two tabs neither writes over what the other did between a look and a change.
 */
import type { LoadOptions, ModelSource, NamedBlob } from "../engine/protocol";
import type { LoadedModel } from "../state";

export interface KeptModel {
  id: number;
  name: string;
  files: NamedBlob[];
  options: LoadOptions;
  keptAt: Date;
}

export const DATABASE = "wordlight";
const MODELS = "models";

/** Bytes that are copied at a time: few enough for the page to answer in between. */
const PIECE = 4 << 20;

/** Rejects where storage is refused. Every transaction opens it anew, so that it can be removed. */
function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore(MODELS, { keyPath: "id", autoIncrement: true });
    opening.onsuccess = () => {
      // A tab that removes everything, or one of a later version, waits for this one as briefly as can be.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new DOMException("blocked", "AbortError"));
  });
}

/** `ask` may ask on in the answer's `onsuccess`. */
async function within<T>(
  mode: IDBTransactionMode,
  ask: (models: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      // Said to be kept only once it is on the disk.
      const transaction = database.transaction(MODELS, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(MODELS));
      transaction.oncomplete = () => resolve(request.result);
      // Whatever fails ends here; a full disk is told of only now.
      transaction.onabort = () =>
        reject(transaction.error ?? new DOMException("closed", "AbortError"));
    });
  } finally {
    database.close();
  }
}

/** The newest first. */
export async function keptModels(): Promise<KeptModel[]> {
  const all = (await within("readonly", (models) => models.getAll())) as KeptModel[];
  return all.toReversed();
}

export async function keptModel(id: number): Promise<KeptModel | null> {
  const model = (await within("readonly", (models) => models.get(id))) as KeptModel | undefined;
  return model ?? null;
}

/** Its number. The files are copied: what is on the disk may change later. */
export async function keepModel({ name, source }: LoadedModel): Promise<number> {
  askToStay();
  const files: NamedBlob[] = [];
  for (const file of source.files) files.push(await copyOf(file));
  const record = { name, files, options: source.options, keptAt: new Date() };
  return Number(await within("readwrite", (models) => models.add(record)));
}

/** A browser that runs short of room leaves alone what a person wanted kept, where it grants that. */
function askToStay(): void {
  try {
    navigator.storage?.persist?.().catch(() => undefined);
  } catch {
    // Refused: then it may be let go of some day, as all that pages keep.
  }
}

/** A Blob that is a file on the disk would be kept as what the file becomes. */
async function copyOf({ name, blob }: NamedBlob): Promise<NamedBlob> {
  if (!(blob instanceof File)) return { name, blob };
  const pieces: Blob[] = [];
  for (let start = 0; start < blob.size; start += PIECE) {
    pieces.push(new Blob([await blob.slice(start, start + PIECE).arrayBuffer()]));
  }
  return { name, blob: new Blob(pieces) };
}

/** The settings that a kept model is opened with the next time; nothing where it is no longer there. */
export async function keepOptions(id: number, options: ModelSource["options"]): Promise<void> {
  await within("readwrite", (models) => {
    const looking = models.get(id) as IDBRequest<KeptModel | undefined>;
    looking.onsuccess = () => {
      const model = looking.result;
      if (model !== undefined) models.put({ ...model, options });
    };
    return looking;
  });
}

export async function removeModel(id: number): Promise<void> {
  await within("readwrite", (models) => models.delete(id));
}

/** Bytes. */
export const sizeOf = (files: NamedBlob[]): number =>
  files.reduce((sum, { blob }) => sum + blob.size, 0);
