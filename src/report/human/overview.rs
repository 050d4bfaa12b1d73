//! What the batch comes to: counts, rules by outcome, what to do next, the name list, and what nothing checked.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{BOLD, DIM, padded};
use crate::batch::Checked;
use crate::judge::Verdict;
use crate::report::number::printable;
use crate::report::standing::cure_of;
use crate::report::summary::RuleCount;
use crate::report::{Run, Section, Summary};
use crate::text::{Lang, Wording, phrase};

/// How much of the overview is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OverviewExtent {
    /// Below the photos: long lists are cut, unless everything is wanted.
    AfterPhotos {
        /// Whether nothing is cut.
        is_full: bool,
    },
    /// By itself: nothing is cut.
    Alone,
}

impl OverviewExtent {
    /// How many items of a list are shown.
    fn items(self) -> usize {
        match self {
            Self::AfterPhotos { is_full: false } => 12,
            Self::AfterPhotos { is_full: true } | Self::Alone => usize::MAX,
        }
    }
}

/// Writes the overview; of a single photo only what it was checked against, and what was not.
pub(super) fn write(run: &Run<'_>, extent: OverviewExtent, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary::of(run);
    if run.photos.len() == 1 && extent != OverviewExtent::Alone {
        writeln!(out)?;
        set_line(run, out)?;
    } else {
        table(&summary, run.lang, extent, out)?;
        total(&summary, run, out)?;
        next(run, out)?;
    }
    sections(run, extent, out)?;
    not_checked(run, out)
}

/// Rule × count, the most frequent first.
fn table(summary: &Summary<'_>, lang: Lang, extent: OverviewExtent, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<&RuleCount<'_>> = summary.rules.iter().collect();
    rules.sort_by_key(|count| std::cmp::Reverse((count.failed, count.review, count.warned)));
    let left_out = rules.len().saturating_sub(extent.items());
    rules.truncate(extent.items());
    if rules.is_empty() {
        return Ok(());
    }
    let title = |count: &RuleCount<'_>| count.rule.title.get(lang).to_owned();
    let width = rules.iter().map(|count| title(count).width()).max().unwrap_or_default();
    let heads = phrase("不合格  需人工  提醒", "fail  look  warn").get(lang);
    if extent != OverviewExtent::Alone {
        writeln!(out)?;
    }
    writeln!(out, "{BOLD}{}  {heads}{BOLD:#}", padded(phrase("要求", "rule").get(lang), width))?;
    let columns: Vec<usize> = heads.split("  ").map(UnicodeWidthStr::width).collect();
    for count in rules {
        let cell = |(number, width): (usize, &usize)| {
            if number == 0 { format!("{:>width$}", "·") } else { format!("{number:>width$}") }
        };
        let cells: Vec<_> = [count.failed, count.review, count.warned].into_iter().zip(&columns).map(cell).collect();
        writeln!(out, "{}  {}", padded(&title(count), width), cells.join("  "))?;
    }
    more(left_out, lang, out)
}

/// How many items of a list are not shown.
fn more(left_out: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if left_out == 0 {
        return Ok(());
    }
    let sentence = phrase("……还有 {n} 项（--format summary 看全部）", "… and {n} more (--format summary lists all)");
    writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(lang, &[("n", &left_out.to_string())]))
}

fn total(summary: &Summary<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let number = |verdict| summary.with(verdict).to_string();
    let sentence = match summary.photos() {
        1 => phrase(
            "共 1 张：合格 {pass}，需人工确认 {review}，不合格 {fail}。按“{set}”检查。",
            "1 photo: {pass} pass, {review} need a look, {fail} fail. Checked against “{set}”.",
        ),
        _ => phrase(
            "共 {all} 张：合格 {pass}，需人工确认 {review}，不合格 {fail}。按“{set}”检查。",
            "{all} photos: {pass} pass, {review} need a look, {fail} fail. Checked against “{set}”.",
        ),
    };
    let holes = [
        ("all", &summary.photos().to_string()),
        ("pass", &number(Verdict::Pass)),
        ("review", &number(Verdict::Review)),
        ("fail", &number(Verdict::Fail)),
        ("set", &run.set.title.get(run.lang).to_owned()),
    ];
    let holes = holes.map(|(name, text)| (name, text.as_str()));
    writeln!(out, "\n{BOLD}{}{BOLD:#}", sentence.fill(run.lang, &holes))
}

/// What to do, by how many photos need it.
fn next(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut cures: Vec<(&str, usize)> = Vec::new();
    let turned_down = |photo: &Checked<'_>| {
        photo.rejected.then_some(phrase("向学生说明人工不通过的原因", "say why a person turned it down"))
    };
    for cure in run.photos.iter().filter_map(|photo| cure_of(photo, run).or_else(|| turned_down(photo))) {
        let cure = cure.get(run.lang);
        match cures.iter_mut().find(|(other, _)| *other == cure) {
            Some((_, count)) => *count += 1,
            None => cures.push((cure, 1)),
        }
    }
    if cures.is_empty() {
        return Ok(());
    }
    cures.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let item = |(cure, count): &(&str, usize)| {
        phrase("{cure} {n} 张", "{cure} {n}").fill(run.lang, &[("cure", cure), ("n", &count.to_string())])
    };
    let items: Vec<_> = cures.iter().map(item).collect();
    let sentence = phrase("下一步：{items}。", "What to do next: {items}.");
    writeln!(out, "{}", sentence.fill(run.lang, &[("items", &items.join(phrase("；", "; ").get(run.lang)))]))
}

/// What a single photo was checked against.
fn set_line(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sentence = phrase("按“{set}”检查。", "Checked against “{set}”.");
    writeln!(out, "{}", sentence.fill(run.lang, &[("set", run.set.title.get(run.lang))]))
}

/// What the batch as a whole comes to.
fn sections(run: &Run<'_>, extent: OverviewExtent, out: &mut dyn Write) -> io::Result<()> {
    sections_of(&run.sections_with(run.lang, &printable), extent, run.lang, out)
}

/// These sections, long ones cut.
pub(super) fn sections_of(
    sections: &[Section],
    extent: OverviewExtent,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    for section in sections {
        writeln!(out, "{BOLD}{}{BOLD:#}", section.title)?;
        for item in section.items.iter().take(extent.items()) {
            writeln!(out, "  {item}")?;
        }
        more(section.items.len().saturating_sub(extent.items()), lang, out)?;
    }
    Ok(())
}

/// What no measure can decide.
fn not_checked(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    not_checked_line(&run.set.not_checked.iter().collect::<Vec<_>>(), run.lang, out)
}

/// These, in a line.
pub(super) fn not_checked_line(items: &[&Wording], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let items: Vec<_> = items.iter().map(|item| item.get(lang)).collect();
    let items = items.join(phrase("；", "; ").get(lang));
    let sentence = phrase("机器没有检查：{items}。", "Not checked by any machine: {items}.");
    writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(lang, &[("items", &items)]))
}
