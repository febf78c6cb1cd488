/** A file name of a layer's or weight's name, which may have slashes and more. */
export const fileName = (name: string, ending: string): string =>
  `${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "numbers"}.${ending}`;
