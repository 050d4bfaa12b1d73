//! Started without arguments: by someone curious, or by a double-click.

use std::io::Write;

use photocheck::text::Lang;

use super::Answer;
use super::args;
use super::refusal;
use super::sentences as say;

/// Prints the help and how to begin. A window that a double-click opened on Windows would close at once, so there it
/// waits for Enter.
pub fn run(lang: Lang) -> anyhow::Result<Answer> {
    let mut err = anstream::stderr();
    let help = args::command(lang).render_help().ansi().to_string();
    write!(err, "{}", if lang == Lang::Zh { refusal::in_chinese(&help) } else { help })?;
    writeln!(err, "\n{}", say::HOW_TO_BEGIN.get(lang))?;
    if cfg!(windows) {
        writeln!(err, "{}", say::PRESS_ENTER.get(lang))?;
        std::io::stdin().read_line(&mut String::new())?;
    }
    Ok(Answer::Impossible)
}
