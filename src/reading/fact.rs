//! A reading with its name: what a report prints of a measure.

use super::{Line, Reading, Unit, Value};

/// One measure's reading, named.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The measure's name.
    pub name: &'static str,
    /// The measure's unit.
    pub unit: Unit,
    /// The line that the measure draws across the frame, if it does.
    pub line: Option<Line>,
    /// What was read.
    pub reading: Reading,
}

impl Fact {
    /// The value of the measure called `name`, if it was read and has one.
    pub fn value<'f>(facts: &'f [Self], name: &str) -> Option<&'f Value> {
        facts.iter().find(|fact| fact.name == name)?.reading.value()
    }

    /// The number of the measure called `name`.
    pub fn number(facts: &[Self], name: &str) -> Option<f64> {
        Self::value(facts, name)?.as_number()
    }

    /// The point of the measure called `name`, px of the upright photo.
    pub fn point(facts: &[Self], name: &str) -> Option<[f64; 2]> {
        match Self::value(facts, name)? {
            Value::Point(point) => Some(*point),
            _ => None,
        }
    }
}
