//! One rule on one photo.

use super::condition::{Judged, judge_condition};
use super::{Cause, Outcome, Verdict};
use crate::measure::Readings;
use crate::rules::{AtWorst, Condition, Cure, Rule, Severity};

/// What one rule says of one photo.
pub struct Finding<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What became of it.
    pub outcome: Outcome,
    /// What that means for the photo: the rule's severity, or a warning where the grace covers it.
    pub severity: Severity,
    /// Each condition that was looked at, in the rule's order; where one of several groups is enough, those of the group that
    /// comes nearest. For a rule that does not apply, the `when` condition that was not met.
    pub judged: Vec<Judged<'r>>,
    /// Index of the condition that decides: the worst, the first of equals.
    pub deciding: usize,
    /// Whether the rule is skipped because its `when` is not met.
    pub inapplicable: bool,
    /// What keeps most rules from saying anything: this rule tells it, or is skipped because of it.
    pub cause: Option<Cause>,
    /// Whether the rule is skipped because of what another one tells.
    pub silenced: bool,
    /// Why a person has excused the photo from this rule; such a finding is told and holds nothing up.
    pub waived: Option<String>,
}

impl<'r> Finding<'r> {
    /// The condition that decides.
    pub fn decided_by(&self) -> &Judged<'r> {
        &self.judged[self.deciding]
    }

    /// What kind of cure it needs: what lies on its side is only to be turned.
    pub fn cure(&self) -> Option<Cure> {
        match self.cause {
            Some(Cause::Sideways | Cause::UpsideDown) => Some(Cure::SaveAgain),
            _ => self.rule.cure,
        }
    }

    /// How much it holds against its photo: first by what that means for the photo, then by how sure it is. `None` where it holds
    /// nothing against it.
    pub(super) fn gravity(&self) -> Option<(Severity, Outcome)> {
        (self.outcome > Outcome::Pass).then_some((self.severity, self.outcome))
    }

    /// Whether the finding holds its photo up at all.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(std::slice::from_ref(self), Severity::Error)
    }
}

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
