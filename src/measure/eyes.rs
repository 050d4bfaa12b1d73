//! Measures of the eyes.

use super::Evidence;
use crate::reading::{Reading, Reason};

/// `eyes.left`, from the face's box.
pub(super) fn left(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let face = evidence.face()?;
    Ok(Reading::uncertain([face.x + 0.306 * face.side, face.mid_pupil()[1]], 0.03 * face.side))
}

/// `eyes.right`, from the face's box.
pub(super) fn right(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let face = evidence.face()?;
    Ok(Reading::uncertain([face.x + 0.703 * face.side, face.mid_pupil()[1]], 0.03 * face.side))
}

/// `eyes.distance`, from the face's box.
pub(super) fn distance(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let face = evidence.face()?;
    Ok(Reading::number(face.pupil_distance(), 0.028 * face.side))
}

/// `eyes.line`, from the face's box.
pub(super) fn line(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (face, height) = (evidence.face()?, f64::from(evidence.pixels()?.height()));
    Ok(Reading::number(face.mid_pupil()[1] / height, 0.03 * face.side / height))
}

/// Not measured yet.
pub(super) fn open(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn gaze(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn red(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn covered(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}
