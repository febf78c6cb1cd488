/** The layers of the model, with the one whose attention is shown marked. */
import { html, nothing } from "lit";
import type { LayerDescription } from "../engine/protocol";
import { count } from "../format";
import { strings } from "../strings";

export function layersTable(layers: LayerDescription[]) {
  return html`<section>
    <h3 id="layers-title">${strings.model.layers.caption}</h3>
    <div class="scrolling" role="region" aria-labelledby="layers-title" tabindex="0">
      <table class="layers" aria-labelledby="layers-title">
        <thead>
          <tr>
            <th scope="col">${strings.model.layers.name}</th>
            <th scope="col">${strings.model.layers.className}</th>
            <th scope="col">${strings.model.layers.outputShape}</th>
            <th scope="col" class="number">${strings.model.layers.parameters}</th>
          </tr>
        </thead>
        <tbody>
          ${layers.map(
            ({ name, className, outputShape, parameters, attention }) =>
              html`<tr class=${attention === null ? "" : "attends"}>
                <th scope="row">
                  ${name} ${attention === null ? nothing : html`<em class="badge">${strings.model.layers.attention}</em>`}
                </th>
                <td>${className}</td>
                <td class="number">${shapeText(outputShape)}</td>
                <td class="number">${count(parameters)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** As Keras writes it. */
const shapeText = (shape: (number | null)[]): string =>
  `(${shape.map((size) => size ?? "None").join(", ")}${shape.length === 1 ? "," : ""})`;
