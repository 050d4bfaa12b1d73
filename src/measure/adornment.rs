//! Measures of what is worn on the skin.
//!
//! Earrings, necklaces and make-up are not judged yet. The nets answer for earrings and make-up, but on people they
//! had not seen no real earring of ten scored above the highest bare ear, heavy make-up scored no higher than light, and
//! a net for necklaces did little better than chance. An all-clear that means nothing would be worse than none.

use super::classifier::{Seen, probability};
use crate::evidence::Evidence;
use crate::reading::{Reason, Score};

/// `adornment.earrings`
pub(super) fn earrings(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    evidence.face().and(Err(Reason::NoMethod))
}

/// `adornment.necklace`
pub(super) fn necklace(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    evidence.face().and(Err(Reason::NoMethod))
}

/// `adornment.makeup`
pub(super) fn makeup(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    evidence.face().and(Err(Reason::NoMethod))
}

/// `adornment.contact_lenses`, of the likelier of the eyes that can be seen.
pub(super) fn contact_lenses(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let seen = evidence.portrait()?.eyes.iter().filter(|eye| eye.covered.max(eye.tinted).max(eye.closed) < 0.5);
    let likeliest = seen.map(|eye| eye.coloured_lens).reduce(f64::max).ok_or(Reason::Hidden)?;
    Ok(probability(likeliest, Seen::Drawn))
}
