/** Tables in Markdown, as README quotes them. */

/**
 * @param {string[]} head
 * @param {string[][]} rows the first column is text, the others are numbers
 */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (column ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}

/** Three significant digits. */
export const digits = (value) =>
  value >= 100
    ? Math.round(value).toLocaleString("en")
    : value >= 0.001
      ? Number(value.toPrecision(3)).toString()
      : value.toPrecision(2);

/** @param {number} value how many times longer than ours */
export const times = (value) => `${digits(value)} ×`;
