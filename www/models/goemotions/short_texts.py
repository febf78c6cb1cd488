"""The training loop for short texts of several classes: batches of like length, Adam, one cosine cycle, and an
average of the weights at the end. It is the first model's loop, with classes and the forward pass handed in."""

import contextlib
import dataclasses
import math
import time

import keras
import numpy as np
import tensorflow as tf

import first_model  # noqa: F401
from preprocessing import UNKNOWN_ID
from training import batches, cut, pad


@dataclasses.dataclass(frozen=True)
class Settings:
    """How one call of `train` goes about it."""

    maxlen: int  # in training only; the model reads texts of any length
    epochs: int
    learning_rate: float
    seed: int
    batch_size: int = 64
    hidden: float = 0.03
    averaging: float = 0.99


def train(model, forward, texts, targets, settings, after_epoch=lambda epoch: None):
    """`texts`: lists of ids; `targets`: `[texts, classes]`, the probabilities to learn; `forward`: see `predict`."""
    random = np.random.default_rng(settings.seed)
    texts = [cut(ids, settings.maxlen) for ids in texts]
    lengths = np.array([len(ids) for ids in texts])
    total = settings.epochs * math.ceil(len(texts) / settings.batch_size)
    step, average = training_step(model, forward, settings, total)
    for epoch in range(settings.epochs):
        losses, started = [], time.time()
        for rows in batches(lengths, settings.batch_size, random):
            losses.append(step(pad([texts[i] for i in rows]), targets[rows].astype(np.float32)))
            if len(losses) % 200 == 0:
                print(f"  {len(losses)} batches, loss {np.mean(losses[-200:]):.4f}, {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - started:.0f} s", flush=True)
        with at_work(average, model.trainable_variables):
            after_epoch(epoch)
    for variable, mean in zip(model.trainable_variables, average):
        variable.assign(mean)


@contextlib.contextmanager
def at_work(average, variables):
    """Puts the averaged weights in the place of the newest, for a look in between."""
    newest = [variable.numpy() for variable in variables]
    for variable, mean in zip(variables, average):
        variable.assign(mean)
    yield
    for variable, value in zip(variables, newest):
        variable.assign(value)


def training_step(model, forward, settings, total):
    """One compiled step for all lengths, and the running mean of the weights, which generalises better than the last."""
    variables = model.trainable_variables
    average = [tf.Variable(variable.value, trainable=False) for variable in variables]
    schedule = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 20, total - total // 20, alpha=0.02,
        warmup_target=settings.learning_rate, warmup_steps=total // 20)
    optimizer = keras.optimizers.Adam(schedule)
    optimizer.build(variables)

    @tf.function(input_signature=[tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None, None), tf.float32)])
    def step(ids, target):
        # Some words are hidden, so that the model learns what to make of words it does not know.
        hidden = tf.random.uniform(tf.shape(ids)) < settings.hidden
        ids = tf.where(hidden & (ids > 0), UNKNOWN_ID, ids)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.categorical_crossentropy(target, forward(model, ids, training=True)))
        gradients = tape.gradient(loss, [v.value for v in variables])
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        optimizer.apply(gradients, variables)
        for mean, variable in zip(average, variables):
            mean.assign_add((1 - settings.averaging) * (variable.value - mean))
        return loss

    return step, average


def predict(model, forward, texts, batch_size=64):
    """Probabilities `[texts, classes]`. `texts`: lists of ids, uncut; `forward(model, ids, training)`: the short way."""
    compiled = tf.function(lambda ids: forward(model, ids), input_signature=[tf.TensorSpec((None, None), tf.int32)])
    probabilities = np.zeros((len(texts), model.output_shape[-1]), np.float32)
    by_length = np.argsort([len(ids) for ids in texts], kind="stable")
    for start in range(0, len(texts), batch_size):
        rows = by_length[start : start + batch_size]
        probabilities[rows] = compiled(pad([texts[i] for i in rows])).numpy()
    return probabilities


def accuracy(probabilities, labels):
    return float(np.mean(probabilities.argmax(axis=1) == labels))
