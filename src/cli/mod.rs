//! What a person types, and what the program answers with: arguments, streams and exit codes.
//!
//! Only here are the environment read, streams written and exit codes decided. Machine formats have standard
//! output to themselves; progress and complaints go to standard error.

mod args;
mod card;
mod check;
mod complaint;
mod console;
mod decisions;
mod done;
mod earlier;
mod evaluate;
mod explain;
mod fit;
mod generate;
mod greeting;
mod init;
mod interruption;
mod language;
mod measure;
mod measures;
mod opening;
mod options;
mod outputs;
mod overlays;
mod page;
mod photos;
mod progress;
mod refusal;
mod roster;
mod rule_set;
mod rules;
mod sentences;
mod settings;
mod waivers;
mod wrapping;

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

use photocheck::text::Lang;

use console::Console;
use options::{Command, Options};
use sentences::Fault;
use settings::{Faulty, Settings};

/// What a finished command says to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing failed.
    Fine,
    /// A photo failed.
    Failed,
    /// The job could not be done; what was wrong has been said.
    Impossible,
    /// Somebody asked the program to end before it was done.
    BrokenOff,
}

impl From<ExitStatus> for ExitCode {
    fn from(answer: ExitStatus) -> Self {
        Self::from(match answer {
            ExitStatus::Fine => 0,
            ExitStatus::Failed => 1,
            ExitStatus::Impossible => 2,
            ExitStatus::BrokenOff => interruption::EXIT_CODE,
        })
    }
}

/// Runs the program with these arguments, the program's name first.
pub fn run(mut arguments: Vec<OsString>) -> ExitCode {
    interruption::listen();
    arguments.iter_mut().for_each(opening::mend_quotation);
    let folder = std::env::current_dir().unwrap_or_default();
    let found = Settings::find(&folder);
    let lang = language::choose(&arguments, found.as_ref().map_or_else(|faulty| faulty.lang, |settings| settings.lang));
    if arguments.len() <= 1 {
        match greeting::run(lang) {
            Ok(Some(path)) => arguments.extend(["check".into(), "--open".into(), path]),
            Ok(None) | Err(_) => return ExitStatus::Impossible.into(),
        }
    } else if opening::is_from_explorer() && opening::is_drop(&arguments) {
        arguments.splice(1..1, ["check".into(), "--open".into()]);
    } else {
        return answer(arguments, found, lang);
    }
    let code = answer(arguments, found, lang);
    // The window closes with the program; what went wrong has to be read first.
    if code == ExitCode::from(ExitStatus::Impossible) {
        greeting::wait(lang);
    }
    code
}

/// Does what the arguments ask for.
fn answer(arguments: Vec<OsString>, found: Result<Settings, Faulty>, lang: Lang) -> ExitCode {
    let command = args::command(lang);
    let refusal::Understood { matches, problems } =
        match refusal::read(&command, args::with_default_command(arguments), lang) {
            Ok(understood) => understood,
            Err(code) => return code,
        };
    let mut options = Options::of(&matches, found.as_ref().unwrap_or(&Settings::default()));
    let console = Console::new(options.colour);
    refusal::complain(&problems, lang, &console);
    let is_refused = !problems.is_empty();
    // What else is wrong is told, too; nothing is done.
    if is_refused && !options.command.refuse() {
        refusal::point_to_help(lang, &console);
        return ExitStatus::Impossible.into();
    }
    match &found {
        Ok(settings) if options.command.uses_settings() => {
            settings.note(lang).iter().for_each(|text| complaint::note(&console, lang, text));
        }
        Ok(_) => {}
        Err(faulty) => {
            complaint::rules(&console, lang, &faulty.problems);
            return ExitStatus::Impossible.into();
        }
    }
    let answer = std::panic::catch_unwind(|| dispatch(&options.command, lang, &console));
    if is_refused {
        refusal::point_to_help(lang, &console);
    }
    match answer {
        Ok(Ok(answer)) => answer.into(),
        Ok(Err(error)) if console::is_broken_pipe(&error) => ExitStatus::Fine.into(),
        Ok(Err(error)) => {
            let text = match error.downcast_ref::<io::Error>() {
                // The system gives no thread, for instance.
                Some(error) if error.kind() == ErrorKind::WouldBlock => error.said(lang),
                // Other failures of the system that name no file are of standard output.
                Some(error) => sentences::unprinted(error, lang),
                None => format!("{error:#}"),
            };
            complaint::general(&console, lang, &text);
            ExitStatus::Impossible.into()
        }
        // The panic itself has been told, with its place, where it happened.
        Err(_) => {
            complaint::general(&console, lang, sentences::OWN_FAULT.get(lang));
            ExitStatus::Impossible.into()
        }
    }
}

fn dispatch(command: &Command, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    match command {
        Command::Check(options) => check::run(options, lang, console),
        Command::Measure(options) => measure::run(options, lang, console),
        Command::Fit(options) => fit::run(options, lang, console),
        Command::Explain(options) => explain::run(options, lang, console),
        Command::Rules(options) => rules::run(options, lang, console),
        Command::Measures => measures::run(lang, console),
        Command::Evaluate(options) => evaluate::run(options, lang, console),
        Command::Card(options) => card::run(options, lang, console),
        Command::Page(options) => page::run(options, lang, console),
        Command::Init(options) => init::run(options, lang, console),
        Command::Generate(what, folder) => generate::run(*what, folder.as_deref(), lang, console),
    }
}
