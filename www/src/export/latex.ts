/**
 * The picture as LaTeX: each word a `\colorbox` (xcolor), so that lines break between words as in any
 * paragraph. A whole document, or the part to `\input` into one's own. Which engine it takes depends
 * on its letters, and stands in its first lines.
 */
import { escapeLatex, isCjk, type LatexNeeds, latexNeeds, mayBreak } from "./latex-letters";
import { type Picture, type Piece, RTL_LETTER, type SentenceBar } from "./picture";

export interface LatexOptions {
  /** Inches that the text is wide. */
  width: number;
  /** Without a preamble, to `\input`. */
  fragment: boolean;
}

/** A box cannot break: longer words are several. */
const LONGEST_BOX = 24;

export function latexOf(picture: Picture, { width, fragment }: LatexOptions): string {
  const needs = latexNeeds(allText(picture));
  const measure = `${(Math.round(width * 100) / 100).toString()}in`;
  const body = bodyOf(picture);
  const lines = fragment
    ? [...head(needs), "% In the preamble:", ...packages(needs).map((line) => `%   ${line}`), ""]
    : [
        ...head(needs),
        "\\documentclass{article}",
        ...packages(needs),
        `\\usepackage[margin=0.5in,textwidth=${measure}]{geometry}`,
        "\\pagestyle{empty}",
        "\\begin{document}",
        "\\noindent",
      ];
  lines.push(...definitions(picture), `\\begin{minipage}{${fragment ? "\\linewidth" : measure}}`);
  // A box of the paper's colour, or a light text would stand on a white page.
  if (!fragment)
    lines.splice(lines.indexOf("\\noindent"), 0, `\\pagecolor[HTML]{${hex(picture.tones.paper)}}`);
  lines.push(...body, "\\end{minipage}", "\\endgroup");
  if (!fragment) lines.push("\\end{document}");
  return `${lines.join("\n")}\n`;
}

function head(needs: LatexNeeds): string[] {
  const engines: Record<LatexNeeds, string> = {
    any: "pdfLaTeX, XeLaTeX or LuaLaTeX",
    unicode:
      "XeLaTeX (LuaLaTeX for texts without right-to-left letters); pdfLaTeX lacks some of its letters",
    cjk: "XeLaTeX with xeCJK",
  };
  return ["% Made by wordlight.", `% Engine: ${engines[needs]}.`];
}

/** Letters that need a font of their own in XeLaTeX, and fonts that may be there. */
const FAMILIES = [
  {
    name: "wlarabic",
    feature: "Script=Arabic",
    fonts: ["Amiri", "Times New Roman", "DejaVu Sans"],
  },
  { name: "wlhebrew", feature: "Script=Hebrew", fonts: ["Times New Roman", "DejaVu Sans"] },
  {
    name: "wlemoji",
    feature: "",
    fonts: ["Noto Emoji", "Symbola", "Segoe UI Emoji", "DejaVu Sans"],
  },
] as const;

function packages(needs: LatexNeeds): string[] {
  const common = "\\usepackage{xcolor}";
  if (needs === "any") {
    return [
      "\\usepackage{iftex}",
      "\\ifPDFTeX\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{textcomp,lmodern}\\else\\usepackage{fontspec}\\fi",
      common,
    ];
  }
  return [
    needs === "cjk" ? "\\usepackage{xeCJK}" : "\\usepackage{fontspec}",
    "% Of each list the first font that is there. Letters without a glyph? Name one that has them.",
    needs === "cjk"
      ? "\\IfFontExistsTF{Noto Serif CJK SC}{\\setCJKmainfont{Noto Serif CJK SC}}{\\setCJKmainfont{FandolSong-Regular.otf}}"
      : "\\newcommand\\wltry[1]{\\IfFontExistsTF{#1}{\\setmainfont{#1}\\renewcommand\\wltry[1]{}}{}}\\wltry{FreeSerif}\\wltry{Times New Roman}\\wltry{DejaVu Sans}",
    "\\newcommand\\wlfamily[3]{\\ifdefined#1\\else\\IfFontExistsTF{#3}{\\newfontfamily#1[#2]{#3}}{}\\fi}",
    ...FAMILIES.map(({ name, feature, fonts }) => {
      const tried = fonts.map((font) => `\\wlfamily\\${name}{${feature}}{${font}}`);
      return `${tried.join("")}\\providecommand\\${name}{}`;
    }),
    common,
  ];
}

const hex = (colour: string): string => colour.slice(1).toUpperCase();

/** Colours and commands, kept to a group so that they change nothing else. */
function definitions(picture: Picture): string[] {
  const { pieces, levels, tones, legend } = picture;
  const used = new Set(pieces.map(({ level }) => level).filter((level) => level > 0));
  if (legend !== null) for (const level of levels.keys()) used.add(level);
  used.add(levels.length - 1);
  const colours = [...used]
    .sort((one, other) => one - other)
    .flatMap((level) => {
      const { background, text } = levels[level] as (typeof levels)[number];
      return [
        `\\definecolor{wlb${level}}{HTML}{${hex(background)}}\\definecolor{wlt${level}}{HTML}{${hex(text)}}%`,
      ];
    });
  return [
    "\\begingroup",
    ...(RTL_LETTER.test(allText(picture))
      ? ["\\TeXXeTstate=1", "\\newcommand\\wlbox[1]{\\hbox{\\beginL#1\\endL}}%"]
      : ["\\newcommand\\wlbox[1]{\\hbox{#1}}%"]),
    ...Object.entries(tones).map(
      ([name, colour]) => `\\definecolor{wl${name}}{HTML}{${hex(colour)}}%`,
    ),
    ...colours,
    "% \\wl{level}{word}: the word on its colour. The rule gives all of them one height.",
    "\\newcommand\\wl[2]{\\leavevmode\\wlbox{\\fboxsep0.08em\\colorbox{wlb#1}{\\wlbox{\\color{wlt#1}\\rule[-0.24em]{0pt}{1em}#2}}}}%",
    "\\newcommand\\wlover[3]{\\leavevmode\\wlbox{\\setbox0\\wlbox{#3}\\rlap{\\raise#1\\hbox to\\wd0{#2}}\\box0}}%",
    "\\newcommand\\wlunknown[1]{\\wlover{-0.27em}{\\color{wlsoft}\\leaders\\hbox{\\kern0.05em\\rule{0.08em}{0.08em}\\kern0.05em}\\hfill}{#1}}%",
    "\\newcommand\\wldropped[1]{\\wlover{-0.27em}{\\color{wlfaint}\\leaders\\hbox{\\rule{0.25em}{0.05em}\\kern0.15em}\\hfill}{\\color{wlfaint}#1}}%",
    "\\newcommand\\wltruncated[1]{\\wlover{0.24em}{\\color{wlstrong}\\leaders\\hrule height0.05em\\hfill}{\\color{wlfaint}#1}}%",
    "\\newcommand\\wlleftOut[1]{\\wlover{0.24em}{\\color{wlaccent}\\leaders\\hrule height0.1em\\hfill}{\\color{wlfaint}#1}}%",
    "\\newcommand\\wlfrom[1]{\\wlover{-0.28em}{\\leaders\\hrule height0.1em\\hfill}{#1}}%",
    "% Between characters that are written without blanks.",
    "\\newcommand\\wlb{\\hskip0pt plus0.06em\\relax}%",
    "\\color{wlink}%",
  ];
}

function bodyOf(picture: Picture): string[] {
  const { direction, legend, prediction, caption, levels } = picture;
  const rtl = direction === "rtl";
  const lines = [
    "{\\setlength\\parindent{0pt}\\linespread{1.3}\\selectfont\\emergencystretch3em",
    rtl ? "\\raggedleft\\everypar{\\setbox0\\lastbox\\beginR\\box0 }%" : "\\raggedright",
    textOf(picture),
    "\\par}",
  ];
  // Quotation marks of Latin text are not as wide as Chinese ones.
  const cjk = latexNeeds(allText(picture)) === "cjk";
  const said = (text: string) =>
    cjk && latexNeeds(text) !== "cjk"
      ? `{\\makexeCJKinactive ${escapeLatex(text)}}`
      : escapeLatex(text);
  const small = "{\\setlength\\parindent{0pt}\\footnotesize\\raggedright";
  if (prediction !== null) {
    lines.push("\\smallskip", `${small}\\color{wlsoft}\\textbf{${said(prediction.title)}}\\par`);
    for (const { label, value, length, wins } of prediction.classes) {
      const [name, number] = [said(label), said(value)];
      const bold = (text: string) => (wins ? `\\textbf{${text}}` : text);
      const bar = `\\textcolor{${wins ? `wlb${levels.length - 1}` : "wlstrong"}}{\\rule[0.1em]{${(length * 8).toFixed(2)}em}{0.45em}}`;
      lines.push(
        `\\hbox to\\linewidth{\\makebox[9em][l]{${bold(name)}}\\makebox[4em][r]{${bold(number)}}\\quad ${bar}\\hfil}\\par`,
      );
    }
    if (prediction.more !== null) lines.push(`${said(prediction.more)}\\par`);
    lines.push("}");
  }
  if (legend !== null) {
    const steps = levels.map((_, level) => `\\textcolor{wlb${level}}{\\rule{0.4em}{0.8em}}`);
    lines.push("\\medskip", `${small}\\color{wlsoft}`);
    lines.push(
      `${said(legend.ticks[0] ?? "")} \\mbox{${steps.join("")}} ${said(legend.ticks.at(-1) ?? "")}\\par`,
    );
    for (const line of [legend.meaning, ...legend.notes]) lines.push(`${said(line)}\\par`);
    for (const { mark, text } of legend.marks) {
      lines.push(`\\wl${mark}{abc} ${said(text)}\\par`);
    }
    lines.push("}");
  }
  lines.push("\\smallskip", `${small}\\color{wlfaint}${said(caption)}\\par}`);
  return lines;
}

/** Those that no font for text has. */
const EMOJI = /(?:[\p{Emoji_Presentation}\u{1f000}-\u{1faff}]|\u200d|\ufe0f)+/gu;

/** Lines of the source end where blanks are, so that it can be read. */
function textOf({ pieces, sentences, direction }: Picture): string {
  const bars = new Map(sentences.map((sentence) => [sentence.first, sentence]));
  const source: string[] = [];
  let former = "";
  let length = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "break") {
      source.push(pieces[index - 1]?.kind === "break" ? "\\medskip\n" : "\\par\n");
      [former, length] = ["", 0];
      continue;
    }
    const bar = bars.get(index);
    if (bar !== undefined) source.push(barOf(bar));
    if (piece.kind === "space" && piece.mark === null) {
      source.push(length > 90 ? "\n" : " ");
      if (length > 90) length = 0;
      former = " ";
      continue;
    }
    const parts = boxesOf(piece.text);
    for (const [at, part] of parts.entries()) {
      if (former !== "" && (at > 0 || mayBreak(former, part))) source.push("\\wlb ");
      const written = wordOf(part, piece, direction === "rtl");
      source.push(written);
      length += written.length;
      former = part;
    }
  }
  return source.join("").trim();
}

/** Graphemes stay whole. */
function boxesOf(text: string): string[] {
  if (text.length <= LONGEST_BOX) return [text];
  const letters = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)];
  const size = isCjk(letters[0]?.segment) ? 1 : LONGEST_BOX;
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at += size) {
    parts.push(
      letters
        .slice(at, at + size)
        .map(({ segment }) => segment)
        .join(""),
    );
  }
  return parts;
}

const HEBREW = /\p{Script=Hebrew}/u;
const STRONG = /[\p{L}\p{N}]/u;
const TURNED: Record<string, string> = {
  "(": ")",
  ")": "(",
  "[": "]",
  "]": "[",
  "«": "»",
  "»": "«",
};

function wordOf(text: string, { level, mark, from }: Piece, rtl: boolean): string {
  const marked = mark === null ? lettersOf(text, rtl) : `\\wl${mark}{${lettersOf(text, rtl)}}`;
  const named = from ? `\\wlfrom{${marked}}` : marked;
  return level > 0 ? `\\wl{${level}}{${named}}` : named;
}

function lettersOf(text: string, rtl: boolean): string {
  if (text.trim() === "") return "\\ ";
  // Among words from right to left a bracket looks the other way.
  const turned =
    rtl && !STRONG.test(text) ? text.replace(/[()[\]«»]/g, (one) => TURNED[one] ?? one) : text;
  const escaped = escapeLatex(turned).replace(EMOJI, (emoji) => `{\\wlemoji ${emoji}}`);
  if (!RTL_LETTER.test(text)) return escaped;
  return `{\\${HEBREW.test(text) ? "wlhebrew" : "wlarabic"} ${escaped}}`;
}

const barOf = ({ brightness }: SentenceBar): string =>
  `\\textcolor{wlstrong}{\\rule{${(brightness * 1.6 + 0.1).toFixed(2)}em}{0.55em}}\\,`;

function allText({ pieces, caption, legend, prediction }: Picture): string {
  return [
    ...pieces.map(({ text }) => text),
    caption,
    ...(legend === null
      ? []
      : [
          legend.meaning,
          ...legend.notes,
          ...legend.ticks,
          ...legend.marks.map(({ text }) => text),
        ]),
    ...(prediction === null
      ? []
      : [prediction.title, prediction.more ?? "", ...prediction.classes.map(({ label }) => label)]),
  ].join("\n");
}
