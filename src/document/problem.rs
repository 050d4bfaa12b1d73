//! What is wrong with a text, and where.

use super::place::{Place, SourceText};
use crate::text::{Phrase, Wording, phrase};

/// One thing wrong with a text.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Where it stands; `None` when there is no text to point at (a file that could not be read).
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Wording,
    /// What to do, when that is known: the nearest valid name, the keys that exist.
    pub help: Option<Wording>,
    /// Another place that belongs to it, and what stands there.
    pub beside: Option<(Place, Wording)>,
}

impl Problem {
    /// A problem at `place`.
    pub fn at(place: &Place, message: Phrase, holes: &[(&str, &str)]) -> Self {
        Self { place: Some(place.clone()), message: message.both(holes), help: None, beside: None }
    }

    /// A problem without a place.
    pub fn general(message: Phrase, holes: &[(&str, &str)]) -> Self {
        Self { place: None, message: message.both(holes), help: None, beside: None }
    }

    /// Adds what to do.
    pub fn help(mut self, help: Phrase, holes: &[(&str, &str)]) -> Self {
        self.help = Some(help.both(holes));
        self
    }

    /// Adds what to do, with names to choose from in the hole `list`.
    pub fn help_listing(mut self, help: Phrase, holes: &[(&str, &str)], list: &str, names: &[&str]) -> Self {
        self.help = Some(help.both_listing(holes, list, names));
        self
    }

    /// Adds another place.
    pub fn beside(mut self, place: &Place, label: Phrase, holes: &[(&str, &str)]) -> Self {
        self.beside = Some((place.clone(), label.both(holes)));
        self
    }

    /// Adds "did you mean", when there is a name near enough.
    pub fn did_you_mean<'n>(self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        match super::nearest::nearest(wrong, names) {
            Some(name) => self.help(phrase("是不是想写 {name}？", "did you mean {name}?"), &[("name", name)]),
            None => self,
        }
    }
}

/// Everything wrong with the files of a run that people write.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The texts that the places point into.
    pub sources: Vec<SourceText>,
    /// The problems, in the order of files and places.
    pub problems: Vec<Problem>,
}

impl Problems {
    /// Adds the problems of other texts; what several sets share, such as a base with a fault, is kept once.
    pub(crate) fn add(&mut self, other: Problems) {
        let offset = self.sources.len();
        let says = |problem: &Problem, sources: &[SourceText]| {
            let place = problem.place.as_ref().map(|place| (sources[place.source].name.clone(), place.span.clone()));
            (place, problem.message.en.clone())
        };
        let known: Vec<_> = self.problems.iter().map(|problem| says(problem, &self.sources)).collect();
        let Problems { sources, problems } = other;
        for mut problem in problems {
            let new = !known.contains(&says(&problem, &sources));
            if let Some(place) = &mut problem.place {
                place.source += offset;
            }
            if let Some((place, _)) = &mut problem.beside {
                place.source += offset;
            }
            if new {
                self.problems.push(problem);
            }
        }
        self.sources.extend(sources);
    }
}
