//! The report for people at a terminal: photos that need something, what they need, and what the batch comes to.
//!
//! Styles are always written; whoever owns the stream strips them where they do not belong. A mark and a word carry
//! the meaning, colour only repeats it.

mod hints;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::number::printable;
use super::wording::{cure_name, outcome_name};
use super::{Report, Run, Summary, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome, Verdict};
use crate::rules::{Cure, Severity};
use crate::text::{Lang, phrase};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The report for people.
pub struct Human {
    /// Also show the rules that a photo passes, with their values.
    pub verbose: bool,
    /// Leave out photos that pass, the tables and the hints.
    pub quiet: bool,
}

impl Report for Human {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        for photo in &run.photos {
            if !(self.quiet && photo.verdict == Verdict::Pass) {
                self.photo(photo, run, out)?;
            }
        }
        if self.quiet {
            return Ok(());
        }
        let summary = Summary::of(run);
        if run.photos.len() > 1 {
            table(&summary, run.lang, out)?;
        }
        total(&summary, run, out)?;
        hints::write(&summary, run, out)?;
        foot(run, out)
    }
}

impl Human {
    /// One photo: a line, and what it needs below it.
    fn photo(&self, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (mark, style) = verdict_mark(photo.verdict);
        let verdict = outcome_name(verdict_outcome(photo.verdict)).get(run.lang);
        write!(out, "{style}{mark}{style:#} {BOLD}{}{BOLD:#}  {style}{verdict}{style:#}", printable(&photo.file))?;
        match cure_of(photo) {
            Some(cure) => writeln!(out, "{}{}", colon(run.lang), cure_name(cure).get(run.lang))?,
            None => writeln!(out)?,
        }
        let mut silent: Vec<(String, Vec<&Finding<'_>>)> = Vec::new();
        for finding in ordered(photo) {
            let words = Words::of(finding, photo, run.lang);
            match &words.reason {
                Some(reason) if finding.outcome == Outcome::Review && finding.decided_by().reason().is_some() => {
                    match silent.iter_mut().find(|(other, _)| other == reason) {
                        Some((_, findings)) => findings.push(finding),
                        None => silent.push((reason.clone(), vec![finding])),
                    }
                }
                _ => self.finding(finding, &words, run.lang, out)?,
            }
        }
        for (reason, findings) in silent {
            unmeasured(&reason, &findings, run.lang, out)?;
        }
        Ok(())
    }

    /// One rule: title and clause, what was found, what to do.
    fn finding(&self, finding: &Finding<'_>, words: &Words, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        if finding.outcome <= Outcome::Pass && !self.verbose {
            return Ok(());
        }
        let (mark, style) = finding_mark(finding);
        let title = finding.rule.title.get(lang);
        let clause = finding.rule.clause.as_deref().map(|clause| format!("  {clause}")).unwrap_or_default();
        let id = &finding.rule.id;
        writeln!(out, "  {style}{mark}{style:#} {title}  {DIM}{id}{clause}{DIM:#}")?;
        match (&words.reason, finding.outcome) {
            (Some(reason), Outcome::Review) => writeln!(out, "      {} {reason}{}", words.message, stop(lang))?,
            (Some(reason), Outcome::Skipped) => writeln!(out, "      {reason}{}", stop(lang))?,
            _ => writeln!(out, "      {}", words.message)?,
        }
        match &words.hint {
            Some(hint) => writeln!(out, "      → {hint}"),
            None => Ok(()),
        }
    }
}

/// Rules that could not be measured for the same reason, in one line each reason.
fn unmeasured(reason: &str, findings: &[&Finding<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<_> = findings.iter().map(|finding| finding.rule.title.get(lang)).collect();
    let (sentence, joint) = match lang {
        Lang::Zh => ("请人看一看", "、"),
        Lang::En => ("A person should look at", "; "),
    };
    writeln!(out, "  {YELLOW}?{YELLOW:#} {sentence}{}{} {DIM}({reason}){DIM:#}", colon(lang), titles.join(joint))
}

/// What needs doing first: failures, reviews, warnings, then the rest; the set's order within each.
fn ordered<'f, 'r>(photo: &'f Checked<'r>) -> Vec<&'f Finding<'r>> {
    let mut findings: Vec<_> = photo.findings.iter().collect();
    findings.sort_by_key(|finding| {
        std::cmp::Reverse((finding.severity == Severity::Error && finding.outcome > Outcome::Pass, finding.outcome))
    });
    findings
}

/// The one cure that makes the others unnecessary: a new photo, else the original, else saving again.
fn cure_of(photo: &Checked<'_>) -> Option<Cure> {
    let failed =
        photo.findings.iter().filter(|finding| finding.outcome == Outcome::Fail && finding.severity == Severity::Error);
    let cures: Vec<Cure> = failed.filter_map(|finding| finding.rule.cure).collect();
    [Cure::Retake, Cure::LeaveAlone, Cure::SaveAgain].into_iter().find(|cure| cures.contains(cure))
}

/// Rule × count, for a batch.
fn table(summary: &Summary<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if summary.rules.is_empty() {
        return Ok(());
    }
    let title = |count: &super::summary::RuleCount<'_>| count.rule.title.get(lang).to_owned();
    let width = summary.rules.iter().map(|count| title(count).width()).max().unwrap_or_default();
    let heads = phrase("不合格  需人工  提醒", "fail  look  warn").get(lang);
    writeln!(out, "\n{BOLD}{}  {heads}{BOLD:#}", padded(phrase("要求", "rule").get(lang), width))?;
    let columns: Vec<usize> = heads.split("  ").map(UnicodeWidthStr::width).collect();
    for count in &summary.rules {
        let cells = [count.failed, count.review, count.warned];
        let cell = |(number, width): (usize, &usize)| {
            if number == 0 { format!("{:>width$}", "·") } else { format!("{number:>width$}") }
        };
        let cells: Vec<_> = cells.into_iter().zip(&columns).map(cell).collect();
        writeln!(out, "{}  {}", padded(&title(count), width), cells.join("  "))?;
    }
    Ok(())
}

fn total(summary: &Summary<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let number = |verdict| summary.with(verdict).to_string();
    let sentence = phrase(
        "共 {all} 张：合格 {pass}，需人工确认 {review}，不合格 {fail}。按“{set}”检查。",
        "{all} photos: {pass} pass, {review} need a look, {fail} fail. Checked against “{set}”.",
    );
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

/// What was passed over, and what no measure can decide.
fn foot(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !run.strays.is_empty() {
        let shown: Vec<_> = run.strays.iter().take(5).map(|name| printable(name)).collect();
        let more = if run.strays.len() > shown.len() { " …" } else { "" };
        let holes = [("n", run.strays.len().to_string()), ("names", shown.join(", ") + more)];
        let holes = [("n", holes[0].1.as_str()), ("names", holes[1].1.as_str())];
        let sentence =
            phrase("有 {n} 个文件不是照片，没有检查：{names}", "{n} files are no photos and were not checked: {names}");
        writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(run.lang, &holes))?;
    }
    if !run.set.not_checked.is_empty() {
        let items: Vec<_> = run.set.not_checked.iter().map(|item| item.get(run.lang)).collect();
        let items = items.join(if run.lang == Lang::Zh { "；" } else { "; " });
        let sentence = phrase("机器没有检查：{items}。", "Not checked by any machine: {items}.");
        writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(run.lang, &[("items", &items)]))?;
    }
    Ok(())
}

fn verdict_outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Pass => Outcome::Pass,
        Verdict::Review => Outcome::Review,
        Verdict::Fail => Outcome::Fail,
    }
}

fn verdict_mark(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Pass => ("✓", GREEN),
        Verdict::Review => ("?", YELLOW),
        Verdict::Fail => ("✗", RED),
    }
}

fn finding_mark(finding: &Finding<'_>) -> (&'static str, Style) {
    match (finding.outcome, finding.severity) {
        (Outcome::Skipped, _) => ("-", DIM),
        (Outcome::Pass, _) => ("✓", GREEN),
        (Outcome::Fail, Severity::Error) => ("✗", RED),
        (Outcome::Review, Severity::Error) => ("?", YELLOW),
        _ => ("!", YELLOW),
    }
}

/// `text` filled with spaces to `width` columns; a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn colon(lang: Lang) -> &'static str {
    phrase("：", ": ").get(lang)
}

fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
}
