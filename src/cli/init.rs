//! `photocheck init`: a rule file to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use clap::ArgMatches;
use photocheck::text::Lang;

use super::console::Console;
use super::sentences as say;
use super::{Answer, complaint};

/// A commented rule file that extends the default set and shows each key once.
const TEMPLATE: &str = include_str!("../../rules/template.toml");

/// Writes the template, never over a file that is there.
pub fn run(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let name = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(name)
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => {
            writeln!(console.out(), "{}", say::WRITTEN.fill(lang, &[("name", name)]))?;
            Ok(Answer::Fine)
        }
        Err(error) => {
            let there = error.kind() == ErrorKind::AlreadyExists;
            let sentence = if there { say::ALREADY_THERE } else { say::CANNOT_WRITE };
            complaint::general(console, lang, &sentence.fill(lang, &[("name", name), ("error", &error.to_string())]));
            Ok(Answer::Impossible)
        }
    }
}
