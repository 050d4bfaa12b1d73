//! Photoshop's image resources (`8BIM`) and the IPTC record among them.
//!
//! Layout: signature, number, Pascal name padded to even, length, data padded to even (Adobe Photoshop File Formats
//! Specification). IPTC-IIM: `1C`, record, data set, length, data (IIM 4.2, 1.5).

use super::numbers::{be16, be32, slice};
use super::{Block, BlockKind, MOST_PARTS};

/// The IPTC-IIM record.
pub const IPTC: u16 = 0x0404;
/// How the file was saved as JPEG: level and kind.
pub(crate) const JPEG_QUALITY: u16 = 0x0406;
/// The embedded thumbnail: a 28-byte header, then a JPEG.
pub(crate) const THUMBNAIL: u16 = 0x040C;
/// Names of the writing and the reading program.
pub(crate) const VERSION_INFO: u16 = 0x0421;

/// The resources in an APP13 payload that starts after `Photoshop 3.0\0`; `offset` is its place in the file.
pub(super) fn resources(payload: &[u8], offset: usize) -> Vec<Block> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST_PARTS && slice(payload, at, 4) == Some(b"8BIM") {
        let Some((number, start, length)) = resource_at(payload, at) else { break };
        let Some(data) = slice(payload, start, length) else { break };
        found.push(Block { kind: BlockKind::Resource(number), offset: offset + start, data: data.to_vec() });
        at = start + length + length % 2;
    }
    found
}

/// Number, start and length of the resource whose signature stands at `at`.
fn resource_at(payload: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let number = be16(payload, at + 4)?;
    let name = 1 + usize::from(*payload.get(at + 6)?);
    let sized = at + 6 + name + name % 2;
    Some((number, sized + 4, be32(payload, sized)? as usize))
}

/// The program that wrote the file, from resource [`VERSION_INFO`]: version, a flag, then two counted UTF-16 names.
pub(crate) fn writer(version_info: &[u8]) -> Option<String> {
    let count = be32(version_info, 5)? as usize;
    let name = slice(version_info, 9, count.checked_mul(2)?)?;
    let units: Vec<u16> = (0..count).filter_map(|k| be16(name, 2 * k)).collect();
    let text = String::from_utf16_lossy(&units).trim_end_matches('\0').trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The text of an IPTC data set of record 2 (65 is the originating program, 103 the transmission reference, …).
pub(crate) fn iptc_text(record: &[u8], data_set: u8) -> Option<String> {
    let mut at = 0;
    while slice(record, at, 3).is_some_and(|tag| tag[0] == 0x1C) {
        let length = usize::from(be16(record, at + 3)?);
        let data = slice(record, at + 5, length)?; // the extended form (bit 15) claims more than any text has
        if record[at + 1] == 2 && record[at + 2] == data_set {
            return Some(String::from_utf8_lossy(data).into_owned());
        }
        at += 5 + length;
    }
    None
}
