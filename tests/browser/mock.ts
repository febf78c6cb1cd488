/**
 * A worker that answers as the engine does, with small numbers made from the words themselves: for
 * states of the page that no small fixture has. Everything in `MockWorker` runs in the page.
 */
import { expect, type Page } from "@playwright/test";
import type { CheckReport, LoadOptions, ModelDescription } from "../../www/pkg/wordlight.js";

export interface Scenario {
  /** What the model says of itself beyond a plain one. */
  description?: Partial<ModelDescription>;
  /** Attention on padding; of a hierarchical model, on empty sentences. */
  padding?: number;
  /** Share of each sentence's word attention that falls on padding. */
  wordPadding?: number;
  /** Heads of self-attention; 0: none. */
  heads?: number;
  /** Words that share one step. */
  stride?: number;
  /** What the model puts out, for every text. */
  prediction?: number[];
  /** What is said of the file with Keras's numbers. */
  check?: CheckReport;
  /** Loads of files with this ending are refused. */
  refused?: string;
}

interface Sent {
  method: string;
  params: { options?: LoadOptions; files?: { name: string }[]; text?: string; json?: string };
}

interface Holder {
  held: { method: string; waiting: (() => void)[] } | null;
}

/** Puts the mock in the worker's place, opens the page and waits for the model. */
export async function openMock(page: Page, scenario: Scenario): Promise<void> {
  await page.addInitScript(install, scenario);
  await page.goto("./");
  await expect(page.locator("html")).toHaveAttribute("data-state", "ready");
}

/** From here on loads, or questions of another kind, wait until `release`. */
export const hold = (page: Page, method = "load"): Promise<void> =>
  page.evaluate((wanted) => {
    (window as unknown as Holder).held = { method: wanted, waiting: [] };
  }, method);

/** Answers what waits; what is asked from then on does not wait. */
export const release = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const holder = window as unknown as Holder;
    const waiting = holder.held?.waiting ?? [];
    holder.held = null;
    for (const go of waiting) go();
  });

/** What the page asked the worker, in order. */
export const sent = (page: Page, method: string): Promise<Sent[]> =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { sent: Sent[] }).sent.filter(({ method: name }) => name === wanted),
    method,
  );

function install(scenario: Scenario): void {
  const record: Sent[] = [];
  (window as unknown as { sent: Sent[] }).sent = record;

  const describe = (options: LoadOptions) => {
    const base = {
      format: "keras-v3",
      kerasVersion: "3.15.1",
      layers: [
        {
          name: "embedding",
          className: "Embedding",
          outputShape: [null, null, 8],
          parameters: 800,
          weights: [],
          attention: null,
        },
        {
          name: "att",
          className: "MyAttention",
          outputShape: [null, 8],
          parameters: 80,
          weights: [],
          attention: "attention_with_context",
        },
      ],
      attentionLayers: ["att"],
      tokenizer: "Tokenizer, 100 words",
      inputSteps: null,
      inputSentences: null,
      hierarchical: false,
      wordAttentionLayer: "att",
      sentenceAttentionLayer: null,
      wordsPerStep: 1,
      inputs: [],
      outputs: ["dense"],
      outputActivation: null,
      readings: [],
      labels: ["no", "yes"],
      warnings: [],
      settings: { maxlen: null, padding: "pre", truncating: "pre" },
      ...scenario.description,
    } as unknown as ModelDescription;
    return {
      ...base,
      settings: { ...base.settings, ...options },
      inputs: base.inputs.map((input) => ({
        ...input,
        values: options.inputs?.[input.name] ?? input.values,
      })),
      readings: base.readings.map((reading) => {
        const kinds = [reading, ...reading.alternatives];
        const chosen = kinds.find(({ kind }) => kind === options.customLayers?.[reading.className]);
        return chosen === undefined
          ? reading
          : {
              ...reading,
              ...chosen,
              reason: chosen === reading ? reading.reason : "it was chosen on the page.",
              alternatives: kinds
                .filter((kind) => kind !== chosen)
                .map(({ kind, title, equation }) => ({ kind, title, equation })),
            };
      }),
    };
  };

  const scoreOf = (word: string) => 1 + ((word.length * 7 + word.charCodeAt(0)) % 11);
  const wordsOf = (text: string) =>
    [...text.matchAll(/[\p{L}\p{N}'’]+/gu)].map(({ 0: word, index }) => ({
      start: index,
      end: index + word.length,
      score: scoreOf(word),
    }));
  const normalised = (scores: number[], all: number) => {
    const sum = scores.reduce((one, other) => one + other, 0) || 1;
    return scores.map((score) => (score / sum) * all);
  };

  const analyze = (text: string, shape: ModelDescription) => {
    const words = wordsOf(text);
    const padding = scenario.padding ?? 0;
    const spans = shape.hierarchical
      ? [...text.matchAll(/[^.!?]+[.!?]*\s*/g)].map(({ 0: sentence, index }) => ({
          start: index,
          end: index + sentence.trimEnd().length,
        }))
      : [];
    const sentenceOf = words.map(({ start }) =>
      spans.findIndex((span) => span.start <= start && start < span.end),
    );
    const limit = shape.settings.maxSentences ?? Number.POSITIVE_INFINITY;
    const reaches = words.map((_, index) => (sentenceOf[index] as number) < limit);
    const weights = words.map(() => Number.NaN);
    if (shape.hierarchical) {
      spans.forEach((_, sentence) => {
        const inside = words.flatMap((__, index) =>
          sentenceOf[index] === sentence && reaches[index] ? [index] : [],
        );
        const within = normalised(
          inside.map((index) => (words[index] as { score: number }).score),
          1 - (scenario.wordPadding ?? 0),
        );
        inside.forEach((index, place) => {
          weights[index] = within[place] as number;
        });
      });
    } else {
      const stride = scenario.stride ?? 1;
      const heads = words.filter((_, index) => index % stride === 0);
      const steps = normalised(
        heads.map(({ score }, step) => score + step * 1e-3),
        1 - padding,
      );
      words.forEach((_, index) => {
        weights[index] = steps[Math.floor(index / stride)] as number;
      });
    }
    const read = spans.slice(0, limit);
    const sentenceScores = normalised(
      read.map(({ start, end }) => (end - start) ** 2),
      1 - padding,
    );
    return {
      starts: Uint32Array.from(words, ({ start }) => start),
      ends: Uint32Array.from(words, ({ end }) => end),
      ids: Int32Array.from(words, (_, index) => index + 1),
      statuses: Uint8Array.from(words, (_, index) => (reaches[index] ? 0 : 3)),
      steps: Int32Array.from(words, (_, index) => (reaches[index] ? index : -1)),
      sentences: Int32Array.from(sentenceOf),
      attentionWeights: Float32Array.from(weights),
      sentenceStarts: Uint32Array.from(spans, ({ start }) => start),
      sentenceEnds: Uint32Array.from(spans, ({ end }) => end),
      sentenceAttention: Float32Array.from(
        spans,
        (_, index) => sentenceScores[index] ?? Number.NaN,
      ),
      sentenceWordPadding: Float32Array.from(spans, () => scenario.wordPadding ?? 0),
      hasMatrix: (scenario.heads ?? 0) > 0,
      prediction: Float32Array.from(scenario.prediction ?? [0.25, 0.75]),
      labels: shape.labels,
      paddingAttention: padding,
      attentionLayer: "att",
      milliseconds: 1,
    };
  };

  /** In head h a word attends half to the word h + 1 places after it, and shares out the rest. */
  const matrix = (text: string) => {
    const size = wordsOf(text).length;
    const heads = scenario.heads ?? 0;
    if (heads === 0) return null;
    const values = new Float32Array(heads * size * size).fill(0.5 / size);
    for (let head = 0; head < heads; head++) {
      for (let row = 0; row < size; row++) {
        const cell = (head * size + row) * size + ((row + head + 1) % size);
        values[cell] = (values[cell] as number) + 0.5;
      }
    }
    return { tokens: Uint32Array.from({ length: size }, (_, index) => index), heads, values };
  };

  class MockWorker extends EventTarget {
    #shape = describe({});

    postMessage(request: Sent & { id: number }): void {
      record.push({
        method: request.method,
        params: {
          ...request.params,
          ...(request.params?.files && {
            files: request.params.files.map(({ name }) => ({ name })),
          }),
        },
      });
      const { held } = window as unknown as { held?: { method: string; waiting: (() => void)[] } };
      const answer = () => {
        const { id } = request;
        try {
          this.#send({ id, kind: "result", result: this.#answer(request) });
        } catch (error) {
          this.#send({ id, kind: "error", error });
        }
      };
      if (held?.method === request.method) held.waiting.push(answer);
      else setTimeout(answer);
    }

    #answer({ method, params }: Sent): unknown {
      switch (method) {
        case "load": {
          const refused = params.files?.find(({ name }) =>
            name.endsWith(scenario.refused ?? "nothing"),
          );
          if (refused !== undefined) {
            throw {
              code: "unsupported_layer",
              message: `${refused.name} has a layer of the class Capsule.`,
              hint: "It has no counterpart here yet.",
            };
          }
          this.#shape = describe(params.options ?? {});
          return this.#shape;
        }
        case "analyze":
          return analyze(params.text ?? "", this.#shape);
        case "matrix":
          return matrix(params.text ?? "");
        case "checkScript":
          return 'import json, keras\nmodel = keras.models.load_model("model.keras")\nprint("writes wordlight-check.json")';
        case "check":
          return scenario.check;
        default:
          return "wordlight report\nlayers: Embedding, MyAttention";
      }
    }

    #send(data: unknown): void {
      this.dispatchEvent(new MessageEvent("message", { data }));
    }

    terminate(): void {}
  }
  Object.assign(window, { Worker: MockWorker });
}
