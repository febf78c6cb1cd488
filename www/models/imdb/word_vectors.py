"""Where the embedding starts: skip-gram vectors of the reviews' own words, and how often each word praises."""

import numpy as np
from gensim.models import Word2Vec

from teacher import log_ratio
from word_counts import presence


def starting_vectors(texts, labelled, labels, words, width, epochs):
    """`[words, width]`. `texts`: all reviews as ids; `labelled`: those with a label. Row 0 is padding."""
    model = Word2Vec(
        [[str(i) for i in ids] for ids in texts], vector_size=width, sg=1, window=5, negative=5,
        epochs=epochs, min_count=1, workers=1, seed=7)  # one worker: the same vectors every time
    vectors = np.zeros((words, width), np.float32)
    for word in model.wv.key_to_index:
        vectors[int(word)] = model.wv[word]
    vectors *= 0.25 / np.sqrt(np.mean(vectors**2))
    # "awful" and "wonderful" stand in the same places of a sentence, so skip-gram makes them neighbours.
    # The first feature tells them apart from the start.
    vectors[:, 0] = 0.4 * np.clip(log_ratio(presence(labelled, words), labels), -2, 2)
    vectors[0] = 0
    return vectors
