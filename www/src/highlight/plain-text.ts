/**
 * Keeps a contenteditable to plain text where the browser does not know "plaintext-only"
 * (Firefox before 136): pasted and dropped text loses its form, Enter makes a line break.
 */
export function makePlainTextEditable(box: HTMLElement): void {
  // The attribute, because the property throws at a value it does not know.
  box.setAttribute("contenteditable", "plaintext-only");
  if (box.contentEditable === "plaintext-only") return;
  box.contentEditable = "true";
  box.addEventListener("beforeinput", (event) => {
    if (event.inputType.startsWith("format")) event.preventDefault();
    if (event.inputType === "insertParagraph") {
      event.preventDefault();
      document.execCommand("insertLineBreak");
    }
    const text = event.dataTransfer?.getData("text/plain");
    if (text !== undefined && /^insertFrom(Paste|Drop|Yank)/.test(event.inputType)) {
      event.preventDefault();
      document.execCommand("insertText", false, text);
    }
  });
}
