"""Numbers for the model cards and the fixtures: always of the files as they lie in a folder, loaded by Keras."""

import gzip
import json

import keras
import numpy as np
import tensorflow as tf
from keras.src.legacy.preprocessing.text import tokenizer_from_json
from sklearn.metrics import confusion_matrix

import first_model  # noqa: F401
import short_texts
from preprocessing import read_split
from training import pad

FILES = ("model.keras", "tokenizer.json", "labels.json", "options.json")


def load(folder, classes=None):
    """`classes`: custom layers by name, for models that have any."""
    model = keras.models.load_model(folder / "model.keras", classes)
    tokenizer = tokenizer_from_json((folder / "tokenizer.json").read_text())
    # The file leaves it out, being the other table turned round.
    tokenizer.index_word = {index: word for word, index in tokenizer.word_index.items()}
    return model, tokenizer


def check_by_keras(model, forward, texts):
    """The largest difference between the short way that training takes and the model itself, called on single texts."""
    alone = by_keras(model, texts)
    difference = float(np.abs(alone - short_texts.predict(model, forward, texts)).max())
    assert difference < 1e-5, difference
    return difference


def by_keras(model, texts):
    """Probabilities `[texts, classes]` by the model itself, one text after another at its own length."""
    call = tf.function(lambda ids: model(ids, training=False), input_signature=[tf.TensorSpec((1, None), tf.int32)])
    return np.concatenate([call(pad([ids])).numpy() for ids in texts])


def measure(data, folder, split, forward, classes=None, sample=200):
    """Prints accuracy, confusion and sizes of the files in `folder`."""
    model, tokenizer = load(folder, classes)
    names = json.loads((data / "labels.json").read_text())
    rows = read_split(data, split)
    texts = tokenizer.texts_to_sequences(row["text"] for row in rows)
    labels = np.array([row["label"] for row in rows])
    probabilities = short_texts.predict(model, forward, texts)
    found = [ids for ids in texts if ids][:sample]
    print(f"largest difference to the model called on single texts: {check_by_keras(model, forward, found):.1e}")
    print(f"{split}: {short_texts.accuracy(probabilities, labels):.4f} of {len(rows):,} texts right")
    table = confusion_matrix(labels, probabilities.argmax(axis=1))
    print("rows: the label; columns: what the model says")
    for name, row in zip(names, table):
        right = row[names.index(name)]
        precision = right / max(1, table[:, names.index(name)].sum())
        print(f"{name:10}", *(f"{n:5}" for n in row), f"  recall {right / row.sum():.3f}  precision {precision:.3f}")
    sizes = {name: len(gzip.compress((folder / name).read_bytes(), 9)) for name in FILES if (folder / name).exists()}
    print("bytes, gzip -9:", sizes, "together", sum(sizes.values()))
    return probabilities
