//! What is wrong with a command line, all of it, in the reader's language.
//!
//! Clap stops at the first thing that it does not understand, and says it in English. Here its word is taken away or put
//! right, and the reading goes on, so that whoever mistypes three options mends them at once.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command};
use photocheck::text::{Lang, Phrase, Wording, phrase};

use super::complaint;
use super::console::Console;
use super::sentences as say;

/// Most faults of a command line that are told.
const MOST: usize = 16;

/// A command line as far as it was understood, and what is wrong with the rest.
pub struct Understood {
    /// What was understood.
    pub matches: ArgMatches,
    /// What was not, a sentence each.
    pub problems: Vec<Wording>,
}

/// Reads a command line. `Err` when nobody can go on: what is wrong has been said, or the help that was asked for has been
/// printed.
pub fn read(command: &Command, mut arguments: Vec<OsString>, lang: Lang) -> Result<Understood, ExitCode> {
    let mut problems: Vec<Wording> = Vec::new();
    loop {
        let error = match command.clone().try_get_matches_from(&arguments) {
            Ok(matches) => return Ok(Understood { matches, problems }),
            Err(error) => error,
        };
        let Some(text) = sentence(&error) else {
            if problems.is_empty() {
                return Err(show(&error, lang));
            }
            break;
        };
        problems.push(text);
        if problems.len() == MOST || !mend(&mut arguments, &error) {
            break;
        }
    }
    let console = Console::new(anstream::ColorChoice::Auto);
    complain(&problems, lang, &console);
    point_to_help(lang, &console);
    Err(ExitCode::from(2))
}

/// Says what is wrong.
pub fn complain(problems: &[Wording], lang: Lang, console: &Console) {
    problems.iter().for_each(|text| complaint::general(console, lang, text.get(lang)));
}

/// Says where help is.
pub fn point_to_help(lang: Lang, console: &Console) {
    // Nobody is left to tell when standard error is gone.
    drop(writeln!(console.err(), "\n{}", say::SEE_HELP.get(lang)));
}

/// Prints the help that was asked for, or that stands for a command that is not there.
fn show(error: &clap::Error, lang: Lang) -> ExitCode {
    let printed = match lang {
        Lang::En => error.print(),
        Lang::Zh => {
            let text = in_chinese(&error.render().ansi().to_string());
            if error.use_stderr() { write!(anstream::stderr(), "{text}") } else { write!(anstream::stdout(), "{text}") }
        }
    };
    match printed {
        Ok(()) if !error.use_stderr() => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

/// Takes out of the arguments what clap refuses, or writes what was meant; whether anything changed.
fn mend(arguments: &mut Vec<OsString>, error: &clap::Error) -> bool {
    let given = |kind: ContextKind| texts(error.get(kind)?, Lang::En);
    let Some(argument) = given(ContextKind::InvalidArg) else { return false };
    let (option, takes_value) = (bare(&argument), argument.contains('<'));
    let position = |name: &str| {
        let with_value = format!("{name}=");
        arguments.iter().position(|it| it == name || it.to_str().is_some_and(|it| it.starts_with(&with_value)))
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(at) = position(option) else { return false };
            let meant = given(ContextKind::SuggestedArg).filter(|meant| position(meant).is_none());
            match meant.zip(arguments[at].to_str()) {
                Some((meant, typed)) => arguments[at] = typed.replacen(option, &meant, 1).into(),
                None => drop(arguments.remove(at)),
            }
        }
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::ArgumentConflict
        | ErrorKind::TooManyValues => {
            let Some(at) = position(option) else { return false };
            let is_apart = arguments[at] == *option;
            let has_value = given(ContextKind::InvalidValue).is_some_and(|value| !value.is_empty())
                || error.kind() == ErrorKind::ArgumentConflict;
            if is_apart && takes_value && has_value && at + 1 < arguments.len() {
                arguments.remove(at + 1);
            }
            arguments.remove(at);
        }
        _ => return false,
    }
    true
}

/// An option without the name of its value.
fn bare(argument: &str) -> &str {
    if argument.starts_with('-') { argument.split(' ').next().unwrap_or(argument) } else { argument }
}

/// A help text whose words of clap's own are made Chinese, and its colons as wide as the characters around them.
pub fn in_chinese(help: &str) -> String {
    let headings = [say::COMMANDS, say::ARGUMENTS, say::OPTIONS, say::CHOICE, say::JUDGING, say::OUTPUT, say::BATCH];
    let words = [("[default: ", "[默认："), ("[OPTIONS]", "[选项]"), ("<COMMAND>", "<命令>")];
    let replaced = words.iter().fold(help.to_owned(), |text, (english, chinese)| text.replace(english, chinese));
    headings
        .iter()
        .fold(replaced, |text, heading| text.replace(&format!("{}:", heading.zh), &format!("{}：", heading.zh)))
}

/// What is wrong; `None` for what says itself, such as help.
fn sentence(error: &clap::Error) -> Option<Wording> {
    Some(Wording { zh: sentence_in(Lang::Zh, error)?, en: sentence_in(Lang::En, error)? })
}

fn sentence_in(lang: Lang, error: &clap::Error) -> Option<String> {
    let given = |kind: ContextKind| texts(error.get(kind)?, lang);
    let argument = given(ContextKind::InvalidArg).unwrap_or_default();
    let value = given(ContextKind::InvalidValue).unwrap_or_default();
    let other = given(ContextKind::PriorArg).unwrap_or_default();
    let command = given(ContextKind::InvalidSubcommand).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => UNKNOWN,
        ErrorKind::UnknownArgument => ONE_TOO_MANY,
        ErrorKind::InvalidValue if value.is_empty() => NO_VALUE,
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => WRONG_VALUE,
        ErrorKind::InvalidSubcommand => NO_COMMAND,
        ErrorKind::MissingRequiredArgument => MISSING,
        ErrorKind::ArgumentConflict if bare(&argument) == bare(&other) || other.is_empty() => TWICE,
        ErrorKind::ArgumentConflict => CONFLICT,
        ErrorKind::TooManyValues => NEEDS_NO_VALUE,
        ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => WRONG_NUMBER,
        _ => return None,
    };
    let holes = [("argument", bare(&argument)), ("value", &value), ("other", bare(&other)), ("command", &command)];
    let mut text = sentence.fill(lang, &holes);
    if let Some(ContextValue::Strings(all)) = error.get(ContextKind::ValidValue)
        && !argument.is_empty()
        && !all.is_empty()
    {
        text += &phrase("；可以写 {all}", "; it may be {all}").fill(lang, &[("all", &all.join(lang.comma()))]);
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(given) {
        text += &phrase("；是不是想写 {near}？", "; did you mean {near}?").fill(lang, &[("near", &near)]);
    }
    Some(text)
}

const UNKNOWN: Phrase = phrase("没有 {argument} 这个选项", "there is no option {argument}");
const ONE_TOO_MANY: Phrase = phrase("多写了 {argument}", "{argument} is one argument too many");
const NO_VALUE: Phrase = phrase("{argument} 后面缺一个值", "{argument} wants a value after it");
const WRONG_VALUE: Phrase = phrase("{argument} 的值不能是 {value}", "{argument} cannot be {value}");
const NO_COMMAND: Phrase = phrase("没有 {command} 这个命令", "there is no command {command}");
const MISSING: Phrase = phrase("缺少 {argument}", "{argument} is missing");
const TWICE: Phrase = phrase("{argument} 只能写一次", "{argument} may be given only once");
const CONFLICT: Phrase = phrase("{argument} 不能和 {other} 一起用", "{argument} and {other} exclude each other");
const NEEDS_NO_VALUE: Phrase = phrase("{argument} 后面不用写值", "{argument} takes no value");
const WRONG_NUMBER: Phrase = phrase("{argument} 的个数不对", "{argument} has the wrong number of values");

/// Texts of a context in a row.
fn texts(value: &ContextValue, lang: Lang) -> Option<String> {
    match value {
        ContextValue::String(text) if !text.is_empty() => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(lang.comma())),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::args;
    use super::*;

    fn problems(line: &str) -> Vec<Wording> {
        let arguments = line.split(' ').map(OsString::from).collect();
        read(&args::command(Lang::Zh), arguments, Lang::Zh).map(|it| it.problems).unwrap_or_default()
    }

    #[test]
    fn everything_is_told_in_one_run() {
        let told = problems("photocheck check --strikt --format jsn --quiet --verbose --full-ids=yes a.jpg");
        let zh: Vec<_> = told.iter().map(|it| it.zh.as_str()).collect();
        assert_eq!(zh.len(), 4, "{zh:?}");
        assert!(zh[0].contains("--strict"), "{zh:?}");
        assert!(zh[1].starts_with("--format 的值不能是 jsn") && zh[1].contains("json"), "{zh:?}");
        assert!(zh.iter().any(|it| it.contains("不能和")) && zh.iter().any(|it| it.contains("不用写值")), "{zh:?}");
    }

    #[test]
    fn no_english_stands_in_chinese() {
        let lines =
            ["check --roster", "check --strict --strict a.jpg", "generate foo", "explain", "rules shw", "init a b"];
        let commands = args::command(Lang::Zh);
        for line in lines {
            let arguments: Vec<OsString> = format!("photocheck {line}").split(' ').map(OsString::from).collect();
            let error = commands.clone().try_get_matches_from(&arguments).unwrap_err();
            let text = sentence(&error).unwrap_or_else(|| panic!("{line}")).zh;
            let values = ["bash", "zsh", "fish", "powershell", "elvish", "man", "rules-schema"];
            let known = ["--roster", "--strict", "foo", "show", "shw", "b"];
            let rest = values.iter().chain(&known).fold(text.clone(), |text, word| text.replace(word, ""));
            assert!(!rest.chars().any(|c| c.is_ascii_alphabetic()), "{line}: {text}");
        }
    }
}
