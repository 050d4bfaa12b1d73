//! Marks in C2PA content credentials (C2PA specification 2.1): presence, generator and actions, without any check of
//! signatures.
//!
//! The claims are CBOR, which stores strings as they are, so a search of the reassembled boxes finds them. A manifest
//! that is compressed shows only its presence, which says nothing for or against the photo.

use super::xmp::source_type;
use super::{Claim, Grade, Mark, signed};
use crate::photo::Photo;
use crate::photo::container::BlockKind;

/// Actions that change what the picture shows.
const EDITS: [&str; 6] =
    ["c2pa.edited", "c2pa.placed", "c2pa.drawing", "c2pa.removed", "c2pa.color_adjustments", "c2pa.filtered"];

pub(super) fn marks(photo: &Photo) -> Vec<Mark> {
    photo.container().all(BlockKind::Jumbf).flat_map(|store| of_store(&store.data, store.offset)).collect()
}

fn of_store(data: &[u8], offset: usize) -> Vec<Mark> {
    // The four letters alone also occur by chance in other data; the box names make it a manifest store.
    if !holds(data, b"jumb") || !holds(data, b"c2pa") {
        return Vec::new();
    }
    let place = format!("C2PA, byte {offset}");
    let mut found: Vec<Mark> =
        after_each(data, b"newscodes/digitalsourcetype/").filter_map(|text| source_type(&word(text), &place)).collect();
    let edits = EDITS.iter().filter(|action| holds(data, action.as_bytes()));
    found.extend(edits.map(|action| Mark::new(Claim::History, Grade::Conclusive, &*place, action)));
    // A CBOR text has one to three bytes of length in front.
    found.extend(after_each(data, b"claim_generator").filter_map(|text| {
        let generator: String =
            String::from_utf8_lossy(text.get(1..80.min(text.len()))?).chars().filter(|c| !c.is_control()).collect();
        signed(&place, &generator)
    }));
    found
}

fn holds(data: &[u8], text: &[u8]) -> bool {
    data.windows(text.len()).any(|window| window == text)
}

/// What follows each place where `text` stands; the first few.
fn after_each<'d>(data: &'d [u8], text: &'static [u8]) -> impl Iterator<Item = &'d [u8]> {
    let ends = data.windows(text.len()).enumerate().filter(move |(_, window)| *window == text);
    ends.map(move |(at, _)| &data[at + text.len()..]).take(16)
}

/// The letters that come first.
fn word(text: &[u8]) -> String {
    text.iter().take(60).take_while(|byte| byte.is_ascii_alphabetic()).map(|byte| char::from(*byte)).collect()
}
