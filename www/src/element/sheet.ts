/** The style of <wordlight-text>: its letters are those of the page around it. */
import { lightRules } from "../highlight/sheet";

const RULES = `
:host { display: block; }
:host([hidden]) { display: none; }
p { margin: 0; }
.lit { white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 0.2em; }
.lit[contenteditable]:focus-visible { outline: 2px solid currentColor; outline-offset: 0.3em; }
.lit::highlight(unknown) {
  text-decoration-line: underline; text-decoration-style: dotted; text-decoration-thickness: 1px;
}
.lit::highlight(truncated) { text-decoration-line: line-through; }
.prediction, .problem { margin-block-start: 0.4em; font-size: 0.875em; opacity: 0.85; }
.prediction:empty, .problem:empty { display: none; }
.problem { border-inline-start: 3px solid currentColor; padding-inline-start: 0.6em; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
@media (forced-colors: active) { .lit { forced-color-adjust: none; color: CanvasText; } }
`;

let sheet: CSSStyleSheet | null = null;

/** One for all elements. A sheet of this kind is no inline style to the page's policy. */
export function styleSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES + lightRules());
  }
  return sheet;
}
