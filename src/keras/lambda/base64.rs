//! Base64 (RFC 4648), as Python writes it: with line breaks.

/// The bytes; `None` where the text is no base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0u32);
    let mut is_padded = false;
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace()) {
        let digit = match c {
            b'A'..=b'Z' => c.checked_sub(b'A')?,
            b'a'..=b'z' => c.checked_sub(b'a')?.checked_add(26)?,
            b'0'..=b'9' => c.checked_sub(b'0')?.checked_add(52)?,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                is_padded = true;
                continue;
            }
            _ => return None,
        };
        if is_padded {
            return None;
        }
        bits = bits << 6 | u32::from(digit);
        count = count.saturating_add(6);
        if let Some(left) = count.checked_sub(8) {
            count = left;
            bytes.push((bits >> left & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn texts_come_back() {
        assert_eq!(
            decode("aGVsbG8g\nd29ybGQ=\n").as_deref(),
            Some(&b"hello world"[..])
        );
        assert_eq!(decode("").as_deref(), Some(&b""[..]));
        assert!(decode("c\u{0}").is_none());
        assert!(decode("aG=Vs").is_none());
    }
}
