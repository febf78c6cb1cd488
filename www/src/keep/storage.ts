/**
 * What the browser keeps of this page from one visit to the next, by name. Storage may be refused or
 * full: then nothing is kept, which is told.
 */
export type KeptName = "text" | "rest" | "look" | "panel" | "opened" | "language";

export type Outcome = "kept" | "full" | "refused";

export const PREFIX = "wordlight-";

export function readKept(name: KeptName): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** The empty string is kept as nothing. What cannot be written leaves what was there before. */
export function writeKept(name: KeptName, value: string): Outcome {
  try {
    if (value === "") localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
    return "kept";
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    return isFull ? "full" : "refused";
  }
}
