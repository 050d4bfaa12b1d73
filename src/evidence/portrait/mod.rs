//! What a person sees at a glance, seen by our own nets: where the parts of the face and the head are, what covers
//! what, and what is worn.
//!
//! The finder's places are coarse, so the nets work their way in. The head net sees the head and the shoulders, 15 px
//! to a pupil distance: crown, neck, shoulders, and a mask of hair, skin and clothes. Its pupils place the face net,
//! turned level, at 36 px: eyes, brows, mouth, chin. Its points place small nets that each see one part at 60 px:
//! whether an eye is closed or a tooth shows is a matter of few pixels. How the nets came about, and what they never
//! saw, is told in `models/`.
//!
//! All places are in pixels of the photo, with the error to be expected. What follows from them is the measures'
//! business.

mod crop;
pub mod landmark;
mod mask;
mod parts;
mod view;

pub(crate) use crop::Window;
pub(crate) use landmark::Landmark;
pub use mask::Class;
pub(crate) use mask::Layer;
pub(crate) use parts::{Ear, Eye, FaceSide, Mouth, Neck};
pub(crate) use view::Attribute;
pub(crate) use view::View;

use landmark::{
    HEAD_ONLY, JAW_LEFT, JAW_RIGHT, LEFT_EAR, LEFT_EYE, LEFT_PUPIL, LIPS, LIPS_LEFT, LIPS_RIGHT, LandmarkIndex,
    NOSE_BASE, RIGHT_EAR, RIGHT_EYE, RIGHT_PUPIL,
};

use super::detection::{Features, Witness};
use super::{Face, Turn, Working};
use crate::nets::NETS;
use crate::nets::contract::{CONTRACT, CropContract};
use crate::photo::Pixels;

/// How far the head net may find the pupils from where the box has them, pupil distances, and still be believed at
/// once. It was trained to bear 0.2, and near that its scores scatter: beyond this it looks again from there.
const BEARABLE: f64 = 0.1;

/// How far the base of the nose lies before the ears and the corners of the jaw, pupil distances: between what
/// anthropometry gives (subnasale to tragion) and what the pose that the nets were taught implies.
const NOSE_BEFORE_EARS: f64 = 1.5;

/// How far pupils lie above the middle between the corners of their eye, and how much that scatters along an axis; in
/// widths of the opening, by the templates of the `fit` people.
const ABOVE_MIDDLE: f64 = 0.10;
const OFF_MIDDLE: f64 = 0.05;

/// Window pixels are interpolated from the working picture while it has this many pixels for each, else from the photo.
const WORKING_ENOUGH: f64 = 1.2;
/// Probabilities nearer than this to 0 or 1 are all alike: one net that is quite sure does not outvote the other.
const SURE: f64 = 1e-4;

/// What the nets see in one photo.
pub struct Portrait {
    /// What the head net sees, parallel to the photo.
    pub(crate) head: View,
    /// What the face net sees, turned with the face.
    pub(crate) face: View,
    /// The eyes, image left first.
    pub(crate) eyes: [Eye; 2],
    /// The mouth.
    pub(crate) mouth: Mouth,
    /// The ears, image left first.
    pub(crate) ears: [Ear; 2],
    /// The neck.
    pub(crate) neck: Neck,
    /// Every point, by the net that sees it best.
    points: Vec<Landmark>,
}

impl Portrait {
    /// Looks closer at a face that the head net has seen.
    pub(crate) fn of(scene: &Scene<'_>, Sight { head, found, .. }: Sight) -> Self {
        let face = View::look(&NETS.face, &CONTRACT.face, &found, scene);
        let place = face.place().unwrap_or(found);
        let eyes = [FaceSide::Left, FaceSide::Right].map(|side| Eye::look(side, &face, &place, scene));
        let mouth = Mouth::look(&face, &place, scene);
        let ears = [FaceSide::Left, FaceSide::Right].map(|side| Ear::look(side, &face, &place, scene));
        let neck = Neck::look(&face, &place, scene);
        let points = best_points(&head, &face, &eyes, &mouth);
        Self { head, face, eyes, mouth, ears, neck, points }
    }

    /// Where a point is, by the net that sees it best.
    pub(crate) fn point(&self, index: LandmarkIndex) -> Landmark {
        self.points[index]
    }

    /// Where several points are, px of the photo.
    pub(crate) fn polygon(&self, indices: &[LandmarkIndex]) -> Vec<[f64; 2]> {
        indices.iter().map(|index| self.point(*index).at).collect()
    }

    /// Probability of an attribute by both nets, the mean of their log-odds: each looks at what the other sees less well, and where
    /// one errs on a stranger the other mostly does not (`models/README.md`).
    pub(crate) fn probability(&self, attribute: Attribute) -> f64 {
        by_both(self.head.probability(attribute), self.face.probability(attribute))
    }

    /// Middle between the pupils.
    pub(crate) fn mid_pupil(&self) -> Landmark {
        let [left, right] = [self.point(LEFT_PUPIL), self.point(RIGHT_PUPIL)];
        // The two errors are as good as independent of each other, so their mean is the surer by half.
        Landmark { at: self.place().anchor, sigma: left.sigma.hypot(right.sigma) / 2.0 }
    }

    /// Distance between the pupils, px of the photo.
    pub(crate) fn pupil_distance(&self) -> f64 {
        self.place().pupil_distance
    }

    /// Tilt of the line through the pupils, clockwise, degrees.
    pub fn roll(&self) -> f64 {
        self.place().turn.to_degrees()
    }

    /// Turn of the head to image right, degrees, by how far the base of the nose has moved against the ears and the
    /// corners of the jaw behind it. A symmetric head gives 0 whatever the nets were trained on, which is why this
    /// is preferred to the pose that they guess.
    pub(crate) fn yaw(&self) -> f64 {
        let Alignment { anchor, pupil_distance, turn } = self.place();
        let (sin, cos) = turn.sin_cos();
        let across = |indices: &[LandmarkIndex]| {
            let along = |index: &LandmarkIndex| {
                let [x, y] = self.point(*index).at;
                (x - anchor[0]) * cos + (y - anchor[1]) * sin
            };
            indices.iter().map(along).sum::<f64>() / indices.len() as f64
        };
        let behind = [LEFT_EAR.as_slice(), &RIGHT_EAR, &[JAW_LEFT], &[JAW_RIGHT]].map(across).iter().sum::<f64>() / 4.0;
        let turned = (across(&[NOSE_BASE]) - behind) / (NOSE_BEFORE_EARS * pupil_distance);
        turned.clamp(-1.0, 1.0).asin().to_degrees()
    }

    /// Error that the face net expects in the middle of pupils, nose and mouth, pupil distances: large where these are not drawn
    /// as nature draws them.
    pub(crate) fn error_of_features(&self) -> f64 {
        error_of_features(&self.face, &self.place())
    }

    fn place(&self) -> Alignment {
        Alignment::between(self.point(LEFT_PUPIL).at, self.point(RIGHT_PUPIL).at)
    }
}

/// All points: those around the head from the head net, those of the eyes and lips from the nets that look at nothing
/// else, the others from the face net.
fn best_points(head: &View, face: &View, eyes: &[Eye; 2], mouth: &Mouth) -> Vec<Landmark> {
    let view = |index: LandmarkIndex| if HEAD_ONLY.contains(&index) { head.point(index) } else { face.point(index) };
    let mut points: Vec<Landmark> = (0..face.count()).map(view).collect();
    let found = eyes.iter().zip([LEFT_EYE, RIGHT_EYE]).flat_map(|(eye, indices)| indices.into_iter().zip(&eye.points));
    for (index, point) in found.chain(LIPS.zip(&mouth.points)) {
        points[index] = *point;
    }
    for [left, right, pupil] in [[LEFT_EYE[0], LEFT_EYE[4], LEFT_EYE[8]], [RIGHT_EYE[4], RIGHT_EYE[0], RIGHT_EYE[8]]] {
        let between = between_corners(points[left], points[right]);
        if between.sigma < points[pupil].sigma {
            points[pupil] = between;
        }
    }
    points
}

/// Where the pupil of an eye is that does not show it, closed or behind a dark lens: by its corners, image left first.
fn between_corners(left: Landmark, right: Landmark) -> Landmark {
    let [dx, dy] = [0, 1].map(|axis| right.at[axis] - left.at[axis]);
    let above = [ABOVE_MIDDLE * dy, -ABOVE_MIDDLE * dx];
    let at = [0, 1].map(|axis| (left.at[axis] + right.at[axis]) / 2.0 + above[axis]);
    Landmark { at, sigma: (left.sigma.hypot(right.sigma) / 2.0).hypot(OFF_MIDDLE * dx.hypot(dy)) }
}

/// What the head net sees at a place.
pub(crate) struct Sight {
    head: View,
    /// Where it sees the face; where one was expected if it finds no eyes.
    found: Alignment,
}

impl Witness for Scene<'_> {
    type Sight = Sight;

    /// Looks where a face is expected, and again from where its eyes are if that is not quite there.
    fn look(&self, expected: &Face, turn: Option<Turn>) -> (Face, Sight) {
        let place = Alignment::in_box(expected, turn.map_or(0.0, Turn::of_face));
        let look = |place: &Alignment| View::look(&NETS.head, &CONTRACT.head, place, self);
        let mut head = look(&place);
        let mut found = head.place();
        if let Some(there) = found.filter(|there| !there.is_near(&place)) {
            head = look(&Alignment { turn: place.turn, ..there });
            found = head.place();
        }
        let likely = if found.is_some() { head.probability(Attribute::Face) } else { 0.0 };
        let found = found.unwrap_or(place);
        (Face::around(found.anchor, found.pupil_distance, likely), Sight { head, found })
    }

    fn features(&self, sight: &Sight) -> Features {
        let face = View::look(&NETS.face, &CONTRACT.face, &sight.found, self);
        let Some(place) = face.place() else { return Features::Missing };
        let away = [0, 1].map(|axis| place.anchor[axis] - sight.found.anchor[axis]);
        if away[0].hypot(away[1]) > AGREED * place.pupil_distance {
            return Features::Missing;
        }
        let outline: Vec<[f64; 2]> = landmark::FACE.iter().map(|index| face.point(*index).at).collect();
        let eyes = face.mask.mean_share(&[Class::Eye, Class::Iris], &outline).unwrap_or(0.0);
        match error_of_features(&face, &place) {
            ..CLEAR => Features::Clear,
            ..FOUND => Features::Vague,
            ..FOUND_WITH_EYES if eyes > OPEN_EYES => Features::Vague,
            _ => Features::Missing,
        }
    }
}

/// Error that the face net expects in the middle of pupils, nose and mouth, pupil distances.
fn error_of_features(face: &View, place: &Alignment) -> f64 {
    let mut sigmas = FEATURES.map(|index| face.point(index).sigma / place.pupil_distance);
    sigmas.sort_by(f64::total_cmp);
    sigmas[FEATURES.len() / 2]
}

/// The points by which a face is told from what looks like one.
const FEATURES: [LandmarkIndex; 5] = [LEFT_PUPIL, RIGHT_PUPIL, NOSE_BASE, LIPS_LEFT, LIPS_RIGHT];

/// That error of small faces that are there beyond doubt; where eyes are not seen, perhaps behind dark glasses; and where they are. Set
/// on second faces in pictures made from other people's portraits, of which 98 in 100 pass, and on what else in portraits the head net
/// takes for a face, of which one in eight passes and none is clear.
const CLEAR: f64 = 0.07;
const FOUND: f64 = 0.09;
const FOUND_WITH_EYES: f64 = 0.14;

/// Share of a face that its eyes are, at least.
const OPEN_EYES: f64 = 0.01;

/// How far the two nets may differ about the middle between the pupils, pupil distances.
const AGREED: f64 = 0.12;

/// Where a face is: what windows are placed by.
#[derive(Clone, Copy, Debug)]
struct Alignment {
    /// Middle between the pupils, px of the photo; for the window of one part, the middle of that.
    anchor: [f64; 2],
    /// Distance between the pupils, px.
    pupil_distance: f64,
    /// Turn of the line through the pupils, clockwise, radians.
    turn: f64,
}

impl Alignment {
    fn in_box(face: &Face, turn: f64) -> Self {
        Self { anchor: face.mid_pupil(), pupil_distance: face.pupil_distance(), turn }
    }

    fn between(left: [f64; 2], right: [f64; 2]) -> Self {
        let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
        Self {
            anchor: [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0],
            pupil_distance: dx.hypot(dy),
            turn: dy.atan2(dx),
        }
    }

    /// The same face, its windows placed by another point.
    fn at(&self, anchor: [f64; 2]) -> Self {
        Self { anchor, ..*self }
    }

    fn is_near(&self, other: &Self) -> bool {
        let [dx, dy] = [0, 1].map(|axis| self.anchor[axis] - other.anchor[axis]);
        let scale = self.pupil_distance / other.pupil_distance;
        dx.hypot(dy) < BEARABLE * other.pupil_distance && (1.0 - scale).abs() < BEARABLE
    }

    /// A net's window on this face.
    fn window(&self, contract: &CropContract) -> Window {
        let (sin, cos) = self.turn.sin_cos();
        let down = contract.down * self.pupil_distance;
        Window {
            centre: [self.anchor[0] - down * sin, self.anchor[1] + down * cos],
            width: contract.width * self.pupil_distance,
            height: contract.height * self.pupil_distance,
            turn: self.turn,
            mirrored: false,
        }
    }
}

/// What crops are taken from.
pub(crate) struct Scene<'p> {
    /// The photo.
    pub pixels: &'p Pixels,
    /// The same, shrunk.
    pub(crate) working: &'p Working,
}

impl Scene<'_> {
    /// What a crop shows: from the small picture where that has pixels enough, since a large photo has many.
    fn sample(&self, crop: &Window, (columns, rows): (usize, usize)) -> Vec<f32> {
        let small = crop.shrunk(self.working.scale);
        if small.width >= WORKING_ENOUGH * columns as f64 {
            small.sample(&self.working.picture, columns, rows)
        } else {
            crop.sample(self.pixels, columns, rows)
        }
    }
}

/// The mean of two answers to one question: of their log-odds, so that a sure one weighs more than one in doubt.
fn by_both(one: f64, other: f64) -> f64 {
    let log_odds = |likely: f64| {
        let likely = likely.clamp(SURE, 1.0 - SURE);
        (likely / (1.0 - likely)).ln()
    };
    1.0 / (1.0 + (-(log_odds(one) + log_odds(other)) / 2.0).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_turn_with_the_face() {
        let place = Alignment::between([100.0, 100.0], [100.0, 150.0]);
        assert_eq!(place.pupil_distance, 50.0);
        let face = place.window(&CONTRACT.face.crop);
        let [u, v] = face.locate([100.0, 125.0]);
        assert!((u - 0.5).abs() < 1e-9 && v < 0.5, "{u} {v}");
        assert!(face.centre[0] < 100.0, "down the face is image left when the head lies on its right side");
    }

    #[test]
    fn hidden_pupils_lie_between_the_corners_and_a_little_above() {
        let corner = |x: f64, y: f64| Landmark { at: [x, y], sigma: 1.0 };
        let level = between_corners(corner(0.0, 0.0), corner(100.0, 0.0));
        assert!((level.at[0] - 50.0).abs() < 1e-9 && (level.at[1] + 10.0).abs() < 1e-9, "{level:?}");
        assert!((4.5..6.0).contains(&level.sigma), "{level:?}");
        let lying = between_corners(corner(0.0, 0.0), corner(0.0, 100.0));
        assert!((lying.at[0] - 10.0).abs() < 1e-9, "above is image right when the head lies on its right side");
    }
}
