//! What a finding comes to for its photo.

use super::{Finding, Outcome};
use crate::rules::Severity;

/// What a finding comes to for its photo; ordered from what matters least to what matters most. Every report and every
/// count asks this, so that all say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The rule does not apply.
    Skipped,
    /// The rule is met.
    Passed,
    /// Not met, and excused by a person.
    Waived,
    /// Not met or not certain, and not counted against the photo.
    Warned,
    /// A person has to decide.
    Review,
    /// Not met: the photo fails.
    Failed,
}

impl Standing {
    /// All, least first.
    pub const ALL: [Self; 6] = [Self::Skipped, Self::Passed, Self::Waived, Self::Warned, Self::Review, Self::Failed];

    /// Of `finding`, when what is worth at least `counts` holds a photo up ([`Severity::Error`], or
    /// [`Severity::Warning`] for a strict run).
    pub fn of(finding: &Finding<'_>, counts: Severity) -> Self {
        Self::from_parts(finding.outcome, finding.severity, finding.waived.is_some(), counts)
    }

    /// Of an outcome that means `severity` for its photo.
    pub(crate) fn from_parts(outcome: Outcome, severity: Severity, waived: bool, counts: Severity) -> Self {
        match outcome {
            Outcome::Skipped => Self::Skipped,
            Outcome::Pass => Self::Passed,
            _ if waived => Self::Waived,
            _ if severity < counts => Self::Warned,
            Outcome::Review => Self::Review,
            Outcome::Fail => Self::Failed,
        }
    }

    /// The name in attributes and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Passed => "passed",
            Self::Waived => "waived",
            Self::Warned => "warned",
            Self::Review => "review",
            Self::Failed => "failed",
        }
    }
}
