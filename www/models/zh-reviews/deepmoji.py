"""The classifier, in the shape of DeepMoji (Felbo, Mislove, Søgaard, Rahwan, Lehmann, EMNLP 2017), small:
characters → two bidirectional LSTMs → attention over both and the characters themselves → one probability per class.
B texts, T steps, D features."""

import keras
import tensorflow as tf
from keras import layers, ops

import earlier_models  # noqa: F401
from network import bidirectional_lstm


class AttentionWeightedAverage(layers.Layer):
    """DeepMoji's attention: one vector scores every step.

    s_t = x_t·W    W: [D, 1]
    a_t = exp(s_t - max s) / Σ exp(s_t - max s)    masked steps get 0
    out = Σ a_t x_t    [B, T, D] → [B, D]
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        self.W = self.add_weight((input_shape[-1], 1), "uniform", name=f"{self.name}_W")

    def attention_weights(self, x, mask=None):
        """a: [B, T]"""
        scores = ops.matmul(x, self.W)[..., 0]
        a = ops.exp(scores - ops.max(scores, axis=-1, keepdims=True))
        if mask is not None:
            a *= ops.cast(mask, a.dtype)
        return a / (ops.sum(a, axis=1, keepdims=True) + 1e-7)

    def call(self, x, mask=None):
        return ops.sum(x * ops.expand_dims(self.attention_weights(x, mask), -1), axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[-1]

    def get_config(self):
        return super().get_config()


CLASSES = {"AttentionWeightedAverage": AttentionWeightedAverage}


def build_classifier(vectors, classes, units, spatial_dropout, dropout):
    """`vectors`: `[characters, width]`, the embedding to start from. Any text length; 0 is padding and masked."""
    ids = keras.Input((None,), dtype="int32", name="characters")
    embedded = layers.Embedding(*vectors.shape, mask_zero=True, name="embedding")(ids)
    embedded = layers.SpatialDropout1D(spatial_dropout, name="embedding_dropout")(embedded)
    first = layers.Bidirectional(layers.LSTM(units, return_sequences=True), name="bi_lstm_0")(embedded)
    second = layers.Bidirectional(layers.LSTM(units, return_sequences=True), name="bi_lstm_1")(first)
    x = layers.Concatenate(name="joined")([second, first, embedded])
    x = AttentionWeightedAverage(name="attlayer")(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    model = keras.Model(ids, layers.Dense(classes, activation="softmax", name="sentiment")(x), name="zh_reviews")
    model.get_layer("embedding").set_weights([vectors])
    return model


def fast_forward(model, ids, training=False):
    """What `model(ids)` computes, for texts padded at their end: no mask inside the LSTMs (see ../imdb/network.py)."""
    layer, mask = model.get_layer, tf.not_equal(ids, 0)
    lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=1)
    embedded = layer("embedding_dropout")(layer("embedding")(ids), training=training)
    first = bidirectional_lstm(layer("bi_lstm_0"), embedded, lengths)
    second = bidirectional_lstm(layer("bi_lstm_1"), first, lengths)
    x = layer("attlayer")(layer("joined")([second, first, embedded]), mask=mask)
    return layer("sentiment")(layer("dropout")(x, training=training))


def attention_weights(model, ids):
    """a of one text, `[T]`."""
    layer = model.get_layer
    embedded = layer("embedding")(ids[None])
    first = layer("bi_lstm_0")(embedded)
    second = layer("bi_lstm_1")(first)
    return layer("attlayer").attention_weights(layer("joined")([second, first, embedded])).numpy()[0]
