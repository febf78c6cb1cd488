/** What stands beside numbers. Imports nothing: format.ts begins with it. */
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };

export const numbers = {
  bytes: (size: string) => `${size} bytes`,
  comma: ", ",
  andMore: (names: string, more: string) => `${names} and ${more} more`,
  ordinal: (rank: number, shown: string) => `${shown}${SUFFIXES[ordinals.select(rank)] ?? "th"}`,
  notANumber: "not a number",
};
