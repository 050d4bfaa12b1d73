//! What a person types, and what the program answers with: arguments, streams and exit codes.
//!
//! Only here are the environment read, streams written and exit codes decided. Machine formats have standard
//! output to themselves; progress and complaints go to standard error.

mod args;
mod card;
mod catalogue;
mod check;
mod companions;
mod complaint;
mod console;
mod evaluate;
mod explain;
mod generate;
mod greeting;
mod init;
mod language;
mod measure;
mod overlays;
mod photos;
mod progress;
mod rule_set;
mod rules;
mod sentences;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;
use photocheck::text::Lang;

use console::Console;

/// What a finished command says to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing failed.
    Fine,
    /// A photo failed.
    Failed,
    /// The job could not be done; what was wrong has been said.
    Impossible,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        Self::from(match answer {
            Answer::Fine => 0,
            Answer::Failed => 1,
            Answer::Impossible => 2,
        })
    }
}

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let lang = language::choose(&arguments);
    if arguments.len() <= 1 {
        return greeting::run(lang).unwrap_or(Answer::Impossible).into();
    }
    let command = args::command(lang);
    let matches = match command.try_get_matches_from(args::with_default_command(arguments)) {
        Ok(matches) => matches,
        Err(error) => return args::refuse(&error, lang),
    };
    let console = Console::new(&matches);
    let answer = dispatch(&matches, lang, &console);
    match answer {
        Ok(answer) => answer.into(),
        Err(error) if console::is_broken_pipe(&error) => Answer::Fine.into(),
        Err(error) => {
            complaint::general(&console, lang, &format!("{error:#}"));
            Answer::Impossible.into()
        }
    }
}

fn dispatch(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    match matches.subcommand() {
        Some(("check", matches)) => check::run(matches, lang, console),
        Some(("measure", matches)) => measure::run(matches, lang, console),
        Some(("explain", matches)) => explain::run(matches, lang, console),
        Some(("rules", matches)) => rules::run(matches, lang, console),
        Some(("measures", matches)) => catalogue::run(matches, lang, console),
        Some(("evaluate", matches)) => evaluate::run(matches, lang, console),
        Some(("card", matches)) => card::run(matches, lang, console),
        Some(("init", matches)) => init::run(matches, lang, console),
        Some(("generate", matches)) => generate::run(matches, lang, console),
        _ => unreachable!("clap asks for a command"),
    }
}
