"""Where sentences end: the rule that cut the training texts, and the engine's default for every hierarchical model.

Everything is in code points. *White space* is what has Unicode's White_Space property, a *lower-case letter* what has its
Lowercase property, a *digit* 0 to 9.

A **run** is one or more terminators, then any number of closers directly after it:

    terminators   . ! ? … ؟ ।   and the CJK ones   。 ！ ？ ｡
    closers       " ' ” ’ » ) ] 」 』 ）

A run ends a sentence right behind its last closer, if

1. it is followed by white space or by the end of the text, or its last terminator is a CJK one; and
2. none of these holds, where *next* is the first character behind the run that is no white space,
   provided that no line break stands before it (after a line break, and at the end of the text, there is no *next*):

   a. *next* is a lower-case letter, and the run is an ellipsis (two or more terminators, all of them "." or "…",
      or a single "…") or has a closer: "It was... fine.", '"Why?" he asked.'
      After a plain "." "!" or "?" a sentence may begin in lower case: many people type like that.
   b. the run is a single "." without a closer, and the **word** before it says that it is no end. The word is the
      longest stretch of ASCII letters, ASCII digits, "'", "’", and "." directly before the run, without the "." and
      apostrophes it begins with; it never reaches back behind the sentence's own begin. Compared in lower case:
      - titles, always:  mr mrs ms dr prof st mt rev gen col sgt capt lt sen gov messrs vs cf
      - one capital letter but "I" ("J. R. Smith"); letters joined by dots ("U.S", "e.g", "i.e", "p.m"), always
      - at a name's end, if *next* is a lower-case letter or a digit:  jr sr inc ltd co corp bros etc al approx
      - before numbers, if *next* is a digit:  no nos vol vols pt ep pp fig ca
      - one or two digits with which the sentence begins ("1. The plot")
      b holds only where there is a *next*.

A **line break** (LF, CR, VT, FF, NEL, U+2028 or U+2029) ends a sentence too, unless it stands alone (at most a CR LF pair,
with other white space around it) and the first character behind it that is no white space is a lower-case letter: that
is how hard-wrapped text goes on.

A dot in "3.5" or "film.It" ends nothing, as no white space follows.

What lies between two ends is stripped of white space; it is a sentence unless nothing but terminators, closers and
white space is left. Terminator and closers at its end belong to the sentence.
"""

import re

TERMINATORS = ".!?…؟।"
CJK_TERMINATORS = "。！？｡"
CLOSERS = "\"'”’»)]」』）"
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DIGITS = "0123456789"
LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"

TITLES = set("mr mrs ms dr prof st mt rev gen col sgt capt lt sen gov messrs vs cf".split())
NAME_ENDS = set("jr sr inc ltd co corp bros etc al approx".split())
BEFORE_NUMBERS = set("no nos vol vols pt ep pp fig ca".split())

CANDIDATE = re.compile(
    f"(?P<run>[{TERMINATORS}{CJK_TERMINATORS}]+)(?P<closers>[{re.escape(CLOSERS)}]*)"
    f"|[{WHITE_SPACE}]*[{LINE_BREAKS}][{WHITE_SPACE}]*")
SPACE = re.compile(f"[{WHITE_SPACE}]*")
WORD = re.compile(r"[A-Za-z0-9'’.]*$")
NOTHING = re.compile(f"[{WHITE_SPACE}{TERMINATORS}{CJK_TERMINATORS}{re.escape(CLOSERS)}]*")


def sentence_spans(text):
    """`[(start, end), …]` in code points, in order, without overlap."""
    found, start = [], 0
    for match in CANDIDATE.finditer(text):
        if ends_sentence(text, start, match):
            add(found, text, start, match.end())
            start = match.end()
    add(found, text, start, len(text))
    return found


def split_sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


def add(found, text, start, end):
    """Appends the stripped span, unless it holds no more than marks."""
    if NOTHING.fullmatch(text, start, end):
        return
    start = SPACE.match(text, start, end).end()
    while SPACE.fullmatch(text, end - 1, end):
        end -= 1
    found.append((start, end))


def ends_sentence(text, start, match):
    """Does the sentence that begins at `start` end with this match?"""
    if match["run"] is None:
        return line_break_ends(text, match)
    end, run, closers = match.end(), match["run"], match["closers"]
    space = SPACE.match(text, end).group()
    if end < len(text) and not space and run[-1] not in CJK_TERMINATORS:
        return False
    following = text[end + len(space) : end + len(space) + 1]
    if not following or any(character in LINE_BREAKS for character in space):
        return True  # a line break has its own say
    ellipsis = set(run) <= set(".…") and run != "."
    if following.islower() and (ellipsis or closers):
        return False
    return run != "." or bool(closers) or not abbreviated(text[start : match.start()], following)


def line_break_ends(text, match):
    breaks = [character for character in match.group().replace("\r\n", "\n") if character in LINE_BREAKS]
    return len(breaks) > 1 or not text[match.end() : match.end() + 1].islower()


def abbreviated(before, following):
    """Does the single dot behind `before` belong to its last word?"""
    word = WORD.search(before).group().lstrip(".'’")
    if re.fullmatch(r"[0-9]{1,2}", word):
        return before.strip() == word
    if re.fullmatch(r"[A-HJ-Z]|[A-Za-z](\.[A-Za-z])+", word):
        return True
    lower = word.lower()
    return (lower in TITLES
            or lower in NAME_ENDS and (following.islower() or following in DIGITS)
            or lower in BEFORE_NUMBERS and following in DIGITS)
