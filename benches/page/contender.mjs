/**
 * Loads the contender that a page's address names: ?contender=onnxruntime&model=R&options={…}
 *
 * @typedef {object} ModelFiles
 * @property {string} model R, S or imdb
 * @property {(name: string) => string} url
 * @property {(name: string) => Promise<Uint8Array<ArrayBuffer>>} bytes
 * @property {(name: string) => Promise<any>} json
 *
 * @typedef {import("../shared/texts.mjs").Input} Input
 * @typedef {{ attention: ArrayLike<number>, prediction: number }} Answer one attention weight per word
 *
 * @typedef {object} Engine
 * @property {string} [version]
 * @property {(input: Input) => Answer | Promise<Answer>} analyze
 * @property {(inputs: Input[]) => number[] | Promise<number[]>} [analyzeMany] the predictions
 * @property {() => Promise<void>} [renew] forgets all that was kept of earlier texts; done before each timed call
 * @property {() => number} [memoryBytes] the size of its WebAssembly memory
 */

/** @param {string} model @returns {ModelFiles} */
function modelFiles(model) {
  const url = (name) => new URL(`/models/${model}/${name}`, self.location.href).href;
  const fetched = async (name) => {
    const response = await fetch(url(name));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
  return {
    model,
    url,
    bytes: async (name) => new Uint8Array(await (await fetched(name)).arrayBuffer()),
    json: async (name) => (await fetched(name)).json(),
  };
}

/**
 * @param {URLSearchParams} query
 * @returns {Promise<{ engine: Engine, files: ModelFiles }>}
 */
export async function loadContender(query) {
  const { load } = await import(`/contenders/${query.get("contender")}.js`);
  const files = modelFiles(query.get("model"));
  const options = JSON.parse(query.get("options") ?? "{}");
  const assets = new URL("/contenders/", self.location.href).href;
  return { engine: await load(files, { ...options, assets }), files };
}
