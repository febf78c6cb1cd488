/** The lines under and through words that tell what became of them. */
import type { Picture, Piece } from "./picture";
import type { Rule } from "./scene-parts";

/** As the style sheet draws them on the screen (styles/text.css). */
export function markRules(
  { mark, from }: Pick<Piece, "mark" | "from">,
  x: number,
  width: number,
  baseline: number,
  size: number,
  tones: Picture["tones"],
): Rule[] {
  const thin = size / 18;
  const under = baseline + size * 0.2;
  const through = baseline - size * 0.27;
  if (from) {
    return [{ x, y: under, width, stroke: tones.ink, thickness: 2 * thin, style: "solid" }];
  }
  switch (mark) {
    case "unknown":
      return [{ x, y: under, width, stroke: tones.soft, thickness: 1.5 * thin, style: "dotted" }];
    case "dropped":
      return [{ x, y: under, width, stroke: tones.faint, thickness: thin, style: "dashed" }];
    case "truncated":
      return [{ x, y: through, width, stroke: tones.strong, thickness: thin, style: "solid" }];
    case "leftOut":
      return [{ x, y: through, width, stroke: tones.accent, thickness: 2 * thin, style: "solid" }];
    case null:
      return [];
  }
}
