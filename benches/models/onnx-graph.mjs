/**
 * A classifier as an ONNX graph (operator set 17) with the fused LSTM operator, as ONNX Runtime runs it fastest.
 *
 * For one text the rows of the states are the steps, and each dense layer is one Gemm. For a batch of texts, padded
 * at their ends with 0, `sequence_lens` keeps the LSTM from the padding, and the mask keeps the attention from it.
 */
import { BOOL, FLOAT, GraphBuilder, INT32 } from "./onnx-format.mjs";

/** Keras's gates are i, f, c, o; ONNX's are i, o, f, c. */
const GATES = [0, 3, 1, 2];

/**
 * Keras's `[rows, 4·units]` as ONNX's `[4·units, rows]`.
 *
 * @param {import("./classifier.mjs").Tensor} tensor
 */
function gatesFirst({ shape: [rows, columns], values }) {
  const units = columns / 4;
  const out = new Float32Array(values.length);
  for (let gate = 0; gate < 4; gate++) {
    for (let unit = 0; unit < units; unit++) {
      const [to, from] = [gate * units + unit, GATES[gate] * units + unit];
      for (let row = 0; row < rows; row++) out[to * rows + row] = values[row * columns + from];
    }
  }
  return out;
}

const joined = (arrays) => {
  const out = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
};

/**
 * @param {import("./classifier.mjs").Classifier} classifier
 * @param {{ batch?: boolean }} options whether it takes several texts at once
 * @returns {Uint8Array} input `ids` [1 or texts, steps]; outputs `prediction` [texts, 1], `attention` [texts, steps]
 */
export function onnxModel(
  { name, embeddings, directions, dense, attention, output },
  { batch = false },
) {
  const graph = new GraphBuilder();
  const constant = (as, { shape, values }) => graph.floats(as, shape, values);
  const count = directions.length;
  const [features, gates] = directions[0].kernel.shape;
  const units = gates / 4;
  const dim = attention.b.shape[0];
  const reshape = (from, to, shape) =>
    graph.operator("Reshape", [from, graph.integers(`${to}_shape`, shape)], to);

  // Keras has one bias, ONNX one for the input and one for the state.
  const biases = directions.flatMap(({ bias }) => [
    gatesFirst({ shape: [1, gates], values: bias.values }),
    new Float32Array(gates),
  ]);
  const kernels = joined(directions.map(({ kernel }) => gatesFirst(kernel)));
  const recurrent = joined(directions.map(({ recurrentKernel }) => gatesFirst(recurrentKernel)));
  graph.floats("W", [count, gates, features], kernels);
  graph.floats("R", [count, gates, units], recurrent);
  graph.floats("B", [count, 2 * gates], joined(biases));

  const axis = graph.integers("steps_axis", [1]);
  graph.operator("Cast", ["ids"], "known", { to: BOOL });
  graph.operator("Cast", ["known"], "mask_integers", { to: INT32 });
  graph.operator("Cast", ["mask_integers"], "mask", { to: FLOAT });
  graph.operator("ReduceSum", ["mask_integers", axis], "lengths", { keepdims: 0 });

  // ids [texts, steps] → words [steps, texts, features] → states [steps, directions, texts, units]
  if (batch) graph.operator("Transpose", ["ids"], "by_step", { perm: [1, 0] });
  else reshape("ids", "by_step", [-1, 1]);
  graph.operator("Gather", [constant("embeddings", embeddings), "by_step"], "words", { axis: 0 });
  graph.operator("LSTM", ["words", "W", "R", "B", "lengths"], ["states_by_step"], {
    hidden_size: units,
    direction: count === 2 ? "bidirectional" : "forward",
  });
  let states;
  if (batch) {
    graph.operator("Transpose", ["states_by_step"], "states_by_text", { perm: [2, 0, 1, 3] });
    states = reshape("states_by_text", "states", [0, 0, count * units]);
  } else {
    states = reshape("states_by_step", "states", [-1, count * units]);
  }

  const affine = (from, to, kernel, bias) => {
    const [k, b] = [constant(`${to}_kernel`, kernel), constant(`${to}_bias`, bias)];
    if (!batch) return graph.operator("Gemm", [from, k, b], to);
    return graph.operator("Add", [graph.operator("MatMul", [from, k], `${to}_product`), b], to);
  };
  if (dense) {
    states = affine(states, "dense", dense.kernel, dense.bias);
    if (dense.activation === "tanh") states = graph.operator("Tanh", [states], "dense_tanh");
  }
  graph.operator("Tanh", [affine(states, "projected", attention.W, attention.b)], "u_t");
  const u = graph.floats("context_vector", [dim, 1], attention.u.values);
  const scores = graph.operator("MatMul", ["u_t", u], "score_column");
  const shape = batch ? [0, -1] : [1, -1];
  graph.operator("Exp", [reshape(scores, "scores", shape)], "exponentials");
  graph.operator("Mul", ["exponentials", "mask"], "masked");
  graph.operator("ReduceSum", ["masked", axis], "sum", { keepdims: 1 });
  const epsilon = graph.floats("epsilon", [], Float32Array.of(1e-7));
  graph.operator("Div", ["masked", graph.operator("Add", ["sum", epsilon], "total")], "attention");

  if (batch) {
    const one = graph.integers("middle_axis", [1]);
    graph.operator("Unsqueeze", ["attention", one], "weights_row");
    graph.operator("MatMul", ["weights_row", states], "context_row");
    graph.operator("Squeeze", ["context_row", one], "context");
  } else {
    graph.operator("MatMul", ["attention", states], "context");
  }
  const [ok, ob] = [constant("output_kernel", output.kernel), constant("output_bias", output.bias)];
  graph.operator("Gemm", ["context", ok, ob], "logit");
  graph.operator("Sigmoid", ["logit"], "prediction");

  const texts = batch ? "texts" : 1;
  return graph.encode(
    name,
    [{ name: "ids", elemType: INT32, shape: [texts, "steps"] }],
    [
      { name: "prediction", elemType: FLOAT, shape: [texts, 1] },
      { name: "attention", elemType: FLOAT, shape: [texts, "steps"] },
    ],
  );
}
