//! `--compare`: the report of an earlier round.

use std::path::Path;

use photocheck::batch::{Earlier, Waivers};
use photocheck::input::{MOST_COMPANION, bounded, sheets};
use photocheck::text::Lang;

use super::sentences as say;

/// Reads the report.
///
/// # Errors
/// The sentence that says why it cannot be used.
pub fn read(file: &Path, lang: Lang) -> Result<Earlier, String> {
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| say::cannot_read(file, &error.text(lang), lang))?;
    let no_report = |line: usize| {
        say::NOT_A_REPORT.fill(lang, &[("name", &file.display().to_string()), ("line", &line.to_string())])
    };
    let name = file.display().to_string();
    // An empty file is what a run leaves that never wrote its report: everything would be new.
    let with_photos = |earlier: Earlier| match earlier.is_empty() {
        true => Err(say::EMPTY_ROUND.fill(lang, &[("name", &name)])),
        false => Ok(earlier),
    };
    if !bytes.starts_with(b"PK") {
        return Earlier::read(&String::from_utf8_lossy(&bytes)).map_err(no_report).and_then(with_photos);
    }
    let sheets = sheets(&name, &bytes).map_err(|_| no_report(1))?;
    let (_, rows) = sheets.iter().find(|(name, _)| name == Earlier::SHEET).ok_or_else(|| no_report(1))?;
    let lines = rows.iter().map(|row| row.first().map_or("", String::as_str));
    let mut earlier = Earlier::of_lines(lines).map_err(no_report).and_then(with_photos)?;
    let marked = sheets.iter().filter_map(|(_, rows)| Waivers::of_table(rows, "")?.ok());
    earlier.has_marks = marked.flat_map(|marks| marks.all).next().is_some();
    Ok(earlier)
}

/// What is to be known of an earlier round that is held against this one.
pub fn notes(file: &Path, earlier: &Earlier, has_decisions: bool, lang: Lang) -> Vec<String> {
    let name = file.display().to_string();
    let cut = earlier.is_cut.then_some(say::HALF_A_LINE);
    // What was decided then, or filled in since, holds in this round only where it is brought along.
    let marks = (earlier.has_marks && !has_decisions).then_some(say::MARKS_IN_ROUND);
    [cut, marks].into_iter().flatten().map(|sentence| sentence.fill(lang, &[("name", &name)])).collect()
}
