//! Measures of the ears.

use crate::evidence::Evidence;
use crate::reading::{Reason, Score};

/// `ears.visible`, of the ear that shows less.
pub(super) fn visible(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let [left, right] = evidence.portrait()?.ears;
    Ok(Score::of(left.visible.min(right.visible)))
}
