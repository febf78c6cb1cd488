/**
 * Whether a file holds something, without having it whole: read piece by piece, between which the page
 * answers. A tokenizer of half a million words has fifty megabytes, and decoding all of it at once takes
 * longer than a key may.
 */

/** Bytes. */
const PIECE = 1 << 20;
/** Bytes of the piece before that are looked at again: as long as what is looked for may be. */
const OVERLAP = 256;

/** `patterns` are about ASCII characters alone. Which of them were found; rejects if it cannot be read. */
export async function foundIn(file: Blob, patterns: readonly RegExp[]): Promise<boolean[]> {
  const decoder = new TextDecoder("latin1");
  const found = patterns.map(() => false);
  for (let start = 0; start < file.size; start += PIECE) {
    const piece = file.slice(Math.max(start - OVERLAP, 0), start + PIECE);
    const text = decoder.decode(await piece.arrayBuffer());
    patterns.forEach((pattern, index) => {
      found[index] ||= pattern.test(text);
    });
    if (found.every((one) => one)) break;
  }
  return found;
}

/** The first characters, for files that can be told by how they begin. */
export const beginningOf = (file: Blob): Promise<string> => file.slice(0, OVERLAP).text();
