//! A short name for a file's content.

use std::fmt;
use std::str::FromStr;

/// BLAKE3 of the content, written as `b3sum` writes it. Nobody can make another file with the same digest, so that a
/// waiver bound to it holds for this file alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The first half, for telling the files of one run apart: two with the same half are beyond anybody's reach as well.
    pub(super) fn short(&self) -> [u8; 16] {
        self.0.first_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut bytes = [0; 32];
        let digits = text.as_bytes().as_chunks::<2>().0;
        if text.len() != 64 || !text.is_ascii() {
            return Err(());
        }
        for (byte, pair) in bytes.iter_mut().zip(digits) {
            let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(());
            *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_published_test_vector_holds() {
        let empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(Digest::of(b"").to_string(), empty);
        assert_eq!(empty.parse(), Ok(Digest::of(b"")));
        assert_eq!((empty[1..].parse::<Digest>(), empty.replace('a', "g").parse::<Digest>()), (Err(()), Err(())));
    }
}
