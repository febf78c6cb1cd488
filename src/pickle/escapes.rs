//! Text in the line-based opcodes of protocol 0.

/// Python's `raw-unicode-escape`: bytes are Latin-1, but for `\uXXXX` and `\UXXXXXXXX`.
pub(super) fn raw_unicode(line: &[u8]) -> String {
    let (mut text, mut rest) = (String::with_capacity(line.len()), line);
    while let [first, behind @ ..] = rest {
        let digits = match rest {
            [b'\\', b'u', ..] => rest.get(2..6),
            [b'\\', b'U', ..] => rest.get(2..10),
            _ => None,
        };
        match digits.and_then(hexadecimal) {
            Some(code) => {
                text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                let length = digits.map_or(0, <[u8]>::len).saturating_add(2);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                text.push(char::from(*first));
                rest = behind;
            }
        }
    }
    text
}

/// A Python 2 string as `repr` writes it, in quotes and with escapes.
pub(super) fn python_string(line: &[u8]) -> Vec<u8> {
    let inner = match line {
        [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
        other => other,
    };
    let (mut bytes, mut rest) = (Vec::with_capacity(inner.len()), inner);
    while let [first, behind @ ..] = rest {
        let (byte, length) = match (first, behind) {
            (b'\\', [b'x', ..]) => match behind.get(1..3).and_then(hexadecimal) {
                Some(code) => (u8::try_from(code).unwrap_or(b'?'), 4),
                None => (b'\\', 1),
            },
            (b'\\', [b'n', ..]) => (b'\n', 2),
            (b'\\', [b't', ..]) => (b'\t', 2),
            (b'\\', [b'r', ..]) => (b'\r', 2),
            (b'\\', [other, ..]) => (*other, 2),
            (other, _) => (*other, 1),
        };
        bytes.push(byte);
        rest = rest.get(length..).unwrap_or_default();
    }
    bytes
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_python() {
        assert_eq!(
            raw_unicode(b"tr\xe8s \\U0001f600 \\u005cx \\u12"),
            "très 😀 \\x \\u12"
        );
        assert_eq!(
            python_string(br"'it\'s \xc3\xa9\\\n'"),
            "it's é\\\n".as_bytes()
        );
        assert_eq!(python_string(b"\"\\x"), b"\"\\x");
    }
}
