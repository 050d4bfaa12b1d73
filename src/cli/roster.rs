//! `--roster`: the name list, read before any photo, so that a mistake in it costs no time.

use std::collections::HashSet;
use std::path::Path;

use photocheck::document::nearest;
use photocheck::input::{Foreign, MOST_COMPANION, Roster, RosterError, bounded};
use photocheck::report::ReportFormat;
use photocheck::text::{Lang, Phrase};

use super::options::{CheckOptions, RosterFile};
use super::sentences as say;

/// Most sheets that a workbook is split into: more are a column that names single people.
const MOST_SHEETS: usize = 100;

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

/// The column to split the workbook by, as an index of the list's headings; none where none was named.
///
/// # Errors
/// The sentence that says why what was asked for cannot be had.
pub fn column(options: &CheckOptions, roster: Option<&Roster>, lang: Lang) -> Result<Option<usize>, String> {
    let needs = [("--split-by", options.split_by.is_some()), ("--renames", options.renames.is_some())];
    let needs: Vec<_> = needs.iter().filter(|(_, is_asked)| *is_asked).map(|(option, _)| *option).collect();
    let Some(roster) = roster else {
        let options = needs.join(lang.comma());
        let without = || say::NEEDS_ROSTER.fill(lang, &[("option", &options)]);
        return if needs.is_empty() { Ok(None) } else { Err(without()) };
    };
    let Some(wanted) = &options.split_by else { return Ok(None) };
    if !options.reports.iter().any(|report| ReportFormat::of_path(report, &[("xlsx", ReportFormat::Xlsx)]).is_some()) {
        return Err(say::SPLITS_A_WORKBOOK.get(lang).to_owned());
    }
    let column = roster.column(wanted).ok_or_else(|| no_such_column(wanted, roster, lang))?;
    let values: HashSet<_> = roster.people.iter().map(|person| person.cells[column].trim()).collect();
    if values.len() > MOST_SHEETS {
        let [n, most] = [values.len(), MOST_SHEETS].map(|number| number.to_string());
        let holes = [("column", roster.headings[column].as_str()), ("n", &n), ("most", &most)];
        return Err(say::TOO_MANY_GROUPS.fill(lang, &holes));
    }
    Ok(Some(column))
}

fn no_such_column(wanted: &str, roster: &Roster, lang: Lang) -> String {
    let headings = || roster.headings.iter().map(String::as_str);
    // A word of one character is in its longer forms: 班 in 班级.
    let close =
        nearest(wanted, headings()).or_else(|| headings().find(|it| it.contains(wanted) || wanted.contains(it)));
    let near = close.map(|near| say::DID_YOU_MEAN.fill(lang, &[("name", near)])).unwrap_or_default();
    let columns = listed(headings(), lang.comma());
    say::NO_SUCH_COLUMN.fill(lang, &[("column", wanted), ("columns", &columns)]) + &near
}

/// What a list has for headings, as far as a sentence has room for it: who gave the wrong file may have given one long text.
fn listed<'h>(headings: impl Iterator<Item = &'h str>, separator: &str) -> String {
    const MOST: usize = 12;
    const LETTERS: usize = 20;
    let mut shown: Vec<String> = headings
        .take(MOST + 1)
        .map(|heading| match heading.char_indices().nth(LETTERS) {
            Some((end, _)) => format!("{}…", &heading[..end]),
            None => heading.to_owned(),
        })
        .collect();
    if shown.len() > MOST {
        shown[MOST] = "…".to_owned();
    }
    shown.join(separator)
}

fn sentence(file: &Path, error: &RosterError, lang: Lang) -> String {
    let name = file.display().to_string();
    let row = |headings: &[String]| listed(headings.iter().map(String::as_str), " | ");
    let say = |sentence: Phrase, hole: &str, text: &str| sentence.fill(lang, &[("name", &name), (hole, text)]);
    match error {
        RosterError::NotCalculated => say::UNCALCULATED_ROSTER.fill(lang, &[("name", &name)]),
        RosterError::Damaged => say::DAMAGED_TABLE.fill(lang, &[("name", &name)]),
        RosterError::Foreign(kind) => say(say::FOREIGN_ROSTER, "kind", foreign_name(*kind).get(lang)),
        RosterError::TooLong(most) => say(say::LONG_ROSTER, "n", &most.to_string()),
        RosterError::OpenQuote(line) => say(say::OPEN_QUOTE, "line", &line.to_string()),
        RosterError::NoColumns(seen) => say(say::NO_COLUMNS, "row", &row(seen)),
        RosterError::NoSuchHeading(headings, seen) => {
            let close = headings.iter().find_map(|heading| nearest(heading, seen.iter().map(String::as_str)));
            let near = close.map(|near| lang.semicolon().to_owned() + &say::DID_YOU_MEAN.fill(lang, &[("name", near)]));
            let headings = headings.join(lang.comma());
            let holes = [("name", name.as_str()), ("heading", &headings), ("row", &row(seen))];
            say::NO_SUCH_HEADING.fill(lang, &holes) + &near.unwrap_or_default()
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
