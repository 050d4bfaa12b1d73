//! The report for people at a terminal: photos that need something, what they need, and what the batch comes to.
//!
//! Styles are always written; whoever owns the stream strips them where they do not belong. A mark and a word carry
//! the meaning, colour only repeats it.

mod hints;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::number::printable;
use super::standing::{cure_of, ordered};
use super::wording::{capital, verdict_name};
use super::{Detail, Report, Run, Standing, Summary, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome, Verdict};
use crate::text::{Lang, phrase};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// How many items of a section are listed; files list them all.
const ITEMS: usize = 12;

/// The report for people.
pub struct Human {
    /// How much of it.
    pub detail: Detail,
}

impl Report for Human {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        for photo in &run.photos {
            if !(self.detail == Detail::Quiet && photo.verdict == Verdict::Pass) {
                self.photo(photo, run, out)?;
            }
        }
        if self.detail == Detail::Quiet {
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
        let verdict = verdict_name(photo.verdict).get(run.lang);
        write!(out, "{style}{mark}{style:#} {BOLD}{}{BOLD:#}  {style}{verdict}{style:#}", printable(&photo.file))?;
        match cure_of(photo, run) {
            Some(cure) => writeln!(out, "{}{}", colon(run.lang), cure.get(run.lang))?,
            None => writeln!(out)?,
        }
        let mut silent: Vec<(String, Vec<&Finding<'_>>)> = Vec::new();
        for finding in ordered(photo, run) {
            let words = Words::of(finding, photo, run.lang);
            match &words.reason {
                Some(reason) if is_silent(finding) => match silent.iter_mut().find(|(other, _)| other == reason) {
                    Some((_, findings)) => findings.push(finding),
                    None => silent.push((reason.clone(), vec![finding])),
                },
                _ => self.finding(finding, &words, run, out)?,
            }
        }
        for (reason, findings) in silent {
            unmeasured(&reason, &findings, run.lang, out)?;
        }
        let silenced: Vec<_> = photo.findings.iter().filter(|finding| finding.is_silenced()).collect();
        if silenced.is_empty() || self.verbose { Ok(()) } else { unchecked(&silenced, run.lang, out) }
    }

    /// One rule: title and clause, what was found, what to do.
    fn finding(&self, finding: &Finding<'_>, words: &Words, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let lang = run.lang;
        if finding.outcome <= Outcome::Pass && self.detail != Detail::Verbose {
            return Ok(());
        }
        let (mark, style) = standing_mark(Standing::of(finding, run.counts));
        let title = finding.rule.title.get(lang);
        let clause = finding.rule.clause.as_deref().map(|clause| format!("  {clause}")).unwrap_or_default();
        let id = &finding.rule.id;
        writeln!(out, "  {style}{mark}{style:#} {title}  {DIM}{id}{clause}{DIM:#}")?;
        match (&words.reason, finding.outcome) {
            (Some(reason), Outcome::Review) => {
                writeln!(out, "      {}{}{}{}", words.message, space(lang), capital(reason), stop(lang))?
            }
            (Some(reason), Outcome::Skipped) => writeln!(out, "      {}{}", capital(reason), stop(lang))?,
            _ => writeln!(out, "      {}", words.message)?,
        }
        if let Some(reason) = &finding.waived {
            let sentence = phrase("已豁免：{reason}", "Waived: {reason}");
            return writeln!(out, "      {}", sentence.fill(lang, &[("reason", &printable(reason))]));
        }
        match &words.hint {
            Some(hint) => writeln!(out, "      → {hint}"),
            None => Ok(()),
        }
    }
}

/// Whether a finding only says that something could not be measured.
fn is_silent(finding: &Finding<'_>) -> bool {
    finding.outcome == Outcome::Review && finding.decided_by().reason().is_some() && finding.waived.is_none()
}

/// Rules that could not be measured for the same reason, in one line each reason.
fn unmeasured(reason: &str, findings: &[&Finding<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<_> = findings.iter().map(|finding| finding.rule.title.get(lang)).collect();
    let (sentence, joint) = match lang {
        Lang::Zh => ("请人看一看", "；"),
        Lang::En => ("A person should look at", "; "),
    };
    writeln!(out, "  {YELLOW}?{YELLOW:#} {sentence}{}{} {DIM}({reason}){DIM:#}", colon(lang), titles.join(joint))
}

/// The rules that can say nothing of this photo, in one line: there is one thing to do, and it is not these.
fn unchecked(findings: &[&Finding<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    /// Most titles that are named; `--verbose` names all.
    const NAMED: usize = 3;
    let titles: Vec<_> = findings.iter().take(NAMED).map(|finding| finding.rule.title.get(lang)).collect();
    let sentence = if findings.len() > NAMED {
        phrase("因此没有检查：{titles}等 {n} 项。", "Not checked because of that: {titles} and {more} more.")
    } else {
        phrase("因此没有检查：{titles}。", "Not checked because of that: {titles}.")
    };
    let titles = titles.join(phrase("、", ", ").get(lang));
    let [n, more] = [findings.len(), findings.len().saturating_sub(NAMED)].map(|number| number.to_string());
    let holes = [("titles", titles.as_str()), ("n", &n), ("more", &more)];
    writeln!(out, "  {DIM}- {}{DIM:#}", sentence.fill(lang, &holes))
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

/// What the batch as a whole comes to, and what no measure can decide.
fn foot(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for section in run.sections_with(run.lang, &printable) {
        writeln!(out, "{BOLD}{}{BOLD:#}", section.title)?;
        for item in section.items.iter().take(ITEMS) {
            writeln!(out, "  {item}")?;
        }
        if section.items.len() > ITEMS {
            let more = (section.items.len() - ITEMS).to_string();
            writeln!(
                out,
                "  {DIM}{}{DIM:#}",
                phrase("……还有 {n} 项", "… and {n} more").fill(run.lang, &[("n", &more)])
            )?;
        }
    }
    if !run.set.not_checked.is_empty() {
        let items: Vec<_> = run.set.not_checked.iter().map(|item| item.get(run.lang)).collect();
        let items = items.join(if run.lang == Lang::Zh { "；" } else { "; " });
        let sentence = phrase("机器没有检查：{items}。", "Not checked by any machine: {items}.");
        writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(run.lang, &[("items", &items)]))?;
    }
    Ok(())
}

fn verdict_mark(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Pass => ("✓", GREEN),
        Verdict::Review => ("?", YELLOW),
        Verdict::Fail => ("✗", RED),
    }
}

fn standing_mark(standing: Standing) -> (&'static str, Style) {
    match standing {
        Standing::Skipped => ("-", DIM),
        Standing::Passed => ("✓", GREEN),
        Standing::Waived => ("~", DIM),
        Standing::Warned => ("!", YELLOW),
        Standing::Review => ("?", YELLOW),
        Standing::Failed => ("✗", RED),
    }
}

/// `text` filled with spaces to `width` columns; a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn colon(lang: Lang) -> &'static str {
    phrase("：", ": ").get(lang)
}

/// What stands between two sentences.
fn space(lang: Lang) -> &'static str {
    phrase("", " ").get(lang)
}

fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
}
