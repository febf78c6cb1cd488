/** `wordlight-check.json`: Keras's own numbers for some texts, which say how far ours agree. */
import type { CheckReport } from "./engine/protocol";

/** Larger ones are no check: it holds a few texts. */
const LARGEST_CHECK = 64e6;
const KEY = "wordlight_check";

/** The file's content if it is one; else null. */
export async function isCheck(file: File): Promise<string | null> {
  if (file.size > LARGEST_CHECK || !/\.json$/i.test(file.name)) return null;
  try {
    const text = await file.text();
    // Most JSON files are a tokenizer of a megabyte: they need not be parsed to be told apart.
    if (!text.includes(`"${KEY}"`)) return null;
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null && KEY in content ? text : null;
  } catch {
    // Not readable or not JSON: then it is for the engine to say what it is.
    return null;
  }
}

/** Where a text differs by more than 1e-4, the engine says where that arises. */
export const differing = ({ texts }: CheckReport): number =>
  texts.filter(({ where }) => where !== null).length;
