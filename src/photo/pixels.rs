//! Pixels, the right way up, at full size and shrunk.
//!
//! The raster stays in memory as the file stores it; turning is done while reading, because a turned copy of a
//! large photo would double the memory of the whole run. Coordinates everywhere else are those of the upright photo.

use std::borrow::Cow;
use std::io::Cursor;
use std::time::Duration;

use image::metadata::Orientation as Turn;
use image::{ColorType, DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, RgbImage};

use super::container::{Container, Jpeg, picture_of_png};
use super::raster::{Raster, zeros};
use super::resize::resized;
use super::{Format, Profile, Rect, Unreadable, png, scan};

/// What a photo may cost. Its size is checked against the header before any memory is taken; time, and what all photos
/// that are in work hold together, is for those to keep who work on several.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: u64,
    /// Most pixels, width times height.
    pub pixels: u64,
    /// Most memory that the file and its decoding may take together, in bytes: codings that need more for a pixel have a
    /// lower limit of pixels.
    pub decoding: u64,
    /// After what time a photo is given up; never when there is none.
    pub time: Option<Duration>,
    /// Memory of all photos that are in work at a time, in bytes. One that needs more ([`super::Photo::memory`]) is worked
    /// on alone.
    pub memory: u64,
}

impl Default for Limits {
    /// 64 MiB and 120 megapixels: above any camera's original, far below what could exhaust a laptop. A minute is a
    /// hundred times what an original takes; in 1 GiB eight of 24 megapixels are in work together. With what is worked on
    /// beside the raster, the program stays below 512 MiB on any one photo.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            pixels: 120_000_000,
            decoding: 448 << 20,
            time: Some(Duration::from_secs(60)),
            memory: 1 << 30,
        }
    }
}

impl Limits {
    /// Longest side, px: the most that a JPEG can state, and more than any camera makes.
    const LONGEST: u32 = 65_535;

    /// Whether a picture of this width and height may be decoded from a file of so many bytes.
    fn allow(&self, (width, height): (u32, u32), file: usize, cost: Cost) -> Result<(), Unreadable> {
        let (pixels, side) = (u64::from(width) * u64::from(height), width.max(height));
        let left = self.decoding.saturating_sub(cost.files * file as u64);
        let limit = self.pixels.min(left / cost.pixel);
        if pixels > limit {
            return Err(Unreadable::TooManyPixels { pixels, limit });
        }
        if side > Self::LONGEST {
            return Err(Unreadable::TooLong { side, limit: Self::LONGEST });
        }
        if pixels == 0 { Err(Unreadable::Damaged) } else { Ok(()) }
    }
}

/// How the file stores its pixels, from the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    /// Width before turning, px.
    pub width: u32,
    /// Height before turning, px.
    pub height: u32,
    /// Bits per channel.
    pub bits: u8,
}

impl Stored {
    /// Reads the header.
    pub(super) fn read(bytes: &[u8], container: &Container, format: Format) -> Result<Self, Unreadable> {
        if let Some(jpeg) = &container.jpeg {
            let frame = jpeg.frame.as_ref().ok_or(Unreadable::Damaged)?;
            return Ok(Self { width: frame.width.into(), height: frame.height.into(), bits: frame.precision });
        }
        let decoder = decoder(bytes, container, format)?;
        let (width, height) = decoder.dimensions();
        let colour = decoder.color_type();
        Ok(Self { width, height, bits: (colour.bits_per_pixel() / u16::from(colour.channel_count())) as u8 })
    }
}

/// Memory that decoding takes, by the ways in which [`Pixels::decode`] goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    /// For each pixel, in bytes.
    pub pixel: u64,
    /// How often the file itself is in memory.
    pub files: u64,
}

impl Cost {
    pub(super) fn of(container: &Container, format: Format, bits: u8) -> Self {
        /// The raster that is kept.
        const RASTER: u64 = 3;
        match (&container.jpeg, format) {
            (Some(jpeg), _) if jpeg.is_usual() && jpeg.scans <= 1 => Self { pixel: RASTER, files: 1 },
            // Coefficients of two bytes for each sample are collected first.
            (Some(jpeg), _) => Self { pixel: RASTER + 2 * jpeg.samples_a_pixel(), files: 1 },
            // The planes of a lossy picture, its transparency coded as a picture of its own, and both put together.
            (None, Format::WebP) => Self { pixel: 11, files: 1 },
            // Of 16 bits a channel, a copy with 8 stands beside all four before the raster is made of it.
            (None, _) if bits > 8 => Self { pixel: 8 + 4, files: 2 },
            (None, _) => Self { pixel: RASTER + 4, files: 2 },
        }
    }
}

/// How the upright photo is obtained from the stored raster: EXIF orientation, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(Turn);

impl Default for Orientation {
    fn default() -> Self {
        Self(Turn::NoTransforms)
    }
}

impl Orientation {
    /// From the EXIF value 1..=8; `None` for any other.
    pub(crate) fn from_exif(value: u32) -> Option<Self> {
        u8::try_from(value).ok().and_then(Turn::from_exif).map(Self)
    }

    /// The EXIF value, 1 to 8.
    pub fn to_exif(self) -> u8 {
        self.0.to_exif()
    }

    /// Whether width and height change places.
    pub(crate) fn is_sideways(self) -> bool {
        self.to_exif() >= 5
    }

    /// Where the upright pixel `(x, y)` lies in a stored raster of `width` × `height`.
    fn stored(self, x: u32, y: u32, width: u32, height: u32) -> (u32, u32) {
        let (right, bottom) = (width - 1, height - 1);
        match self.0 {
            Turn::NoTransforms => (x, y),
            Turn::FlipHorizontal => (right - x, y),
            Turn::Rotate180 => (right - x, bottom - y),
            Turn::FlipVertical => (x, bottom - y),
            Turn::Rotate90FlipH => (y, x),
            Turn::Rotate90 => (y, bottom - x),
            Turn::Rotate270FlipH => (right - y, bottom - x),
            Turn::Rotate270 => (right - y, x),
        }
    }
}

/// The decoded photo.
pub struct Pixels {
    stored: Raster,
    orientation: Orientation,
    profile: Profile,
}

impl Pixels {
    /// Decodes within limits; grey, CMYK, transparent and 16-bit pictures become 8-bit RGB (transparency over white).
    /// What decoders pass over in silence is looked for first: an early end, data out of step.
    pub(super) fn decode(
        bytes: &[u8],
        container: &Container,
        format: Format,
        orientation: Orientation,
        limits: &Limits,
    ) -> Result<Self, Unreadable> {
        let size = bytes.len() as u64;
        if size > limits.bytes {
            return Err(Unreadable::TooManyBytes { bytes: size, limit: limits.bytes });
        }
        let picture = match &container.jpeg {
            Some(jpeg) => jpeg_picture(bytes, container, jpeg, limits)?,
            None => {
                let decoder = decoder(bytes, container, format)?;
                let colour = decoder.color_type();
                let bits = (colour.bits_per_pixel() / u16::from(colour.channel_count())) as u8;
                limits.allow(decoder.dimensions(), bytes.len(), Cost::of(container, format, bits))?;
                let picture = decoded(decoder).map_err(|_| damage(container))?;
                if container.end.is_none() {
                    return Err(Unreadable::CutShort { whole: None });
                }
                if format == Format::Png {
                    png::check_data(bytes, limits.decoding)?;
                }
                picture
            }
        };
        Ok(Self { stored: opaque(picture).into(), orientation, profile: Profile::of(container) })
    }

    /// Pixels that were not decoded from a file.
    #[cfg(test)]
    pub(crate) fn from_upright(picture: RgbImage) -> Self {
        Self { stored: picture.into(), orientation: Orientation::default(), profile: Profile::Srgb }
    }

    /// Width of the upright photo, px.
    pub fn width(&self) -> u32 {
        if self.orientation.is_sideways() { self.stored.height() } else { self.stored.width() }
    }

    /// Height of the upright photo, px.
    pub fn height(&self) -> u32 {
        if self.orientation.is_sideways() { self.stored.width() } else { self.stored.height() }
    }

    /// The pixel at `(x, y)` of the upright photo, in sRGB.
    ///
    /// # Panics
    /// When it lies outside.
    pub fn get(&self, x: u32, y: u32) -> [u8; 3] {
        self.profile.colour(self.number(x, y))
    }

    /// The numbers of the pixel at `(x, y)` of the upright photo as the file has them, whatever colour its profile
    /// gives them: for measures of how the file was made.
    ///
    /// # Panics
    /// When it lies outside.
    pub fn number(&self, x: u32, y: u32) -> [u8; 3] {
        let (x, y) = self.orientation.stored(x, y, self.stored.width(), self.stored.height());
        self.stored.get_pixel(x, y).0
    }

    /// A copy of the part of the upright photo inside `rect`, cut to the frame, in sRGB.
    pub fn crop(&self, rect: Rect) -> RgbImage {
        let width = rect.width.min(self.width().saturating_sub(rect.x));
        let height = rect.height.min(self.height().saturating_sub(rect.y));
        let turned = || RgbImage::from_fn(width, height, |x, y| image::Rgb(self.number(rect.x + x, rect.y + y)));
        let is_upright = self.orientation == Orientation::default();
        self.profile.picture(if is_upright { self.cut(Rect { width, height, ..rect }) } else { turned() })
    }

    /// The part of the stored raster inside `rect`, which lies in it; row by row, since it may have millions of pixels.
    fn cut(&self, rect: Rect) -> RgbImage {
        let bytes = |pixels: u32| 3 * pixels as usize;
        let mut cut = Vec::with_capacity(bytes(rect.width) * rect.height as usize);
        let rows = self.stored.as_raw().chunks_exact(bytes(self.stored.width()).max(1));
        for row in rows.skip(rect.y as usize).take(rect.height as usize) {
            cut.extend_from_slice(row.get(bytes(rect.x)..bytes(rect.x + rect.width)).unwrap_or_default());
        }
        RgbImage::from_raw(rect.width, rect.height, cut).unwrap_or_default()
    }

    /// The upright photo shrunk so that its long side is at most `long_side` px, each pixel the mean of those it
    /// stands for; never enlarged; in sRGB.
    pub fn shrunk(&self, long_side: u32) -> RgbImage {
        let (width, height) = self.stored.dimensions();
        let scale = (f64::from(long_side) / f64::from(width.max(height))).min(1.0);
        let side = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
        let small =
            if scale < 1.0 { resized(&self.stored, side(width), side(height)) } else { RgbImage::clone(&self.stored) };
        let mut small = DynamicImage::ImageRgb8(self.profile.picture(small));
        small.apply_orientation(self.orientation.0);
        small.into_rgb8()
    }

    /// The raster as stored, before turning and in the file's own colours, for measures that look at its pixel grid
    /// (JPEG blocks).
    pub fn stored(&self) -> &RgbImage {
        &self.stored
    }

    /// What the numbers of the raster mean.
    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// How the stored raster is turned to be upright.
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }
}

/// A decoder for the formats that are decoded here.
fn decoder<'b>(
    bytes: &'b [u8],
    container: &Container,
    format: Format,
) -> Result<impl ImageDecoder + use<'b>, Unreadable> {
    if format == Format::Png {
        png::check_start(bytes, container)?;
    }
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        Format::Empty => return Err(Unreadable::Empty),
        other => return Err(Unreadable::Format(other)),
    };
    // The decoder of PNG would unpack a profile to any size, and keep all texts.
    let bytes = if format == ImageFormat::Png { picture_of_png(bytes) } else { Cow::Borrowed(bytes) };
    ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(|_| Unreadable::Damaged)
}

/// What a decoder makes of its file, in memory that was used before where pixels have the usual form.
fn decoded(decoder: impl ImageDecoder) -> ImageResult<DynamicImage> {
    if decoder.color_type() != ColorType::Rgb8 {
        return DynamicImage::from_decoder(decoder);
    }
    let (width, height) = decoder.dimensions();
    let mut pixels = zeros(decoder.total_bytes() as usize);
    decoder.read_image(&mut pixels)?;
    Ok(DynamicImage::ImageRgb8(
        RgbImage::from_raw(width, height, pixels).expect("as many bytes as the decoder asked for"),
    ))
}

/// What a decoder's failure means for a PNG or WebP.
fn damage(container: &Container) -> Unreadable {
    if container.end.is_none() { Unreadable::CutShort { whole: None } } else { Unreadable::Damaged }
}

/// The pixels of a JPEG, after its coded data was found whole.
fn jpeg_picture(bytes: &[u8], container: &Container, jpeg: &Jpeg, limits: &Limits) -> Result<DynamicImage, Unreadable> {
    if jpeg.is_overlong {
        return Err(Unreadable::Coding(scan::Coding::Passes));
    }
    if jpeg.frame.is_none() && jpeg.segments.iter().any(|(marker, _)| *marker == 0xF7) {
        return Err(Unreadable::Coding(scan::Coding::Lossless)); // JPEG-LS (ITU-T T.87)
    }
    if jpeg.segments.iter().any(|(marker, _)| matches!(marker, 0xDE | 0xDF)) {
        return Err(Unreadable::Coding(scan::Coding::Hierarchical));
    }
    let has_end = container.end.is_some();
    if let Some(frame) = &jpeg.frame {
        if frame.height == 0 && jpeg.segments.iter().any(|(marker, _)| *marker == 0xDC) {
            return Err(Unreadable::Coding(scan::Coding::LateHeight));
        }
        let size = (u32::from(frame.width), u32::from(frame.height));
        limits.allow(size, bytes.len(), Cost::of(container, Format::Jpeg, frame.precision))?;
    }
    if !has_end && jpeg.scans == 0 {
        let is_garbled = jpeg.has_stray_bytes;
        return Err(if is_garbled {
            Unreadable::Garbled { whole: None }
        } else {
            Unreadable::CutShort { whole: None }
        });
    }
    scan::check(bytes, container)?;
    if !has_end {
        return Err(Unreadable::CutShort { whole: None });
    }
    let refused = || Unreadable::Coding(scan::Coding::Header);
    let bytes = jpeg.in_its_colours(bytes);
    // What the quicker decoder refuses though it is whole, such as very many comments behind the picture, the other may take.
    let quickly = || decoder(&bytes, container, Format::Jpeg).ok().and_then(|decoder| decoded(decoder).ok());
    if let Some(picture) = jpeg.is_usual().then(quickly).flatten() {
        return Ok(picture);
    }
    let mut decoder = jpeg_decoder::Decoder::new(&*bytes);
    let pixels = decoder.decode().map_err(|_| refused())?;
    let info = decoder.info().ok_or_else(refused)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let picture = match info.pixel_format {
        jpeg_decoder::PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        jpeg_decoder::PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        _ => None,
    };
    picture.ok_or(Unreadable::Coding(scan::Coding::Components))
}

/// Eight bits per channel without transparency: what shows on white paper.
fn opaque(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let mut rgba = picture.into_rgba8();
    for pixel in rgba.pixels_mut() {
        let alpha = u32::from(pixel[3]);
        for channel in 0..3 {
            pixel[channel] = ((u32::from(pixel[channel]) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        }
    }
    DynamicImage::ImageRgba8(rgba).into_rgb8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_turned_equals_turning() {
        let stored = RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, 0]));
        for value in 1..=8 {
            let orientation = Orientation::from_exif(value).unwrap();
            let mut turned = DynamicImage::ImageRgb8(stored.clone());
            turned.apply_orientation(orientation.0);
            let turned = turned.into_rgb8();
            let pixels = Pixels { stored: stored.clone().into(), orientation, profile: Profile::Srgb };
            assert_eq!((pixels.width(), pixels.height()), turned.dimensions(), "orientation {value}");
            let all = Rect { x: 0, y: 0, width: u32::MAX, height: u32::MAX };
            assert_eq!(pixels.crop(all), turned, "orientation {value}");
            assert_eq!(pixels.shrunk(100), turned, "orientation {value}");
        }
        assert_eq!(Orientation::from_exif(9), None);
    }

    #[test]
    fn transparency_shows_white() {
        let glass = image::RgbaImage::from_pixel(1, 1, image::Rgba([10, 20, 30, 0]));
        assert_eq!(opaque(DynamicImage::ImageRgba8(glass)).get_pixel(0, 0).0, [255, 255, 255]);
    }
}
