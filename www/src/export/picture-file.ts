/** The picture as a file or a text of each format. */
import type { Breather } from "../breath";
import { strings } from "../strings";
import { htmlOf } from "./html";
import { latexOf } from "./latex";
import type { Picture } from "./picture";
import { pngOf } from "./png";
import { PRESETS, type PresetName, type Scene, sceneOf } from "./scene";
import type { Face } from "./scene-parts";
import { svgOf } from "./svg";

export type PictureFormat = "svg" | "png2" | "png3" | "pdf" | "html" | "tex" | "input";
export type PictureText = "svg" | "html" | "latex";

export interface Made {
  content: string | Blob | Uint8Array<ArrayBuffer>;
  /** Its media type. */
  type: string;
  /** Of its name, without the dot. */
  ending: string;
  /** Sentences of what is not as one would expect. */
  remarks?: string[];
}

const INCH = 96;
/** The narrowest that HTML is laid out for, in CSS pixels: it is read on a screen. */
const NARROWEST_HTML = 560;
/** The widest that LaTeX is set, in inches. */
const WIDEST_LATEX = 7;

/** The file; null: the picture is too high for a browser to make it. */
export async function pictureFile(
  format: PictureFormat,
  picture: Picture,
  size: PresetName,
  breather: Breather,
): Promise<Made | null> {
  switch (format) {
    case "svg":
      return {
        content: await svgOf(await screenScene(picture, size, breather), breather),
        type: "image/svg+xml",
        ending: "svg",
      };
    case "png2":
    case "png3": {
      const scene = await screenScene(picture, size, breather);
      const png = await pngOf(scene, format === "png2" ? 2 : 3, breather);
      return png && { content: png, type: png.type, ending: "png" };
    }
    case "pdf":
      return pdfFile(picture, size, breather);
    case "html":
      return { content: htmlText(picture, size), type: "text/html", ending: "html" };
    case "tex":
    case "input":
      return {
        content: latexText(picture, size, format === "input"),
        type: "application/x-tex",
        ending: "tex",
      };
  }
}

/** What is copied: LaTeX to be put into a document. */
export async function pictureText(
  format: PictureText,
  picture: Picture,
  size: PresetName,
  breather: Breather,
): Promise<string> {
  switch (format) {
    case "svg":
      return svgOf(await screenScene(picture, size, breather), breather);
    case "html":
      return htmlText(picture, size);
    case "latex":
      return latexText(picture, size, true);
  }
}

/** Laid out in the type of the page, so that the picture looks as the screen does. */
export function screenScene(
  picture: Picture,
  size: PresetName,
  breather: Breather,
): Promise<Scene> {
  return sceneOf(picture, PRESETS[size], screenFamilies(), breather);
}

async function pdfFile(picture: Picture, size: PresetName, breather: Breather): Promise<Made> {
  const say = strings.exporting;
  const { pdfOf, PDF_FAMILIES } = await import("./pdf").catch(() => {
    throw new Error(say.noPdf);
  });
  const scene = await sceneOf(picture, PRESETS[size], PDF_FAMILIES, breather);
  const { bytes, pages, drawn } = await pdfOf(scene, document.documentElement.lang, breather);
  return {
    content: new Uint8Array(bytes),
    type: "application/pdf",
    ending: "pdf",
    remarks: [...(drawn > 0 ? [say.drawn(drawn)] : []), ...(pages > 1 ? [say.pages(pages)] : [])],
  };
}

function htmlText(picture: Picture, size: PresetName): string {
  const width = Math.max(PRESETS[size].width, NARROWEST_HTML);
  return htmlOf(picture, document.documentElement.lang, width);
}

function latexText(picture: Picture, size: PresetName, fragment: boolean): string {
  return latexOf(picture, { width: Math.min(PRESETS[size].width / INCH, WIDEST_LATEX), fragment });
}

function screenFamilies(): Record<Face, string> {
  const style = getComputedStyle(document.documentElement);
  const family = (name: string, other: string) =>
    style.getPropertyValue(name).replaceAll(/\s+/g, " ").trim() || other;
  return { serif: family("--serif", "serif"), sans: family("--sans", "sans-serif") };
}
