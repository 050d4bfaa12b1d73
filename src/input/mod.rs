//! Which files are photos, and in which order; no pixel is read here.
//!
//! Folders are walked (links followed, loops ended), patterns expanded, lists read; the same file named twice
//! counts once. Files that are no photos are counted and named as [`Collected::strays`], so that nobody believes
//! they were checked.

mod collect;
mod list;
mod read;
mod roster;

use std::path::PathBuf;

pub use collect::{Collected, Missing, collect};
pub use list::read_list;
pub use read::{MOST_COMPANION, NotRead, bounded};
pub use roster::{Attendance, Doubt, Headings, Person, Place, Roster, RosterError};

/// One photo to check.
#[derive(Clone, Debug)]
pub struct Item {
    /// The path as it is shown and sorted by, `/` between folders.
    pub shown: String,
    /// Where its bytes are.
    pub origin: Origin,
}

/// Where the bytes of a photo are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// In a file.
    Path(PathBuf),
    /// Already read, from standard input.
    Bytes(Vec<u8>),
}
