//! `--waivers`: the exceptions that a person has granted.

use std::collections::BTreeSet;
use std::path::Path;

use photocheck::batch::Waivers;
use photocheck::document::Problems;
use photocheck::input::{MOST_COMPANION, bounded};
use photocheck::rules::Set;
use photocheck::text::{Lang, Phrase};

use super::sentences as say;

/// Why the exceptions cannot be used.
pub enum Fault {
    /// The file cannot be read; the sentence that says so.
    NotRead(String),
    /// What is wrong in it, with places.
    Wrong(Problems),
}

/// Reads the exceptions from the rules of these sets, which are those of the run with all their rules: where some are left out,
/// their exceptions wait for another day. Where the sets could not be loaded, everything else is looked at.
///
/// # Errors
/// Why they cannot be used.
pub fn read(file: &Path, sets: &[Set], lang: Lang) -> Result<Waivers, Fault> {
    let bytes = bounded(file, MOST_COMPANION)
        .map_err(|error| Fault::NotRead(say::cannot_read(file, &error.text(lang), lang)))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Fault::NotRead(say::cannot_read(file, &say::NOT_UTF8.get(lang).to_owned(), lang)))?;
    Waivers::read(&file.display().to_string(), &text, sets).map_err(Fault::Wrong)
}

/// What is to be said of exceptions, or else of what a person has marked, that are for none of these sets: they may wait for another day, or
/// name a set that does not exist.
pub fn waiting(waivers: &Waivers, sets: &[Set], lang: Lang) -> Vec<String> {
    let is_waiting = |set: &&str| !sets.is_empty() && !sets.iter().any(|known| known.id == *set);
    let told = |are_marks: bool, sentence: Phrase| {
        let these = waivers.all.iter().filter(|it| it.looked_at.is_some() == are_marks);
        let names: Vec<&str> = these.filter_map(|it| it.set.as_deref()).filter(is_waiting).collect();
        let each = names.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(lang.comma());
        let holes = [("n", &*names.len().to_string()), ("sets", &each)];
        (!names.is_empty()).then(|| sentence.fill(lang, &holes))
    };
    [told(false, say::WAIVERS_OF_OTHER_SETS), told(true, say::MARKS_OF_OTHER_SETS)].into_iter().flatten().collect()
}
