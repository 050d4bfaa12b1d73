//! Unpacking of zlib streams (PNG texts and profiles), with a limit: a few bytes can claim gigabytes.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::MOST_BYTES;

/// The unpacked bytes; what a damaged stream gave before it broke off, and never more than [`MOST_BYTES`].
pub(super) fn inflate(packed: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    // What was unpacked before an error stays in the vector, which is all there is to know.
    let _ = ZlibDecoder::new(packed).take(MOST_BYTES as u64).read_to_end(&mut unpacked);
    unpacked
}
