//! Where the faces are.
//!
//! Two nets of our own are asked in turn. The finder ([`glance`]) looks at the whole photo, once so small that a portrait's
//! face is a few cells wide, and once closer, for people who are small or half hidden behind the first. Every place that it
//! names, the head net looks at by itself: whether a face is in the middle, the right way up, and where exactly its eyes
//! are. Only what the head net takes for a face is one; what it is in two minds about is kept with its probability, for a
//! person to look at.
//!
//! Where neither look shows anybody upright, the head net is shown the places where the finder sees a head on its side or
//! upside down; then the photo is looked at with its greys spread, as in haze or darkness, and so small that a face may
//! fill the frame.

mod glance;

use std::cmp::Ordering;
use std::f64::consts::{FRAC_PI_2, PI};

use image::GrayImage;
use imageproc::map::map_subpixels;
use imageproc::stats::percentile;

use super::Working;
use crate::colour::luma;
use crate::nets::contract::CONTRACT;
use glance::Glance;

/// Long side, px, of the picture that the finder is shown for a face that fills the frame.
const FILLING: u32 = 64;

/// Probability from which the head net is shown a place that the finder names in the broad and in the close look. The
/// close look sees ten times as many places, most of them folds of cloth.
const WORTH_A_LOOK: f32 = 0.1;
const WORTH_A_CLOSE_LOOK: f32 = 0.5;

/// Most places in one look that the head net is shown, the likeliest first: a crowd is no portrait however large.
const MOST: usize = 8;

/// Probability, by the head net, from which a face is there.
pub(crate) const SURE: f64 = 0.9;

/// The same under which there is none.
const NONE: f64 = 0.5;

/// Probability, by the finder, from which there is somebody in the picture whatever the head net says, who is then shown to a person.
const UNDENIED: f32 = 0.9;

/// Most that a face of vague features can have: a person is asked about it.
const VAGUE: f64 = 0.7;

/// Least side of the box of another face, as a share of the picture's long side: that of a head of a sixteenth. What is smaller
/// is too coarse to tell from a pin or a flag, and is no person in the picture.
const LEAST_SIDE: f64 = 0.038;

/// One upright face, as a square box from the middle of the forehead to just above the chin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Left edge, px of the photo; may lie outside.
    pub x: f64,
    /// Top edge, px of the photo; may lie outside.
    pub y: f64,
    /// Side, px of the photo.
    pub side: f64,
    /// Probability that a face is there: the head net's, once that has looked.
    pub score: f64,
}

impl Face {
    /// Where the middle between the pupils lies and how far they are apart, in sides of the box.
    const MID_PUPIL: [f64; 2] = [0.505, 0.375];
    const PUPIL_DISTANCE: f64 = 0.397;

    /// The box that has its eyes here, px.
    pub(super) fn around([x, y]: [f64; 2], pupil_distance: f64, score: f64) -> Self {
        let side = pupil_distance / Self::PUPIL_DISTANCE;
        let [across, down] = Self::MID_PUPIL;
        Self { x: x - across * side, y: y - down * side, side, score }
    }

    /// Where the middle between the pupils is expected, px: the mean over 68 people, who scatter by 2 % of the side
    /// across and 3 % down.
    pub(crate) fn mid_pupil(&self) -> [f64; 2] {
        let [across, down] = Self::MID_PUPIL;
        [self.x + across * self.side, self.y + down * self.side]
    }

    /// Distance expected between the pupils, px; people scatter by 7 %.
    pub(crate) fn pupil_distance(&self) -> f64 {
        Self::PUPIL_DISTANCE * self.side
    }

    /// Moved and enlarged from another picture's pixels.
    fn moved(self, factor: f64, [left, top]: [f64; 2]) -> Self {
        Self { x: left + self.x * factor, y: top + self.y * factor, side: self.side * factor, score: self.score }
    }

    /// Whether what looks like a much smaller face lies on the head of this one: an ear, a curl, a jewel.
    fn head_holds(&self, other: &Self) -> bool {
        let middle = |face: &Self| [face.x, face.y].map(|edge| edge + face.side / 2.0);
        let ([x, y], [other_x, other_y]) = (middle(self), middle(other));
        let (across, down) = ((other_x - x) / self.side, (other_y - y) / self.side);
        other.side < 0.6 * self.side && (across / 0.7).hypot(down / 0.8) < 1.0
    }

    /// Whether more than a third of the smaller box lies in the other.
    fn overlaps(&self, other: &Self) -> bool {
        let shared = |one: f64, two: f64| (one + self.side).min(two + other.side) - one.max(two);
        let (width, height) = (shared(self.x, other.x).max(0.0), shared(self.y, other.y).max(0.0));
        width * height > self.side.min(other.side).powi(2) / 3.0
    }
}

/// How far the photo must be turned clockwise for its face to be upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A quarter turn: the head points to image left.
    Quarter,
    /// Half a turn: the photo is upside down.
    Half,
    /// Three quarter turns: the head points to image right.
    ThreeQuarters,
}

impl Turn {
    /// How far the face is turned clockwise in the photo, radians.
    pub(super) fn of_face(self) -> f64 {
        match self {
            Self::Quarter => -FRAC_PI_2,
            Self::Half => PI,
            Self::ThreeQuarters => FRAC_PI_2,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Detection {
    /// Upright faces, at least one: those that are sure before those that are not, large ones before small ones.
    Upright(Vec<Face>),
    /// No upright face, but one that would be upright after this turn.
    Turned(Turn),
    /// Nobody.
    Nobody,
}

/// Whoever takes closer looks.
pub(crate) trait Witness {
    /// What is seen, besides where.
    type Sight;

    /// Looks at a place, px of the photo, where a face is expected, after this turn. The face lies where its eyes were found and has
    /// its probability.
    fn look(&self, expected: &Face, turn: Option<Turn>) -> (Face, Self::Sight);

    /// How clearly eyes, nose and mouth are where a face has them: asked about faces beside the first one, which are small, so that much
    /// else passes for them.
    fn features(&self, sight: &Self::Sight) -> Features;
}

/// How clearly the features of a face are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Features {
    /// Not as in a face.
    Missing,
    /// As in a face, or in what looks much like one.
    Vague,
    /// As in a face.
    Clear,
}

impl Detection {
    /// Looks for faces in the picture at working size; the witness is asked about what may be one. What it saw of the first face
    /// comes with the answer.
    pub(crate) fn of<W: Witness>(working: &Working, witness: &W) -> (Self, Option<W::Sight>) {
        let search = |working: &Working| Search { working, witness }.through();
        match search(working) {
            (Self::Nobody, _) => contrasted(working).map_or((Self::Nobody, None), |spread| search(&spread)),
            found => found,
        }
    }
}

/// Where is looked, and who is asked.
struct Search<'w, W> {
    working: &'w Working,
    witness: &'w W,
}

/// The faces that were found so far, each with what was seen of it.
type Found<S> = Vec<(Face, S)>;

impl<W: Witness> Search<'_, W> {
    /// Who is there.
    fn through(&self) -> (Detection, Option<W::Sight>) {
        let picture = &self.working.picture;
        let broad = Glance::of(picture, CONTRACT.finder.long_side as u32);
        let mut found = Vec::new();
        self.look_at(&broad.upright(WORTH_A_LOOK), NONE, &mut found);
        // Of some faces on their head the head net makes upright ones; which way up a head is the finder sees better.
        let is_upright = found.iter().any(|(face, _)| face.score >= SURE) && broad.is_rather_upright();
        if !is_upright && let Some(turn) = self.turned(&broad) {
            return (Detection::Turned(turn), None);
        }
        self.look_closely(&mut found);
        if found.is_empty() {
            self.look_at(&Glance::of(picture, FILLING).upright(WORTH_A_LOOK), NONE, &mut found);
        }
        if found.is_empty() {
            self.look_at(&broad.upright(UNDENIED), 0.0, &mut found);
        }
        in_order(found)
    }

    /// Adds the faces at these places, px of the picture, that have this probability and are not known yet.
    fn look_at(&self, places: &[Face], least: f64, found: &mut Found<W::Sight>) {
        let is_known = |found: &Found<W::Sight>, face: &Face| found.iter().any(|(known, _)| known.overlaps(face));
        for expected in places.iter().take(MOST) {
            let expected = expected.moved(self.working.scale, [0.0; 2]);
            if is_known(found, &expected) {
                continue;
            }
            let (face, sight) = self.witness.look(&expected, None);
            if face.score >= least && !is_known(found, &face) {
                found.push((face, sight));
            }
        }
    }

    /// Adds what a close look finds, and then asks of every face beside the first one for its features.
    fn look_closely(&self, found: &mut Found<W::Sight>) {
        let (picture, scale) = (&self.working.picture, self.working.small_scale());
        let seen = Glance::of(self.working.small(), Working::SMALL_SIDE).upright(WORTH_A_CLOSE_LOOK);
        let mut places: Vec<Face> = seen.into_iter().map(|face| face.moved(scale, [0.0; 2])).collect();
        let least = LEAST_SIDE * f64::from(picture.width().max(picture.height()));
        places.retain(|face| face.side >= least);
        self.look_at(&places, NONE, found);
        found.sort_by(|(one, _), (other, _)| measured_first(one, other));
        let Some(first) = found.first().map(|(face, _)| *face) else { return };
        found.retain_mut(|(face, sight)| {
            if *face == first {
                return true;
            }
            let features = if first.head_holds(face) { Features::Missing } else { self.witness.features(sight) };
            if features == Features::Vague {
                face.score = face.score.min(VAGUE);
            }
            features != Features::Missing
        });
    }

    /// The turn after which a face is surely there.
    fn turned(&self, broad: &Glance) -> Option<Turn> {
        let is_face = |(turn, face): &(Turn, Face)| {
            let (face, _) = self.witness.look(&face.moved(self.working.scale, [0.0; 2]), Some(*turn));
            face.score >= SURE
        };
        broad.turned(WORTH_A_LOOK).into_iter().find(is_face).map(|(turn, _)| turn)
    }
}

/// The faces that were found, and what was seen of the first.
fn in_order<S>(mut found: Found<S>) -> (Detection, Option<S>) {
    found.sort_by(|(one, _), (other, _)| measured_first(one, other));
    let faces: Vec<Face> = found.iter().map(|(face, _)| *face).collect();
    let detection = if faces.is_empty() { Detection::Nobody } else { Detection::Upright(faces) };
    (detection, found.into_iter().next().map(|(_, sight)| sight))
}

/// Sure faces come before doubtful ones, and large before small ones.
fn measured_first(one: &Face, other: &Face) -> Ordering {
    let sure = |face: &Face| face.score >= SURE;
    sure(other).cmp(&sure(one)).then(other.side.total_cmp(&one.side))
}

/// A dark or hazy picture with its greys spread, at most fourfold, so that the noise of an even wall does not become a pattern;
/// `None` where there is contrast enough.
fn contrasted(working: &Working) -> Option<Working> {
    let picture = &working.picture;
    let levels = picture.pixels().map(|pixel| luma(pixel.0)).collect();
    let grey = GrayImage::from_raw(picture.width(), picture.height(), levels).expect("a level for each pixel");
    let (low, high) = (f64::from(percentile(&grey, 2)), f64::from(percentile(&grey, 98)));
    let gain = (215.0 / (high - low).max(1.0)).clamp(1.0, 4.0);
    let spread = |level: u8| (20.0 + (f64::from(level) - low) * gain).clamp(0.0, 255.0) as u8;
    (gain > 1.2).then(|| Working::new(map_subpixels(picture, spread), working.scale))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    /// A witness that knows where faces are, px of the photo.
    struct Knowing(Vec<Face>);

    impl Witness for Knowing {
        type Sight = ();

        fn look(&self, expected: &Face, _: Option<Turn>) -> (Face, ()) {
            let known = self.0.iter().find(|face| face.overlaps(expected));
            (known.copied().unwrap_or(Face { score: 0.0, ..*expected }), ())
        }

        fn features(&self, (): &()) -> Features {
            Features::Clear
        }
    }

    fn at(x: f64, side: f64, score: f64) -> Face {
        Face { x, y: 0.0, side, score }
    }

    #[test]
    fn walls_and_slivers_hold_nobody() {
        for (width, height) in [(600, 800), (1, 1), (5000, 3), (3, 5000)] {
            let working = Working::new(RgbImage::from_pixel(width, height, Rgb([90, 140, 210])), 1.0);
            let (found, sight) = Detection::of(&working, &Knowing(Vec::new()));
            assert_eq!((found, sight), (Detection::Nobody, None), "{width}x{height}");
        }
    }

    #[test]
    fn the_largest_sure_face_is_measured() {
        let (small, large, doubtful) = (at(0.0, 40.0, 0.95), at(100.0, 90.0, 0.99), at(300.0, 120.0, 0.6));
        let (found, first) = in_order(vec![(doubtful, "doubtful"), (small, "small"), (large, "large")]);
        assert_eq!(found, Detection::Upright(vec![large, small, doubtful]));
        assert_eq!(first, Some("large"));
    }

    #[test]
    fn a_head_holds_its_ears_and_not_its_neighbour() {
        let face = at(100.0, 100.0, 1.0);
        let near = |x: f64, y: f64, side: f64| Face { x, y, side, score: 1.0 };
        assert!(face.head_holds(&near(195.0, 30.0, 12.0)), "an ear");
        assert!(!face.head_holds(&near(260.0, 0.0, 40.0)), "somebody beside");
        assert!(!face.head_holds(&near(180.0, 0.0, 90.0)), "somebody as large behind");
    }

    #[test]
    fn haze_is_lifted_and_contrast_is_kept() {
        let ramp = |from: u32, span: u32| {
            let grey = move |x: u32, _| Rgb([(from + x * span / 100) as u8; 3]);
            Working::new(RgbImage::from_fn(100, 100, grey), 1.0)
        };
        let lifted = contrasted(&ramp(5, 60)).unwrap().picture;
        let (low, high) = (lifted.iter().min().unwrap(), lifted.iter().max().unwrap());
        assert!(*low < 25 && *high > 220, "{low}..{high}");
        assert!(contrasted(&ramp(10, 240)).is_none());
    }

    #[test]
    fn boxes_overlap_by_the_smaller() {
        assert!(at(0.0, 100.0, 1.0).overlaps(&at(60.0, 30.0, 1.0)));
        assert!(!at(0.0, 100.0, 1.0).overlaps(&at(95.0, 30.0, 1.0)));
    }
}
