/** Numbers as people type them, with commas or blanks between them. */
import { strings } from "./strings";

/** The numbers, or what says what is wrong, in the language of the page at the time. */
export function readNumbers(typed: string, expected: number): number[] | (() => string) {
  const say = () => strings.model.inputs;
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== "");
  if (parts.length === 0) return () => say().notGiven;
  const wrong = parts.find((part) => !Number.isFinite(Number(part)));
  if (wrong !== undefined) return () => say().notNumbers(wrong);
  if (parts.length !== expected) return () => say().wrongCount(parts.length, expected);
  return parts.map(Number);
}
