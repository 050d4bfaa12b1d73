//! The photos that a command asks for.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;

use photocheck::document::nearest;
use photocheck::input::{Collected, Item, MOST_COMPANION, Missing, NotRead, Origin, bounded, collect, read_list};
use photocheck::photo::Limits;
use photocheck::text::{Lang, phrase};

use super::complaint;
use super::console::Console;
use super::options::PhotoChoice;
use super::sentences::Fault;
use super::{args, sentences as say};

/// Collects the photos of the paths and of `--files-from`. Every problem has been said when this gives `None`.
pub fn chosen(choice: &PhotoChoice, lang: Lang, console: &Console) -> Option<Collected> {
    let mut names = choice.paths.clone();
    let stdin_photo = names.iter().any(|name| name == "-");
    names.retain(|name| name != "-");
    let mut problems: Vec<String> = Vec::new();
    let names_nothing = names.is_empty() && !stdin_photo && choice.list.is_none();
    match listed(choice, stdin_photo, lang) {
        Ok(more) => names.extend(more),
        Err(text) => problems.push(text),
    }
    let mut collected = collect(&names);
    problems.extend(collected.missing.iter().map(|missing| missing_text(missing, lang)));
    if stdin_photo && problems.is_empty() {
        match read_stdin() {
            Ok(bytes) => collected.items.insert(0, Item { shown: "-".to_owned(), origin: Origin::Bytes(bytes) }),
            Err(error) => problems.push(error.said(lang)),
        }
    }
    for unseen in &collected.unseen {
        let holes = [("name", unseen.path.as_str()), ("why", &unseen.why.text(lang))];
        let sentence = if matches!(unseen.why, NotRead::SameNames) { say::SEEN_IN_PART } else { say::UNSEEN };
        complaint::general(console, lang, &sentence.fill(lang, &holes));
    }
    let is_empty = collected.items.is_empty() && collected.unseen.is_empty();
    if problems.is_empty() && is_empty && !choice.allow_empty {
        let nothing =
            if names_nothing { say::NAME_A_PHOTO.get(lang).to_owned() } else { nothing_text(&collected, lang) };
        problems.push(nothing);
    }
    problems.iter().for_each(|text| complaint::general(console, lang, text));
    problems.is_empty().then_some(collected)
}

/// The paths in the file of `--files-from`.
fn listed(choice: &PhotoChoice, stdin_taken: bool, lang: Lang) -> Result<Vec<OsString>, String> {
    let Some(file) = &choice.list else { return Ok(Vec::new()) };
    let is_stdin = file == Path::new("-");
    if is_stdin && stdin_taken {
        return Err(say::STDIN_TWICE.get(lang).to_owned());
    }
    let bytes = if is_stdin { read_stdin().map_err(NotRead::from) } else { bounded(file, MOST_COMPANION) };
    let bytes = bytes.map_err(|error| say::cannot_read(file, &error.text(lang), lang))?;
    let names = read_list(&bytes, choice.nul, &|name| Path::new(name).symlink_metadata().is_ok());
    // No name has the byte that `--null` puts between names.
    match names.iter().any(|name| name.as_encoded_bytes().contains(&0)) {
        true => Err(say::NEEDS_NULL.fill(lang, &[("name", &file.display().to_string())])),
        false => Ok(names),
    }
}

/// Standard input, one byte beyond the limit at most, so that what is too large is seen to be.
fn read_stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(Limits::default().bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn missing_text(missing: &Missing, lang: Lang) -> String {
    match missing {
        Missing::Path(name, NotRead::Missing) => {
            let sentence = say::NO_SUCH_PATH.fill(lang, &[("name", name)]);
            match nearest(name, args::COMMANDS).filter(|_| !name.contains(['.', '/'])) {
                Some(command) => {
                    let near = say::DID_YOU_MEAN.fill(lang, &[("name", &format!("photocheck {command}"))]);
                    format!("{sentence}{}{near}", phrase("；", "; ").get(lang))
                }
                None => sentence,
            }
        }
        Missing::Path(name, why) => say::CANNOT_READ.fill(lang, &[("name", name), ("error", &why.text(lang))]),
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
