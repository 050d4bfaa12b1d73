//! One photo in full: what fails it, what a person should look at, and what to do; at most a screen of it.

use std::io::{self, Write};

use super::{BOLD, DIM, YELLOW, colon, comma, standing_mark, stop, verdict_mark};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome, Verdict};
use crate::report::number::printable;
use crate::report::row::rejection;
use crate::report::standing::{cure_of, ordered};
use crate::report::trouble::trouble_text;
use crate::report::wording::{capital, verdict_name};
use crate::report::{Run, Standing, Words};
use crate::text::{Lang, phrase};

/// Most findings that are told in full; the others are named in one line.
const TOLD: usize = 6;

/// Writes the photo: a line, and what it needs below it. `is_everything` tells what is met, too.
pub(super) fn write(photo: &Checked<'_>, run: &Run<'_>, is_everything: bool, out: &mut dyn Write) -> io::Result<()> {
    let lang = run.lang;
    let (mark, style) = verdict_mark(photo.verdict);
    let verdict = verdict_name(photo.verdict).get(lang);
    let cure = cure_of(photo, run).map(|cure| format!("{}{}", colon(lang), cure.get(lang))).unwrap_or_default();
    writeln!(out, "{style}{mark}{style:#} {BOLD}{}{BOLD:#}  {style}{verdict}{style:#}{cure}", printable(&photo.file))?;
    if let Some(sentence) = rejection(photo, run) {
        let (mark, style) = standing_mark(Standing::Failed);
        writeln!(out, "  {style}{mark}{style:#} {sentence}")?;
    }
    let findings = ordered(photo, run);
    if is_everything {
        return findings.iter().try_for_each(|finding| told(finding, photo, run, out));
    }
    let of = |wanted: Standing| findings.iter().copied().filter(move |it| Standing::of(it, run.counts) == wanted);
    several(&of(Standing::Failed).collect::<Vec<_>>(), photo, run, out)?;
    let open: Vec<_> = of(Standing::Review).collect();
    if photo.verdict == Verdict::Fail {
        folded(&open, photo, run, out)?;
    } else {
        let (silent, spoken): (Vec<_>, Vec<_>) = open.into_iter().partition(|finding| is_silent(finding));
        several(&spoken, photo, run, out)?;
        unmeasured(&silent, photo, run, out)?;
    }
    for finding in of(Standing::Warned).filter(|finding| finding.outcome == Outcome::Fail) {
        remark(finding, &Words::of(finding, photo, lang).message, run, out)?;
    }
    for finding in of(Standing::Waived) {
        let reason = printable(finding.waived.as_deref().unwrap_or_default());
        remark(finding, &phrase("已豁免：{reason}", "waived: {reason}").fill(lang, &[("reason", &reason)]), run, out)?;
    }
    if let Some(trouble) = unread(photo, run) {
        writeln!(out, "      {trouble}")?;
    }
    silenced(photo, lang, out)
}

/// Why the photo was not read, where no finding says so.
pub(in crate::report) fn unread(photo: &Checked<'_>, run: &Run<'_>) -> Option<String> {
    let is_told =
        photo.findings.iter().any(|it| matches!(Standing::of(it, run.counts), Standing::Failed | Standing::Review));
    let trouble = photo.trouble.as_ref().filter(|trouble| trouble.is_unread() && !is_told)?;
    Some(trouble_text(trouble, run.lang))
}

/// Findings in full, as many as a screen holds; then the titles of the others.
fn several(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    findings.iter().take(TOLD).try_for_each(|finding| told(finding, photo, run, out))?;
    let others = &findings[findings.len().min(TOLD)..];
    let Some(first) = others.first() else { return Ok(()) };
    let (mark, style) = standing_mark(Standing::of(first, run.counts));
    let briefs: Vec<_> = others.iter().map(|finding| Words::of(finding, photo, run.lang).brief).collect();
    let sentence = phrase("还有：{briefs}（-v 看全部）", "And: {briefs} (-v tells all)");
    let sentence = sentence.fill(run.lang, &[("briefs", &briefs.join(comma(run.lang)))]);
    writeln!(out, "  {style}{mark}{style:#} {sentence}")
}

/// One rule: title and clause, what was found, what to do.
fn told(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = run.lang;
    let words = Words::of(finding, photo, lang);
    let (mark, style) = standing_mark(Standing::of(finding, run.counts));
    let title = finding.rule.title.get(lang);
    let clause = finding.rule.clause.as_deref().map(|clause| format!("  {clause}")).unwrap_or_default();
    writeln!(out, "  {style}{mark}{style:#} {title}  {DIM}{}{clause}{DIM:#}", finding.rule.id)?;
    match &words.reason {
        Some(reason) if finding.outcome == Outcome::Skipped => {
            writeln!(out, "      {}{}", capital(reason), stop(lang))?
        }
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

/// Doubts about a photo that fails anyway, in one line: the next photo will be looked at anew.
fn folded(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    /// Most doubts that are named.
    const NAMED: usize = 3;
    if findings.is_empty() {
        return Ok(());
    }
    let lang = run.lang;
    let briefs: Vec<_> = findings.iter().take(NAMED).map(|it| Words::of(it, photo, lang).brief).collect();
    let sentence = if findings.len() > NAMED {
        phrase("另有 {n} 处要看：{briefs}等", "{n} more points to look at: {briefs} …")
    } else {
        phrase("另外要看：{briefs}", "Also to look at: {briefs}")
    };
    let holes = [("n", &*findings.len().to_string()), ("briefs", &briefs.join(comma(lang)))];
    writeln!(out, "  {YELLOW}?{YELLOW:#} {}", sentence.fill(lang, &holes))
}

/// Whether a finding only says that something could not be measured.
fn is_silent(finding: &Finding<'_>) -> bool {
    finding.decided_by().reason().is_some()
}

/// Rules that could not be measured, those with the same reason in one line.
fn unmeasured(findings: &[&Finding<'_>], photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let reason = Words::of(finding, photo, run.lang).reason.unwrap_or_default();
        let title = finding.rule.title.get(run.lang);
        match groups.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, titles)) => titles.push(title),
            None => groups.push((reason, vec![title])),
        }
    }
    for (reason, titles) in groups {
        let sentence = phrase(
            "需人工确认：{titles}（量不出来：{reason}）",
            "A person has to look: {titles} (not measured: {reason})",
        );
        let titles = titles.join(comma(run.lang));
        let sentence = sentence.fill(run.lang, &[("titles", &titles), ("reason", &reason)]);
        writeln!(out, "  {YELLOW}?{YELLOW:#} {sentence}")?;
    }
    Ok(())
}

/// A finding that holds nothing up, in one line.
fn remark(finding: &Finding<'_>, text: &str, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mark, style) = standing_mark(Standing::of(finding, run.counts));
    let title = finding.rule.title.get(run.lang);
    writeln!(out, "  {style}{mark}{style:#} {title}{}{text}", colon(run.lang))
}

/// The rules that can say nothing of this photo, in one line: there is one thing to do, and it is not these.
fn silenced(photo: &Checked<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    /// Most titles that are named; `--verbose` names all.
    const NAMED: usize = 3;
    let titles: Vec<_> = photo.findings.iter().filter(|it| it.silenced).map(|it| it.rule.title.get(lang)).collect();
    if titles.is_empty() {
        return Ok(());
    }
    let sentence = if titles.len() > NAMED {
        phrase("因此没有检查：{titles}，另有 {more} 项。", "Not checked because of that: {titles} and {more} more.")
    } else {
        phrase("因此没有检查：{titles}。", "Not checked because of that: {titles}.")
    };
    let more = titles.len().saturating_sub(NAMED).to_string();
    let titles = titles.into_iter().take(NAMED).collect::<Vec<_>>().join(comma(lang));
    let holes = [("titles", titles.as_str()), ("more", &more)];
    writeln!(out, "  {DIM}- {}{DIM:#}", sentence.fill(lang, &holes))
}
