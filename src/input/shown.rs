//! Names in any bytes, as text that stays distinct.
//!
//! A name that is UTF-8 is shown as it is. Any other byte becomes `\xHH` (ZIP tools leave GBK names on Linux), and so
//! does a backslash that could be taken for the beginning of such an escape, or of `\u{1b}`, as reports show control
//! characters: two files never share a shown name.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The path as it is shown: `/` between folders on every system, no `./` anywhere.
pub(super) fn shown(path: &Path) -> String {
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let text = name(plain.as_os_str());
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// One name.
fn name(name: &OsStr) -> String {
    escaped(name.as_encoded_bytes())
}

/// Bytes as text, what is not UTF-8 escaped.
pub(super) fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find('\\') {
            let after = &rest[at + 1..];
            let is_hex = |digits: &str| digits.chars().all(|c| c.is_ascii_hexdigit());
            let is_escape = after.starts_with("u{")
                || after.strip_prefix('x').and_then(|digits| digits.get(..2)).is_some_and(is_hex);
            text.push_str(&rest[..at]);
            text.push_str(if is_escape { "\\x5C" } else { "\\" });
            rest = after;
        }
        text.push_str(rest);
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_distinct() {
        assert_eq!(escaped("甲 1.jpg".as_bytes()), "甲 1.jpg");
        assert_eq!(escaped(b"\xD5\xC5.jpg"), "\\xD5\\xC5.jpg");
        assert_eq!(escaped(b"\\xD5\\xC5.jpg"), "\\x5CxD5\\x5CxC5.jpg");
        assert_eq!(escaped(b"a\\xyz\\b"), "a\\xyz\\b");
        assert_eq!((escaped(b"a\t"), escaped(b"a\\u{9}")), ("a\t".to_owned(), "a\\x5Cu{9}".to_owned()));
    }
}
