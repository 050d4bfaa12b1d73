//! What a finding comes to for its reader, the same in every format.

use std::cmp::Reverse;

use super::Run;
use crate::batch::Checked;
use crate::judge::{Finding, Outcome};
use crate::rules::{Cure, Severity};
use crate::text::{Phrase, phrase};

/// What a finding comes to; ordered from what matters least to what matters most.
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

    /// Of `finding`, when what is worth at least `counts` holds a photo up.
    pub fn of(finding: &Finding<'_>, counts: Severity) -> Self {
        match finding.outcome {
            Outcome::Skipped => Self::Skipped,
            Outcome::Pass => Self::Passed,
            _ if finding.waived.is_some() => Self::Waived,
            _ if finding.severity < counts => Self::Warned,
            Outcome::Review => Self::Review,
            Outcome::Fail => Self::Failed,
        }
    }

    /// The word for it.
    pub fn word(self) -> Phrase {
        match self {
            Self::Skipped => phrase("不适用", "skipped"),
            Self::Passed => phrase("合格", "pass"),
            Self::Waived => phrase("已豁免", "waived"),
            Self::Warned => phrase("提醒", "warning"),
            Self::Review => phrase("需人工确认", "needs a look"),
            Self::Failed => phrase("不合格", "fail"),
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

/// The findings of a photo that come to `standing`, in the set's order.
pub(super) fn those<'f, 'r>(
    photo: &'f Checked<'r>,
    run: &Run<'_>,
    standing: Standing,
) -> impl Iterator<Item = &'f Finding<'r>> {
    let counts = run.counts;
    photo.findings.iter().filter(move |finding| Standing::of(finding, counts) == standing)
}

/// All findings of a photo, what matters most first; the set's order among equals.
pub(super) fn ordered<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> Vec<&'f Finding<'r>> {
    let mut findings: Vec<_> = photo.findings.iter().collect();
    findings.sort_by_key(|finding| Reverse(Standing::of(finding, run.counts)));
    findings
}

/// The one cure that makes the others unnecessary: a new photo, else the original, else saving again.
pub(super) fn cure_of(photo: &Checked<'_>, run: &Run<'_>) -> Option<Cure> {
    let cures: Vec<Cure> = those(photo, run, Standing::Failed).filter_map(|finding| finding.rule.cure).collect();
    [Cure::Retake, Cure::LeaveAlone, Cure::SaveAgain].into_iter().find(|cure| cures.contains(cure))
}
