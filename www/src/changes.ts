/**
 * What a person has tried on the words of a text: left some out, replaced others. Changes move along
 * with edits, and from them the text can be had as it was, to tell what they brought about.
 */
import { type Edit, editBetween } from "./highlight/edits";
import type { Span } from "./left-out";

/** In text order, without overlaps. */
export interface Change extends Span {
  /** The word in whose place what is there stands; null: the word that is there is left out. */
  was: string | null;
}

export const isLeftOut = ({ was }: Change): boolean => was === null;

export const leftOutOf = (changes: readonly Change[]): Change[] => changes.filter(isLeftOut);

export const changeAt = (changes: readonly Change[], offset: number): Change | null =>
  changes.find(({ start, end }) => start <= offset && offset < end) ?? null;

/** What overlaps with it makes room. */
export function withChange(changes: readonly Change[], change: Change): Change[] {
  return [
    ...changes.filter(({ start, end }) => end <= change.start || start >= change.end),
    change,
  ].sort((one, other) => one.start - other.start);
}

/** The text as it was before the changes. */
export function originalText(text: string, changes: readonly Change[]): string {
  let original = "";
  let from = 0;
  for (const { start, end, was } of changes) {
    original += text.slice(from, start) + (was ?? text.slice(start, end));
    from = end;
  }
  return original + text.slice(from);
}

/** Where in that text a word lies that begins at `offset`; a replaced one where its forerunner did. */
export function originalOffset(changes: readonly Change[], offset: number): number {
  let moved = offset;
  for (const { start, end, was } of changes) {
    if (start >= offset) break;
    if (was !== null) moved += was.length - (end - start);
  }
  return moved;
}

/**
 * Through an edit. A left-out word that is edited, or grows together with another, is wanted again; a
 * replacement may be edited further. What has become the old word again is no change.
 */
export function shiftChanges(changes: Change[], before: string, after: string): Change[] {
  if (changes.length === 0 || before === after) return changes;
  const edit = editBetween(before, after);
  const moved = changes.flatMap((change) => {
    const span = change.was === null ? untouched(change, edit, after) : grown(change, edit, after);
    if (span === null || after.slice(span.start, span.end) === change.was) return [];
    return [{ ...span, was: change.was }];
  });
  // Two that have grown together are neither of both.
  const apart = (one: Change, other: Change) => one.end <= other.start || one.start >= other.end;
  return moved.filter((one) => moved.every((other) => one === other || apart(one, other)));
}

function untouched({ start, end }: Span, edit: Edit, after: string): Span | null {
  const delta = edit.insertedEnd - edit.removedEnd;
  if (end < edit.start) return { start, end };
  if (start > edit.removedEnd) return { start: start + delta, end: end + delta };
  if (end === edit.start) return joined(after, end) ? null : { start, end };
  if (start === edit.removedEnd && !joined(after, start + delta)) {
    return { start: start + delta, end: end + delta };
  }
  return null;
}

/** Letters typed onto it, or deleted from it, are its own; null: nothing is left of it. */
function grown({ start, end }: Span, edit: Edit, after: string): Span | null {
  const delta = edit.insertedEnd - edit.removedEnd;
  if (end < edit.start || (end === edit.start && !joined(after, end))) return { start, end };
  if (start > edit.removedEnd || (start === edit.removedEnd && !joined(after, start + delta))) {
    return { start: start + delta, end: end + delta };
  }
  // More than the word was replaced: that is another text.
  if (edit.start < start && edit.removedEnd > start) return null;
  if (edit.removedEnd > end && edit.start < end) return null;
  const from = Math.min(start, edit.start);
  const to = Math.max(end, edit.removedEnd) + delta;
  return from < to && !/\s/.test(after.slice(from, to)) ? { start: from, end: to } : null;
}

const WORD_CHARACTER = /^[\p{L}\p{M}\p{N}'’_]$/u;
/** Written without blanks: that two stand side by side does not make them one word. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

/** Whether what stands before and behind `offset` reads as one word. */
function joined(text: string, offset: number): boolean {
  const before = text[offset - 1] ?? "";
  const behind = text[offset] ?? "";
  return (
    WORD_CHARACTER.test(before) &&
    WORD_CHARACTER.test(behind) &&
    !UNSPACED.test(before) &&
    !UNSPACED.test(behind)
  );
}
