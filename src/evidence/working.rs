//! The picture at the one size that most measures work at, so that a reading does not depend on the camera's
//! resolution and costs the same for every photo.

use std::cell::OnceCell;

use image::RgbImage;

use crate::photo::{Pixels, resized};

/// The upright picture, shrunk.
pub struct Working {
    /// 8-bit sRGB, no longer than needed.
    pub picture: RgbImage,
    /// Photo pixels per working pixel, at least 1.
    pub scale: f64,
    small: OnceCell<RgbImage>,
}

impl Working {
    /// Long side in px: a face at half the frame is then about 300 px high, and 640 px is the height of the
    /// national template (480×640), so its photos are measured as they are.
    pub(crate) const LONG_SIDE: u32 = 640;

    /// Pixels of the picture per pixel of [`Self::small`], at least 1.
    pub(crate) fn small_scale(&self) -> f64 {
        let long_side = |picture: &RgbImage| f64::from(picture.width().max(picture.height()));
        long_side(&self.picture) / long_side(self.small())
    }

    /// Long side of [`Self::small`], px: a head at half the frame is then 160 px high, and one pixel 0.3 % of the frame.
    pub(crate) const SMALL_SIDE: u32 = 320;

    /// Shrinks `pixels`, never enlarges.
    pub(crate) fn of(pixels: &Pixels) -> Self {
        let picture = pixels.shrunk(Self::LONG_SIDE);
        let scale = f64::from(pixels.height().max(pixels.width())) / f64::from(picture.height().max(picture.width()));
        Self::new(picture, scale)
    }

    /// A picture with so many pixels of the photo per pixel.
    pub(crate) fn new(picture: RgbImage, scale: f64) -> Self {
        Self { picture, scale, small: OnceCell::new() }
    }

    /// The picture once more no longer than [`Self::SMALL_SIDE`]: colours are compared in it, and small heads sought.
    pub(crate) fn small(&self) -> &RgbImage {
        let (width, height) = self.picture.dimensions();
        let scale = f64::from(width.max(height)) / f64::from(Self::SMALL_SIDE);
        if scale <= 1.0 {
            return &self.picture;
        }
        let side = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
        self.small.get_or_init(|| resized(&self.picture, side(width), side(height)))
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
