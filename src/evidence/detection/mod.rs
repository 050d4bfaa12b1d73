//! Where the faces are.
//!
//! First one of our own nets glances at the whole photo ([`glance`]): where it is sure of a face and of which way up it
//! is, and the cascade detector ([`cascade`]) agrees that there is one, that is it. Two witnesses of quite different
//! kinds are asked, so that what fools one alone is not called a face.
//!
//! Wherever they do not agree, the cascade searches the picture shrunk to a few sizes, the smallest first, and at last
//! the picture turned on its side and on its head: it misses little and takes long. Beside the first face it looks
//! closely for others, where the glance did not rule them out and there is anything to see but an even wall.
//!
//! The cascade's boxes are coarse (the chin lies within ±5 % of the box of where the box says): they say who is there
//! and where a finer model shall look. That model has the last word on boxes of which the cascade is not sure, as on
//! faces half hidden by a mask or by darkness, unless a turned picture shows a face surely.

mod cascade;
mod glance;

use image::GrayImage;
use image::imageops;
use imageproc::map::map_subpixels;
use imageproc::stats::percentile;

use super::Working;
use crate::photo::resized;
use cascade::{WINDOW, detect, grey, is_empty, search};
use glance::Glance;

/// Long sides, px, at which the picture is looked at until a face is found: the window is 31, 17, 8 and 4 % of them.
const LOOKS: [u32; 4] = [128, 240, CLOSE, 960];

/// Long side, px, at which other people are looked for.
const CLOSE: u32 = 480;

/// Score from which a box counts as a face without asking further. In 344 studio portraits the weakest true one
/// scored 4.4 and the strongest false one 2.7, at long sides from 160 to 640 px.
const SURE: f64 = 3.5;

/// Score from which a face is the right way up without a look at the turned picture: on their heads, the portraits of
/// `tests/portraits.rs` score up to 9.8.
const CERTAIN: f64 = 10.0;

/// Least score at which it is worth asking: the detector's own lowest recommended threshold.
const LIKELY: f64 = 0.95;

/// One upright face, as a square box from the middle of the forehead to just above the chin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Left edge, px of the photo; may lie outside.
    pub x: f64,
    /// Top edge, px of the photo; may lie outside.
    pub y: f64,
    /// Side, px of the photo.
    pub side: f64,
    /// The detector's score; not a probability.
    pub score: f64,
}

impl Face {
    /// Where the middle between the pupils lies and how far they are apart, in sides of the box.
    const MID_PUPIL: [f64; 2] = [0.505, 0.375];
    const PUPIL_DISTANCE: f64 = 0.397;

    /// The box that has its eyes here, px.
    fn around([x, y]: [f64; 2], pupil_distance: f64, score: f64) -> Self {
        let side = pupil_distance / Self::PUPIL_DISTANCE;
        let [across, down] = Self::MID_PUPIL;
        Self { x: x - across * side, y: y - down * side, side, score }
    }

    /// Where the middle between the pupils is expected, px: the mean over 68 people, who scatter by 2 % of the side
    /// across and 3 % down.
    pub fn mid_pupil(&self) -> [f64; 2] {
        let [across, down] = Self::MID_PUPIL;
        [self.x + across * self.side, self.y + down * self.side]
    }

    /// Distance expected between the pupils, px; people scatter by 7 %.
    pub fn pupil_distance(&self) -> f64 {
        Self::PUPIL_DISTANCE * self.side
    }

    /// Moved and enlarged from another picture's pixels.
    fn moved(self, factor: f64, [left, top]: [f64; 2]) -> Self {
        Self { x: left + self.x * factor, y: top + self.y * factor, side: self.side * factor, score: self.score }
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
    /// All of them, the likeliest first: phones store photos on their side.
    const ALL: [Self; 3] = [Self::Quarter, Self::ThreeQuarters, Self::Half];

    /// The picture after this turn.
    fn applied(self, picture: &GrayImage) -> GrayImage {
        match self {
            Self::Quarter => imageops::rotate90(picture),
            Self::Half => imageops::rotate180(picture),
            Self::ThreeQuarters => imageops::rotate270(picture),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Detection {
    /// Upright faces, the largest first; at least one.
    Upright(Vec<Face>),
    /// No upright face, but one that would be upright after this turn.
    Turned(Turn),
    /// Nobody.
    Nobody,
}

impl Detection {
    /// Looks for faces in the picture at working size; `confirm` is asked about boxes that may hold one.
    pub fn of(working: &Working, confirm: impl Fn(&Face) -> bool) -> Self {
        let search = Search { working, glance: Glance::of(working), confirm };
        if let Some(agreed) = search.agreed() {
            return agreed;
        }
        let close = Close::of(working);
        match search.thorough(&close) {
            Self::Nobody => close.contrasted().map_or(Self::Nobody, |contrasted| search.thorough(&contrasted)),
            found => found,
        }
    }
}

/// What is asked, and of whom.
struct Search<'w, C> {
    working: &'w Working,
    glance: Glance,
    confirm: C,
}

impl<C: Fn(&Face) -> bool> Search<'_, C> {
    /// What the glance and the cascade agree on; `None` where they do not.
    fn agreed(&self) -> Option<Detection> {
        let (turn, expected) = self.glance.face()?;
        match turn {
            None => {
                let face = cascade::at(&self.working.picture, &expected, SURE, |part| part)?;
                let mut faces = vec![face.moved(self.working.scale, [0.0; 2])];
                self.add_seen(&mut faces);
                if around(&face).into_iter().any(|part| self.glance.suspects(part)) {
                    self.add_others(&mut faces, &Close::of(self.working));
                }
                Some(Detection::Upright(faces))
            }
            Some(turn) => {
                let found = cascade::at(&self.working.picture, &expected, CERTAIN, |part| turn.applied(&part));
                found.map(|_| Detection::Turned(turn))
            }
        }
    }

    /// Whether a box, px of the photo, holds a face.
    fn is_face(&self, face: &Face) -> bool {
        face.score >= SURE || (self.confirm)(face)
    }

    /// Who is there in this picture, by the cascade.
    fn thorough(&self, close: &Close) -> Detection {
        let found = LOOKS.into_iter().find_map(|look| {
            let found = search(&close.picture, look, LIKELY).into_iter();
            let faces: Vec<Face> =
                found.map(|face| face.moved(close.scale, [0.0; 2])).filter(|face| self.is_face(face)).collect();
            (!faces.is_empty()).then_some(faces)
        });
        let Some(mut faces) = found else {
            return close.turned(SURE).map_or(Detection::Nobody, Detection::Turned);
        };
        // A face on its head may pass for a doubtful upright one; the right way up it scores far higher.
        let best = faces.iter().map(|face| face.score).fold(0.0, f64::max);
        if best < CERTAIN
            && let Some(turn) = close.turned(CERTAIN.max(2.0 * best))
        {
            return Detection::Turned(turn);
        }
        faces.sort_by(|one, other| other.side.total_cmp(&one.side));
        self.add_seen(&mut faces);
        self.add_others(&mut faces, close);
        Detection::Upright(faces)
    }

    /// Adds the other faces that the glance has seen, where the cascade agrees.
    fn add_seen(&self, faces: &mut Vec<Face>) {
        for expected in self.glance.faces() {
            let in_photo = |face: Face| face.moved(self.working.scale, [0.0; 2]);
            if faces.iter().any(|known| known.overlaps(&in_photo(expected))) {
                continue;
            }
            let found = cascade::at(&self.working.picture, &expected, LIKELY, |part| part).map(in_photo);
            faces.extend(found.filter(|face| self.is_face(face)));
        }
        faces.sort_by(|one, other| other.side.total_cmp(&one.side));
    }

    /// Adds the faces around the first one. A look at the whole picture as close as this would cost more than everything
    /// else about the face; around a portrait there is mostly nothing.
    fn add_others(&self, faces: &mut Vec<Face>, close: &Close) {
        let (width, height) = (f64::from(close.picture.width()), f64::from(close.picture.height()));
        for [x0, y0, x1, y1] in around(&faces[0].moved(1.0 / close.scale, [0.0; 2])) {
            let ([x0, y0], [x1, y1]) = ([x0.max(0.0), y0.max(0.0)], [x1.min(width), y1.min(height)]);
            let small = (x1 - x0).min(y1 - y0) < f64::from(WINDOW);
            let part = [x0, y0, x1, y1].map(|edge| edge * close.scale / self.working.scale);
            if small || !self.glance.suspects(part) {
                continue;
            }
            let part = imageops::crop_imm(&close.picture, x0 as u32, y0 as u32, (x1 - x0) as u32, (y1 - y0) as u32);
            let part = part.to_image();
            if is_empty(&part) {
                continue;
            }
            let origin = [x0.floor(), y0.floor()];
            let found =
                detect(&part, LIKELY).into_iter().map(|face| face.moved(1.0, origin).moved(close.scale, [0.0; 2]));
            let new = |face: &Face| !faces.iter().any(|known| known.overlaps(face)) && self.is_face(face);
            let new: Vec<Face> = found.filter(new).collect();
            faces.extend(new);
        }
        faces.sort_by(|one, other| other.side.total_cmp(&one.side));
    }
}

/// Where others may be beside a face: left, right and above of it, as left, top, right and bottom edge.
fn around(face: &Face) -> [[f64; 4]; 3] {
    let [left, right] = [face.x - 0.1 * face.side, face.x + 1.1 * face.side];
    let [crown, shoulders] = [face.y - 0.5 * face.side, face.y + 1.4 * face.side];
    let (start, end) = (f64::NEG_INFINITY, f64::INFINITY);
    [[start, start, left, shoulders], [right, start, end, shoulders], [left, start, right, crown]]
}

/// The picture as large as other people are looked for.
struct Close {
    picture: GrayImage,
    /// Photo pixels per pixel.
    scale: f64,
}

impl Close {
    fn of(working: &Working) -> Self {
        let (width, height) = working.picture.dimensions();
        let factor = f64::from(CLOSE) / f64::from(width.max(height));
        let side = |length: u32| ((f64::from(length) * factor).round() as u32).max(1);
        let picture = grey(&resized(&working.picture, side(width), side(height)));
        Self { picture, scale: working.scale / factor }
    }

    /// A dark or hazy picture with its greys spread: the detector calls what has little contrast empty. At most
    /// fourfold, so that the noise of an even wall does not become a pattern; `None` where there is contrast enough.
    fn contrasted(&self) -> Option<Self> {
        let (low, high) = (f64::from(percentile(&self.picture, 2)), f64::from(percentile(&self.picture, 98)));
        let gain = (215.0 / (high - low).max(1.0)).clamp(1.0, 4.0);
        (gain > 1.2).then(|| {
            let spread = |grey: u8| (20.0 + (f64::from(grey) - low) * gain).clamp(0.0, 255.0) as u8;
            Self { picture: map_subpixels(&self.picture, spread), scale: self.scale }
        })
    }

    /// The turn after which a face of at least this score is there.
    fn turned(&self, score: f64) -> Option<Turn> {
        Turn::ALL.into_iter().find(|turn| {
            let upright = turn.applied(&self.picture);
            LOOKS[..2].iter().any(|look| !search(&upright, *look, score).is_empty())
        })
    }
}

#[cfg(test)]
mod tests {
    use image::{Luma, Rgb, RgbImage};

    use super::*;

    #[test]
    fn walls_and_slivers_hold_nobody() {
        for (width, height) in [(600, 800), (1, 1), (5000, 3), (3, 5000)] {
            let working = Working { picture: RgbImage::from_pixel(width, height, Rgb([90, 140, 210])), scale: 1.0 };
            assert_eq!(Detection::of(&working, |_| true), Detection::Nobody, "{width}x{height}");
        }
    }

    #[test]
    fn haze_is_lifted_and_contrast_is_kept() {
        let ramp = |from: u32, span: u32| {
            let picture = GrayImage::from_fn(100, 100, move |x, _| Luma([(from + x * span / 100) as u8]));
            Close { picture, scale: 1.0 }
        };
        let lifted = ramp(5, 60).contrasted().unwrap().picture;
        let (low, high) = (lifted.iter().min().unwrap(), lifted.iter().max().unwrap());
        assert!(*low < 25 && *high > 220, "{low}..{high}");
        assert!(ramp(10, 240).contrasted().is_none());
    }

    #[test]
    fn boxes_overlap_by_the_smaller() {
        let at = |x: f64, side: f64| Face { x, y: 0.0, side, score: 9.0 };
        assert!(at(0.0, 100.0).overlaps(&at(60.0, 30.0)));
        assert!(!at(0.0, 100.0).overlaps(&at(95.0, 30.0)));
    }
}
