/** Drawing on a canvas: as sharp as the screen, in the colours of the page, in anybody's language. */

export interface Pen {
  context: CanvasRenderingContext2D;
  /** The text colour of the page, and what lies below it. */
  ink: string;
  paper: string;
  font: string;
  /** The system's own colours are asked for: light is shown by size and lines alone. */
  forced: boolean;
}

/** Sizes the canvas in CSS pixels and clears it; null where the browser has no canvas. */
export function penFor(canvas: HTMLCanvasElement, width: number, height: number): Pen | null {
  const context = canvas.getContext("2d");
  if (context === null || width <= 0 || height <= 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { color, backgroundColor, fontFamily } = getComputedStyle(canvas);
  const font = `12px ${fontFamily}`;
  context.font = font;
  return {
    context,
    ink: color,
    paper: backgroundColor,
    font,
    forced: matchMedia("(forced-colors: active)").matches,
  };
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** As much of a word as there is room for: whole letters with their marks, and an ellipsis. */
export function fitted({ context }: Pen, word: string, room: number): string {
  // Longer words than this fit nowhere, and measuring 300 letters takes long.
  const parts = Array.from(letters.segment(word.slice(0, 80)), ({ segment }) => segment);
  const isWhole = (size: number) => size === parts.length && word.length <= 80;
  let size = parts.length;
  const shown = () => parts.slice(0, size).join("") + (isWhole(size) ? "" : "…");
  while (size > 1 && context.measureText(shown()).width > room) size--;
  return shown();
}
