//! Operating points: from where on a score is a question, and from where on a failure.
//!
//! They are data: `calibration/points.toml`, made from labelled photos of real people and built in, tied to the weights
//! of the nets by their hash. Each point says how often it was wrong, and on how many people that was counted.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The operating points of one score.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatingPoints {
    /// On which side of the scale the thing lies that rules forbid.
    pub unwanted: Unwanted,
    /// People with the thing that the rates were counted on.
    pub with: u32,
    /// People without it.
    pub without: u32,
    strict: OperatingPoint,
    normal: OperatingPoint,
    lenient: OperatingPoint,
}

/// A side of the scale of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unwanted {
    /// High scores: a hat, glare.
    High,
    /// Low scores: a head that is not complete, an ear that does not show.
    Low,
}

/// The points for one degree of care, with how often they were wrong.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatingPoint {
    /// Up to here nobody is asked.
    pub clear: f64,
    /// Beyond here the thing is there; `None` where too few real examples of it were at hand to know.
    pub sure: Option<f64>,
    /// Share of people without the thing beyond `clear`.
    pub asked: Option<f64>,
    /// Share of people without the thing beyond `sure`.
    pub accused: Option<f64>,
    /// Share of people with the thing that `clear` lets through; `None` without real examples.
    pub missed: Option<f64>,
}

/// How careful a rule is with a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Care {
    /// Twice as many questions as normal.
    Strict,
    /// The usual points.
    #[default]
    Normal,
    /// Half as many questions as normal.
    Lenient,
}

impl Care {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 3] =
        [("strict", Self::Strict), ("normal", Self::Normal), ("lenient", Self::Lenient)];

    /// The name in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Normal => "normal",
            Self::Lenient => "lenient",
        }
    }
}

impl OperatingPoints {
    /// The points of the score called `measure`; `None` of a score that nothing was counted for.
    pub fn of(measure: &str) -> Option<&'static Self> {
        BUILT_IN.as_ref().ok()?.measure.get(measure)
    }

    /// The point for this much care.
    pub fn at(&self, care: Care) -> &OperatingPoint {
        match care {
            Care::Strict => &self.strict,
            Care::Normal => &self.normal,
            Care::Lenient => &self.lenient,
        }
    }
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsFile {
    /// Hash of the weights that the scores came from.
    #[cfg_attr(not(test), expect(dead_code, reason = "only a test compares it with the weights"))]
    weights: String,
    measure: BTreeMap<String, OperatingPoints>,
}

/// Without it every score would be left to a person; a test reads it.
static BUILT_IN: LazyLock<Result<PointsFile, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(include_str!("../../calibration/points.toml")));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::find;
    use crate::reading::ValueKind;

    fn file() -> &'static PointsFile {
        BUILT_IN.as_ref().unwrap()
    }

    #[test]
    fn the_points_are_those_of_these_weights() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let mut weights: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        weights.retain(|path| path.extension().is_some_and(|it| it == "safetensors"));
        weights.sort();
        let mut hash = blake3::Hasher::new();
        for path in weights {
            hash.update(&std::fs::read(path).unwrap());
        }
        assert_eq!(file().weights, hash.finalize().to_hex().as_str(), "run calibration/points.py again");
    }

    #[test]
    fn a_person_is_asked_about_an_ear_that_may_lie_flat() {
        let points = OperatingPoints::of("ears.visible").unwrap();
        for (_, care) in Care::NAMES {
            let point = points.at(care);
            assert!(point.sure.unwrap() < crate::measure::FLAT && crate::measure::FLAT < point.clear);
        }
    }

    #[test]
    fn points_belong_to_scores_and_lie_in_order() {
        for (name, points) in &file().measure {
            assert_eq!(find(name).map(|measure| measure.kind()), Some(ValueKind::Score), "{name}");
            let turned = |at: f64| if points.unwanted == Unwanted::High { at } else { 1.0 - at };
            let at = |care| turned(points.at(care).clear);
            assert!(at(Care::Strict) <= at(Care::Normal) && at(Care::Normal) <= at(Care::Lenient), "{name}");
            for (care, _) in Care::NAMES.map(|(name, care)| (care, name)) {
                let point = points.at(care);
                let shares = [Some(point.clear), point.sure, point.asked, point.accused, point.missed];
                assert!(shares.into_iter().flatten().all(|share| (0.0..=1.0).contains(&share)), "{name}");
                assert!(point.sure.is_none_or(|sure| turned(sure) >= turned(point.clear)), "{name}");
                assert!(point.missed.is_some() == (points.with > 0), "{name}: {} people", points.with);
            }
        }
    }
}
