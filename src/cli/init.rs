//! `photocheck init`: a rule file to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, absolute};

use photocheck::report::printable;
use photocheck::rules::BUILT_IN;
use photocheck::text::Lang;

use super::console::Console;
use super::options::Init;
use super::sentences as say;
use super::{ExitStatus, complaint, rule_set};

/// A commented rule file that extends the default set and shows each key once.
const TEMPLATE: [&str; 2] = [include_str!("../../rules/template.toml"), include_str!("../../rules/template.zh.toml")];

/// Writes the template, or a file that extends the named set; never over a file that is there.
pub fn run(options: &Init, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let text = match &options.from {
        None => TEMPLATE[usize::from(lang == Lang::Zh)].to_owned(),
        Some(name) => {
            let parent = parent(name, &options.file);
            match rule_set::to_begin_with(name, &parent, &id(&options.file), lang, console) {
                Some(text) => text,
                None => return Ok(ExitStatus::Impossible),
            }
        }
    };
    write(&options.file, &text, lang, console)
}

fn write(file: &Path, text: &str, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let name = file.display().to_string();
    let written = OpenOptions::new().write(true).create_new(true).open(file).and_then(|mut out| {
        let written = out.write_all(text.as_bytes()).and_then(|()| out.sync_all());
        // Half a file would stop the next attempt.
        written.inspect_err(|_| drop(std::fs::remove_file(file)))
    });
    match written {
        Ok(()) => {
            writeln!(console.out(), "{}", say::WRITTEN.fill(lang, &[("name", &printable(&name))]))?;
            Ok(ExitStatus::Fine)
        }
        Err(error) => {
            let there = error.kind() == ErrorKind::AlreadyExists;
            let text = if there {
                say::ALREADY_THERE.fill(lang, &[("name", &name)])
            } else {
                say::cannot_write(file, &error, lang)
            };
            complaint::general(console, lang, &text);
            Ok(ExitStatus::Impossible)
        }
    }
}

/// How the new file names its parent: a built-in set by its name, a file by its whole path where the two are not neighbours.
fn parent(name: &str, file: &Path) -> String {
    let folder = |path: &Path| path.parent().map(|folder| folder.to_path_buf()).unwrap_or_default();
    let from = Path::new(name);
    if BUILT_IN.iter().any(|set| set.name == name) {
        return name.to_owned();
    }
    if folder(from) == folder(file) {
        let neighbour = from.file_name().map(|name| name.to_string_lossy().into_owned());
        return neighbour.unwrap_or_else(|| name.to_owned());
    }
    absolute(from).map_or_else(|_| name.to_owned(), |path| path.display().to_string())
}

/// The id of a set that lies in `file`: its name as far as an id can have it.
fn id(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let id: String = stem.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).collect();
    let id = id.trim_matches('-');
    if id.is_empty() { "my-rules".to_owned() } else { id.to_owned() }
}
