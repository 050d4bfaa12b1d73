//! Measures of the face as a whole.

use super::Evidence;
use super::evidence::{Detection, Turn};
use crate::reading::{Reading, Reason};

/// `face.count`
pub(super) fn count(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    Ok(Reading::exact(match evidence.detection()? {
        Detection::Upright(faces) => faces.len() as f64,
        Detection::Turned(_) => 1.0,
        Detection::Nobody => 0.0,
    }))
}

/// `face.confidence`
pub(super) fn confidence(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// `face.yaw`
pub(super) fn yaw(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// `face.pitch`
pub(super) fn pitch(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// `face.roll`; of a photo that is not upright at all, how far its face is from upright, to the quarter turn.
pub(super) fn roll(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    if let Detection::Turned(turn) = evidence.detection()? {
        let roll = match turn {
            Turn::Quarter => -90.0,
            Turn::Half => 180.0,
            Turn::ThreeQuarters => 90.0,
        };
        return Ok(Reading::number(roll, QUARTER_TURN));
    }
    Err(Reason::NoMethod)
}

/// `face.occluded`
pub(super) fn occluded(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Standard uncertainty of a roll known to the quarter turn, degrees: the detector bears heads tilted by some 20° to
/// either side.
const QUARTER_TURN: f64 = 10.0;
