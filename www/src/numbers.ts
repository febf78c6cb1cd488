/** Numbers as people type them, with commas or blanks between them. */
import { strings } from "./strings";

const say = strings.model.inputs;

/** The numbers, or a sentence that says what is wrong. */
export function readNumbers(typed: string, expected: number): number[] | string {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== "");
  if (parts.length === 0) return say.notGiven;
  const wrong = parts.find((part) => !Number.isFinite(Number(part)));
  if (wrong !== undefined) return say.notNumbers(wrong);
  return parts.length === expected ? parts.map(Number) : say.wrongCount(parts.length, expected);
}
