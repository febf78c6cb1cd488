/** The scene as a picture of pixels, drawn on a canvas. */
import type { Breather } from "../breath";
import type { Scene } from "./scene";
import type { TextRun } from "./scene-parts";
import { DASHES } from "./svg";

/** What every browser can make: a side, and all pixels. Safari's are the smallest. */
const LONGEST_SIDE = 16_384;
const MOST_PIXELS = 64e6;

/** Whether a canvas can be so large. */
export function canHold({ width, height }: Scene, times: number): boolean {
  const [wide, high] = [width * times, height * times];
  return Math.max(wide, high) <= LONGEST_SIDE && wide * high <= MOST_PIXELS;
}

/** `times`: pixels for each of the scene's. Null where the browser cannot. */
export async function pngOf(scene: Scene, times: number, breather: Breather): Promise<Blob | null> {
  if (!canHold(scene, times)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(scene.width * times);
  canvas.height = Math.ceil(scene.height * times);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = scene.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(times, times);
  // On whole pixels, or neighbours would show a seam.
  const snapped = (value: number) => Math.round(value * times) / times;
  for (const { x, y, width, height, fill, radius } of scene.rectangles) {
    if (breather.due) await breather.rest();
    context.fillStyle = fill;
    if (radius > 0) {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      context.fill();
      continue;
    }
    const [left, top] = [snapped(x), snapped(y)];
    context.fillRect(left, top, snapped(x + width) - left, snapped(y + height) - top);
  }
  for (const { x, y, width, stroke, thickness, style } of scene.rules) {
    if (breather.due) await breather.rest();
    context.strokeStyle = stroke;
    context.lineWidth = thickness;
    context.setLineDash(DASHES[style](thickness));
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + width, y);
    context.stroke();
  }
  for (const run of scene.runs) {
    if (breather.due) await breather.rest();
    drawRun(context, run, scene);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export function fontOf(
  { weight, size, face }: TextRun,
  { families }: Pick<Scene, "families">,
): string {
  return `${weight} ${size}px ${families[face]}`;
}

export function drawRun(
  context: CanvasRenderingContext2D,
  run: TextRun,
  scene: Pick<Scene, "families">,
): void {
  context.font = fontOf(run, scene);
  context.direction = run.rtl ? "rtl" : "ltr";
  context.textRendering = "geometricPrecision";
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = run.fill;
  context.fillText(run.text, run.x, run.baseline);
}
