"""The training loop: batches of like length, Adam, one cosine cycle, and an average of the weights at the end."""

import dataclasses
import math
import time

import keras
import numpy as np
import tensorflow as tf

from network import fast_forward
from preprocessing import UNKNOWN_ID


def cut(ids, maxlen):
    """Only to make training affordable: head and tail of a long review. Reviewers conclude at the end."""
    head = maxlen // 3
    return ids if len(ids) <= maxlen else ids[:head] + ids[head - maxlen:]


def pad(texts):
    """`[texts, steps]`, padded at the end with 0; at least one step."""
    out = np.zeros((len(texts), max(1, max(map(len, texts)))), np.int32)
    for row, ids in zip(out, texts):
        row[: len(ids)] = ids
    return out


def batches(lengths, batch_size, random):
    """Index arrays in random order; within a batch texts are of about one length, so little is padded."""
    noisy = lengths * random.uniform(0.9, 1.1, len(lengths))
    order = np.argsort(noisy, kind="stable")
    groups = np.array_split(order, math.ceil(len(order) / batch_size))
    return [groups[place] for place in random.permutation(len(groups))]


@dataclasses.dataclass(frozen=True)
class Settings:
    """How one call of `train` goes about it."""

    maxlen: int  # in training only; the model reads texts of any length
    epochs: int
    learning_rate: float
    seed: int
    batch_size: int = 128
    hidden_words: float = 0.02
    averaging: float = 0.995


def train(model, texts, targets, settings, after_epoch=lambda epoch: None):
    """`texts`: lists of ids; `targets`: the probabilities of "positive" to learn, known or guessed."""
    random = np.random.default_rng(settings.seed)
    texts = [cut(ids, settings.maxlen) for ids in texts]
    lengths = np.array([len(ids) for ids in texts])
    total = settings.epochs * math.ceil(len(texts) / settings.batch_size)
    step, average = training_step(model, settings, total)
    for epoch in range(settings.epochs):
        losses, started = [], time.time()
        for rows in batches(lengths, settings.batch_size, random):
            losses.append(step(pad([texts[i] for i in rows]), targets[rows].astype(np.float32)))
            if len(losses) % 100 == 0:
                print(f"  {len(losses)} batches, loss {np.mean(losses[-100:]):.4f}, {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - started:.0f} s", flush=True)
        after_epoch(epoch)
    for variable, mean in zip(model.trainable_variables, average):
        variable.assign(mean)


def training_step(model, settings, total):
    """One compiled step for all lengths, and the running mean of the weights, which generalises better than the last."""
    variables = model.trainable_variables
    average = [tf.Variable(variable.value, trainable=False) for variable in variables]
    schedule = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 20, total - total // 20, alpha=0.02,
        warmup_target=settings.learning_rate, warmup_steps=total // 20)
    optimizer = keras.optimizers.Adam(schedule)
    optimizer.build(variables)

    @tf.function(input_signature=[tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.float32)])
    def step(ids, target):
        # Some words are hidden, so that the model learns what to make of words it does not know.
        hidden = tf.random.uniform(tf.shape(ids)) < settings.hidden_words
        ids = tf.where(hidden & (ids > 0), UNKNOWN_ID, ids)
        with tf.GradientTape() as tape:
            probability = fast_forward(model, ids, training=True)
            loss = tf.reduce_mean(keras.losses.binary_crossentropy(target[:, None], probability[:, None]))
        gradients = tape.gradient(loss, [v.value for v in variables])
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        optimizer.apply(gradients, variables)
        for mean, variable in zip(average, variables):
            mean.assign_add((1 - settings.averaging) * (variable.value - mean))
        return loss

    return step, average
