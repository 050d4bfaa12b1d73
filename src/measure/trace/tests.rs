use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};

use super::backdrop::EdgeBackdrop;
use super::odds::Clarity;
use super::{replaced, saved_again};
use crate::measure::{Measurements, Readings, find};
use crate::photo::container::sample::{Noise, chunk, exif_segment, flat_jpeg, resource, segment};
use crate::photo::{Limits, Photo};
use crate::provenance::{Claim, Grade};
use crate::reading::{Reading, Value};

const PACKET: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:I="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"><rdf:Description rdf:about="" "#;

fn packet(attributes: &str, inside: &str) -> Vec<u8> {
    let text = format!("{PACKET}{attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>");
    segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), text.as_bytes()].concat())
}

fn photo(segments: &[Vec<u8>]) -> Photo {
    Photo::new("photo.jpg", flat_jpeg(0, &[99, 128, 128], segments), Limits::default())
}

fn list(photo: &Photo, measure: &str) -> Vec<String> {
    match Measurements::of(photo).reading(find(measure).unwrap()) {
        Reading::Measured { value: Value::List(items), .. } => items,
        other => panic!("{other:?}"),
    }
}

/// Which of the three lists hold something.
fn lists(photo: &Photo) -> [bool; 3] {
    ["trace.editor", "trace.history", "trace.ai_label"].map(|measure| !list(photo, measure).is_empty())
}

#[test]
fn cameras_and_phones_are_not_accused() {
    for software in
        ["Firmware Version 1.0.2", "ELS-AN00 11.0.0.168(C00E160R5P4)", "17.1", "A536BXXS8DXC1", "HDR+ 1.0.570503588zd"]
    {
        let photo = photo(&[exif_segment(&[(0x010F, "HUAWEI"), (0x0110, "ELS-AN00"), (0x0131, software)])]);
        assert_eq!(lists(&photo), [false; 3], "{software}");
        let camera = Measurements::of(&photo).reading(find("trace.camera").unwrap());
        assert_eq!(camera, Reading::exact("HUAWEI ELS-AN00"));
    }
    assert_eq!(lists(&photo(&[])), [false; 3]);
}

#[test]
fn each_mark_lands_in_its_list() {
    let photoshop = |body: Vec<u8>| segment(0xED, &[b"Photoshop 3.0\0".to_vec(), body].concat());
    for (segments, expected) in [
        (exif_segment(&[(0x0131, "Adobe Photoshop 23.2 (Windows)")]), [true, false, false]),
        (exif_segment(&[(0x013B, "Meitu")]), [true, false, false]),
        (exif_segment(&[(0x010E, "{\"AIGC\":{\"Label\":\"1\",\"ContentProducer\":\"x\"}}")]), [false, false, true]),
        (exif_segment(&[(0x010E, "AIGC is what we talked about")]), [false, false, false]),
        (segment(0xFE, b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 70"), [false, false, false]),
        (segment(0xFE, b"my holiday"), [false, false, false]),
        (photoshop(resource(0x0425, &[7; 16])), [false, true, false]),
        (photoshop(resource(0x0406, &[0, 4, 0, 0, 0, 1])), [true, false, false]),
        (segment(0xEC, b"Ducky\0\x01\0\x04\0\0\0\x3C\0\0"), [true, false, false]),
        (packet("xmp:CreatorTool=\"16.5.1\"", ""), [false, false, false]),
        (packet("crs:Clarity2012=\"5\"", ""), [false, true, false]),
        (packet("TC260:AIGC=\"{&quot;Label&quot;:&quot;1&quot;}\"", ""), [false, false, true]),
        (
            packet(
                "I:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\"",
                "",
            ),
            [false, false, true],
        ),
        (
            packet("I:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture\"", ""),
            [false, false, false],
        ),
        (
            packet(
                "",
                "<xmpMM:History><rdf:Seq><rdf:li stEvt:action=\"saved\" stEvt:softwareAgent=\"Gimp 2.10\"/></rdf:Seq></xmpMM:History>",
            ),
            [true, true, false],
        ),
    ] {
        assert_eq!(lists(&photo(std::slice::from_ref(&segments))), expected, "{}", String::from_utf8_lossy(&segments));
    }
}

#[test]
fn an_item_says_what_and_where() {
    let history = "<xmpMM:History><rdf:Seq><rdf:li stEvt:action=\"saved\" stEvt:softwareAgent=\"Gimp 2.10\"/>\
                   <rdf:li stEvt:action=\"edited\"/></rdf:Seq></xmpMM:History>";
    let photo = photo(&[exif_segment(&[(0x0131, "GIMP 2.10.32")]), packet("", history)]);
    assert_eq!(list(&photo, "trace.editor")[0], "GIMP 2.10.32 [EXIF Software, 0x0131, byte 12]");
    let steps = list(&photo, "trace.history");
    assert!(steps[0].starts_with("saved, Gimp 2.10 [XMP xmpMM:History, byte "), "{steps:?}");
    assert!(steps[1].starts_with("edited ["), "{steps:?}");
}

#[test]
fn padding_to_whole_kibibytes_is_a_tool() {
    let mut file = flat_jpeg(0, &[99, 128, 128], &[]);
    file.resize(20 * 1024, 0);
    let photo = Photo::new("padded.jpg", file, Limits::default());
    assert_eq!(lists(&photo), [true, false, false]);
    let measurements = Measurements::of(&photo);
    let evidence = measurements.evidence();
    assert_eq!((evidence.marks()[0].claim, evidence.marks()[0].grade), (Claim::IdPhoto, Grade::Strong));
}

#[test]
fn credentials_are_told_by_their_actions() {
    let store = |text: &str| {
        segment(0xEB, &[b"JP\0\x01\0\0\0\x01\0\0\0\0jumb\0\0\0\0jumdc2pa".as_slice(), text.as_bytes()].concat())
    };
    let made = "c2pa.created http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    assert_eq!(lists(&photo(&[store(made)])), [false, false, true]);
    assert_eq!(lists(&photo(&[store("c2pa.edited")])), [false, true, false]);
    let shot = "c2pa.created http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
    assert_eq!(lists(&photo(&[store(shot)])), [false; 3]);
}

#[test]
fn generators_sign_in_png_texts() {
    let mut file = std::io::Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut file, image::ImageFormat::Png).unwrap();
    let mut file = file.into_inner();
    file.splice(33..33, chunk(b"tEXt", b"parameters\0a face\nSteps: 28, Sampler: Euler a, Seed: 42"));
    assert_eq!(lists(&Photo::new("made.png", file, Limits::default())), [false, false, true]);
}

#[test]
fn dates_and_places_are_read() {
    let photo = photo(&[exif_segment(&[(0x0132, "2022:04:12 09:01:02"), (0x9003, "2022:04:11 09:01:00")])]);
    let measurements = Measurements::of(&photo);
    // The shot's date belongs into the EXIF directory; in the main one it does not count.
    assert!(matches!(measurements.reading(find("trace.date_gap").unwrap()), Reading::Unmeasured(_)));
    assert_eq!(measurements.reading(find("trace.location").unwrap()), Reading::exact(false));
}

/// A picture with detail of every size: noise, softened, over slow waves.
fn texture(width: u32, height: u32) -> RgbImage {
    let mut noise = Noise(7);
    let rough = RgbImage::from_fn(width, height, |x, y| {
        let wave = 128.0 + 60.0 * (x as f32 / 37.0).sin() * (y as f32 / 53.0).cos();
        image::Rgb([0; 3].map(|_: u8| (wave + noise.below(60) as f32 - 30.0) as u8))
    });
    imageops::blur(&rough, 0.6)
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture).unwrap();
    file
}

fn probability(file: Vec<u8>, measure: &str) -> f64 {
    let photo = Photo::new("photo.jpg", file, Limits::default());
    let reading = Measurements::of(&photo).reading(find(measure).unwrap());
    reading.value().and_then(Value::as_number).unwrap_or_else(|| panic!("{measure}: {reading:?}"))
}

#[test]
fn an_earlier_saving_shows() {
    let once = jpeg(&texture(400, 480), 75);
    let decoded = image::load_from_memory(&once).unwrap().into_rgb8();
    let cropped = imageops::crop_imm(&decoded, 3, 5, 380, 460).to_image();
    assert!(probability(once, "trace.resaved") < 0.1);
    assert!(probability(jpeg(&texture(400, 480), 92), "trace.resaved") < 0.1);
    assert!(probability(jpeg(&decoded, 92), "trace.resaved") > 0.9);
    assert!(probability(jpeg(&cropped, 95), "trace.resaved") > 0.9);
    let signed = flat_jpeg(0, &[99, 128, 128], &[segment(0xFE, b"CREATOR: gd-jpeg v1.0")]);
    assert!(probability(signed, "trace.resaved") > 0.9);
}

#[test]
fn an_enlargement_shows() {
    let picture = texture(480, 600);
    let enlarged = imageops::resize(&texture(320, 400), 480, 600, FilterType::CatmullRom);
    assert!(probability(jpeg(&picture, 92), "trace.upscaled") < 0.1);
    assert!(probability(jpeg(&enlarged, 92), "trace.upscaled") > 0.9);
}

#[test]
fn a_filled_background_shows() {
    let head = |picture: &mut RgbImage| {
        for (x, y, pixel) in texture(240, 320).enumerate_pixels() {
            picture.put_pixel(x + 80, y + 100, *pixel);
        }
    };
    let mut filled = RgbImage::from_pixel(400, 533, image::Rgb([67, 142, 219]));
    head(&mut filled);
    assert!(probability(jpeg(&filled, 90), "trace.cut_out") > 0.9);
    let mut noise = Noise(3);
    let mut wall = RgbImage::from_fn(400, 533, |x, _| {
        image::Rgb([67, 142, 219].map(|level: u8| level + noise.below(4) as u8 + (x / 80) as u8))
    });
    head(&mut wall);
    assert!(probability(jpeg(&wall, 90), "trace.cut_out") < 0.1);
    // A blown-out wall is as flat as a filled one.
    let mut white = RgbImage::from_pixel(400, 533, image::Rgb([255; 3]));
    head(&mut white);
    assert_eq!(probability(jpeg(&white, 90), "trace.cut_out"), 0.5);
}

#[test]
fn a_foreign_thumbnail_shows() {
    // The thumbnail stands in a Photoshop resource, after its header of 28 bytes.
    let carrying = |thumbnail: &RgbImage, picture: &RgbImage| {
        let small = imageops::thumbnail(thumbnail, 90, 120);
        let body = [vec![0; 28], jpeg(&small, 80)].concat();
        let segment = segment(0xED, &[b"Photoshop 3.0\0".to_vec(), resource(0x040C, &body)].concat());
        let mut file = jpeg(picture, 90);
        file.splice(2..2, segment);
        file
    };
    let (one, other) =
        (imageops::blur(&texture(300, 400), 3.0), imageops::flip_vertical(&imageops::blur(&texture(330, 400), 3.0)));
    assert!(probability(carrying(&one, &one), "trace.thumbnail_mismatch") < 0.1);
    assert!(
        probability(
            carrying(&imageops::resize(&other, 300, 400, FilterType::Triangle), &one),
            "trace.thumbnail_mismatch"
        ) > 0.9
    );
}

#[test]
fn a_second_saving_is_as_clear_as_its_votes() {
    let clear = [saved_again(4, 0.0), saved_again(0, 2.3)];
    let doubtful = [saved_again(3, 0.0), saved_again(0, 2.0)];
    assert_eq!(clear, [Clarity::Clear; 2]);
    assert_eq!(doubtful, [Clarity::Doubtful; 2]);
    assert_eq!(saved_again(1, 1.8), Clarity::Absent);
}

#[test]
fn a_wall_is_replaced_where_most_of_it_is_flat() {
    let wall = |share: f64, clipped: bool, coarse: bool| replaced(&EdgeBackdrop { share, clipped }, coarse);
    assert_eq!(wall(0.65, false, false), Clarity::Clear);
    assert_eq!(
        [wall(0.65, true, false), wall(0.65, false, true)],
        [Clarity::Doubtful; 2],
        "clipped, or a coarse coding"
    );
    assert_eq!(wall(0.4, false, false), Clarity::Absent);
}
