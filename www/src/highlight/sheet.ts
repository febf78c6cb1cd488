/** The style rules of the light: one highlight per level, and the bar of the legend. */
import { levelColours } from "./colours";
import { LEVELS, levelName, MAPS, type MapName } from "./levels";

/** With forced colours backgrounds mean nothing but selected or not: from these levels on, a mark. */
const FORCED_UNDERLINE = Math.ceil(LEVELS / 4);
const FORCED_FULL = Math.ceil((LEVELS * 3) / 4);

/** Only of the boxes: else the browser works out all highlights of each element that changes. */
const BOX = ".lit";

/** The page's own map, for its style sheet (vite.config.ts). */
export const lightRules = (): string => `
${mapRules(MAPS[0])}
@media (forced-colors: active) { ${forcedRules()} }
`;

/** Any map. Which of the two themes holds says the page's `color-scheme`. */
export function mapRules(map: MapName): string {
  const dark = levelColours(map, "dark");
  const both = levelColours(map, "light").map(({ background, text }, level) => ({
    background: `light-dark(${background}, ${dark[level]?.background})`,
    text: `light-dark(${text}, ${dark[level]?.text})`,
  }));
  const lit = both.map(({ background, text }, level) =>
    level === 0
      ? ""
      : `${BOX}::highlight(${levelName(level)}) { background-color: ${background}; color: ${text}; }`,
  );
  const bar = both.map(({ background }) => background).join(", ");
  return `${lit.join("\n")}\n.light-bar { background: linear-gradient(to right, ${bar}); }`;
}

function forcedRules(): string {
  return Array.from({ length: LEVELS }, (_, level) => {
    const style =
      level >= FORCED_FULL
        ? "background-color: Highlight; color: HighlightText;"
        : level >= FORCED_UNDERLINE
          ? "background-color: Canvas; color: CanvasText; text-decoration: underline;"
          : "background-color: Canvas; color: CanvasText;";
    return `${BOX}::highlight(${levelName(level)}) { ${style} }`;
  }).join("\n");
}
