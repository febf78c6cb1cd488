/** File names that every system takes: of the model's name and the text's first words. */

const MOST = 48;
const WORDS = 4;
/** Names that Windows keeps for itself. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

export function fileName(model: string, text: string, ending: string): string {
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, WORDS).join("-");
  const name = [model, words]
    .map((part) =>
      part
        .normalize("NFC")
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, ""),
    )
    .filter((part) => part !== "")
    .join("-")
    .toLowerCase();
  const short = [...name].slice(0, MOST).join("").replace(/-+$/, "");
  const safe = short === "" || RESERVED.test(short) ? `wordlight${short && `-${short}`}` : short;
  return `${safe}.${ending}`;
}
