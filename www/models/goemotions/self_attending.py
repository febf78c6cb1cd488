"""The classifier: words → bidirectional GRU → self-attention → average → one probability per class.

B texts, T steps, H heads. Every layer is Keras's own, so the file loads without any custom class.
"""

import keras
import tensorflow as tf
from keras import layers

import first_model  # noqa: F401
from network import bidirectional_lstm


def build_classifier(vectors, classes, units, heads, key_dim, spatial_dropout, dropout):
    """`vectors`: `[words, width]`, the embedding to start from. Any text length, fed without padding.

    No mask: there is nothing to hide in a text of its own length, and an average over nothing but masked steps, which
    an empty text would be, is not a number in Keras. In training, `fast_forward` masks what fills up a batch.

    Nothing goes past the attention: the vector that decides is the mean over the queries t of Σ α[t, t']·V_t', that is
    Σ_t' (mean over t of α[t, t'])·V_t' in each head. What the page shows of a word is its share in that very sum.
    """
    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(*vectors.shape, name="embedding")(words)
    x = layers.SpatialDropout1D(spatial_dropout, name="embedding_dropout")(x)
    x = layers.Bidirectional(layers.GRU(units, return_sequences=True), name="bidirectional")(x)
    x = layers.MultiHeadAttention(heads, key_dim, name="self_attention")(x, x)
    x = layers.GlobalAveragePooling1D(name="average")(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    model = keras.Model(words, layers.Dense(classes, activation="softmax", name="emotion")(x), name="goemotions")
    model.get_layer("embedding").set_weights([vectors])
    return model


def fast_forward(model, ids, training=False):
    """What `model(ids)` computes, for each by itself, for texts padded at their end to one length."""
    layer = model.get_layer
    lengths = tf.maximum(tf.math.count_nonzero(ids, axis=1, dtype=tf.int32), 1)  # no words: one step of padding
    mask = tf.sequence_mask(lengths, tf.shape(ids)[1])
    x = layer("embedding_dropout")(layer("embedding")(ids), training=training)
    x = bidirectional_lstm(layer("bidirectional"), x, lengths)
    x = layer("self_attention")(x, x, query_mask=mask, value_mask=mask, training=training)
    x = layer("average")(x, mask=mask)
    return layer("emotion")(layer("dropout")(x, training=training))


def attention_weights(model, ids):
    """α of one text, `[H, T, T]`: how much each step (row) attends to each (column)."""
    layer = model.get_layer
    x = layer("bidirectional")(layer("embedding")(ids[None]))
    return layer("self_attention")(x, x, return_attention_scores=True)[1].numpy()[0]
