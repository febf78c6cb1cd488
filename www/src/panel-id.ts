/** What each panel goes by. Its title is in `strings.panels`. */
export type PanelId =
  | "words"
  | "matrix"
  | "sentences"
  | "model"
  | "steps"
  | "compare"
  | "export"
  | "keep";
