//! The walk over a JPEG's segments (ITU-T T.81, annex B) and the putting together of what is spread over several.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::numbers::{be16, slice};
use super::photoshop;
use super::tables::{self, Quality, QuantTable, TableScheme};
use super::{Block, BlockKind, ColourMode, Container, MOST_BYTES, MOST_PARTS};

/// What the coding segments of a JPEG say.
#[derive(Clone, Debug, Default)]
pub struct Jpeg {
    /// The marker segments before the end of the image that say how it is coded, Adobe's, and any that follows a scan, in
    /// order: its marker and where its `FF` stands.
    pub segments: Vec<(u8, usize)>,
    /// The frame; `None` when the file ends or breaks off before it.
    pub(crate) frame: Option<FrameHeader>,
    /// Quantisation tables by number, the last definition of each.
    pub(crate) tables: [Option<QuantTable>; 4],
    /// Whether one DQT segment defined more than one table.
    pub tables_share_segment: bool,
    /// Whether every Huffman table has the code lengths of T.81 annex K, as cameras write them; software optimises.
    pub standard_huffman: bool,
    /// MCUs between restart markers; 0 when there are none.
    pub restart_interval: u16,
    /// Number of scans.
    pub scans: usize,
    /// Colour transform of the Adobe segment: 0 none, 1 YCbCr, 2 YCCK.
    pub adobe_transform: Option<u8>,
    /// Whether a JFIF segment is there.
    pub jfif: bool,
    /// Whether bytes lie between segments that do not belong there.
    pub(crate) has_stray_bytes: bool,
    /// Whether there are more segments of coding than are looked at.
    pub(crate) is_overlong: bool,
}

/// The frame header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// Which kind of coding: the low half of the marker (0 baseline, 1 extended, 2 progressive, …).
    pub process: u8,
    /// Bits per sample.
    pub precision: u8,
    /// Width, px.
    pub width: u16,
    /// Height, px; 0 when the file states it after the first scan.
    pub height: u16,
    /// The components.
    pub components: Vec<Component>,
}

/// One component of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    /// Its identifier.
    pub id: u8,
    /// Horizontal and vertical sampling factor.
    pub sampling: (u8, u8),
    /// Number of its quantisation table.
    pub table: u8,
}

impl Jpeg {
    /// The quantisation table of a component, by its place in the frame.
    pub(crate) fn table_of(&self, component: usize) -> Option<&QuantTable> {
        let number = self.frame.as_ref()?.components.get(component)?.table;
        self.tables.get(usize::from(number))?.as_ref()
    }

    /// What quality the tables stand for; `None` when that of luma is missing.
    pub fn quality(&self) -> Option<Quality> {
        Some(tables::quality(self.table_of(0)?, self.table_of(1)))
    }

    /// Whose tables they are; `None` when that of luma is missing.
    pub(crate) fn table_scheme(&self) -> Option<TableScheme> {
        Some(tables::scheme(self.table_of(0)?, self.table_of(1), self.tables_share_segment))
    }

    /// Chroma subsampling in the usual three numbers; other factors as they stand (`2x1,1x2,1x1`). `None` without
    /// a frame or with a single component.
    pub fn subsampling(&self) -> Option<String> {
        let components = &self.frame.as_ref()?.components;
        let factors: Vec<(u8, u8)> = components.iter().map(|component| component.sampling).collect();
        let [luma, chroma @ ..] = factors.as_slice() else { return None };
        let same = chroma.first().filter(|first| chroma.len() >= 2 && chroma[..2].iter().all(|other| other == *first));
        let ratio = same.map(|&(h, v)| (luma.0 / h.max(1), luma.1 / v.max(1)));
        Some(match ratio {
            _ if chroma.is_empty() => return None,
            Some((1, 1)) => "4:4:4".to_owned(),
            Some((2, 1)) => "4:2:2".to_owned(),
            Some((2, 2)) => "4:2:0".to_owned(),
            Some((1, 2)) => "4:4:0".to_owned(),
            Some((4, 1)) => "4:1:1".to_owned(),
            Some((4, 2)) => "4:1:0".to_owned(),
            _ => factors.iter().map(|(h, v)| format!("{h}x{v}")).collect::<Vec<_>>().join(","),
        })
    }

    /// Whether the picture is coded in several passes.
    pub(crate) fn is_progressive(&self) -> Option<bool> {
        self.frame.as_ref().map(|frame| matches!(frame.process, 2 | 6 | 10 | 14))
    }
}

impl Jpeg {
    /// Samples of all components for each pixel of the picture, rounded up: from 1 (grey) to 4 (four inks).
    pub(crate) fn samples_a_pixel(&self) -> u64 {
        let Some(frame) = &self.frame else { return 0 };
        let area = |component: &Component| u64::from(component.sampling.0) * u64::from(component.sampling.1);
        let most = |side: fn(&Component) -> u8| frame.components.iter().map(side).max().map_or(1, u64::from);
        let whole = most(|it| it.sampling.0) * most(|it| it.sampling.1);
        frame.components.iter().map(area).sum::<u64>().div_ceil(whole.max(1))
    }

    /// The file as a decoder has to see it that asks Adobe's segment for the colours of three components: where JFIF stands, its YCbCr
    /// holds whatever Adobe's segment says (libjpeg's order, and everybody's), and that segment is made a comment.
    pub(crate) fn in_its_colours<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let is_of_three = self.frame.as_ref().is_some_and(|frame| frame.components.len() == 3);
        if !(self.jfif && is_of_three && self.adobe_transform == Some(0)) {
            return bytes.into();
        }
        let mut bytes = bytes.to_vec();
        self.segments.iter().filter(|(marker, _)| *marker == 0xEE).for_each(|(_, at)| bytes[at + 1] = 0xFE);
        bytes.into()
    }

    /// Whether the coding is one of the usual kinds, which every decoder gets right. Some take baseline pictures with one
    /// scan for each colour for ones with all colours in one scan and make stripes of them, and cannot do sampling
    /// factors that are no power of two or chroma that is finer than luma.
    pub(crate) fn is_usual(&self) -> bool {
        let Some(frame) = &self.frame else { return false };
        let of = |component: &Component| [component.sampling.0, component.sampling.1];
        let luma = frame.components.first().map_or([1, 1], of);
        let fits = |factors: [u8; 2]| {
            factors
                .iter()
                .zip(luma)
                .all(|(factor, luma)| factor.is_power_of_two() && luma.is_power_of_two() && *factor <= luma)
        };
        (self.scans == 1 || self.is_progressive() == Some(true)) && frame.components.iter().map(of).all(fits)
    }
}

/// A payload in pieces: each piece's place in the whole, its offset in the file, and its bytes.
type NumberedPieces<'b> = Vec<(u32, usize, &'b [u8])>;

/// Pieces that are joined once the walk is over.
#[derive(Default)]
struct Pieces<'b> {
    icc: Vec<(u8, usize, &'b [u8])>,
    photoshop: Vec<(usize, &'b [u8])>,
    extended_xmp: BTreeMap<&'b [u8], NumberedPieces<'b>>,
    jumbf: BTreeMap<u16, NumberedPieces<'b>>,
}

/// Walks the segments from the start of the image to its end.
pub(super) fn read(bytes: &[u8]) -> Container {
    let mut container = Container::default();
    let mut jpeg = Jpeg { standard_huffman: true, ..Jpeg::default() };
    let mut pieces = Pieces::default();
    let (mut at, mut parts, mut follows_scan) = (2, 0, false);
    while let Some(found) = next_marker(bytes, at) {
        let marker = bytes[found + 1];
        jpeg.has_stray_bytes |= !follows_scan && !is_fill(&bytes[at..found]) || is_no_marker(marker);
        match marker {
            0xD9 => {
                container.end = Some(found + 2);
                break;
            }
            0x01 | 0xD0..=0xD8 => at = found + 2, // these stand alone
            _ => {
                let Some(length) = be16(bytes, found + 2).map(usize::from) else { break };
                // A length counts its own two bytes.
                if length < 2 {
                    jpeg.has_stray_bytes = true;
                    break;
                }
                let Some(body) = slice(bytes, found + 4, length - 2) else { break };
                let is_metadata = matches!(marker, 0xE0..=0xEF | 0xFE);
                parts += usize::from(is_metadata);
                if is_metadata && parts <= MOST_PARTS {
                    metadata(&mut container, &mut jpeg, &mut pieces, marker, found + 4, body);
                }
                if !is_metadata || follows_scan || (marker == 0xEE && parts <= MOST_PARTS) {
                    jpeg.is_overlong = jpeg.segments.len() == MOST_PARTS;
                    if jpeg.is_overlong {
                        break;
                    }
                    jpeg.segments.push((marker, found));
                }
                coding(&mut jpeg, marker, body);
                follows_scan = marker == 0xDA;
                at = found + 2 + length;
            }
        }
    }
    // A picture without a scan has no end, whatever marker stands there.
    container.end = container.end.filter(|_| jpeg.scans > 0);
    container.colour = jpeg.frame.as_ref().map(|frame| match frame.components.len() {
        1 => ColourMode::Grey,
        4 => ColourMode::Cmyk,
        _ => ColourMode::Rgb,
    });
    pieces.join(&mut container);
    container.jpeg = Some(jpeg);
    container
}

/// Whether a marker is reserved or stands where none may: another start of the image, and what no decoder knows (T.81, B.1.1.3).
/// Of those for extensions two are JPEG-LS's.
fn is_no_marker(marker: u8) -> bool {
    matches!(marker, 0x02..=0xBF | 0xD8 | 0xF0..=0xF6 | 0xF9..=0xFD)
}

/// Whether bytes outside of scans are such that may fill (T.81, B.1.1.2), or markers that stand alone and decoders pass
/// over: what else is there was put in, or is left of what was.
pub(in crate::photo) fn is_fill(mut bytes: &[u8]) -> bool {
    while let [0xFF, rest @ ..] = bytes {
        bytes = match rest {
            [0x01 | 0xD0..=0xD7, rest @ ..] => rest,
            _ => rest,
        };
    }
    bytes.is_empty()
}

/// The next marker from `at`: an `FF` that is followed by neither a stuffed zero nor another `FF`. Inside a scan this
/// passes over the coded data; between segments over bytes that do not belong there, as decoders do.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Takes in what a segment says about the coding.
fn coding(jpeg: &mut Jpeg, marker: u8, body: &[u8]) {
    match marker {
        0xDB => {
            let defined = tables::quantisation(body);
            jpeg.tables_share_segment |= defined.len() > 1;
            for (number, table) in defined {
                jpeg.tables[usize::from(number)] = Some(table);
            }
        }
        0xC4 => jpeg.standard_huffman &= tables::is_standard_huffman(body),
        0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF if jpeg.frame.is_none() => {
            jpeg.frame = frame(marker, body);
        }
        0xDD => jpeg.restart_interval = be16(body, 0).unwrap_or_default(),
        0xDA => jpeg.scans += 1,
        _ => {}
    }
}

fn frame(marker: u8, body: &[u8]) -> Option<FrameHeader> {
    let count = usize::from(*body.get(5)?);
    let component =
        |bytes: &[u8]| Component { id: bytes[0], sampling: (bytes[1] >> 4, bytes[1] & 15), table: bytes[2] };
    Some(FrameHeader {
        process: marker & 15,
        precision: body[0],
        height: be16(body, 1)?,
        width: be16(body, 3)?,
        components: slice(body, 6, 3 * count)?.chunks_exact(3).map(component).collect(),
    })
}

/// Keeps what a segment says about anything else.
fn metadata<'b>(
    container: &mut Container,
    jpeg: &mut Jpeg,
    pieces: &mut Pieces<'b>,
    marker: u8,
    offset: usize,
    body: &'b [u8],
) {
    let after = |signature: &[u8]| body.strip_prefix(signature).map(|rest| (offset + signature.len(), rest));
    match marker {
        0xFE => container.push(BlockKind::Comment, offset, body),
        0xE0 if body.starts_with(b"JFIF\0") => {
            jpeg.jfif = true;
            container.density = container.density.or_else(|| jfif_density(body));
        }
        0xE1 => {
            if let Some((at, rest)) = after(b"Exif\0\0").or_else(|| after(b"Exif\0\xFF")) {
                container.push(BlockKind::Exif, at, rest);
            } else if let Some((at, rest)) = after(b"http://ns.adobe.com/xap/1.0/\0") {
                container.push(BlockKind::Xmp, at, rest);
            } else if let Some((at, rest)) = after(b"http://ns.adobe.com/xmp/extension/\0") {
                pieces.extended_xmp(at, rest);
            } else {
                container.push(BlockKind::App(1), offset, body);
            }
        }
        0xE2 if body.starts_with(b"ICC_PROFILE\0") && body.len() > 14 => {
            pieces.icc.push((body[12], offset + 14, &body[14..]));
        }
        0xEB if body.starts_with(b"JP") => pieces.jumbf(offset, body),
        0xED => match after(b"Photoshop 3.0\0") {
            Some(piece) => pieces.photoshop.push(piece),
            None => container.push(BlockKind::App(13), offset, body),
        },
        0xEE if body.starts_with(b"Adobe") => {
            jpeg.adobe_transform = body.get(11).copied();
            container.push(BlockKind::App(14), offset, body);
        }
        0xE0..=0xEF => container.push(BlockKind::App(marker - 0xE0), offset, body),
        _ => {}
    }
}

/// Unit 1 is the inch, 2 the centimetre; 0 gives an aspect only (JFIF 1.02; ITU-T T.871, 10.1).
fn jfif_density(body: &[u8]) -> Option<f64> {
    let density = f64::from(be16(body, 8)?);
    match body.get(7)? {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

impl<'b> Pieces<'b> {
    /// GUID, full length, offset of this piece, piece (XMP specification part 3, 1.1.3.1). The length is not believed.
    fn extended_xmp(&mut self, offset: usize, rest: &'b [u8]) {
        let (Some(guid), Some(place), Some(piece)) = (rest.get(..32), super::numbers::be32(rest, 36), rest.get(40..))
        else {
            return;
        };
        self.extended_xmp.entry(guid).or_default().push((place, offset + 40, piece));
    }

    /// Box instance, packet number, then the box; later packets repeat the box header (ISO/IEC 19566-5, annex D).
    fn jumbf(&mut self, offset: usize, body: &'b [u8]) {
        let (Some(instance), Some(packet)) = (be16(body, 2), super::numbers::be32(body, 4)) else { return };
        let packets = self.jumbf.entry(instance).or_default();
        let start = if packets.is_empty() { 8 } else { 16 };
        if let Some(piece) = body.get(start..) {
            packets.push((packet, offset + start, piece));
        }
    }

    fn join(self, container: &mut Container) {
        let in_order = |mut pieces: Vec<(u32, usize, &[u8])>| {
            pieces.sort_by_key(|piece| piece.0);
            joined(pieces.iter().map(|&(_, offset, piece)| (offset, piece)))
        };
        let icc: Vec<_> = self.icc.iter().map(|&(number, offset, piece)| (u32::from(number), offset, piece)).collect();
        let photoshop = joined(self.photoshop.into_iter());
        if let Some((offset, data)) = photoshop {
            container.blocks.extend(photoshop::resources(&data, offset));
        }
        let blocks = [(BlockKind::Icc(String::new()), in_order(icc))]
            .into_iter()
            .chain(self.extended_xmp.into_values().map(|pieces| (BlockKind::Xmp, in_order(pieces))))
            .chain(self.jumbf.into_values().map(|pieces| (BlockKind::Jumbf, in_order(pieces))));
        for (kind, piece) in blocks {
            if let Some((offset, data)) = piece {
                container.blocks.push(Block { kind, offset, data });
            }
        }
        container.blocks.sort_by_key(|block| block.offset);
    }
}

/// Pieces put one after the other, with the place of the first.
fn joined<'b>(pieces: impl Iterator<Item = (usize, &'b [u8])>) -> Option<(usize, Vec<u8>)> {
    let mut whole: Option<(usize, Vec<u8>)> = None;
    for (offset, piece) in pieces {
        let (_, data) = whole.get_or_insert_with(|| (offset, Vec::new()));
        if data.len() + piece.len() > MOST_BYTES {
            break;
        }
        data.extend_from_slice(piece);
    }
    whole
}
