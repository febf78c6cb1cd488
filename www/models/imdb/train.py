"""Trains the page's bundled model from the reviews to the packed files. What came out is in README.md.

    python train.py                      train, pack, and measure on `val`
    python train.py --quick              the same on a small slice, to see that everything runs
    python train.py --test               no training: measure the files that lie here on `test`
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")  # the published numbers come from a processor

import argparse
import dataclasses
import pickle
import tempfile
import time
import zlib
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from scipy.special import logit

import evaluation
import training
from network import build_classifier, fast_forward
from packing import pack, round_to_grid
from preprocessing import curly_aliases, encode, fit_tokenizer, read_split, without_counts
from teacher import Teacher, blend
from training import pad
from word_vectors import starting_vectors

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared/data/imdb"  # beside the repository


@dataclasses.dataclass(frozen=True)
class Settings:
    """First choices that did well on `val`; there was no search."""

    words: int = 20_000
    width: int = 64
    units: int = 32
    features: int = 64
    spatial_dropout: float = 0.2
    dropout: float = 0.3
    vector_epochs: int = 3
    label_smoothing: float = 0.04
    # The stored vectors are rounded, rare words' more coarsely: it halves the file.
    frequent_words: int = 2_500
    frequent_step: float = 2**-4
    rare_step: float = 2**-3
    seed: int = 1
    # The second round learns from what the teacher and the first round say together.
    first: training.Settings = training.Settings(maxlen=160, epochs=2, learning_rate=3e-3, seed=1)
    second: training.Settings = training.Settings(maxlen=224, epochs=3, learning_rate=2e-3, seed=8)

    def quick(self):
        short = {"maxlen": 80, "epochs": 1}
        return dataclasses.replace(
            self, words=2_000, vector_epochs=1,
            first=dataclasses.replace(self.first, **short), second=dataclasses.replace(self.second, **short))


def main():
    arguments = parse_arguments()
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(arguments.threads)
    if arguments.test:
        return measure(arguments.data, arguments.out, "test", sample=25, parity=arguments.parity)
    settings = Settings()
    keras.utils.set_random_seed(settings.seed)
    if arguments.quick:
        settings = settings.quick()
    started = time.time(), time.process_time()
    prepared = prepare(arguments.data, settings, 300 if arguments.quick else None, arguments.cache)
    model = fit(prepared, settings)
    save(model, prepared["tokenizer"], settings, arguments.out)
    print(f"{arguments.out}: trained in {(time.time() - started[0]) / 60:.0f} minutes, "
          f"{(time.process_time() - started[1]) / 60:.0f} minutes of processor time")
    measure(arguments.data, arguments.out, "val", sample=5)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of train, val, test, unlabeled .jsonl.gz")
    parser.add_argument("--out", type=Path, default=HERE, help="where model.keras and tokenizer.json go")
    parser.add_argument("--quick", action="store_true", help="a small slice; goes to a temporary folder unless --out is given")
    parser.add_argument("--test", action="store_true", help="only measure the files in --out on `test`")
    parser.add_argument("--parity", type=Path, help="with --test: write 2,500 reviews with Keras's predictions here")
    parser.add_argument("--cache", type=Path, help="file that keeps what comes before the network, for the next run")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.quick and arguments.out == HERE:
        arguments.out = Path(tempfile.mkdtemp())
    return arguments


def prepare(data, settings, limit, cache):
    """All that the network learns from: ids, labels, the teacher's opinion, and the vectors to start with."""
    if cache and cache.exists():
        return pickle.loads(cache.read_bytes())
    rows = {name: read_split(data, name)[:limit] for name in ("train", "val", "unlabeled")}
    texts = {name: [row["text"] for row in part] for name, part in rows.items()}
    labels = {name: np.array([row["label"] for row in rows[name]]) for name in ("train", "val")}
    say("fitting the tokenizer")
    tokenizer = fit_tokenizer(texts["train"] + texts["unlabeled"], settings.words)
    ids = {name: encode(tokenizer, part) for name, part in texts.items()}
    say("learning word vectors")
    vectors = starting_vectors(ids["train"] + ids["unlabeled"], ids["train"], labels["train"],
                               len(tokenizer.word_index) + 1, settings.width, settings.vector_epochs)
    say("training the teacher")
    teacher = Teacher(texts["train"], labels["train"])
    opinion = {name: teacher.logits(texts[name]) for name in ("val", "unlabeled")}
    say(f"teacher: {np.mean((opinion['val'] > 0) == labels['val']):.4f} of val right")
    prepared = {"tokenizer": tokenizer, "ids": ids, "labels": labels, "vectors": vectors, "teacher": opinion}
    if cache:
        cache.write_bytes(pickle.dumps(prepared))
    return prepared


def fit(prepared, settings):
    """Two rounds; before each, the unlabeled reviews get the best guesses at hand."""
    ids, labels, teacher = prepared["ids"], prepared["labels"], prepared["teacher"]
    known = labels["train"] * (1 - settings.label_smoothing) + settings.label_smoothing / 2
    model = build_classifier(prepared["vectors"], settings.units, settings.features,
                             settings.spatial_dropout, settings.dropout)
    check_fast_forward(model, ids["val"])

    def report(epoch):
        say(f"epoch {epoch + 1}: {evaluation.accuracy(evaluation.predict(model, ids['val']), labels['val']):.4f} of val right")

    def learn(round_settings, opinions):
        guessed = blend([o["unlabeled"] for o in opinions], [o["val"] for o in opinions], labels["val"])
        training.train(model, ids["train"] + ids["unlabeled"], np.concatenate([known, guessed]), round_settings, report)

    say("training the network: first round")
    learn(settings.first, [teacher])
    say("training the network: second round")
    learn(settings.second, [teacher, opinion_of(model, ids, settings.second.maxlen)])
    check_fast_forward(model, ids["val"])
    return model


def opinion_of(model, ids, maxlen):
    """The network's own logits, to go with the teacher's."""
    unlabeled = [training.cut(text, maxlen) for text in ids["unlabeled"]]
    probabilities = {"val": evaluation.predict(model, ids["val"]), "unlabeled": evaluation.predict(model, unlabeled)}
    return {name: logit(np.clip(p.astype(np.float64), 1e-6, 1 - 1e-6)) for name, p in probabilities.items()}


def check_fast_forward(model, texts):
    """The short way that training takes must be the model's own."""
    ids = pad([text[: 5 * length] for length, text in enumerate(texts[:16])])  # from empty to 75 words
    difference = np.abs(model(ids, training=False)[:, 0] - fast_forward(model, tf.constant(ids))).max()
    assert difference < 1e-5, difference


def save(model, tokenizer, settings, out):
    embedding = model.get_layer("embedding")
    vectors = embedding.get_weights()[0]
    frequent = np.arange(len(vectors)) <= settings.frequent_words  # ids count from the most frequent
    vectors = round_to_grid(vectors, np.where(frequent, settings.frequent_step, settings.rare_step)[:, None])
    for curly, straight in curly_aliases(tokenizer):
        vectors[curly] = vectors[straight]
    embedding.set_weights([vectors])
    out.mkdir(parents=True, exist_ok=True)
    plain = out / "plain.keras"
    model.save(plain)
    pack(plain, out / "model.keras")
    plain.unlink()
    (out / "tokenizer.json").write_text(without_counts(tokenizer))


def measure(data, folder, split, sample, parity=None):
    """Prints accuracy and sizes of the files in `folder`, and what lights up in a few sentences."""
    model, tokenizer = evaluation.load(folder)
    rows = read_split(data, split)
    texts = tokenizer.texts_to_sequences(row["text"] for row in rows)
    probabilities = evaluation.predict(model, texts)
    difference = evaluation.check_by_keras(model, texts, probabilities, sample)
    print(f"largest difference to the model called on single texts: {difference:.1e}")
    labels = np.array([row["label"] for row in rows])
    print(f"{split}: {evaluation.accuracy(probabilities, labels):.4f} of {len(rows):,} whole reviews right")
    for name in ("model.keras", "tokenizer.json"):
        content = (folder / name).read_bytes()
        print(f"{name}: {len(content):,} bytes, {len(zlib.compress(content, 9)):,} deflated")
    for sentence in SENTENCES:
        print(sentence, "\n   ", evaluation.lit_words(model, tokenizer, sentence))
    if parity:
        evaluation.write_parity(parity, rows, probabilities)


def say(what):
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


SENTENCES = [
    "A wonderful film, moving and beautifully acted from beginning to end.",
    "What a waste of time: the script is dull and the acting is wooden.",
    "Not bad at all. I went in expecting to hate it and left smiling.",
    "The first half is brilliant, but the ending is a complete mess.",
    "We saw it on a rainy Sunday in Lyon with my cousin. The story is about a baker. I loved it.",
]

if __name__ == "__main__":
    main()
