//! Quantisation and Huffman tables: what quality they stand for, and whose they are.
//!
//! The Independent JPEG Group's encoder scales two example tables of ITU-T T.81 annex K by a quality from 1 to 100, and
//! nearly every program that shows a quality means that number. Tables that are no such scaling (Photoshop, Apple, many
//! cameras) get the quality whose tables come nearest.

use super::numbers::be16;

/// 64 quantisation steps in natural (row by row) order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QuantTable(pub [u16; 64]);

/// Whose scheme the tables follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableScheme {
    /// Exactly the IJG tables at this quality. Cameras, phones, editors and messengers alike use them: no evidence.
    Ijg(u8),
    /// The tables of Photoshop, Lightroom and their kin.
    Adobe,
    /// Anything else: cameras and Apple's encoder have their own.
    Other,
}

/// Natural position of the k-th zigzag position (T.81, figure A.6).
#[rustfmt::skip]
const ZIGZAG: [u8; 64] = [
     0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Luminance example table, T.81 table K.1.
#[rustfmt::skip]
const LUMINANCE: [u16; 64] = [
    16, 11, 10, 16,  24,  40,  51,  61,
    12, 12, 14, 19,  26,  58,  60,  55,
    14, 13, 16, 24,  40,  57,  69,  56,
    14, 17, 22, 29,  51,  87,  80,  62,
    18, 22, 37, 56,  68, 109, 103,  77,
    24, 35, 55, 64,  81, 104, 113,  92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103,  99,
];

/// Chrominance example table, T.81 table K.2.
#[rustfmt::skip]
const CHROMINANCE: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
];

/// First rows of Adobe's luminance tables at the levels whose values are published with Pillow's presets
/// (levels 3, 5, 8, 10 and Save for Web 10, 100).
const ADOBE_ROWS: [[u16; 8]; 5] = [
    [18, 14, 14, 21, 30, 35, 34, 17],
    [12, 8, 8, 12, 17, 21, 24, 17],
    [6, 4, 4, 6, 9, 11, 12, 16],
    [2, 2, 2, 2, 3, 4, 5, 6],
    [20, 16, 25, 39, 50, 46, 62, 68],
];

/// A quality with how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// On the IJG scale, 1 to 100.
    pub value: u8,
    /// 0 when the tables are exactly those; otherwise half the distance between what luma and chroma tables say.
    pub doubt: f64,
}

/// The IJG tables at a quality, 1 to 100.
pub(crate) fn ijg(quality: u8) -> [QuantTable; 2] {
    let quality = u32::from(quality.clamp(1, 100));
    let scale = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    let scaled =
        |base: &[u16; 64]| QuantTable(base.map(|step| ((u32::from(step) * scale + 50) / 100).clamp(1, 255) as u16));
    [scaled(&LUMINANCE), scaled(&CHROMINANCE)]
}

/// The IJG-equivalent quality of a luma and (unless grey) a chroma table.
pub(super) fn quality(luma: &QuantTable, chroma: Option<&QuantTable>) -> Quality {
    let nearest = |tables: &[(&QuantTable, usize)]| {
        let miss = |quality: u8| {
            let standard = ijg(quality);
            tables.iter().map(|&(table, which)| distance(table, &standard[which])).sum::<u32>()
        };
        // Of equals the higher quality: at 1 to 3 the IJG's own tables coincide.
        (1..=100).rev().map(|quality| (miss(quality), quality)).min_by_key(|found| found.0).unwrap_or((0, 100))
    };
    let Some(chroma) = chroma else {
        let (miss, value) = nearest(&[(luma, 0)]);
        return Quality { value, doubt: if miss == 0 { 0.0 } else { 1.0 } };
    };
    let (miss, value) = nearest(&[(luma, 0), (chroma, 1)]);
    let apart = f64::from(nearest(&[(luma, 0)]).1) - f64::from(nearest(&[(chroma, 1)]).1);
    Quality { value, doubt: if miss == 0 { 0.0 } else { (apart.abs() / 2.0).max(1.0) } }
}

/// Whose tables these are. `shared` says that one segment defined both, as Adobe's encoder writes them.
pub(super) fn scheme(luma: &QuantTable, chroma: Option<&QuantTable>, shared: bool) -> TableScheme {
    let found = quality(luma, chroma);
    if found.doubt == 0.0 {
        return TableScheme::Ijg(found.value);
    }
    let adobe = shared && ADOBE_ROWS.iter().any(|row| luma.0.starts_with(row));
    if adobe { TableScheme::Adobe } else { TableScheme::Other }
}

fn distance(a: &QuantTable, b: &QuantTable) -> u32 {
    a.0.iter().zip(b.0).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

/// The tables that a DQT segment defines, 8 or 16 bits a step.
pub(super) fn quantisation(mut body: &[u8]) -> Vec<(u8, QuantTable)> {
    let mut tables = Vec::new();
    while let [head, rest @ ..] = body {
        let (wide, number) = (head >> 4 != 0, head & 15);
        let length = if wide { 128 } else { 64 };
        if rest.len() < length || number > 3 {
            break;
        }
        let mut table = [0; 64];
        for (k, position) in ZIGZAG.iter().enumerate() {
            let step = if wide { be16(rest, 2 * k).unwrap_or(1) } else { u16::from(rest[k]) };
            table[usize::from(*position)] = step.max(1);
        }
        tables.push((number, QuantTable(table)));
        body = &rest[length..];
    }
    tables
}

/// Code counts by length of the four example tables, T.81 tables K.3 to K.6.
const HUFFMAN: [[u8; 16]; 4] = [
    [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
    [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
];

/// Whether all tables of a DHT segment have the code lengths of the example tables.
pub(super) fn is_standard_huffman(mut body: &[u8]) -> bool {
    while let [_, rest @ ..] = body {
        let Some(counts) = rest.get(..16) else { return false };
        let symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
        if rest.len() < 16 + symbols || !HUFFMAN.iter().any(|standard| standard == counts) {
            return false;
        }
        body = &rest[16 + symbols..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_tables_give_back_their_quality() {
        for value in 4..=100 {
            let [luma, chroma] = ijg(value);
            assert_eq!(quality(&luma, Some(&chroma)), Quality { value, doubt: 0.0 });
            assert_eq!(scheme(&luma, Some(&chroma), true), TableScheme::Ijg(value));
        }
    }

    #[test]
    fn other_tables_come_near_with_doubt() {
        let [mut luma, chroma] = ijg(88);
        luma.0[63] += 3;
        let found = quality(&luma, Some(&chroma));
        assert_eq!(found.value, 88);
        assert!(found.doubt >= 1.0);
        luma.0[..8].copy_from_slice(&ADOBE_ROWS[2]);
        assert_eq!(scheme(&luma, Some(&chroma), true), TableScheme::Adobe);
        assert_eq!(scheme(&luma, Some(&chroma), false), TableScheme::Other);
    }

    #[test]
    fn tables_of_both_widths_are_read() {
        let mut body = vec![0x00];
        body.extend([7; 64]);
        body.push(0x11);
        body.extend([1, 0].repeat(64));
        let tables = quantisation(&body);
        assert_eq!(tables, [(0, QuantTable([7; 64])), (1, QuantTable([256; 64]))]);
        assert_eq!(quantisation(&body[..60]), []);
    }
}
