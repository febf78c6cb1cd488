"""The teacher: logistic regression on TF-IDF, cheap and strong. What it guesses of training texts it has not seen
smooths their labels, and says which of them are doubtful."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline


def regression(C, **ngrams):
    return make_pipeline(
        TfidfVectorizer(sublinear_tf=True, min_df=2, dtype=np.float32, **ngrams),
        LogisticRegression(C=C, max_iter=300, tol=1e-3))


def of_unseen(make, texts, labels, folds):
    """Probabilities `[texts, classes]`, each from a regression that has not seen that text."""
    texts = np.array(texts, dtype=object)
    out = np.zeros((len(texts), labels.max() + 1))
    for known, unseen in StratifiedKFold(folds, shuffle=True, random_state=7).split(texts, labels):
        out[unseen] = make().fit(texts[known], labels[known]).predict_proba(texts[unseen])
    return out
