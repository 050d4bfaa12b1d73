//! The parts of the face that light and colour are measured on.
//!
//! Built from pupils and chin, so that it does not matter what found them. Coordinates are px of the picture that
//! the points were given in; [`FaceZones::scaled`] carries them to another size.

use crate::photo::Rect;

/// Where to look on one upright face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FaceZones {
    /// Pupil on the left of the picture.
    pub left_eye: [f64; 2],
    /// Pupil on the right of the picture.
    pub right_eye: [f64; 2],
    /// Lowest point of the chin.
    pub chin_y: f64,
}

/// An upright square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Square {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Side.
    pub side: f64,
}

impl FaceZones {
    /// From a detector's box: left edge, top edge and side. Mean places of pupils and chin in such a box over 68
    /// labelled portraits; the spread of the chin is 5 % of the side.
    #[cfg(test)]
    pub(crate) fn from_box(x: f64, y: f64, side: f64) -> Self {
        let eye_y = y + 0.375 * side;
        Self { left_eye: [x + 0.306 * side, eye_y], right_eye: [x + 0.703 * side, eye_y], chin_y: y + 1.102 * side }
    }

    /// The same face in a picture `1 / scale` times as large.
    pub(crate) fn scaled(&self, scale: f64) -> Self {
        let point = |[x, y]: [f64; 2]| [(x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5];
        let [_, chin_y] = point([0.0, self.chin_y]);
        Self { left_eye: point(self.left_eye), right_eye: point(self.right_eye), chin_y }
    }

    /// The same face in a part cut out of the picture.
    pub(crate) fn within(&self, part: Rect) -> Self {
        let [left, top] = [part.x, part.y].map(f64::from);
        let point = |[x, y]: [f64; 2]| [x - left, y - top];
        Self { left_eye: point(self.left_eye), right_eye: point(self.right_eye), chin_y: self.chin_y - top }
    }

    /// Distance between the pupils.
    pub(crate) fn eye_distance(&self) -> f64 {
        (self.right_eye[0] - self.left_eye[0]).hypot(self.right_eye[1] - self.left_eye[1])
    }

    /// Mid-point of the pupils.
    pub(crate) fn eye_centre(&self) -> [f64; 2] {
        [(self.left_eye[0] + self.right_eye[0]) / 2.0, (self.left_eye[1] + self.right_eye[1]) / 2.0]
    }

    /// Side of the box that a face detector would draw: 2.5 eye distances.
    pub(crate) fn side(&self) -> f64 {
        2.52 * self.eye_distance()
    }

    /// The two cheek zones of ISO/IEC 29794-5: squares of 0.3 eye distances beside the nose, half-way between eyes
    /// and mouth, image-left one first.
    pub(crate) fn cheeks(&self) -> [Square; 2] {
        let side = 0.3 * self.eye_distance();
        let drop = 0.31 * (self.chin_y - self.eye_centre()[1]);
        [
            Square { x: self.left_eye[0], y: self.left_eye[1] + drop, side },
            Square { x: self.right_eye[0] - side, y: self.right_eye[1] + drop, side },
        ]
    }

    /// The forehead above the nose, between and above the brows.
    pub(crate) fn forehead(&self) -> Square {
        let side = 0.3 * self.eye_distance();
        let [x, y] = self.eye_centre();
        Square { x: x - side / 2.0, y: y - 0.62 * self.eye_distance(), side }
    }

    /// The face between brows and chin, ears and forehead left out: hair seldom reaches in.
    pub(crate) fn oval(&self) -> Oval {
        let [x, eye_y] = self.eye_centre();
        let drop = self.chin_y - eye_y;
        Oval { centre: [x, eye_y + 0.36 * drop], reach: [0.92 * self.eye_distance(), 0.60 * drop] }
    }
}

/// An upright ellipse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Oval {
    /// Its middle.
    pub centre: [f64; 2],
    /// How far it reaches across and down from there.
    pub reach: [f64; 2],
}

impl Oval {
    /// Whether a point lies in it.
    pub(crate) fn contains(&self, x: f64, y: f64) -> bool {
        let (across, down) = ((x - self.centre[0]) / self.reach[0], (y - self.centre[1]) / self.reach[1]);
        across * across + down * down <= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_lie_where_the_face_is() {
        let zones = FaceZones::from_box(100.0, 50.0, 200.0);
        let [left, right] = zones.cheeks();
        assert!(left.x + left.side < right.x, "the nose lies between the cheeks");
        for cheek in [left, right] {
            assert!(zones.oval().contains(cheek.x + cheek.side / 2.0, cheek.y + cheek.side / 2.0));
        }
        assert!(zones.oval().contains(200.0, zones.chin_y - 10.0));
        assert!(!zones.oval().contains(200.0, zones.chin_y + 10.0));
        assert!(!zones.oval().contains(95.0, 150.0), "ears are no part of it");
    }

    #[test]
    fn scaling_keeps_pixel_centres() {
        let half = FaceZones::from_box(99.5, 49.5, 200.0).scaled(2.0);
        assert!((half.eye_distance() - 39.7).abs() < 1e-9);
        assert!((half.eye_centre()[1] - 62.0).abs() < 1e-9);
    }
}
