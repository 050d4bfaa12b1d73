//! The few facts of an ICC colour profile that say who made it (ICC.1:2022, 7.2 header, 10.13 and 10.15 texts).

use super::numbers::{be16, be32, slice};

/// The profile's description: the `desc` tag, as text (version 2) or multi-localised Unicode (version 4).
pub(crate) fn description(profile: &[u8]) -> Option<String> {
    tag_text(profile, b"desc")
}

/// The profile's copyright, which names the maker of the software that wrote it.
pub(crate) fn copyright(profile: &[u8]) -> Option<String> {
    tag_text(profile, b"cprt")
}

fn tag_text(profile: &[u8], name: &[u8; 4]) -> Option<String> {
    let count = be32(profile, 128)?.min(100) as usize;
    let entry = (0..count).map(|k| 132 + 12 * k).find(|&at| slice(profile, at, 4) == Some(name))?;
    let (at, length) = (be32(profile, entry + 4)? as usize, be32(profile, entry + 8)? as usize);
    let content = slice(profile, at, length)?;
    let text = match content.get(..4)? {
        b"desc" => latin(slice(content, 12, be32(content, 8)? as usize)?),
        b"text" => latin(content.get(8..)?),
        b"mluc" => utf16(slice(content, be32(content, 24)? as usize, be32(content, 20)? as usize)?),
        _ => return None,
    };
    let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned();
    (!text.is_empty()).then_some(text)
}

fn latin(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = (0..bytes.len() / 2).filter_map(|k| be16(bytes, 2 * k)).collect();
    String::from_utf16_lossy(&units)
}
