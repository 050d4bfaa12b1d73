//! A finished sentence in both languages, as rule files hold them.

use super::{Lang, Phrase};

/// The same sentence in Chinese and English, nothing left to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Wording {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Phrase {
    /// Fills both languages with the same text, for names and numbers that are not translated.
    pub fn both(self, holes: &[(&str, &str)]) -> Wording {
        Wording { zh: self.fill(Lang::Zh, holes), en: self.fill(Lang::En, holes) }
    }

    /// Fills both languages, and the hole `list` with names that are not translated, one after another as each language
    /// does it.
    pub fn both_listing(self, holes: &[(&str, &str)], list: &str, names: &[&str]) -> Wording {
        let half = |lang: Lang| self.fill(lang, &[holes, &[(list, &names.join(lang.comma()))]].concat());
        Wording { zh: half(Lang::Zh), en: half(Lang::En) }
    }
}
