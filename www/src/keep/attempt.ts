/**
 * Remembers that this tab has begun to open a kept model, until that has come to an end. A model that
 * brings the tab down each time it opens would otherwise do so on every visit. Of this tab alone: what
 * another tab opens at the same moment has come down nowhere.
 */

const KEY = "wordlight-attempt";

/** Whether the last attempt to open this one was never heard of again. Begins the next one if not. */
export function beginAttempt(id: number): "begun" | "broughtDown" {
  try {
    const former = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (former === String(id)) return "broughtDown";
    sessionStorage.setItem(KEY, String(id));
    // Whoever leaves meanwhile does so on purpose.
    addEventListener("pagehide", endAttempt, { once: true });
  } catch {
    // Refused: then nothing is known of former ones.
  }
  return "begun";
}

export function endAttempt(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Refused: then nothing is there.
  }
}
