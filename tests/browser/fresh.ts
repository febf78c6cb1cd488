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

/**
 * Once the page has read what stands in the box: whether each word that is lit, or marked, is a word of
 * the text with that very level, and none is left without. A sentence where it is not so.
 */
export const litOnWords = (page: Page): Promise<true | string> =>
  page.evaluate(async () => {
    const box = document.querySelector("#text") as HTMLElement;
    const panels = document.querySelector("wordlight-panels") as Panels;
    const end = Date.now() + 20_000;
    const isRead = () => {
      const { state } = panels;
      return state.reading?.text === state.text && box.innerText.trim() === state.text.trim();
    };
    while (!isRead()) {
      if (Date.now() > end)
        return `not read: ${JSON.stringify([box.innerText, panels.state.text])}`;
      await new Promise((done) => setTimeout(done, 2));
    }
    const sheet = box.closest(".sheet-of-text") as HTMLElement;
    /** Null: all is well. */
    const wrong = (): string | null => {
      const { reading } = panels.state;
      if (reading === null) return "not read";
      const { text, columns } = reading;
      const starts: { node: Text; start: number }[] = [];
      let length = 0;
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node instanceof Text) {
          starts.push({ node, start: length });
          length += node.data.length;
        } else if (node.nodeName === "BR" && node.nextSibling !== null) length++;
      }
      const offsetOf = (node: Node, offset: number) =>
        (starts.find((one) => one.node === node)?.start ?? Number.NaN) + offset;
      const words = new Map<number, number>();
      for (const [token, start] of columns.starts.entries()) words.set(start, token);
      const lit = new Set<number>();
      for (const [name, highlight] of CSS.highlights) {
        if (!/^(attention-|unknown|dropped|truncated)/.test(name)) continue;
        for (const range of highlight) {
          const from = offsetOf(range.startContainer, range.startOffset);
          const to = offsetOf(range.endContainer, range.endOffset);
          const token = words.get(from);
          if (token === undefined || columns.ends[token] !== to) {
            return `${name} lies on ${from}–${to}, “${text.slice(from, to)}”`;
          }
          if (name.startsWith("attention-")) lit.add(token);
        }
      }
      let strongest = 0;
      for (const weight of columns.attentionWeights) if (weight > strongest) strongest = weight;
      const { top, bottom } = sheet.getBoundingClientRect();
      for (const [token, weight] of columns.attentionWeights.entries()) {
        if (!(weight > strongest / 4) || lit.has(token)) continue;
        const from = columns.starts[token] as number;
        const place = starts.findLast(({ start }) => start <= from);
        if (place === undefined) return "a word is nowhere";
        const range = document.createRange();
        range.setStart(place.node, from - place.start);
        range.setEnd(place.node, from - place.start + 1);
        const { top: above, bottom: below } = range.getBoundingClientRect();
        // Words out of sight are lit once they come into it.
        if (below > top && above < bottom) {
          return `“${text.slice(from, columns.ends[token])}” is not lit`;
        }
      }
      return null;
    };
    // The paint follows the state within a frame or two.
    for (let wait = 0; wait < 100; wait++) {
      const found = wrong();
      if (found === null) return true;
      if (wait === 99) return found;
      await new Promise((done) => setTimeout(done, 10));
    }
    return true;
  });
