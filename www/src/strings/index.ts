/**
 * Every sentence that a person reads. `strings` is a live binding: it changes with the language, so
 * it is read where something is rendered and kept nowhere.
 */
import { speakNumbers } from "../format";
import { english } from "./en";

export type Strings = typeof english;

export const LANGUAGES = [
  { id: "en", tag: "en", name: "English" },
  { id: "zh", tag: "zh-Hans", name: "中文" },
] as const;

export type Language = (typeof LANGUAGES)[number]["id"];

export let strings: Strings = english;
export let language: Language = "en";

/** The language asked for last: an earlier one may arrive later. */
let wanted: Language = "en";
const listeners = new Set<() => void>();

/** Languages other than English are fetched when they are asked for. Rejects where that fails. */
export async function speak(next: Language): Promise<void> {
  wanted = next;
  const texts = next === "zh" ? (await import("./zh")).chinese : english;
  if (wanted !== next || language === next) return;
  strings = texts;
  language = next;
  const tag = LANGUAGES.find(({ id }) => id === next)?.tag ?? next;
  speakNumbers(tag, texts.numbers);
  document.documentElement.lang = tag;
  for (const listener of listeners) listener();
}

/** Hears of each change of the language; returns how to stop that. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
