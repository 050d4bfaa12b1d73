//! `photocheck generate`: completions and man pages, from the same definitions as the help, and the schema of rule files.

use std::io::Write;
use std::path::Path;

use anyhow::anyhow;
use photocheck::text::Lang;

use super::console::Console;
use super::options::Generate;
use super::sentences as say;
use super::{Answer, args};

/// Made from the lists that rule files are checked by.
const RULES_SCHEMA: &str = include_str!("../../schema/rules.schema.json");

/// Prints a completion script, the schema of rule files or the main man page; with a folder, writes a page for every command into it.
pub fn run(what: Generate, folder: Option<&Path>, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let mut command = args::command(lang);
    let mut out = console.raw_out();
    match what {
        Generate::Man if folder.is_some() => {
            let folder = folder.unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(command, folder))
                .map_err(|error| anyhow!(say::cannot_write(folder, &error, lang)))?;
        }
        Generate::Completions(shell) => {
            // Written to memory first: what generates them takes a failed write for a fault of its own.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "photocheck", &mut script);
            out.write_all(&script)?;
        }
        Generate::RulesSchema => out.write_all(RULES_SCHEMA.as_bytes())?,
        Generate::Man => clap_mangen::Man::new(command).render(&mut out)?,
    }
    out.flush()?;
    Ok(Answer::Fine)
}
