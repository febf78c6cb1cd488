/**
 * Copies text; where the clipboard may not be used, the old way. Text that takes its time is promised: some
 * browsers let a page write to the clipboard only from within the press of a button.
 */
export async function copyText(given: string | Promise<string>): Promise<boolean> {
  try {
    if (typeof given === "string") await navigator.clipboard.writeText(given);
    else await navigator.clipboard.write([promised(given)]);
    return true;
  } catch {
    // Where it is the text itself that failed, this throws.
    const text = await given;
    // Without https there is no clipboard API.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    field.setAttribute("aria-hidden", "true");
    const { activeElement } = document;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
    return copied;
  }
}

function promised(text: Promise<string>): ClipboardItem {
  const type = "text/plain";
  return new ClipboardItem({ [type]: text.then((content) => new Blob([content], { type })) });
}
