//! What is wrong with a line of a truth, answer or group file.

use crate::text::{Lang, Phrase, Wording};

/// One line that cannot be used, and why.
#[derive(Clone, Debug)]
pub struct TruthProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: Wording,
}

impl TruthProblem {
    /// A problem on `line`.
    pub(super) fn new(line: usize, message: Phrase, holes: &[(&str, &str)]) -> Self {
        Self { line, message: message.both(holes) }
    }

    /// As `file:line: what is wrong`.
    pub fn text(&self, file: &str, lang: Lang) -> String {
        format!("{file}:{}: {}", self.line, self.message.get(lang))
    }
}
