//! Values whose kind the compiler knows: what the function of a measure gives.

use super::{Reading, Reason, Value};

/// A value of one kind with its standard uncertainty. A [`Reading`] is the same with the kind forgotten.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured<T> {
    value: T,
    uncertainty: Option<f64>,
}

/// A number in the unit of its measure.
pub type Number = Measured<f64>;
/// Yes or no.
pub type Flag = Measured<bool>;
/// One text.
pub type Text = Measured<String>;
/// Any number of texts, in a stable order.
pub type List = Measured<Vec<String>>;
/// A place in the upright photo, px.
pub type Point = Measured<[f64; 2]>;
/// An sRGB colour.
pub type Colour = Measured<[u8; 3]>;

impl<T> Measured<T> {
    /// A value that is exactly known, such as the size of a file.
    pub fn exact(value: impl Into<T>) -> Self {
        Self { value: value.into(), uncertainty: None }
    }

    /// A value of an error that nobody has measured.
    pub(crate) fn unstated(value: impl Into<T>) -> Self {
        Self { value: value.into(), uncertainty: None }
    }

    /// A value and its standard uncertainty: the same unit for a number, px for a point, ΔE2000 for a colour.
    pub fn uncertain(value: impl Into<T>, uncertainty: f64) -> Self {
        Self { value: value.into(), uncertainty: Some(uncertainty.abs()) }
    }
}

/// What a classifier says: from 0 (surely not) to 1 (surely). It states no uncertainty: how often a score of this size is
/// right was counted on people, and stands with the operating points that rules judge it by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(f64);

impl Score {
    /// The score; what lies outside of 0 to 1 is cut to it.
    pub fn of(value: f64) -> Self {
        Self(value.clamp(0.0, 1.0))
    }
}

/// A number that is not finite counts as unmeasured: no limit can be held against it.
impl<T: Into<Value>> From<Measured<T>> for Reading {
    fn from(measured: Measured<T>) -> Self {
        let (value, uncertainty) = (measured.value.into(), measured.uncertainty);
        let is_finite = value.as_number().is_none_or(f64::is_finite) && uncertainty.is_none_or(f64::is_finite);
        if is_finite { Self::Measured { value, uncertainty } } else { Self::Unmeasured(Reason::NotFinite) }
    }
}

impl From<Score> for Reading {
    fn from(score: Score) -> Self {
        Number::unstated(score.0).into()
    }
}

/// Lets the function of a measure use `?` on shared evidence and still give a reading.
impl<T: Into<Reading>> From<Result<T, Reason>> for Reading {
    fn from(outcome: Result<T, Reason>) -> Self {
        outcome.map_or_else(Self::Unmeasured, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_not_measured() {
        let unmeasured = Reading::Unmeasured(Reason::NotFinite);
        assert_eq!(Reading::from(Number::exact(f64::NAN)), unmeasured);
        assert_eq!(Reading::from(Number::uncertain(1.0, f64::INFINITY)), unmeasured);
        assert_eq!(Reading::from(Number::uncertain(1.0, -0.5)), Reading::number(1.0, 0.5));
        assert_eq!(Reading::from(Score::of(f64::NAN)), unmeasured);
    }
}
