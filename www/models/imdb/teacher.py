"""The teacher: a linear model on word pairs and triples, cheap and strong, that labels the unlabeled reviews.

Wang & Manning (2012): every n-gram is scaled by the log of the ratio of its shares in positive and in
negative reviews, then a logistic regression is fitted.
"""

import numpy as np
from scipy.special import expit
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize


def log_ratio(present, labels):
    """`present`: `[texts, features]`, 0 or 1. How much likelier each feature is in a positive review: log."""
    counts = [np.asarray(present[labels == label].sum(axis=0)).ravel() + 1 for label in (0, 1)]
    negative, positive = (count / count.sum() for count in counts)
    return np.log(positive / negative).astype(np.float32)


class Teacher:
    """Learns from labelled reviews only."""

    def __init__(self, texts, labels):
        self.ngrams = HashingVectorizer(
            n_features=2**22, ngram_range=(1, 3), token_pattern=r"[\w'’]+|[!?.;:*]",
            binary=True, norm=None, alternate_sign=False, dtype=np.float32)
        present = self.ngrams.transform(texts)
        self.ratio = log_ratio(present, labels)
        self.regression = LogisticRegression(C=10, solver="liblinear", dual=True, max_iter=200, random_state=7)
        self.regression.fit(self.scaled(present), labels)

    def scaled(self, present):
        return normalize(present.multiply(self.ratio).tocsr())

    def logits(self, texts):
        return self.regression.decision_function(self.scaled(self.ngrams.transform(texts)))


def blend(logits, held_out, labels):
    """Joint probabilities of several models: `logits` and `held_out` hold one array per model.

    The weights make the blend honest on held-out reviews: where it says 0.9, nine in ten are positive.
    """
    weights = LogisticRegression(fit_intercept=False, C=100).fit(np.stack(held_out, 1), labels).coef_[0]
    return expit(np.stack(logits, 1) @ weights)
