/** The panels below the text: views and tools, of which one at a time is open. Fetched when opened. */

import { givenSample } from "./given";
import type { PanelId } from "./panel-id";
import type { State } from "./state";

export type { PanelId };

export interface Panel {
  /** Its title is in `strings.panels`; its element is `wordlight-panel-<id>`. */
  id: PanelId;
  /** Whether it has anything to show: else it has no tab. */
  applies(state: State): boolean;
  /** Defines the element. */
  load(): Promise<unknown>;
}

/** A model has read the text: weights of a file have none to look into. */
const isRead = ({ engine, given, text }: State): boolean =>
  engine.model !== null && givenSample(given, text) === null;

/** In the order of the tabs. */
export const PANELS: Panel[] = [
  { id: "words", applies: () => true, load: () => import("./components/panels/words/panel") },
  {
    id: "matrix",
    applies: ({ reading }) => reading?.columns.hasMatrix === true,
    load: () => import("./components/panels/matrix/panel"),
  },
  {
    id: "sentences",
    applies: ({ reading }) => (reading?.sentences ?? null) !== null,
    load: () => import("./components/panels/sentences/panel"),
  },
  {
    id: "model",
    applies: isRead,
    load: () => import("./components/panels/model"),
  },
  {
    id: "steps",
    applies: isRead,
    load: () => import("./components/panels/steps"),
  },
  {
    id: "compare",
    applies: isRead,
    load: () => import("./components/panels/compare/panel"),
  },
  {
    id: "export",
    applies: () => true,
    load: () => import("./components/panels/export/panel"),
  },
  {
    id: "keep",
    applies: () => true,
    load: () => import("./components/panels/keep/panel"),
  },
];

/** Null where there is no panel of this name. */
export const panelOf = (name: string | null): PanelId | null =>
  PANELS.find(({ id }) => id === name)?.id ?? null;
