//! Measures of the face as a whole.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Class, landmark};
use crate::evidence::{Detection, SURE, Turn};
use crate::reading::{Number, Reason, Score};

/// `face.count`
pub(super) fn count(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(match evidence.detection()? {
        Detection::Upright(faces) => {
            let portrait = evidence.portrait()?;
            let human = faces[0].score >= HUMAN && portrait.error_of_features() <= AS_NATURE_DRAWS;
            among(human, faces.iter().map(|face| face.score))
        }
        Detection::Turned(_) => Number::exact(1.0),
        Detection::Nobody => Number::exact(0.0),
    })
}

/// The count of faces of these probabilities, the one that is measured first. It is uncertain where that is not quite like a
/// person's, as drawings, statues and animals are, and where a second one is doubtful.
fn among(human: bool, faces: impl Iterator<Item = f64>) -> Number {
    let (sure, doubtful): (Vec<f64>, Vec<f64>) = faces.partition(|likely| *likely >= SURE);
    match (sure.len(), doubtful.len()) {
        (1, 0) if human => Number::exact(1.0),
        (0, 1) | (1, 0) => Number::uncertain(1.0, 0.5),
        (0 | 1, _) => Number::uncertain(2.0, 0.5),
        (several, _) => Number::exact(several as f64),
    }
}

/// Probability of a face under which the one that is measured may be something else, and the error of its features (pupil distances)
/// above which it may be: 1 in 100 pictures of people lies beyond either, and 3 in 4 drawings that the nets take for a face.
const HUMAN: f64 = 0.995;
const AS_NATURE_DRAWS: f64 = 0.09;

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

/// `face.occluded`: share of the face, brows to chin, that something lies over, or what the nets say as a whole where that is more: a
/// hand has the skin's colours, and a patch hides little. Hair, glasses and beards are not meant.
pub(super) fn occluded(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let share = portrait.face.mask.mean_share(&[Class::Occluder], &portrait.polygon(&landmark::FACE));
    Ok(Score::of(share.ok_or(Reason::TooSmall)?.max(portrait.probability(Attribute::Occluded))))
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
        let count = |human: bool, faces: &[f64]| Reading::from(among(human, faces.iter().copied()));
        assert_eq!(count(true, &[0.99]), Reading::exact(1.0));
        assert!(count(false, &[0.99]).uncertainty().is_some(), "a drawing");
        assert!(count(false, &[0.06]).uncertainty().is_some(), "a coin");
        assert!(count(true, &[0.99, 0.6]).uncertainty().is_some(), "perhaps somebody else");
        assert_eq!(count(true, &[0.99, 0.95, 0.7]), Reading::exact(2.0));
    }
}
