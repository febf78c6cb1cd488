"""The classifier: words → sentence vectors → text vector → four star steps, with attention on both levels.

Hierarchical attention network (Yang, Yang, Dyer, He, Smola, Hovy 2016).
B texts, S sentences a text, W words a sentence, N = sentences of a batch in a row, T steps of either level.
"""

import keras
import tensorflow as tf
from keras import layers

import first_model  # noqa: F401
from network import AttentionWithContext


def build_classifier(vectors, sentences, words, settings):
    """`vectors`: `[vocabulary, width]`, the embedding to start from. Id 0 is padding and masked."""
    encoder_input = keras.Input((words,), dtype="int32", name="words")
    x = layers.Embedding(*vectors.shape, mask_zero=True, name="embedding")(encoder_input)
    x = layers.SpatialDropout1D(settings.spatial_dropout, name="embedding_dropout")(x)
    x = layers.Bidirectional(layers.GRU(settings.word_units, return_sequences=True), name="word_gru")(x)
    x = AttentionWithContext(name="word_attention")(x)
    encoder = keras.Model(encoder_input, x, name="sentence_encoder")

    text_input = keras.Input((sentences, words), dtype="int32", name="sentences")
    x = layers.TimeDistributed(encoder, name="sentence_vectors")(text_input)
    # A padded sentence's vector is exactly 0: none of its words is unmasked.
    x = layers.Masking(0.0, name="sentence_mask")(x)
    x = layers.Dropout(settings.sentence_dropout, name="sentence_dropout")(x)
    x = layers.Bidirectional(layers.GRU(settings.sentence_units, return_sequences=True), name="sentence_gru")(x)
    x = AttentionWithContext(name="sentence_attention")(x)
    x = layers.Dropout(settings.dropout, name="dropout")(x)
    x = layers.Dense(settings.classes, activation="softmax", name="stars")(x)
    model = keras.Model(text_input, x, name="imdb_stars")
    encoder.get_layer("embedding").set_weights([vectors])
    return model


def fast_forward(model, groups, places, training=False):
    """What the model computes, without the padding.

    groups: sentences of about one length each, `[N_g, T_g]` ids padded at the end; every sentence has a word
    places: `[B, T]`, for each sentence of each text 1 + its row in the groups put one below the other; 0 is padding

    Both GRUs read sequences that are padded at their end from either end without a mask: the padding comes last.
    """
    encoder = model.get_layer("sentence_vectors").layer
    rows = tf.concat([encode_sentences(encoder, ids, training) for ids in groups], axis=0)  # `[N, features]`
    rows = tf.concat([tf.zeros_like(rows[:1]), rows], axis=0)
    mask = tf.not_equal(places, 0)
    x = model.get_layer("sentence_dropout")(tf.gather(rows, places), training=training)
    x = bidirectional_gru(model.get_layer("sentence_gru"), x, mask)
    x = model.get_layer("sentence_attention")(x, mask=mask)
    return model.get_layer("stars")(model.get_layer("dropout")(x, training=training))


def encode_sentences(encoder, ids, training):
    mask = tf.not_equal(ids, 0)
    x = encoder.get_layer("embedding_dropout")(encoder.get_layer("embedding")(ids), training=training)
    x = bidirectional_gru(encoder.get_layer("word_gru"), x, mask)
    return encoder.get_layer("word_attention")(x, mask=mask)


def bidirectional_gru(bidirectional, x, mask):
    """`[N, T, features]` → `[N, T, 2·units]`. Both directions advance together; the backward one reads each
    sequence turned round within its own length."""
    lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=1)
    cells = bidirectional.forward_layer.cell, bidirectional.backward_layer.cell
    stack = lambda name: tf.stack([tf.convert_to_tensor(getattr(cell, name)) for cell in cells])
    kernel, recurrent, bias = stack("kernel"), stack("recurrent_kernel"), stack("bias")  # `[2, …]`
    both = tf.stack([x, tf.reverse_sequence(x, lengths, seq_axis=1)])  # `[2, N, T, features]`
    projected = tf.einsum("dntf,dfg->tdng", both, kernel) + bias[:, 0][None, :, None]
    hidden = gru(projected, recurrent, bias[:, 1][:, None])  # `[T, 2, N, units]`
    forward, backward = tf.unstack(tf.transpose(hidden, (1, 2, 0, 3)))
    return tf.concat([forward, tf.reverse_sequence(backward, lengths, seq_axis=1)], axis=-1)


@tf.custom_gradient
def gru(projected, recurrent, bias):
    """`[T, 2, N, 3·units]`, x·kernel + input bias → states `[T, 2, N, units]`. Gates z, r, h; Keras's `reset_after=True`.

        z, r = σ(x_z + h·R_z + b_z), σ(x_r + h·R_r + b_r)    c = tanh(x_h + r⊙(h·R_h + b_h))    h' = z⊙h + (1 - z)⊙c

    The gradient is written out, since TensorFlow's own sums the gradient of R step by step and takes twice the time.
    """
    steps, units = tf.shape(projected)[0], recurrent.shape[1]
    first = tf.zeros_like(projected[0, :, :, :units])

    def forward(t, hidden, kept):
        inner = tf.matmul(hidden, recurrent) + bias
        x = projected[t]
        gates = tf.sigmoid(x[..., : 2 * units] + inner[..., : 2 * units])
        update, reset = gates[..., :units], gates[..., units:]
        candidate = tf.tanh(x[..., 2 * units :] + reset * inner[..., 2 * units :])
        new = candidate + update * (hidden - candidate)
        values = new, update, reset, candidate, inner[..., 2 * units :]
        return t + 1, new, tuple(array.write(t, value) for array, value in zip(kept, values))

    kept = tuple(tf.TensorArray(tf.float32, steps) for _ in range(5))
    _, _, kept = tf.while_loop(lambda t, *_: t < steps, forward, (0, first, kept))
    states, *rest = [array.stack() for array in kept]

    def gradient(upstream):
        before = tf.concat([first[None], states[:-1]], axis=0)
        update, reset, candidate, inner_h = rest
        # All that does not depend on what comes from later steps, at once.
        by_update = (before - candidate) * update * (1 - update)
        by_candidate = (1 - update) * (1 - candidate**2)
        by_reset = inner_h * reset * (1 - reset)

        def backward(t, later, kept):
            d_hidden = upstream[t] + later
            d_candidate = d_hidden * by_candidate[t]
            d_gates = [d_hidden * by_update[t], d_candidate * by_reset[t]]
            d_inner = tf.concat([*d_gates, d_candidate * reset[t]], axis=-1)
            earlier = d_hidden * update[t] + tf.matmul(d_inner, recurrent, transpose_b=True)
            return t - 1, earlier, (kept[0].write(t, d_inner), kept[1].write(t, d_candidate))

        kept = tf.TensorArray(tf.float32, steps), tf.TensorArray(tf.float32, steps)
        _, _, kept = tf.while_loop(lambda t, *_: t >= 0, backward, (steps - 1, tf.zeros_like(first), kept))
        d_inner, d_candidate = kept[0].stack(), kept[1].stack()
        d_projected = tf.concat([d_inner[..., : 2 * units], d_candidate], axis=-1)
        d_recurrent = tf.einsum("tdnu,tdng->dug", before, d_inner)
        return d_projected, d_recurrent, tf.reduce_sum(d_inner, axis=(0, 2))[:, None]

    return states, gradient
