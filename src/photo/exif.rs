//! EXIF fields, read by the `kamadak-exif` crate from the block that the container holds.

use exif::{In, Tag, Value};

use super::Orientation;
use super::container::Block;

/// The EXIF fields of a photo; empty when the file has none or they cannot be read.
#[derive(Default)]
pub struct Exif {
    fields: Option<exif::Exif>,
    offset: usize,
}

impl Exif {
    /// Reads the fields of a TIFF structure. What is damaged counts as absent.
    pub fn read(block: &Block) -> Self {
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        let fields = reader.read_raw(block.data.clone()).or_else(|error| error.distill_partial_result(|_| ())).ok();
        Self { fields, offset: block.offset }
    }

    /// Where the TIFF structure starts in the file.
    pub fn offset(&self) -> usize {
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

    /// The first number of a field, as a float.
    pub fn number(&self, tag: Tag) -> Option<f64> {
        let field = self.fields.as_ref()?.get_field(tag, In::PRIMARY)?;
        match &field.value {
            Value::Rational(numbers) => numbers.first().map(exif::Rational::to_f64),
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
