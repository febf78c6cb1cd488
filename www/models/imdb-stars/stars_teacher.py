"""The teacher: linear models on word groups, cheap and strong, whose joint guess the network learns from.

Every member gives one number a review. Three say how likely the review has more than 2, 4, 8 of ten points, by a logistic
regression on TF-IDF; three say the same from n-grams scaled as Wang & Manning (2012) do (the first bundled model's
teacher); one guesses the points by ridge regression. A logistic regression on the seven numbers gives the four
probabilities. It is fitted on guesses for reviews that the members had not seen: each fifth of the training reviews is guessed
by members trained on the other four.
"""

import numpy as np
from scipy.special import logit
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import normalize

import first_model
import evaluation
from teacher import log_ratio
from training import cut

STEPS = (1, 2, 3)  # "at least this star step"


class Texts:
    """Both matrices of some texts: `tfidf` `[texts, groups]`, `present` `[texts, hashed groups]`, 0 or 1."""

    def __init__(self, tfidf, present):
        self.tfidf, self.present = tfidf, present

    def __getitem__(self, rows):
        return Texts(self.tfidf[rows], self.present[rows])


class Vectorizer:
    def __init__(self, texts):
        self.tfidf = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, dtype=np.float32).fit(texts)
        self.present = HashingVectorizer(
            n_features=2**22, ngram_range=(1, 3), token_pattern=r"[\w'’]+|[!?.;:*]",
            binary=True, norm=None, alternate_sign=False, dtype=np.float32)

    def __call__(self, texts):
        return Texts(self.tfidf.transform(texts), self.present.transform(texts))


class Members:
    """The seven linear models."""

    def __init__(self, texts, stars, ratings):
        self.points = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-3).fit(texts.tfidf, ratings.astype(np.float32))
        self.regressions, self.ratios = [], []
        for step in STEPS:
            self.regressions.append(regression().fit(texts.tfidf, stars >= step))
        for step in STEPS:
            self.ratios.append(log_ratio(texts.present, (stars >= step).astype(int)))
            self.regressions.append(regression().fit(scaled(texts, self.ratios[-1]), stars >= step))

    def __call__(self, texts):
        """`[texts, 7]`"""
        matrices = [texts.tfidf] * len(STEPS) + [scaled(texts, ratio) for ratio in self.ratios]
        says = [member.decision_function(matrix) for member, matrix in zip(self.regressions, matrices)]
        return np.stack([self.points.predict(texts.tfidf), *says], axis=1)


def regression():
    return LogisticRegression(C=10, solver="liblinear", dual=True, max_iter=200, random_state=7)


def scaled(texts, ratio):
    return normalize(texts.present.multiply(ratio).tocsr())


def blend(numbers, stars):
    """From several models' numbers `[texts, numbers]` to probabilities of the four steps: a fitted regression."""
    return LogisticRegression(C=100, max_iter=5000).fit(numbers, stars)


def guesses(labelled, stars, ratings, others, folds=5, seed=5):
    """Numbers `[texts, 7]` for the labelled texts, each by members that have not seen it, then for each part of `others`."""
    matrices = Vectorizer(labelled)
    texts = matrices(labelled)
    fold = np.random.default_rng(seed).integers(folds, size=len(labelled))
    unseen = np.zeros((len(labelled), 1 + 2 * len(STEPS)))
    for left_out in range(folds):
        seen = np.flatnonzero(fold != left_out)
        members = Members(texts[seen], stars[seen], ratings[seen])
        unseen[fold == left_out] = members(texts[np.flatnonzero(fold == left_out)])
    members = Members(texts, stars, ratings)
    return [unseen, *(members(matrices(part)) for part in others)]


def first_model_says(texts, maxlen=224):
    """Logits `[texts]` of "positive" by the first bundled model, from the files that the page loads."""
    model, tokenizer = evaluation.load(first_model.FOLDER)
    ids = [cut(text, maxlen) for text in tokenizer.texts_to_sequences(texts)]
    return logit(np.clip(evaluation.predict(model, ids, 128).astype(np.float64), 1e-6, 1 - 1e-6))
