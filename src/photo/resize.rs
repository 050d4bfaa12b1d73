//! Pictures made smaller, everywhere in the same way.
//!
//! Each new pixel is a weighted mean of those it stands for and their next neighbours (Hamming's window), in 8-bit
//! sRGB: no stairs and no rhythm at odd factors, little blur of its own. The arithmetic is in whole numbers, the same
//! on every processor.

#[cfg(any(test, all(target_arch = "wasm32", not(target_feature = "simd128"))))]
mod plain;

use image::{ImageBuffer, Luma, Pixel, Rgb};

use super::Rect;

/// A picture of 8-bit pixels.
type ByteImage<P> = ImageBuffer<P, Vec<u8>>;

/// Pixels of eight bits a channel, in a layout that can be averaged.
pub(crate) trait EightBit: Pixel<Subpixel = u8> {}

impl EightBit for Rgb<u8> {}

impl EightBit for Luma<u8> {}

/// Which part of a picture is taken, and at what size, px.
struct Sampling {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    new_width: usize,
    new_height: usize,
}

impl Sampling {
    /// Whether old pixels have to be averaged.
    fn shrinks(&self) -> bool {
        self.new_width < self.width || self.new_height < self.height
    }
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
    let [left, top, old_width, old_height, new_width, new_height] =
        [part.x, part.y, part.width, part.height, width, height].map(|pixels| pixels as usize);
    let part = Sampling { left, top, width: old_width, height: old_height, new_width, new_height };
    let size = (picture.width() as usize, picture.height() as usize);
    let bytes = averaged(picture.as_raw(), size, usize::from(P::CHANNEL_COUNT), &part);
    ByteImage::from_raw(width, height, bytes).expect("as large as was asked for")
}

/// The part of a picture of so many channels at another size.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
fn averaged(bytes: &[u8], size: (usize, usize), channels: usize, part: &Sampling) -> Vec<u8> {
    use fast_image_resize::pixels::{U8, U8x3};

    match channels {
        1 => averaged_as::<U8>(bytes, size, part),
        _ => averaged_as::<U8x3>(bytes, size, part),
    }
}

/// As [`averaged`], of one layout of pixels. The library's way that asks at run time would have all thirteen layouts compiled into this
/// crate, a third of the code in it.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
fn averaged_as<P: fast_image_resize::PixelTrait>(
    bytes: &[u8],
    (width, height): (usize, usize),
    part: &Sampling,
) -> Vec<u8> {
    use fast_image_resize::images::{TypedImage, TypedImageRef};
    use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

    let filter = if part.shrinks() { FilterType::Hamming } else { FilterType::Bilinear };
    let [left, top, across, down] = [part.left, part.top, part.width, part.height].map(|pixels| pixels as f64);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(left, top, across, down);
    let from = TypedImageRef::<P>::from_buffer(width as u32, height as u32, bytes).expect("a picture fills its buffer");
    let mut made = vec![0; part.new_width * part.new_height * P::size()];
    let mut to = TypedImage::<P>::from_buffer(part.new_width as u32, part.new_height as u32, &mut made)
        .expect("the buffer was made for it");
    Resizer::new().resize_typed(&from, &mut to, &options).expect("a part that lies inside");
    made
}

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
use plain::averaged;

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
    fn without_vectors_every_pixel_is_the_same() {
        let mut state = 7_u32;
        let mut random = |most: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % most
        };
        for _ in 0..300 {
            let (width, height) = (2 + random(90), 2 + random(90));
            let channels = 1 + 2 * random(2);
            let bytes: Vec<u8> = (0..width * height * channels).map(|_| random(256) as u8).collect();
            let (left, top) = (random(width - 1), random(height - 1));
            let (old_width, old_height) = (1 + random(width - left), 1 + random(height - top));
            let same = random(4);
            let new_width = if same == 0 { old_width } else { 1 + random(120) };
            let new_height = if same == 1 { old_height } else { 1 + random(120) };
            let part = Sampling { left, top, width: old_width, height: old_height, new_width, new_height };
            let with = averaged(&bytes, (width, height), channels, &part);
            let without = plain::averaged(&bytes, (width, height), channels, &part);
            assert!(
                with == without,
                "{width}×{height}, {left} {top} {old_width}×{old_height} to {new_width}×{new_height}"
            );
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        let part = Rect { x: 3, y: 3, width: 0, height: 5 };
        assert_eq!(part_resized(&GrayImage::new(9, 9), part, 4, 4).dimensions(), (0, 0));
        assert_eq!(resized(&GrayImage::new(1, 1), 3, 5).dimensions(), (3, 5));
    }
}
