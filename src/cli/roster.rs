//! `--roster`: the name list, read before any photo, so that a mistake in it costs no time.

use std::path::Path;

use photocheck::input::{Foreign, MOST_COMPANION, Roster, RosterError, bounded};
use photocheck::text::{Lang, Phrase, phrase};

use super::options::RosterFile;
use super::sentences as say;

/// Reads the list.
///
/// # Errors
/// The sentence that says why it cannot be used.
pub fn read(list: &RosterFile, lang: Lang) -> Result<Roster, String> {
    let bytes =
        bounded(&list.file, MOST_COMPANION).map_err(|error| say::cannot_read(&list.file, &error.text(lang), lang))?;
    Roster::read(&list.file.display().to_string(), &bytes, &list.headings)
        .map_err(|error| sentence(&list.file, &error, lang))
}

fn sentence(file: &Path, error: &RosterError, lang: Lang) -> String {
    let name = file.display().to_string();
    let row = |headings: &[String]| headings.join(" | ");
    let say = |sentence: Phrase, hole: &str, text: &str| sentence.fill(lang, &[("name", &name), (hole, text)]);
    match error {
        RosterError::Unreadable(error) => say::cannot_read(file, error, lang),
        RosterError::Foreign(kind) => say(say::FOREIGN_ROSTER, "kind", foreign_name(*kind).get(lang)),
        RosterError::TooLong(most) => say(say::LONG_ROSTER, "n", &most.to_string()),
        RosterError::OpenQuote(line) => say(say::OPEN_QUOTE, "line", &line.to_string()),
        RosterError::NoColumns(seen) => say(say::NO_COLUMNS, "row", &row(seen)),
        RosterError::NoSuchHeading(headings, seen) => {
            let headings = headings.join(phrase("、", ", ").get(lang));
            say::NO_SUCH_HEADING.fill(lang, &[("name", &name), ("heading", &headings), ("row", &row(seen))])
        }
        RosterError::Empty => say::EMPTY_ROSTER.fill(lang, &[("name", &name)]),
    }
}

/// What a file is that is no list photocheck reads, and the way out.
fn foreign_name(kind: Foreign) -> Phrase {
    match kind {
        Foreign::Excel97 => say::EXCEL_97,
        Foreign::WebPage => say::WEB_PAGE,
        Foreign::SpreadsheetXml => say::SPREADSHEET_XML,
        Foreign::OpenDocument => say::OPEN_DOCUMENT,
        Foreign::Binary => say::BINARY_WORKBOOK,
        Foreign::Encrypted => say::ENCRYPTED,
        Foreign::Word => say::WORD,
        Foreign::Pdf => say::PDF,
        Foreign::Picture => say::PICTURE,
        Foreign::Archive => say::ARCHIVE,
    }
}
