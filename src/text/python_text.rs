//! What Python means by white space, which is a little more than Unicode's property of that name.

/// The characters of `str.isspace`, as the inside of a class in a regular expression.
pub(super) const SPACES: &str = "\\t-\\r\\x1c-\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";

/// Python's `str.isspace`: the separators between records (U+001C to U+001F) count as well.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::{SPACES, is_space};

    #[test]
    fn the_class_and_the_function_agree() {
        let class = regex_lite::Regex::new(&format!("^[{SPACES}]$")).expect("a class");
        for character in '\0'..='\u{3fff}' {
            assert_eq!(
                class.is_match(&character.to_string()),
                is_space(character),
                "{character:?}"
            );
        }
    }
}
