/**
 * Tables as CSV (RFC 4180), with CRLF. They open with a byte order mark, or Excel would take UTF-8
 * for something else. A text that a spreadsheet would run as a formula gets an apostrophe before it
 * (OWASP, CSV Injection).
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export const csvText = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Cells are as they are written: texts have gone through `csvText`. */
export const csvTable = (rows: string[][]): string =>
  `\ufeff${rows.map((row) => `${row.join(",")}\r\n`).join("")}`;
