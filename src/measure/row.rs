//! A row of the list of measures: what is known of a measure, and how it is taken.
//!
//! The function of a row decides the kind of the row: a number cannot be filed as a text, nor a text as a number.
//!
//! ```
//! use photocheck::measure::row;
//! use photocheck::reading::{ValueKind, Number, Part, Unit};
//!
//! let row = row::number("file.kilobytes", Unit::None, "own", |_| Ok(Number::exact(51.2)), "大小。", "Size.")
//!     .shown_at(&[Part::Eyes]);
//! assert_eq!(row.kind(), ValueKind::Number);
//! ```
//!
//! ```compile_fail
//! use photocheck::measure::row;
//! use photocheck::reading::{Number, Unit};
//!
//! row::text("file.kilobytes", Unit::None, "own", |_| Ok(Number::exact(51.2)), "大小。", "Size.");
//! ```

use super::Evidence;
use crate::reading::{
    Colour, Flag, FrameEdge, Line, List, Number, Part, Point, Reading, Reason, Score, Text, Unit, ValueKind,
};
use crate::text::{Phrase, phrase};

/// One measure: its name, what it gives, and how.
#[derive(Debug)]
pub struct Measure {
    /// `group.noun`; never translated, never renamed.
    pub name: &'static str,
    /// Unit of the value and of its uncertainty.
    pub unit: Unit,
    /// What it is, in one sentence.
    pub doc: Phrase,
    /// Where the definition comes from: a standard, a paper, or `own`.
    pub source: &'static str,
    /// The parts of the picture to look at when it is in question; none when it is about all of it or about the file.
    pub parts: &'static [Part],
    /// Whether limits in px are meant for a reference frame and grow with the photo.
    pub is_scaled: bool,
    /// Whether whoever takes or exports the photo can aim at a limit on it, as at a size or a place.
    pub is_aimed_at: bool,
    /// The line that it draws across the frame, if it does.
    pub line: Option<Line>,
    /// The only texts that it gives; empty when any text may come.
    pub words: &'static [&'static str],
    /// What an uncertain value leaves open, where that is more than on which side of a limit it lies.
    pub doubt: Option<Phrase>,
    /// Whether only a batch of photos has a value for it.
    pub is_of_batch: bool,
    method: Method,
}

/// A function that takes a value from the evidence.
type Take<T> = fn(&Evidence<'_>) -> Result<T, Reason>;

/// How a value of each kind is taken.
#[derive(Clone, Copy, Debug)]
enum Method {
    Number(Take<Number>),
    Score(Take<Score>),
    Flag(Take<Flag>),
    Text(Take<Text>),
    List(Take<List>),
    Point(Take<Point>),
    Colour(Take<Colour>),
}

/// One constructor for each kind: name, unit, source, function, and the sentence in both languages.
macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident: $kind:ident;)*) => {$(
        $(#[$doc])*
        pub const fn $name(
            name: &'static str,
            unit: Unit,
            source: &'static str,
            take: fn(&Evidence<'_>) -> Result<$kind, Reason>,
            zh: &'static str,
            en: &'static str,
        ) -> Measure {
            Measure::new(name, unit, source, Method::$kind(take), phrase(zh, en))
        }
    )*};
}

constructors! {
    /// A measure that gives a number.
    number: Number;
    /// A measure that gives what a classifier says.
    score: Score;
    /// A measure that gives yes or no.
    flag: Flag;
    /// A measure that gives one text.
    text: Text;
    /// A measure that gives texts.
    list: List;
    /// A measure that gives a place, px of the upright photo.
    point: Point;
    /// A measure that gives a colour; its unit is that of the uncertainty.
    colour: Colour;
}

impl Measure {
    /// A row with nothing but what every row has.
    const fn new(name: &'static str, unit: Unit, source: &'static str, method: Method, doc: Phrase) -> Self {
        Self {
            name,
            unit,
            doc,
            source,
            parts: &[],
            is_scaled: false,
            is_aimed_at: false,
            line: None,
            words: &[],
            doubt: None,
            is_of_batch: false,
            method,
        }
    }

    /// Whether its value is exact: what stands in the file or is counted, as against what is found in the picture.
    pub fn is_exact(&self) -> bool {
        matches!(self.group(), "file" | "image" | "batch")
    }

    /// The same row, with the parts of the picture to look at.
    pub const fn shown_at(self, parts: &'static [Part]) -> Self {
        Self { parts, ..self }
    }

    /// The same row of a length whose limits grow with the photo.
    pub const fn scaled(self) -> Self {
        Self { is_scaled: true, ..self }
    }

    /// The same row of something that one can aim at.
    pub(crate) const fn aimed_at(self) -> Self {
        Self { is_aimed_at: true, ..self }
    }

    /// The same row of something that is a line across the frame.
    pub(crate) const fn drawn_from(self, from: FrameEdge, zh: &'static str, en: &'static str) -> Self {
        Self { line: Some(Line { from, name: phrase(zh, en) }), ..self }
    }

    /// The same row of a text that is one of a few words.
    pub const fn one_of(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    /// The same row, with what an uncertain value leaves open.
    pub(crate) const fn doubted(self, zh: &'static str, en: &'static str) -> Self {
        Self { doubt: Some(phrase(zh, en)), ..self }
    }

    /// The same row of something that only a batch shows.
    pub(crate) const fn of_batch(self) -> Self {
        Self { is_of_batch: true, ..self }
    }

    /// The kind of the value.
    pub const fn kind(&self) -> ValueKind {
        match self.method {
            Method::Number(_) => ValueKind::Number,
            Method::Score(_) => ValueKind::Score,
            Method::Flag(_) => ValueKind::Flag,
            Method::Text(_) => ValueKind::Text,
            Method::List(_) => ValueKind::List,
            Method::Point(_) => ValueKind::Point,
            Method::Colour(_) => ValueKind::Colour,
        }
    }

    /// The group that the name begins with.
    pub fn group(&self) -> &'static str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// Takes the reading.
    pub fn read(&self, evidence: &Evidence<'_>) -> Reading {
        match self.method {
            Method::Number(take) => take(evidence).into(),
            Method::Score(take) => take(evidence).into(),
            Method::Flag(take) => take(evidence).into(),
            Method::Text(take) => take(evidence).into(),
            Method::List(take) => take(evidence).into(),
            Method::Point(take) => take(evidence).into(),
            Method::Colour(take) => take(evidence).into(),
        }
    }
}
