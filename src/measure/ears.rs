//! Measures of the ears.

use crate::evidence::Evidence;
use crate::evidence::portrait::Class;
use crate::evidence::portrait::landmark::{LEFT_EAR, RIGHT_EAR};
use crate::reading::{Reason, Score};

/// What may lie over an ear.
const OVER: [Class; 3] = [Class::Hair, Class::Headwear, Class::Occluder];

/// Share of an ear's place below which nothing is over it.
const COVERED: f64 = 0.2;

/// How far a head that faces the camera may turn, degrees (ISO/IEC 19794-5:2011, 7.2.2).
const FRONTAL: f64 = 5.0;

/// What an ear of a head that faces the camera shows at least where nothing is over it: if it is out of sight it lies flat, and no cure but
/// a person's look is left. Of the 392 people of `fit` and `choose` 386 ears are so placed; a viewer sees all of them but one, and the
/// least that any of the others reads is this (`models/train/flat_ears.py`).
const FLAT: f64 = 0.25;

/// `ears.visible`, of the ear that shows less.
pub(super) fn visible(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let covered =
        [&LEFT_EAR, &RIGHT_EAR].map(|outline| portrait.face.mask.mean_share(&OVER, &portrait.polygon(outline)));
    let [left, right] = &portrait.ears;
    let yaw = portrait.yaw();
    Ok(Score::of(shown(left.visible, covered[0], -yaw).min(shown(right.visible, covered[1], yaw))))
}

/// How much of an ear shows, by what the net says, how much of its place is `covered`, and how far the head is `turned` from it, degrees.
fn shown(seen: f64, covered: Option<f64>, turned: f64) -> f64 {
    let lies_flat = turned <= FRONTAL && covered.is_some_and(|share| share < COVERED);
    if lies_flat { seen.max(FLAT) } else { seen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ear_out_of_sight_is_called_flat_only_where_nothing_else_hides_it() {
        assert_eq!(shown(0.1, Some(0.05), 0.0), FLAT);
        assert_eq!(shown(0.1, Some(0.05), -8.0), FLAT, "turned towards the viewer");
        assert_eq!(shown(0.1, Some(0.05), 5.0), FLAT, "as far as a frontal head may turn");
        assert_eq!(shown(0.1, Some(0.05), 8.0), 0.1, "turned away");
        assert_eq!(shown(0.1, Some(0.6), 0.0), 0.1, "under hair");
        assert_eq!(shown(0.1, None, 0.0), 0.1, "beyond the picture");
        assert_eq!(shown(0.9, Some(0.05), 0.0), 0.9);
    }
}
