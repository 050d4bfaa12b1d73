//! The photos that a command asks for.

use std::ffi::OsString;
use std::io::Read;

use clap::ArgMatches;
use photocheck::input::{Collected, Item, Missing, Origin, collect, read_list};
use photocheck::photo::Limits;
use photocheck::text::Lang;

use super::complaint;
use super::console::Console;
use super::sentences as say;

/// Collects the photos of the paths and of `--files-from`. Every problem has been said when this gives `None`.
pub fn from_options(matches: &ArgMatches, lang: Lang, console: &Console) -> Option<Collected> {
    let paths = matches.get_many::<OsString>("path").into_iter().flatten();
    let mut names: Vec<String> = paths.map(|path| path.to_string_lossy().into_owned()).collect();
    let stdin_photo = names.iter().any(|name| name == "-");
    names.retain(|name| name != "-");
    let mut problems: Vec<String> = Vec::new();
    match listed(matches, stdin_photo, lang) {
        Ok(more) => names.extend(more),
        Err(text) => problems.push(text),
    }
    let mut collected = collect(&names);
    problems.extend(collected.missing.iter().map(|missing| missing_text(missing, lang)));
    if stdin_photo && problems.is_empty() {
        match read_stdin() {
            Ok(bytes) => collected.items.insert(0, Item { shown: "-".to_owned(), origin: Origin::Bytes(bytes) }),
            Err(error) => problems.push(error.to_string()),
        }
    }
    if problems.is_empty() && collected.items.is_empty() && !matches.get_flag("allow-empty") {
        problems.push(nothing_text(&collected, lang));
    }
    problems.iter().for_each(|text| complaint::general(console, lang, text));
    problems.is_empty().then_some(collected)
}

/// The paths in the file of `--files-from`.
fn listed(matches: &ArgMatches, stdin_taken: bool, lang: Lang) -> Result<Vec<String>, String> {
    let Some(file) = matches.get_one::<String>("files-from") else { return Ok(Vec::new()) };
    if file == "-" && stdin_taken {
        return Err(say::STDIN_TWICE.get(lang).to_owned());
    }
    let bytes = if file == "-" { read_stdin() } else { std::fs::read(file) };
    let bytes = bytes.map_err(|error| say::CANNOT_READ.fill(lang, &[("name", file), ("error", &error.to_string())]))?;
    Ok(read_list(&bytes, matches.get_flag("null")))
}

/// Standard input, one byte beyond the limit at most, so that what is too large is seen to be.
fn read_stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(Limits::default().bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn missing_text(missing: &Missing, lang: Lang) -> String {
    match missing {
        Missing::Path(name, error) => say::NO_SUCH_PATH.fill(lang, &[("name", name), ("error", error)]),
        Missing::Pattern(name) => say::NO_MATCH.fill(lang, &[("name", name)]),
    }
}

fn nothing_text(collected: &Collected, lang: Lang) -> String {
    match collected.strays.first() {
        Some(example) => {
            say::NOTHING_BUT_STRAYS.fill(lang, &[("n", &collected.strays.len().to_string()), ("example", example)])
        }
        None => say::NOTHING_TO_CHECK.get(lang).to_owned(),
    }
}
