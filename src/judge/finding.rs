//! What one rule says of one photo.

use super::condition::Judged;
use super::{Cause, Outcome, Verdict};
use crate::rules::{Cure, Rule, Severity};

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
