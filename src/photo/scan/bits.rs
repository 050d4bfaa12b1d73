//! The bits of one stretch of coded data, between two markers.

/// Reads bits from the highest to the lowest of each byte. Beyond the end come zeros; [`Bits::is_past_end`] says so.
pub(super) struct Bits<'b> {
    data: &'b [u8],
    position: usize,
}

impl<'b> Bits<'b> {
    /// From the start of `data`, stuffing taken out already.
    pub(super) fn new(data: &'b [u8]) -> Self {
        Self { data, position: 0 }
    }

    /// The next 32 bits, not consumed.
    pub(super) fn peek(&self) -> u32 {
        let at = self.position >> 3;
        let bytes = match self.data.get(at..at + 8) {
            Some(bytes) => bytes.try_into().unwrap_or_default(),
            None => {
                let mut rest = [0; 8];
                let left = self.data.get(at..).unwrap_or_default();
                rest[..left.len()].copy_from_slice(left);
                rest
            }
        };
        ((u64::from_be_bytes(bytes) << (self.position & 7)) >> 32) as u32
    }

    /// Passes over `count` bits.
    pub(super) fn skip(&mut self, count: u32) {
        self.position += count as usize;
    }

    /// Passes over `count` bits.
    pub(super) fn skip_many(&mut self, count: u64) {
        self.position = self.position.saturating_add(count as usize);
    }

    /// The next `count` bits as a number; at most 16.
    pub(super) fn take(&mut self, count: u32) -> u32 {
        let bits = if count == 0 { 0 } else { self.peek() >> (32 - count) };
        self.skip(count);
        bits
    }

    /// Whether more bits were consumed than there are.
    pub(super) fn is_past_end(&self) -> bool {
        self.position > 8 * self.data.len()
    }

    /// Whether fewer bits are left than the longest code has.
    pub(super) fn is_near_end(&self) -> bool {
        self.position + 16 > 8 * self.data.len()
    }

    /// Whether no whole byte is left.
    pub(super) fn is_used_up(&self) -> bool {
        self.position + 8 > 8 * self.data.len()
    }
}
