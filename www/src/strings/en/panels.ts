/** The row of tabs below the text. */
import type { PanelId } from "../../panel-id";

export const panels = {
  /** What stands on the tabs. */
  panels: {
    words: "Words",
    matrix: "Matrix",
    sentences: "Sentences",
    model: "Model and weights",
    steps: "Step by step",
    compare: "Compare",
    export: "Export",
    keep: "Share and keep",
  } satisfies Record<PanelId, string>,

  panelRow: {
    label: "Views",
    loading: "One moment…",
    failed:
      "This view could not be fetched. Check the connection, then press its tab again or reload the page.",
  },
};
