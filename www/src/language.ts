/**
 * Which language the page speaks: the one a person chose here, else the first of the browser's that
 * there is, else English.
 */
import { readKept, writeKept } from "./keep/storage";
import { LANGUAGES, type Language, speak } from "./strings";

/** Remembered for the next visit, where storage allows it. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await speak(chosen);
  // Where it cannot be kept, the browser's own language comes first again next time.
  writeKept("language", chosen);
}

/** Never rejects: without its texts the page speaks English. `linked`: what a link asks for. */
export function speakFirst(linked: Language | null): Promise<void> {
  const language = linked ?? languageOf(readKept("language")) ?? preferred(navigator.languages);
  return speak(language).catch(() => undefined);
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
