"""What the trainings of short texts have in common, from the command line to the packed files."""

import argparse
import json
import pickle
import tempfile
import time
from pathlib import Path

import numpy as np
import tensorflow as tf

import first_model  # noqa: F401
import class_measuring
import linear_teacher
import short_texts
from packing import pack, round_to_grid
from preprocessing import read_split, without_counts


def parse_arguments(about, data, here):
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=data, help="folder of train, val, test .jsonl.gz")
    parser.add_argument("--out", type=Path, default=here, help="where model.keras and tokenizer.json go")
    parser.add_argument("--quick", action="store_true", help="a small slice; goes to a temporary folder unless --out is given")
    parser.add_argument("--test", action="store_true", help="only measure the files in --out on `test`")
    parser.add_argument("--cache", type=Path, help="file that keeps what comes before the network, for the next run")
    parser.add_argument("--set", type=json.loads, default={}, help='other settings, e.g. \'{"units": 64}\'')
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.quick and arguments.out == here:
        arguments.out = Path(tempfile.mkdtemp())
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(arguments.threads)
    return arguments


def prepare(arguments, fit_tokenizer, encode, teacher, folds):
    """All that the network learns from: ids, labels, and what the teacher guesses of texts it has not seen.

    `fit_tokenizer(texts)`, `encode(tokenizer, texts)`; `teacher()` makes one that has learned nothing yet.
    """
    if arguments.cache and arguments.cache.exists():
        return pickle.loads(arguments.cache.read_bytes())
    rows = {name: read_split(arguments.data, name)[: 1500 if arguments.quick else None] for name in ("train", "val")}
    texts = {name: [row["text"] for row in part] for name, part in rows.items()}
    labels = {name: np.array([row["label"] for row in part]) for name, part in rows.items()}
    tokenizer = fit_tokenizer(texts["train"])
    ids = {name: encode(tokenizer, part) for name, part in texts.items()}
    say("the teacher")
    guesses = teacher().fit(texts["train"], labels["train"]).predict_proba(texts["val"])
    say(f"teacher: {short_texts.accuracy(guesses, labels['val']):.4f} of val right")
    opinion = linear_teacher.of_unseen(teacher, texts["train"], labels["train"], folds)
    prepared = {"tokenizer": tokenizer, "ids": ids, "labels": labels, "teacher": opinion}
    if arguments.cache:
        arguments.cache.write_bytes(pickle.dumps(prepared))
    return prepared


def learn(model, forward, prepared, own_label, settings):
    """`own_label`: how much a text teaches by its own label; the rest is what the teacher guesses of it."""
    ids, labels, teacher = prepared["ids"], prepared["labels"], prepared["teacher"]
    class_measuring.check_by_keras(model, forward, ids["val"][:16])
    targets = own_label * np.eye(teacher.shape[1])[labels["train"]] + (1 - own_label) * teacher

    def report(epoch):
        probabilities = short_texts.predict(model, forward, ids["val"])
        say(f"epoch {epoch + 1}: {short_texts.accuracy(probabilities, labels['val']):.4f} of val right")

    say("the network")
    short_texts.train(model, forward, ids["train"], targets, settings, report)


def save(model, tokenizer, step, aliases, out):
    """Packed: vectors in multiples of `step` (a number, or one for each); the first of each pair of `aliases` gets the
    vector of the second."""
    embedding = model.get_layer("embedding")
    vectors = round_to_grid(embedding.get_weights()[0], step)
    for other, word in aliases:
        vectors[other] = vectors[word]
    embedding.set_weights([vectors])
    out.mkdir(parents=True, exist_ok=True)
    plain = out / "plain.keras"
    model.save(plain)
    pack(plain, out / "model.keras")
    plain.unlink()
    (out / "tokenizer.json").write_text(without_counts(tokenizer))


def say(what):
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)
