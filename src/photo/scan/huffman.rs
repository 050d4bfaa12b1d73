//! Huffman tables (T.81, annexes C and F), made for passing over codes.

use super::bits::Bits;

/// Codes up to this length are found in one step.
const SHORT: usize = 10;

/// A table: for each run of bits the symbol that it begins with.
pub(super) struct HuffmanTable {
    /// By the next [`SHORT`] bits: length of the code in the high byte, symbol in the low; 0 where none is that short.
    short: Box<[u16; 1 << SHORT]>,
    /// By length: the first code beyond those of that length, shifted to 16 bits; never falling.
    beyond: [u32; 17],
    /// By length: what turns a code into a place in `symbols`.
    shift: [i32; 17],
    symbols: Vec<u8>,
}

impl HuffmanTable {
    /// From the counts by length and the symbols of a DHT segment; `None` when there are more codes than bits allow.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table =
            Self { short: Box::new([0; 1 << SHORT]), beyond: [0; 17], shift: [0; 17], symbols: symbols.to_vec() };
        let (mut code, mut place) = (0u32, 0usize);
        for length in 1..=16usize {
            table.shift[length] = place as i32 - code as i32;
            for _ in 0..counts[length - 1] {
                let symbol = *symbols.get(place)?;
                if length <= SHORT && code < 1 << length {
                    let first = (code as usize) << (SHORT - length);
                    table.short[first..first + (1 << (SHORT - length))].fill((length as u16) << 8 | u16::from(symbol));
                }
                code += 1;
                place += 1;
            }
            if code > 1 << length {
                return None;
            }
            table.beyond[length] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// The symbol at the front of `bits` and the length of its code, not consumed; `None` where no code fits.
    pub(super) fn peek(&self, bits: u32) -> Option<(u8, u32)> {
        let entry = self.short[(bits >> (32 - SHORT)) as usize];
        if entry != 0 {
            return Some((entry as u8, u32::from(entry >> 8)));
        }
        let code = bits >> 16;
        let length = (SHORT + 1..=16).find(|length| code < self.beyond[*length])?;
        let place = (code >> (16 - length)) as i32 + self.shift[length];
        Some((*self.symbols.get(place as usize)?, length as u32))
    }

    /// Consumes the next code.
    pub(super) fn next(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let (symbol, length) = self.peek(bits.peek())?;
        bits.skip(length);
        Some(symbol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_codes_are_found() {
        // One code of each length but the last, which has two: 0, 10, 110, … and sixteen times 1 less one.
        let mut counts = [1; 16];
        counts[15] = 1;
        let symbols: Vec<u8> = (1..=16).collect();
        let table = HuffmanTable::new(&counts, &symbols).unwrap();
        for length in 1..=16u32 {
            let code = ((1u32 << length) - 2) << (32 - length);
            assert_eq!(table.peek(code), Some((length as u8, length)));
        }
        assert_eq!(table.peek(u32::MAX), None);
    }

    #[test]
    fn impossible_tables_are_refused() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(HuffmanTable::new(&counts, &[1, 2, 3]).is_none());
        counts[0] = 2;
        assert!(HuffmanTable::new(&counts, &[1]).is_none());
    }
}
