//! Several standards at a terminal: a table of photos and sets, and for a few photos why not.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::overview::{OverviewExtent, not_checked_line, sections_of};
use super::{BOLD, DIM, FEW, line, padded, photo, verdict_mark};
use crate::judge::Verdict;
use crate::report::number::printable;
use crate::report::several::{not_checked, photos, sections, usable, verdicts};
use crate::report::{Detail, Run, Summary};
use crate::text::phrase;

/// Most photos in the table.
const LISTED: usize = 40;

/// Widest name of a photo in the table, columns.
const NAME: usize = 40;

/// Writes the runs of several sets; `None` is the overview alone.
pub(super) fn write(runs: &[Run<'_>], detail: Option<Detail>, out: &mut dyn Write) -> io::Result<()> {
    let is_alone = detail.is_none();
    let is_few = photos(runs) <= FEW && matches!(detail, Some(Detail::Normal));
    if is_few || detail == Some(Detail::Verbose) {
        for index in 0..photos(runs) {
            one(index, runs, detail == Some(Detail::Verbose), out)?;
        }
    } else {
        table(runs, is_alone, out)?;
    }
    if photos(runs) != 1 || is_alone {
        writeln!(out)?;
        legend(runs, out)?;
    }
    let extent = if is_alone {
        OverviewExtent::Alone
    } else {
        OverviewExtent::AfterPhotos { is_full: detail == Some(Detail::Verbose) }
    };
    let Some(first) = runs.first() else { return Ok(()) };
    sections_of(&sections(runs, &|run| run.sections_with(run.lang, &printable)), extent, first.lang, out)?;
    not_checked_line(&not_checked(runs), first.lang, out)
}

/// One photo: for how many sets it is fine, and a line for each set with the main reasons why not.
fn one(index: usize, runs: &[Run<'_>], is_everything: bool, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = runs.first() else { return Ok(()) };
    let name = printable(&first.photos[index].file);
    writeln!(out, "{BOLD}{name}{BOLD:#}  {}", usable(index, runs, first.lang))?;
    for run in runs {
        if is_everything {
            writeln!(out, "{BOLD}{}{BOLD:#}  {}", run.set.id, run.set.title.get(run.lang))?;
            photo::write(&run.photos[index], run, photo::PhotoExtent::Everything, out)?;
        } else {
            write!(out, "  ")?;
            line::under(&run.set.id, &run.photos[index], run, out)?;
        }
    }
    Ok(())
}

/// A row a photo, a column a set.
fn table(runs: &[Run<'_>], is_whole: bool, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = runs.first() else { return Ok(()) };
    let names: Vec<_> = first.photos.iter().map(|photo| printable(&photo.file)).collect();
    let listed = if is_whole { names.len() } else { names.len().min(LISTED) };
    let width = names[..listed].iter().map(|name| name.width()).max().unwrap_or_default().min(NAME);
    let numbers = (1..=runs.len()).map(|number| format!("{number:>2}")).collect::<Vec<_>>().join(" ");
    writeln!(out, "{BOLD}{}  {numbers}{BOLD:#}", " ".repeat(width))?;
    for (index, name) in names[..listed].iter().enumerate() {
        let cell = |verdict: Verdict| {
            let (mark, style) = verdict_mark(verdict);
            format!(" {style}{mark}{style:#}")
        };
        let cells: Vec<_> = verdicts(index, runs).into_iter().map(cell).collect();
        writeln!(out, "{}  {}", padded(name, width), cells.join(" "))?;
    }
    if listed < names.len() {
        let sentence = phrase(
            "……还有 {n} 张没有列出：--format summary 列出全部，--format concise 每张每套一行",
            "… and {n} more, not listed: --format summary lists all, --format concise has a line for each photo and set",
        );
        let more = (names.len() - listed).to_string();
        writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(first.lang, &[("n", &more)]))?;
    }
    Ok(())
}

/// The sets with their numbers, and how many photos each lets through.
fn legend(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    let width = runs.iter().map(|run| run.set.id.width()).max().unwrap_or_default();
    for (index, run) in runs.iter().enumerate() {
        let summary = Summary::of(run);
        let counts = Verdict::ALL.map(|verdict| {
            let (mark, style) = verdict_mark(verdict);
            format!("{style}{mark}{style:#} {:<4}", summary.with(verdict))
        });
        let (number, id, title) = (index + 1, padded(&run.set.id, width), run.set.title.get(run.lang));
        writeln!(out, "{number:>2}  {} {BOLD}{id}{BOLD:#}  {title}", counts.concat())?;
    }
    Ok(())
}
