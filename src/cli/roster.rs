//! `--roster`: the name list, read before any photo, so that a mistake in it costs no time.

use std::path::Path;

use photocheck::input::{MOST_COMPANION, Roster, RosterError, bounded};
use photocheck::text::Lang;

use super::options::RosterFile;
use super::sentences as say;

/// Reads the list.
///
/// # Errors
/// The sentence that says why it cannot be used.
pub fn read(list: &RosterFile, lang: Lang) -> Result<Roster, String> {
    let bytes =
        bounded(&list.file, MOST_COMPANION).map_err(|error| say::cannot_read(&list.file, &error.text(lang), lang))?;
    Roster::read(&bytes, &list.headings).map_err(|error| sentence(&list.file, &error, lang))
}

fn sentence(file: &Path, error: &RosterError, lang: Lang) -> String {
    let name = file.display().to_string();
    let row = |headings: &[String]| headings.join(" | ");
    match error {
        RosterError::Unreadable(error) => say::cannot_read(file, error, lang),
        RosterError::NoColumns(first) => say::NO_COLUMNS.fill(lang, &[("name", &name), ("row", &row(first))]),
        RosterError::NoSuchHeading(heading, first) => {
            say::NO_SUCH_HEADING.fill(lang, &[("name", &name), ("heading", heading), ("row", &row(first))])
        }
        RosterError::Empty => say::EMPTY_ROSTER.fill(lang, &[("name", &name)]),
    }
}
