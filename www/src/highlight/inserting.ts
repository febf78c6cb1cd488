/** Keeps what is pasted or dropped into a box to as much as it holds; the rest is handed to the page. */
import { LONGEST_PORTION, portionOf } from "../portion";
import { typeAtCaret } from "./writing";

/** Shorter insertions are typing, which goes on in a box that is full. */
const LONGEST_TYPED = 100;

/** `length`: how long the text is now. `hand` hears what did not go in. */
export function limitInsertions(
  box: HTMLElement,
  length: () => number,
  hand: (rest: string) => void,
): void {
  /** Whether it was too long, and was taken care of. */
  const take = (text: string, event: Event): boolean => {
    if (text.length <= LONGEST_TYPED) return false;
    const room = LONGEST_PORTION - (length() - String(getSelection()).length);
    if (text.length <= room) return false;
    event.preventDefault();
    const { head, rest } = portionOf(text, room);
    // As if typed: undo takes it back.
    if (head !== "") typeAtCaret(box, head.replaceAll(/\r\n?/g, "\n"));
    hand(rest);
    return true;
  };
  box.addEventListener("paste", (event) => {
    take(event.clipboardData?.getData("text/plain") ?? "", event);
  });
  box.addEventListener("drop", (event) => {
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    // Words of the box itself, moved within it, or few.
    const isOwn =
      box.contains(getSelection()?.anchorNode ?? null) && String(getSelection()) === text;
    if (isOwn || text.length <= LONGEST_TYPED || text.length + length() <= LONGEST_PORTION) return;
    box.focus({ preventScroll: true });
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    if (place && box.contains(place.offsetNode)) {
      getSelection()?.collapse(place.offsetNode, place.offset);
    }
    take(text, event);
  });
  // What is not pasted: dictation, programs that type.
  box.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertText") take(event.data ?? "", event);
  });
}
