/** What people drop: pieces of a model, in any number and order; and what to say when they do not fit. */
import type { DroppedFile } from "./dropped";
import { WordlightError } from "./engine/error";
import type { NamedBlob } from "./engine/protocol";
import type { Notice } from "./state";
import { type Strings, strings } from "./strings";

type MissingCode = keyof Strings["notice"]["missing"];
type PartialError = WordlightError & { code: MissingCode };

/** Bytes. */
const LARGEST_COPY = 32 << 20;

/**
 * Bytes of all files of a model. The engine holds them three times on the way (packed, unpacked, as
 * weights) beside the model before, within the 4 GB that WebAssembly has.
 */
export const MOST_BYTES = 1 << 30;

/** Before anything of them is read. Throws `too_large`. */
export function refuseTooLarge(files: NamedBlob[]): void {
  const size = files.reduce((sum, { blob }) => sum + blob.size, 0);
  if (size <= MOST_BYTES) return;
  const { tooLarge, tooLargeHint } = strings.errors;
  const [largest] = files.toSorted((one, other) => other.blob.size - one.blob.size);
  const name = largest?.name ?? "";
  throw WordlightError.of("too_large", tooLarge(name, size, MOST_BYTES), tooLargeHint);
}

/** The files are good, but there have to be more. */
export const isPartial = (error: unknown): error is PartialError =>
  error instanceof WordlightError && error.code in strings.notice.missing;

export function partialNotice(pieces: NamedBlob[], error: WordlightError): Notice {
  const code = error.code as MissingCode;
  const names = pieces.map(({ name }) => name);
  return {
    kind: "info",
    about: "model",
    message: strings.notice.partial(names, strings.notice.missing[code]),
    hint: error.hint,
    code,
    report: null,
  };
}

/** The pieces that wait with the new files; of two with one name the newer. */
export async function withPieces(pieces: NamedBlob[], files: DroppedFile[]): Promise<NamedBlob[]> {
  const byName = new Map(pieces.map((piece) => [piece.name, piece]));
  for (const { name, file } of files) byName.set(name, { name, blob: await copyOf(file) });
  return [...byName.values()];
}

/**
 * A File fails to read once the file on the disk has changed; a copy is there for every later load.
 * A large one stays where it is: it is read once for each load, and should it have changed, that is told.
 */
async function copyOf(file: File): Promise<Blob> {
  if (file.size > LARGEST_COPY) return file;
  try {
    return new Blob([await file.arrayBuffer()]);
  } catch {
    throw WordlightError.of(
      "not_readable",
      strings.errors.notReadable(file.name),
      strings.errors.notReadableHint,
    );
  }
}

/** A model goes by the name of the file that holds it, without the ending; sizes tell which that is. */
export function nameOf(files: NamedBlob[]): string {
  const largest = files.reduce((best, file) => (file.blob.size > best.blob.size ? file : best));
  const model = files.find(({ name }) => /\.(keras|h5|hdf5)$/i.test(name)) ?? largest;
  const name = model.name.slice(model.name.lastIndexOf("/") + 1);
  return name.replace(/(\.weights)?\.[^.]+$/, "") || name;
}

export function complain(thrown: unknown, about: Notice["about"], kept = false): Notice {
  const error =
    thrown instanceof WordlightError
      ? thrown
      : WordlightError.of(
          "engine_stopped",
          thrown instanceof Error ? thrown.message : String(thrown),
        );
  const own = ownWords(error.code, about);
  const told = own === null ? strings.errors.engine(error.code) : null;
  const detail = told === null ? null : error.message;
  const hints = [detail, own?.hint ?? error.hint, kept ? strings.notice.kept : null];
  return {
    kind: "error",
    about,
    message: own?.message ?? told ?? error.message,
    hint: hints.filter((hint) => hint !== null).join(" ") || null,
    code: error.code,
    report: null,
  };
}

/** Errors of the machinery say things like "unreachable"; people get a sentence. */
function ownWords(
  code: string,
  about: Notice["about"],
): { message: string; hint: string | null } | null {
  const { engineStopped, engineStoppedHint, engineStoppedOnFiles, engineStoppedOnThis } =
    strings.errors;
  const { engineUnavailable, engineUnavailableHint } = strings.errors;
  if (code === "engine_stopped") {
    if (about === "text") return { message: engineStopped, hint: engineStoppedHint };
    return { message: about === "model" ? engineStoppedOnFiles : engineStoppedOnThis, hint: null };
  }
  if (code !== "engine_unavailable") return null;
  return { message: engineUnavailable, hint: engineUnavailableHint };
}
