/**
 * The scene as PDF. Text is text wherever the standard fonts (which every reader has) know its
 * letters; a word with others is drawn as an image, which carries its text for copying and searching
 * (ISO 32000-1, 14.9.4, ActualText).
 */
import {
  beginText,
  endText,
  PDFDocument,
  type PDFFont,
  PDFHexString,
  type PDFImage,
  PDFName,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  rgb,
  StandardFonts,
  setCharacterSqueeze,
  setFillingColor,
  setFontAndSize,
  setTextMatrix,
  showText,
} from "@cantoo/pdf-lib";
import type { Breather } from "../breath";
import { drawRun } from "./png";
import type { Scene } from "./scene";
import type { Face, TextRun } from "./scene-parts";
import { DASHES } from "./svg";

/** Type that is as wide as the standard fonts, so that what was measured is what is set. */
export const PDF_FAMILIES: Record<Face, string> = {
  serif: '"Times New Roman", "Liberation Serif", Tinos, Times, serif',
  sans: 'Arial, "Liberation Sans", Arimo, Helvetica, sans-serif',
};

/** Points in a CSS pixel. */
const POINT = 0.75;
/** A page may be no longer: 200 inches, less a margin for rounding. */
const LONGEST_PAGE = 14_000 / POINT;
/** Pixels of an image for each of the scene's: 384 to the inch. */
const SHARPNESS = 4;

type Fonts = Record<`${Face} ${400 | 600}`, PDFFont>;

export interface Pdf {
  bytes: Uint8Array;
  pages: number;
  /** How many words are images. */
  drawn: number;
}

export async function pdfOf(scene: Scene, language: string, breather: Breather): Promise<Pdf> {
  const document = await PDFDocument.create();
  document.setTitle(scene.title);
  document.setSubject(scene.description);
  document.setCreator("wordlight");
  document.setProducer("wordlight (pdf-lib)");
  document.setLanguage(language);
  const fonts: Fonts = {
    "serif 400": await document.embedFont(StandardFonts.TimesRoman),
    "serif 600": await document.embedFont(StandardFonts.TimesRomanBold),
    "sans 400": await document.embedFont(StandardFonts.Helvetica),
    "sans 600": await document.embedFont(StandardFonts.HelveticaBold),
  };
  const known = new Set(fonts["serif 400"].getCharacterSet());
  const images = new Map<string, PDFImage>();
  let drawn = 0;
  const sheets = pagesOf(scene);
  for (const { from, to } of sheets) {
    const page = document.addPage([scene.width * POINT, (to - from) * POINT]);
    const up = (y: number) => (to - y) * POINT;
    const within = (y: number) => y >= from && y < to;
    page.drawRectangle({
      x: 0,
      y: 0,
      width: page.getWidth(),
      height: page.getHeight(),
      color: colour(scene.paper),
    });
    await drawShapes(page, scene, within, up, breather);
    for (const run of scene.runs) {
      if (!within(run.baseline)) continue;
      if (breather.due) await breather.rest();
      if (!run.rtl && [...run.text].every((letter) => known.has(letter.codePointAt(0) ?? 0))) {
        write(page, run, fonts[`${run.face} ${run.weight}`], up);
        continue;
      }
      drawn++;
      await drawAsImage(document, page, run, scene, images, up);
    }
  }
  return { bytes: await document.save(), pages: sheets.length, drawn };
}

/** One, unless it would be longer than a page may be: then it ends between two lines. */
function pagesOf({ height, breaks }: Scene): { from: number; to: number }[] {
  const pages: { from: number; to: number }[] = [];
  let from = 0;
  while (height - from > LONGEST_PAGE) {
    const to =
      breaks.findLast((at) => at <= from + LONGEST_PAGE && at > from) ?? from + LONGEST_PAGE;
    pages.push({ from, to });
    from = to;
  }
  return [...pages, { from, to: height }];
}

function colour(hex: string) {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return rgb(channel(1), channel(3), channel(5));
}

async function drawShapes(
  page: PDFPage,
  { rectangles, rules }: Scene,
  within: (y: number) => boolean,
  up: (y: number) => number,
  breather: Breather,
): Promise<void> {
  for (const { x, y, width, height, fill } of rectangles) {
    if (breather.due) await breather.rest();
    if (!within(y) && !within(y + height)) continue;
    page.drawRectangle({
      x: x * POINT,
      y: up(y + height),
      width: width * POINT,
      height: height * POINT,
      color: colour(fill),
    });
  }
  for (const { x, y, width, stroke, thickness, style } of rules) {
    if (!within(y)) continue;
    page.drawLine({
      start: { x: x * POINT, y: up(y) },
      end: { x: (x + width) * POINT, y: up(y) },
      thickness: thickness * POINT,
      color: colour(stroke),
      dashArray: DASHES[style](thickness * POINT),
    });
  }
}

/** As wide as it was laid out, even where the browser had another font to measure with. */
function write(page: PDFPage, run: TextRun, font: PDFFont, up: (y: number) => number): void {
  const size = run.size * POINT;
  const natural = font.widthOfTextAtSize(run.text, size);
  const squeeze = natural > 0 ? (run.width * POINT * 100) / natural : 100;
  page.pushOperators(
    beginText(),
    setFillingColor(colour(run.fill)),
    setFontAndSize(fontName(page, font), size),
    setCharacterSqueeze(squeeze),
    setTextMatrix(1, 0, 0, 1, run.x * POINT, up(run.baseline)),
    showText(font.encodeText(run.text)),
    endText(),
  );
}

const names = new WeakMap<PDFPage, Map<PDFFont, PDFName>>();

/** The font's name among the page's resources. */
function fontName(page: PDFPage, font: PDFFont): PDFName {
  const ofPage = names.get(page) ?? new Map<PDFFont, PDFName>();
  names.set(page, ofPage);
  const name = ofPage.get(font) ?? page.node.newFontDictionary(font.name, font.ref);
  ofPage.set(font, name);
  return name;
}

async function drawAsImage(
  document: PDFDocument,
  page: PDFPage,
  run: TextRun,
  scene: Scene,
  images: Map<string, PDFImage>,
  up: (y: number) => number,
): Promise<void> {
  // Letters reach over the sides of what they measure.
  const margin = run.size * 0.25;
  const [above, below] = [run.size * 1.15, run.size * 0.45];
  const width = run.width + 2 * margin;
  const key = `${run.face} ${run.weight} ${run.size} ${run.fill} ${run.text}`;
  const image = images.get(key) ?? (await imageOf(document, run, scene, margin, above, below));
  if (image === null) return;
  images.set(key, image);
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [
      PDFName.of("Span"),
      `<</ActualText ${PDFHexString.fromText(run.text).toString()}>>`,
    ]),
  );
  page.drawImage(image, {
    x: (run.x - margin) * POINT,
    y: up(run.baseline + below),
    width: width * POINT,
    height: (above + below) * POINT,
  });
  page.pushOperators(PDFOperator.of(PDFOperatorNames.EndMarkedContent));
}

async function imageOf(
  document: PDFDocument,
  run: TextRun,
  scene: Scene,
  margin: number,
  above: number,
  below: number,
): Promise<PDFImage | null> {
  const canvas = window.document.createElement("canvas");
  canvas.width = Math.ceil((run.width + 2 * margin) * SHARPNESS);
  canvas.height = Math.ceil((above + below) * SHARPNESS);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  // To the whole pixel, as it will be stretched to what was measured.
  context.scale(canvas.width / (run.width + 2 * margin), canvas.height / (above + below));
  drawRun(context, { ...run, x: margin, baseline: above }, scene);
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return png === null ? null : document.embedPng(await png.arrayBuffer());
}
