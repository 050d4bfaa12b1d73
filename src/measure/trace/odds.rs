//! From what a detector of pixel traces saw to a probability that can be held against a limit.
//!
//! A detector sees its trace clearly, not at all, or in between. How much that means was counted on photos with known
//! histories (`calibration/histories.py`, other people than those the detectors were tried out on); with the assumption
//! that one photo in ten has the trace, the counts give a probability (`calibration/trace_odds.py` prints it).

use crate::reading::Score;

/// How clearly a trace was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clarity {
    /// Nothing to be seen; detectors miss much, so this is no acquittal.
    Absent,
    /// Something that untouched photos show now and then.
    Doubtful,
    /// What fewer than one untouched photo in a hundred shows.
    Clear,
}

impl Clarity {
    /// Clear or doubtful where the one or the other holds.
    pub(super) fn of(clear: bool, doubtful: bool) -> Self {
        match (clear, doubtful) {
            (true, _) => Self::Clear,
            (false, true) => Self::Doubtful,
            _ => Self::Absent,
        }
    }
}

/// Probability of a trace at each clarity.
pub(super) struct Odds {
    pub absent: f64,
    pub doubtful: f64,
    pub clear: f64,
}

impl Odds {
    /// The probability for what was seen.
    pub(super) fn at(&self, clarity: Clarity) -> f64 {
        match clarity {
            Clarity::Absent => self.absent,
            Clarity::Doubtful => self.doubtful,
            Clarity::Clear => self.clear,
        }
    }

    /// The score for what was seen.
    pub(super) fn score(&self, clarity: Clarity) -> Score {
        Score::of(self.at(clarity))
    }
}
