"""The training loop: batches of reviews, sentences regrouped by length, Adam, one cosine cycle, an average of the weights."""

import dataclasses
import math
import time

import keras
import numpy as np
import tensorflow as tf

import first_model  # noqa: F401
from hierarchical import fast_forward
from preprocessing import UNKNOWN_ID

GROUPS = 5
# Shares of a batch's sentences, sorted by length, that go into one group: the longest are few, and padded least that way.
SHARES = (0.3, 0.58, 0.8, 0.94)


@dataclasses.dataclass(frozen=True)
class Settings:
    """How one call of `train` goes about it."""

    epochs: int
    learning_rate: float
    seed: int
    batch_size: int = 128
    hidden_words: float = 0.03
    averaging: float = 0.99


def cut(review, sentences, words):
    """The last `sentences` sentences, the first `words` words of each: as the engine does by `options.json`.

    Sentences without any word keep their place while counting, and are then left out: the mask hides them.
    """
    return [ids[:words] for ids in review[-sentences:] if len(ids)]


def regroup(reviews):
    """Cut reviews to what `fast_forward` takes: `groups`, `places`."""
    flat = [ids for review in reviews for ids in review] or [[UNKNOWN_ID]]
    lengths = np.array([len(ids) for ids in flat])
    order = np.argsort(lengths, kind="stable")
    row = np.empty(len(flat), np.int32)
    row[order] = np.arange(1, len(flat) + 1)
    groups = [pad([flat[i] for i in part]) for part in np.split(order, [int(share * len(flat)) for share in SHARES])]
    counts = [len(review) for review in reviews]
    ends = np.cumsum(counts)
    return groups, pad([row[end - count : end] for end, count in zip(ends, counts)])


def pad(sequences):
    """`[sequences, steps]`, padded at the end with 0; at least one step."""
    out = np.zeros((len(sequences), max([1, *map(len, sequences)])), np.int32)
    for row, sequence in zip(out, sequences):
        row[: len(sequence)] = sequence
    return out


def predict(model, reviews, batch_size=64):
    """Probabilities `[reviews, classes]` of cut reviews."""
    signature = [[tf.TensorSpec((None, None), tf.int32)] * GROUPS, tf.TensorSpec((None, None), tf.int32)]
    forward = tf.function(lambda groups, places: fast_forward(model, groups, places), input_signature=signature)
    order = np.argsort([sum(map(len, review)) for review in reviews], kind="stable")
    probabilities = np.zeros((len(reviews), model.output_shape[-1]), np.float32)
    for start in range(0, len(reviews), batch_size):
        rows = order[start : start + batch_size]
        probabilities[rows] = forward(*regroup([reviews[i] for i in rows])).numpy()
    return probabilities


def train(model, reviews, targets, settings, after_epoch=lambda epoch: None):
    """`reviews`: cut; `targets`: `[reviews, classes]`, the probabilities to learn, known or guessed."""
    random = np.random.default_rng(settings.seed)
    total = settings.epochs * math.ceil(len(reviews) / settings.batch_size)
    step, average = training_step(model, settings, total)
    for epoch in range(settings.epochs):
        losses, started = [], time.time()
        order = random.permutation(len(reviews))
        for rows in np.array_split(order, math.ceil(len(order) / settings.batch_size)):
            losses.append(float(step(*regroup([reviews[i] for i in rows]), targets[rows].astype(np.float32))))
            if len(losses) % 200 == 0:
                print(f"  {len(losses)} batches, loss {np.mean(losses[-200:]):.4f}, {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - started:.0f} s", flush=True)
        after_epoch(epoch)
    for variable, mean in zip(model.trainable_variables, average):
        variable.assign(mean)


def training_step(model, settings, total):
    """One compiled step for all shapes, and the running mean of the weights, which generalises better than the last."""
    variables = model.trainable_variables
    average = [tf.Variable(variable.value, trainable=False) for variable in variables]
    schedule = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 20, total - total // 20, alpha=0.02,
        warmup_target=settings.learning_rate, warmup_steps=total // 20)
    optimizer = keras.optimizers.Adam(schedule)
    optimizer.build(variables)
    ids = tf.TensorSpec((None, None), tf.int32)

    def hide(ids):
        # Some words are hidden, so that the model learns what to make of words it does not know.
        return tf.where((tf.random.uniform(tf.shape(ids)) < settings.hidden_words) & (ids > 0), UNKNOWN_ID, ids)

    @tf.function(input_signature=[[ids] * GROUPS, ids, tf.TensorSpec((None, None), tf.float32)])
    def step(groups, places, target):
        with tf.GradientTape() as tape:
            probabilities = fast_forward(model, [hide(ids) for ids in groups], places, training=True)
            loss = tf.reduce_mean(keras.losses.categorical_crossentropy(target, probabilities))
        gradients = tape.gradient(loss, [v.value for v in variables])
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        optimizer.apply(gradients, variables)
        for mean, variable in zip(average, variables):
            mean.assign_add((1 - settings.averaging) * (variable.value - mean))
        return loss

    return step, average
