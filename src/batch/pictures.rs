//! Small pictures for reports, made while the photo is in memory: the whole, and close-ups of what a person should
//! look at. Their size in bytes is bounded, so that a report on a thousand photos stays below 30 MB: what passes needs a small
//! picture, and of what fails anyway few close-ups are looked at.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};

use crate::judge::{Finding, Outcome};
use crate::photo::{Pixels, Rect, resized};
use crate::reading::{Fact, Part};
use crate::rules::Severity;

/// Long side of the whole picture, px: sharp at the size of a report's card, on a fine screen too.
const WHOLE_SIDE: u32 = 440;
/// Long side of a close-up, px, and of one of a photo that fails anyway.
const CLOSE_SIDE: u32 = 260;
const FAILED_CLOSE_SIDE: u32 = 130;
/// Long side of the whole picture of a photo that fails, and of one that passes, which is shown smaller, px.
const FAILED_SIDE: u32 = 380;
const PASSED_SIDE: u32 = 300;
/// Most bytes of the whole picture, of one that fails, and of one that passes.
const WHOLE_BYTES: usize = 9 << 10;
const FAILED_BYTES: usize = 7 << 10;
const PASSED_BYTES: usize = 5 << 10;
/// Most bytes of one close-up, of all of a photo, and of all of one that fails.
const CLOSE_BYTES: usize = 5 << 10;
const ALL_CLOSE_BYTES: usize = 16 << 10;
const FAILED_CLOSE_BYTES: usize = 3 << 10;
/// JPEG qualities to try, the first that fits is taken.
const QUALITIES: [u8; 6] = [84, 76, 66, 54, 40, 25];

/// The pictures of one photo, as JPEG files.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// The whole upright photo, shrunk.
    pub whole: Vec<u8>,
    /// Close-ups of the parts that want a human eye.
    pub close_ups: Vec<CloseUp>,
}

/// One part, from the photo at full size.
#[derive(Clone, Debug)]
pub struct CloseUp {
    /// Which part.
    pub part: Part,
    /// Where it lies in the upright photo.
    pub place: Rect,
    /// The JPEG file.
    pub jpeg: Vec<u8>,
}

impl Pictures {
    /// Makes them. `facts` tell where the parts lie; without eyes there are no close-ups.
    pub(super) fn of(pixels: &Pixels, findings: &[Finding<'_>], facts: &[Fact]) -> Self {
        let worst = findings.iter().filter(|it| it.severity == Severity::Error).map(|it| it.outcome).max();
        let wanted = wanted(findings);
        let (close_side, all) = match worst {
            Some(Outcome::Fail) => (FAILED_CLOSE_SIDE, FAILED_CLOSE_BYTES),
            _ => (CLOSE_SIDE, ALL_CLOSE_BYTES),
        };
        let bytes = CLOSE_BYTES.min(all / wanted.len().max(1));
        let close_up = |part: Part| {
            let place = part.place(facts)?;
            let jpeg = within(&shrunk(&pixels.crop(place), close_side), bytes);
            Some(CloseUp { part, place, jpeg })
        };
        let close_ups = wanted.into_iter().filter_map(close_up).collect();
        let (side, bytes) = match worst {
            Some(Outcome::Fail) => (FAILED_SIDE, FAILED_BYTES),
            Some(Outcome::Review) => (WHOLE_SIDE, WHOLE_BYTES),
            _ => (PASSED_SIDE, PASSED_BYTES),
        };
        Self { whole: within(&pixels.shrunk(side), bytes), close_ups }
    }
}

/// The parts that findings other than passes are about.
fn wanted(findings: &[Finding<'_>]) -> Vec<Part> {
    let open = findings.iter().filter(|finding| finding.outcome > Outcome::Pass);
    let judged = open.flat_map(|finding| &finding.judged).filter(|judged| judged.outcome > Outcome::Pass);
    let mut parts: Vec<_> = judged.flat_map(|judged| judged.condition.measure.parts).copied().collect();
    parts.sort();
    parts.dedup();
    parts
}

/// `picture` with a long side of at most `side` px; never enlarged.
fn shrunk(picture: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let long = width.max(height);
    if long <= side {
        return picture.clone();
    }
    let scaled = |length: u32| (u64::from(length) * u64::from(side) / u64::from(long)).max(1) as u32;
    resized(picture, scaled(width), scaled(height))
}

/// The best JPEG of at most `bytes`, or the smallest of all if none is.
pub(super) fn within(picture: &RgbImage, bytes: usize) -> Vec<u8> {
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        let (width, height) = picture.dimensions();
        let encoded = JpegEncoder::new_with_quality(&mut jpeg, quality).encode(
            picture.as_raw(),
            width,
            height,
            ExtendedColorType::Rgb8,
        );
        if encoded.is_err() {
            return Vec::new();
        }
        if jpeg.len() <= bytes {
            break;
        }
    }
    jpeg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_to_their_size() {
        let noise = RgbImage::from_fn(330, 440, |x, y| {
            let value = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) as u8;
            image::Rgb([value, value.wrapping_mul(3), value.wrapping_mul(7)])
        });
        let gradient = RgbImage::from_fn(330, 440, |x, y| image::Rgb([(x / 2) as u8, (y / 2) as u8, 90]));
        assert!(within(&gradient, WHOLE_BYTES).len() <= WHOLE_BYTES);
        // Noise fits at no quality; it gets the lowest, not an endless search.
        assert_eq!(within(&noise, WHOLE_BYTES), within(&noise, 0));
        assert_eq!(shrunk(&noise, 100).dimensions(), (75, 100));
    }
}
