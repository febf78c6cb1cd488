/** The model as `model.summary(expand_nested=True)` tells of it. */
import type { LayerDescription } from "../engine/protocol";

export interface SummaryRow {
  /** What the engine calls the layer: with the names of those that it lies in. */
  path: string;
  depth: number;
  layer: LayerDescription;
}

export const summaryRows = (layers: LayerDescription[], within = "", depth = 0): SummaryRow[] =>
  layers.flatMap((layer) => {
    const path = within + layer.name;
    return [{ path, depth, layer }, ...summaryRows(layer.layers, `${path}/`, depth + 1)];
  });

export interface Totals {
  total: number;
  trainable: number;
}

/** A layer counts once, with what is inside it. */
export const totalsOf = (layers: LayerDescription[]): Totals => ({
  total: layers.reduce((sum, { parameters }) => sum + parameters, 0),
  trainable: layers.reduce((sum, { trainable }) => sum + trainable, 0),
});

/** As Keras writes it. */
export const shapeText = (shape: (number | null)[]): string =>
  `(${shape.map((size) => size ?? "None").join(", ")}${shape.length === 1 ? "," : ""})`;
