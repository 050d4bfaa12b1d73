//! A reading with its name: what a report prints of a measure.

use super::{Reading, Unit};

/// One measure's reading, named.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The measure's name.
    pub name: &'static str,
    /// The measure's unit.
    pub unit: Unit,
    /// What was read.
    pub reading: Reading,
}
