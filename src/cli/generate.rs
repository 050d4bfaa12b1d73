//! `photocheck generate`: completions and man pages, from the same definitions as the help, and the schema of rule files.

use std::io::{self, Write};
use std::path::Path;

use anyhow::anyhow;
use clap::Command;
use clap_mangen::Man;
use photocheck::text::Lang;

use super::console::Console;
use super::options::Generate;
use super::sentences as say;
use super::{ExitStatus, args};

/// Made from the lists that rule files are checked by.
const RULES_SCHEMA: &str = include_str!("../../schema/rules.schema.json");

/// Prints a completion script, the schema of rule files or the main man page; with a folder, writes a page for every command into it.
pub fn run(what: Generate, folder: Option<&Path>, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let mut command = args::command(lang);
    let mut out = console.raw_out();
    match (what, folder) {
        (Generate::Man, Some(folder)) => std::fs::create_dir_all(folder)
            .and_then(|()| pages(&unabridged(command), folder))
            .map_err(|error| anyhow!(say::cannot_write(folder, &error, lang)))?,
        (Generate::Man, None) => page(&unabridged(command), &mut out)?,
        (Generate::Completions(shell), _) => {
            // Written to memory first: what generates them takes a failed write for a fault of its own.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "photocheck", &mut script);
            out.write_all(&script)?;
        }
        (Generate::RulesSchema, _) => out.write_all(RULES_SCHEMA.as_bytes())?,
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}

/// The command with everything that the short help leaves out: a page has room, and would show such options without a word.
fn unabridged(command: Command) -> Command {
    fn shown(command: Command) -> Command {
        command.mut_args(|arg| arg.hide_short_help(false)).mut_subcommands(shown)
    }
    let mut command = shown(command);
    command.build();
    command
}

/// A page for the command and for each one below it.
fn pages(command: &Command, folder: &Path) -> io::Result<()> {
    command.get_subcommands().try_for_each(|it| pages(it, folder))?;
    let mut text = Vec::new();
    page(command, &mut text)?;
    std::fs::write(folder.join(Man::new(command.clone()).get_filename()), text)
}

/// One page. Examples and exit codes keep their lines, which a paragraph would not.
fn page(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    let extra = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    for section in extra.split("\n\n") {
        if let Some((heading, lines)) = section.split_once('\n') {
            let heading = heading.trim_end_matches([':', '：']).to_uppercase();
            writeln!(out, ".SH {heading}\n.nf\n{}\n.fi", escaped(lines))?;
        }
    }
    Ok(())
}

/// Text as roff takes it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_and_every_option_a_word() {
        let folder = tempfile::tempdir().unwrap();
        pages(&unabridged(args::command(Lang::En)), folder.path()).unwrap();
        for command in args::COMMANDS {
            assert!(folder.path().join(format!("photocheck-{command}.1")).is_file(), "{command}");
        }
        let check = std::fs::read_to_string(folder.path().join("photocheck-check.1")).unwrap();
        for said in [say::WAIVERS.en, say::FULL_IDS.en, "second round: who has mended it"] {
            assert!(check.contains(&escaped(said)), "{said}");
        }
        assert!(check.contains(".nf"), "examples are not filled");
        assert!(folder.path().join("photocheck-rules-diff.1").is_file());
    }
}
