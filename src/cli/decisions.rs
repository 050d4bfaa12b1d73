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
    // The workbook asks on several sheets: by photo, by question, by the value of a column.
    let mut read = tables.iter().filter_map(|(sheet, rows)| Some((sheet, Waivers::of_table(rows, reason)?))).peekable();
    read.peek().ok_or_else(none)?;
    read.try_fold(Waivers::default(), |mut decided, (sheet, read)| {
        let these = read.map_err(|(line, text)| {
            let place = if sheet.is_empty() { name.clone() } else { format!("{name} [{sheet}]") };
            say::NO_DECISION.fill(lang, &[("name", &place), ("line", &line.to_string()), ("text", &text)])
        })?;
        decided.all.extend(these.all);
        Ok(decided)
    })
}
