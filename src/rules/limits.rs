//! Limits: what a value must satisfy, with units.

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::points::{Care, OperatingPoint, OperatingPoints, Unwanted};
use crate::measure::Measure;
use crate::reading::{Unit, Value};

/// Width and height, in px of a reference frame or in mm of a print.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameSize {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Whether a limit grows with the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scaling {
    /// It is what it is.
    Fixed,
    /// It is meant for a frame of this height (px) and scales with the photo's height.
    WithHeight(f64),
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// In the measure's unit.
    pub value: f64,
    /// Whether it scales with the photo.
    pub scaling: Scaling,
}

impl Bound {
    /// The limit for a photo of this height in px.
    pub fn for_height(self, height: Option<f64>) -> f64 {
        match (self.scaling, height) {
            (Scaling::WithHeight(reference), Some(height)) => self.value * height / reference,
            _ => self.value,
        }
    }
}

/// What a value must satisfy; every limit that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Constraint {
    /// Least number.
    pub min: Option<Bound>,
    /// Greatest number.
    pub max: Option<Bound>,
    /// Numbers below this fail; between it and `min` a person looks.
    pub fail_below: Option<Bound>,
    /// Numbers above this fail; between `max` and it a person looks.
    pub fail_above: Option<Bound>,
    /// How far outside `min`..`max` a number may be for a warning instead of a failure.
    pub grace: Option<Bound>,
    /// The value must be one of these (from `equals` or `any_of`); every text of a list must.
    pub any_of: Vec<Value>,
    /// The value must be none of these; no text of a list may.
    pub none_of: Vec<Value>,
    /// How near is equal: in the measure's unit, ΔE2000 for colours.
    pub within: f64,
    /// A text (every text of a list) must match.
    pub matches: Option<Regex>,
    /// `true`: there must be nothing (no text, an empty list); `false`: there must be something.
    pub absent: Option<bool>,
    /// The answer that is wanted of a score.
    pub wanted: Option<Wanted>,
}

/// The answer that is wanted of a score, and how careful to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The answer.
    pub answer: Answer,
    /// How careful to be.
    pub care: Care,
    /// The operating points of the score; `None` of a score that nothing was counted for.
    pub points: Option<&'static OperatingPoints>,
}

/// An answer to what a score asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The thing is there.
    Yes,
    /// It is not.
    No,
}

impl Answer {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 2] = [("yes", Self::Yes), ("no", Self::No)];

    /// The name in rule files and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

impl Wanted {
    /// The points that decide; `None` where nothing was counted.
    pub fn point(&self) -> Option<&'static OperatingPoint> {
        self.points.map(|points| points.at(self.care))
    }

    /// Whether the side of the scale that this forbids is the one that the points were counted for. Otherwise they are
    /// read the other way round: what is surely there passes, what is clearly not there fails.
    pub(crate) fn forbids_the_thing(&self) -> bool {
        self.points.is_some_and(|points| (points.unwanted == Unwanted::High) == (self.answer == Answer::No))
    }
}

/// Keys that limit a value.
pub(super) const LIMIT_KEYS: [&str; 13] = [
    "min",
    "max",
    "fail_below",
    "fail_above",
    "grace",
    "wanted",
    "care",
    "equals",
    "any_of",
    "none_of",
    "matches",
    "absent",
    "within",
];

/// Keys that say what to do about a value.
pub(super) const HINT_KEYS: [&str; 3] = ["low", "high", "hint"];

/// The keys that limit a number.
pub(super) const NUMBER_KEYS: [&str; 8] =
    ["min", "max", "fail_below", "fail_above", "grace", "equals", "any_of", "within"];

/// Reads a quantity for `measure` from text such as `"50 KiB"`, `"3 deg"`, `"33 mm"` or `"50 px"`.
/// A KB has `kilobyte` bytes. `Err` holds the units that could have been used.
pub(super) fn quantity(
    text: &str,
    measure: &Measure,
    reference: Option<FrameSize>,
    print: Option<FrameSize>,
    kilobyte: f64,
) -> Result<Bound, Vec<&'static str>> {
    let (number, unit) = split_quantity(text);
    let units = units(measure, reference, print, kilobyte);
    let names = || units.iter().map(|(name, ..)| *name).collect();
    let number = number.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(names)?;
    let found = units.iter().find(|(name, ..)| *name == unit);
    let bound = found.map(|(_, factor, scaling)| Bound { value: number * factor, scaling: *scaling });
    bound.filter(|bound| bound.value.is_finite()).ok_or_else(names)
}

/// The number of a quantity, and its unit in the spelling that the list has.
pub(super) fn split_quantity(text: &str) -> (&str, &str) {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'))).unwrap_or(text.len());
    (&text[..end], plain_unit(text[end..].trim()))
}

/// The spelling of a unit that the list has: notices write K and kB for what file managers call KB, 1024 bytes.
fn plain_unit(unit: &str) -> &str {
    match unit {
        "K" | "k" | "kB" | "kb" | "Kb" => "KB",
        "M" | "mB" | "mb" | "Mb" => "MB",
        other => other,
    }
}

/// A bare number for `measure`: its own unit, scaled with the photo when that is pixels inside the frame.
pub(super) fn bare(number: f64, measure: &Measure, reference: Option<FrameSize>) -> Bound {
    Bound { value: number, scaling: pixel_scaling(measure, reference) }
}

/// Pixel limits are for the reference frame, except for the frame's own size.
fn pixel_scaling(measure: &Measure, reference: Option<FrameSize>) -> Scaling {
    match reference {
        Some(frame) if measure.is_scaled => Scaling::WithHeight(frame.height),
        _ => Scaling::Fixed,
    }
}

/// The units that a limit on `measure` may be written in: name, factor to the measure's unit, scaling.
fn units(
    measure: &Measure,
    reference: Option<FrameSize>,
    print: Option<FrameSize>,
    kilobyte: f64,
) -> Vec<(&'static str, f64, Scaling)> {
    let fixed = |name, factor| (name, factor, Scaling::Fixed);
    let side = |frame: FrameSize| if measure.unit == Unit::FrameWidth { frame.width } else { frame.height };
    match measure.unit {
        Unit::Bytes => {
            vec![
                fixed("B", 1.0),
                fixed("KB", kilobyte),
                fixed("KiB", 1024.0),
                fixed("MB", kilobyte * kilobyte),
                fixed("MiB", 1048576.0),
            ]
        }
        Unit::Degrees => vec![fixed("deg", 1.0), fixed("°", 1.0)],
        Unit::Dpi => vec![fixed("dpi", 1.0)],
        Unit::Seconds => vec![fixed("s", 1.0), fixed("min", 60.0), fixed("h", 3600.0), fixed("d", 86400.0)],
        Unit::Pixels => {
            let scaling = pixel_scaling(measure, reference);
            let millimetres = reference.zip(print).map(|(frame, print)| ("mm", frame.height / print.height, scaling));
            [Some(("px", 1.0, scaling)), millimetres].into_iter().flatten().collect()
        }
        Unit::FrameHeight | Unit::FrameWidth => [
            Some(fixed("%", 0.01)),
            reference.map(|frame| fixed("px", 1.0 / side(frame))),
            print.map(|print| fixed("mm", 1.0 / side(print))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Unit::Share | Unit::Probability => vec![fixed("%", 0.01)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::find;

    #[test]
    fn quantities_come_in_the_measures_unit() {
        let frame = Some(FrameSize { width: 480.0, height: 640.0 });
        let print = Some(FrameSize { width: 33.0, height: 48.0 });
        let read =
            |name: &str, text: &str| quantity(text, find(name).unwrap(), frame, print, 1024.0).map(|bound| bound.value);
        for fifty in ["50 KiB", "50 KB", "50K", "50 kB", "50kb"] {
            assert_eq!(read("file.size", fifty), Ok(51200.0), "{fifty}");
        }
        let decimal = quantity("50K", find("file.size").unwrap(), None, None, 1000.0);
        assert_eq!(decimal.map(|bound| bound.value), Ok(50_000.0));
        assert_eq!(read("face.roll", "3 deg"), Ok(3.0));
        assert_eq!(read("head.crown_gap", "64 px"), Ok(0.1));
        assert_eq!(read("head.centre_x", "240px"), Ok(0.5));
        assert_eq!(read("head.height", "12 mm"), Ok(0.25));
        assert_eq!(read("file.size", "50 kg"), Err(vec!["B", "KB", "KiB", "MB", "MiB"]));
        assert!(read("file.size", "many KiB").is_err());
        assert_eq!(quantity("3 mm", find("head.height").unwrap(), None, None, 1024.0), Err(vec!["%"]));
    }

    #[test]
    fn pixel_limits_scale_with_the_photo_but_not_those_of_its_size() {
        let frame = Some(FrameSize { width: 480.0, height: 640.0 });
        assert_eq!(bare(90.0, find("eyes.distance").unwrap(), frame).for_height(Some(1280.0)), 180.0);
        assert_eq!(bare(480.0, find("image.width").unwrap(), frame).for_height(Some(1280.0)), 480.0);
    }
}
