//! Measures of the head in the frame.

use crate::evidence::Evidence;
use crate::evidence::portrait::Attribute;
use crate::reading::{Number, Reason, Score};

/// `head.height`; of a head that the frame cuts off, as far as the nets think that it reaches beyond.
pub(super) fn height(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (height, uncertainty) = evidence.extent()?.height();
    per_height(evidence, height, uncertainty)
}

/// `head.width`
pub(super) fn width(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let extent = evidence.extent()?;
    let uncertainty = extent.left.uncertainty.hypot(extent.right.uncertainty);
    per_width(evidence, extent.right.at - extent.left.at, uncertainty)
}

/// `head.skull_height`: the head without the hair, from the distance between eyes and chin; the top of the hair is above the
/// skull, so the skull is at most as high.
pub(super) fn skull_height(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (extent, eyes) = (evidence.extent()?, evidence.portrait()?.mid_pupil());
    let below = extent.chin.at - eyes.at[1];
    let (hair, hair_uncertainty) = extent.height();
    let by_eyes = SKULL * below;
    let uncertainty = (SKULL_SPREAD * below).hypot(SKULL * extent.chin.uncertainty.hypot(eyes.sigma));
    if hair < by_eyes {
        per_height(evidence, hair, hair_uncertainty)
    } else {
        per_height(evidence, by_eyes, uncertainty)
    }
}

/// `head.crown_gap`
pub(super) fn crown_gap(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let crown = evidence.extent()?.crown;
    per_height(evidence, crown.at, crown.uncertainty)
}

/// `head.chin_gap`
pub(super) fn chin_gap(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let chin = evidence.extent()?.chin;
    per_height(evidence, f64::from(evidence.pixels()?.height()) - chin.at, chin.uncertainty)
}

/// `head.centre_x`
pub(super) fn centre_x(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let eyes = evidence.portrait()?.mid_pupil();
    per_width(evidence, eyes.at[0], eyes.sigma)
}

/// `head.complete`: that no end of the head lies beyond the frame, each end being as far off as its uncertainty says.
pub(super) fn complete(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let extent = evidence.extent()?;
    let (width, height) = (f64::from(evidence.pixels()?.width()), f64::from(evidence.pixels()?.height()));
    if extent.cut {
        return Ok(Score::of(CUT));
    }
    let gaps = [
        (extent.crown.at, extent.crown.uncertainty),
        (height - extent.chin.at, extent.chin.uncertainty),
        (extent.left.at, extent.left.uncertainty),
        (width - extent.right.at, extent.right.uncertainty),
    ];
    Ok(Score::of(gaps.into_iter().map(|(gap, uncertainty)| above_zero(gap, uncertainty)).product()))
}

/// `head.covered`
pub(super) fn covered(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(evidence.portrait()?.probability(Attribute::Headwear)))
}

/// Height of a skull over the distance from the middle between the eyes to the chin, and the standard deviation of that over
/// people: of the bald heads among the labelled strangers (`calibration/skull.py`; 32 to set it by, median 1.89; 9 others have
/// 1.88).
const SKULL: f64 = 1.89;
const SKULL_SPREAD: f64 = 0.11;

/// Probability that a head whose hair runs into the frame's edge is whole: it may just touch.
const CUT: f64 = 0.05;

/// Px as a share of the frame's height.
fn per_height(evidence: &Evidence<'_>, length: f64, uncertainty: f64) -> Result<Number, Reason> {
    let height = f64::from(evidence.pixels()?.height());
    Ok(Number::uncertain(length / height, uncertainty / height))
}

/// Px as a share of the frame's width.
fn per_width(evidence: &Evidence<'_>, length: f64, uncertainty: f64) -> Result<Number, Reason> {
    let width = f64::from(evidence.pixels()?.width());
    Ok(Number::uncertain(length / width, uncertainty / width))
}

/// Probability that a quantity with this standard uncertainty is in truth above zero (logistic approximation of the
/// normal distribution, within 0.01).
fn above_zero(value: f64, uncertainty: f64) -> f64 {
    1.0 / (1.0 + (-1.702 * value / uncertainty).exp())
}

#[cfg(test)]
mod tests {
    use super::above_zero;

    #[test]
    fn certainty_grows_with_the_gap() {
        assert!((above_zero(0.0, 3.0) - 0.5).abs() < 1e-9);
        assert!((above_zero(3.0, 3.0) - 0.841).abs() < 0.01);
        assert!(above_zero(-30.0, 3.0) < 1e-6);
    }
}
