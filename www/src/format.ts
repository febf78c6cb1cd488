/** Numbers as people read them. The only place that knows the language of numbers. */
import { numbers as english } from "./strings/en/numbers";

/** What stands beside numbers. */
export type NumberWords = typeof english;

/** Tags as BCP 47 writes them. */
let tag = "en";
let words: NumberWords = english;
let formats = formatsOf(tag);

/** All numbers from now on, in this language. */
export function speakNumbers(languageTag: string, itsWords: NumberWords): void {
  if (languageTag !== tag) formats = formatsOf(languageTag);
  tag = languageTag;
  words = itsWords;
}

function formatsOf(language: string) {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
  const percents = (digits: number) =>
    number({
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return {
    fiveSignificant: number({ minimumSignificantDigits: 5, maximumSignificantDigits: 5 }),
    upToTwoSignificant: number({ maximumSignificantDigits: 2 }),
    whole: number({ maximumFractionDigits: 0 }),
    oneDecimal: number({ maximumFractionDigits: 1 }),
    twoDecimals: number({ maximumFractionDigits: 2 }),
    onePercent: percents(1),
    twoPercent: percents(2),
    smallPercent: number({ style: "percent", maximumSignificantDigits: 2 }),
    signedDecimals: [1, 2].map((digits) =>
      number({
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        signDisplay: "exceptZero",
      }),
    ),
    signedDigits: number({ maximumSignificantDigits: 2, signDisplay: "exceptZero" }),
    time: new Intl.DateTimeFormat(language, { timeStyle: "short" }),
    moment: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }),
  };
}

export const count = (value: number): string => formats.whole.format(value);

/** Five significant digits; very small numbers as powers of ten. */
export const exact = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4
    ? value.toExponential(4)
    : formats.fiveSignificant.format(value);

/** Smaller shares than this are told as smaller than it. */
const SMALLEST_SHARE = 1e-6;

/** One decimal, a second one below 1 %, and two digits below 0.1 %, so that a small share is not a bare zero. */
export const percent = (share: number): string => {
  const size = Math.abs(share);
  if (size >= 0.01 || share === 0 || Number.isNaN(share)) return formats.onePercent.format(share);
  if (size >= 0.001) return formats.twoPercent.format(share);
  return size < SMALLEST_SHARE
    ? `<${formats.smallPercent.format(SMALLEST_SHARE)}`
    : formats.smallPercent.format(share);
};

/** What one share has more than another, in hundredths of the whole: the difference of the two as they are shown. */
export const points = (before: number, after: number): string => {
  const digits = Math.max(Math.abs(before), Math.abs(after)) < 0.01 ? 2 : 1;
  const shown = (share: number) => Number((100 * share).toFixed(digits));
  const format = formats.signedDecimals[digits - 1] as Intl.NumberFormat;
  return minus(format.format(shown(after) - shown(before)));
};

/** A difference of numbers that are no shares. */
export const signed = (difference: number): string =>
  minus(formats.signedDigits.format(difference));

/** A hyphen is easily missed. */
const minus = (number: string): string => number.replace("-", "−");

/** Two digits, so that the marks of a scale differ however small its end is. */
export const twoDigitPercent = (share: number): string => formats.smallPercent.format(share);

/** A difference that is hoped to be nothing: its size matters, not its digits. */
export const tiny = (value: number): string => {
  if (Number.isNaN(value)) return words.notANumber;
  return value !== 0 && value < 0.001 ? value.toExponential(1) : twoDigits(value);
};

export const twoDigits = (value: number): string =>
  value === 0 ? "0" : formats.upToTwoSignificant.format(value);

export const times = (factor: number): string =>
  `${(factor < 10 ? (factor < 0.1 ? formats.twoDecimals : formats.oneDecimal) : formats.whole).format(factor)}×`;

export const ordinal = (rank: number): string => words.ordinal(rank, formats.whole.format(rank));

export const bytes = (size: number): string => {
  if (size < 1e3) return words.bytes(formats.whole.format(size));
  return size < 1e6
    ? `${formats.whole.format(size / 1e3)} kB`
    : `${formats.oneDecimal.format(size / 1e6)} MB`;
};

/** The time of the day. */
export const time = (at: Date): string => formats.time.format(at);

/** Day and time. */
export const moment = (at: Date): string => formats.moment.format(at);

/** A pasted address or a text without blanks can be one “word”: sentences quote its beginning. */
const LONGEST_QUOTE = 40;
export const shortened = (word: string): string =>
  word.length > LONGEST_QUOTE ? `${[...word].slice(0, LONGEST_QUOTE).join("")}…` : word;

/** A folder may bring hundreds of names. */
const LONGEST_LIST = 12;
export const listed = (names: string[]): string => {
  const shown = names.slice(0, LONGEST_LIST).join(words.comma);
  const more = names.length - LONGEST_LIST;
  return more > 0 ? words.andMore(shown, count(more)) : shown;
};
