//! `--decisions`: what a person has marked in the page or in the workbook.

use std::path::Path;

use photocheck::batch::Waivers;
use photocheck::input::{MOST_COMPANION, RosterError, bounded, sheets};
use photocheck::text::{Lang, Wording};

use super::sentences as say;

/// Reads the marks. One on a rule that no set has does nothing, and is told so like any that nothing needed.
///
/// # Errors
/// The sentences that say why they cannot be used.
pub fn read(file: &Path, lang: Lang) -> Result<Waivers, Vec<String>> {
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| vec![say::cannot_read(file, &error.text(lang), lang)])?;
    let name = file.display().to_string();
    let reason = say::DECIDED.get(lang);
    let text = String::from_utf8_lossy(&bytes);
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let told = |wrong: Vec<Wording>| {
            wrong.iter().map(|it| say::cannot_read(file, &it.get(lang).to_owned(), lang)).collect()
        };
        return Waivers::of_export(&text, reason).map_err(told);
    }
    let none = || vec![say::NO_DECISIONS.fill(lang, &[("name", &name)])];
    let tables = sheets(&name, &bytes).map_err(|error| match error {
        RosterError::Damaged => vec![say::DAMAGED_TABLE.fill(lang, &[("name", &name)])],
        RosterError::OpenQuote(line) => {
            vec![say::OPEN_QUOTE.fill(lang, &[("name", &name), ("line", &line.to_string())])]
        }
        _ => none(),
    })?;
    // The workbook asks on several sheets: by photo, by question, by the value of a column.
    let read = tables.iter().filter_map(|(sheet, rows)| Some((sheet, Waivers::of_table(rows, reason)?)));
    let read: Vec<_> = read.collect();
    if read.is_empty() {
        return Err(none());
    }
    let (mut decided, mut wrong) = (Waivers::default(), Vec::new());
    for (sheet, these) in read {
        let place = if sheet.is_empty() { name.clone() } else { format!("{name} [{sheet}]") };
        let no_decision = |(line, text): (usize, String)| {
            say::NO_DECISION.fill(lang, &[("name", &place), ("line", &line.to_string()), ("text", &text)])
        };
        match these {
            Ok(these) => decided.all.extend(these.all),
            Err(these) => wrong.extend(these.into_iter().map(no_decision)),
        }
    }
    if wrong.is_empty() { Ok(decided) } else { Err(wrong) }
}
