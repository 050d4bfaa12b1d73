//! The vocabulary of facts: what a measure can say of a photo.
//!
//! A [`Reading`] is a [`Value`] with its standard uncertainty, or the [`Reason`] why there is none. Measures
//! produce readings, from values whose kind the compiler knows ([`Measured`], [`Score`]); rules compare them, reports
//! print them. This module is all that the three share, so that a report can show a number without knowing how it was
//! measured.

mod fact;
mod line;
mod listed;
mod measured;
mod part;
mod reason;
mod unit;
mod value;

pub use fact::Fact;
pub use line::{FrameEdge, Line};
pub use listed::Listed;
pub use measured::{Colour, Flag, List, Measured, Number, Point, Score, Text};
pub use part::Part;
pub use reason::Reason;
pub use unit::Unit;
pub use value::{Value, ValueKind};

/// How many standard uncertainties a value may be off: 2, which is 95 % of a normal error (JCGM 100:2008, 6.3.3).
pub const COVERAGE: f64 = 2.0;

/// What one measure says of one photo.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A value, in the measure's unit.
    Measured {
        /// The value itself.
        value: Value,
        /// Its standard uncertainty (one sigma, same unit), from measured error on real portraits; `None` for
        /// exact facts such as a file's size.
        uncertainty: Option<f64>,
    },
    /// No value, and why.
    Unmeasured(Reason),
}

impl Reading {
    /// A number with a standard uncertainty in its own unit. A number that is not finite counts as unmeasured:
    /// no limit can be held against it.
    pub fn number(value: f64, uncertainty: f64) -> Self {
        if !value.is_finite() || !uncertainty.is_finite() {
            return Self::Unmeasured(Reason::NotFinite);
        }
        Self::Measured { value: Value::Number(value), uncertainty: Some(uncertainty.abs()) }
    }

    /// A number, flag, text, list, point or colour that is exactly known.
    pub fn exact(value: impl Into<Value>) -> Self {
        Self::Measured { value: value.into(), uncertainty: None }
    }

    /// A point or a colour with a standard uncertainty (px of the upright photo, or ΔE2000).
    pub fn uncertain(value: impl Into<Value>, uncertainty: f64) -> Self {
        Self::Measured { value: value.into(), uncertainty: Some(uncertainty.abs()) }
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Measured { value, .. } => Some(value),
            Self::Unmeasured(_) => None,
        }
    }

    /// The standard uncertainty, if the value has one.
    pub fn uncertainty(&self) -> Option<f64> {
        match self {
            Self::Measured { uncertainty, .. } => *uncertainty,
            Self::Unmeasured(_) => None,
        }
    }
}
