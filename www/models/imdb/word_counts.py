"""Which words occur in which texts."""

import numpy as np
from scipy.sparse import csr_matrix


def presence(texts, words):
    """`[texts, words]`, 1 where the word occurs in the text."""
    unique = [np.unique(ids) for ids in texts]
    ends = np.cumsum([0] + [len(ids) for ids in unique])
    columns = np.concatenate(unique).astype(np.int32)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(texts), words))
