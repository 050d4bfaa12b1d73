//! What a picture file is made of, apart from its pixels: a bounded walk over JPEG segments, PNG and WebP chunks.
//!
//! A walk follows the file once, from the front, and copies the blocks that carry metadata ([`Block`]) with the place
//! where they stood, because a report that says "Photoshop was here" must be able to say where "here" is. Lengths are
//! believed only as far as the file reaches; the number of parts and the size of what is put together from several
//! segments are limited; nothing is ever followed backwards, so no file can lead the walk in a circle.
//!
//! What the blocks say is read elsewhere: EXIF in [`super::Exif`], XMP in `super::xmp`, Photoshop's resources in
//! [`photoshop`], colour profiles in [`icc`].

mod deflate;
pub mod icc;
pub mod jpeg;
mod numbers;
pub mod photoshop;
mod png;
mod tables;
mod webp;

pub use jpeg::Jpeg;
pub(super) use jpeg::is_fill;
pub(super) use png::{picture as picture_of_png, picture_data as picture_data_of_png};
pub use tables::Quality;
pub(crate) use tables::{QuantTable, TableScheme};

use super::Format;

/// Most parts (segments, chunks, resources) that are looked at in one file; cameras write a few dozen.
const MOST_PARTS: usize = 4096;

/// Most bytes that the blocks of one file may have together, pieces put together and texts unpacked.
const MOST_BYTES: usize = 16 << 20;

/// What kind of metadata a block holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A TIFF structure with EXIF fields (without the `Exif\0\0` in front).
    Exif,
    /// An XMP packet; the extended part of a JPEG is a block of its own.
    Xmp,
    /// A Photoshop resource, by number (Adobe Photoshop File Formats Specification, image resources).
    Resource(u16),
    /// An ICC colour profile; its name in the container where it has one (PNG).
    Icc(String),
    /// A C2PA manifest store in JUMBF boxes.
    Jumbf,
    /// A JPEG comment.
    Comment,
    /// A keyed text of a PNG.
    Text(String),
    /// Any other JPEG application segment: its number, 0 to 15.
    App(u8),
    /// What follows the end of the picture; only as much as the walk's limit allows.
    Trailer,
}

/// A piece of metadata and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it holds.
    pub kind: BlockKind,
    /// Where its content starts, in bytes from the start of the file.
    pub offset: usize,
    /// Its content.
    pub data: Vec<u8>,
}

/// How a file stores colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColourMode {
    /// Red, green and blue, or anything that is shown as these (YCbCr, a palette).
    Rgb,
    /// One channel.
    Grey,
    /// Four printing inks.
    Cmyk,
}

impl ColourMode {
    /// All names.
    pub(crate) const NAMES: [&'static str; 3] = ["rgb", "grey", "cmyk"];

    /// The name in rules and reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rgb => "rgb",
            Self::Grey => "grey",
            Self::Cmyk => "cmyk",
        }
    }
}

/// A file taken apart.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// The metadata, in the order of the file.
    pub blocks: Vec<Block>,
    /// Pixels per inch that the container itself states (JFIF, pHYs).
    pub density: Option<f64>,
    /// How colour is stored.
    pub(crate) colour: Option<ColourMode>,
    /// The first byte after the picture; `None` when the file ends before the picture does.
    pub end: Option<usize>,
    /// Whether a PNG has a chunk that programs must understand (W3C PNG, 5.4) and that is not known here.
    pub(super) has_unknown_need: bool,
    /// Whether a PNG has a chunk that cannot be one, stands in the wrong place, or whose sum is wrong.
    pub(super) has_bad_chunk: bool,
    /// What only a JPEG has.
    pub jpeg: Option<Jpeg>,
    /// Bytes in the blocks so far.
    kept: usize,
}

impl Container {
    /// Takes `bytes` apart; formats that are not decoded here give nothing.
    pub fn read(bytes: &[u8], format: Format) -> Self {
        let mut container = match format {
            Format::Jpeg => jpeg::read(bytes),
            Format::Png => png::read(bytes),
            Format::WebP => webp::read(bytes),
            _ => Self::default(),
        };
        if let Some(tail) = container.end.and_then(|end| bytes.get(end..)).filter(|tail| !tail.is_empty()) {
            let data = tail[..tail.len().min(MOST_BYTES)].to_vec();
            container.blocks.push(Block { kind: BlockKind::Trailer, offset: bytes.len() - tail.len(), data });
        }
        container
    }

    /// The blocks of one kind.
    pub fn all(&self, kind: BlockKind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    /// The first block of one kind.
    pub fn first(&self, kind: &BlockKind) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == *kind)
    }

    /// The name of the embedded colour profile.
    pub fn profile(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Icc(name) => icc::description(&block.data).or_else(|| (!name.is_empty()).then(|| name.clone())),
            _ => None,
        })
    }

    fn push(&mut self, kind: BlockKind, offset: usize, data: &[u8]) {
        if self.blocks.len() < MOST_PARTS && self.kept + data.len() <= MOST_BYTES {
            self.kept += data.len();
            self.blocks.push(Block { kind, offset, data: data.to_vec() });
        }
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
