//! JSON that is deep, wide, doubled or full of numbers that are none, as tokenizer, labels and architecture.

use crate::case::{Case, file, fixture};

pub fn cases() -> Vec<Case> {
    let of =
        |what: &str, expected, json: &[u8]| Case::tokenizer(what, expected, "tokenizer.json", json);
    let index = |what: &str, expected, words: &str| {
        of(
            what,
            expected,
            format!(r#"{{"class_name": "Tokenizer", "config": {{"word_index": {words}}}}}"#)
                .as_bytes(),
        )
    };
    let config = |what: &str, expected, config: &str| {
        of(
            what,
            expected,
            format!(
                r#"{{"class_name": "Tokenizer", "config": {{"word_index": {{"a": 1}}, {config}}}}}"#
            )
            .as_bytes(),
        )
    };
    let deep = |open: &str, close: &str, depth: usize| {
        format!("{}1{}", open.repeat(depth), close.repeat(depth)).into_bytes()
    };
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(r#"{"a": 1}"#.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let in_itself = (0..12).fold(r#"{"the": 1}"#.to_owned(), |inner, _| {
        serde_json::Value::from(inner).to_string()
    });
    let long_name = format!(r#"{{"{}": -1}}"#, "a".repeat(10_000_000));
    let many_vocabularies = format!(
        "{{{}}}",
        (0..50_000)
            .map(|n| format!(r#""{n}": {{"word_index": {{"a": 1}}}}"#))
            .collect::<Vec<_>>()
            .join(",")
    );
    vec![
        of(
            "brackets, 100,000 deep",
            "damaged_file",
            &deep("[", "]", 100_000),
        ),
        of(
            "braces, 100,000 deep",
            "damaged_file",
            &deep(r#"{"a":"#, "}", 100_000),
        ),
        of(
            "brackets, 120 deep",
            "unrecognised_file",
            &deep("[", "]", 120),
        ),
        of(
            "brackets, 100,000 deep in a text within",
            "invalid_tokenizer",
            format!(
                r#"{{"class_name": "Tokenizer", "config": {{"word_index": "{}"}}}}"#,
                "[".repeat(100_000)
            )
            .as_bytes(),
        ),
        of(
            "texts in texts in texts",
            "unrecognised_file",
            in_itself.as_bytes(),
        ),
        of(
            "20 million numbers",
            "damaged_file",
            format!("[{}0]", "0,".repeat(20_000_000)).as_bytes(),
        )
        .within(64),
        of(
            "10 million lists",
            "damaged_file",
            format!("[{}[]]", "[],".repeat(10_000_000)).as_bytes(),
        )
        .within(64),
        of(
            "20 million colons that are none",
            "damaged_file",
            format!("{{{}}}", ":".repeat(20_000_000)).as_bytes(),
        )
        .within(64),
        of(
            "a text of 50 MB",
            "unrecognised_file",
            format!("[\"{}\", []]", "a".repeat(50_000_000)).as_bytes(),
        )
        .within(220),
        of(
            "a text without end",
            "damaged_file",
            format!("{{\"a\": \"{}}}", "a".repeat(10_000_000)).as_bytes(),
        )
        .within(64),
        of(
            "a number of a million digits",
            "damaged_file",
            format!("{{\"a\": {}}}", "9".repeat(1_000_000)).as_bytes(),
        ),
        of(
            "an exponent of a million digits",
            "damaged_file",
            format!("{{\"a\": 1e{}}}", "9".repeat(1_000_000)).as_bytes(),
        ),
        of("a number beyond all", "damaged_file", br#"{"a": 1e400}"#),
        of("NaN as Python writes it", "damaged_file", br#"{"a": NaN}"#),
        of("half a character", "damaged_file", br#"{"\ud83d": 1}"#),
        of(
            "a byte that is no UTF-8",
            "unrecognised_file",
            b"{\"\xff\": 1}",
        ),
        of("UTF-16", "unrecognised_file", &utf16).naming("UTF-8"),
        of(
            "a byte order mark twice",
            "unrecognised_file",
            "\u{feff}\u{feff}{\"a\": 1}".as_bytes(),
        ),
        of("a zero behind it", "damaged_file", b"{\"a\": 1}\0}"),
        of("a comment", "damaged_file", b"{/* a */\"a\": 1}"),
        of(
            "one key twice, with other numbers: the last counts, as in Python",
            "loaded",
            br#"{"a": 1, "b": 2, "a": 3}"#,
        ),
        of("two words of one number", "loaded", br#"{"a": 1, "b": 1}"#),
        of(
            "50,000 vocabularies in one",
            "unrecognised_file",
            many_vocabularies.as_bytes(),
        )
        .within(80),
        of("a name of 10 MB", "unrecognised_file", long_name.as_bytes()).within(64),
        index("index: a name of 10 MB", "invalid_tokenizer", &long_name).within(120),
        index(
            "index: 2⁵³ + 1",
            "invalid_tokenizer",
            r#"{"a": 9007199254740993}"#,
        )
        .naming("9007199254740993"),
        index(
            "index: 2⁵³ + 1, in a text",
            "invalid_tokenizer",
            r#""{\"a\": 9007199254740993}""#,
        )
        .naming("9007199254740993"),
        index(
            "index: 2⁶⁴",
            "invalid_tokenizer",
            r#"{"a": 18446744073709551616}"#,
        ),
        index(
            "index: 2³² − 1",
            "token_id_out_of_range",
            r#"{"a": 4294967295}"#,
        )
        .naming("4294967295"),
        index("index: below 0", "invalid_tokenizer", r#"{"a": -1}"#).naming("-1"),
        index("index: a fraction", "invalid_tokenizer", r#"{"a": 1.5}"#).naming("1.5"),
        index("index: a text", "invalid_tokenizer", r#"{"a": "1"}"#),
        index("index: nothing", "invalid_tokenizer", r#"{"a": null}"#),
        index("index: a list", "invalid_tokenizer", "[1, 2]"),
        index(
            "index: all of one number",
            "loaded",
            r#"{"a": 1, "b": 1, "c": 1}"#,
        ),
        index("index: the empty word", "loaded", r#"{"": 1}"#),
        index(
            "index: words of the object that all objects are",
            "loaded",
            r#"{"__proto__": 1, "constructor": 2, "hasOwnProperty": 3}"#,
        ),
        config("num_words of 10³⁰⁰", "loaded", r#""num_words": 1e300"#),
        config("num_words below 0", "loaded", r#""num_words": -5"#),
        config(
            "a split of 10,000 letters",
            "invalid_tokenizer",
            &format!(r#""split": "{}""#, "a".repeat(10_000)),
        ),
        config("an empty split", "invalid_tokenizer", r#""split": """#),
        config(
            "filters that are a pattern that never ends",
            "loaded",
            r#""filters": "(a+)+$(a|a)*[[:alpha:]]{9999}""#,
        ),
        config(
            "filters of 5 MB",
            "loaded",
            &format!(r#""filters": "{}""#, "ab.!?(+*".repeat(600_000)),
        )
        .within(64),
        config(
            "an oov_token of 10 MB",
            "loaded",
            &format!(r#""oov_token": "{}""#, "a".repeat(10_000_000)),
        )
        .within(120),
        Case::new(
            "a sentence's end that goes back again and again",
            "loaded",
            vec![
                file(
                    "m.keras",
                    fixture("bad/../k3-awc-bilstm-sequential-keras/model.keras"),
                ),
                file("t.json", *br#"{"a": 1}"#),
            ],
        )
        .with(|options| options.sentence_end = Some("(a+)+$".into())),
    ]
}
