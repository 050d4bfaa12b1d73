//! Workflow commands for GitHub Actions: annotations beside the files of a change.
//!
//! A step shows at most ten errors, ten warnings and ten notices, the rest vanish silently. So the worst come first
//! and the last notice says how many are not shown.

use std::io::{self, Write};

use super::row::TURNED_DOWN;
use super::wording::verdict_name;
use super::{Report, Run, Standing, Summary, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Verdict};
use crate::rules::Severity;
use crate::text::phrase;

/// Annotations that a step shows of each level.
const SHOWN: usize = 10;

/// The annotations.
pub struct GitHub;

/// An annotation's level, worst first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// Of a finding that should be told.
    fn of(finding: &Finding<'_>, counts: Severity) -> Option<Self> {
        match Standing::of(finding, counts) {
            Standing::Failed => Some(Self::Error),
            Standing::Review => Some(Self::Warning),
            Standing::Warned if finding.severity == Severity::Warning => Some(Self::Warning),
            Standing::Warned | Standing::Waived => Some(Self::Notice),
            Standing::Passed | Standing::Skipped => None,
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }

    /// How many fit; one notice is kept for the count.
    fn room(self) -> usize {
        if self == Self::Notice { SHOWN - 1 } else { SHOWN }
    }
}

impl Report for GitHub {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let left_out = annotations(std::slice::from_ref(run), out)?;
        writeln!(out, "{}", conclusion(run, "photocheck", left_out))
    }

    /// The annotations of all runs together, since they share the room; one conclusion a set.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let mut left_out = annotations(runs, out)?;
        for run in runs {
            writeln!(out, "{}", conclusion(run, &format!("photocheck {}", run.set.id), left_out))?;
            left_out = 0;
        }
        Ok(())
    }
}

/// Writes what there is room for, worst first, and gives the number of the others.
fn annotations(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<usize> {
    let mut left_out = 0;
    for level in Level::ALL {
        let findings = |run: &Run<'_>, photo: &Checked<'_>, standing: Standing| {
            let these = photo.findings.iter().filter(|it| Level::of(it, run.counts) == Some(level));
            these
                .filter(|it| Standing::of(it, run.counts) == standing)
                .map(|it| annotation(level, it, photo, run, runs.len() > 1))
                .collect::<Vec<_>>()
        };
        let of_run = |standing| {
            let all = runs.iter().flat_map(|run| run.photos.iter().map(move |photo| (run, photo)));
            all.flat_map(|(run, photo)| findings(run, photo, standing)).collect::<Vec<_>>()
        };
        let photos = runs.iter().flat_map(|run| run.photos.iter().map(move |photo| (run, photo)));
        let rejected = photos.filter(|(_, photo)| photo.rejected && level == Level::Error);
        let rejected = rejected.map(|(run, photo)| {
            let (title, text) = (TURNED_DOWN.get(run.lang), TURNED_DOWN.get(run.lang));
            told(level, title, text, photo, run, runs.len() > 1)
        });
        let all: Vec<_> = Standing::ALL.into_iter().rev().flat_map(of_run).collect();
        let all: Vec<_> = rejected.chain(all).collect();
        for line in all.iter().take(level.room()) {
            writeln!(out, "{line}")?;
        }
        left_out += all.len().saturating_sub(level.room());
    }
    Ok(left_out)
}

/// One annotation; `names_set` where there are several sets.
fn annotation(level: Level, finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>, names_set: bool) -> String {
    let text = Words::of(finding, photo, run.lang).told(run.lang);
    let title = finding.rule.title.get(run.lang).to_owned() + &run.lang.bracketed(&finding.rule.id);
    told(level, &title, &text, photo, run, names_set)
}

/// An annotation with this title and text.
fn told(level: Level, title: &str, text: &str, photo: &Checked<'_>, run: &Run<'_>, names_set: bool) -> String {
    let set = if names_set { format!("{}: ", run.set.id) } else { String::new() };
    let title = format!("{set}{title}");
    let file = run.shown(&photo.file);
    // A path with a masked number leads nowhere: the annotation then stands beside the run, not beside a file.
    let place = if file == photo.file { format!("file={},line=1,", property(&file)) } else { String::new() };
    let (title, text) = (property(&title), data(&run.shown(&format!("{file}: {text}"))));
    format!("::{} {place}title={title}::{text}", level.command())
}

/// What the run comes to, and how much of it is not shown.
fn conclusion(run: &Run<'_>, title: &str, left_out: usize) -> String {
    let summary = Summary::of(run);
    let counted = phrase("{verdict} {n}", "{n} {verdict}");
    let count = |verdict| {
        let n = summary.with(verdict).to_string();
        counted.fill(run.lang, &[("verdict", verdict_name(verdict).get(run.lang)), ("n", &n)])
    };
    let counts = Verdict::ALL.map(count).join(phrase("，", ", ").get(run.lang));
    let holes = [("counts", counts.as_str()), ("n", &left_out.to_string())];
    let sentence = match left_out {
        0 => phrase("检查结果：{counts}。", "Result: {counts}."),
        _ => phrase(
            "检查结果：{counts}。另有 {n} 条没有显示，见完整报告。",
            "Result: {counts}. Findings not shown: {n}; see the full report.",
        ),
    };
    format!("::notice title={}::{}", property(title), data(&sentence.fill(run.lang, &holes)))
}

/// Text after `::`: what would end the line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property: also what would end the property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_ends_the_command() {
        assert_eq!(property("a,b:c%\n::error::"), "a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A");
        assert_eq!(data("50%\r\n"), "50%25%0D%0A");
    }
}
