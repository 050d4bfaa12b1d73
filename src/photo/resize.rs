//! Pictures made smaller, everywhere in the same way.
//!
//! Each new pixel is a weighted mean of those it stands for and their next neighbours (Hamming's window), in 8-bit
//! sRGB: no stairs and no rhythm at odd factors, little blur of its own. The arithmetic is in whole numbers, the same
//! on every processor.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{ImageBuffer, Luma, Pixel, Rgb};

use super::Rect;

/// A picture of 8-bit pixels.
type ByteImage<P> = ImageBuffer<P, Vec<u8>>;

/// Pixels of eight bits a channel, in a layout that can be averaged.
pub(crate) trait EightBit: Pixel<Subpixel = u8> {
    /// Their layout.
    const LAYOUT: PixelType;
}

impl EightBit for Rgb<u8> {
    const LAYOUT: PixelType = PixelType::U8x3;
}

impl EightBit for Luma<u8> {
    const LAYOUT: PixelType = PixelType::U8;
}

/// The whole of `picture` at `width` × `height` px.
pub(crate) fn resized<P: EightBit>(picture: &ByteImage<P>, width: u32, height: u32) -> ByteImage<P> {
    let whole = Rect { x: 0, y: 0, width: picture.width(), height: picture.height() };
    part_resized(picture, whole, width, height)
}

/// A part of `picture` at `width` × `height` px; an empty picture where either is empty.
///
/// # Panics
/// When the part does not lie inside.
pub(crate) fn part_resized<P: EightBit>(picture: &ByteImage<P>, part: Rect, width: u32, height: u32) -> ByteImage<P> {
    if part.width.min(part.height).min(width).min(height) == 0 {
        return ByteImage::new(0, 0);
    }
    let shrinks = width < part.width || height < part.height;
    let filter = if shrinks { FilterType::Hamming } else { FilterType::Bilinear };
    let [left, top, across, down] = [part.x, part.y, part.width, part.height].map(f64::from);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(left, top, across, down);
    let (old_width, old_height) = picture.dimensions();
    let from = ImageRef::new(old_width, old_height, picture.as_raw(), P::LAYOUT).expect("a picture fills its buffer");
    let mut to = Image::new(width, height, P::LAYOUT);
    Resizer::new().resize(&from, &mut to, &options).expect("equal layouts, and a part that lies inside");
    ByteImage::from_raw(width, height, to.into_vec()).expect("as large as was asked for")
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, RgbImage};

    use super::*;

    #[test]
    fn ramps_stay_ramps_at_odd_factors() {
        let ramp = RgbImage::from_fn(200, 30, |x, _| Rgb([x as u8, 255 - x as u8, 7]));
        for width in [199, 160, 67, 21] {
            let small = resized(&ramp, width, 9);
            for (x, _, Rgb([red, green, blue])) in small.enumerate_pixels().filter(|(x, ..)| (2..width - 2).contains(x))
            {
                let expected = (f64::from(x) + 0.5) * 200.0 / f64::from(width) - 0.5;
                assert!((f64::from(*red) - expected).abs() <= 1.0, "{width}: {red} at {x}");
                assert!((255.0 - f64::from(*green) - expected).abs() <= 1.0 && *blue == 7);
            }
        }
    }

    #[test]
    fn noise_is_averaged_and_parts_are_cut_first() {
        let chequered =
            GrayImage::from_fn(128, 128, |x, y| Luma([if x < 64 { 200 } else { ((x + y) % 2 * 255) as u8 }]));
        let part = part_resized(&chequered, Rect { x: 64, y: 0, width: 64, height: 64 }, 16, 16);
        assert!(part.pixels().all(|Luma([grey])| (122..=133).contains(grey)), "{part:?}");
    }

    #[test]
    fn nothing_gives_nothing() {
        let part = Rect { x: 3, y: 3, width: 0, height: 5 };
        assert_eq!(part_resized(&GrayImage::new(9, 9), part, 4, 4).dimensions(), (0, 0));
        assert_eq!(resized(&GrayImage::new(1, 1), 3, 5).dimensions(), (3, 5));
    }
}
