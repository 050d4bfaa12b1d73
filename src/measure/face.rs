//! Measures of the face as a whole.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Class, landmark};
use crate::evidence::{Detection, Turn};
use crate::reading::{Number, Reason, Score};

/// `face.count`
pub(super) fn count(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(match evidence.detection()? {
        Detection::Upright(faces) if faces.len() == 1 => {
            one_if_face(evidence.portrait()?.head.probability(Attribute::Face))
        }
        Detection::Upright(faces) => Number::exact(faces.len() as f64),
        Detection::Turned(_) => Number::exact(1.0),
        Detection::Nobody => Number::exact(0.0),
    })
}

/// A count of one; uncertain where the head net rather takes what was found for something else, a coin or a statue. Of
/// 855 portraits and photos made from them none has a `face.confidence` below 0.98.
fn one_if_face(likely: f64) -> Number {
    if likely < 0.5 { Number::uncertain(1.0, 1.0 - likely) } else { Number::exact(1.0) }
}

/// `face.confidence`: what the head net thinks of what the detector found.
pub(super) fn confidence(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::unstated(evidence.portrait()?.head.probability(Attribute::Face)))
}

/// `face.width`: from ear root to ear root, which standards mean by the width of the face.
pub(super) fn width(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (portrait, width) = (evidence.portrait()?, f64::from(evidence.pixels()?.width()));
    let [left, right] = [landmark::LEFT_EAR_ROOT, landmark::RIGHT_EAR_ROOT].map(|root| portrait.point(root));
    Ok(Number::uncertain((right.at[0] - left.at[0]) / width, left.sigma.hypot(right.sigma) / width))
}

/// `face.yaw`
pub(super) fn yaw(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let yaw = evidence.portrait()?.yaw();
    Ok(Number::uncertain(yaw, YAW.hypot(YAW_SHARE * yaw)))
}

/// `face.pitch`
pub(super) fn pitch(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::uncertain(evidence.portrait()?.face.pose[1], PITCH))
}

/// `face.roll`: the tilt of the line through the pupils; of a photo that is not upright at all, how far its face is
/// from upright, to the quarter turn.
pub(super) fn roll(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    if let Detection::Turned(turn) = evidence.detection()? {
        let roll = match turn {
            Turn::Quarter => -90.0,
            Turn::Half => 180.0,
            Turn::ThreeQuarters => 90.0,
        };
        return Ok(Number::uncertain(roll, QUARTER_TURN));
    }
    let portrait = evidence.portrait()?;
    let [left, right] = [landmark::LEFT_PUPIL, landmark::RIGHT_PUPIL].map(|pupil| portrait.point(pupil).sigma);
    let uncertainty = LEVEL * (left.hypot(right) / portrait.pupil_distance()).atan().to_degrees();
    Ok(Number::uncertain(portrait.roll(), uncertainty))
}

/// `face.occluded`: share of the face, brows to chin, that something lies over. Hair, glasses and beards are not
/// meant.
pub(super) fn occluded(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let share = portrait.face.mask.mean_share(&[Class::Occluder], &portrait.polygon(&landmark::FACE));
    Ok(Score::of(share.ok_or(Reason::TooSmall)?))
}

/// Error of the pupil line's slope over what the pupils' own errors would give, which are calibrated by their worse axis. With it ±2u
/// holds 96 % of the slopes that a second instrument finds on strangers (`calibration/doubt.py`).
const LEVEL: f64 = 0.5;
/// Standard uncertainty of the turn of a frontal head to the side, degrees: noses are not quite in the middle, and
/// the points that tell are found to within 0.02 pupil distances.
const YAW: f64 = 1.5;
/// The same as a share of the turn: noses stand out by more or less than the mean.
const YAW_SHARE: f64 = 0.2;
/// Standard uncertainty of the nod, degrees: half of the 95th percentile of the difference from a second instrument on strangers
/// (`calibration/doubt.py`).
const PITCH: f64 = 4.0;
/// Standard uncertainty of a roll known to the quarter turn, degrees: the detector bears heads tilted by some 20° to
/// either side.
const QUARTER_TURN: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn what_is_hardly_a_face_is_no_sure_one() {
        assert_eq!(Reading::from(one_if_face(0.98)).uncertainty(), None);
        assert!(Reading::from(one_if_face(0.06)).uncertainty().is_some_and(|doubt| doubt > 0.9));
    }
}
