/** Numbers as people type them, with commas or blanks between them. */
import { strings } from "./strings";

/** The numbers, or a sentence that says what is wrong. */
export function readNumbers(typed: string, expected: number): number[] | string {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== "");
  if (parts.length === 0) return strings.model.inputs.notGiven;
  const wrong = parts.find((part) => !Number.isFinite(Number(part)));
  if (wrong !== undefined) return strings.model.inputs.notNumbers(wrong);
  return parts.length === expected
    ? parts.map(Number)
    : strings.model.inputs.wrongCount(parts.length, expected);
}
