"""Trains the page's second bundled model from the reviews to the packed files. What came out is in README.md.

    python train.py                      train, pack, and measure on `val`
    python train.py --quick              the same on a small slice, to see that everything runs
    python train.py --test               no training: measure the files that lie here on `test`
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")  # the published numbers come from a processor

import argparse
import dataclasses
import json
import pickle
import tempfile
import time
import zlib
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import first_model  # noqa: F401
import fitting
import measuring
import stars_teacher
from hierarchical import build_classifier
from packing import pack, round_to_grid
from preprocessing import curly_aliases, encode, fit_tokenizer, read_split, without_counts
from sentences import split_sentences
from teacher import log_ratio
from word_counts import presence
from word_vectors import starting_vectors

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared/data/imdb"  # beside the repository
CLASSES = 4


@dataclasses.dataclass(frozen=True)
class Settings:
    """First choices that did well on `val`; there was no search."""

    words: int = 20_000
    width: int = 64
    word_units: int = 48
    sentence_units: int = 48
    classes: int = CLASSES
    spatial_dropout: float = 0.2
    sentence_dropout: float = 0.2
    dropout: float = 0.3
    vector_epochs: int = 3
    # What a labelled review teaches: this much its own label, the rest what the teacher guesses without having seen it.
    own_label: float = 0.5
    # The stored vectors are rounded, rare words' more coarsely: it halves the file.
    frequent_words: int = 2_500
    frequent_step: float = 2**-5
    rare_step: float = 2**-4
    seed: int = 1
    # The second round learns from what the teacher, the first round and the first bundled model say together.
    first: fitting.Settings = fitting.Settings(epochs=1, learning_rate=3e-3, seed=1, batch_size=64)
    second: fitting.Settings = fitting.Settings(epochs=2, learning_rate=2.5e-3, seed=8)

    def quick(self):
        return dataclasses.replace(
            self, words=2_000, vector_epochs=1, second=dataclasses.replace(self.second, epochs=1))


def main():
    arguments = parse_arguments()
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(arguments.threads)
    if arguments.test:
        return measure(arguments.data, arguments.out, "test", sample=250)
    settings = Settings()
    keras.utils.set_random_seed(settings.seed)
    if arguments.quick:
        settings = settings.quick()
    options = json.loads((HERE / "options.json").read_text())
    started = time.time(), time.process_time()
    prepared = prepare(arguments.data, settings, 300 if arguments.quick else None, arguments.cache)
    model = fit(prepared, options, settings)
    save(model, prepared["tokenizer"], options, settings, arguments.out)
    print(f"{arguments.out}: trained in {(time.time() - started[0]) / 60:.0f} minutes, "
          f"{(time.process_time() - started[1]) / 60:.0f} minutes of processor time")
    measure(arguments.data, arguments.out, "val", sample=50)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of train, val, test, unlabeled .jsonl.gz")
    parser.add_argument("--out", type=Path, default=HERE, help="where model.keras and tokenizer.json go")
    parser.add_argument("--quick", action="store_true", help="a small slice; goes to a temporary folder unless --out is given")
    parser.add_argument("--test", action="store_true", help="only measure the files in --out on `test`")
    parser.add_argument("--cache", type=Path, help="file that keeps what comes before the network, for the next run")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.quick and arguments.out == HERE:
        arguments.out = Path(tempfile.mkdtemp())
    return arguments


def prepare(data, settings, limit, cache):
    """All that the network learns from: ids by sentence, star steps, the teacher's numbers, vectors to start with."""
    if cache and cache.exists():
        return pickle.loads(cache.read_bytes())
    rows = {name: read_split(data, name)[:limit] for name in ("train", "val", "unlabeled")}
    texts = {name: [row["text"] for row in part] for name, part in rows.items()}
    stars = {name: np.array([row["stars"] for row in rows[name]]) for name in ("train", "val")}
    say("fitting the tokenizer")
    tokenizer = fit_tokenizer(texts["train"] + texts["unlabeled"], settings.words)
    say("learning word vectors")
    vectors = word_vectors(tokenizer, texts, stars["train"], settings)
    say("splitting sentences")
    ids = {name: [encode(tokenizer, split_sentences(text)) for text in part] for name, part in texts.items()}
    say("training the teacher, six times")
    ratings = np.array([row["rating"] for row in rows["train"]])
    teacher = dict(zip(("train", "val", "unlabeled"), stars_teacher.guesses(
        texts["train"], stars["train"], ratings, [texts["val"], texts["unlabeled"]])))
    say("asking the first bundled model")
    first = {name: stars_teacher.first_model_says(texts[name]) for name in ("val", "unlabeled")}
    prepared = {"tokenizer": tokenizer, "ids": ids, "stars": stars, "vectors": vectors,
                "teacher": teacher, "first_model": first}
    if cache:
        cache.write_bytes(pickle.dumps(prepared))
    return prepared


def word_vectors(tokenizer, texts, stars, settings):
    """The first bundled model's way, with one more feature from the labels: does the word stand in extreme reviews?"""
    labelled = encode(tokenizer, texts["train"])
    vectors = starting_vectors(
        labelled + encode(tokenizer, texts["unlabeled"]), labelled, (stars >= 2).astype(int),
        len(tokenizer.word_index) + 1, settings.width, settings.vector_epochs)
    extreme = np.isin(stars, (0, CLASSES - 1)).astype(int)
    vectors[:, 1] = 0.8 * np.clip(log_ratio(presence(labelled, len(vectors)), extreme), -1, 1)
    vectors[0] = 0
    return vectors


def fit(prepared, options, settings):
    """Two rounds; before each, the unlabeled reviews get the best guesses at hand."""
    stars, teacher = prepared["stars"], prepared["teacher"]
    size = options["maxSentences"], options["maxlen"]
    reviews = {name: [fitting.cut(review, *size) for review in part] for name, part in prepared["ids"].items()}
    model = build_classifier(prepared["vectors"], *size, settings)

    guess = stars_teacher.blend(teacher["train"], stars["train"])
    say(f"teacher: {accuracy(guess.predict_proba(teacher['val']), stars['val']):.4f} of val right")
    known = settings.own_label * np.eye(CLASSES)[stars["train"]]
    known += (1 - settings.own_label) * guess.predict_proba(teacher["train"])

    def report(epoch):
        say(f"epoch {epoch + 1}: {accuracy(fitting.predict(model, reviews['val']), stars['val']):.4f} of val right")

    def learn(round_settings, guessed):
        fitting.train(model, reviews["train"] + reviews["unlabeled"], np.concatenate([known, guessed]),
                      round_settings, report)

    say("training the network: first round")
    learn(settings.first, guess.predict_proba(teacher["unlabeled"]))
    say("training the network: second round")
    joined = {}
    for name, says in prepared["first_model"].items():
        joined[name] = np.hstack([teacher[name], np.log(fitting.predict(model, reviews[name]) + 1e-6), says[:, None]])
    learn(settings.second, stars_teacher.blend(joined["val"], stars["val"]).predict_proba(joined["unlabeled"]))
    return model


def save(model, tokenizer, options, settings, out):
    embedding = model.get_layer("sentence_vectors").layer.get_layer("embedding")
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
    (out / "options.json").write_text(json.dumps(options, indent=2) + "\n")


def measure(data, folder, split, sample):
    """Prints accuracy and sizes of the files in `folder`, and what lights up in the examples."""
    files = measuring.load(folder)
    rows = read_split(data, split)
    texts = [row["text"] for row in rows]
    probabilities = measuring.predict(*files, texts)
    difference = measuring.check_by_keras(*files, texts, probabilities, sample)
    print(f"largest difference to Keras's `predict`: {difference:.1e} on {min(sample, len(rows))} reviews")
    stars = np.array([row["stars"] for row in rows])
    print(f"{split}: {accuracy(probabilities, stars):.4f} of {len(rows):,} reviews right, "
          f"{np.mean(np.abs(probabilities.argmax(axis=1) - stars) <= 1):.4f} at most one step away, "
          f"{np.mean((probabilities[:, CLASSES // 2 :].sum(axis=1) > 0.5) == (stars >= CLASSES // 2)):.4f} on the right side")
    for name in ("model.keras", "tokenizer.json"):
        content = (folder / name).read_bytes()
        print(f"{name}: {len(content):,} bytes, {len(zlib.compress(content, 9)):,} deflated")
    for example in json.loads((HERE / "examples.json").read_text()):
        print(f"{example['title']}: {measuring.look(*files, example['text'])}")


def accuracy(probabilities, stars):
    return float(np.mean(probabilities.argmax(axis=1) == stars))


def say(what):
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


if __name__ == "__main__":
    main()
