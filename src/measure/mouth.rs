//! Measures of the mouth.

use crate::evidence::Evidence;
use crate::reading::{Number, Reason, Score};

/// `mouth.gap`
pub(super) fn gap(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let mouth = &evidence.portrait()?.mouth;
    if mouth.covered > 0.5 {
        return Err(Reason::Hidden);
    }
    Ok(Number::uncertain(mouth.gap.max(0.0), ELSEWHERE * mouth.gap_error))
}

/// `mouth.teeth`: the net's answer alone. How much of the opening the mask calls teeth says less: between narrowly parted lips it sees
/// none, and weighed with it a closed mouth scores like a parted one.
pub(super) fn teeth(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let mouth = &evidence.portrait()?.mouth;
    if mouth.covered > 0.5 {
        return Err(Reason::Hidden);
    }
    Ok(Score::of(mouth.teeth))
}

/// Error of the gap on people of other studios over that on the people of the studio where it was measured: half of the 95th percentile of
/// its difference from a second instrument (`calibration/doubt.py`).
const ELSEWHERE: f64 = 1.25;
