//! The bits of one stretch of coded data, between two markers.

/// Reads bits from the highest to the lowest of each byte. Beyond the end come zeros; [`Bits::is_past_end`] says so.
pub(super) struct Bits<'b> {
    data: &'b [u8],
    /// The next bits, from the highest on.
    held: u64,
    /// How many of them count; what stands below is what a refill would bring.
    count: u32,
    /// The byte from which on nothing counts as held.
    at: usize,
}

impl<'b> Bits<'b> {
    /// From the start of `data`, stuffing taken out already.
    pub(super) fn new(data: &'b [u8]) -> Self {
        Self { data, held: 0, count: 0, at: 0 }
    }

    /// The next 32 bits, not consumed.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> u32 {
        if self.count < 32 {
            self.refill();
        }
        (self.held >> 32) as u32
    }

    /// Takes in as many whole bytes as there is room for: seven or eight at a time, without asking how many.
    #[inline(always)]
    fn refill(&mut self) {
        let next = match self.data.get(self.at..self.at + 8) {
            Some(bytes) => u64::from_be_bytes(bytes.try_into().unwrap_or_default()),
            None => self.last_bytes(),
        };
        self.held |= next >> self.count;
        self.at += (63 - self.count as usize) / 8;
        self.count |= 56;
    }

    #[cold]
    fn last_bytes(&self) -> u64 {
        let mut bytes = [0; 8];
        let left = self.data.get(self.at..).unwrap_or_default();
        bytes[..left.len()].copy_from_slice(left);
        u64::from_be_bytes(bytes)
    }

    /// Passes over bits that were peeked at.
    #[inline(always)]
    pub(super) fn consume(&mut self, count: u32) {
        self.held <<= count;
        self.count -= count;
    }

    /// Passes over any number of bits.
    pub(super) fn skip(&mut self, count: u64) {
        if count <= u64::from(self.count) {
            return self.consume(count as u32);
        }
        // How far beyond the end is all the same.
        let beyond = 8 * self.data.len() as u64 + 64;
        let to = (self.position() as u64).saturating_add(count).min(beyond);
        (self.held, self.count, self.at) = (0, 0, (to / 8) as usize);
        self.refill();
        self.consume((to % 8) as u32);
    }

    /// The next `count` bits as a number; at most 16.
    pub(super) fn take(&mut self, count: u32) -> u32 {
        let bits = u64::from(self.peek()) << count >> 32;
        self.consume(count);
        bits as u32
    }

    /// Bits consumed so far.
    fn position(&self) -> usize {
        8 * self.at - self.count as usize
    }

    /// Whether more bits were consumed than there are.
    #[inline(always)]
    pub(super) fn is_past_end(&self) -> bool {
        self.position() > 8 * self.data.len()
    }

    /// Whether fewer bits are left than the longest code has.
    pub(super) fn is_near_end(&self) -> bool {
        self.position() + 16 > 8 * self.data.len()
    }

    /// Whether no whole byte is left.
    pub(super) fn is_used_up(&self) -> bool {
        self.position() + 8 > 8 * self.data.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn bits_come_in_order_whatever_is_skipped() {
        let data: Vec<u8> = (0..40).map(|at| (at as u8).wrapping_mul(167) ^ 0x5A).collect();
        let right = |at: usize| data.get(at / 8).map_or(0, |byte| u32::from(byte >> (7 - at % 8) & 1));
        for step in [1_u32, 3, 7, 16, 31, 63, 64, 65] {
            let (mut bits, mut at) = (Bits::new(&data), 0);
            while at < 8 * data.len() + 70 {
                assert_eq!(bits.is_past_end(), at > 8 * data.len(), "{at}");
                let seen = bits.peek();
                assert!((0..32).all(|k| seen >> (31 - k) & 1 == right(at + k as usize)), "{step} {at}");
                bits.skip(u64::from(step));
                at += step as usize;
            }
        }
        let mut bits = Bits::new(&[0b1010_0000]);
        assert_eq!([bits.take(3), bits.take(0), bits.take(5)], [5, 0, 0]);
        assert!(bits.is_used_up() && !bits.is_past_end());
        bits.skip(u64::MAX);
        assert!(bits.is_past_end());
    }
}
