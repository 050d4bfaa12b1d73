//! The picture at the one size that most measures work at, so that a reading does not depend on the camera's
//! resolution and costs the same for every photo.

use image::RgbImage;

use crate::photo::Pixels;

/// The upright picture, shrunk.
pub struct Working {
    /// 8-bit sRGB, no longer than needed.
    pub picture: RgbImage,
    /// Photo pixels per working pixel, at least 1.
    pub scale: f64,
}

impl Working {
    /// Long side in px: a face at half the frame is then about 300 px high, and 640 px is the height of the
    /// national template (480×640), so its photos are measured as they are.
    pub(crate) const LONG_SIDE: u32 = 640;

    /// Shrinks `pixels`, never enlarges.
    pub(crate) fn of(pixels: &Pixels) -> Self {
        let picture = pixels.shrunk(Self::LONG_SIDE);
        let scale = f64::from(pixels.height().max(pixels.width())) / f64::from(picture.height().max(picture.width()));
        Self { picture, scale }
    }

    /// A point of the working picture in pixels of the photo; pixel centres map to pixel centres.
    pub(crate) fn to_photo(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x + 0.5) * self.scale - 0.5, (y + 0.5) * self.scale - 0.5]
    }

    /// A point of the photo in pixels of the working picture.
    pub(crate) fn locate(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x + 0.5) / self.scale - 0.5, (y + 0.5) / self.scale - 0.5]
    }
}
