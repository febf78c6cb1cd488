/** The style rules of the light: one highlight per level, and the bar of the legend. */
import { type Level, levelsOf, THEMES } from "./colours";
import { LEVELS, levelName } from "./levels";

/** With forced colours backgrounds mean nothing but selected or not: from these levels on, a mark. */
const FORCED_UNDERLINE = Math.ceil(LEVELS / 4);
const FORCED_FULL = Math.ceil((LEVELS * 3) / 4);

/** Only of the box: else the browser works out all highlights of each element that changes. */
const BOX = "#text";

/** For the style sheet of the page (vite.config.ts). */
export const lightRules = (): string => `
${rules(levelsOf(THEMES.light))}
@media (prefers-color-scheme: dark) { ${rules(levelsOf(THEMES.dark))} }
@media (forced-colors: active) { ${forcedRules()} }
`;

function rules(levels: Level[]): string {
  const bar = levels.map(({ background }) => background).join(", ");
  const lit = levels.map(({ background, ink }, level) =>
    level === 0
      ? ""
      : `${BOX}::highlight(${levelName(level)}) { background-color: ${background}; color: ${ink}; }`,
  );
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
