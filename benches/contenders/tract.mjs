/** tract, a Rust runtime for ONNX, built for the browser (see tract/). It gets ids. */

/**
 * @param {import("../page/contender.mjs").ModelFiles} files
 * @param {{ assets: string }} options
 * @returns {Promise<import("../page/contender.mjs").Engine>}
 */
export async function load(files, { assets }) {
  const [{ instance }, bytes] = await Promise.all([
    WebAssembly.instantiateStreaming(fetch(`${assets}tract.wasm`), {}),
    files.bytes("unpadded.onnx"),
  ]);
  const { memory, input, load, answer, message, message_length } = instance.exports;
  const give = (array) => {
    const address = input(array.byteLength);
    new Uint8Array(memory.buffer, address, array.byteLength).set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    );
  };
  const failure = () =>
    new Error(
      `tract: ${new TextDecoder().decode(new Uint8Array(memory.buffer, message(), message_length()))}`,
    );
  give(bytes);
  if (!load()) throw failure();
  return {
    analyze({ ids }) {
      give(ids);
      const address = answer();
      if (!address) throw failure();
      const numbers = new Float32Array(memory.buffer, address, ids.length + 1);
      return { prediction: numbers[0], attention: numbers.slice(1) };
    },
  };
}
