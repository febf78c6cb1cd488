/** Hands a file to the person. */
export function save(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; revoked at once, some browsers find nothing.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A file name of a layer's or weight's name, which may have slashes and more. */
export const fileName = (name: string, ending: string): string =>
  `${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "numbers"}.${ending}`;
