/** Models of one's own, kept on this device where a person asks for it. https://w3c.github.io/IndexedDB/ */
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

/** Rejects where storage is refused. Every transaction opens it anew, so that it can be removed. */
function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore(MODELS, { keyPath: "id", autoIncrement: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new DOMException("blocked", "AbortError"));
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  ask: (models: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(MODELS, mode);
      const request = ask(transaction.objectStore(MODELS));
      // A full disk is told of only when the transaction ends.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
      transaction.onerror = () => reject(transaction.error ?? request.error);
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
  const files = await Promise.all(source.files.map(copyOf));
  const record = { name, files, options: source.options, keptAt: new Date() };
  return Number(await within("readwrite", (models) => models.add(record)));
}

/** A Blob that is a file on the disk would be kept as what the file becomes. */
async function copyOf({ name, blob }: NamedBlob): Promise<NamedBlob> {
  return { name, blob: blob instanceof File ? new Blob([await blob.arrayBuffer()]) : blob };
}

/** The settings that a kept model is opened with the next time. */
export async function keepOptions(id: number, options: ModelSource["options"]): Promise<void> {
  const model = await keptModel(id);
  if (model !== null) await within("readwrite", (models) => models.put({ ...model, options }));
}

export async function removeModel(id: number): Promise<void> {
  await within("readwrite", (models) => models.delete(id));
}

/** Bytes. */
export const sizeOf = (files: NamedBlob[]): number =>
  files.reduce((sum, { blob }) => sum + blob.size, 0);
