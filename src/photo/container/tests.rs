use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};

use super::sample::{Noise, chunk, exif, exif_segment, flat_jpeg, resource, segment};
use super::{BlockKind, ColourMode, Container, photoshop};
use crate::measure::{MEASURES, Measurements, Readings, find};
use crate::photo::scan::Coding;
use crate::photo::{Format, Limits, Photo, Unreadable};
use crate::reading::{Reading, Value};

fn container(bytes: &[u8]) -> Container {
    Container::read(bytes, Format::of(bytes))
}

fn reading(bytes: &[u8], measure: &str) -> Reading {
    let photo = Photo::new("photo.jpg", bytes.to_vec(), Limits::default());
    Measurements::of(&photo).reading(find(measure).unwrap())
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn picture() -> DynamicImage {
    RgbImage::from_fn(40, 56, |x, y| image::Rgb([(x * 5) as u8, (y * 4) as u8, ((x * y) % 251) as u8])).into()
}

fn number(value: f64) -> Reading {
    Reading::exact(value)
}

#[test]
fn coding_is_read_from_the_headers() {
    let jfif = segment(0xE0, b"JFIF\0\x01\x02\x02\0\x64\0\x64\0\0");
    let file = flat_jpeg(2, &[200, 128, 128], &[jfif]);
    assert_eq!(reading(&file, "image.density"), number(254.0));
    assert_eq!(reading(&file, "jpeg.progressive"), Reading::exact(true));
    assert_eq!(reading(&file, "jpeg.subsampling"), Reading::exact("4:4:4"));
    assert_eq!(reading(&file, "image.colour_mode"), Reading::exact("rgb"));
    assert_eq!(reading(&file, "file.trailing_bytes"), number(0.0));
    let picture = encoded(&picture(), ImageFormat::Jpeg);
    assert_eq!(reading(&picture, "jpeg.quality"), number(75.0));
    assert_eq!(reading(&picture, "jpeg.progressive"), Reading::exact(false));
    assert!(container(&picture).jpeg.unwrap().standard_huffman);
}

#[test]
fn every_colour_mode_shows_its_colour() {
    let adobe = |transform| segment(0xEE, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat());
    let jfif = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    // Adobe stores inks inverted: 255 is no ink.
    for (components, segments, mode, colour) in [
        (vec![77], vec![], ColourMode::Grey, [77, 77, 77]),
        (vec![77, 128, 128], vec![], ColourMode::Rgb, [77, 77, 77]),
        (vec![77, 128, 128], vec![adobe(0)], ColourMode::Rgb, [77, 128, 128]),
        // JFIF's colours hold, whatever Adobe's segment says.
        (vec![77, 128, 128], vec![jfif, adobe(0)], ColourMode::Rgb, [77, 77, 77]),
        (vec![255, 0, 0, 255], vec![adobe(0)], ColourMode::Cmyk, [255, 0, 0]),
        (vec![255, 255, 255, 128], vec![adobe(0)], ColourMode::Cmyk, [128, 128, 128]),
    ] {
        let file = flat_jpeg(0, &components, &segments);
        assert_eq!(container(&file).colour, Some(mode));
        let photo = Photo::new("flat.jpg", file, Limits::default());
        let shown = photo.pixels().unwrap().get(9, 9);
        assert!(shown.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 2), "{components:?} {shown:?}");
    }
}

#[test]
fn deep_and_grey_pictures_are_shown_in_eight_bits() {
    let deep = image::ImageBuffer::from_pixel(9, 9, image::Rgb([0x8000_u16, 0x4000, 0xFFFF]));
    let file = encoded(&DynamicImage::ImageRgb16(deep), ImageFormat::Png);
    assert_eq!(reading(&file, "image.bit_depth"), number(16.0));
    let photo = Photo::new("deep.png", file, Limits::default());
    assert_eq!(photo.pixels().unwrap().get(0, 0), [128, 64, 255]);
    let grey = encoded(&DynamicImage::ImageLuma8(picture().to_luma8()), ImageFormat::Png);
    assert_eq!(reading(&grey, "image.colour_mode"), Reading::exact("grey"));
    let webp = encoded(&picture(), ImageFormat::WebP);
    assert_eq!(reading(&webp, "file.intact"), Reading::exact(true));
    assert_eq!(reading(&webp, "image.colour_mode"), Reading::exact("rgb"));
}

#[test]
fn metadata_is_found_with_its_place() {
    let guid = [b'A'; 32];
    let extended = |offset: u32, text: &[u8]| {
        let head = [b"http://ns.adobe.com/xmp/extension/\0".as_slice(), &guid, &[0xFF; 4], &offset.to_be_bytes()];
        segment(0xE1, &[head.concat().as_slice(), text].concat())
    };
    let jumbf = |packet: u32, text: &[u8]| {
        segment(0xEB, &[b"JP\0\x01".as_slice(), &packet.to_be_bytes(), b"\0\0\0\0jumb", text].concat())
    };
    let writer: Vec<u8> = [b"\0\0\0\x01\x01\0\0\0\x05".as_slice(), b"\0A\0d\0o\0b\0e"].concat();
    let resources = [resource(photoshop::IPTC, b"\x1C\x02\x41\0\x03abc"), resource(photoshop::VERSION_INFO, &writer)];
    let file = flat_jpeg(
        0,
        &[0],
        &[
            exif_segment(&[(0x0131, "Version 1.0")]),
            extended(2, b"cd"),
            extended(0, b"ab"),
            jumbf(1, b"c2"),
            jumbf(2, b"pa"),
            segment(0xED, &[b"Photoshop 3.0\0".as_slice(), &resources.concat()].concat()),
            segment(0xFE, b"a comment"),
        ],
    );
    let file = [file, b"tail".to_vec()].concat();
    let found = container(&file);
    let data = |kind: BlockKind| found.first(&kind).unwrap().data.clone();
    assert_eq!(data(BlockKind::Exif), exif(&[(0x0131, "Version 1.0")]));
    assert_eq!(data(BlockKind::Xmp), b"abcd");
    assert_eq!(data(BlockKind::Jumbf), b"\0\0\0\0jumbc2pa");
    assert_eq!(data(BlockKind::Comment), b"a comment");
    assert_eq!(data(BlockKind::Trailer), b"tail");
    assert_eq!(photoshop::iptc_text(&data(BlockKind::Resource(photoshop::IPTC)), 65).as_deref(), Some("abc"));
    assert_eq!(photoshop::writer(&data(BlockKind::Resource(photoshop::VERSION_INFO))).as_deref(), Some("Adobe"));
    for block in found.blocks.iter().filter(|block| block.kind == BlockKind::Comment || block.kind == BlockKind::Exif) {
        assert!(file[block.offset..].starts_with(&block.data));
    }
    assert_eq!(reading(&file, "file.trailing_bytes"), number(4.0));
}

#[test]
fn png_texts_and_density_are_read() {
    let mut file = encoded(&picture(), ImageFormat::Png);
    let extra = [
        chunk(
            b"pHYs",
            &[11811_u32.to_be_bytes(), 11811_u32.to_be_bytes()].concat().into_iter().chain([1]).collect::<Vec<_>>(),
        ),
        chunk(b"tEXt", b"parameters\0Steps: 20"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"),
    ];
    file.splice(33..33, extra.concat());
    let found = container(&file);
    assert_eq!(found.first(&BlockKind::Text("parameters".to_owned())).unwrap().data, b"Steps: 20");
    assert_eq!(found.first(&BlockKind::Xmp).unwrap().data, b"<x/>");
    assert!((found.density.unwrap() - 300.0).abs() < 0.01);
}

#[test]
fn a_packed_text_cannot_claim_gigabytes() {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![b'x'; 64 << 20]).unwrap();
    let file = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"zTXt", &[b"k\0\0".to_vec(), packer.finish().unwrap()].concat())];
    let found = container(&file.concat());
    assert_eq!(found.first(&BlockKind::Text("k".to_owned())).unwrap().data.len(), super::MOST_BYTES);
}

#[test]
fn a_file_that_ends_early_is_not_intact() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = encoded(&picture(), format);
        assert_eq!(reading(&whole, "file.intact"), Reading::exact(true), "{format:?}");
        for part in 1..10 {
            let cut = &whole[..whole.len() * part / 10];
            assert_eq!(reading(cut, "file.intact"), Reading::exact(false), "{format:?} {part}/10");
        }
    }
    let progressive = flat_jpeg(2, &[9, 128, 128], &[]);
    assert_eq!(reading(&progressive[..progressive.len() - 2], "file.intact"), Reading::exact(false));
}

/// Whatever is done to a file, every measure returns, and every number is finite.
#[test]
fn damage_never_panics() {
    let rich = flat_jpeg(
        0,
        &[90, 120, 130],
        &[
            exif_segment(&[(0x0131, "Adobe Photoshop 23.2 (Windows)"), (0x010F, "Canon")]),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><a b='c'/></x:xmpmeta>"),
            segment(0xED, &[b"Photoshop 3.0\0".as_slice(), &resource(0x0404, b"\x1C\x02\x41\0\x03abc")].concat()),
            segment(0xE2, &[b"ICC_PROFILE\0\x01\x01".as_slice(), &[0; 200]].concat()),
        ],
    );
    let seeds = [
        rich,
        encoded(&picture(), ImageFormat::Jpeg),
        encoded(&picture(), ImageFormat::Png),
        encoded(&picture(), ImageFormat::WebP),
    ];
    let mut noise = Noise(0x5EED);
    for round in 0..400 {
        let mut file = seeds[round % seeds.len()].clone();
        for _ in 0..=noise.below(12) {
            let at = noise.below(file.len());
            file[at] = [0, 0xFF, 0x7F, noise.below(256) as u8][noise.below(4)];
        }
        if round % 3 == 0 {
            file.truncate(noise.below(file.len()));
        }
        let photo = Photo::new("damaged.jpg", file, Limits { bytes: 1 << 20, pixels: 1 << 20, ..Limits::default() });
        let measurements = Measurements::of(&photo);
        for measure in MEASURES
            .iter()
            .filter(|row| ["file.", "image.", "jpeg.", "trace."].iter().any(|group| row.name.starts_with(group)))
        {
            if let Some(Value::Number(value)) = measurements.reading(measure).value() {
                assert!(value.is_finite(), "{} in round {round}", measure.name);
            }
        }
    }
}

fn trouble(bytes: &[u8]) -> Option<Unreadable> {
    Photo::new("photo.jpg", bytes.to_vec(), Limits::default()).pixels().err()
}

/// A PNG of one grey pixel.
fn grey_png(data: &[u8], extra: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, extra.concat(), chunk(b"IDAT", data), chunk(b"IEND", &[])].concat()
}

#[test]
fn what_decoders_of_png_pass_over_in_silence_is_told() {
    // A stored block of two bytes, the filter and the pixel, and the sum over them (RFC 1950, RFC 1951).
    let data = [0x78, 0x01, 1, 2, 0, 0xFD, 0xFF, 0, 77, 0x00, 0x4F, 0x00, 0x4E];
    let whole = grey_png(&data, &[]);
    assert_eq!(trouble(&whole), None);
    assert_eq!(trouble(&grey_png(&data, &[chunk(b"prVt", b"known to its writer alone")])), None);
    assert_eq!(trouble(&grey_png(&data, &[chunk(b"CgBI", b"xxxx")])), Some(Unreadable::Coding(Coding::Chunk)));
    let mut other_sum = data;
    other_sum[12] ^= 1;
    assert_eq!(trouble(&grey_png(&other_sum, &[])), Some(Unreadable::Damaged));
    assert_eq!(trouble(&grey_png(&data[..9], &[])), Some(Unreadable::Damaged), "no sum at all");
    let many = vec![chunk(b"tEXt", b"k\0v"); 2 * super::MOST_PARTS];
    assert_eq!(trouble(&grey_png(&data, &many)), None);
    assert_eq!(trouble(&grey_png(&data, &[chunk(b"PLTE", &[7; 6])])), None, "colours that are only suggested");
    for odd in [&[][..], &[7; 31], &[7; 771]] {
        let palette = chunk(b"PLTE", odd);
        assert_eq!(trouble(&grey_png(&data, &[palette])), Some(Unreadable::Garbled { whole: None }), "{}", odd.len());
    }
    let garbled = Some(Unreadable::Garbled { whole: None });
    for odd in [*b"t\0Xt", *b"1234", *b"ID-T"] {
        assert_eq!(trouble(&grey_png(&data, &[chunk(&odd, b"x")])), garbled, "{odd:?}");
    }
    let mut last = whole.clone();
    *last.last_mut().unwrap() ^= 1;
    assert_eq!(trouble(&last), garbled, "the sum of the last chunk");
    let between = [&data[..4], &data[4..]].map(|part| chunk(b"IDAT", part)).join(&chunk(b"tEXt", b"k\0v")[..]);
    let at = whole.windows(4).position(|name| name == b"IDAT").unwrap() - 4;
    let interrupted = [&whole[..at], &between, &whole[whole.len() - 12..]].concat();
    assert_eq!(trouble(&interrupted), garbled, "something within the data");
    // A transfer as text drops or adds bytes before line ends, the first of them in the signature.
    for spoilt in [[&whole[..4], &whole[5..]].concat(), [&whole[..5], b"\r", &whole[5..]].concat()] {
        assert_eq!(Format::of(&spoilt), Format::Png);
        assert_eq!(trouble(&spoilt), Some(Unreadable::Garbled { whole: None }));
    }
}

#[test]
fn every_depth_of_png_becomes_its_colours() {
    let wide = image::ImageBuffer::from_pixel(3, 2, image::Rgb([0xFFFF_u16, 0x8080, 0x0101]));
    for picture in [
        DynamicImage::ImageRgb16(wide),
        RgbImage::from_pixel(3, 2, image::Rgb([255, 128, 1])).into(),
        image::RgbaImage::from_pixel(3, 2, image::Rgba([255, 128, 1, 255])).into(),
    ] {
        let photo = Photo::new("photo.png", encoded(&picture, ImageFormat::Png), Limits::default());
        assert_eq!(photo.pixels().unwrap().get(2, 1), [255, 128, 1], "{:?}", picture.color());
    }
    for grey in [
        DynamicImage::ImageLuma8(image::GrayImage::from_pixel(3, 2, image::Luma([77]))),
        image::GrayAlphaImage::from_pixel(3, 2, image::LumaA([77, 255])).into(),
        DynamicImage::ImageLuma16(image::ImageBuffer::from_pixel(3, 2, image::Luma([77 * 257]))),
        DynamicImage::ImageLumaA16(image::ImageBuffer::from_pixel(3, 2, image::LumaA([77 * 257, 0xFFFF]))),
    ] {
        let photo = Photo::new("photo.png", encoded(&grey, ImageFormat::Png), Limits::default());
        assert_eq!(photo.pixels().unwrap().get(0, 0), [77; 3], "{:?}", grey.color());
    }
}

#[test]
fn any_number_of_segments_beside_the_coding_leaves_a_jpeg_whole() {
    let many = vec![segment(0xE5, b"x"); 2 * super::MOST_PARTS];
    let file = flat_jpeg(0, &[77, 128, 128], &many);
    assert_eq!(trouble(&file), None);
    assert!(container(&file).blocks.len() <= super::MOST_PARTS);
    let tables = vec![segment(0xDB, &[vec![0], vec![8; 64]].concat()); 2 * super::MOST_PARTS];
    assert_eq!(trouble(&flat_jpeg(0, &[77, 128, 128], &tables)), Some(Unreadable::Coding(Coding::Passes)));
    // Behind the picture too.
    let plain = encoded(&picture(), ImageFormat::Jpeg);
    let behind = [&plain[..plain.len() - 2], &vec![segment(0xFE, b"hi"); 200].concat()[..], b"\xFF\xD9"].concat();
    assert_eq!(trouble(&behind), None);
    for length in [0, 1] {
        let impossible = flat_jpeg(0, &[77, 128, 128], &[vec![0xFF, 0xFE, 0, length]]);
        assert_eq!(trouble(&impossible), Some(Unreadable::Garbled { whole: None }), "a segment of {length} bytes");
    }
    for marker in [0x02, 0xBF, 0xF0, 0xFD] {
        let reserved = flat_jpeg(0, &[77, 128, 128], &[segment(marker, b"x")]);
        assert_eq!(trouble(&reserved), Some(Unreadable::Garbled { whole: None }), "{marker:x}");
    }
}

#[test]
fn a_jpeg_of_the_lossless_kind_is_whole() {
    let frame = segment(0xF7, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    let scan = segment(0xDA, &[1, 1, 0, 0, 0, 0]);
    let file = [vec![0xFF, 0xD8], frame, scan, vec![0x12, 0x7F, 0xFF, 0x7F, 0xFF, 0xD9]].concat();
    assert_eq!(trouble(&file), Some(Unreadable::Coding(Coding::Lossless)));
}
