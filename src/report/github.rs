//! Workflow commands for GitHub Actions: annotations beside the files of a change.
//!
//! A step shows at most ten errors, ten warnings and ten notices, the rest vanish silently. So the worst come first
//! and the last notice says how many are not shown.

use std::io::{self, Write};

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
        let mut left_out = 0;
        for level in Level::ALL {
            let findings = |photo: &'_ Checked<'_>, standing: Standing| {
                let these = photo.findings.iter().filter(|it| Level::of(it, run.counts) == Some(level));
                these
                    .filter(|it| Standing::of(it, run.counts) == standing)
                    .map(|it| annotation(level, it, photo, run))
                    .collect::<Vec<_>>()
            };
            let worst_first = Standing::ALL.into_iter().rev();
            let all: Vec<_> =
                worst_first.flat_map(|it| run.photos.iter().flat_map(move |photo| findings(photo, it))).collect();
            for line in all.iter().take(level.room()) {
                writeln!(out, "{line}")?;
            }
            left_out += all.len().saturating_sub(level.room());
        }
        writeln!(out, "{}", conclusion(run, left_out))
    }
}

fn annotation(level: Level, finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>) -> String {
    let words = Words::of(finding, photo, run.lang);
    let text = [Some(words.message), words.hint].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let title = format!("{} ({})", finding.rule.title.get(run.lang), finding.rule.id);
    let file = run.shown(&photo.file);
    // A path with a masked number leads nowhere: the annotation then stands beside the run, not beside a file.
    let place = if file == photo.file { format!("file={},line=1,", property(&file)) } else { String::new() };
    let (title, text) = (property(&title), data(&run.shown(&format!("{file}: {text}"))));
    format!("::{} {place}title={title}::{text}", level.command())
}

/// What the run comes to, and how much of it is not shown.
fn conclusion(run: &Run<'_>, left_out: usize) -> String {
    let summary = Summary::of(run);
    let count = |verdict| format!("{} {}", summary.with(verdict), verdict_name(verdict).get(run.lang));
    let counts = Verdict::ALL.map(count).join(", ");
    let holes = [("counts", counts.as_str()), ("n", &left_out.to_string())];
    let sentence = match left_out {
        0 => phrase("检查结果：{counts}。", "Result: {counts}."),
        _ => phrase(
            "检查结果：{counts}。另有 {n} 条没有显示，见完整报告。",
            "Result: {counts}. {n} more findings are not shown; see the full report.",
        ),
    };
    format!("::notice title=photocheck::{}", data(&sentence.fill(run.lang, &holes)))
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
