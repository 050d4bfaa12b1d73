//! One line a photo, for grep and for people in a hurry.

use std::io::{self, Write};

use super::number::printable;
use super::standing::those;
use super::{Lines, Run, Standing};
use crate::batch::Checked;

/// Path, verdict, rules that failed, rules that a person has to decide, and, where there are several, the set; tab-separated,
/// rules by commas.
pub struct Concise;

impl Lines for Concise {
    fn photo(&self, _: usize, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let rules = |standing| {
            let ids: Vec<_> = those(photo, run, standing).map(|finding| finding.rule.id.as_str()).collect();
            ids.join(",")
        };
        let (failed, review) = (rules(Standing::Failed), rules(Standing::Review));
        let set = if run.is_one_of_several { format!("\t{}", run.set.id) } else { String::new() };
        writeln!(out, "{}\t{}\t{failed}\t{review}{set}", printable(&photo.file), photo.verdict.name())
    }
}
