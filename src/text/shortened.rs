//! Text from outside, cut where a report would drown in it.

use std::borrow::Cow;

use super::{Lang, phrase};

/// Most characters of one text from a file that a report shows: more than any program's name or comment needs.
const MOST: usize = 400;

/// `text` as a report shows it: cut after `MOST` characters, and then with its whole length told.
pub(crate) fn shortened(text: &str, lang: Lang) -> Cow<'_, str> {
    // A text with so few bytes needs no counting.
    if text.len() <= MOST {
        return Cow::Borrowed(text);
    }
    let Some((end, _)) = text.char_indices().nth(MOST) else { return Cow::Borrowed(text) };
    let length = text.chars().count().to_string();
    let rest = phrase("……（全文 {n} 个字符）", "… ({n} characters in all)");
    Cow::Owned(text[..end].to_owned() + &rest.fill(lang, &[("n", &length)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_their_length_is_told() {
        let long = "😀".repeat(16_400);
        let cut = shortened(&long, Lang::En);
        assert_eq!(cut, format!("{}… (16400 characters in all)", "😀".repeat(MOST)));
        assert_eq!(shortened(&long, Lang::Zh).chars().last(), Some('）'));
        let fits = "é".repeat(MOST);
        assert!(matches!(shortened(&fits, Lang::En), Cow::Borrowed(text) if text == fits));
    }
}
