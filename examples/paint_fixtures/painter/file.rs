//! The finished picture as a file: how it is stored, damaged, and labelled.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage, imageops};

use super::catalogue::{Fixture, Label, Store};
use super::metadata::{self, Exif};
use super::{camera, render};

/// The bytes of the fixture's file.
pub fn write(fixture: &Fixture) -> Vec<u8> {
    let picture = || camera::develop(render::render(&fixture.scene), &fixture.scene);
    match fixture.store {
        Store::Jpeg => jpeg(&picture(), fixture),
        Store::Turned => jpeg(&imageops::rotate270(&picture()), fixture),
        Store::Resaved => {
            let once = image::load_from_memory(&jpeg(&picture(), fixture)).expect("what was just written").into_rgb8();
            jpeg(&once, &Fixture { quality: fixture.quality - 4, ..fixture.clone() })
        }
        Store::Png => {
            let (picture, mut bytes) = (picture(), Vec::new());
            let encoder = PngEncoder::new(&mut bytes);
            encoder
                .write_image(&picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
                .expect("to memory");
            bytes
        }
        Store::Truncated => {
            let mut bytes = jpeg(&picture(), fixture);
            bytes.truncate(bytes.len() * 2 / 5);
            bytes
        }
        Store::Empty => Vec::new(),
        Store::Text => "This is not a photo.\n".repeat(3000).into_bytes(),
    }
}

fn jpeg(picture: &RgbImage, fixture: &Fixture) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, fixture.quality).encode_image(picture).expect("to memory");
    metadata::insert(&bytes, &labels(fixture))
}

fn labels(fixture: &Fixture) -> Vec<Vec<u8>> {
    let camera = Exif {
        make: "Canon",
        model: "Canon EOS 80D",
        software: "Firmware Version 1.0.2",
        changed: "2022:04:11 10:20:30",
        taken: "2022:04:11 10:20:30",
        orientation: if fixture.store == Store::Turned { 6 } else { 1 },
    };
    let edited = |software| metadata::exif(&Exif { software, changed: "2022:04:12 21:05:09", ..camera.clone() });
    match fixture.label {
        Label::Camera => vec![metadata::exif(&camera)],
        Label::Photoshop => vec![edited("Adobe Photoshop 23.2 (Windows)")],
        Label::Meitu => vec![edited("Meitu 9.5.0")],
        Label::History => vec![
            metadata::exif(&camera),
            metadata::xmp(
                "<xmp:CreatorTool>Adobe Photoshop 23.2 (Windows)</xmp:CreatorTool><xmpMM:History><rdf:Seq>\
                 <rdf:li rdf:parseType=\"Resource\"><stEvt:action>saved</stEvt:action>\
                 <stEvt:softwareAgent>Adobe Photoshop 23.2 (Windows)</stEvt:softwareAgent>\
                 <stEvt:when>2022-04-12T21:05:09+08:00</stEvt:when><stEvt:changed>/</stEvt:changed></rdf:li>\
                 </rdf:Seq></xmpMM:History>",
            ),
        ],
        Label::Generated => vec![metadata::xmp(
            "<TC260:AIGC>{\"Label\":\"1\",\"ContentProducer\":\"example\",\"ProduceID\":\"0001\"}</TC260:AIGC>",
        )],
    }
}
