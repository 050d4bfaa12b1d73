//! The format of a file by its first bytes.

/// A picture format, recognised by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, the format that identity photos are asked for in.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF; named, not decoded.
    Gif,
    /// BMP; named, not decoded.
    Bmp,
    /// TIFF and the raw formats built on it; named, not decoded.
    Tiff,
    /// HEIC, HEIF or AVIF; named, not decoded.
    Heif,
    /// PDF; named, not decoded.
    Pdf,
    /// Nothing at all.
    Empty,
    /// Anything else.
    Unknown,
}

impl Format {
    /// All names, in the order of the kinds above.
    pub const NAMES: [&'static str; 10] =
        ["jpeg", "png", "webp", "gif", "bmp", "tiff", "heif", "pdf", "empty", "unknown"];

    /// Recognises a format by the signature at the start of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let brand =
            |names: &[&[u8]]| bytes.get(4..8) == Some(b"ftyp") && names.iter().any(|name| bytes[8..].starts_with(name));
        match bytes {
            [] => Self::Empty,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'B', b'M', ..] => Self::Bmp,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Tiff,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            _ if bytes.len() >= 12
                && brand(&[b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif", b"avis"]) =>
            {
                Self::Heif
            }
            _ => Self::Unknown,
        }
    }

    /// The format's name in lower case, as rules and reports write it; empty for an empty file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Heif => "heif",
            Self::Pdf => "pdf",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the pixels of this format can be decoded here.
    pub fn is_decoded(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP)
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_told_by_content() {
        assert_eq!(Format::of(b"\xFF\xD8\xFF\xE0rest"), Format::Jpeg);
        assert_eq!(Format::of(b"\x89PNG\r\n\x1a\n"), Format::Png);
        assert_eq!(Format::of(b"RIFF\0\0\0\0WEBPVP8 "), Format::WebP);
        assert_eq!(Format::of(b"\0\0\0\x18ftypheic"), Format::Heif);
        assert_eq!(Format::of(b""), Format::Empty);
        assert_eq!(Format::of(b"this is no picture"), Format::Unknown);
        assert_eq!(Format::of(b"\0\0\0\x18ftyp"), Format::Unknown);
    }
}
