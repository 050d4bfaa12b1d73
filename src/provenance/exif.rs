//! Marks in EXIF fields (CIPA DC-008; numbers of later and private fields as ExifTool lists them).

use exif::{Context, Tag};

use super::{Claim, Grade, Mark, signed, written};
use crate::photo::Photo;

/// Fields that software signs: Software, ProcessingSoftware, and those of EXIF 3.0 for image editors, raw developers,
/// image editing and metadata editing software.
const SIGNED: [u16; 6] = [0x0131, 0x000B, 0xA438, 0xA43A, 0xA43B, 0xA43C];

pub(super) fn marks(photo: &Photo) -> Vec<Mark> {
    let exif = photo.exif();
    let mut found = Vec::new();
    for (tag, text) in exif.texts() {
        let name = name(tag);
        let place = format!("EXIF {name}, 0x{:04X}, byte {}", tag.number(), exif.offset());
        if SIGNED.contains(&tag.number()) {
            found.extend(signed(&place, &text));
        }
        // A generator may sign as the camera: some write their own name as the maker.
        let generator =
            (tag == Tag::Make || tag == Tag::Artist || tag == Tag::ImageDescription).then(|| signed(&place, &text));
        found.extend(generator.flatten().filter(|mark| mark.claim == Claim::Generator));
        found.extend(written(&name, &place, &text));
        if is_selfie(tag, &text) {
            found.push(Mark::new(Claim::Selfie, Grade::Strong, place, &text));
        }
    }
    found
}

/// Apple names the lens, Xiaomi (0x9999) the sensor.
fn is_selfie(tag: Tag, text: &str) -> bool {
    match tag.number() {
        0xA434 => text.contains("front camera") || text.contains("front TrueDepth"),
        0x9999 => text.contains("\"sensor_type\":\"front\"") || text.contains("\"mirror\":true"),
        _ => false,
    }
}

/// The field's name; its context is no matter to a reader, since numbers hardly collide.
fn name(tag: Tag) -> String {
    let known = match tag.number() {
        0x000B => Some("ProcessingSoftware"),
        0xA43B => Some("ImageEditingSoftware"),
        0xA43A => Some("RAWDevelopingSoftware"),
        0xA438 => Some("ImageEditor"),
        0xA43C => Some("MetadataEditingSoftware"),
        0x9286 => Some("UserComment"),
        _ => None,
    };
    known.map_or_else(
        || match Tag(tag.context(), tag.number()).to_string() {
            unknown if unknown.starts_with("Tag(") => context(tag.context()).to_owned(),
            known => known,
        },
        str::to_owned,
    )
}

fn context(context: Context) -> &'static str {
    match context {
        Context::Gps => "GPS",
        Context::Interop => "interoperability",
        _ => "field",
    }
}
