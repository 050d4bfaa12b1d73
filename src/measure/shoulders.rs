//! Measures of the shoulders.

use crate::evidence::Evidence;
use crate::evidence::portrait::landmark;
use crate::reading::{Number, Reason};

/// `shoulders.tilt`: no uncertainty is stated, since clothes lie in folds and viewers say no degrees; the zones of the rule, set on shoulders that a
/// viewer calls level, carry the doubt.
pub(super) fn tilt(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let portrait = evidence.portrait()?;
    let [left, right] = [landmark::SHOULDER_LEFT, landmark::SHOULDER_RIGHT].map(|index| portrait.point(index));
    let (width, height) = (f64::from(evidence.pixels()?.width()), f64::from(evidence.pixels()?.height()));
    if left.at[0] < 0.0 || right.at[0] > width || left.at[1].max(right.at[1]) > height {
        return Err(Reason::OutOfFrame);
    }
    let (dx, dy) = (right.at[0] - left.at[0], right.at[1] - left.at[1]);
    Ok(Number::unstated(dy.atan2(dx).to_degrees()))
}

/// `shoulders.visible`: how much of the way from the neck to the outside of the upper arm lies inside the frame.
pub(super) fn visible(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let portrait = evidence.portrait()?;
    let (width, height) = (f64::from(evidence.pixels()?.width()), f64::from(evidence.pixels()?.height()));
    let reach = portrait.pupil_distance();
    let [left, right] = [landmark::NECK_LEFT, landmark::NECK_RIGHT].map(|index| portrait.point(index).at);
    let middle = (left[0] + right[0]) / 2.0;
    let span = SHOULDER * reach - (right[0] - left[0]) / 2.0;
    let across = [left[0] - (middle - SHOULDER * reach).max(0.0), (middle + SHOULDER * reach).min(width) - right[0]];
    let below = [landmark::SHOULDER_LEFT, landmark::SHOULDER_RIGHT]
        .map(|index| ((height - portrait.point(index).at[1]) / (SHOWING * reach)).clamp(0.0, 1.0));
    let shares = [0, 1].map(|side| (across[side] / span).clamp(0.0, 1.0) * below[side]);
    Ok(Number::unstated(shares[0].min(shares[1])))
}

/// Middle of the neck to the outside of the upper arm, pupil distances: half the breadth over the deltoid muscles
/// (45 cm) over the distance of the pupils (6.3 cm), adult means of ISO 7250.
const SHOULDER: f64 = 3.5;
/// How much of the arm below the top of the shoulder has to be seen, pupil distances.
const SHOWING: f64 = 0.3;
