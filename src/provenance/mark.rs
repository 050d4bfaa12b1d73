//! A mark in a file, what it claims, and how sure that is.
//!
//! Two claims are kept apart: *this file was written by such a program*, which a mark can make certain and which is
//! normal for a studio's photo, and *the face was altered*, which no mark but a generator's or a beauty camera's own
//! says. The absence of marks says nothing: messengers and upload forms remove them.

use serde::Deserialize;

/// How sure a mark makes its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Found in untouched photos too; listed nowhere by itself.
    Weak,
    /// Rare in untouched photos.
    Strong,
    /// Only the named program writes it.
    Conclusive,
}

/// What a mark claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// An editor or raw developer wrote the file.
    Editor,
    /// A beauty camera or phone editor wrote the file.
    Beauty,
    /// A maker of identity photos wrote the file.
    IdPhoto,
    /// A program that only saves or sends pictures wrote the file.
    Converter,
    /// The picture was made, or changed, by a generator, or carries the label of one.
    Generator,
    /// Steps of editing are on record.
    History,
    /// The camera that faces its user took the picture.
    Selfie,
}

impl Claim {
    /// All claims, for documentation and tests.
    pub const ALL: [Self; 7] =
        [Self::Editor, Self::Beauty, Self::IdPhoto, Self::Converter, Self::Generator, Self::History, Self::Selfie];
}

/// One mark that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it claims.
    pub claim: Claim,
    /// How sure that is.
    pub grade: Grade,
    /// Field and place, such as `EXIF Software, byte 30`; the same in every language.
    pub place: String,
    /// What stands there, on one line and not longer than [`Mark::LONGEST`].
    pub text: String,
}

impl Mark {
    /// Most characters of a file's text that are kept.
    pub const LONGEST: usize = 120;

    /// A mark; `text` is made safe to show.
    pub fn new(claim: Claim, grade: Grade, place: impl Into<String>, text: &str) -> Self {
        Self { claim, grade, place: place.into(), text: shown(text) }
    }

    /// The mark as one item of a list: the text and where it stands.
    pub fn item(&self) -> String {
        format!("{} [{}]", self.text, self.place)
    }
}

/// Text of a file on one line: control characters and direction overrides, which could rewrite a terminal's line,
/// become spaces, and what is too long ends in an ellipsis.
pub(crate) fn shown(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let plain: String = text.chars().take(4 * Mark::LONGEST).map(|c| if hostile(c) { ' ' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(Mark::LONGEST).collect();
    if short.len() < words.len() || text.chars().nth(4 * Mark::LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_shown_on_one_short_line() {
        assert_eq!(shown("a\x1b[2J\r\nb\u{202E}c"), "a [2J b c");
        assert_eq!(shown(&"长".repeat(5000)).chars().count(), Mark::LONGEST + 1);
    }
}
