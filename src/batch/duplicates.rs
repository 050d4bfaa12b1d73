//! The same photo handed in more than once: found when all photos are read, and judged by the rules that ask for it.

use rayon::prelude::*;

use super::Checked;
use crate::judge::{Finding, judge};
use crate::measure::{Measure, Readings};
use crate::reading::{Reading, Reason, Value};
use crate::rules::{Rule, Set, Severity};

/// The measure that only a batch can read.
const DUPLICATE_OF: &str = "batch.duplicate_of";

/// Whether any rule asks for duplicates, so that likenesses are worth making.
pub(super) fn are_asked_for(set: &Set) -> bool {
    set.rules.iter().any(asks)
}

fn asks(rule: &Rule) -> bool {
    rule.conditions.iter().any(|condition| condition.measure.name == DUPLICATE_OF)
}

/// Finds copies among `photos` and judges the rules about them again.
pub(super) fn judge_again(photos: &mut [Checked<'_>], counts: Severity) {
    if photos.len() < 2 {
        return;
    }
    let copies = copies(photos);
    for (photo, copies) in photos.iter_mut().zip(copies) {
        photo.add_copies(copies, counts);
    }
}

/// For each photo the names of its copies, in order.
fn copies(photos: &[Checked<'_>]) -> Vec<Vec<String>> {
    let of = |index: usize| {
        let others = photos.iter().enumerate().filter(|(other, _)| *other != index);
        let copies = others.filter(|(_, other)| is_copy(&photos[index], other));
        copies.map(|(_, other)| other.file.clone()).collect()
    };
    (0..photos.len()).into_par_iter().map(of).collect()
}

/// The same bytes, or the same picture.
fn is_copy(photo: &Checked<'_>, other: &Checked<'_>) -> bool {
    let same_bytes = photo.content.is_some() && photo.content == other.content;
    let alike = || match (&photo.likeness, &other.likeness) {
        (Some(one), Some(other)) => one.is_same(other),
        _ => false,
    };
    same_bytes || alike()
}

impl<'r> Checked<'r> {
    /// Takes note of the copies and judges again what asks for them.
    fn add_copies(&mut self, copies: Vec<String>, counts: Severity) {
        if self.content.is_none() {
            return;
        }
        let reading = Reading::exact(copies);
        for fact in self.facts.iter_mut().filter(|fact| fact.name == DUPLICATE_OF) {
            fact.reading = reading.clone();
        }
        for finding in &mut self.findings {
            if asks(finding.rule) && !finding.inapplicable && finding.cause.is_none() {
                let known = Known { before: finding, height: self.size.map(|[_, height]| height), copies: &reading };
                *finding = judge(known.before.rule, &known);
            }
        }
        self.count(counts);
    }
}

/// What was read for a finding, and now the copies.
struct Known<'k, 'r> {
    before: &'k Finding<'r>,
    height: Option<u32>,
    copies: &'k Reading,
}

impl Readings for Known<'_, '_> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        if measure.name == DUPLICATE_OF {
            return self.copies.clone();
        }
        let before = self.before.judged.iter().find(|judged| judged.condition.measure.name == measure.name);
        before.map_or(Reading::Unmeasured(Reason::NotDecoded), |judged| judged.reading.clone())
    }

    fn frame_height(&self) -> Option<f64> {
        self.height.map(f64::from)
    }
}

/// The copies that a photo is said to have.
pub fn copies_of<'c>(photo: &'c Checked<'_>) -> &'c [String] {
    let judged = photo.findings.iter().flat_map(|finding| &finding.judged);
    let mut readings = judged.filter(|judged| judged.condition.measure.name == DUPLICATE_OF);
    match readings.find_map(|judged| judged.reading.value()) {
        Some(Value::List(copies)) => copies,
        _ => &[],
    }
}
