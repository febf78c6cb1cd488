"""From reviews to ids: a plain Keras `Tokenizer` with `char_level=True`. Every character counts, blanks and marks too."""

from keras.src.legacy.preprocessing.text import Tokenizer

import earlier_models  # noqa: F401
from preprocessing import UNKNOWN, keep

# Characters that typed text has and the training texts have not: they get the vector of a blank.
BLANKS = "\n\t\u3000\u00a0"


def fit_tokenizer(texts, characters):
    """A Keras tokenizer that knows the most frequent characters and no others."""
    tokenizer = Tokenizer(char_level=True, oov_token=UNKNOWN)
    tokenizer.fit_on_texts(texts)
    keep(tokenizer, [c for c in tokenizer.word_index if c not in BLANKS][: characters + 1])
    for blank in BLANKS:
        index = len(tokenizer.word_index) + 1
        tokenizer.word_index[blank], tokenizer.index_word[index] = index, blank
    return tokenizer


def blank_aliases(tokenizer):
    """Pairs (id of another blank, id of the plain one)."""
    return [(tokenizer.word_index[blank], tokenizer.word_index[" "]) for blank in BLANKS]
