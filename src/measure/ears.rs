//! Measures of the ears.

use crate::evidence::Evidence;
use crate::reading::{Reading, Reason};

/// `ears.visible`, of the ear that shows less.
pub(super) fn visible(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let [left, right] = evidence.portrait()?.ears;
    Ok(Reading::number(left.visible.min(right.visible), VISIBLE))
}

/// Standard uncertainty of the share of an ear that shows.
const VISIBLE: f64 = 0.12;
