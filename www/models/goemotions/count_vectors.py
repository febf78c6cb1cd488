"""Where the embedding starts: what stands near each word in the training texts, and in which classes it is met.

Near: positive pointwise mutual information of words at most `window` apart, reduced by a singular value decomposition
(Levy & Goldberg 2014). Classes: log of how much likelier the word makes each."""

import numpy as np
from scipy.sparse import coo_matrix
from sklearn.utils.extmath import randomized_svd

import first_model  # noqa: F401
from word_counts import presence


def starting_vectors(texts, labels, words, width, window=4):
    """`[words, width]`. `texts`: ids of the training texts; row 0 is padding."""
    classes = labels.max() + 1
    near = reduced(mutual_information(texts, words, window), width - classes)
    met = presence(texts, words)
    counts = np.stack([np.asarray(met[labels == c].sum(axis=0)).ravel() for c in range(classes)], 1)
    share = np.bincount(labels) / len(labels)
    # As if each word had been met five more times, in classes as they are at large.
    likelier = np.log((counts + 5 * share) / (counts.sum(axis=1, keepdims=True) + 5) / share)
    vectors = np.hstack([near, 0.3 * np.clip(likelier, -2, 2)]).astype(np.float32)
    vectors[0] = 0
    return vectors


def mutual_information(texts, words, window):
    rows, columns, weights = [], [], []
    for apart in range(1, window + 1):
        for ids in texts:
            if len(ids) > apart:
                rows.append(ids[:-apart])
                columns.append(ids[apart:])
                weights.append(np.full(len(ids) - apart, 1 / apart, np.float32))
    rows, columns, weights = map(np.concatenate, (rows, columns, weights))
    counts = coo_matrix((weights, (rows, columns)), (words, words)).tocsr()
    counts = (counts + counts.T).tocoo()
    total = np.asarray(counts.sum(axis=1)).ravel()
    context = total**0.75
    value = np.log(counts.data / total[counts.row] / (context[counts.col] / context.sum()))
    kept = value > 0
    return coo_matrix((value[kept], (counts.row[kept], counts.col[kept])), counts.shape).tocsr()


def reduced(matrix, width):
    left, strength, _ = randomized_svd(matrix, width, random_state=7)
    vectors = left * np.sqrt(strength)
    return vectors * (0.25 / np.sqrt(np.mean(vectors**2)))
