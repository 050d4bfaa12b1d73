//! Readings held against rules: one rule and one photo give a [`Finding`]; all findings of a photo give its
//! [`Verdict`].
//!
//! With value v and standard uncertainty u, a rule **passes** when v ± 2u lies inside the limits and **fails** when
//! it lies outside, beyond the grace; when the interval straddles a limit, a person should look (**review**). Where the rule
//! has a fail zone, v passes in the pass zone and fails when v ± 2u lies in the fail zone. A score passes below its operating
//! point *clear* and fails above *sure*; between them a person looks. What cannot be measured becomes what the rule says of
//! that; what does not apply, or cannot say anything because of one [`Cause`] that another rule tells, is **skipped**.
//! Nothing here knows how a reading came about, and nothing here is worded: that is for reports.

mod all;
mod cause;
mod condition;
mod consequence;
mod finding;
mod priority;
mod rule;
mod standing;

pub use all::{asked, judge_all};
pub use cause::Cause;
pub use condition::{Judged, LimitSide};
pub use finding::Finding;
pub use rule::judge;
pub use standing::Standing;

use serde::{Deserialize, Serialize};

use crate::rules::Severity;

/// What became of one rule on one photo; ordered from best to worst, so that the worst decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Does not apply; the finding says why.
    Skipped,
    /// The requirement is met, uncertainty included.
    Pass,
    /// A person should look; the finding says why.
    Review,
    /// The requirement is not met, uncertainty and grace included.
    Fail,
}

impl Outcome {
    /// All, best first.
    pub const ALL: [Self; 4] = [Self::Skipped, Self::Pass, Self::Review, Self::Fail];

    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Pass => "pass",
            Self::Review => "review",
            Self::Fail => "fail",
        }
    }
}

/// What becomes of a photo; ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing stands against it.
    Pass,
    /// A person should look.
    Review,
    /// At least one requirement is not met.
    Fail,
}

impl Verdict {
    /// All, best first.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Review, Self::Fail];

    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Review => "review",
            Self::Fail => "fail",
        }
    }

    /// The verdict on a photo with these findings: only what is worth at least `counts` can hold it up
    /// ([`Severity::Error`], or [`Severity::Warning`] for a strict run).
    pub fn of(findings: &[Finding<'_>], counts: Severity) -> Self {
        Self::from_standings(findings.iter().map(|finding| Standing::of(finding, counts)))
    }

    /// The worst standing decides.
    pub(crate) fn from_standings(standings: impl Iterator<Item = Standing>) -> Self {
        match standings.max() {
            Some(Standing::Failed) => Self::Fail,
            Some(Standing::Review) => Self::Review,
            _ => Self::Pass,
        }
    }
}
