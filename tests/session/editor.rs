//! A person who edits a text: types, deletes, pastes, undoes, composes with an input method. One step after the other,
//! each what a text box would hold then.

use crate::random::Random;

/// Places where tokenizers, sentences and offsets come to grief: marks, pairs of UTF-16 code units, letters of several
/// code points, scripts without blanks, from right to left, letters whose lower case has another length.
const AWKWARD: [&str; 32] = [
    ".",
    "! ",
    "?\n",
    "…",
    "\r\n",
    "\n\n",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "。",
    "！",
    "¿",
    "'",
    "’s",
    "\"",
    "-",
    "ß",
    "Σ",
    "İ",
    "e\u{301}",
    "\u{301}",
    "日本",
    "語",
    "한국어",
    "مرحبا",
    "\u{202e}",
    "שלום",
    "नमस्ते",
    "😀",
    "👩\u{200d}👧",
    "zxqj",
    "\0",
];

/// What an input method shows on the way to a word, and what it leaves.
const COMPOSED: [(&[&str], &str); 4] = [
    (&["n", "ni", "ni h", "ni hao"], "你好"),
    (&["に", "にほ", "にほん", "日本"], "日本"),
    (&["ㅎ", "하", "한"], "한"),
    (&["w", "wo", "won", "wond", "wonderful"], "wonderful"),
];

/// Bytes of the text at the most: a person would start another, and each step is run in full as well.
const LONGEST: usize = 1500;

pub struct Editor<'a> {
    text: String,
    /// Texts from before, the newest last, and those that were undone.
    undo: Vec<String>,
    redo: Vec<String>,
    vocabulary: &'a [String],
    random: Random,
    /// Where and what is being composed, and what is still to come of it.
    composing: Option<(usize, String, Vec<&'static str>)>,
    copied: String,
}

impl<'a> Editor<'a> {
    pub fn new(text: String, vocabulary: &'a [String], random: Random) -> Self {
        Self {
            text,
            undo: Vec::new(),
            redo: Vec::new(),
            vocabulary,
            random,
            composing: None,
            copied: String::from("a good film. Not a bad one!"),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was done.
    pub fn step(&mut self) -> &'static str {
        if let Some((at, shown, mut rest)) = self.composing.take() {
            // Given up, now and then.
            let next = if self.random.below(12) == 0 {
                ""
            } else {
                rest.remove(0)
            };
            self.text.replace_range(at..at + shown.len(), next);
            if !next.is_empty() && !rest.is_empty() {
                self.composing = Some((at, next.to_owned(), rest));
            }
            return "composes";
        }
        if self.text.len() > LONGEST {
            return self.change(|editor| {
                let from = editor.place();
                let to = editor.place();
                editor.text.replace_range(from.min(to)..from.max(to), "");
                "deletes much"
            });
        }
        match self.random.below(20) {
            0..5 => self.change(Self::types_a_word),
            5..8 => self.change(Self::types_a_letter),
            8 | 9 => self.change(|editor| {
                let what = editor.random.one_of(&AWKWARD);
                let at = editor.place();
                editor.text.insert_str(at, what);
                "types something awkward"
            }),
            10 | 11 => self.change(Self::deletes_a_letter),
            12 => self.change(Self::deletes_a_word),
            13 => self.change(Self::replaces),
            14 => self.change(Self::pastes),
            15 => {
                let (from, to) = (self.place(), self.place());
                self.text[from.min(to)..from.max(to)].clone_into(&mut self.copied);
                "copies"
            }
            16 => match self.undo.pop() {
                Some(former) => {
                    self.redo.push(std::mem::replace(&mut self.text, former));
                    "undoes"
                }
                None => "nothing to undo",
            },
            17 => match self.redo.pop() {
                Some(later) => {
                    self.undo.push(std::mem::replace(&mut self.text, later));
                    "does again"
                }
                None => "nothing to do again",
            },
            18 => {
                let (shown, left) = self.random.one_of(&COMPOSED);
                let at = self.place();
                let (first, rest) = (shown[0], shown[1..].iter().chain([&left]));
                let rest = rest.copied().collect();
                self.remember();
                self.text.insert_str(at, first);
                self.composing = Some((at, first.to_owned(), rest));
                "begins to compose"
            }
            _ => match self.random.below(6) {
                0 => self.change(|editor| {
                    editor.text.clear();
                    "deletes everything"
                }),
                _ => "does nothing",
            },
        }
    }

    fn remember(&mut self) {
        self.redo.clear();
        self.undo.push(self.text.clone());
        if self.undo.len() > 50 {
            self.undo.remove(0);
        }
    }

    fn change(&mut self, act: impl FnOnce(&mut Self) -> &'static str) -> &'static str {
        self.remember();
        act(self)
    }

    /// A place between two code points, often the end, as a byte offset. Within a letter of several code points, too:
    /// there browsers do not go, but a text that is put in by a script may.
    fn place(&mut self) -> usize {
        if self.random.below(4) == 0 {
            return self.text.len();
        }
        let at = self.random.below(self.text.len() + 1);
        (0..=at)
            .rev()
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(0)
    }

    fn word(&mut self) -> String {
        if self.vocabulary.is_empty() {
            return String::from("word");
        }
        let place = self.random.below(self.vocabulary.len());
        self.vocabulary[place].clone()
    }

    fn types_a_word(&mut self) -> &'static str {
        let (word, at) = (self.word(), self.place());
        let before = self.text[..at].chars().next_back();
        let blank = before.is_some_and(|before| !before.is_whitespace());
        let blank = if blank { " " } else { "" };
        self.text.insert_str(at, &format!("{blank}{word} "));
        "types a word"
    }

    fn types_a_letter(&mut self) -> &'static str {
        let at = self.place();
        let letter = self
            .random
            .one_of(&["a", "e", "t", "s", "A", " ", ".", "1"]);
        self.text.insert_str(at, letter);
        "types a letter"
    }

    fn deletes_a_letter(&mut self) -> &'static str {
        let at = self.place();
        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
        self.text.replace_range(at..at + length, "");
        "deletes a letter"
    }

    fn deletes_a_word(&mut self) -> &'static str {
        let at = self.place();
        let end = self.text[at..]
            .find(' ')
            .map_or(self.text.len(), |end| at + end);
        self.text.replace_range(at..end, "");
        "deletes a word"
    }

    fn replaces(&mut self) -> &'static str {
        let (from, to, word) = (self.place(), self.place(), self.word());
        let (from, to) = (from.min(to), from.max(to));
        let to = (from..=to.min(from + 12))
            .rev()
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(from);
        self.text.replace_range(from..to, &word);
        "replaces what is selected"
    }

    fn pastes(&mut self) -> &'static str {
        let at = self.place();
        if self.random.below(2) == 0 {
            self.text.insert_str(at, &self.copied);
            return "pastes";
        }
        let count = self.random.below(40);
        let mut words = String::new();
        for _ in 0..count {
            words.push_str(&self.word());
            words.push_str(self.random.one_of(&[" ", " ", " ", ", ", ". ", "\n"]));
        }
        self.text.insert_str(at, &words);
        "pastes many words"
    }
}
