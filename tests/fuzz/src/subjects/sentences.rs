//! Any text cut into sentences, by the default rule and by any pattern, and fed to a hierarchical model. The first bytes
//! tell how long the pattern is and what the model takes.

use wordlight::encoding::{Encoder, SentenceSettings};
use wordlight::text::{
    Padding, SentenceRule, Side, SplitPattern, Tokenizer, TokenizerParts, WordMemory,
};

use super::{Form, Subject, places_are_right, told};
use crate::common::{fixtures, json};
use crate::corpus::Case;

pub const SUBJECT: Subject = Subject {
    name: "sentences",
    form: Form::File,
    check,
    seeds,
};

fn check(bytes: &[u8]) {
    let [length, kind, rest @ ..] = bytes else {
        return;
    };
    let (pattern, text) = rest.split_at(usize::from(*length).min(rest.len()));
    let (pattern, text) = (
        String::from_utf8_lossy(pattern),
        String::from_utf8_lossy(text),
    );
    let rule = match kind & 1 {
        0 => SentenceRule::Default,
        _ => match SplitPattern::new(&pattern) {
            Ok(split) => {
                parts_are_right(&text, &split);
                SentenceRule::Pattern(split)
            }
            Err(why) => return assert!(!why.is_empty()),
        },
    };
    let sentences = rule.sentences(&text);
    places_are_right(&text, sentences.iter().map(|one| (one.start, one.end)));
    let ends = sentences.iter().map(|one| one.end.byte);
    let starts = sentences.iter().skip(1).map(|one| one.start.byte);
    assert!(ends.zip(starts).all(|(end, start)| end <= start));
    let Some(encoder) = encoder(*kind, rule) else {
        return;
    };
    for one in &sentences {
        let words = one.words(&text, &encoder.tokenizer);
        let within = |byte: usize| (one.start.byte..=one.end.byte).contains(&byte);
        places_are_right(&text, words.iter().map(|word| (word.start, word.end)));
        assert!(
            words
                .iter()
                .all(|word| within(word.start.byte) && within(word.end.byte))
        );
    }
    if let Some(encoded) = told(encoder.encode(&text)) {
        assert_eq!(encoded.ids.len(), encoded.shape.iter().product::<usize>());
        assert_eq!(encoded.sentences.len(), sentences.len());
        let again = told(encoder.encode_again(&text, &mut WordMemory::default()));
        assert!(again.is_some_and(|again| {
            again.ids == encoded.ids && again.words == encoded.words && again.shape == encoded.shape
        }));
        for placed in encoded.words.iter().filter(|placed| placed.step.is_some()) {
            let steps = encoded.shape.last().copied().unwrap_or(0);
            let at = placed.row * steps + placed.step.unwrap_or(0);
            assert_eq!(encoded.ids.get(at).copied(), placed.word.id);
        }
    }
}

fn parts_are_right(text: &str, split: &SplitPattern) {
    let parts = split.between(text);
    assert_eq!(parts.first().map(|part| part.start), Some(0));
    assert_eq!(parts.last().map(|part| part.end), Some(text.len()));
    let mut end = 0;
    for part in parts {
        assert!(end <= part.start && part.start <= part.end);
        assert!(
            text.get(part.clone()).is_some(),
            "{part:?} cuts a character"
        );
        end = part.end;
    }
}

fn encoder(kind: u8, rule: SentenceRule) -> Option<Encoder> {
    let words = ["the", "film", "is", "good", "a", "mr", "no"].map(str::to_owned);
    let parts = TokenizerParts {
        word_index: words.into_iter().zip(1..).collect(),
        oov_token: (kind & 2 == 2).then(|| "film".into()),
        start_id: (kind & 4 == 4).then_some(9),
        ..TokenizerParts::default()
    };
    let side = |bit: u8| match kind >> bit & 1 {
        0 => Side::Pre,
        _ => Side::Post,
    };
    let padding = |maxlen| Padding {
        maxlen,
        padding: side(3),
        truncating: side(4),
    };
    Some(Encoder {
        tokenizer: told(Tokenizer::new(parts, "x"))?,
        padding: padding((kind & 32 == 32).then_some(3)),
        sentences: Some(SentenceSettings {
            rule,
            padding: padding((kind & 64 == 64).then_some(2)),
        }),
    })
}

fn seeds(_: &[Case]) -> Vec<Vec<u8>> {
    let mut patterns: Vec<String> = [
        "[.!?]+",
        r"(?<=[.!?])\s+",
        r"\n",
        r"(?i)(a|b)*[.!?]+",
        r"(?<!Mr)\.\s(?=[A-Z])",
        r"\W+",
        "(。|！|？)",
        "x{2,5}|^",
        "$",
        r"\b",
        r"(?:\.|\?)(?!\d)",
    ]
    .map(str::to_owned)
    .to_vec();
    let listed = json(&fixtures().join("sentences/patterns.json"));
    let listed = listed["patterns"].as_array().into_iter().flatten();
    let listed = listed.filter_map(|case| case[0].as_str().map(str::to_owned));
    patterns.extend(listed.filter(|pattern| pattern.len() < 256));
    patterns.dedup();
    let texts = [
        "Mr. Smith paid $3.5 to J. R. in the U.S. today. He said “no.” Then… nothing!\n\n1. A film?",
        "😀 Ah!  Oh... é. ẞ日本。好！",
    ];
    let mut seeds = Vec::new();
    for (at, pattern) in patterns.iter().enumerate() {
        for text in texts {
            let kind = (at as u8).wrapping_mul(37) | 1;
            let head = [pattern.len() as u8, kind];
            seeds.push([&head[..], pattern.as_bytes(), text.as_bytes()].concat());
        }
    }
    seeds.extend(texts.map(|text| [&[0, 66], text.as_bytes()].concat()));
    seeds
}
