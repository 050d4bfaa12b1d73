//! Counts over a whole run.

use super::{Run, Standing};
use crate::judge::Verdict;
use crate::rules::Rule;

/// What a run comes to.
pub struct Summary<'r> {
    /// Photos with each verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [usize; 3],
    /// Rules that not every photo passed, in the set's order.
    pub rules: Vec<RuleCount<'r>>,
}

/// What became of one rule over all photos.
pub struct RuleCount<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// Photos that it fails.
    pub failed: usize,
    /// Photos on which a person should look.
    pub review: usize,
    /// Photos with a warning.
    pub warned: usize,
}

impl<'r> Summary<'r> {
    /// Counts a run.
    pub fn of(run: &Run<'r>) -> Self {
        let verdicts = Verdict::ALL.map(|verdict| run.photos.iter().filter(|photo| photo.verdict == verdict).count());
        let rules = run.set.rules.iter().map(|rule| RuleCount::of(rule, run));
        Self { verdicts, rules: rules.filter(|count| count.failed + count.review + count.warned > 0).collect() }
    }

    /// How many photos there are.
    pub fn photos(&self) -> usize {
        self.verdicts.iter().sum()
    }

    /// How many photos have this verdict.
    pub fn with(&self, verdict: Verdict) -> usize {
        self.verdicts[verdict as usize]
    }
}

impl<'r> RuleCount<'r> {
    fn of(rule: &'r Rule, run: &Run<'r>) -> Self {
        let findings =
            run.photos.iter().flat_map(|photo| &photo.findings).filter(|finding| std::ptr::eq(finding.rule, rule));
        let mut count = Self { rule, failed: 0, review: 0, warned: 0 };
        for finding in findings {
            match Standing::of(finding, run.counts) {
                Standing::Failed => count.failed += 1,
                Standing::Review => count.review += 1,
                Standing::Warned => count.warned += 1,
                Standing::Waived | Standing::Passed | Standing::Skipped => {}
            }
        }
        count
    }
}
