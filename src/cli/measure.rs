//! `photocheck measure`: every fact about a photo, nothing judged.

use std::io::Write;

use anstyle::Style;
use photocheck::batch::{self, Measured};
use photocheck::photo::Limits;
use photocheck::report::{fact_rows, facts_line, printable};
use photocheck::text::Lang;

use super::console::Console;
use super::options::Measure;
use super::sentences as say;
use super::{Answer, photos, progress};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Measures what the options name.
pub fn run(options: &Measure, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let Some(collected) = photos::chosen(&options.photos, lang, console) else { return Ok(Answer::Impossible) };
    let bar = progress::bar(collected.items.len(), true, console);
    let measured =
        batch::in_parallel(options.threads, || batch::measure(&Limits::default(), &collected.items, &|| bar.inc(1)))?;
    bar.finish_and_clear();
    if options.lines {
        let mut out = console.raw_out();
        for (item, Measured { facts, .. }) in collected.items.iter().zip(&measured) {
            facts_line(&item.shown, facts, lang, &mut out)?;
        }
        out.flush()?;
        return Ok(Answer::Fine);
    }
    let mut out = console.out();
    for (item, Measured { facts, marks }) in collected.items.iter().zip(&measured) {
        writeln!(out, "{BOLD}{}{BOLD:#}", printable(&item.shown))?;
        for [name, value, spread] in fact_rows(facts, lang) {
            writeln!(out, "  {name:26}{value}{DIM}{spread}{DIM:#}")?;
        }
        if !marks.is_empty() {
            writeln!(out, "\n  {}", say::MARKS.get(lang))?;
        }
        for mark in marks {
            writeln!(out, "  · {}", mark.sentence(lang))?;
        }
    }
    out.flush()?;
    Ok(Answer::Fine)
}
