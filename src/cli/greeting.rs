//! Started without arguments: by someone curious, or by a double-click.

use std::ffi::OsString;
use std::io::Write;

use photocheck::text::Lang;

use super::args;
use super::opening;
use super::refusal;
use super::sentences as say;

/// Prints the help and how to begin. A double-click on Windows opens a window of its own: there it asks for a path, which can
/// be dragged into the window, and gives it back. Whoever typed the name into a shell is asked nothing: a script would wait.
pub fn run(lang: Lang) -> anyhow::Result<Option<OsString>> {
    let mut err = anstream::stderr();
    let help = args::command(lang).render_help().ansi().to_string();
    write!(err, "{}", if lang == Lang::Zh { refusal::in_chinese(&help) } else { help })?;
    writeln!(err, "\n{}", say::HOW_TO_BEGIN.get(lang))?;
    if !opening::is_from_explorer() {
        return Ok(None);
    }
    writeln!(err, "{}", say::DRAG_A_FOLDER.get(lang))?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(opening::path_in(&line).map(OsString::from))
}

/// Waits for Enter.
pub fn wait(lang: Lang) {
    anstream::eprintln!("{}", say::PRESS_ENTER.get(lang));
    // Whoever closes the window instead has read enough.
    std::io::stdin().read_line(&mut String::new()).ok();
}
