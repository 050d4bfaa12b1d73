//! Measures of the eyebrows.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Class, landmark};
use crate::reading::{Reason, Score};

/// `brows.covered`: share of the brow's outline that hair lies over, or what the nets say as a whole where that is more: hair as dark as
/// the brow is taken for it point by point.
pub(super) fn covered(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let hidden = [Class::Hair, Class::Headwear];
    let share = |brow: &[landmark::LandmarkIndex]| portrait.face.mask.mean_share(&hidden, &portrait.polygon(brow));
    let shares = [share(&landmark::LEFT_BROW), share(&landmark::RIGHT_BROW)];
    let worse = shares.into_iter().flatten().reduce(f64::max).ok_or(Reason::TooSmall)?;
    Ok(Score::of(worse.max(AS_A_WHOLE * portrait.probability(Attribute::BrowsCovered))))
}

/// What the answer about the whole brow counts against the share. With it 9 of the 10 fringes among the labelled strangers of `fit` and
/// `choose`, most of whom the nets learnt from, lie above what 97 of 100 people without one show, by the share alone 6; six tenths to
/// the whole do the same.
const AS_A_WHOLE: f64 = 0.6;
