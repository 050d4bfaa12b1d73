//! Markdown: what a batch comes to, for the summary of a job on GitHub, a comment or a wiki.
//!
//! Names of files are hostile here too: a pipe would break the table and a bracket would become a link, so everything that
//! Markdown or HTML gives a meaning is escaped.

use std::io::{self, Write};

use super::row::rejection;
use super::standing::{cure_of, reasons};
use super::wording::verdict_name;
use super::{Report, Run, Summary, Words};
use crate::batch::Checked;
use crate::judge::Verdict;
use crate::text::{Phrase, phrase};

/// Most photos in the table: GitHub cuts a summary off at a mebibyte, and nobody reads more.
const LISTED: usize = 200;

/// The whole run as Markdown.
pub struct Markdown;

impl Report for Markdown {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let summary = Summary::of(run);
        let say = |phrase: Phrase| phrase.get(run.lang);
        let counted = Verdict::ALL.into_iter().rev().filter(|verdict| summary.with(*verdict) > 0);
        let counts = counted.map(|verdict| format!("{} {}", say(verdict_name(verdict)), summary.with(verdict)));
        let counts = counts.collect::<Vec<_>>().join(" · ");
        writeln!(out, "### {} {counts}\n", mark(worst(run)))?;
        let against = phrase("共 {n} 张照片，按“{set}”检查。", "Photos: {n}, checked against “{set}”.");
        let holes = [("n", summary.photos().to_string()), ("set", escaped(run.set.title.get(run.lang)))];
        writeln!(out, "{}", against.fill(run.lang, &holes.each_ref().map(|(name, text)| (*name, text.as_str()))))?;
        photos(run, out)?;
        rules(&summary, run, out)?;
        for section in run.sections_with(run.lang, &|text: &str| run.shown(text)) {
            writeln!(out, "\n**{}**\n", escaped(&section.title))?;
            for item in &section.items {
                writeln!(out, "- {}", escaped(item))?;
            }
        }
        Ok(())
    }

    /// One set after the other, each with its own heading.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        for (index, run) in runs.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            self.write(run, out)?;
        }
        Ok(())
    }
}

/// The photos that need something, what is worst first.
fn photos(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut listed: Vec<_> = run.photos.iter().filter(|photo| photo.verdict > Verdict::Pass).collect();
    listed.sort_by_key(|photo| std::cmp::Reverse(photo.verdict));
    if listed.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", phrase("| | 照片 | 怎么办 | 原因 |", "| | photo | what to do | why |").get(run.lang))?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for photo in listed.iter().take(LISTED) {
        let cure = cure_of(photo, run).unwrap_or(verdict_name(photo.verdict)).get(run.lang);
        let (file, why) = (escaped(&run.shown(&photo.file)), escaped(&run.shown(&why(photo, run))));
        writeln!(out, "| {} | {file} | {} | {why} |", mark(photo.verdict), escaped(cure))?;
    }
    let left_out = listed.len().saturating_sub(LISTED).to_string();
    if listed.len() > LISTED {
        let sentence = phrase("……还有 {n} 张没有列出。", "… and {n} more, not listed.");
        writeln!(out, "\n{}", sentence.fill(run.lang, &[("n", &left_out)]))?;
    }
    Ok(())
}

fn why(photo: &Checked<'_>, run: &Run<'_>) -> String {
    let briefs = reasons(photo, run).into_iter().map(|it| Words::of(it, photo, run.lang).brief);
    rejection(photo, run).into_iter().chain(briefs).collect::<Vec<_>>().join(phrase("；", "; ").get(run.lang))
}

/// Rule × count, folded away.
fn rules(summary: &Summary<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    if summary.rules.is_empty() {
        return Ok(());
    }
    let head = phrase("按要求统计", "By rule").get(run.lang);
    writeln!(out, "\n<details><summary>{head}</summary>\n")?;
    let columns = phrase("| 要求 | 不合格 | 需人工确认 | 提醒 |", "| rule | fail | look | warn |");
    writeln!(out, "{}\n| --- | ---: | ---: | ---: |", columns.get(run.lang))?;
    for count in &summary.rules {
        let title = escaped(count.rule.title.get(run.lang));
        writeln!(out, "| {title} | {} | {} | {} |", count.failed, count.review, count.warned)?;
    }
    writeln!(out, "\n</details>")
}

fn worst(run: &Run<'_>) -> Verdict {
    run.photos.iter().map(|photo| photo.verdict).max().unwrap_or(Verdict::Pass)
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✅",
        Verdict::Review => "❓",
        Verdict::Fail => "❌",
    }
}

/// Text without anything that Markdown or HTML gives a meaning.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '@' => safe += "&#64;",
            '\n' | '\r' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => safe.extend(['\\', letter]),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_of_files_mean_nothing() {
        assert_eq!(escaped("a|b`[x](y)<img>&@team\n"), "a\\|b\\`\\[x\\](y)&lt;img&gt;&amp;&#64;team ");
        assert_eq!(escaped("照片 1.jpg"), "照片 1.jpg");
    }
}
