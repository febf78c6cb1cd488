/** Rows of two numbers and the difference between them. */
import { html } from "lit";
import type { Compared } from "../difference";
import { exact, percent, points, signed } from "../format";
import { strings } from "../strings";

export interface Columns {
  title: string;
  before: string;
  after: string;
}

/** `areShares`: numbers between 0 and 1, which are told in hundredths. */
export function differenceTable(
  { title, before, after }: Columns,
  rows: readonly Compared[],
  areShares: boolean,
) {
  const number = areShares ? percent : exact;
  return html`<table class="difference">
    <caption>${title}</caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${before}</th>
        <th scope="col">${after}</th>
        <th scope="col">${areShares ? strings.trials.points : strings.trials.difference}</th>
      </tr>
    </thead>
    <tbody class="number">
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row" dir="auto" lang="">${row.label}</th>
            <td>${number(row.before)}</td>
            <td>${number(row.after)}</td>
            <td class="change">${areShares ? points(row.before, row.after) : signed(row.after - row.before)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
