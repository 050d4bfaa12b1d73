//! Measures of colour.

use super::Evidence;
use crate::reading::{Reading, Reason};

/// Not measured yet.
pub(super) fn cast(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn chroma(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}
