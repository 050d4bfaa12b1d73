//! Measures of the ears.

use crate::evidence::Evidence;
use crate::evidence::portrait::landmark::{LEFT_EAR, RIGHT_EAR};
use crate::evidence::portrait::{Class, FaceSide};
use crate::photo::Rect;
use crate::reading::{Reason, Score};

/// What may lie over an ear.
const OVER: [Class; 3] = [Class::Hair, Class::Headwear, Class::Occluder];

/// Share of an ear's place below which nothing is over it: so it is with 413 of 455 ears that a viewer sees, among the people of `fit`
/// and `choose`, and 27 of 131 that are hidden, all but one of them by the turn of the head (`models/train/flat_ears.py`).
const COVERED: f64 = 0.2;

/// How far a head that faces the camera may turn, degrees (ISO/IEC 19794-5:2011, 7.2.2, as others cite it).
const FRONTAL: f64 = 5.0;

/// What an ear of a head that faces the camera counts as at least where nothing is over it: if it is out of sight, it may lie flat, and
/// a person is to say so. It has to lie between the points of this score, and is the least that any of the 385 ears reads that are so
/// placed and that a viewer sees (`models/train/flat_ears.py`). By this program's own turn of the head two of the 131 hidden ears are so
/// placed, too, and are asked about where they failed.
pub(crate) const FLAT: f64 = 0.25;

/// `ears.visible`, of the ear that shows less.
pub(super) fn visible(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let (frame, yaw) = (evidence.inside()?, portrait.yaw());
    let sides = [(FaceSide::Left, LEFT_EAR), (FaceSide::Right, RIGHT_EAR)];
    let shown = portrait.ears.iter().zip(sides).map(|(ear, (side, outline))| {
        let outline = portrait.polygon(&outline);
        let covered = portrait.face.mask.mean_share(&OVER, &outline);
        let is_bare = holds(frame, &outline) && covered.is_some_and(|share| share < COVERED);
        ear.visible.max(least(side, is_bare, yaw))
    });
    Ok(Score::of(shown.fold(1.0, f64::min)))
}

/// What an ear shows at least that is `is_bare`, with nothing over it and inside the picture, on a head turned by `yaw` degrees to image right.
fn least(side: FaceSide, is_bare: bool, yaw: f64) -> f64 {
    let turned_away = if side == FaceSide::Right { yaw } else { -yaw };
    if is_bare && turned_away <= FRONTAL { FLAT } else { 0.0 }
}

/// Whether a polygon lies inside of a part of the photo.
fn holds(part: Rect, polygon: &[[f64; 2]]) -> bool {
    let within = |at: f64, start: u32, length: u32| (f64::from(start)..f64::from(start + length)).contains(&at);
    polygon.iter().all(|[x, y]| within(*x, part.x, part.width) && within(*y, part.y, part.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ear_out_of_sight_may_lie_flat_only_where_nothing_else_hides_it() {
        for (side, away) in [(FaceSide::Right, 1.0), (FaceSide::Left, -1.0)] {
            assert_eq!(least(side, true, 0.0), FLAT);
            assert_eq!(least(side, true, 5.0 * away), FLAT, "as far as a frontal head may turn");
            assert_eq!(least(side, true, 8.0 * away), 0.0, "turned away");
            assert_eq!(least(side, true, -8.0 * away), FLAT, "turned towards the viewer");
            assert_eq!(least(side, false, 0.0), 0.0, "under hair or beyond the frame");
        }
        assert_eq!(least(FaceSide::Left, true, f64::NAN), 0.0);
    }

    #[test]
    fn an_ear_beyond_the_frame_is_not_in_the_picture() {
        let part = Rect { x: 10, y: 0, width: 90, height: 100 };
        assert!(holds(part, &[[10.0, 0.0], [99.5, 99.5]]));
        assert!(!holds(part, &[[9.0, 50.0], [20.0, 50.0]]), "in the border");
        assert!(!holds(part, &[[90.0, 50.0], [101.0, 50.0]]));
    }
}
