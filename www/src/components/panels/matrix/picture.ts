/** The cells of a matrix as a picture with one pixel for each. */
import { levelColours } from "../../../highlight/colours";
import { LEVELS, levelOf, type ThemeName } from "../../../highlight/levels";
import { cellBrightness, type MatrixView } from "../../../matrix-view";
import type { Look } from "../../../view";
import type { Pen } from "../canvas";

type Rgb = [red: number, green: number, blue: number];

export function pictureOf(
  { ink, paper, forced }: Pen,
  view: MatrixView,
  look: Look,
  theme: ThemeName,
): HTMLCanvasElement {
  const size = view.tokens.length;
  const picture = document.createElement("canvas");
  picture.width = size;
  picture.height = size;
  const context = picture.getContext("2d");
  if (context === null) return picture;
  const colours = forced ? between(rgbOf(paper), rgbOf(ink)) : coloursOf(look, theme);
  const { data } = new ImageData(size, size);
  for (let cell = 0; cell < size * size; cell++) {
    const [red, green, blue] = colours[levelOf(cellBrightness(look, view, cell))] as Rgb;
    data[4 * cell] = red;
    data[4 * cell + 1] = green;
    data[4 * cell + 2] = blue;
    data[4 * cell + 3] = 255;
  }
  context.putImageData(new ImageData(data, size, size), 0, 0);
  return picture;
}

const coloursOf = ({ map }: Look, theme: ThemeName): Rgb[] =>
  levelColours(map, theme).map(
    ({ background }) =>
      [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16)) as Rgb,
  );

/** With forced colours: from the system's paper to its ink. */
const between = (from: Rgb, to: Rgb): Rgb[] =>
  Array.from(
    { length: LEVELS },
    (_, level) =>
      from.map(
        (part, index) => part + (((to[index] as number) - part) * level) / (LEVELS - 1),
      ) as Rgb,
  );

/** As browsers write computed colours. */
const rgbOf = (colour: string): Rgb =>
  (colour
    .match(/[\d.]+/g)
    ?.slice(0, 3)
    .map(Number) ?? [0, 0, 0]) as Rgb;
