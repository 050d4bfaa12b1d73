//! `--compare`: the report of an earlier round.

use std::path::Path;

use photocheck::batch::Earlier;
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
    let sheet = sheets.into_iter().find(|(name, _)| name == Earlier::SHEET);
    let (_, rows) = sheet.ok_or_else(|| no_report(1))?;
    let lines = rows.iter().map(|row| row.first().map_or("", String::as_str));
    Earlier::of_lines(lines).map_err(no_report).and_then(with_photos)
}
