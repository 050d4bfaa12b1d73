//! Where the faces are.
//!
//! A cascade detector (`rustface`) looks at the picture shrunk to a few sizes, the smallest first: a face that
//! fills a third of an identity photo is found at 128 px for a fraction of what a search for small faces costs. Only
//! when nothing is found does it look closer, and at last at the picture turned on its side and on its head. Beside
//! the first face it looks closely for others, where there is anything to see but an even wall.
//!
//! Its boxes are coarse (the chin lies within ±5 % of the box of where the box says): they say who is there and
//! where a finer model shall look. That model has the last word on boxes of which the detector is not sure, as on
//! faces half hidden by a mask or by darkness, unless a turned picture shows a face surely.

use std::cell::RefCell;

use image::GrayImage;
use image::imageops;
use imageproc::map::map_subpixels;
use imageproc::stats::percentile;
use rustface::{Detector, FaceInfo, ImageData};

use super::Working;
use crate::colour::luma;
use crate::photo::resized;

/// The detector's model, from the `rustface` package (SeetaFace frontal, BSD-2-Clause).
static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/face_detector.bin"));

/// Smallest face the detector sees, px of the picture it is given: the size of its window.
const WINDOW: u32 = 40;

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

/// Contrast (standard deviation, grey levels) under which the detector itself calls a window empty.
const EMPTY: f64 = 10.0;

thread_local! {
    /// One detector a thread: it keeps buffers between pictures, and its model takes as long to copy as to parse.
    static DETECTOR: RefCell<Box<dyn Detector>> = RefCell::new(detector());
}

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
    /// Where the middle between the pupils is expected, px: the mean over 68 people, who scatter by 2 % of the side
    /// across and 3 % down.
    pub fn mid_pupil(&self) -> [f64; 2] {
        [self.x + 0.505 * self.side, self.y + 0.375 * self.side]
    }

    /// Distance expected between the pupils, px; people scatter by 7 %.
    pub fn pupil_distance(&self) -> f64 {
        0.397 * self.side
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
        let close = Close::of(working);
        match close.detection(&confirm) {
            Self::Nobody => close.contrasted().map_or(Self::Nobody, |contrasted| contrasted.detection(&confirm)),
            found => found,
        }
    }
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
        let picture = resized(&working.picture, side(width), side(height));
        let levels = picture.pixels().map(|pixel| luma(pixel.0)).collect();
        let picture = GrayImage::from_raw(picture.width(), picture.height(), levels).expect("a level for each pixel");
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

    /// Who is there in this picture.
    fn detection(&self, confirm: impl Fn(&Face) -> bool) -> Detection {
        let is_face = |face: &Face| face.score >= SURE || confirm(&face.moved(self.scale, [0.0; 2]));
        let found = LOOKS.into_iter().find_map(|look| {
            let mut faces = search(&self.picture, look, LIKELY);
            faces.retain(is_face);
            (!faces.is_empty()).then_some(faces)
        });
        let Some(mut faces) = found else {
            return self.turned(SURE).map_or(Detection::Nobody, Detection::Turned);
        };
        // A face on its head may pass for a doubtful upright one; the right way up it scores far higher.
        let best = faces.iter().map(|face| face.score).fold(0.0, f64::max);
        if best < CERTAIN
            && let Some(turn) = self.turned(CERTAIN.max(2.0 * best))
        {
            return Detection::Turned(turn);
        }
        faces.sort_by(|one, other| other.side.total_cmp(&one.side));
        add_others(&mut faces, &self.picture, is_face);
        Detection::Upright(faces.into_iter().map(|face| face.moved(self.scale, [0.0; 2])).collect())
    }

    /// The turn after which a face of at least this score is there.
    fn turned(&self, score: f64) -> Option<Turn> {
        Turn::ALL.into_iter().find(|turn| {
            let upright = turn.applied(&self.picture);
            LOOKS[..2].iter().any(|look| !search(&upright, *look, score).is_empty())
        })
    }
}

/// Faces in `picture` at the long side `look`, in its own px.
fn search(picture: &GrayImage, look: u32, score: f64) -> Vec<Face> {
    let (width, height) = picture.dimensions();
    let factor = f64::from(look) / f64::from(width.max(height));
    let side = |length: u32| ((f64::from(length) * factor).round() as u32).max(1);
    let found = detect(&resized(picture, side(width), side(height)), score);
    found.into_iter().map(|face| face.moved(1.0 / factor, [0.0; 2])).collect()
}

/// Adds the faces left, right and above of the largest one. A look at the whole picture as close as this would cost
/// more than everything else about the face; around a portrait there is mostly nothing.
fn add_others(faces: &mut Vec<Face>, picture: &GrayImage, is_face: impl Fn(&Face) -> bool) {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let main = faces[0];
    let [left, right] = [main.x - 0.1 * main.side, main.x + 1.1 * main.side];
    let [crown, shoulders] = [main.y - 0.5 * main.side, main.y + 1.4 * main.side];
    for [x0, y0, x1, y1] in [[0.0, 0.0, left, shoulders], [right, 0.0, width, shoulders], [left, 0.0, right, crown]] {
        let ([x0, y0], [x1, y1]) = ([x0.max(0.0), y0.max(0.0)], [x1.min(width), y1.min(height)]);
        if (x1 - x0).min(y1 - y0) < f64::from(WINDOW) {
            continue;
        }
        let part = imageops::crop_imm(picture, x0 as u32, y0 as u32, (x1 - x0) as u32, (y1 - y0) as u32).to_image();
        if is_empty(&part) {
            continue;
        }
        let found = detect(&part, LIKELY).into_iter().map(|face| face.moved(1.0, [x0.floor(), y0.floor()]));
        let new = |face: &Face| !faces.iter().any(|known| known.overlaps(face)) && is_face(face);
        let new: Vec<Face> = found.filter(new).collect();
        faces.extend(new);
    }
    faces.sort_by(|one, other| other.side.total_cmp(&one.side));
}

/// Whether no half window of the picture has the contrast of a face.
fn is_empty(picture: &GrayImage) -> bool {
    let half = (WINDOW / 2) as usize;
    let width = picture.width() as usize;
    let band_is_empty = |band: &[u8]| {
        (0..=width.saturating_sub(half)).step_by(half).all(|x| {
            let block = band.chunks_exact(width).flat_map(|row| &row[x..(x + half).min(width)]);
            let (mut sum, mut squares, mut count) = (0, 0, 0);
            for grey in block.map(|grey| u32::from(*grey)) {
                (sum, squares, count) = (sum + grey, squares + grey * grey, count + 1);
            }
            let [sum, squares, count] = [sum, squares, count].map(f64::from);
            squares / count - (sum / count).powi(2) <= EMPTY * EMPTY
        })
    };
    picture.as_raw().chunks(half * width).all(band_is_empty)
}

/// Runs the detector on a picture as it is.
fn detect(picture: &GrayImage, score: f64) -> Vec<Face> {
    let (width, height) = picture.dimensions();
    if width.min(height) < WINDOW {
        return Vec::new();
    }
    let face = |info: &FaceInfo| Face {
        x: f64::from(info.bbox().x()),
        y: f64::from(info.bbox().y()),
        side: f64::from(info.bbox().width()),
        score: info.score(),
    };
    DETECTOR.with_borrow_mut(|detector| {
        detector.set_score_thresh(score);
        detector.detect(&ImageData::new(picture, width, height)).iter().map(face).collect()
    })
}

/// A detector that sees every face at any size from [`WINDOW`] up.
fn detector() -> Box<dyn Detector> {
    let model = rustface::read_model(MODEL).expect("the model that is built in parses");
    let mut detector = rustface::create_detector_with_model(model);
    detector.set_pyramid_scale_factor(0.8);
    detector.set_slide_window_step(4, 4);
    detector
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
    fn only_pictures_with_contrast_are_searched() {
        assert!(is_empty(&GrayImage::from_fn(80, 80, |x, _| Luma([(100 + x / 8) as u8]))));
        assert!(!is_empty(&GrayImage::from_fn(80, 80, |x, y| Luma([if (x / 4 + y / 4) % 2 == 0 { 90 } else { 140 }]))));
    }

    #[test]
    fn boxes_overlap_by_the_smaller() {
        let at = |x: f64, side: f64| Face { x, y: 0.0, side, score: 9.0 };
        assert!(at(0.0, 100.0).overlaps(&at(60.0, 30.0)));
        assert!(!at(0.0, 100.0).overlaps(&at(95.0, 30.0)));
    }
}
