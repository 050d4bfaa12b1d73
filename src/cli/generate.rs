//! `photocheck generate`: completions and the man page, from the same definitions as the help.

use std::io::Write;

use clap::ArgMatches;
use clap_complete::Shell;
use photocheck::text::Lang;

use super::console::Console;
use super::{Answer, args};

/// Prints a completion script or the man page.
pub fn run(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let mut command = args::command(lang);
    let mut out = console.raw_out();
    match matches.get_one::<String>("what").and_then(|what| what.parse::<Shell>().ok()) {
        Some(shell) => clap_complete::generate(shell, &mut command, "photocheck", &mut out),
        None => clap_mangen::Man::new(command).render(&mut out)?,
    }
    out.flush()?;
    Ok(Answer::Fine)
}
