//! Marks in the container itself: comments, Photoshop's resources, keyed texts, what is appended, whose tables.

use super::{Claim, Grade, Mark, signed, written};
use crate::photo::Photo;
use crate::photo::container::{Block, BlockKind, TableScheme, icc, photoshop};

pub(super) fn marks(photo: &Photo) -> Vec<Mark> {
    let container = photo.container();
    let mut found: Vec<Mark> = container.blocks.iter().flat_map(|block| of_block(block, photo)).collect();
    found.extend(photoshop_set(photo));
    if let Some(jpeg) = &container.jpeg {
        if jpeg.table_scheme() == Some(TableScheme::Adobe) {
            found.push(Mark::new(Claim::Editor, Grade::Strong, "JPEG quantisation tables", "Adobe encoder"));
        }
        if jpeg.is_progressive() == Some(true) {
            found.push(Mark::new(Claim::Converter, Grade::Weak, "JPEG frame", "progressive coding"));
        }
    }
    found
}

fn of_block(block: &Block, photo: &Photo) -> Vec<Mark> {
    let at = |name: &str| format!("{name}, byte {}", block.offset);
    let text = || String::from_utf8_lossy(&block.data).into_owned();
    match &block.kind {
        BlockKind::Comment => {
            let (place, text) = (at("JPEG comment"), text());
            signed(&place, &text).or_else(|| written("comment", &place, &text)).into_iter().collect()
        }
        BlockKind::Text(key) => {
            let (place, text) = (at(&format!("PNG {key}")), text());
            let software =
                matches!(key.as_str(), "Software" | "Source" | "Title").then(|| signed(&place, &text)).flatten();
            software.into_iter().chain(written(key, &place, &text)).collect()
        }
        BlockKind::Resource(photoshop::IPTC) => {
            let program = photoshop::iptc_text(&block.data, 65);
            program.and_then(|program| signed(&at("IPTC 2:65"), &program)).into_iter().collect()
        }
        BlockKind::Resource(photoshop::VERSION_INFO) => {
            let writer = photoshop::writer(&block.data).unwrap_or_else(|| "Adobe Photoshop".to_owned());
            vec![Mark::new(Claim::Editor, Grade::Conclusive, at("8BIM 0x0421"), &writer)]
        }
        // Clipping paths: somebody drew outlines by hand.
        BlockKind::Resource(0x07D0..=0x0BB7) => {
            vec![Mark::new(Claim::History, Grade::Conclusive, at("8BIM path"), "outlines drawn in Photoshop")]
        }
        BlockKind::App(12) if block.data.starts_with(b"Ducky") => {
            vec![Mark::new(Claim::Editor, Grade::Conclusive, at("APP12 Ducky"), "Photoshop, Save for Web")]
        }
        BlockKind::App(14) => vec![Mark::new(Claim::Editor, Grade::Weak, at("APP14"), "Adobe encoder")],
        BlockKind::App(15) if block.data.starts_with(b"Q ") => {
            vec![Mark::new(Claim::Editor, Grade::Strong, at("APP15"), "GraphicConverter")]
        }
        BlockKind::App(number) => written("", &at(&format!("APP{number}")), &text()).into_iter().collect(),
        BlockKind::Icc(_) if icc::copyright(&block.data).is_some_and(|text| text.contains("Google Inc. 2016")) => {
            vec![Mark::new(Claim::Converter, Grade::Weak, at("ICC copyright"), "Google Inc. 2016 (Android or Chrome)")]
        }
        BlockKind::Trailer => trailer(block, photo.bytes().len(), &at("after the picture")),
        _ => Vec::new(),
    }
}

/// Photoshop's "Save As" leaves its JPEG settings; other resources alone only say that somebody wrote IPTC fields.
fn photoshop_set(photo: &Photo) -> Option<Mark> {
    let resources = || photo.container().blocks.iter().filter(|block| matches!(block.kind, BlockKind::Resource(_)));
    let numbered = |number| resources().find(|block| block.kind == BlockKind::Resource(number));
    if let Some(block) = numbered(photoshop::JPEG_QUALITY) {
        let level = block.data.get(..2).map(|level| i32::from(i16::from_be_bytes([level[0], level[1]])) + 4);
        let says = level
            .map_or_else(|| "Photoshop, Save As".to_owned(), |level| format!("Photoshop, Save As, quality {level}"));
        let place = format!("8BIM 0x0406, byte {}", block.offset);
        return Some(Mark::new(Claim::Editor, Grade::Conclusive, place, &says));
    }
    let first = resources().next()?;
    let numbers: Vec<String> = resources()
        .take(6)
        .filter_map(|block| match block.kind {
            BlockKind::Resource(number) => Some(format!("0x{number:04X}")),
            _ => None,
        })
        .collect();
    let place = format!("APP13, byte {}", first.offset);
    Some(Mark::new(Claim::History, Grade::Strong, place, &format!("8BIM {}", numbers.join(" "))))
}

/// Names that Samsung's gallery gives to what it appends after editing (ExifTool, Samsung trailer).
const SAMSUNG_EDITS: [&str; 6] = [
    "PhotoEditor_Re_Edit_Data",
    "Intelligent_PhotoEditor_Data",
    "Auto_Enhance_Info",
    "Remaster_Info",
    "Camera_Sticker_Info",
    "PEg_Info",
];

/// What follows the picture.
fn trailer(block: &Block, file: usize, place: &str) -> Vec<Mark> {
    let tail = &block.data;
    if tail.iter().all(|byte| *byte == 0) {
        // Tools that bring a photo to an asked-for size fill it up to whole kibibytes.
        let padded = tail.len() > 16 && file.is_multiple_of(1024);
        let says = format!("{} zero bytes up to {} KiB", tail.len(), file / 1024);
        return padded.then(|| Mark::new(Claim::IdPhoto, Grade::Strong, place, &says)).into_iter().collect();
    }
    if !(tail.ends_with(b"SEFT") || tail.ends_with(b"QDIOBS")) {
        return Vec::new();
    }
    let holds = |name: &str| tail.windows(name.len()).any(|window| window == name.as_bytes());
    let mut found: Vec<Mark> = SAMSUNG_EDITS
        .iter()
        .filter(|name| holds(name))
        .map(|name| Mark::new(Claim::History, Grade::Conclusive, place, &format!("Samsung {name}")))
        .collect();
    if holds("Front_Cam_Selfie_Info") {
        found.push(Mark::new(Claim::Selfie, Grade::Strong, place, "Samsung Front_Cam_Selfie_Info"));
    }
    found
}
