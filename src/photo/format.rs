//! The format of a file by its content, whatever its name says.

/// What a file is, recognised by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, the format that identity photos are asked for in.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF; named, not decoded, as are all that follow.
    Gif,
    /// BMP.
    Bmp,
    /// TIFF, and raw formats that look just like it.
    Tiff,
    /// A camera's raw data.
    Raw,
    /// HEIC or HEIF, an iPhone's own format.
    Heif,
    /// AVIF.
    Avif,
    /// JPEG 2000.
    Jpeg2000,
    /// JPEG XL.
    JpegXl,
    /// A Photoshop document.
    Psd,
    /// A film.
    Video,
    /// PDF.
    Pdf,
    /// A Word, Excel or PowerPoint document, old or new.
    Office,
    /// A ZIP archive.
    Zip,
    /// A RAR or 7z archive.
    Archive,
    /// A web page, as a download that needed a login leaves it.
    Html,
    /// Plain text.
    Text,
    /// Nothing at all.
    Empty,
    /// Anything else.
    Unknown,
}

/// What files begin with; what needs a closer look comes in [`Format::of`].
const SIGNATURES: [(&[u8], Format); 28] = [
    (b"\xFF\xD8\xFF", Format::Jpeg),
    (b"\x89PNG", Format::Png), // what follows shows whether a transfer changed line ends
    (b"GIF8", Format::Gif),
    (b"II*\0\x10\0\0\0CR", Format::Raw), // Canon CR2
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
    (b"II+\0", Format::Tiff), // BigTIFF
    (b"MM\0+", Format::Tiff),
    (b"IIRO", Format::Raw), // Olympus
    (b"IIRS", Format::Raw),
    (b"IIU\0", Format::Raw), // Panasonic
    (b"FUJIFILMCCD-RAW", Format::Raw),
    (b"FOVb", Format::Raw),  // Sigma
    (b"\0MRM", Format::Raw), // Minolta
    (b"\0\0\0\x0CjP  \r\n\x87\n", Format::Jpeg2000),
    (b"\xFF\x4F\xFF\x51", Format::Jpeg2000),
    (b"\0\0\0\x0CJXL \r\n\x87\n", Format::JpegXl),
    (b"\xFF\x0A", Format::JpegXl),
    (b"8BPS", Format::Psd),
    (b"%PDF", Format::Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Office),
    (b"PK\x05\x06", Format::Zip),
    (b"Rar!\x1A\x07", Format::Archive),
    (b"7z\xBC\xAF\x27\x1C", Format::Archive),
    (b"\x1F\x8B", Format::Archive),
    (b"\x1A\x45\xDF\xA3", Format::Video), // Matroska
    (b"PK\x03\x04", Format::Zip),
    (b"BM", Format::Bmp),
];

/// Brands of ISO media files (ISO/IEC 14496-12, `ftyp`).
const BRANDS: [(&[u8], Format); 18] = [
    (b"heic", Format::Heif),
    (b"heix", Format::Heif),
    (b"heim", Format::Heif),
    (b"heis", Format::Heif),
    (b"hevc", Format::Heif),
    (b"hevx", Format::Heif),
    (b"heif", Format::Heif),
    (b"mif1", Format::Heif),
    (b"mif2", Format::Heif),
    (b"msf1", Format::Heif),
    (b"avif", Format::Avif),
    (b"avis", Format::Avif),
    (b"crx ", Format::Raw), // Canon CR3
    (b"qt  ", Format::Video),
    (b"isom", Format::Video),
    (b"iso2", Format::Video),
    (b"mp4", Format::Video),
    (b"M4V ", Format::Video),
];

impl Format {
    /// All names, in the order of the kinds above.
    pub const NAMES: [&'static str; 21] = [
        "jpeg", "png", "webp", "gif", "bmp", "tiff", "raw", "heif", "avif", "jpeg2000", "jpegxl", "psd", "video",
        "pdf", "office", "zip", "archive", "html", "text", "empty", "unknown",
    ];

    /// Recognises a format by the start of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self::WebP;
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            let brand = &bytes[8..];
            return BRANDS.iter().find(|(name, _)| brand.starts_with(name)).map_or(Self::Unknown, |found| found.1);
        }
        match SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            Some((_, Self::Zip)) if is_office(bytes) => Self::Office,
            Some((_, found)) => *found,
            None => text(bytes).unwrap_or(Self::Unknown),
        }
    }

    /// The format's name in lower case, as rules and machine formats write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Raw => "raw",
            Self::Heif => "heif",
            Self::Avif => "avif",
            Self::Jpeg2000 => "jpeg2000",
            Self::JpegXl => "jpegxl",
            Self::Psd => "psd",
            Self::Video => "video",
            Self::Pdf => "pdf",
            Self::Office => "office",
            Self::Zip => "zip",
            Self::Archive => "archive",
            Self::Html => "html",
            Self::Text => "text",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the pixels of this format can be decoded here.
    pub(crate) fn is_decoded(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP)
    }
}

/// Whether an archive is a document of Word, Excel or PowerPoint: its first entries say so (ECMA-376, part 2).
fn is_office(archive: &[u8]) -> bool {
    let start = &archive[..archive.len().min(4096)];
    [&b"[Content_Types].xml"[..], b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis"]
        .iter()
        .any(|name| memchr::memmem::find(start, name).is_some())
}

/// Text, when the start holds characters only.
fn text(bytes: &[u8]) -> Option<Format> {
    let start = &bytes[..bytes.len().min(1024)];
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != 0x7F || matches!(byte, b'\t' | b'\r' | b'\n' | 0x0C);
    let characters = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&start[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    let plain = start.iter().all(is_plain) && !characters.is_empty();
    let lower =
        characters.trim_start_matches('\u{FEFF}').trim_start().get(..9).unwrap_or_default().to_ascii_lowercase();
    let is_html = lower.starts_with("<!doctype") || lower.starts_with("<html");
    plain.then_some(if is_html { Format::Html } else { Format::Text })
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_told_by_content() {
        let cases: [(&[u8], Format); 20] = [
            (b"\xFF\xD8\xFF\xE0rest", Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Format::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", Format::WebP),
            (b"\0\0\0\x18ftypheic", Format::Heif),
            (b"\0\0\0\x18ftypcrx ", Format::Raw),
            (b"\0\0\0\x18ftypavif", Format::Avif),
            (b"\0\0\0\x14ftypqt  ", Format::Video),
            (b"II*\0\x10\0\0\0CR\x02\0", Format::Raw),
            (b"II*\0\x08\0\0\0", Format::Tiff),
            (b"\0\0\0\x0CjP  \r\n\x87\n\0", Format::Jpeg2000),
            (b"\0\0\0\x0CJXL \r\n\x87\n\0", Format::JpegXl),
            (b"PK\x03\x04\x14\0\0\0photos/1.jpg", Format::Zip),
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", Format::Office),
            (b"Rar!\x1A\x07\x01\0", Format::Archive),
            (b"<!DOCTYPE html><html>", Format::Html),
            (b"this is no picture", Format::Text),
            ("这不是照片".as_bytes(), Format::Text),
            (b"", Format::Empty),
            (b"\0\x01\x02\x03", Format::Unknown),
            (b"\0\0\0\x18ftyp", Format::Unknown),
        ];
        for (bytes, format) in cases {
            assert_eq!(Format::of(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<_> =
            super::SIGNATURES.iter().chain(&super::BRANDS).map(|(_, format)| format.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() >= 15 && names.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric())));
    }
}
