//! `--decisions`: what a person has marked in the page or in the workbook.

use std::path::Path;

use photocheck::batch::Waivers;
use photocheck::input::{MOST_COMPANION, bounded, sheets};
use photocheck::text::Lang;

use super::sentences as say;

/// Reads the marks. One on a rule that no set has does nothing, and is told so like any that nothing needed.
///
/// # Errors
/// The sentence that says why they cannot be used.
pub fn read(file: &Path, lang: Lang) -> Result<Waivers, String> {
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| say::cannot_read(file, &error.text(lang), lang))?;
    let name = file.display().to_string();
    let reason = say::DECIDED.get(lang);
    let text = String::from_utf8_lossy(&bytes);
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Waivers::of_export(&text, reason).map_err(|error| say::cannot_read(file, &error, lang));
    }
    let none = || say::NO_DECISIONS.fill(lang, &[("name", &name)]);
    let tables = sheets(&name, &bytes).map_err(|_| none())?;
    let read = tables.iter().find_map(|(_, rows)| Waivers::of_table(rows, reason)).ok_or_else(none)?;
    read.map_err(|(line, text)| {
        say::NO_DECISION.fill(lang, &[("name", &name), ("line", &line.to_string()), ("text", &text)])
    })
}
