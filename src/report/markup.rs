//! Text as HTML: escaped, in both languages, and bytes as data URIs.

use super::number::printable;
use crate::text::{Lang, Phrase, Wording};

/// `text` as the content of an element or of a quoted attribute. Control characters become visible first: HTML has
/// no way to write them, and some turn the direction of what follows.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Both languages side by side, of which the page shows one; once when they are the same.
pub(super) fn both(wording: &Wording) -> String {
    if wording.zh == wording.en {
        return escaped(&wording.zh);
    }
    format!(r#"<span lang="zh">{}</span><span lang="en">{}</span>"#, escaped(&wording.zh), escaped(&wording.en))
}

/// Both languages as SVG text with these attributes, of which the document shows one.
pub(super) fn both_texts(wording: &Wording, attributes: &str) -> String {
    let text =
        |lang: Lang| format!(r#"<text lang="{}" {attributes}>{}</text>"#, lang.tag(), escaped(wording.get(lang)));
    text(Lang::Zh) + &text(Lang::En)
}

/// A phrase without holes in both languages.
pub(super) fn say(phrase: Phrase) -> String {
    both(&phrase.both(&[]))
}

/// What `compose` makes of each language.
pub(super) fn in_both(compose: impl Fn(Lang) -> String) -> Wording {
    Wording { zh: compose(Lang::Zh), en: compose(Lang::En) }
}

/// A JPEG file as a data URI.
pub(super) fn jpeg_uri(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", base64(jpeg))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| word << 8 | u32::from(*group.get(at).unwrap_or(&0)));
        for digit in 0..4 {
            if digit <= group.len() {
                text.push(char::from(DIGITS[(word >> (18 - 6 * digit) & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_hold() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn nothing_leaves_its_element() {
        assert_eq!(escaped("<a b='\"&\u{1b}"), "&lt;a b=&#39;&quot;&amp;\\u{1b}");
    }
}
