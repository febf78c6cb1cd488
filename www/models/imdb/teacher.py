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
        self.sharpness = 1.0

    def scaled(self, present):
        return normalize(present.multiply(self.ratio).tocsr())

    def logits(self, texts):
        return self.sharpness * self.regression.decision_function(self.scaled(self.ngrams.transform(texts)))

    def calibrate(self, logits, labels):
        """Sharpens the logits so that 0.9 means right nine times in ten, as held-out reviews say."""
        loss = lambda s: np.mean(np.logaddexp(0, -s * logits * (2 * labels - 1)))
        self.sharpness = min(np.linspace(0.5, 5, 91), key=loss)

    def probabilities(self, texts):
        return expit(self.logits(texts))
