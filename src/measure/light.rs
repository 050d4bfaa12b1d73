//! Measures of light on the face.

use super::Evidence;
use crate::reading::{Reading, Reason};

/// Not measured yet.
pub(super) fn mean(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn dark_share(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn bright_share(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn balance(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn range(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn shine(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}
