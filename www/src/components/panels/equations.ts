/**
 * Equations of the stages as Keras's layers compute them, in type alone. Only those that hold whatever the
 * layer is are here; an attention of another kind has the engine's own line (`AttentionTrace.equation`).
 */
import { html, type TemplateResult } from "lit";
import type { Stage } from "../../inspect/stages";

const h = html`<i>h</i><sub><i>t</i></sub>`;
const u = html`<i>u</i><sub><i>t</i></sub>`;
const e = html`<i>e</i><sub><i>t</i></sub>`;
const alpha = html`<i>α</i><sub><i>t</i></sub>`;

/** `hasBias`: whether the layer has b. */
export function equationOf(
  { kind: part, attention }: Stage,
  hasBias: boolean,
): TemplateResult | null {
  const isPerFeature = attention?.perFeature != null;
  switch (part) {
    case "scored":
      return html`${u} = tanh(<b>W</b>·${h}${hasBias ? html` + <b>b</b>` : ""})`;
    case "scoresOfU":
      return html`${e} = ${u}·<b>u</b>`;
    case "weights":
      return attention?.kind === "han_docla_attention"
        ? html`${alpha} = exp(${e}) / Σ exp(<i>e</i>)`
        : html`${alpha} = exp(${e}) / (Σ exp(<i>e</i>) + 10<sup>−7</sup>)`;
    case "context":
      return html`<i>c</i> = Σ<sub><i>t</i></sub> ${alpha} ${isPerFeature ? "⊙" : "·"} ${h}`;
    default:
      return null;
  }
}
