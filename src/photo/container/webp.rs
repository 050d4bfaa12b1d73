//! WebP chunks (RFC 9649).

use super::numbers::{le32, slice};
use super::{BlockKind, ColourMode, Container, MOST_PARTS};

/// Walks the chunks of a RIFF file.
pub(super) fn read(bytes: &[u8]) -> Container {
    let mut container = Container { colour: Some(ColourMode::Rgb), ..Container::default() };
    let Some(claim) = le32(bytes, 4) else { return container };
    let end = (claim as usize).saturating_add(8);
    container.end = (end <= bytes.len()).then_some(end);
    let inside = &bytes[..end.min(bytes.len())];
    let mut at = 12;
    for _ in 0..MOST_PARTS {
        let (Some(name), Some(length)) = (slice(inside, at, 4), le32(inside, at + 4)) else { break };
        let Some(data) = slice(inside, at + 8, length as usize) else {
            container.end = None;
            break;
        };
        match name {
            b"EXIF" => container.push(BlockKind::Exif, at + 8, data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            b"XMP " => container.push(BlockKind::Xmp, at + 8, data),
            b"ICCP" => container.push(BlockKind::Icc(String::new()), at + 8, data),
            b"C2PA" => container.push(BlockKind::Jumbf, at + 8, data),
            _ => {}
        }
        at += 8 + data.len() + data.len() % 2;
    }
    container
}
