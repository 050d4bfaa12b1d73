//! Measures of the head in the frame.

use super::Evidence;
use crate::reading::{Reading, Reason};

/// `head.height`, from the face's box.
pub(super) fn height(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (face, height) = (evidence.face()?, f64::from(evidence.pixels()?.height()));
    Ok(Reading::number(1.47 * face.side / height, 0.12 * face.side / height))
}

/// Not measured yet.
pub(super) fn width(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn crown_gap(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// `head.chin_gap`, from the face's box.
pub(super) fn chin_gap(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (face, height) = (evidence.face()?, f64::from(evidence.pixels()?.height()));
    Ok(Reading::number(1.0 - (face.y + 1.102 * face.side) / height, 0.05 * face.side / height))
}

/// `head.centre_x`, from the face's box.
pub(super) fn centre_x(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (face, width) = (evidence.face()?, f64::from(evidence.pixels()?.width()));
    Ok(Reading::number(face.mid_pupil()[0] / width, 0.02 * face.side / width))
}

/// Not measured yet.
pub(super) fn complete(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn covered(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}
