/** Numbers as people read them. The only place that knows the language of numbers. */
const LANGUAGE = "en";

const significant = (digits: number) =>
  new Intl.NumberFormat(LANGUAGE, {
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
  });
const upTo = (digits: number) => new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: digits });
const percentages = (digits: number) =>
  new Intl.NumberFormat(LANGUAGE, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

const fiveSignificant = significant(5);
const upToTwoSignificant = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 2 });
const whole = upTo(0);
const oneDecimal = upTo(1);
const twoDecimals = upTo(2);
const shortPercent = new Intl.NumberFormat(LANGUAGE, {
  style: "percent",
  maximumSignificantDigits: 2,
});
const onePercent = percentages(1);
const twoPercent = percentages(2);
const ordinals = new Intl.PluralRules(LANGUAGE, { type: "ordinal" });
const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };

export const count = (value: number): string => whole.format(value);

/** Five significant digits; very small numbers as powers of ten. */
export const exact = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(4) : fiveSignificant.format(value);

/** One decimal, and a second one below 1 %, so that a small share is not a bare zero. */
export const percent = (share: number): string =>
  (Math.abs(share) < 0.01 && share !== 0 ? twoPercent : onePercent).format(share);

/** Two digits, so that the marks of a scale differ however small its end is. */
export const twoDigitPercent = (share: number): string => shortPercent.format(share);

/** A difference that is hoped to be nothing: its size matters, not its digits. */
export const tiny = (value: number): string => {
  if (Number.isNaN(value)) return "not a number";
  return value !== 0 && value < 0.001 ? value.toExponential(1) : twoDigits(value);
};

export const twoDigits = (value: number): string =>
  value === 0 ? "0" : upToTwoSignificant.format(value);

export const times = (factor: number): string =>
  `${(factor < 10 ? (factor < 0.1 ? twoDecimals : oneDecimal) : whole).format(factor)}×`;

export const ordinal = (rank: number): string =>
  `${whole.format(rank)}${SUFFIXES[ordinals.select(rank)] ?? "th"}`;

export const bytes = (size: number): string => {
  if (size < 1e3) return `${whole.format(size)} bytes`;
  return size < 1e6 ? `${whole.format(size / 1e3)} kB` : `${oneDecimal.format(size / 1e6)} MB`;
};

/** A pasted address or a text without blanks can be one “word”: sentences quote its beginning. */
const LONGEST_QUOTE = 40;
export const shortened = (word: string): string =>
  word.length > LONGEST_QUOTE ? `${[...word].slice(0, LONGEST_QUOTE).join("")}…` : word;

/** A folder may bring hundreds of names. */
const LONGEST_LIST = 12;
export const listed = (names: string[]): string =>
  names.length <= LONGEST_LIST
    ? names.join(", ")
    : `${names.slice(0, LONGEST_LIST).join(", ")} and ${count(names.length - LONGEST_LIST)} more`;
