/** Stages with what their pictures need: the rows that words stand at, and their names. */
import { breath } from "../breath";
import type { LayerTrace, ModelDescription } from "../engine/protocol";
import type { Reading } from "../reading";
import { strings } from "../strings";
import { column, type Matrix, matrixOf, rowsOf, type Statistics, statisticsOf } from "./numbers";
import type { RampName } from "./ramps";
import { SCORES_BY_VECTOR, type Stage, stagesOf } from "./stages";
import { placesOfSentences, placesOfWords, rowsOfSteps, type StepRows } from "./step-rows";

export interface StagePicture {
  stage: Stage;
  /** What its steps are: words of the text, words of one sentence, or sentences. */
  over: "words" | "sentence" | "sentences";
  /** Null: its rows are no steps of the text. */
  rows: StepRows | null;
  /** What is shown: the rows with words. */
  matrix: Matrix;
  /** Of all rows. */
  statistics: Statistics;
  ramp: RampName;
  /** The number at the end of the colours. */
  limit: number;
  bars: boolean;
  /** Of the rows that are shown. */
  rowName: ((row: number) => string) | null;
  columnName: (index: number) => string;
  /** Of all rows, for a table that is downloaded. */
  stepName: ((row: number) => string) | null;
  /** Attention that fell on rows without words; null: this is not about weights, or none did. */
  onOthers: number | null;
  hasBias: boolean;
}

/**
 * `sentence`: whose words; null: all sentences, or a model without any. Of 10,000 words each stage has
 * a million numbers to be looked through, and the page answers in between.
 */
export async function picturesOf(
  calls: LayerTrace[],
  reading: Reading,
  description: ModelDescription,
  sentence: number | null,
): Promise<StagePicture[]> {
  const { hierarchical, wordAttentionLayer, sentenceAttentionLayer, labels } = description;
  const isOfSentences = hierarchical && sentence === null;
  const layer = isOfSentences ? sentenceAttentionLayer : wordAttentionLayer;
  const isPre = description.settings.sentencePadding === "pre";
  const pictures: StagePicture[] = [];
  for (const stage of stagesOf(calls, layer)) {
    await breath();
    const { steps } = stage;
    const rows =
      steps === null
        ? null
        : rowsOfSteps(
            steps,
            isOfSentences
              ? placesOfSentences(reading, placesIn(steps), isPre)
              : placesOfWords(reading, sentence),
          );
    const hasBias = SCORES_BY_VECTOR.has(stage.attention?.kind ?? "") && biasOf(description, layer);
    const picture = pictureOf(ofWords(stage, reading, rows), rows, labels);
    const over = isOfSentences ? "sentences" : sentence === null ? "words" : "sentence";
    pictures.push({ ...picture, over, hasBias });
  }
  return pictures;
}

/** How many places the padded sequence has. */
const placesIn = (steps: Uint32Array): number => steps.reduce((a, b) => Math.max(a, b), 0);

/** Three weights are W, b and u. */
function biasOf({ layers }: ModelDescription, path: string | null): boolean {
  const find = (among: ModelDescription["layers"], name: string): number => {
    for (const layer of among) {
      if (layer.name === name) return layer.weights.length;
      if (name.startsWith(`${layer.name}/`))
        return find(layer.layers, name.slice(layer.name.length + 1));
    }
    return 0;
  };
  return path !== null && find(layers, path) === 3;
}

/** Of self-attention the light shows the mean over the queries that are words: so does this. */
function ofWords(stage: Stage, reading: Reading, rows: StepRows | null): Stage {
  if (stage.kind !== "weightsOfMatrix" || rows === null) return stage;
  const values = stage.array.values.slice();
  for (const [index, row] of rows.rows.entries()) {
    values[row] = reading.columns.attentionWeights[rows.tokens[index] as number] as number;
  }
  return { ...stage, array: { ...stage.array, values } };
}

function pictureOf(
  stage: Stage,
  rows: StepRows | null,
  labels: string[],
): Omit<StagePicture, "over" | "hasBias"> {
  const { array, kind } = stage;
  const isPrediction = kind === "prediction";
  const whole = stage.isColumn || isPrediction ? column(array.values) : matrixOf(array);
  const matrix = rows === null ? whole : rowsOf(whole, rows.rows);
  const statistics = statisticsOf(array.values);
  const isAll = matrix.values.length === array.values.length;
  const { min, max } = isAll ? statistics : statisticsOf(matrix.values);
  const isShare = kind.startsWith("weights") || kind === "perFeature";
  const isProbability = isPrediction && min >= 0 && max <= 1;
  const farthest = Math.max(Math.abs(min), Math.abs(max)) || 0;
  // One number tells of the second of two classes.
  const classNames = matrix.rows === 1 && labels.length === 2 ? labels.slice(1) : labels;
  const stepName = rows === null ? null : namesOfSteps(rows, whole.rows);
  return {
    stage,
    rows,
    matrix,
    statistics,
    ramp: isShare || isProbability ? "share" : "signed",
    limit: isProbability ? 1 : farthest,
    bars: stage.isColumn || isPrediction,
    rowName: isPrediction
      ? (row) => classNames[row] ?? strings.inspect.steps.feature(row)
      : rows === null
        ? null
        : (row) => rows.names[row] as string,
    columnName: (index) => strings.inspect.steps.feature(index),
    stepName,
    onOthers: isShare && stage.isColumn && rows !== null ? othersOf(array.values, rows) : null,
  };
}

function namesOfSteps({ rows, names }: StepRows, count: number): (row: number) => string {
  const all = new Array<string>(count).fill("");
  for (const [index, row] of rows.entries()) all[row] = names[index] as string;
  return (row) => all[row] as string;
}

function othersOf(values: Float32Array, { rows }: StepRows): number {
  const sum = (some: Iterable<number>) => [...some].reduce((all, value) => all + value, 0);
  return sum(values) - sum(rows.map((row) => values[row] as number));
}
