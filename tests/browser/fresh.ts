/** What the page shows, against the engine's answer to the same text as if it were the first. */
import type { Page } from "@playwright/test";
import type { Analysis, AnalysisColumns } from "../../www/pkg/wordlight.js";

interface Panels extends HTMLElement {
  state: { text: string; reading: { text: string; columns: AnalysisColumns } | null };
  session: { analysis(): Promise<Analysis> };
}

/** The largest difference that counts as none. */
const TOLERANCE = 1e-6;

/**
 * Whether the reading on the screen is of the present text, and each of its numbers is what a full run
 * says. The engine keeps nothing for `analysis`, and what it kept for the reading plays no part in it.
 */
export const closeToFresh = (page: Page): Promise<boolean | string> =>
  page.evaluate(async (tolerance) => {
    const { state, session } = document.querySelector("wordlight-panels") as Panels;
    const { reading, text } = state;
    if (reading === null || reading.text !== text) return "no reading of the present text";
    const fresh = await session.analysis();
    const { columns } = reading;
    if (fresh.text !== text) return "of another text";
    if (fresh.tokens.length !== columns.starts.length) return "other words";
    const far = (one: number | null | undefined, other: number | null | undefined) => {
      const [a, b] = [one ?? Number.NaN, other ?? Number.NaN];
      return Number.isNaN(a) !== Number.isNaN(b) || Math.abs(a - b) > tolerance;
    };
    const statuses = ["known", "unknown", "dropped", "truncated"];
    for (const [index, token] of fresh.tokens.entries()) {
      const isSame =
        token.start === columns.starts[index] &&
        token.end === columns.ends[index] &&
        token.status === statuses[columns.statuses[index] as number] &&
        (token.step ?? -1) === columns.steps[index];
      if (!isSame) return `word ${index} is another`;
      if (far(token.attention, columns.attentionWeights[index])) return `attention of ${index}`;
    }
    for (const [index, sentence] of (fresh.sentences ?? []).entries()) {
      if (far(sentence.attention, columns.sentenceAttention[index])) return `sentence ${index}`;
    }
    if (fresh.prediction.length !== columns.prediction.length) return "other classes";
    for (const [index, value] of fresh.prediction.entries()) {
      if (far(value, columns.prediction[index])) return `class ${index}`;
    }
    return far(fresh.paddingAttention, columns.paddingAttention) ? "padding" : true;
  }, TOLERANCE);
