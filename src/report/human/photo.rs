//! One photo in full: what fails it, what a person should look at, and what to do; at most a screen of it.

use std::io::{self, Write};

use super::{BOLD, DIM, YELLOW, screen, standing_mark, stop, verdict_mark};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome, Verdict};
use crate::report::number::printable;
use crate::report::row::rejection;
use crate::report::standing::{cure_of, ordered, reasons};
use crate::report::trouble::trouble_text;
use crate::report::wording::{capital, verdict_name};
use crate::report::{Run, Standing, Words};
use crate::text::{Lang, phrase};

/// Most findings that are told in full; the others are named.
const TOLD: usize = 6;

/// Rows that a line of names may take.
const NAMES: usize = 2;

/// Most remarks that are told, and most reasons why something could not be measured.
const REMARKS: usize = 2;

/// How much is told of a photo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PhotoExtent {
    /// What it needs, in about so many rows.
    Rows(usize),
    /// Every rule, what is met too, with its figures.
    Everything,
}

/// Writes the photo: a line, and what it needs below it.
pub(super) fn write(photo: &Checked<'_>, run: &Run<'_>, extent: PhotoExtent, out: &mut dyn Write) -> io::Result<()> {
    let lang = run.lang;
    let (mark, style) = verdict_mark(photo.verdict);
    let verdict = verdict_name(photo.verdict).get(lang);
    let cure = cure_of(photo, run).map(|cure| format!("{}{}", lang.colon(), cure.get(lang))).unwrap_or_default();
    let file = printable(&photo.file);
    let mut head = format!("{style}{mark}{style:#} {BOLD}{file}{BOLD:#}  {style}{verdict}{style:#}{cure}\n");
    if let Some(sentence) = rejection(photo, run) {
        let (mark, style) = standing_mark(Standing::Failed);
        head += &format!("  {style}{mark}{style:#} {sentence}\n");
    }
    out.write_all(head.as_bytes())?;
    match extent {
        PhotoExtent::Everything => {
            let findings = ordered(photo, run);
            findings.iter().try_for_each(|it| out.write_all(told(it, photo, run, true).as_bytes()))
        }
        PhotoExtent::Rows(rows) => {
            let (main, rest) = needs(photo, run);
            let left = rows.saturating_sub(screen::rows(&head) + screen::rows(&rest));
            out.write_all(several(&main, left, photo, run).as_bytes())?;
            out.write_all(rest.as_bytes())
        }
    }
}

/// The findings that say what the photo needs, and in few lines what else there is to say.
fn needs<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> (Vec<&'f Finding<'r>>, String) {
    let lang = run.lang;
    let findings = ordered(photo, run);
    let of = |wanted: Standing| findings.iter().copied().filter(move |it| Standing::of(it, run.counts) == wanted);
    let open: Vec<_> = of(Standing::Review).collect();
    let (main, mut rest) = if photo.verdict == Verdict::Fail {
        // What the cure is for comes first: who has to retake it wants to know why, and not that the file is small as well.
        let failed = reasons(photo, run).into_iter().filter(|it| Standing::of(it, run.counts) == Standing::Failed);
        (failed.collect(), folded(&open, photo, run))
    } else {
        let (silent, spoken): (Vec<_>, Vec<_>) = open.into_iter().partition(|finding| is_silent(finding));
        (spoken, unmeasured(&silent, photo, run))
    };
    rest += &remarks(of(Standing::Warned).filter(|it| it.outcome == Outcome::Fail), run, |it| {
        Words::of(it, photo, lang).message
    });
    rest += &remarks(of(Standing::Waived), run, |it| {
        let reason = printable(it.waived.as_deref().unwrap_or_default());
        phrase("已豁免：{reason}", "waived: {reason}").fill(lang, &[("reason", &reason)])
    });
    if let Some(trouble) = unread(photo, run) {
        rest += &format!("      {trouble}\n");
    }
    (main, rest + &silenced(photo, lang))
}

/// Why the photo was not read, where no finding says so.
pub(in crate::report) fn unread(photo: &Checked<'_>, run: &Run<'_>) -> Option<String> {
    let is_told =
        photo.findings.iter().any(|it| matches!(Standing::of(it, run.counts), Standing::Failed | Standing::Review));
    let trouble = photo.trouble.as_ref().filter(|trouble| trouble.is_unread() && !is_told)?;
    Some(trouble_text(trouble, run.lang))
}

/// Findings in full, as many as fit into `rows`, but one at least; then what is wrong with the others.
fn several(findings: &[&Finding<'_>], rows: usize, photo: &Checked<'_>, run: &Run<'_>) -> String {
    let full: Vec<String> = findings.iter().take(TOLD).map(|it| told(it, photo, run, false)).collect();
    let text = |count: usize| full[..count].concat() + &others(&findings[count..], photo, run);
    let fits = |count: &usize| screen::rows(&text(*count)) <= rows;
    text((1..=full.len()).rev().find(fits).unwrap_or(full.len().min(1)))
}

/// What is wrong by findings that are not told in full, in a line.
fn others(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let (mark, style) = standing_mark(Standing::of(first, run.counts));
    let briefs: Vec<_> = findings.iter().map(|finding| Words::of(finding, photo, run.lang).brief).collect();
    let briefs = screen::few(&briefs, NAMES, run.lang);
    let sentence = phrase("还有：{briefs}（-v 看全部）", "And: {briefs} (-v tells all)");
    format!("  {style}{mark}{style:#} {}\n", sentence.fill(run.lang, &[("briefs", &briefs)]))
}

/// One rule: title and clause, what was found, what to do. `is_everything` adds the figures that nobody can act on.
fn told(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>, is_everything: bool) -> String {
    let lang = run.lang;
    let words = Words::of(finding, photo, lang);
    let (mark, style) = standing_mark(Standing::of(finding, run.counts));
    let title = finding.rule.title.get(lang);
    let clause = finding.rule.clause.as_deref().map(|clause| format!("  {clause}")).unwrap_or_default();
    let mut text = format!("  {style}{mark}{style:#} {title}  {DIM}{}{clause}{DIM:#}\n", finding.rule.id);
    text += &match &words.reason {
        Some(reason) if finding.outcome == Outcome::Skipped => format!("      {}{}\n", capital(reason), stop(lang)),
        _ => format!("      {}\n", words.message),
    };
    if let Some(figures) = words.figures.filter(|_| is_everything) {
        text += &format!("      {DIM}{figures}{DIM:#}\n");
    }
    if let Some(reason) = &finding.waived {
        let sentence = phrase("已豁免：{reason}", "Waived: {reason}");
        text += &format!("      {}\n", sentence.fill(lang, &[("reason", &printable(reason))]));
    } else if let Some(cure) = &words.cure {
        text += &format!("      → {cure}\n");
    }
    text
}

/// Doubts about a photo that fails anyway, in one line: the next photo will be looked at anew.
fn folded(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>) -> String {
    /// Most doubts that are named.
    const NAMED: usize = 3;
    if findings.is_empty() {
        return String::new();
    }
    let lang = run.lang;
    let briefs: Vec<_> = findings.iter().take(NAMED).map(|it| Words::of(it, photo, lang).brief).collect();
    let sentence = if findings.len() > NAMED {
        phrase("另有 {n} 处要看：{briefs}等", "And {n} more to look at: {briefs} …")
    } else {
        phrase("另外要看：{briefs}", "Also to look at: {briefs}")
    };
    let holes = [("n", &*findings.len().to_string()), ("briefs", &briefs.join(lang.comma()))];
    format!("  {YELLOW}?{YELLOW:#} {}\n", sentence.fill(lang, &holes))
}

/// Whether a finding only says that something could not be measured.
fn is_silent(finding: &Finding<'_>) -> bool {
    finding.decided_by().reason().is_some()
}

/// Rules that could not be measured, those with the same reason in one line.
fn unmeasured(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>) -> String {
    let lang = run.lang;
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let reason = Words::of(finding, photo, lang).reason.unwrap_or_default();
        let title = finding.rule.title.get(lang);
        match groups.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, titles)) => titles.push(title),
            None => groups.push((reason, vec![title])),
        }
    }
    let mut text = String::new();
    let (told, others) = groups.split_at(groups.len().min(REMARKS));
    for (reason, titles) in told {
        let sentence = phrase(
            "需人工确认：{titles}（量不出来：{reason}）",
            "A person has to look: {titles} (not measured: {reason})",
        );
        let titles = screen::few(titles, NAMES, lang);
        let sentence = sentence.fill(lang, &[("titles", &titles), ("reason", reason)]);
        text += &format!("  {YELLOW}?{YELLOW:#} {sentence}\n");
    }
    let titles: Vec<_> = others.iter().flat_map(|(_, titles)| titles).copied().collect();
    if !titles.is_empty() {
        let sentence = phrase("需人工确认：{titles}（量不出来）", "A person has to look: {titles} (not measured)");
        let sentence = sentence.fill(lang, &[("titles", &screen::few(&titles, NAMES, lang))]);
        text += &format!("  {YELLOW}?{YELLOW:#} {sentence}\n");
    }
    text
}

/// Findings that hold nothing up: a line for each of the first, then the titles of the others.
fn remarks<'f, 'r: 'f>(
    findings: impl Iterator<Item = &'f Finding<'r>>,
    run: &Run<'_>,
    said: impl Fn(&Finding<'_>) -> String,
) -> String {
    let findings: Vec<_> = findings.collect();
    let Some(first) = findings.first() else { return String::new() };
    let (mark, style) = standing_mark(Standing::of(first, run.counts));
    let (told, others) = findings.split_at(findings.len().min(REMARKS));
    let title = |it: &Finding<'r>| it.rule.title.get(run.lang);
    let mut lines: Vec<_> = told.iter().map(|it| format!("{}{}{}", title(it), run.lang.colon(), said(it))).collect();
    if !others.is_empty() {
        let titles = screen::few(&others.iter().map(|it| title(it)).collect::<Vec<_>>(), NAMES, run.lang);
        let sentence = phrase("还有：{titles}（-v 看全部）", "And: {titles} (-v tells all)");
        lines.push(sentence.fill(run.lang, &[("titles", &titles)]));
    }
    lines.iter().map(|line| format!("  {style}{mark}{style:#} {line}\n")).collect()
}

/// The rules that can say nothing of this photo, in one line: there is one thing to do, and it is not these.
fn silenced(photo: &Checked<'_>, lang: Lang) -> String {
    /// Most titles that are named; `--verbose` names all.
    const NAMED: usize = 3;
    let titles: Vec<_> = photo.findings.iter().filter(|it| it.silenced).map(|it| it.rule.title.get(lang)).collect();
    if titles.is_empty() {
        return String::new();
    }
    let sentence = if titles.len() > NAMED {
        phrase("因此没有检查：{titles}，另有 {more} 项。", "Not checked because of that: {titles} and {more} more.")
    } else {
        phrase("因此没有检查：{titles}。", "Not checked because of that: {titles}.")
    };
    let more = titles.len().saturating_sub(NAMED).to_string();
    // Titles have commas of their own.
    let titles = titles.into_iter().take(NAMED).collect::<Vec<_>>().join(lang.semicolon());
    let holes = [("titles", titles.as_str()), ("more", &more)];
    format!("  {DIM}- {}{DIM:#}\n", sentence.fill(lang, &holes))
}
