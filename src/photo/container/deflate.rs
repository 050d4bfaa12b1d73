//! Unpacking of zlib streams (PNG texts and profiles), with a limit: a few bytes can claim gigabytes.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// The unpacked bytes; what a damaged stream gave before it broke off, and never more than `left`, which is shared by all
/// streams of a file and becomes less.
pub(super) fn inflate(packed: &[u8], left: &mut usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    // What was unpacked before an error stays in the vector, which is all there is to know.
    let _ = ZlibDecoder::new(packed).take(*left as u64).read_to_end(&mut unpacked);
    *left -= unpacked.len();
    unpacked
}
