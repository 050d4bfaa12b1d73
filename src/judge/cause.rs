//! What keeps most rules from saying anything of a photo: how it shows, which rule tells it, and what it hides.

use crate::measure::{Measure, Readings, find};
use crate::reading::{Reading, Reason, Value};
use crate::rules::Rule;

/// What keeps most rules from saying anything of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The file gives no pixels.
    Unreadable,
    /// The file is a picture in another format than the rules ask for, to be saved anew.
    OtherFormat,
    /// The photo lies on its side.
    Sideways,
    /// The photo is upside down.
    UpsideDown,
    /// Nobody is in the picture.
    Nobody,
    /// More than one person is in the picture.
    Several,
}

impl Cause {
    /// All, those of the file before those of the picture.
    pub const ALL: [Self; 6] =
        [Self::Unreadable, Self::OtherFormat, Self::Sideways, Self::UpsideDown, Self::Nobody, Self::Several];

    /// The measure whose rule tells the cause.
    fn told_by(self) -> &'static str {
        match self {
            Self::Unreadable => "file.intact",
            Self::OtherFormat => "file.format",
            Self::Sideways | Self::UpsideDown => "face.roll",
            Self::Nobody | Self::Several => "face.count",
        }
    }

    /// Why the rules that can say nothing are skipped.
    pub fn reason(self) -> Reason {
        match self {
            Self::Unreadable => Reason::NotDecoded,
            Self::OtherFormat => Reason::NotJpeg,
            Self::Sideways => Reason::Sideways,
            Self::UpsideDown => Reason::UpsideDown,
            Self::Nobody => Reason::NoFace,
            Self::Several => Reason::SeveralPeople,
        }
    }

    /// The measure whose reading shows the cause.
    pub(super) fn shown_by(self) -> &'static str {
        match self {
            Self::Unreadable => "file.intact",
            Self::OtherFormat => "jpeg.quality",
            Self::Sideways | Self::UpsideDown => "eyes.line",
            Self::Nobody | Self::Several => "face.count",
        }
    }

    /// Whether the readings, as far as they go, show this cause.
    pub(super) fn shows(self, readings: &dyn Readings) -> bool {
        let Some(reading) = find(self.shown_by()).map(|measure| readings.reading(measure)) else { return false };
        let number = || reading.value().and_then(Value::as_number);
        match self {
            Self::Unreadable => reading == Reading::exact(false),
            Self::OtherFormat => reading == Reading::Unmeasured(Reason::NotJpeg),
            Self::Sideways | Self::UpsideDown => reading == Reading::Unmeasured(self.reason()),
            Self::Nobody => number().is_some_and(|count| count < 0.5),
            Self::Several => number().is_some_and(|count| count > 1.5),
        }
    }

    /// Whether nothing can be said of `measure` because of this cause.
    pub(super) fn hides(self, measure: &Measure) -> bool {
        let (group, _) = measure.name.split_once('.').unwrap_or_default();
        let of_person = !matches!(group, "file" | "image" | "jpeg" | "trace" | "batch")
            || matches!(measure.name, "trace.cut_out" | "trace.smoothed");
        match self {
            Self::Unreadable => true,
            Self::OtherFormat => group == "jpeg" || matches!(measure.name, "file.size" | "trace.resaved"),
            Self::Sideways | Self::UpsideDown => of_person || group == "image",
            Self::Nobody | Self::Several => of_person,
        }
    }

    /// Whether `rule` is about what the cause is told by.
    pub(super) fn is_told_by(self, rule: &Rule) -> bool {
        rule.conditions.iter().any(|condition| condition.measure.name == self.told_by())
    }
}
