//! Plain text: labels and vocabularies of sizes and with characters that no one meant.

use crate::case::{Case, file, good_model, good_tokenizer};

pub fn cases() -> Vec<Case> {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let labels = |what: &str, expected, name: &str, bytes: &[u8]| {
        Case::new(
            what,
            expected,
            vec![file(name, bytes), good_model(), good_tokenizer()],
        )
    };
    let tokenizer = |what: &str, expected, name: &str, bytes: &[u8]| {
        Case::tokenizer(what, expected, name, bytes)
    };
    let numbered: String = (0..200_000)
        .map(|n| format!("w{n}\t{}\n", u32::MAX - n))
        .collect();
    vec![
        labels(
            "labels: 16 million lines",
            "invalid_labels",
            "labels.txt",
            &b"a\n".repeat(16 << 20),
        )
        .within(100),
        labels(
            "labels: 32 million empty lines",
            "unrecognised_file",
            "labels.txt",
            &b"\n".repeat(32 << 20),
        )
        .within(100),
        labels(
            "labels: one line of 100 MB",
            "invalid_labels",
            "labels.txt",
            &vec![b'a'; 100_000_000],
        )
        .within(420),
        labels(
            "labels: two lines of 30 MB",
            "loaded",
            "labels.txt",
            &[vec![b'a'; 30_000_000], vec![b'\n'], vec![b'b'; 30_000_000]].concat(),
        )
        .within(300),
        labels(
            "labels: a line that is a script",
            "loaded",
            "labels.txt",
            b"<script>alert(1)</script>\nno\n",
        ),
        labels(
            "labels: with zeros in them",
            "unrecognised_file",
            "labels.txt",
            b"yes\0\nno\0\n",
        ),
        labels(
            "labels: with marks that turn the direction",
            "loaded",
            "labels.txt",
            "\u{202e}yes\n\u{2066}no\n".as_bytes(),
        ),
        labels(
            "labels: in UTF-16",
            "unrecognised_file",
            "labels.txt",
            &utf16("yes\nno\n"),
        )
        .naming("UTF-8"),
        labels(
            "labels: with a byte order mark",
            "loaded",
            "labels.txt",
            "\u{feff}yes\nno\n".as_bytes(),
        ),
        labels(
            "labels: in Latin-1",
            "unrecognised_file",
            "labels.txt",
            b"d\xe9j\xe0\nvu\n",
        )
        .naming("UTF-8"),
        labels(
            "labels: numbered to 2⁶⁴",
            "unrecognised_file",
            "labels.json",
            br#"{"0": "a", "18446744073709551615": "b"}"#,
        ),
        labels(
            "labels: numbers as names",
            "loaded",
            "labels.json",
            b"[1e300, -0.0]",
        ),
        labels(
            "labels: two of one number",
            "duplicate_file",
            "labels.json",
            br#"{"a": 0, "b": 0}"#,
        ),
        tokenizer(
            "a vocabulary of 16 million words",
            "invalid_tokenizer",
            "vocab.txt",
            &b"a\n".repeat(16 << 20),
        )
        .within(100),
        tokenizer(
            "a vocabulary of one word of 30 MB",
            "loaded",
            "vocab.txt",
            &vec![b'a'; 30_000_000],
        )
        .within(300),
        tokenizer(
            "a vocabulary numbered from 2³² down",
            "token_id_out_of_range",
            "vocab.txt",
            numbered.as_bytes(),
        )
        .within(120),
        tokenizer(
            "a vocabulary in UTF-16",
            "unrecognised_file",
            "vocab.txt",
            &utf16("the\nof\n"),
        )
        .naming("UTF-8"),
        tokenizer(
            "a vocabulary of zeros",
            "unrecognised_file",
            "vocab.txt",
            &[0; 1 << 20],
        ),
        tokenizer(
            "a vocabulary of line ends of all kinds",
            "invalid_tokenizer",
            "vocab.txt",
            "\u{2028}\u{85}\u{1c}\r\n".repeat(10_000).as_bytes(),
        ),
        tokenizer(
            "word vectors whose first line lies",
            "unrecognised_file",
            "vectors.txt",
            b"18446744073709551615 18446744073709551615\n",
        ),
        tokenizer(
            "a first line of 50 MB",
            "unsupported_format",
            "glove.txt",
            &b"0.1 ".repeat(12_500_000),
        )
        .within(64),
    ]
}
