//! What is wrong with a rule file, and where.

use super::document::{Place, Source};
use crate::text::{Phrase, Wording, phrase};

/// One thing wrong with a rule file.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Where it stands; `None` when there is no text to point at (a file that could not be read).
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Wording,
    /// What to do, when that is known: the nearest valid name, the keys that exist.
    pub help: Option<Wording>,
}

impl Problem {
    /// A problem at `place`.
    pub(super) fn at(place: &Place, message: Phrase, holes: &[(&str, &str)]) -> Self {
        Self { place: Some(place.clone()), message: message.both(holes), help: None }
    }

    /// A problem without a place.
    pub(super) fn general(message: Phrase, holes: &[(&str, &str)]) -> Self {
        Self { place: None, message: message.both(holes), help: None }
    }

    /// Adds what to do.
    pub(super) fn help(mut self, help: Phrase, holes: &[(&str, &str)]) -> Self {
        self.help = Some(help.both(holes));
        self
    }

    /// Adds "did you mean", when there is a name near enough.
    pub(super) fn did_you_mean<'n>(self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        match super::nearest(wrong, names) {
            Some(name) => self.help(phrase("是不是想写 {name}？", "did you mean {name}?"), &[("name", name)]),
            None => self,
        }
    }
}

/// Everything wrong with the rule files of a run.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The texts that the places point into.
    pub sources: Vec<Source>,
    /// At least one problem, in the order of files and places.
    pub problems: Vec<Problem>,
}
