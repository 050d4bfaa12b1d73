//! Samples of the picture's and the face's pixels, taken once for all measures of light and colour.
//!
//! Every second pixel of every second row of the working picture: enough for shares of a per mille, at a quarter of
//! the cost. Values stay 8-bit sRGB, since clipping can only be seen before anything is averaged or converted.

use image::RgbImage;

use super::zones::{FaceZones, Square};

/// Every this many pixels one sample, both ways.
const STEP: usize = 2;

/// The brightness of the whole picture.
pub(crate) struct Tones {
    /// How many samples have this value in their brightest channel.
    pub brightest: [u32; 256],
    /// Share of samples whose colour is lost: two channels clipped, the third not.
    pub discoloured: f64,
}

impl Tones {
    /// Two channels from here on count as clipped: JPEG rounding seldom moves a clipped value further.
    const CLIPPED: u8 = 253;

    /// Below this the third channel shows that the colour was none of white.
    const NOT_WHITE: u8 = 235;

    /// Samples `picture`.
    pub(crate) fn of(picture: &RgbImage) -> Self {
        let mut tones = Self { brightest: [0; 256], discoloured: 0.0 };
        let (mut discoloured, mut total) = (0u32, 0u32);
        for row in picture.rows().step_by(STEP) {
            for pixel in row.step_by(STEP) {
                let [low, middle, high] = sorted(pixel.0);
                tones.brightest[usize::from(high)] += 1;
                discoloured += u32::from(middle >= Self::CLIPPED && low < Self::NOT_WHITE);
                total += 1;
            }
        }
        tones.discoloured = f64::from(discoloured) / f64::from(total.max(1));
        tones
    }

    /// The value, 0..=255, below which the share `part` of the samples lies in their brightest channel.
    pub(crate) fn percentile(&self, part: f64) -> u8 {
        let wanted = part * f64::from(self.brightest.iter().sum::<u32>());
        let mut seen = 0.0;
        let reached = |&count: &u32| {
            seen += f64::from(count);
            seen >= wanted
        };
        self.brightest.iter().position(reached).map_or(255, |value| value as u8)
    }

    /// Share of samples whose brightest channel is at most `value`.
    pub(crate) fn share_up_to(&self, value: u8) -> f64 {
        let dark: u32 = self.brightest[..=usize::from(value)].iter().sum();
        f64::from(dark) / f64::from(self.brightest.iter().sum::<u32>().max(1))
    }
}

/// Pixels of one face.
pub(crate) struct FaceSample {
    /// The face between brows and chin, ears and forehead left out.
    pub face: Vec<[u8; 3]>,
    /// Its outer parts to the left and right of the nose.
    pub sides: [Vec<[u8; 3]>; 2],
    /// Patches of skin: the cheek zones of ISO/IEC 29794-5, left and right, and the forehead above the nose.
    pub patches: [Vec<[u8; 3]>; 3],
}

impl FaceSample {
    /// How far from the middle of the face its outer parts begin, in eye distances: beside the nose.
    const NOSE: f64 = 0.25;

    /// Samples `picture` on the face at `zones`, px of the same picture.
    pub(crate) fn of(picture: &RgbImage, zones: &FaceZones) -> Self {
        let [left, right] = zones.cheeks();
        let patches = [left, right, zones.forehead()].map(|patch| square(picture, patch));
        let mut sample = Self { face: Vec::new(), sides: [Vec::new(), Vec::new()], patches };
        let (span, [centre_x, eye_y]) = (zones.eye_distance(), zones.eye_centre());
        let oval = zones.oval();
        let bounds = Square { x: centre_x - span, y: eye_y - span, side: 2.0 * span + (zones.chin_y - eye_y) };
        for (x, y, pixel) in inside(picture, bounds) {
            if oval.contains(x, y) {
                sample.face.push(pixel);
                let across = (x - centre_x) / span;
                if across.abs() > Self::NOSE {
                    sample.sides[usize::from(across > 0.0)].push(pixel);
                }
            }
        }
        sample
    }
}

/// The samples in `square`.
fn square(picture: &RgbImage, square: Square) -> Vec<[u8; 3]> {
    inside(picture, square).map(|(_, _, pixel)| pixel).collect()
}

/// Places and values of the samples of `picture` in `square`, as far as it lies in the frame.
fn inside(picture: &RgbImage, square: Square) -> impl Iterator<Item = (f64, f64, [u8; 3])> {
    let range = |from: f64, length: u32| {
        let to = (from + square.side).clamp(0.0, f64::from(length)) as u32;
        ((from.clamp(0.0, f64::from(length)) as u32)..to).step_by(STEP)
    };
    let columns = range(square.x, picture.width());
    range(square.y, picture.height())
        .flat_map(move |y| columns.clone().map(move |x| (x, y)))
        .map(|(x, y)| (f64::from(x), f64::from(y), picture.get_pixel(x, y).0))
}

/// The channels from dark to bright.
fn sorted(mut pixel: [u8; 3]) -> [u8; 3] {
    pixel.sort_unstable();
    pixel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipped_blue_wall_is_discoloured_and_a_white_one_is_not() {
        let blue = RgbImage::from_fn(40, 40, |x, _| image::Rgb(if x < 20 { [141, 255, 254] } else { [67, 142, 219] }));
        assert_eq!(Tones::of(&blue).discoloured, 0.5);
        assert_eq!(Tones::of(&RgbImage::from_pixel(40, 40, image::Rgb([255, 255, 250]))).discoloured, 0.0);
    }

    #[test]
    fn percentiles_count_the_brightest_channel() {
        let ramp = RgbImage::from_fn(512, 4, |x, _| image::Rgb([0, (x / 2) as u8, 0]));
        let tones = Tones::of(&ramp);
        assert_eq!(tones.percentile(0.5), 127);
        assert!((tones.share_up_to(63) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn faces_at_the_edge_are_sampled_as_far_as_they_show() {
        let picture = RgbImage::from_pixel(100, 100, image::Rgb([180, 140, 120]));
        for [x, y] in [[-60.0, -40.0], [70.0, 80.0], [500.0, 500.0]] {
            let sample = FaceSample::of(&picture, &FaceZones::from_box(x, y, 90.0));
            assert!(sample.face.len() < 2500);
        }
        assert!(FaceSample::of(&picture, &FaceZones::from_box(10.0, -10.0, 80.0)).face.len() > 200);
    }
}
