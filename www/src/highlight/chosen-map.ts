/** Paints with another colour map than the page's own, whose rules stand in the style sheet. */
import { MAPS, type MapName } from "./levels";
import { mapRules } from "./sheet";

let sheet: CSSStyleSheet | null = null;

export function paintWith(map: MapName): void {
  sheet ??= new CSSStyleSheet();
  // With forced colours the page's own rules hold, whatever the map.
  sheet.replaceSync(map === MAPS[0] ? "" : `@media (forced-colors: none) { ${mapRules(map)} }`);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}
