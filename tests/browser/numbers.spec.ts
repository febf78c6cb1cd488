/** What the panels “model” and “steps” make of numbers, without a page. */
import { expect } from "@playwright/test";
import { percent, points } from "../../www/src/format";
import { blocksOf } from "../../www/src/inspect/blocks";
import { csv, float32Text } from "../../www/src/inspect/csv";
import { gatesOf } from "../../www/src/inspect/gates";
import { fileName } from "../../www/src/inspect/names";
import { npy } from "../../www/src/inspect/npy";
import { statisticsOf } from "../../www/src/inspect/numbers";
import { stepOf } from "../../www/src/inspect/ramps";
import { test } from "./watched";

const floats = (...values: number[]) => Float32Array.from(values);

test("an .npy is read back: header aligned, shape a tuple, numbers to the bit", () => {
  for (const [shape, tuple] of [
    [[2, 3], "(2, 3)"],
    [[6], "(6,)"],
    [[], "()"],
  ] as const) {
    const size = shape.reduce<number>((all, axis) => all * axis, 1);
    const values = floats(
      ...[0.1, -2, Number.NaN, Number.POSITIVE_INFINITY, 1e-40, 5].slice(0, size),
    );
    const bytes = npy({ shape: [...shape], values });
    expect([...bytes.slice(0, 8)]).toEqual([0x93, ...Buffer.from("NUMPY"), 1, 0]);
    const length = new DataView(bytes.buffer).getUint16(8, true);
    const header = Buffer.from(bytes.slice(10, 10 + length)).toString("latin1");
    expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': .*, \} *\n$/);
    expect(header).toContain(`'shape': ${tuple}`);
    expect((10 + length) % 64).toBe(0);
    expect(new Float32Array(bytes.slice(10 + length).buffer)).toEqual(values);
  }
});

test("CSV brings the same float32 back, quotes what it must, and holds no formula", () => {
  for (const value of floats(0.1, 1 / 3, -1e-30, 16777217, 3.4028235e38, 0)) {
    expect(Math.fround(Number(float32Text(value)))).toBe(value);
  }
  expect(float32Text(0.1 as number)).toBe("0.1");
  const matrix = { rows: 2, columns: 2, values: floats(1, 2, Number.NaN, -0.5) };
  const names = ['=SUM("x")', "＝plain"];
  expect(csv(matrix, (row) => names[row] as string)).toBe(
    '\ufeff,0,1\r\n"\'=SUM(""x"")",1,2\r\n\'＝plain,nan,-0.5\r\n',
  );
  expect(csv(matrix)).toBe("\ufeff0,1\r\n1,2\r\nnan,-0.5\r\n");
});

test("small shares keep two digits, and a difference is that of the numbers beside it", () => {
  const shares = [0, 0.5, 0.0123, 0.0099, 0.00012, 0.0000041, 1e-9, Number.NaN];
  expect(shares.map(percent)).toEqual([
    "0.0%",
    "50.0%",
    "1.2%",
    "0.99%",
    "0.012%",
    "0.00041%",
    "<0.0001%",
    "NaN%",
  ]);
  // 12.04 and 45.06 are shown as 12.0 and 45.1.
  expect(points(0.1204, 0.4506)).toBe("+33.1");
  expect(points(0.4506, 0.1204)).toBe("−33.1");
  expect(points(0.0011, 0.0042)).toBe("+0.31");
  expect(points(0.5, 0.5004)).toBe("0.0");
});

test("statistics leave out what is no number, and say how much that is", () => {
  expect(statisticsOf(floats(1, 2, 3, Number.NaN, Number.NEGATIVE_INFINITY))).toEqual({
    count: 5,
    min: 1,
    max: 3,
    mean: 2,
    std: Math.sqrt(2 / 3),
    nan: 1,
    infinite: 1,
  });
  expect(statisticsOf(floats())).toMatchObject({ count: 0, min: Number.NaN, nan: 0 });
});

test("a block shows its farthest number, and NaN before all", () => {
  const values = floats(1, -3, 0, 0, 2, 0, 0, Number.NaN);
  const region = { top: 0, bottom: 2, left: 0, right: 4 };
  const blocks = blocksOf({ rows: 2, columns: 4, values }, region, { width: 2, height: 1 });
  expect([...blocks.values]).toEqual([-3, Number.NaN]);
  const each = blocksOf({ rows: 2, columns: 4, values }, region, { width: 400, height: 300 });
  expect(each.values).toEqual(values);
});

test("zero is in the middle of the colours, and the ends are the ends", () => {
  expect([-9, -1, 0, 1, 9].map((value) => stepOf("signed", value, 1))).toEqual([
    0, 0, 127, 254, 254,
  ]);
  expect([-1, 0, 0.5, 1].map((value) => stepOf("share", value, 1))).toEqual([0, 0, 127, 254]);
  expect(stepOf("signed", 0, 0)).toBe(127);
});

test("gates are told by the recurrent kernel beside a weight", () => {
  const weight = (name: string, ...shape: number[]) => ({
    name,
    shape,
    values: floats(),
    trainable: true,
  });
  const lstm = [
    weight("forward_layer/kernel", 5, 8),
    weight("forward_layer/recurrent_kernel", 2, 8),
    weight("forward_layer/bias", 8),
    weight("kernel", 5, 8),
  ];
  expect(lstm.map((one) => gatesOf(one, lstm)?.names.join("") ?? null)).toEqual([
    "ifco",
    "ifco",
    "ifco",
    null,
  ]);
  const gru = [weight("kernel", 4, 6), weight("recurrent_kernel", 2, 6), weight("bias", 2, 6)];
  expect(gru.map((one) => gatesOf(one, gru)?.kind)).toEqual(["gru", "gru", "gru"]);
  const plain = [weight("kernel", 4, 2), weight("recurrent_kernel", 2, 2)];
  expect(plain.map((one) => gatesOf(one, plain))).toEqual([null, null]);
});

test("file names are of letters that every system takes", () => {
  expect(fileName("outer/forward_layer/kernel", "npy")).toBe("outer-forward_layer-kernel.npy");
  expect(fileName("../:", "csv")).toBe("numbers.csv");
  expect(fileName("注意力", "csv")).toBe("注意力.csv");
});
