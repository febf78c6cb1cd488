"""From reviews to ids: a plain Keras `Tokenizer`, fitted, trimmed and made fit for typed text."""

import collections
import copy
import gzip
import json

from keras.src.legacy.preprocessing.text import Tokenizer

UNKNOWN, UNKNOWN_ID = "<unk>", 1

# Keras's default filters, and what keyboards, phones and word processors put in besides.
# Both apostrophes stay: "don't" is one word. Everything here acts as a blank.
KERAS_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
TYPED_FILTERS = "\r\u00a0\u2009\u202f\u200b“”„«»‹›‘‚´–—‐‑―…•·¡¿"


def read_split(folder, name):
    """One split as a list of rows; every row has `text`, all but `unlabeled` a `label`."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fit_tokenizer(texts, words):
    """A Keras tokenizer that knows the `words` most frequent words and no others."""
    tokenizer = Tokenizer(filters=KERAS_FILTERS + TYPED_FILTERS, oov_token=UNKNOWN)
    # The reviews' few curly apostrophes are counted as straight ones; see add_curly_apostrophes.
    tokenizer.fit_on_texts(text.replace("’", "'") for text in texts)
    keep(tokenizer, list(tokenizer.word_index)[: words + 1])  # + 1: the unknown word's own entry
    add_curly_apostrophes(tokenizer)
    return tokenizer


def keep(tokenizer, kept):
    """Drops all other words from every table, as if they had never been seen."""
    tokenizer.word_index = {word: index for index, word in enumerate(kept, start=1)}
    tokenizer.index_word = {index: word for word, index in tokenizer.word_index.items()}
    counts, documents = tokenizer.word_counts, tokenizer.word_docs
    tokenizer.word_counts = collections.OrderedDict((w, counts[w]) for w in kept if w in counts)
    tokenizer.word_docs = collections.defaultdict(int, {w: documents[w] for w in kept if w in documents})
    tokenizer.index_docs = collections.defaultdict(
        int, {tokenizer.word_index[w]: n for w, n in tokenizer.word_docs.items()})


def add_curly_apostrophes(tokenizer):
    """Gives "don’t" an entry beside "don't". The two share their vector: see curly_aliases."""
    for word in [word for word in tokenizer.word_index if "'" in word]:
        curly, index = word.replace("'", "’"), len(tokenizer.word_index) + 1
        tokenizer.word_index[curly], tokenizer.index_word[index] = index, curly


def curly_aliases(tokenizer):
    """Pairs (id of "don’t", id of "don't")."""
    index = tokenizer.word_index
    return [(index[word], index[word.replace("’", "'")]) for word in index if "’" in word]


def without_counts(tokenizer):
    """`to_json()` with nothing but the table that numbers words: the others are three quarters of the file."""
    slim = copy.copy(tokenizer)
    slim.word_counts, slim.word_docs, slim.index_docs, slim.index_word = collections.OrderedDict(), {}, {}, {}
    return slim.to_json()


def encode(tokenizer, texts):
    """Ids of every text, uncut; curly apostrophes read as straight ones, so that both train one vector."""
    return tokenizer.texts_to_sequences(text.replace("’", "'") for text in texts)
