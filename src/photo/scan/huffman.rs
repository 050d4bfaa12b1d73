//! Huffman tables (T.81, annexes C and F), made for passing over codes.

use std::cell::OnceCell;

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
    leaps: OnceCell<Leaps>,
}

impl HuffmanTable {
    /// From the counts by length and the symbols of a DHT segment; `None` when there are more codes than bits allow.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            short: Box::new([0; 1 << SHORT]),
            beyond: [0; 17],
            shift: [0; 17],
            symbols: symbols.to_vec(),
            leaps: OnceCell::new(),
        };
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
    #[inline(always)]
    pub(super) fn next(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let (symbol, length) = self.peek(bits.peek())?;
        bits.consume(length);
        Some(symbol)
    }

    /// The same codes as those of AC coefficients, several at a time; made on first use.
    pub(super) fn leaps(&self) -> &Leaps {
        self.leaps.get_or_init(|| Leaps::of(self))
    }
}

/// Bits that a leap looks at.
const LOOK: usize = 12;

/// For each run of bits, all codes of AC coefficients that lie in it whole. Nobody here asks for the values that follow
/// the codes, so they are leapt over together.
pub(super) struct Leaps(Box<[Leap; 1 << LOOK]>);

/// Some codes with their values, in one small number, since thousands of leaps have to stay near the processor: how far they go on in
/// bits, less than 32; in coefficients, none below 64 where there is no code; and whether the last one ends the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Leap(u16);

impl Leaps {
    fn of(table: &HuffmanTable) -> Self {
        let mut leaps = Box::new([Leap::default(); 1 << LOOK]);
        for (seen, leap) in (0_u32..).zip(leaps.iter_mut()) {
            *leap = Leap::of(table, seen << (32 - LOOK));
        }
        Self(leaps)
    }

    /// The leap at the front of `bits`.
    #[inline(always)]
    pub(super) fn at(&self, bits: u32) -> Leap {
        self.0[(bits >> (32 - LOOK)) as usize]
    }
}

impl Leap {
    /// Where the coefficients stand; above them, the end.
    const COEFFICIENTS: u32 = 5;
    const BLOCK: u32 = 64;
    const END: u32 = 2 * Self::BLOCK;

    fn new(bits: u32, coefficients: u32, ends: bool) -> Self {
        let end = if ends { Self::END } else { 0 };
        Self((bits | (coefficients | end) << Self::COEFFICIENTS) as u16)
    }

    /// Through the first [`LOOK`] bits of `seen`.
    fn of(table: &HuffmanTable, seen: u32) -> Self {
        let (mut bits, mut coefficients, mut ends) = (0, 0, false);
        while bits < LOOK as u32 && coefficients < Self::BLOCK && !ends {
            let Some((symbol, length)) = table.peek(seen << bits) else { break };
            if bits + length > LOOK as u32 {
                break;
            }
            let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            bits += length + size;
            ends = size == 0 && run < 15;
            coefficients += if ends { 0 } else { run + 1 };
        }
        if bits == 0 || coefficients >= Self::BLOCK { Self::NONE } else { Self::new(bits, coefficients, ends) }
    }

    const NONE: Self = Self((Self::BLOCK << Self::COEFFICIENTS) as u16);

    /// How far it goes on, in bits.
    #[inline(always)]
    pub(super) fn bits(self) -> u32 {
        u32::from(self.0) % (1 << Self::COEFFICIENTS)
    }

    /// Whether it leaves one of so many coefficients of the block, or ends it.
    #[inline(always)]
    pub(super) fn stays_below(self, left: u32) -> bool {
        self.reach() % Self::END < left
    }

    /// How far it goes on, in coefficients: beyond any block where it ends one.
    #[inline(always)]
    pub(super) fn reach(self) -> u32 {
        u32::from(self.0) >> Self::COEFFICIENTS
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
    #[expect(clippy::unusual_byte_groupings, reason = "each group is a code or a value")]
    fn leaps_go_as_far_as_their_codes() {
        // 0: the end; 10: one value of a bit; 110: sixteen zeros; 1110: a value of nine bits after two zeros.
        let mut counts = [0; 16];
        counts[..4].fill(1);
        let leaps = Leaps::of(&HuffmanTable::new(&counts, &[0x00, 0x01, 0xF0, 0x29]).unwrap());
        let leap = Leap::new;
        assert_eq!(leaps.at(0), leap(1, 0, true));
        assert_eq!(leaps.at(0b101_100_110_0 << 22), leap(10, 18, true));
        assert_eq!(leaps.at(0b101_100_101_100 << 20), leap(12, 4, false), "the fifth code lies beyond");
        assert_eq!(leaps.at(0b101_110_1110_11 << 20), leap(19, 20, false), "a value may lie beyond");
        assert_eq!(leaps.at(0b101_101_101_111 << 20), leap(9, 3, false), "a code may not");
        assert_eq!(leaps.at(u32::MAX), Leap::NONE);
        assert!(!Leap::NONE.stays_below(63) && leap(1, 0, true).stays_below(1) && !leap(9, 3, false).stays_below(3));
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
