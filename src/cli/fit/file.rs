//! The file that a crop becomes: a JPEG in sRGB with what the original says of itself.

use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{ExtendedColorType, ImageEncoder, ImageResult, RgbImage, imageops};
use photocheck::fit::Crop;
use photocheck::photo::container::photoshop::IPTC;
use photocheck::photo::container::{BlockKind, Container};
use photocheck::photo::{Photo, Rect};
use photocheck::rules::FrameSize;

/// Quality of a cropped file, on the scale of the Independent JPEG Group: high enough that nothing is seen of it.
const QUALITY: u8 = 95;

/// The crop as a file, with the density at which it has the size of `print`, mm. `None` where the photo has no pixels.
pub(super) fn of(photo: &Photo, crop: &Crop, print: Option<FrameSize>) -> Option<ImageResult<Vec<u8>>> {
    let part = part(photo, crop)?;
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
    if let Some(print) = print {
        let dpi = f64::from(part.height()) / print.height * 25.4;
        encoder.set_pixel_density(PixelDensity::dpi(dpi.round().clamp(1.0, 65_535.0) as u16));
    }
    if let Some(block) = photo.container().first(&BlockKind::Exif) {
        let mut exif = block.data.clone();
        // The pixels are upright.
        let _stored = Orientation::remove_from_exif_chunk(&mut exif);
        // Metadata that does not fit into a segment stays behind; the picture is written all the same.
        drop(encoder.set_exif_metadata(exif));
    }
    let written = encoder.write_image(&part, part.width(), part.height(), ExtendedColorType::Rgb8);
    Some(written.map(|()| {
        let start = behind_first_segment(&file);
        file.splice(start..start, other_segments(photo.container()));
        file
    }))
}

/// The pixels of the crop, made smaller where the set has a greatest size.
fn part(photo: &Photo, crop: &Crop) -> Option<RgbImage> {
    let pixels = photo.pixels().ok()?;
    let [x, y, width, height] = [crop.left, crop.top, crop.width, crop.height].map(|length| length.round() as u32);
    let part =
        pixels.crop(Rect { x, y, width: width.min(pixels.width() - x), height: height.min(pixels.height() - y) });
    let [saved_width, saved_height] = crop.saved.map(|length| length as u32);
    let is_saved_so = part.height() == saved_height;
    Some(if is_saved_so { part } else { imageops::resize(&part, saved_width, saved_height, FilterType::Lanczos3) })
}

/// Where the segment that says the density ends, which has to come first.
fn behind_first_segment(file: &[u8]) -> usize {
    match file {
        [0xFF, 0xD8, 0xFF, 0xE0, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 2,
    }
}

/// XMP, IPTC and comments of the original as JPEG segments.
fn other_segments(container: &Container) -> Vec<u8> {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    let xmp = container.first(&BlockKind::Xmp).map(|block| segment(0xE1, &[XMP, &block.data].concat()));
    let iptc = container.first(&BlockKind::Resource(IPTC)).map(|block| {
        let length = u32::try_from(block.data.len()).unwrap_or(u32::MAX).to_be_bytes();
        let padding: &[u8] = if block.data.len() % 2 == 1 { &[0] } else { &[] };
        let name = &[0, 0];
        let parts = [b"Photoshop 3.0\0", b"8BIM".as_slice(), &IPTC.to_be_bytes(), name, &length, &block.data, padding];
        segment(0xED, &parts.concat())
    });
    let comments = container.blocks.iter().filter(|block| block.kind == BlockKind::Comment);
    let comments = comments.map(|block| segment(0xFE, &block.data));
    xmp.into_iter().chain(iptc).chain(comments).flatten().collect()
}

/// A segment with its marker and length; nothing where the content is too long for one.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    match u16::try_from(content.len() + 2) {
        Ok(length) => [&[0xFF, marker], &length.to_be_bytes()[..], content].concat(),
        Err(_) => Vec::new(),
    }
}
