//! Names for the points that the nets find. Left and right are sides of the image.

/// A point of the photo, with how far off it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Landmark {
    /// Where, px of the photo.
    pub at: [f64; 2],
    /// Standard deviation of its error along one axis, px.
    pub sigma: f64,
}

/// Which point, by its place in the nets' output.
pub(crate) type LandmarkIndex = usize;

/// Pupil of the eye at image left.
pub(crate) const LEFT_PUPIL: LandmarkIndex = 0;
/// Pupil of the eye at image right.
pub(crate) const RIGHT_PUPIL: LandmarkIndex = 1;
/// Top, left, bottom and right of the left iris.
pub(crate) const LEFT_IRIS: [LandmarkIndex; 4] = [2, 3, 4, 5];
/// Top, left, bottom and right of the right iris.
pub(crate) const RIGHT_IRIS: [LandmarkIndex; 4] = [6, 7, 8, 9];
/// Outline of the left eye's opening: outer corner, upper lid, inner corner, lower lid back.
pub(crate) const LEFT_LIDS: [LandmarkIndex; 8] = [10, 11, 12, 13, 14, 17, 16, 15];
/// Outline of the right eye's opening: inner corner, upper lid, outer corner, lower lid back.
pub(crate) const RIGHT_LIDS: [LandmarkIndex; 8] = [18, 19, 20, 21, 22, 25, 24, 23];
/// What the eye net finds of the left eye: its opening as above, and the pupil.
pub(crate) const LEFT_EYE: [LandmarkIndex; 9] = [10, 11, 12, 13, 14, 17, 16, 15, LEFT_PUPIL];
/// What it finds of the right eye, in the same order from the outer corner.
pub(crate) const RIGHT_EYE: [LandmarkIndex; 9] = [22, 21, 20, 19, 18, 23, 24, 25, RIGHT_PUPIL];
/// What the mouth net finds: the outer edge of the upper lip, both inner edges, the outer edge of the lower lip.
pub(crate) const LIPS: std::ops::RangeInclusive<LandmarkIndex> = 49..=70;
/// Where the nose meets the upper lip.
pub(crate) const NOSE_BASE: LandmarkIndex = 28;
/// Outline of the left brow.
pub(crate) const LEFT_BROW: [LandmarkIndex; 8] = [33, 34, 35, 36, 37, 38, 40, 39];
/// Outline of the right brow.
pub(crate) const RIGHT_BROW: [LandmarkIndex; 8] = [41, 42, 43, 44, 45, 46, 48, 47];
/// Corners of the mouth.
pub(crate) const LIPS_LEFT: LandmarkIndex = 49;
/// Corner of the mouth at image right.
pub(crate) const LIPS_RIGHT: LandmarkIndex = 55;
/// Middle of the line along which the left ear is rooted in the cheek.
pub(crate) const LEFT_EAR_ROOT: LandmarkIndex = 72;
/// Middle of the line along which the right ear is rooted in the cheek.
pub(crate) const RIGHT_EAR_ROOT: LandmarkIndex = 80;
/// Rim and lobe of the left ear.
pub(crate) const LEFT_EAR: [LandmarkIndex; 5] = [74, 75, 76, 77, 78];
/// Rim and lobe of the right ear.
pub(crate) const RIGHT_EAR: [LandmarkIndex; 5] = [82, 83, 84, 85, 86];
/// Outline of the face from ear to ear below, then back along the brows.
pub(crate) const FACE: [LandmarkIndex; 15] = [87, 88, 89, 90, 91, 92, 93, 94, 95, 45, 43, 42, 37, 36, 34];
/// Corner of the jaw below the ear at image left.
pub(crate) const JAW_LEFT: LandmarkIndex = 87;
/// Corner of the jaw below the ear at image right.
pub(crate) const JAW_RIGHT: LandmarkIndex = 95;
/// Tip of the chin.
pub(crate) const CHIN: LandmarkIndex = 91;
/// First and last point that the head net sees better than the face net: hairline, neck, shoulders, crown.
pub(crate) const HEAD_ONLY: std::ops::RangeInclusive<LandmarkIndex> = 96..=113;
/// Side of the neck at image left.
pub(crate) const NECK_LEFT: LandmarkIndex = 107;
/// Side of the neck at image right.
pub(crate) const NECK_RIGHT: LandmarkIndex = 108;
/// Top of the shoulder at image left, 1.7 pupil distances from the middle of the neck.
pub(crate) const SHOULDER_LEFT: LandmarkIndex = 111;
/// Top of the shoulder at image right.
pub(crate) const SHOULDER_RIGHT: LandmarkIndex = 112;
/// Top of the hair mass.
pub(crate) const CROWN: LandmarkIndex = 113;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nets::contract::CONTRACT;

    #[test]
    fn names_are_those_of_the_contract() {
        let expected: [(&[LandmarkIndex], &[&str]); 12] = [
            (&[LEFT_PUPIL, RIGHT_PUPIL], &["left_eye.pupil", "right_eye.pupil"]),
            (&LEFT_IRIS, &["left_eye.iris_top", "left_eye.iris_left", "left_eye.iris_bottom", "left_eye.iris_right"]),
            (&RIGHT_IRIS[..2], &["right_eye.iris_top", "right_eye.iris_left"]),
            (&LEFT_LIDS[..2], &["left_eye.outer", "left_eye.upper_outer"]),
            (&LEFT_LIDS[4..], &["left_eye.inner", "left_eye.lower_inner", "left_eye.lower", "left_eye.lower_outer"]),
            (
                &RIGHT_LIDS[4..],
                &["right_eye.outer", "right_eye.lower_outer", "right_eye.lower", "right_eye.lower_inner"],
            ),
            (
                &[LEFT_BROW[0], LEFT_BROW[5], LEFT_BROW[6]],
                &["left_brow.outer", "left_brow.inner", "left_brow.under_inner"],
            ),
            (
                &[RIGHT_BROW[0], RIGHT_BROW[5], RIGHT_BROW[6]],
                &["right_brow.inner", "right_brow.outer", "right_brow.under_outer"],
            ),
            (&[LIPS_LEFT, LIPS_RIGHT], &["lips.left", "lips.right"]),
            (
                &[LEFT_EAR[0], LEFT_EAR[4], RIGHT_EAR[0], RIGHT_EAR[4]],
                &["left_ear.rim_1", "left_ear.lobe", "right_ear.rim_1", "right_ear.lobe"],
            ),
            (
                &[FACE[0], JAW_LEFT, CHIN, JAW_RIGHT, NOSE_BASE],
                &["jaw.left_1", "jaw.left_1", "chin", "jaw.right_1", "nose.base"],
            ),
            (
                &[NECK_LEFT, NECK_RIGHT, SHOULDER_LEFT, SHOULDER_RIGHT, CROWN, *HEAD_ONLY.start()],
                &["neck.left", "neck.right", "shoulder.left", "shoulder.right", "crown", "hairline.0"],
            ),
        ];
        for (net, eye, side) in [(&CONTRACT.eye, LEFT_EYE, "left_eye"), (&CONTRACT.eye, RIGHT_EYE, "right_eye")] {
            let names: Vec<_> = eye.iter().map(|index| CONTRACT.points[*index].as_str()).collect();
            let of_net: Vec<_> = net.points.iter().map(|name| format!("{side}.{name}")).collect();
            assert_eq!(names, of_net);
        }
        assert_eq!(
            &CONTRACT.points[LIPS],
            CONTRACT.mouth.points.iter().map(|name| format!("lips.{name}")).collect::<Vec<_>>()
        );
        for (indices, names) in expected {
            for (index, name) in indices.iter().zip(names) {
                assert_eq!(CONTRACT.points[*index], *name);
            }
        }
    }
}
