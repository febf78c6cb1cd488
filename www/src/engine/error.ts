/** An error with a stable code and, where there is one, advice. */
import type { PageErrorCode, WireError } from "./protocol";

export class WordlightError extends Error {
  readonly code: string;
  readonly hint: string | null;

  constructor({ code, message, hint }: WireError) {
    super(message);
    this.name = "WordlightError";
    this.code = code;
    this.hint = hint;
  }

  static of(code: PageErrorCode, message: string, hint: string | null = null): WordlightError {
    return new WordlightError({ code, message, hint });
  }

  /** Anything that was thrown, as what may cross between the worker and the page. */
  static wire(thrown: unknown, fallback: PageErrorCode): WireError {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { code, hint } = error as { code?: unknown; hint?: unknown };
    return {
      // A DOMException's code is a number.
      code: typeof code === "string" ? code : fallback,
      message: error.message,
      hint: typeof hint === "string" ? hint : null,
    };
  }
}
