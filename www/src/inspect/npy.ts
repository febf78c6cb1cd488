/**
 * NumPy's file of one array, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * float32, little-endian, C order.
 */
import type { NumberArray } from "./numbers";

/** `\x93NUMPY`, version 1.0 */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** The numbers begin at a multiple of it. */
const ALIGNMENT = 64;

export function npy({ shape, values }: NumberArray): Uint8Array<ArrayBuffer> {
  // A Python tuple: one axis has a comma behind it.
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2;
  const end = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${text.padEnd(end - before - 1)}\n`;
  const bytes = new Uint8Array(end + 4 * values.length);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint16(MAGIC.length, header.length, true);
  for (let index = 0; index < header.length; index++) {
    bytes[before + index] = header.charCodeAt(index);
  }
  // Every machine that browsers run on is little-endian, but a file says what it is.
  for (let index = 0; index < values.length; index++) {
    view.setFloat32(end + 4 * index, values[index] as number, true);
  }
  return bytes;
}
