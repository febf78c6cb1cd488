//! What Python means by white space, which is a little more than Unicode's property of that name.

/// The characters of `str.isspace`, as the inside of a class in a regular expression.
pub(super) const SPACES: &str = "\\t-\\r\\x1c-\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";

/// Letters, digits and `_`, roughly as `\w` has them: whole blocks of scripts, without their punctuation where it
/// is common.
pub(super) const WORD_CHARACTERS: &str = "0-9A-Za-z_\\x{aa}\\x{b2}\\x{b3}\\x{b5}\\x{b9}\\x{ba}\\x{bc}-\\x{be}\
    \\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{2c1}\\x{370}-\\x{373}\\x{376}-\\x{37d}\\x{37f}\\x{386}\\x{388}-\\x{481}\
    \\x{48a}-\\x{556}\\x{560}-\\x{588}\\x{5d0}-\\x{5f2}\\x{620}-\\x{64a}\\x{660}-\\x{669}\\x{671}-\\x{6d3}\\x{6ee}-\\x{6fc}\
    \\x{710}-\\x{72f}\\x{904}-\\x{939}\\x{958}-\\x{961}\\x{966}-\\x{96f}\\x{971}-\\x{e30}\\x{e40}-\\x{e46}\\x{e50}-\\x{e59}\
    \\x{10a0}-\\x{135a}\\x{13a0}-\\x{166c}\\x{1780}-\\x{17b3}\\x{1820}-\\x{1aff}\\x{1b05}-\\x{1dbf}\\x{1e00}-\\x{1fbc}\
    \\x{1fc2}-\\x{1fcc}\\x{1fd0}-\\x{1fdb}\\x{1fe0}-\\x{1fec}\\x{1ff2}-\\x{1ffc}\\x{2070}-\\x{2079}\\x{2080}-\\x{2089}\
    \\x{2c00}-\\x{2ce4}\\x{2d00}-\\x{2d6f}\\x{3005}-\\x{3007}\\x{3031}-\\x{3035}\\x{3041}-\\x{3096}\\x{309d}-\\x{309f}\
    \\x{30a1}-\\x{30fa}\\x{30fc}-\\x{a4cf}\\x{a500}-\\x{a60b}\\x{a640}-\\x{a66e}\\x{a717}-\\x{d7ff}\\x{f900}-\\x{fd3d}\
    \\x{fd50}-\\x{fdfb}\\x{fe70}-\\x{fefc}\\x{ff10}-\\x{ff19}\\x{ff21}-\\x{ff3a}\\x{ff41}-\\x{ff5a}\\x{ff66}-\\x{ffdc}\
    \\x{10000}-\\x{1cfff}\\x{1d400}-\\x{1efff}\\x{20000}-\\x{3ffff}";

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
