"""Numbers for the model card and the fixtures: always of the files as they lie in a folder, loaded by Keras."""

import json

import keras
import numpy as np
from keras.src.legacy.preprocessing.text import tokenizer_from_json
from keras.utils import pad_sequences

import first_model  # noqa: F401
import fitting
from network import AttentionWithContext
from sentences import split_sentences


def load(folder):
    """Model, tokenizer, options."""
    model = keras.models.load_model(folder / "model.keras", {"AttentionWithContext": AttentionWithContext})
    tokenizer = tokenizer_from_json((folder / "tokenizer.json").read_text())
    # The file leaves it out, being the other table turned round.
    tokenizer.index_word = {index: word for word, index in tokenizer.word_index.items()}
    return model, tokenizer, json.loads((folder / "options.json").read_text())


def input_ids(tokenizer, options, text):
    """`[sentences, words]`: what the model is fed, by Keras's own functions and the options' names."""
    words = pad_sequences(
        tokenizer.texts_to_sequences(split_sentences(text)), options["maxlen"],
        padding=options["padding"], truncating=options["truncating"])
    out = np.zeros((options["maxSentences"], options["maxlen"]), np.int32)
    assert (options["sentencePadding"], options["sentenceTruncating"]) == ("post", "pre")
    words = words[-len(out):]
    out[: len(words)] = words
    return out


def predict(model, tokenizer, options, texts):
    """Probabilities `[texts, classes]`, the short way."""
    assert (options["padding"], options["truncating"]) == ("post", "post")
    reviews = [tokenizer.texts_to_sequences(split_sentences(text)) for text in texts]
    reviews = [fitting.cut(review, options["maxSentences"], options["maxlen"]) for review in reviews]
    return fitting.predict(model, reviews)


def check_by_keras(model, tokenizer, options, texts, probabilities, sample):
    """The largest difference to `model.predict` on some of the texts, padded in full."""
    chosen = np.random.default_rng(1).choice(len(texts), min(sample, len(texts)), replace=False)
    padded = np.stack([input_ids(tokenizer, options, texts[i]) for i in chosen])
    difference = np.abs(model.predict(padded, batch_size=64, verbose=0) - probabilities[chosen]).max()
    assert difference < 1e-5, difference
    return float(difference)


def attention(model, ids):
    """Word attention `[sentences, words]`, sentence attention `[sentences]`, prediction, by calling layer after layer."""
    encoder = model.get_layer("sentence_vectors").layer
    embedding, gru, word_attention = (encoder.get_layer(name) for name in ("embedding", "word_gru", "word_attention"))
    mask = embedding.compute_mask(ids)
    x = gru(embedding(ids), mask=mask)
    words, vectors = word_attention.attention_weights(x, mask), word_attention(x, mask=mask)

    masking, gru, sentence_attention = (
        model.get_layer(name) for name in ("sentence_mask", "sentence_gru", "sentence_attention"))
    vectors = vectors[None]
    mask = masking.compute_mask(vectors)
    x = gru(masking(vectors), mask=mask)
    sentences = sentence_attention.attention_weights(x, mask)
    prediction = model.get_layer("stars")(sentence_attention(x, mask=mask))
    return words.numpy(), sentences.numpy()[0], prediction.numpy()[0]


def look(model, tokenizer, options, text, strongest=3):
    """The prediction, each sentence with its attention and its strongest words, for a look with one's own eyes."""
    ids = input_ids(tokenizer, options, text)
    words, sentences, prediction = attention(model, ids)
    lines = ["  ".join(f"{p:.2f}" for p in prediction)]
    for row, share, sentence in zip(ids, sentences, words):
        if row.any():
            order = [t for t in np.argsort(-sentence)[:strongest] if row[t]]
            lit = ", ".join(f"{tokenizer.index_word[row[t]]} {sentence[t]:.2f}" for t in order)
            beginning = " ".join(tokenizer.index_word[i] for i in row[:6] if i)
            lines.append(f"  {share:.2f}  {beginning} …  [{lit}]")
    return "\n".join(lines)
