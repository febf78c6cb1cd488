/** Text that the page itself puts into an editable box, as if a person had typed it. */

/** In the page's list of policies (index.html). */
const POLICY = "wordlight-text";

/** As much of it as is used; the types that come with TypeScript do not have it yet. */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: typeof asHtml }): { createHTML: typeof asHtml };
}

let policy: { createHTML: typeof asHtml } | null = null;

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
  return typeAtCaret(box, text);
}

/** In the place of what is selected; undo takes it back. */
export function typeAtCaret(box: HTMLElement, text: string): boolean {
  const isWritten = text.includes("\n") && typeLines(box, text);
  return isWritten || document.execCommand("insertText", false, text);
}

/** Another text in the place of all that is there; undo does not know of it. */
export function fill(box: HTMLElement, text: string): void {
  box.textContent = text;
  // Holds the last line open: behind the end of the one before it, no caret and no selection reaches.
  if (text.endsWith("\n")) box.append(document.createElement("br"));
}

/**
 * “insertText” makes an edit of each line, and the browser lays the whole text out after it: 4,000 lines
 * took Chromium 50 s. As HTML they are one edit, of 40 ms. False: nothing was written, because the browser
 * cannot (Firefox makes blanks of the lines' ends), or the page's policy does not allow it.
 */
function typeLines(box: HTMLElement, text: string): boolean {
  // In an empty box Chromium makes a block of what would hold the last line open.
  const opensLine = text.endsWith("\n") && box.textContent !== "" && isSelectedToEnd(box);
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  try {
    policy ??= trustedTypes?.createPolicy(POLICY, { createHTML: asHtml }) ?? { createHTML: asHtml };
    if (!document.execCommand("insertHTML", false, policy.createHTML(text, opensLine)))
      return false;
  } catch {
    return false;
  }
  if (box.textContent?.includes(text)) return true;
  document.execCommand("undo");
  return false;
}

/** HTML that is this text and nothing else, but for what holds its last line open. */
const asHtml = (text: string, opensLine: boolean): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") +
  (opensLine ? "<br>" : "");

function isSelectedToEnd(box: HTMLElement): boolean {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0) return false;
  const behind = document.createRange();
  behind.selectNodeContents(box);
  const { endContainer, endOffset } = selection.getRangeAt(0);
  behind.setStart(endContainer, endOffset);
  return behind.toString() === "";
}
