//! PNG chunks (W3C PNG, third edition).

use std::borrow::Cow;

use flate2::Crc;

use super::deflate::inflate;
use super::numbers::{be32, slice};
use super::{BlockKind, ColourMode, Container, MOST_BYTES, MOST_PARTS};

/// One chunk.
struct Chunk<'b> {
    name: &'b [u8],
    /// Where it begins, with its length.
    at: usize,
    data: &'b [u8],
}

impl Chunk<'_> {
    /// Where the next one begins; the checksum follows the data.
    fn end(&self) -> usize {
        self.at + 12 + self.data.len()
    }

    /// Whether programs that do not know it must not show the picture (5.4).
    fn is_critical(&self) -> bool {
        self.name[0] & 0x20 == 0
    }

    /// Whether its name is one and its sum holds. The sum of picture data is its decoder's to check.
    fn is_sound(&self, bytes: &[u8]) -> bool {
        let has_sum = || {
            let mut crc = Crc::new();
            crc.update(self.name);
            crc.update(self.data);
            be32(bytes, self.end() - 4) == Some(crc.sum())
        };
        self.name.iter().all(u8::is_ascii_alphabetic) && (self.name == b"IDAT" || has_sum())
    }
}

/// The chunks, as far as they lie in the file.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let (length, name) = (be32(bytes, at)?, slice(bytes, at + 4, 4)?);
        let chunk = Chunk { name, at, data: slice(bytes, at + 8, length as usize)? };
        at = chunk.end();
        Some(chunk)
    })
}

/// Walks the chunks up to IEND.
pub(super) fn read(bytes: &[u8]) -> Container {
    let mut container = Container::default();
    // Picture data may come in very many small chunks; they cost nothing, so only the others count as parts.
    let mut parts = 0;
    let mut left = MOST_BYTES;
    let (mut is_first, mut is_in_data, mut had_data) = (true, false, false);
    for chunk in chunks(bytes) {
        let is_data = chunk.name == b"IDAT";
        // The header stands first, and the picture's data without anything in between (5.6).
        let is_out_of_place = is_first != (chunk.name == b"IHDR") || is_data && had_data && !is_in_data;
        // A palette holds 1 to 256 colours of three bytes, and the end holds nothing (11.2.2, 11.2.4).
        let is_of_wrong_size = match chunk.name {
            b"PLTE" => chunk.data.is_empty() || chunk.data.len() > 768 || !chunk.data.len().is_multiple_of(3),
            b"IEND" => !chunk.data.is_empty(),
            _ => false,
        };
        container.has_bad_chunk |=
            is_out_of_place || chunk.end() <= bytes.len() && (is_of_wrong_size || !chunk.is_sound(bytes));
        (is_first, is_in_data, had_data) = (false, is_data, had_data || is_data);
        match chunk.name {
            b"IEND" => {
                container.end = Some(chunk.end()).filter(|end| *end <= bytes.len());
                break;
            }
            b"IDAT" => {}
            name => {
                container.has_unknown_need |= chunk.is_critical() && !matches!(name, b"IHDR" | b"PLTE");
                parts += 1;
                if parts <= MOST_PARTS {
                    take(&mut container, name, chunk.at + 8, chunk.data, &mut left);
                }
            }
        }
    }
    container
}

/// The chunks of a whole PNG that make its picture, without what other programs have written beside it; the file as it is,
/// when nothing else is in it or it does not end as it should.
pub(crate) fn picture(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (mut kept, mut from, mut is_whole) = (Vec::new(), 0, false);
    for chunk in chunks(bytes) {
        if !matches!(chunk.name, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            kept.extend_from_slice(&bytes[from..chunk.at]);
            from = chunk.end().min(bytes.len());
        }
        if chunk.name == b"IEND" {
            is_whole = chunk.end() <= bytes.len();
            break;
        }
    }
    if from == 0 || !is_whole {
        return bytes.into();
    }
    kept.extend_from_slice(&bytes[from..]);
    kept.into()
}

/// The packed data of the picture, chunk by chunk.
pub(in crate::photo) fn picture_data(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    chunks(bytes)
        .take_while(|chunk| chunk.name != b"IEND")
        .filter(|chunk| chunk.name == b"IDAT")
        .map(|chunk| chunk.data)
}

fn take(container: &mut Container, name: &[u8], offset: usize, data: &[u8], left: &mut usize) {
    match name {
        b"IHDR" => container.colour = data.get(9).map(|kind| colour(*kind)),
        b"pHYs" if data.get(8) == Some(&1) => {
            container.density = be32(data, 0).map(|per_metre| f64::from(per_metre) * 0.0254);
        }
        b"eXIf" => container.push(BlockKind::Exif, offset, data),
        b"iCCP" => {
            if let Some((name, rest)) = keyword(data) {
                container.push(BlockKind::Icc(name), offset, &inflate(rest.get(1..).unwrap_or_default(), left));
            }
        }
        b"caBX" => container.push(BlockKind::Jumbf, offset, data),
        b"tEXt" | b"zTXt" | b"iTXt" => {
            if let Some((key, text)) = text(name, data, left) {
                let kind = if key == "XML:com.adobe.xmp" { BlockKind::Xmp } else { BlockKind::Text(key) };
                container.push(kind, offset, &text);
            }
        }
        _ => {}
    }
}

/// Colour types 0 and 4 are grey; 2, 3 and 6 are shown as RGB.
fn colour(kind: u8) -> ColourMode {
    if kind & 3 == 0 { ColourMode::Grey } else { ColourMode::Rgb }
}

/// A Latin-1 keyword and what follows its NUL.
fn keyword(data: &[u8]) -> Option<(String, &[u8])> {
    let end = data.iter().take(80).position(|byte| *byte == 0)?;
    Some((data[..end].iter().map(|byte| char::from(*byte)).collect(), &data[end + 1..]))
}

/// Keyword and UTF-8 text of any of the three text chunks.
fn text(chunk: &[u8], data: &[u8], left: &mut usize) -> Option<(String, Vec<u8>)> {
    let (key, rest) = keyword(data)?;
    let text = match chunk {
        b"tEXt" => latin(rest),
        b"zTXt" => latin(&inflate(rest.get(1..)?, left)),
        _ => {
            let packed = *rest.first()? == 1;
            let mut fields = rest.get(2..)?.splitn(3, |byte| *byte == 0); // language, translated keyword, text
            let body = fields.nth(2)?;
            if packed { inflate(body, left) } else { body.to_vec() }
        }
    };
    Some((key, text))
}

/// Latin-1 as UTF-8; bytes that are UTF-8 already (many writers ignore the standard) stay as they are.
fn latin(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(_) => bytes.to_vec(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes(),
    }
}
