//! Measures of the mouth.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Class, landmark};
use crate::reading::{Number, Reason, Score};

/// `mouth.gap`
pub(super) fn gap(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let mouth = &evidence.portrait()?.mouth;
    if mouth.covered > 0.5 {
        return Err(Reason::Hidden);
    }
    Ok(Number::uncertain(mouth.gap.max(0.0), ELSEWHERE * mouth.gap_error))
}

/// `mouth.teeth`: the share of the opening that shows teeth, as far as it is likely that any show.
pub(super) fn teeth(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    if portrait.mouth.covered > 0.5 {
        return Err(Reason::Hidden);
    }
    let opening = portrait.polygon(&landmark::INNER_LIPS);
    let share = |classes: &[Class]| portrait.face.mask.mean_share(classes, &opening).unwrap_or(0.0);
    let (teeth, inside) = (share(&[Class::Teeth]), share(&[Class::Teeth, Class::Mouth]));
    let part = if inside > 0.2 { teeth / inside } else { 1.0 };
    Ok(Score::of(portrait.mouth.teeth * part.max(0.5)))
}

/// Error of the gap on people of other studios over that on the people of the studio where it was measured: half of the 95th percentile of
/// its difference from a second instrument (`calibration/doubt.py`).
const ELSEWHERE: f64 = 1.25;
