//! `--compare`: the report of an earlier round.

use std::path::Path;

use photocheck::batch::Earlier;
use photocheck::input::{MOST_COMPANION, bounded};
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
    Earlier::read(&String::from_utf8_lossy(&bytes)).map_err(no_report)
}
