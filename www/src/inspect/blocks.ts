/** A large matrix as a small picture: each of its points stands for a block of numbers. */
import type { Matrix } from "./numbers";
import { type Ramp, type RampName, stepOf } from "./ramps";

/** Rows and columns, from the first to before the end. */
export interface Region {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** How many points the picture has at most. */
export interface Size {
  width: number;
  height: number;
}

/**
 * One point for each number where there is room, else for a block of them: the number farthest from
 * zero, so that nothing stands out in the numbers that does not in the picture. NaN comes before all.
 */
export function blocksOf(matrix: Matrix, region: Region, room: Size): Matrix {
  const { columns, values } = matrix;
  const height = Math.max(1, Math.min(region.bottom - region.top, room.height));
  const width = Math.max(1, Math.min(region.right - region.left, room.width));
  const blocks = new Float32Array(height * width);
  const edge = (from: number, to: number, index: number, count: number) =>
    from + Math.floor(((to - from) * index) / count);
  for (let y = 0; y < height; y++) {
    const bottom = edge(region.top, region.bottom, y + 1, height);
    for (let x = 0; x < width; x++) {
      const left = edge(region.left, region.right, x, width);
      const right = edge(region.left, region.right, x + 1, width);
      let farthest = 0;
      for (let row = edge(region.top, region.bottom, y, height); row < bottom; row++) {
        for (let at = row * columns + left; at < row * columns + right; at++) {
          const value = values[at] as number;
          if (Number.isNaN(farthest)) break;
          // No comparison holds of NaN.
          if (!(Math.abs(value) <= Math.abs(farthest))) farthest = value;
        }
      }
      blocks[y * width + x] = farthest;
    }
  }
  return { rows: height, columns: width, values: blocks };
}

/** Red, green, blue and opacity of each point. */
export function pixelsOf(
  { values }: Matrix,
  name: RampName,
  { colours, notANumber }: Ramp,
  limit: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const place = 4 * index;
    pixels[place + 3] = 255;
    if (Number.isNaN(value)) {
      pixels.set(notANumber, place);
      continue;
    }
    const step = 3 * stepOf(name, value, limit);
    pixels[place] = colours[step] as number;
    pixels[place + 1] = colours[step + 1] as number;
    pixels[place + 2] = colours[step + 2] as number;
  }
  return pixels;
}
