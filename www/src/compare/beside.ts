/** What stands beside the page's own text while two are compared. */
import type { Progress } from "../engine/protocol";
import type { Reading } from "../reading";
import type { LoadedModel } from "../state";

/** Another text under the page's model, or the page's text under another model. */
export type Mode = "texts" | "models";

export interface Beside {
  mode: Mode;
  /** The other text; while two models are compared, the page's. */
  text: string;
  /** The other model; null: none is loaded yet. */
  model: LoadedModel | null;
  /** How far the other model has come; null: none is on its way. */
  progress: Progress | null;
  /** What went wrong, or what is missing, in sentences. */
  trouble: string | null;
  /** What the text beside is read as. */
  reading: Reading | null;
  /** The same words where edits since have moved them. */
  moved: Reading | null;
  /** The word that is pointed at, or that has the caret, as an offset. */
  asked: number | null;
}
