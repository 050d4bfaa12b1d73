//! The six kinds of value a measure can have.

/// What kind of value a measure gives; decides which limits a rule may put on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A number in the measure's unit.
    Number,
    /// What a classifier says, 0 to 1.
    Score,
    /// Yes or no.
    Flag,
    /// One text.
    Text,
    /// Any number of texts, in a stable order.
    List,
    /// A place in the upright photo.
    Point,
    /// An sRGB colour.
    Colour,
}

/// A measured value. Pixel coordinates are those of the upright photo, origin top left.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number in the measure's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// One text, as found in the file (control characters are escaped when it is shown).
    Text(String),
    /// Any number of texts.
    List(Vec<String>),
    /// `[x, y]` in pixels.
    Point([f64; 2]),
    /// Red, green and blue in sRGB.
    Colour([u8; 3]),
}

impl Value {
    /// Which kind this value is.
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Number(_) => ValueKind::Number,
            Self::Flag(_) => ValueKind::Flag,
            Self::Text(_) => ValueKind::Text,
            Self::List(_) => ValueKind::List,
            Self::Point(_) => ValueKind::Point,
            Self::Colour(_) => ValueKind::Colour,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A colour as `#rrggbb`, the form that rules and reports use.
    pub fn hex([red, green, blue]: [u8; 3]) -> String {
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Reads `#rrggbb`.
    pub(crate) fn colour_from_hex(text: &str) -> Option<[u8; 3]> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some([channel(0)?, channel(2)?, channel(4)?])
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl From<[f64; 2]> for Value {
    fn from(point: [f64; 2]) -> Self {
        Self::Point(point)
    }
}

impl From<[u8; 3]> for Value {
    fn from(colour: [u8; 3]) -> Self {
        Self::Colour(colour)
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn colours_survive_their_written_form() {
        assert_eq!(Value::colour_from_hex(&Value::hex([67, 142, 219])), Some([67, 142, 219]));
        for broken in ["438edb", "#438ed", "#438edg", "#43é8ed", ""] {
            assert_eq!(Value::colour_from_hex(broken), None, "{broken}");
        }
    }
}
