/**
 * make.mjs FOLDER: writes FOLDER/{R,S,imdb}/ with what each contender loads: model.onnx (one text), batch.onnx
 * (several), model.json + weights.bin (TensorFlow.js), tokenizer.json and words.json (the words by id).
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledClassifier } from "./bundled.mjs";
import { randomClassifier, VOCABULARY } from "./classifier.mjs";
import { layersModel } from "./layers-model.mjs";
import { onnxModel } from "./onnx-graph.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("usage: make.mjs FOLDER");
const bundled = fileURLToPath(new URL("../../www/models/imdb", import.meta.url));

/** A tokenizer as `Tokenizer.to_json()` writes it, whose word number 17 is "w17". */
function numberedTokenizer() {
  const wordIndex = {};
  for (let id = 1; id < VOCABULARY; id++) wordIndex[`w${id}`] = id;
  return {
    class_name: "Tokenizer",
    config: {
      num_words: null,
      filters: '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n',
      lower: true,
      split: " ",
      char_level: false,
      oov_token: null,
      document_count: 0,
      word_counts: "{}",
      word_docs: "{}",
      index_docs: "{}",
      index_word: "{}",
      word_index: JSON.stringify(wordIndex),
    },
  };
}

/** Words by their id; null where no word has it. */
function wordsById(tokenizer, rows) {
  const words = Array(rows).fill(null);
  for (const [word, id] of Object.entries(JSON.parse(tokenizer.config.word_index))) {
    if (id < rows) words[id] = word;
  }
  return words;
}

const classifiers = [
  randomClassifier("R"),
  randomClassifier("S"),
  bundledClassifier(join(bundled, "model.keras")),
];
for (const classifier of classifiers) {
  const to = (name) => join(folder, classifier.name, name);
  mkdirSync(join(folder, classifier.name), { recursive: true });
  writeFileSync(to("model.onnx"), onnxModel(classifier, {}));
  writeFileSync(to("batch.onnx"), onnxModel(classifier, { batch: true }));
  const { json, weights } = layersModel(classifier);
  writeFileSync(to("model.json"), json);
  writeFileSync(to("weights.bin"), weights);
  if (classifier.name === "imdb") {
    copyFileSync(join(bundled, "model.keras"), to("model.keras"));
    copyFileSync(join(bundled, "tokenizer.json"), to("tokenizer.json"));
  } else {
    writeFileSync(to("tokenizer.json"), JSON.stringify(numberedTokenizer()));
  }
  const tokenizer = JSON.parse(readFileSync(to("tokenizer.json"), "utf8"));
  writeFileSync(
    to("words.json"),
    JSON.stringify(wordsById(tokenizer, classifier.embeddings.shape[0])),
  );
}
