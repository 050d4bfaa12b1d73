//! Whether the embedded thumbnail shows the same picture.
//!
//! A camera stores a small copy beside the picture. Some programs change the picture and leave the copy as it was.

use std::io::Cursor;

use image::metadata::Orientation as Turn;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, RgbImage, imageops};

use crate::photo::Photo;
use crate::photo::container::{BlockKind, photoshop};

/// Largest side of a thumbnail, px; EXIF's are 160×120, Photoshop's 256.
const LARGEST: u32 = 1024;

/// How far the embedded thumbnail agrees with its picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thumbnail {
    /// Normalised correlation of the two, -1 to 1.
    pub correlation: f64,
    /// Natural logarithm of the quotient of their aspects, without its sign.
    pub stretch: f64,
}

impl Thumbnail {
    /// Compares the thumbnail with `picture`, the upright photo at any size; `None` without a thumbnail.
    pub(crate) fn compare(photo: &Photo, picture: &RgbImage) -> Option<Self> {
        let thumbnail = decoded(photo)?;
        let picture = DynamicImage::ImageRgb8(picture.clone()).into_luma8();
        let turn = Turn::from_exif(photo.exif().orientation().to_exif())?;
        let mut turned = DynamicImage::ImageLuma8(thumbnail.clone());
        turned.apply_orientation(turn);
        // Most writers turn the thumbnail like the picture, some store it upright.
        let either = [turned.into_luma8(), thumbnail].map(|thumbnail| agreement(&without_bars(&thumbnail), &picture));
        either.into_iter().max_by(|a, b| a.correlation.total_cmp(&b.correlation))
    }
}

/// EXIF's thumbnail, else Photoshop's.
fn decoded(photo: &Photo) -> Option<GrayImage> {
    let resource = || photo.container().first(&BlockKind::Resource(photoshop::THUMBNAIL))?.data.get(28..);
    let bytes = photo.exif().thumbnail().or_else(resource)?;
    let reader = || ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let (width, height) = reader().into_dimensions().ok()?;
    ((16..=LARGEST).contains(&width) && (16..=LARGEST).contains(&height))
        .then(|| reader().decode().ok())?
        .map(|image| image.into_luma8())
}

/// The thumbnail without the black bars that fill it up to 4:3.
fn without_bars(thumbnail: &GrayImage) -> GrayImage {
    let (width, height) = thumbnail.dimensions();
    let black = |x: u32, y: u32| thumbnail.get_pixel(x, y).0[0] < 24;
    let row = |y: u32| (0..width).all(|x| black(x, y));
    let column = |x: u32| (0..height).all(|y| black(x, y));
    let (top, left) = (
        (0..height / 3).take_while(|y| row(*y)).count() as u32,
        (0..width / 3).take_while(|x| column(*x)).count() as u32,
    );
    let bottom = (0..height / 3).take_while(|y| row(height - 1 - y)).count() as u32;
    let right = (0..width / 3).take_while(|x| column(width - 1 - x)).count() as u32;
    imageops::crop_imm(thumbnail, left, top, width - left - right, height - top - bottom).to_image()
}

fn agreement(thumbnail: &GrayImage, picture: &GrayImage) -> Thumbnail {
    let aspect = |image: &GrayImage| f64::from(image.width()) / f64::from(image.height());
    let stretch = (aspect(thumbnail) / aspect(picture)).ln().abs();
    let small = imageops::thumbnail(picture, thumbnail.width(), thumbnail.height());
    Thumbnail { correlation: correlation(thumbnail, &small), stretch }
}

/// Normalised correlation of two pictures of one size.
fn correlation(a: &GrayImage, b: &GrayImage) -> f64 {
    let mean = |image: &GrayImage| image.iter().map(|level| f64::from(*level)).sum::<f64>() / image.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut own_a, mut own_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b.iter()) {
        let (x, y) = (f64::from(*x) - mean_a, f64::from(*y) - mean_b);
        (both, own_a, own_b) = (both + x * y, own_a + x * x, own_b + y * y);
    }
    // Two even pictures have nothing that could differ.
    if own_a * own_b == 0.0 { 1.0 } else { both / (own_a * own_b).sqrt() }
}
