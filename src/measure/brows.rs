//! Measures of the eyebrows.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Class, landmark};
use crate::reading::{Reason, Score};

/// `brows.covered`: share of the brow's outline that hair lies over.
pub(super) fn covered(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let hidden = [Class::Hair, Class::Headwear];
    let share = |brow: &[landmark::Index]| portrait.face.mask.mean_share(&hidden, &portrait.polygon(brow));
    let shares = [share(&landmark::LEFT_BROW), share(&landmark::RIGHT_BROW)];
    let worse = shares.into_iter().flatten().reduce(f64::max).ok_or(Reason::TooSmall)?;
    Ok(Score::of(worse))
}
