/** Light or dark: as the system has it, or as somebody chose here. The style sheet follows by `color-scheme`. */
import { THEMES, type ThemeName } from "./highlight/levels";

export const THEME_CHOICES = ["system", ...THEMES] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = "wordlight-theme";

/** As the element has it, so that one can look at it without this module. */
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
system.addEventListener("change", () => changed());

export function chosenTheme(): ThemeChoice {
  const chosen = root.getAttribute("data-theme");
  return THEME_CHOICES.find((choice) => choice === chosen) ?? "system";
}

/** What is on the screen. */
export function shownTheme(): ThemeName {
  const chosen = chosenTheme();
  if (chosen !== "system") return chosen;
  return system.matches ? "dark" : "light";
}

/** Remembered for the next visit, where storage allows it. */
export function chooseTheme(choice: ThemeChoice): void {
  show(choice);
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Full or refused: then it holds until the page is left.
  }
}

/** What was chosen on an earlier visit. */
export function recallTheme(): void {
  try {
    const kept = THEME_CHOICES.find((choice) => choice === localStorage.getItem(KEY));
    if (kept !== undefined) show(kept);
  } catch {
    // Refused: the system chooses.
  }
}

/** Hears of each change of what is on the screen; returns how to stop that. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(choice: ThemeChoice): void {
  if (choice === "system") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", choice);
  changed();
}

function changed(): void {
  for (const listener of listeners) listener();
}
