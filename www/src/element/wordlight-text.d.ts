/**
 * <wordlight-text>: a text lit by the attention of a Keras classifier, anywhere on the web.
 *
 *   <script type="module" src="…/element/wordlight-text.js"></script>
 *   <wordlight-text model="model.keras" tokenizer="tokenizer.json">I loved it</wordlight-text>
 */
export interface WordlightTextElement extends HTMLElement {
  /**
   * The text that is shown; of one that is set, no more than its first 60,000 characters. At first the
   * element's own content, white space folded.
   */
  text: string;
}

/** What the model made of a text; the `detail` of the event `wordlight-reading`. */
export interface WordlightReading {
  text: string;
  words: WordlightWord[];
  /** The model's first output, as the model gives it. */
  prediction: number[];
  labels: string[];
}

export interface WordlightWord {
  text: string;
  /** UTF-16 code units of `WordlightReading.text`. */
  start: number;
  end: number;
  /** The attention weight as the model computes it; null: the word did not reach the model. */
  attention: number | null;
}

/** The `detail` of the event `wordlight-error`: what is shown in the text's place or below it. */
export interface WordlightProblem {
  /** Stable, in snake_case. */
  code: string;
  message: string;
  hint: string | null;
}

export declare const WordlightText: {
  new (): WordlightTextElement;
  prototype: WordlightTextElement;
};

declare global {
  interface HTMLElementTagNameMap {
    "wordlight-text": WordlightTextElement;
  }
  interface GlobalEventHandlersEventMap {
    "wordlight-reading": CustomEvent<WordlightReading>;
    "wordlight-error": CustomEvent<WordlightProblem>;
  }
}
