"""Trains the emotions model from the comments to the packed files. What came out is in README.md.

    python train.py                      train, pack, and measure on `val`
    python train.py --quick              the same on a small slice, to see that everything runs
    python train.py --test               no training: measure the files that lie here on `test`
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")  # the published numbers come from a processor

import dataclasses
import time
from pathlib import Path

import keras
import numpy as np

import first_model  # noqa: F401
import class_measuring
import linear_teacher
import running
import short_texts
from count_vectors import starting_vectors
from preprocessing import curly_aliases, encode, fit_tokenizer
from self_attending import build_classifier, fast_forward

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared/data/goemotions"  # beside the repository


@dataclasses.dataclass(frozen=True)
class Settings:
    """First choices that did well on `val`; there was no search."""

    words: int = 10_000
    width: int = 64
    units: int = 48
    heads: int = 2
    key_dim: int = 24
    spatial_dropout: float = 0.3
    dropout: float = 0.4
    # What a comment teaches: this much its own label, the rest what the teacher guesses without having seen it.
    own_label: float = 0.6
    # The stored vectors are rounded, rare words' more coarsely: it halves the file.
    frequent_words: int = 2_500
    frequent_step: float = 2**-5
    rare_step: float = 2**-4
    seed: int = 1
    fitting: short_texts.Settings = short_texts.Settings(maxlen=40, epochs=6, learning_rate=2e-3, seed=1)

    def quick(self):
        return dataclasses.replace(self, words=1_000, fitting=dataclasses.replace(self.fitting, epochs=1))


def teacher():
    return linear_teacher.regression(4, ngram_range=(1, 2), token_pattern=r"[\w'’]+|[!?]+|[^\w\s]")


def main():
    arguments = running.parse_arguments(__doc__, DATA, HERE)
    if arguments.test:
        return class_measuring.measure(arguments.data, arguments.out, "test", fast_forward)
    settings = Settings(**arguments.set)
    if arguments.quick:
        settings = settings.quick()
    keras.utils.set_random_seed(settings.seed)
    started = time.time(), time.process_time()
    prepared = running.prepare(arguments, lambda texts: fit_tokenizer(texts, settings.words), encode, teacher, folds=4)
    tokenizer, labels = prepared["tokenizer"], prepared["labels"]["train"]
    running.say("word vectors")
    vectors = starting_vectors(prepared["ids"]["train"], labels, len(tokenizer.word_index) + 1, settings.width)
    model = build_classifier(vectors, int(labels.max()) + 1, settings.units, settings.heads, settings.key_dim,
                             settings.spatial_dropout, settings.dropout)
    running.learn(model, fast_forward, prepared, settings.own_label, settings.fitting)
    frequent = np.arange(len(vectors)) <= settings.frequent_words  # ids count from the most frequent
    step = np.where(frequent, settings.frequent_step, settings.rare_step)[:, None]
    running.save(model, tokenizer, step, curly_aliases(tokenizer), arguments.out)
    print(f"{arguments.out}: trained in {(time.time() - started[0]) / 60:.0f} minutes, "
          f"{(time.process_time() - started[1]) / 60:.0f} minutes of processor time")
    class_measuring.measure(arguments.data, arguments.out, "val", fast_forward)


if __name__ == "__main__":
    main()
