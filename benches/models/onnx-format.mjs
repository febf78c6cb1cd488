/**
 * The messages of ONNX's protocol buffers that a graph of ours needs; numbers and names are those of
 * onnx/onnx.proto, IR version 8. The library protobufjs does the encoding.
 */
import protobuf from "protobufjs";

const field = (type, id, rule) => ({ type, id, ...(rule && { rule }) });
const messages = {
  Attribute: {
    name: field("string", 1),
    i: field("int64", 3),
    s: field("bytes", 4),
    ints: field("int64", 8, "repeated"),
    type: field("int32", 20),
  },
  Tensor: {
    dims: field("int64", 1, "repeated"),
    dataType: field("int32", 2),
    name: field("string", 8),
    rawData: field("bytes", 9),
  },
  Node: {
    input: field("string", 1, "repeated"),
    output: field("string", 2, "repeated"),
    name: field("string", 3),
    opType: field("string", 4),
    attribute: field("Attribute", 5, "repeated"),
  },
  Dimension: { dimValue: field("int64", 1), dimParam: field("string", 2) },
  Shape: { dim: field("Dimension", 1, "repeated") },
  TensorType: { elemType: field("int32", 1), shape: field("Shape", 2) },
  Type: { tensorType: field("TensorType", 1) },
  ValueInfo: { name: field("string", 1), type: field("Type", 2) },
  Graph: {
    node: field("Node", 1, "repeated"),
    name: field("string", 2),
    initializer: field("Tensor", 5, "repeated"),
    input: field("ValueInfo", 11, "repeated"),
    output: field("ValueInfo", 12, "repeated"),
  },
  OperatorSet: { domain: field("string", 1), version: field("int64", 2) },
  Model: {
    irVersion: field("int64", 1),
    producerName: field("string", 2),
    graph: field("Graph", 7),
    opsetImport: field("OperatorSet", 8, "repeated"),
  },
};
const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(messages).map(([name, fields]) => [name, { fields }])),
});

/** TensorProto.DataType */
export const FLOAT = 1;
export const INT32 = 6;
const INT64 = 7;
export const BOOL = 9;

/** Collects the nodes and constants of one graph. */
export class GraphBuilder {
  #nodes = [];
  #initializers = [];

  /** A constant of 32-bit floats. @returns {string} its name */
  floats(name, shape, values) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push({ name, dims: shape, dataType: FLOAT, rawData: bytes });
    return name;
  }

  /** A constant list of 64-bit integers: shapes and axes. @returns {string} its name */
  integers(name, values) {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#initializers.push({ name, dims: [values.length], dataType: INT64, rawData: bytes });
    return name;
  }

  /**
   * One operator; attributes are integers, lists of integers, or strings.
   *
   * @param {string} opType
   * @param {string[]} input
   * @param {string | string[]} output
   * @param {Record<string, number | string | number[]>} attributes
   * @returns {string} the name of its first output
   */
  operator(opType, input, output, attributes = {}) {
    const outputs = [output].flat();
    const attribute = Object.entries(attributes).map(([name, value]) => {
      if (Array.isArray(value)) return { name, ints: value, type: 7 };
      if (typeof value === "number") return { name, i: value, type: 2 };
      return { name, s: new TextEncoder().encode(value), type: 3 };
    });
    const name = `${opType}_${this.#nodes.length}`;
    this.#nodes.push({ name, opType, input, output: outputs, attribute });
    return outputs[0];
  }

  /**
   * The model's bytes.
   *
   * @param {string} name
   * @param {{ name: string, elemType: number, shape: (number | string)[] }[]} inputs a string is a free dimension
   * @param {{ name: string, elemType: number, shape: (number | string)[] }[]} outputs
   * @returns {Uint8Array}
   */
  encode(name, inputs, outputs) {
    const value = ({ name, elemType, shape }) => ({
      name,
      type: {
        tensorType: {
          elemType,
          shape: {
            dim: shape.map((size) =>
              typeof size === "string" ? { dimParam: size } : { dimValue: size },
            ),
          },
        },
      },
    });
    const graph = {
      node: this.#nodes,
      name,
      initializer: this.#initializers,
      input: inputs.map(value),
      output: outputs.map(value),
    };
    const Model = root.lookupType("Model");
    const model = {
      irVersion: 8,
      producerName: "wordlight benches",
      graph,
      opsetImport: [{ domain: "", version: 17 }],
    };
    const wrong = Model.verify(model);
    if (wrong) throw new Error(`ONNX graph ${name}: ${wrong}`);
    return Model.encode(Model.create(model)).finish();
  }
}
