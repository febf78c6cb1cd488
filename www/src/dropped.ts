/** Files as people drop or choose them: single ones, and folders with everything inside them. */

export interface DroppedFile {
  /** Its path within what was dropped: "model.keras", "tfjs/group1-shard1of2.bin". */
  name: string;
  file: File;
}

/** A folder with more is something else than a model's. */
export const MOST_FILES = 500;
const DEEPEST = 8;

export class TooManyFiles extends Error {}

/** What systems put into folders for themselves. */
const isHidden = (path: string): boolean => /(^|\/)(\.|__MACOSX(\/|$))/.test(path);

/**
 * What a drop brings, folders opened. The entries must be asked for before the event has ended,
 * therefore this is no `async` function.
 * https://wicg.github.io/entries-api/
 */
export function filesOf(items: DataTransferItemList): Promise<DroppedFile[]> {
  const roots = [...items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return gather(roots);
}

async function gather(
  roots: { entry: FileSystemEntry | null; file: File | null }[],
): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  for (const { entry, file } of roots) {
    // A folder also gives a File, which cannot be read.
    if (isDirectory(entry)) await walk(entry, entry.name, 1, files);
    else if (file !== null) add(files, file.name, file);
  }
  return files;
}

async function walk(
  folder: FileSystemDirectoryEntry,
  path: string,
  depth: number,
  files: DroppedFile[],
): Promise<void> {
  if (depth > DEEPEST) throw new TooManyFiles();
  for (const entry of await entriesOf(folder)) {
    const name = `${path}/${entry.name}`;
    if (isHidden(name)) continue;
    if (isDirectory(entry)) await walk(entry, name, depth + 1, files);
    else add(files, name, await fileOf(entry as FileSystemFileEntry));
  }
}

/** A folder gives its entries a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > MOST_FILES) throw new TooManyFiles();
  }
}

/** What a file input holds; of a folder that was chosen, with paths. */
export function filesIn(input: HTMLInputElement): DroppedFile[] {
  const files: DroppedFile[] = [];
  for (const file of input.files ?? []) {
    const name = file.webkitRelativePath || file.name;
    if (file.webkitRelativePath === "" || !isHidden(name)) add(files, name, file);
  }
  return files;
}

function add(files: DroppedFile[], name: string, file: File): void {
  if (files.length >= MOST_FILES) throw new TooManyFiles();
  files.push({ name, file });
}

const isDirectory = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory === true;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));
