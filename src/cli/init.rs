//! `photocheck init`: a rule file to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use photocheck::text::Lang;

use super::console::Console;
use super::sentences as say;
use super::{Answer, complaint};

/// A commented rule file that extends the default set and shows each key once.
const TEMPLATE: &str = include_str!("../../rules/template.toml");

/// Writes the template, never over a file that is there.
pub fn run(file: &Path, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let name = file.display().to_string();
    let written = OpenOptions::new().write(true).create_new(true).open(file).and_then(|mut out| {
        let written = out.write_all(TEMPLATE.as_bytes()).and_then(|()| out.sync_all());
        // Half a file would stop the next attempt.
        written.inspect_err(|_| drop(std::fs::remove_file(file)))
    });
    match written {
        Ok(()) => {
            writeln!(console.out(), "{}", say::WRITTEN.fill(lang, &[("name", &name)]))?;
            Ok(Answer::Fine)
        }
        Err(error) => {
            let there = error.kind() == ErrorKind::AlreadyExists;
            let text = if there {
                say::ALREADY_THERE.fill(lang, &[("name", &name)])
            } else {
                say::cannot_write(file, &error, lang)
            };
            complaint::general(console, lang, &text);
            Ok(Answer::Impossible)
        }
    }
}
