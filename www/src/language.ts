/**
 * Which language the page speaks: the one a person chose here, else the first of the browser's that
 * there is, else English.
 */
import { LANGUAGES, type Language, speak } from "./strings";

const KEY = "wordlight-language";

/** Remembered for the next visit, where storage allows it. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await speak(chosen);
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Full or refused: then the browser's own language comes first again next time.
  }
}

/** Never rejects: without its texts the page speaks English. */
export function speakFirst(): Promise<void> {
  return speak(remembered() ?? preferred(navigator.languages)).catch(() => undefined);
}

function remembered(): Language | null {
  try {
    return languageOf(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Of the languages somebody reads, best first, the first that there is. */
export function preferred(languages: readonly string[]): Language {
  for (const tag of languages) {
    const there = languageOf(tag.toLowerCase().split("-")[0] ?? null);
    if (there !== null) return there;
  }
  return "en";
}

export const languageOf = (id: string | null): Language | null =>
  LANGUAGES.find((one) => one.id === id)?.id ?? null;
