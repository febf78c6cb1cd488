/** Text that the page itself puts into an editable box, as if a person had typed it. */

/**
 * Undo takes it back. False: nothing was written, because the browser cannot, or because focus would
 * open the keyboard of a phone, which hides the text that was asked for.
 */
export function typeInto(box: HTMLElement, place: AbstractRange | null, text: string): boolean {
  const selection = getSelection();
  if (selection === null || matchMedia("(pointer: coarse)").matches) return false;
  box.focus({ preventScroll: true });
  if (place === null) selection.selectAllChildren(box);
  else {
    const { startContainer, startOffset, endContainer, endOffset } = place;
    selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }
  return document.execCommand("insertText", false, text);
}
