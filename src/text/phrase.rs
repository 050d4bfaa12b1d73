//! A sentence in both languages, with named holes.

use super::Lang;

/// One sentence in Chinese and English. Both have the same holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Shorthand for a [`Phrase`].
pub const fn phrase(zh: &'static str, en: &'static str) -> Phrase {
    Phrase { zh, en }
}

impl Phrase {
    /// The sentence in `lang`, holes unfilled.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The sentence in `lang` with its holes filled. Filled-in text is never searched for holes again, so a file
    /// name such as `{value}` stays what it is.
    pub fn fill(self, lang: Lang, holes: &[(&str, &str)]) -> String {
        filled(self.get(lang), holes)
    }
}

/// `text` with its holes filled, as [`Phrase::fill`] does it.
pub fn filled(text: &str, holes: &[(&str, &str)]) -> String {
    let mut rest = text;
    let mut text = String::with_capacity(rest.len() + 32);
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        text.push_str(&rest[..open]);
        let name = &rest[open + 1..open + length];
        match holes.iter().find(|(hole, _)| *hole == name) {
            Some((_, filling)) => text.push_str(filling),
            None => text.push_str(&rest[open..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_once_and_by_name() {
        let sentence = phrase("{b}在{a}之后", "{b} after {a}");
        assert_eq!(sentence.fill(Lang::Zh, &[("a", "{b}"), ("b", "乙")]), "乙在{b}之后");
        assert_eq!(sentence.fill(Lang::En, &[("b", "B")]), "B after {a}");
    }
}
