//! Why a file gives no pixels.

use super::Format;
use super::scan::{Coding, Flaw};

/// Why there are no pixels. Each reason has its own words and its own cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The file may not be read by whoever runs the program.
    NoPermission,
    /// There is no such file (any more): a link that leads nowhere, a file that went away during the run.
    Missing,
    /// Something else than a file stands under the name: a pipe, a device, a folder.
    NotAFile,
    /// The file is in an archive that needs a password.
    Encrypted,
    /// The file is damaged in its archive and cannot be unpacked.
    NotUnpacked,
    /// The file could not be opened or read to its end; the system's own words.
    NotOpened(String),
    /// Looking at it took longer than a photo may take; what is in the file is not known.
    TookTooLong {
        /// The time after which it was given up.
        seconds: u64,
    },
    /// The file is empty.
    Empty,
    /// The file is no picture that can be decoded here; its format by content.
    Format(Format),
    /// A JPEG whose coding is not decoded here; the file itself is whole.
    Coding(Coding),
    /// The file is larger than the limit, in bytes.
    TooManyBytes {
        /// Size of the file.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The picture has more pixels than the limit.
    TooManyPixels {
        /// Width times height.
        pixels: u64,
        /// The limit.
        limit: u64,
    },
    /// One side of the picture is longer than the limit, in px.
    TooLong {
        /// The longer side.
        side: u32,
        /// The limit.
        limit: u32,
    },
    /// The file ends before the picture does.
    CutShort {
        /// How much of the picture is whole, in percent from the top, where that can be said.
        whole: Option<u8>,
    },
    /// Part of the picture's data was overwritten, lost or put in.
    Garbled {
        /// How much of the picture is whole, in percent from the top, where that can be said.
        whole: Option<u8>,
    },
    /// A picture in several passes of which some are missing: colours or fine detail.
    PassesMissing,
    /// The file is damaged in any other way.
    Damaged,
}

impl Unreadable {
    /// Whether the file itself was not read, so that nothing is known of its content.
    pub(crate) fn is_unread(&self) -> bool {
        matches!(
            self,
            Self::NoPermission
                | Self::Missing
                | Self::NotAFile
                | Self::Encrypted
                | Self::NotUnpacked
                | Self::NotOpened(_)
                | Self::TooManyBytes { .. }
                | Self::TookTooLong { .. }
        )
    }

    /// Whether the system, not the file, is in the way: somebody who opens the way may find a photo behind it.
    pub fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::NoPermission | Self::Missing | Self::NotAFile | Self::Encrypted | Self::NotOpened(_))
    }
}

impl From<Flaw> for Unreadable {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Coding(coding) => Self::Coding(coding),
            Flaw::EndsEarly(whole) => Self::CutShort { whole },
            Flaw::OutOfStep(whole) => Self::Garbled { whole },
            Flaw::PassesMissing => Self::PassesMissing,
            Flaw::Headers => Self::Damaged,
        }
    }
}
