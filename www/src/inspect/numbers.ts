/** Arrays of numbers, and what can be said of one in a line. */
export interface NumberArray {
  shape: number[];
  /** Row-major. */
  values: Float32Array;
}

/** A table of numbers: what a heat map shows. */
export interface Matrix {
  rows: number;
  columns: number;
  /** `[rows, columns]` */
  values: Float32Array;
}

/** Of the finite numbers; NaN where there are none. */
export interface Statistics {
  count: number;
  min: number;
  max: number;
  mean: number;
  /** Standard deviation of these numbers themselves, as `numpy.std` has it. */
  std: number;
  nan: number;
  infinite: number;
}

export function statisticsOf(values: Float32Array): Statistics {
  let [min, max, sum, nan, infinite] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
  ];
  for (const value of values) {
    if (Number.isFinite(value)) {
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
    } else if (Number.isNaN(value)) nan++;
    else infinite++;
  }
  const finite = values.length - nan - infinite;
  const mean = sum / finite;
  let squares = 0;
  for (const value of values) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  const none = finite === 0;
  return {
    count: values.length,
    min: none ? Number.NaN : min,
    max: none ? Number.NaN : max,
    mean,
    std: Math.sqrt(squares / finite),
    nan,
    infinite,
  };
}

/** One row for a vector; of more than two axes the leading ones become rows, as NumPy's reshape does. */
export function matrixOf({ shape, values }: NumberArray): Matrix {
  const columns = shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : values.length / columns;
  return { rows, columns, values };
}

/** Each number a row of its own, such as one for each step. */
export const column = (values: Float32Array): Matrix => ({
  rows: values.length,
  columns: 1,
  values,
});

/** Some of the rows, in the order asked for. */
export function rowsOf({ columns, values }: Matrix, rows: number[]): Matrix {
  const taken = new Float32Array(rows.length * columns);
  for (const [place, row] of rows.entries()) {
    taken.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  }
  return { rows: rows.length, columns, values: taken };
}

/** Some of the columns. */
export function columnsOf({ rows, columns, values }: Matrix, from: number, to: number): Matrix {
  const width = to - from;
  const taken = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    taken.set(values.subarray(start + from, start + to), row * width);
  }
  return { rows, columns: width, values: taken };
}
