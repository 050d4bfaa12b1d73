//! Measures of what is worn on the skin.

use super::Evidence;
use super::evidence::portrait::{Attribute, Ear};
use super::judgement::{Seen, probability};
use crate::reading::{Reading, Reason};

/// `adornment.earrings`: on ears that show; a hidden ear hides its ring, and `ears.visible` says so.
pub(super) fn earrings(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let showing = evidence.portrait()?.ears.iter().filter(|ear| ear.visible > SHOWING);
    let likelier = showing.map(|ear: &Ear| ear.earring).reduce(f64::max).ok_or(Reason::Hidden)?;
    Ok(probability(likelier, Seen::Drawn))
}

/// `adornment.necklace`
pub(super) fn necklace(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    Ok(probability(evidence.portrait()?.necklace, Seen::Drawn))
}

/// `adornment.makeup`
pub(super) fn makeup(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    Ok(probability(evidence.portrait()?.face.probability(Attribute::Makeup), Seen::Drawn))
}

/// `adornment.contact_lenses`
pub(super) fn contact_lenses(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let eyes = evidence.portrait()?.eyes;
    Ok(probability(eyes.iter().map(|eye| eye.coloured_lens).fold(0.0, f64::max), Seen::Drawn))
}

/// Share of an ear that must show before a ring on it can be told.
const SHOWING: f64 = 0.3;
