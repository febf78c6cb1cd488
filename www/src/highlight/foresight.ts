/** What the text will be once the browser has made an edit that it has announced. */
import { offsetOf, type Segments } from "./segments";

/**
 * Null where that is not plain to see: what a paste, an undo or a composition does is known once it
 * is done. A guess: the text that was really left decides. https://w3c.github.io/input-events/
 */
export function foreseenText(segments: Segments, event: InputEvent): string | null {
  const { inputType, data, isComposing } = event;
  const inserted = inputType === "insertText" ? data : "";
  const deletes = inputType === "deleteContentBackward" || inputType === "deleteContentForward";
  if (isComposing || inserted === null || (inserted === "" && !deletes)) return null;
  // Chromium gives no target ranges to keys: it is the selection, or the letter beside the caret.
  const [target] = event.getTargetRanges();
  const selection = getSelection();
  const span = target ?? (selection?.rangeCount === 1 ? selection.getRangeAt(0) : null);
  if (span === null) return null;
  let start = offsetOf(segments, span.startContainer, span.startOffset);
  let end = offsetOf(segments, span.endContainer, span.endOffset);
  if (start === null || end === null) return null;
  if (deletes && start === end) {
    if (inputType === "deleteContentBackward") start = Math.max(start - 1, 0);
    else end++;
  }
  return segments.text.slice(0, start) + inserted + segments.text.slice(end);
}
