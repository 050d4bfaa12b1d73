//! `photocheck measure`: every fact about a photo, nothing judged.

use std::cell::Cell;
use std::io::{self, Write};

use anstyle::Style;
use photocheck::batch::{self, MeasuredPhoto, Pace};
use photocheck::report::{fact_rows, facts_line, mark_sentence, printable};
use photocheck::text::Lang;

use super::console::Console;
use super::options::MeasureOptions;
use super::sentences as say;
use super::{ExitStatus, complaint, photos, progress};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Measures what the options name.
pub fn run(options: &MeasureOptions, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let is_sound = complaint::values(console, lang, &options.effort);
    let collected = photos::chosen(&options.photos, lang, console).filter(|_| is_sound);
    let Some(collected) = collected else { return Ok(ExitStatus::Impossible) };
    let progress = progress::of(collected.items.len(), true, console);
    let mut out = if options.lines { console.raw_out() } else { console.out() };
    let (mut written, mut out_of_reach) = (Ok(()), 0);
    // What nobody reads any more is not measured.
    let is_cut_off = Cell::new(false);
    let pace = Pace { is_over: &|| is_cut_off.get(), ..Pace::with_threads(options.effort.threads) };
    batch::measure(&options.effort.limits, &collected.items, pace, |item, measured| {
        progress.advance();
        out_of_reach += usize::from(measured.is_out_of_reach);
        if written.is_ok() {
            written = match options.lines {
                true => facts_line(&item.shown, &measured.facts, lang, &mut out).and_then(|()| out.flush()),
                false => progress.suspend(|| told(&item.shown, &measured, lang, &mut out).and_then(|()| out.flush())),
            };
            is_cut_off.set(written.is_err());
        }
    })?;
    progress.clear();
    written?;
    Ok(if collected.unseen.is_empty() && out_of_reach == 0 { ExitStatus::Fine } else { ExitStatus::Impossible })
}

/// The readings of a photo, and the marks in its file.
fn told(shown: &str, measured: &MeasuredPhoto, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}", printable(shown))?;
    for [name, value, spread] in fact_rows(&measured.facts, lang) {
        writeln!(out, "  {name:26}{value}{DIM}{spread}{DIM:#}")?;
    }
    if !measured.marks.is_empty() {
        writeln!(out, "\n  {}", say::MARKS.get(lang))?;
    }
    measured.marks.iter().try_for_each(|mark| writeln!(out, "  · {}", mark_sentence(mark, lang)))
}
