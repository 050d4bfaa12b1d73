//! Measures of what is worn on the skin.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Ear};
use crate::reading::{Reason, Score};

/// `adornment.earrings`, of the likelier ear: an ear that does not show says nothing of what hangs in it.
pub(super) fn earrings(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let likely = |ear: &Ear| ear.earring * (ear.visible / SOMETHING_SHOWN).min(1.0);
    let likeliest = evidence.portrait()?.ears.iter().map(likely).fold(0.0, f64::max);
    Ok(Score::of(likeliest))
}

/// `adornment.necklace`
pub(super) fn necklace(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(evidence.portrait()?.neck.necklace))
}

/// `adornment.makeup`
pub(super) fn makeup(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(evidence.portrait()?.face.probability(Attribute::Makeup)))
}

/// `adornment.contact_lenses`, of the likelier of the eyes that can be seen.
pub(super) fn contact_lenses(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let seen = evidence.portrait()?.eyes.iter().filter(|eye| eye.covered.max(eye.tinted).max(eye.closed) < 0.5);
    let likeliest = seen.map(|eye| eye.coloured_lens).reduce(f64::max).ok_or(Reason::Hidden)?;
    Ok(Score::of(likeliest))
}

/// Share of an ear from which on its lobe can be judged: hair may hide most of an ear and leave the lobe.
const SOMETHING_SHOWN: f64 = 0.02;
