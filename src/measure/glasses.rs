//! Measures of glasses. Without glasses the other measures here have nothing to be measured on.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Eye, Portrait};
use crate::reading::{Reason, Score};

/// `glasses.present`
pub(super) fn present(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(evidence.portrait()?.face.probability(Attribute::Glasses)))
}

/// `glasses.tint`
pub(super) fn tint(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = worn(evidence)?;
    let eyes = worse(portrait, |eye| eye.tinted);
    Ok(Score::of(eyes.max(portrait.face.probability(Attribute::Tinted))))
}

/// `glasses.glare`
pub(super) fn glare(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(worse(worn(evidence)?, |eye| eye.glare)))
}

/// `glasses.frame_over_eye`
pub(super) fn frame_over_eye(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(worse(worn(evidence)?, |eye| eye.frame_over_eye)))
}

/// The portrait of a person who may be wearing glasses.
fn worn<'e>(evidence: &'e Evidence<'_>) -> Result<&'e Portrait, Reason> {
    let portrait = evidence.portrait()?;
    let likely = portrait.face.probability(Attribute::Glasses).max(portrait.face.probability(Attribute::Tinted));
    if likely < UNLIKELY { Err(Reason::NoGlasses) } else { Ok(portrait) }
}

fn worse(portrait: &Portrait, answer: fn(&Eye) -> f64) -> f64 {
    portrait.eyes.iter().map(answer).fold(0.0, f64::max)
}

/// Probability under which nobody would look for reflections on glasses.
const UNLIKELY: f64 = 0.2;
