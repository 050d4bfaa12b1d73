//! One line a photo, for grep and for people in a hurry.

use std::io::{self, Write};

use super::number::printable;
use super::{Report, Run};
use crate::judge::{Outcome, Verdict};
use crate::rules::Severity;

/// `path: verdict: rule, rule …`, tab-separated: path, verdict, rules that failed, rules to look at.
pub struct Concise;

impl Report for Concise {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        for photo in &run.photos {
            let with = |outcome| {
                let findings =
                    photo.findings.iter().filter(move |it| it.outcome == outcome && it.severity == Severity::Error);
                findings.map(|it| it.rule.id.as_str()).collect::<Vec<_>>().join(",")
            };
            let reviews = if photo.verdict == Verdict::Pass { String::new() } else { with(Outcome::Review) };
            writeln!(
                out,
                "{}\t{}\t{}\t{}",
                printable(&photo.file),
                photo.verdict.name(),
                with(Outcome::Fail),
                reviews
            )?;
        }
        Ok(())
    }
}
