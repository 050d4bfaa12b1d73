//! EXIF fields, read by the `kamadak-exif` crate from the block that the container holds.

use exif::{In, Tag, Value};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Orientation;
use super::container::Block;

/// The EXIF fields of a photo; empty when the file has none or they cannot be read.
#[derive(Default)]
pub struct Exif {
    fields: Option<exif::Exif>,
    offset: usize,
}

impl Exif {
    /// Reads the fields of a TIFF structure. What is damaged counts as absent, and so does a structure that claims more
    /// than it has: the reader copies every value, and a thousand fields may all point at the same bytes.
    pub fn read(block: &Block) -> Self {
        if block.data.len() > MOST_BYTES || claimed(&block.data).is_none_or(|claimed| claimed > 2 * MOST_BYTES) {
            return Self { fields: None, offset: block.offset };
        }
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        let fields = reader.read_raw(block.data.clone()).or_else(|error| error.distill_partial_result(|_| ())).ok();
        Self { fields, offset: block.offset }
    }

    /// Where the TIFF structure starts in the file.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Pixels per inch that the fields state; unit 2 is the inch, 3 the centimetre, and the inch is meant when the
    /// unit is missing (EXIF 3.0, 4.6.4).
    pub fn density(&self) -> Option<f64> {
        let density = self.number(Tag::XResolution).filter(|density| *density > 0.0 && density.is_finite())?;
        match self.number(Tag::ResolutionUnit) {
            Some(3.0) => Some(density * 2.54),
            Some(2.0) | None => Some(density),
            Some(_) => None,
        }
    }

    /// How the stored pixels are turned; upright when the file does not say.
    pub fn orientation(&self) -> Orientation {
        let field = self.fields.as_ref().and_then(|fields| fields.get_field(Tag::Orientation, In::PRIMARY));
        field.and_then(|field| field.value.get_uint(0)).and_then(Orientation::from_exif).unwrap_or_default()
    }

    /// A text field of the main picture, trimmed; `None` when absent or blank.
    pub fn text(&self, tag: Tag) -> Option<String> {
        let field = self.fields.as_ref()?.get_field(tag, In::PRIMARY)?;
        let Value::Ascii(parts) = &field.value else { return None };
        let text: Vec<_> = parts.iter().map(|part| String::from_utf8_lossy(part)).collect();
        let text = text.join(" ").trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Every field of the main picture that holds text, with the number of its tag, in the order of the file. A
    /// comment may stand in any directory and in any of its encodings.
    pub fn texts(&self) -> Vec<(Tag, String)> {
        let fields = self.fields.iter().flat_map(exif::Exif::fields).filter(|field| field.ifd_num == In::PRIMARY);
        let texts = fields.filter_map(|field| Some((field.tag, text_of(field.tag, &field.value)?)));
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The embedded thumbnail, a small JPEG.
    pub fn thumbnail(&self) -> Option<&[u8]> {
        let fields = self.fields.as_ref()?;
        let number = |tag| fields.get_field(tag, In::THUMBNAIL)?.value.get_uint(0).map(|number| number as usize);
        let start = number(Tag::JPEGInterchangeFormat)?;
        fields.buf().get(start..start.checked_add(number(Tag::JPEGInterchangeFormatLength)?)?)
    }

    /// A date and time in seconds since 1970, taken as UTC.
    pub fn seconds(&self, tag: Tag) -> Option<i64> {
        seconds(&self.text(tag)?)
    }

    /// The first number of a field, as a float.
    pub fn number(&self, tag: Tag) -> Option<f64> {
        let field = self.fields.as_ref()?.get_field(tag, In::PRIMARY)?;
        match &field.value {
            Value::Rational(numbers) => numbers.first().map(exif::Rational::to_f64).filter(|number| number.is_finite()),
            value => value.get_uint(0).map(f64::from),
        }
    }

    /// Whether the field is there at all.
    pub fn has(&self, tag: Tag) -> bool {
        self.fields.as_ref().is_some_and(|fields| fields.get_field(tag, In::PRIMARY).is_some())
    }

    /// Whether there are any fields.
    pub fn is_empty(&self) -> bool {
        self.fields.as_ref().is_none_or(|fields| fields.fields().next().is_none())
    }
}

/// Largest structure that is read, in bytes; in a JPEG it has at most 64 KiB.
const MOST_BYTES: usize = 512 << 10;

/// Most directories that are followed; cameras write five.
const MOST_DIRECTORIES: usize = 32;

/// The bytes that all fields together claim for their values (TIFF 6.0, section 2); `None` for more directories than
/// any camera writes, or for no TIFF structure.
fn claimed(tiff: &[u8]) -> Option<usize> {
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two = tiff.get(at..)?.first_chunk::<2>()?;
        Some(usize::from(if is_little { u16::from_le_bytes(*two) } else { u16::from_be_bytes(*two) }))
    };
    let long = |at: usize| {
        let four = tiff.get(at..)?.first_chunk::<4>()?;
        Some(if is_little { u32::from_le_bytes(*four) } else { u32::from_be_bytes(*four) } as usize)
    };
    let mut waiting = vec![long(4)?];
    let (mut total, mut directories) = (0usize, 0);
    while let Some(directory) = waiting.pop() {
        let Some(count) = short(directory) else { continue };
        directories += 1;
        if directories > MOST_DIRECTORIES {
            return None;
        }
        for field in (0..count).map(|k| directory + 2 + 12 * k) {
            let (Some(tag), Some(kind), Some(length)) = (short(field), short(field + 2), long(field + 4)) else {
                break;
            };
            let size = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8].get(kind).copied().unwrap_or(0);
            total = total.saturating_add(length.saturating_mul(size));
            if matches!(tag, 0x8769 | 0x8825 | 0xA005) {
                waiting.extend(long(field + 8));
            }
        }
        waiting.extend(long(directory + 2 + 12 * count).filter(|next| *next != 0));
    }
    Some(total)
}

/// The text of a field, trimmed; comments start with eight bytes that name their encoding (EXIF 3.0, 4.6.5), Windows
/// writes its own fields in UTF-16.
fn text_of(tag: Tag, value: &Value) -> Option<String> {
    let text = match (tag.number(), value) {
        (_, Value::Ascii(parts)) => String::from_utf8_lossy(&parts.join(&b' ')).into_owned(),
        (0x9286 | 0x9C9B..=0x9C9F, Value::Byte(bytes) | Value::Undefined(bytes, _)) => {
            match bytes.split_at_checked(8) {
                _ if tag.number() != 0x9286 => wide(bytes, u16::from_le_bytes),
                Some((b"UNICODE\0", text)) => utf16(text),
                Some((b"ASCII\0\0\0" | b"\0\0\0\0\0\0\0\0" | b"JIS\0\0\0\0\0", text)) => {
                    String::from_utf8_lossy(text).into_owned()
                }
                _ => String::from_utf8_lossy(bytes).into_owned(),
            }
        }
        _ => return None,
    };
    Some(text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned())
}

/// UTF-16 in whichever byte order gives more ASCII: the standard leaves it to the writer.
fn utf16(bytes: &[u8]) -> String {
    let plain = |text: &str| text.chars().filter(char::is_ascii).count();
    let (big, little) = (wide(bytes, u16::from_be_bytes), wide(bytes, u16::from_le_bytes));
    if plain(&big) > plain(&little) { big } else { little }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// `YYYY:MM:DD HH:MM:SS` as seconds since 1970; `None` for anything that is no date. A leap second counts as the one before it.
fn seconds(text: &str) -> Option<i64> {
    let numbers = text.get(..19)?.split([':', ' ', '-', 'T']).map(str::parse).collect::<Result<Vec<i16>, _>>().ok()?;
    let [year, month, day, hour, minute, second] = numbers[..] else { return None };
    let [month, day, hour, minute, second] =
        [month, day, hour, minute, second].map(|it| i8::try_from(it).unwrap_or(-1));
    let second = if second == 60 { 59 } else { second };
    let moment = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    (year > 0).then_some(TimeZone::UTC.to_timestamp(moment).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_seconds() {
        assert_eq!(seconds("1970:01:01 00:00:00"), Some(0));
        assert_eq!(seconds("2024:02:29 12:00:01"), Some(1_709_208_001));
        assert_eq!(seconds("1969-12-31T23:59:60"), Some(-1), "a leap second");
        for broken in
            ["0000:00:00 00:00:00", "2024:13:01 00:00:00", "2023:02:29 12:00:00", "yesterday", "2024:02:29 12:00", ""]
        {
            assert_eq!(seconds(broken), None, "{broken}");
        }
    }

    #[test]
    fn fields_that_share_bytes_are_not_copied_a_thousand_times() {
        // A thousand ASCII fields, each of which claims the same 60,000 bytes.
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend(1000u16.to_le_bytes());
        for tag in 0..1000u16 {
            tiff.extend(
                [&(0x9000 + tag).to_le_bytes()[..], &2u16.to_le_bytes(), &60_000u32.to_le_bytes(), &0u32.to_le_bytes()]
                    .concat(),
            );
        }
        tiff.extend([0; 60_000]);
        assert_eq!(claimed(&tiff), Some(60_000_000));
        let exif = Exif::read(&Block { kind: super::super::container::BlockKind::Exif, offset: 0, data: tiff });
        assert!(exif.is_empty());
        let mut circle = b"MM\0*\0\0\0\x08\0\0\0\0\0\x08".to_vec();
        assert_eq!(claimed(&circle), None);
        circle.truncate(3);
        assert_eq!(claimed(&circle), None);
    }

    #[test]
    fn comments_are_read_in_every_encoding() {
        let comment = |bytes: &[u8]| text_of(Tag::UserComment, &Value::Undefined(bytes.to_vec(), 0)).unwrap();
        assert_eq!(comment(b"ASCII\0\0\0plain\0"), "plain");
        assert_eq!(comment(b"UNICODE\0\0h\0i"), "hi");
        assert_eq!(comment(b"UNICODE\0h\0i\0"), "hi");
        assert_eq!(comment(b"bare"), "bare");
    }
}
