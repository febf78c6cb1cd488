/** `wordlight-check.json`: Keras's own numbers for some texts, which say how far ours agree. */
import type { CheckReport } from "./engine/protocol";
import { foundIn } from "./scan";

/** Larger ones are no check: it holds a few texts. */
const LARGEST_CHECK = 64e6;
const KEY = /"wordlight_check"\s*:/;

/** The file's content if it is one; else null. */
export async function isCheck(file: File): Promise<string | null> {
  if (file.size > LARGEST_CHECK || !/\.json$/i.test(file.name)) return null;
  try {
    // It is the engine that parses it, and says what is wrong with it.
    const [isOne] = await foundIn(file, [KEY]);
    return isOne ? await file.text() : null;
  } catch {
    // Not readable: then it is for the engine to say so.
    return null;
  }
}

/** Where a text differs by more than 1e-4, the engine says where that arises. */
export const differing = ({ texts }: CheckReport): number =>
  texts.filter(({ where }) => where !== null).length;
