//! One photo, opened once: its bytes, what its container says, and its pixels the right way up.
//!
//! A [`Photo`] is made from a name and bytes that somebody else has read; nothing here touches a disk. Everything
//! beyond that is worked out on first use and kept: a rule set that only asks for the file's size never decodes a
//! pixel. Whatever the bytes claim, limits are checked before memory is taken ([`Limits`]), and what cannot be
//! read is an [`Unreadable`] with a reason, never a panic.
//!
//! Judging what is found here, a wrong format or an editor's name, is left to rules.

pub mod container;
mod exif;
mod format;
mod pixels;
mod png;
mod profile;
mod raster;
mod rect;
mod resize;
mod scan;
mod unreadable;
pub mod xmp;

use std::cell::OnceCell;

pub use container::Container;
pub use exif::Exif;
pub use format::Format;
pub(crate) use pixels::Stored;
pub use pixels::{Limits, Orientation, Pixels};
pub(crate) use profile::Profile;
pub use rect::Rect;
pub(crate) use resize::{part_resized, resized};
pub use scan::Coding;
pub use unreadable::Unreadable;

/// One photo of the batch.
pub struct Photo {
    name: String,
    bytes: Vec<u8>,
    size: Option<u64>,
    refused: Option<Unreadable>,
    limits: Limits,
    container: OnceCell<Container>,
    exif: OnceCell<Exif>,
    xmp: OnceCell<Vec<xmp::Property>>,
    pixels: OnceCell<Result<Pixels, Unreadable>>,
}

impl Photo {
    /// A photo with the file name `name` (no folders; empty when there is none) and these bytes. Nothing is parsed yet.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>, limits: Limits) -> Self {
        Self {
            name: name.into(),
            size: Some(bytes.len() as u64),
            bytes,
            refused: None,
            limits,
            container: OnceCell::new(),
            exif: OnceCell::new(),
            xmp: OnceCell::new(),
            pixels: OnceCell::new(),
        }
    }

    /// A photo whose bytes were not read, and why; `size` is what the file system says of it, if it says anything.
    pub fn refused(name: impl Into<String>, size: Option<u64>, why: Unreadable) -> Self {
        Self { size, refused: Some(why), ..Self::new(name, Vec::new(), Limits::default()) }
    }

    /// The file's name, without folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Size of the file in bytes; `None` for a file that is not there or no file.
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Why the file was not read, so that nothing is known of its content.
    pub fn unread(&self) -> Option<&Unreadable> {
        self.refused.as_ref()
    }

    /// The whole file; empty when it was not read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The format by content, whatever the name says.
    pub fn format(&self) -> Format {
        Format::of(&self.bytes)
    }

    /// What the file is made of apart from its pixels.
    pub fn container(&self) -> &Container {
        self.container.get_or_init(|| Container::read(&self.bytes, self.format()))
    }

    /// The EXIF fields; empty when there are none.
    pub fn exif(&self) -> &Exif {
        self.exif
            .get_or_init(|| self.container().first(&container::BlockKind::Exif).map(Exif::read).unwrap_or_default())
    }

    /// The properties of all XMP packets, the main one first.
    pub fn xmp(&self) -> &[xmp::Property] {
        let packets = || self.container().all(container::BlockKind::Xmp).map(|packet| packet.data.as_slice());
        self.xmp.get_or_init(|| xmp::all_properties(packets()))
    }

    /// How the file stores its pixels: size, colour mode and depth, from the header alone.
    ///
    /// # Errors
    /// When the header cannot be read.
    pub(crate) fn stored(&self) -> Result<Stored, Unreadable> {
        Stored::read(&self.bytes, self.container(), self.format())
    }

    /// Most memory that looking at the photo takes, in bytes, by what its header claims; little for one that will not be
    /// decoded. What is worked on beside the raster is small, whatever the photo's size.
    pub fn memory(&self) -> u64 {
        let own = self.bytes.len() as u64;
        match self.stored() {
            Ok(stored) if self.refused.is_none() => {
                let pixels = u64::from(stored.width) * u64::from(stored.height);
                let cost = pixels::Cost::of(self.container(), self.format(), stored.bits);
                let claimed = pixels.saturating_mul(cost.pixel) + cost.files * own;
                if pixels <= self.limits.pixels && claimed <= self.limits.decoding { claimed } else { own }
            }
            _ => own,
        }
    }

    /// Whether the coded data of a JPEG is there to its end and in step, without decoding it; of other formats their decoders
    /// say so.
    ///
    /// # Errors
    /// What is missing or damaged.
    pub fn is_whole(&self) -> Result<(), Unreadable> {
        let container = self.container();
        container.jpeg.as_ref().map_or(Ok(()), |_| scan::check(&self.bytes, container).map_err(Unreadable::from))
    }

    /// The pixels, upright. Decoded on first use.
    ///
    /// # Errors
    /// When the file is no picture, is damaged, or exceeds the [`Limits`].
    pub fn pixels(&self) -> Result<&Pixels, Unreadable> {
        let decode = || {
            if let Some(why) = &self.refused {
                return Err(why.clone());
            }
            Pixels::decode(&self.bytes, self.container(), self.format(), self.exif().orientation(), &self.limits)
        };
        self.pixels.get_or_init(decode).as_ref().map_err(Clone::clone)
    }
}
