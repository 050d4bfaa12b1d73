//! One rule on one photo.

use super::condition::{Judged, judge_condition};
use super::{Finding, Outcome};
use crate::measure::Readings;
use crate::rules::{AtWorst, Condition, Rule, Severity};

/// Judges one photo's readings by one rule.
pub fn judge<'r>(rule: &'r Rule, readings: &dyn Readings) -> Finding<'r> {
    let height = readings.frame_height();
    if let Some(when) = &rule.when {
        let applies = judge_condition(when, readings.reading(when.measure), height, rule);
        if applies.is_unmet() {
            return Finding {
                rule,
                outcome: Outcome::Skipped,
                severity: rule.severity,
                judged: vec![applies],
                deciding: 0,
                inapplicable: true,
                cause: None,
                silenced: false,
                waived: None,
            };
        }
    }
    let all_of = |conditions: &'r [Condition]| -> Vec<Judged<'r>> {
        conditions.iter().map(|it| judge_condition(it, readings.reading(it.measure), height, rule)).collect()
    };
    let groups = rule.groups().into_iter().map(all_of);
    let judged = groups.min_by_key(|judged| burden(judged)).unwrap_or_default();
    let deciding = (0..judged.len()).rev().max_by_key(|index| weight(&judged[*index])).unwrap_or_default();
    let (outcome, severity) =
        judged.get(deciding).map_or((Outcome::Review, rule.severity), |it| (it.outcome, it.severity));
    let outcome = match rule.at_worst {
        AtWorst::Review => outcome.min(Outcome::Review),
        AtWorst::Fail => outcome,
    };
    Finding {
        rule,
        outcome,
        severity,
        judged,
        deciding,
        inapplicable: false,
        cause: None,
        silenced: false,
        waived: None,
    }
}

/// How far a group of conditions is from being met: first by the worst of them, then by how many are unmet. One that is met is
/// better than one that does not apply.
fn burden(group: &[Judged<'_>]) -> impl Ord + use<> {
    let unmet = |it: &&Judged<'_>| it.outcome > Outcome::Pass;
    (group.iter().map(|it| (it.outcome != Outcome::Pass, weight(it))).max(), group.iter().filter(unmet).count())
}

/// How much a condition says against the photo: first by what it means for the photo, then by how sure that is.
fn weight(judged: &Judged<'_>) -> (Option<Severity>, Outcome) {
    ((judged.outcome > Outcome::Pass).then_some(judged.severity), judged.outcome)
}
