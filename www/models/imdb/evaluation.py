"""Numbers for the model card: always of the files as they lie here, loaded by Keras, on whole reviews."""

import json

import keras
import numpy as np
import tensorflow as tf
from keras.src.legacy.preprocessing.text import tokenizer_from_json

from network import AttentionWithContext, fast_forward
from training import pad


def load(folder):
    model = keras.models.load_model(folder / "model.keras", {"AttentionWithContext": AttentionWithContext})
    tokenizer = tokenizer_from_json((folder / "tokenizer.json").read_text())
    # The file leaves it out, being the other table turned round.
    tokenizer.index_word = {index: word for word, index in tokenizer.word_index.items()}
    return model, tokenizer


def predict(model, texts, batch_size=64):
    """Probabilities of "positive", in float32. `texts`: lists of ids, uncut."""
    forward = tf.function(lambda ids: fast_forward(model, ids), input_signature=[tf.TensorSpec((None, None), tf.int32)])
    probabilities = np.zeros(len(texts), np.float32)
    by_length = np.argsort([len(ids) for ids in texts], kind="stable")
    for start in range(0, len(texts), batch_size):
        rows = by_length[start : start + batch_size]
        probabilities[rows] = forward(pad([texts[i] for i in rows])).numpy()
    return probabilities


def check_by_keras(model, texts, probabilities, sample):
    """The largest difference to what the model itself says, called on one unpadded text after another.

    Called, not `predict`: in Keras 3.15.1 that is wrong for TimeDistributed once lengths vary.
    """
    chosen = np.random.default_rng(1).choice(len(texts), min(sample, len(texts)), replace=False)
    difference = max(abs(float(model(pad([texts[i]]), training=False)[0, 0]) - probabilities[i]) for i in chosen)
    assert difference < 1e-5, difference
    return difference


def accuracy(probabilities, labels):
    return float(np.mean((probabilities > 0.5) == labels))


def lit_words(model, tokenizer, text, strongest=8):
    """The prediction and the words with the largest attention weights, for a look with one's own eyes."""
    ids = np.array(tokenizer.texts_to_sequences([text]))
    *before, attention, _, output = model.layers
    x = ids
    for layer in before:
        x = layer(x)
    weights = attention.attention_weights(x).numpy()[0]
    order = np.argsort(-weights)[:strongest]
    words = ", ".join(f"{tokenizer.index_word[ids[0, t]]} {weights[t]:.2f}" for t in order)
    return f"{output(attention(x)).numpy()[0, 0]:.3f}  {words}"


def write_parity(path, rows, probabilities, count=2500):
    """Reviews with Keras's own predictions, for comparison with another engine. Not for the repository."""
    chosen = np.random.default_rng(13).choice(len(rows), count, replace=False)
    with open(path, "w", encoding="utf-8") as out:
        for i in sorted(chosen):
            row = {"text": rows[i]["text"], "label": rows[i]["label"], "prediction": float(probabilities[i])}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
