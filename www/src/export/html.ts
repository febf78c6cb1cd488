/** The picture as one HTML file that stands alone: no script, nothing fetched, and it prints. */
import { escapeXml } from "./escape";
import type { Picture, Piece, Prediction, SentenceBar } from "./picture";

/** Beside texts of which the sentences are weighed; in em. */
const MARGIN = 3.25;

const classOf = (level: number): string => `l${level}`;

export function htmlOf(picture: Picture, language: string, width: number): string {
  const { tones, levels, direction, caption, description, legend, prediction } = picture;
  const used = new Set(picture.pieces.map(({ level }) => level).filter((level) => level > 0));
  const rules = [...used]
    .sort((one, other) => one - other)
    .map((level) => {
      const { background, text } = levels[level] as (typeof levels)[number];
      return `.${classOf(level)}{background:${background};color:${text}}`;
    });
  const scale = levels.map(({ background }) => background).join(",");
  return `<!doctype html>
<html lang="${escapeXml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="wordlight">
<meta name="description" content="${escapeXml(description)}">
<title>${escapeXml(caption)}</title>
<style>
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{background:${tones.paper};color:${tones.ink}}
body{max-width:${Math.round(width)}px;margin:2rem auto;padding:0 1rem;font:1.0625rem/1.75 Georgia,"Times New Roman",serif}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
.unknown{text-decoration:underline dotted 1.5px ${tones.soft};text-underline-offset:.22em}
.dropped{color:${tones.faint};text-decoration:underline dashed 1px ${tones.faint};text-underline-offset:.22em}
.truncated{color:${tones.faint};text-decoration:line-through 1px ${tones.strong}}
.leftOut{color:${tones.faint};text-decoration:line-through 2px ${tones.accent}}
.from{text-decoration:underline 2px;text-underline-offset:.22em}
.beside{padding-inline-start:${MARGIN}em}
.bar{float:inline-start;clear:inline-start;height:.4em;margin:.65em 0 -.45em;margin-inline-start:-${MARGIN}em;border-radius:1px;background:${tones.strong}}
figcaption,.legend,.prediction{font:.8125rem/1.5 system-ui,sans-serif;color:${tones.soft}}
h1{margin:.8rem 0 0;font:inherit}
figure{margin:0}
.legend{border-top:1px solid ${tones.line};padding-top:.75rem}
.legend p,.legend ul{margin:.4rem 0;padding:0;list-style:none}
.scale{height:.75rem;max-width:24rem;background:linear-gradient(to right,${scale})}
.ticks{display:flex;justify-content:space-between;max-width:24rem}
table{border-spacing:0;margin:.75rem 0}
th,td{padding:.1rem .8rem .1rem 0;text-align:start;font-weight:400}
caption{text-align:start;font-weight:600}
.wins{font-weight:600;color:${tones.ink}}
${rules.join("\n")}
</style>
</head>
<body>
<main>
<figure>
<p class="text${picture.sentences.length > 0 ? " beside" : ""}" dir="${direction}">${textOf(picture)}</p>
${prediction === null ? "" : predictionOf(prediction)}
${
  legend === null
    ? ""
    : `<div class="legend">
<div class="scale" role="presentation"></div>
<div class="ticks">${legend.ticks.map((tick) => `<span>${escapeXml(tick)}</span>`).join("")}</div>
${[legend.meaning, ...legend.notes].map((line) => `<p>${escapeXml(line)}</p>`).join("\n")}
${
  legend.marks.length === 0
    ? ""
    : `<ul>${legend.marks.map(({ mark, text }) => `<li><span class="${mark}">abc</span> ${escapeXml(text)}</li>`).join("")}</ul>`
}
</div>`
}
<figcaption><h1>${escapeXml(caption)}</h1></figcaption>
</figure>
</main>
</body>
</html>
`;
}

/** A sentence's bar stands in the margin of the line in which it begins, as long as its share. */
function textOf({ pieces, sentences }: Picture): string {
  const bars = new Map(sentences.map((sentence) => [sentence.first, sentence]));
  return pieces
    .map((piece, index) => {
      const bar = bars.get(index);
      return (bar === undefined ? "" : barOf(bar)) + pieceOf(piece);
    })
    .join("");
}

/** It takes no room from the text: its margins take back its width. */
function barOf({ brightness, share }: SentenceBar): string {
  const width = brightness * 2.5 + 0.15;
  const style = `width:${width.toFixed(2)}em;margin-inline-end:${(MARGIN - width).toFixed(2)}em`;
  const told = escapeXml(share);
  return `<span class="bar" style="${style}" role="img" aria-label="${told}" title="${told}"></span>`;
}

function pieceOf({ kind, text, level, mark, from, value }: Piece): string {
  if (kind === "break") return "\n";
  const classes = [level > 0 ? classOf(level) : null, mark, from ? "from" : null].filter(
    (name) => name !== null,
  );
  const shown = escapeXml(text);
  const title = value === "" ? "" : ` title="${escapeXml(value)}"`;
  if (classes.length === 0) return title === "" ? shown : `<span${title}>${shown}</span>`;
  return `<span class="${classes.join(" ")}"${title}>${shown}</span>`;
}

const predictionOf = ({ title, classes, more }: Prediction): string => `<table class="prediction">
<caption>${escapeXml(title)}</caption>
${classes
  .map(
    ({ label, value, wins }) =>
      `<tr${wins ? ' class="wins"' : ""}><th scope="row">${escapeXml(label)}</th><td>${escapeXml(value)}</td></tr>`,
  )
  .join("\n")}
</table>
${more === null ? "" : `<p class="prediction">${escapeXml(more)}</p>`}`;
