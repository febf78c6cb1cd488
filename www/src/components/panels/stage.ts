/** One stage on the way of the numbers: its name, equation, a sentence about it, and its picture. */
import { html, nothing, type TemplateResult } from "lit";
import type { MapName } from "../../highlight/levels";
import type { StagePicture } from "../../inspect/stage-pictures";
import type { Stage } from "../../inspect/stages";
import { strings } from "../../strings";
import { PADDING_WORTH_SAYING } from "../../view";
import "../heat-map";
import { downloads, numbersLine } from "../numbers-figure";
import { equationOf } from "./equations";

const ROW_HEIGHT = 20;

export interface Seen {
  /** The token, or sentence, that is asked. */
  marked: number | null;
  /** The colours of shares. */
  map: MapName;
  /** Whether to tell of rows that are left out; where attention fell on them that is told in any case. */
  saysOthers: boolean;
}

export function stageSection(
  picture: StagePicture,
  index: number,
  { marked, map, saysOthers }: Seen,
): TemplateResult {
  const { stage, rows, bars, limit, ramp } = picture;
  const title = titleOf(stage);
  const file = () => ({
    name: `${stage.layer}-${stage.kind}`,
    array: stage.array,
    rowName: picture.stepName,
  });
  return html`<li class=${rows === null ? "stage" : "stage aligned"} data-stage=${index}>
    <figure class="numbers" data-kind=${stage.kind}>
      <figcaption>
        <h3>${title} <span class="stage-layer">${stage.layer}</span></h3>
        ${downloads(title, file)}
      </figcaption>
      ${explanation(picture)} ${numbersLine(stage.array.shape, picture.statistics)}
      <wordlight-heat-map
        .matrix=${picture.matrix}
        .label=${title}
        .bars=${bars}
        .ramp=${ramp}
        .map=${map}
        .limit=${limit}
        .rowName=${picture.rowName}
        .columnName=${picture.columnName}
        .rowHeight=${rows === null && !bars ? null : ROW_HEIGHT}
        .marked=${rows === null || marked === null ? null : rowOf(rows.tokens, marked)}
      ></wordlight-heat-map>
      ${bars ? nothing : html`<wordlight-heat-legend .ramp=${ramp} .map=${map} .limit=${limit}></wordlight-heat-legend>`}
      ${remark(picture, saysOthers)}
    </figure>
  </li>`;
}

/** What holds of words does not always hold of sentences. */
function sentenceAbout({ stage, over }: StagePicture): string {
  const { explain } = strings.inspect.steps;
  const { kind } = stage;
  if (over === "sentences" && kind === "hidden") return explain.hiddenOfSentences;
  if (over === "sentences" && kind === "both") return explain.bothOfSentences;
  if (over === "sentence" && kind === "context") return explain.contextOfSentence;
  return explain[kind];
}

function explanation(picture: StagePicture): TemplateResult {
  const { stage, hasBias } = picture;
  const say = strings.inspect.steps;
  const equation = equationOf(stage, hasBias);
  const whole = stage.attention?.equation ?? "";
  const isWhole = stage.kind === "weightsOf" || stage.kind === "weightsOfMatrix";
  return html`<p class="stage-text">${sentenceAbout(picture)} ${stage.isWeighed ? say.weighed : nothing}</p>
    ${equation === null ? nothing : html`<p class="equation">${equation}</p>`}
    ${
      isWhole && whole !== ""
        ? html`<p class="equation"><span class="equation-of">${say.whole}</span> ${whole}</p>`
        : nothing
    }`;
}

function titleOf({ kind, layer }: Stage): string {
  const { titles } = strings.inspect.steps;
  switch (kind) {
    case "both":
      return titles.hidden;
    case "scoresOfU":
      return titles.scores;
    case "weightsOf":
    case "weightsOfMatrix":
      return titles.weights;
    case "layer":
    case "output":
      return titles[kind](layer);
    default:
      return titles[kind];
  }
}

function remark({ rows, onOthers }: StagePicture, saysOthers: boolean) {
  const isMuch = onOthers !== null && onOthers > PADDING_WORTH_SAYING;
  if (rows === null || rows.others === 0 || !(saysOthers || isMuch)) return nothing;
  return html`<p class="remark">${strings.inspect.steps.padding(rows.others, isMuch ? onOthers : null)}</p>`;
}

/** A step may be about several words: that of the last one before it. */
function rowOf(tokens: number[], token: number): number | null {
  const row = tokens.findLastIndex((first) => first <= token);
  return row < 0 ? null : row;
}
