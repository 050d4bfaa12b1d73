//! What is wrong with a command line, in the reader's language: clap's own sentences are English.

use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use photocheck::text::{Lang, filled};

use super::sentences as say;

const RED: Style = AnsiColor::Red.on_default().bold();

/// Prints the help that was asked for, or what is wrong.
pub fn refuse(error: &clap::Error, lang: Lang) -> ExitCode {
    let printed = match sentence(error).filter(|_| lang == Lang::Zh && error.use_stderr()) {
        Some(text) => {
            let mut err = anstream::stderr();
            writeln!(err, "{RED}{}{RED:#}：{text}", say::ERROR.get(lang))
                .and_then(|()| writeln!(err, "\n{}", say::SEE_HELP.get(lang)))
        }
        None if lang == Lang::Zh && !error.use_stderr() => {
            write!(anstream::stdout(), "{}", in_chinese(&error.render().ansi().to_string()))
        }
        None => error.print(),
    };
    match printed {
        Ok(()) if !error.use_stderr() => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
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

/// The sentence in Chinese; `None` for what says itself, such as help.
fn sentence(error: &clap::Error) -> Option<String> {
    let given = |kind: ContextKind| texts(error.get(kind)?);
    let argument = given(ContextKind::InvalidArg).unwrap_or_default();
    let value = given(ContextKind::InvalidValue).unwrap_or_default();
    let holes = [("argument", argument.as_str()), ("value", value.as_str())];
    let fill = |sentence: &str| filled(sentence, &holes);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => fill(UNKNOWN),
        ErrorKind::InvalidValue if value.is_empty() => fill(NO_VALUE),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => fill(WRONG_VALUE),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", given(ContextKind::InvalidSubcommand)?),
        ErrorKind::MissingRequiredArgument => fill(MISSING),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能和 {} 一起用", given(ContextKind::PriorArg).unwrap_or_default())
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => fill(WRONG_NUMBER),
        _ => return None,
    };
    let allowed = given(ContextKind::ValidValue).map(|all| format!("；可以写 {all}"));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().find_map(given).map(|near| format!("；是不是想写 {near}？"));
    Some(text + &allowed.unwrap_or_default() + &near.unwrap_or_default())
}

const UNKNOWN: &str = "没有 {argument} 这个选项";
const NO_VALUE: &str = "{argument} 后面缺一个值";
const WRONG_VALUE: &str = "{argument} 的值不能是 {value}";
const MISSING: &str = "缺少 {argument}";
const WRONG_NUMBER: &str = "{argument} 的个数不对";

/// Texts of a context in a row.
fn texts(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(text) if !text.is_empty() => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join("、")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
