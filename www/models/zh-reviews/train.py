"""Trains the model of Chinese shop reviews from the reviews to the packed files. What came out is in README.md.

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

import earlier_models  # noqa: F401
import class_measuring
import linear_teacher
import running
import short_texts
from characters import blank_aliases, fit_tokenizer
from count_vectors import starting_vectors
from deepmoji import CLASSES, build_classifier, fast_forward

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared/data/zh_reviews"  # beside the repository


@dataclasses.dataclass(frozen=True)
class Settings:
    """First choices that did well on `val`; there was no search."""

    characters: int = 3_000
    width: int = 64
    units: int = 40
    spatial_dropout: float = 0.15
    dropout: float = 0.3
    # What a review teaches: this much its own label, the rest what the teacher guesses without having seen it.
    own_label: float = 0.7
    # The stored vectors are rounded: it halves the file.
    step: float = 2**-5
    seed: int = 1
    fitting: short_texts.Settings = short_texts.Settings(
        maxlen=140, epochs=4, learning_rate=3e-3, seed=1, batch_size=128)

    def quick(self):
        return dataclasses.replace(self, characters=500, fitting=dataclasses.replace(self.fitting, epochs=1))


def teacher():
    return linear_teacher.regression(10, analyzer="char", ngram_range=(1, 3))


def main():
    arguments = running.parse_arguments(__doc__, DATA, HERE)
    if arguments.test:
        return class_measuring.measure(arguments.data, arguments.out, "test", fast_forward, CLASSES)
    settings = Settings(**arguments.set)
    if arguments.quick:
        settings = settings.quick()
    keras.utils.set_random_seed(settings.seed)
    started = time.time(), time.process_time()
    prepared = running.prepare(
        arguments, lambda texts: fit_tokenizer(texts, settings.characters),
        lambda tokenizer, texts: tokenizer.texts_to_sequences(texts), teacher, folds=3)
    tokenizer = prepared["tokenizer"]
    running.say("character vectors")
    labels = prepared["labels"]["train"]
    vectors = starting_vectors(prepared["ids"]["train"], labels, len(tokenizer.word_index) + 1, settings.width)
    model = build_classifier(
        vectors, int(labels.max()) + 1, settings.units, settings.spatial_dropout, settings.dropout)
    running.learn(model, fast_forward, prepared, settings.own_label, settings.fitting)
    running.save(model, tokenizer, settings.step, blank_aliases(tokenizer), arguments.out)
    print(f"{arguments.out}: trained in {(time.time() - started[0]) / 60:.0f} minutes, "
          f"{(time.process_time() - started[1]) / 60:.0f} minutes of processor time")
    class_measuring.measure(arguments.data, arguments.out, "val", fast_forward, CLASSES)


if __name__ == "__main__":
    main()
