//! Which files are photos, and in which order; no pixel is read here.
//!
//! Folders are walked (links followed, loops ended), ZIP archives looked into, patterns expanded, lists read. The same
//! place named twice counts once. Files that are no photos are counted and named as [`Collected::strays`], and what could
//! not be looked into as [`Collected::unseen`], so that nobody believes they were checked.

#[cfg(feature = "files")]
mod archive;
#[cfg(feature = "files")]
mod collect;
#[cfg(feature = "files")]
mod list;
mod read;
mod roster;
#[cfg(feature = "files")]
mod shown;

#[cfg(feature = "files")]
use std::path::PathBuf;

#[cfg(feature = "files")]
pub use archive::Archive;
#[cfg(feature = "files")]
pub use collect::{Collected, Missing, Unseen, collect};
#[cfg(feature = "files")]
pub use list::read_list;
pub use read::{MOST_COMPANION, NotRead, bounded, in_words};
pub use roster::{Attendance, Doubt, Note, Person, Roster, RosterMatch, RosterSource};
#[cfg(feature = "files")]
pub use roster::{Foreign, Headings, RosterError, sheets};

/// One photo to check.
#[cfg(feature = "files")]
#[derive(Clone, Debug)]
pub struct Item {
    /// The path as it is shown and sorted by, `/` between folders.
    pub shown: String,
    /// Where its bytes are.
    pub origin: Origin,
}

#[cfg(feature = "files")]
impl Item {
    /// Whether there is anything behind the name.
    pub fn is_there(&self) -> bool {
        !matches!(&self.origin, Origin::Path(path) if path.metadata().is_err())
    }
}

/// Where the bytes of a photo are.
#[cfg(feature = "files")]
#[derive(Clone, Debug)]
pub enum Origin {
    /// In a file.
    Path(PathBuf),
    /// In a ZIP archive.
    Archived {
        /// The archive.
        archive: Archive,
        /// The file's number in it.
        index: usize,
    },
    /// Already read, from standard input.
    Bytes(Vec<u8>),
}
