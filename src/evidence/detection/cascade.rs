//! The cascade detector (`rustface`): slow and thorough, with square boxes for upright faces.

use std::cell::RefCell;

use image::{GrayImage, RgbImage};
use rustface::{Detector, FaceInfo, ImageData};

use super::Face;
use crate::colour::luma;
use crate::photo::{Rect, part_resized, resized};

/// The detector's model, from the `rustface` package (SeetaFace frontal, BSD-2-Clause).
static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/face_detector.bin"));

/// Smallest face the detector sees, px of the picture it is given: the size of its window.
pub(super) const WINDOW: u32 = 40;

/// Size to which a face of known position is scaled before detection, px: a little above [`WINDOW`], so that few sizes are tried.
const SHOWN: f64 = 44.0;

/// Side of what is shown around such a face, in sides of its box.
const AROUND: f64 = 1.4;

/// Contrast (standard deviation, grey levels) under which the detector itself calls a window empty.
const EMPTY: f64 = 10.0;

thread_local! {
    /// One detector a thread: it keeps buffers between pictures, and its model takes as long to copy as to parse.
    static DETECTOR: RefCell<Box<dyn Detector>> = RefCell::new(detector());
}

/// Faces in `picture` as it is.
pub(super) fn detect(picture: &GrayImage, score: f64) -> Vec<Face> {
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

/// Faces in `picture` at the long side `look`, in its own px.
pub(super) fn search(picture: &GrayImage, look: u32, score: f64) -> Vec<Face> {
    let (width, height) = picture.dimensions();
    let factor = f64::from(look) / f64::from(width.max(height));
    let side = |length: u32| ((f64::from(length) * factor).round() as u32).max(1);
    let found = detect(&resized(picture, side(width), side(height)), score);
    found.into_iter().map(|face| face.moved(1.0 / factor, [0.0; 2])).collect()
}

/// The best face of at least this score about where one is expected, after `turned` has set that part of the picture
/// upright; its place is right only where nothing was turned.
pub(super) fn at(
    picture: &RgbImage,
    expected: &Face,
    score: f64,
    turned: impl Fn(GrayImage) -> GrayImage,
) -> Option<Face> {
    let [middle_x, middle_y] = [expected.x, expected.y].map(|edge| edge + expected.side / 2.0);
    let reach = AROUND / 2.0 * expected.side;
    let inside = |at: f64, limit: u32| at.clamp(0.0, f64::from(limit)) as u32;
    let [left, right] = [middle_x - reach, middle_x + reach].map(|x| inside(x, picture.width()));
    let [top, bottom] = [middle_y - reach, middle_y + reach].map(|y| inside(y, picture.height()));
    let part = Rect { x: left, y: top, width: right - left, height: bottom - top };
    let factor = SHOWN / expected.side;
    let side = |length: u32| ((f64::from(length) * factor).round() as u32).max(1);
    let shown = turned(grey(&part_resized(picture, part, side(part.width), side(part.height))));
    let best = detect(&shown, score).into_iter().max_by(|one, other| one.score.total_cmp(&other.score))?;
    Some(best.moved(1.0 / factor, [f64::from(left), f64::from(top)]))
}

/// The picture's luma.
pub(super) fn grey(picture: &RgbImage) -> GrayImage {
    let levels = picture.pixels().map(|pixel| luma(pixel.0)).collect();
    GrayImage::from_raw(picture.width(), picture.height(), levels).expect("a level for each pixel")
}

/// Whether no half window of the picture has the contrast of a face.
pub(super) fn is_empty(picture: &GrayImage) -> bool {
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
    use image::{Luma, Rgb};

    use super::*;

    #[test]
    fn only_pictures_with_contrast_are_searched() {
        assert!(is_empty(&GrayImage::from_fn(80, 80, |x, _| Luma([(100 + x / 8) as u8]))));
        assert!(!is_empty(&GrayImage::from_fn(80, 80, |x, y| Luma([if (x / 4 + y / 4) % 2 == 0 { 90 } else { 140 }]))));
    }

    #[test]
    fn what_is_expected_beyond_the_frame_is_not_found() {
        let wall = RgbImage::from_pixel(100, 100, Rgb([120; 3]));
        for (x, y) in [(-500.0, 0.0), (90.0, 90.0), (1e9, 1e9)] {
            assert_eq!(at(&wall, &Face { x, y, side: 60.0, score: 1.0 }, 0.0, |part| part), None);
        }
    }
}
