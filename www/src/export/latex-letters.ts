/**
 * Letters as LaTeX writes them, and what an engine must know for the rest. Sources: the LaTeX2e
 * sources' utf8enc and t1enc (which letters T1 has), fontspec and xeCJK manuals.
 */

const COMMANDS: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  // A straight one stays straight.
  "'": "\\textquotesingle{}",
  "`": "\\textasciigrave{}",
  // Two in a row would become a dash, a low quotation mark, ¿ or ¡.
  "-": "-{}",
  ",": ",{}",
  "?": "?{}",
  "!": "!{}",
  "\u00a0": "~",
  "\u00ad": "\\-",
  "\u200b": "\\hskip0pt{}",
  "\t": " ",
};

/** Text as LaTeX source that shows exactly these letters. */
export const escapeLatex = (text: string): string =>
  text
    .normalize("NFC")
    .replace(
      /[\\{}$&#%_^~<>|"'`,?!\u00a0\u00ad\u200b\t-]/g,
      (letter) => COMMANDS[letter] ?? letter,
    );

/** What T1 and TS1 have, beyond ASCII: Latin-1, most of Latin Extended-A, and common signs. */
const T1 =
  /^[\x20-\x7e\n\t\u00a0-\u00ff\u0100-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0218-\u021b\u200b\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212]*$/;

const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;

/**
 * - any: pdfLaTeX, XeLaTeX and LuaLaTeX;
 * - unicode: XeLaTeX, for fonts beyond Latin;
 * - cjk: XeLaTeX with xeCJK.
 */
export type LatexNeeds = "any" | "unicode" | "cjk";

export function latexNeeds(text: string): LatexNeeds {
  if (CJK.test(text)) return "cjk";
  return T1.test(text.normalize("NFC")) ? "any" : "unicode";
}

/** A line may end before such a letter, without a blank. */
export const isCjk = (letter: string | undefined): boolean =>
  letter !== undefined && CJK.test(letter);

/** No line begins with these, and none ends with the others. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，．：；？！…—～·]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;
export const mayBreak = (before: string, after: string): boolean =>
  (isCjk([...before].at(-1)) || isCjk([...after][0])) &&
  !CLOSING.test(after) &&
  !OPENING.test(before);
