//! `photocheck generate`: completions and the man page, from the same definitions as the help.

use std::io::Write;

use photocheck::text::Lang;

use super::console::Console;
use super::options::Generate;
use super::{Answer, args};

/// Prints a completion script or the man page.
pub fn run(what: Generate, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let mut command = args::command(lang);
    let mut out = console.raw_out();
    match what {
        Generate::Completions(shell) => clap_complete::generate(shell, &mut command, "photocheck", &mut out),
        Generate::Man => clap_mangen::Man::new(command).render(&mut out)?,
    }
    out.flush()?;
    Ok(Answer::Fine)
}
