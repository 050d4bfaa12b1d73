//! Whether a PNG is whole beyond what its decoder asks: that no transfer changed its bytes, that its chunks are sound and in
//! order, that nothing is needed to show it that nobody here knows, and that its picture's data ends as it should, with the
//! sum over all of it (W3C PNG, third edition, 5.2 to 5.6 and 10.1; RFC 1950).

use flate2::{Decompress, FlushDecompress, Status};

use super::Unreadable;
use super::container::{Container, picture_data_of_png};
use super::scan::Coding;

/// The eight bytes at the start, which no transfer that changes line ends leaves as they are.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Bytes that are unpacked at a time.
const PIECE: usize = 64 << 10;

/// Whether the file is what it says at its start, so that its header may be read.
pub(super) fn check_start(bytes: &[u8], container: &Container) -> Result<(), Unreadable> {
    if !bytes.starts_with(SIGNATURE) {
        return Err(Unreadable::Garbled { whole: None });
    }
    // A file that ends early is not called anything else.
    if container.has_bad_chunk && container.end.is_some() {
        return Err(Unreadable::Garbled { whole: None });
    }
    if container.has_unknown_need { Err(Unreadable::Coding(Coding::Chunk)) } else { Ok(()) }
}

/// Unpacks the picture's data, at most `most` bytes of it, only to see that it ends and that its sum holds.
pub(super) fn check_data(bytes: &[u8], most: u64) -> Result<(), Unreadable> {
    let mut inflate = Decompress::new(true);
    let mut piece = vec![0; PIECE];
    for mut data in picture_data_of_png(bytes) {
        while !data.is_empty() {
            let before = inflate.total_in();
            let status = inflate.decompress(data, &mut piece, FlushDecompress::None);
            data = &data[(inflate.total_in() - before) as usize..];
            match status {
                Ok(Status::StreamEnd) => return Ok(()),
                Ok(_) if inflate.total_out() <= most => {}
                _ => return Err(Unreadable::Damaged),
            }
        }
    }
    Err(Unreadable::Damaged)
}
