//! Measures of the picture as a raster: what its header says, and what was put around it.

use crate::evidence::{Evidence, border};
use crate::reading::{Number, Reason, Text};

/// `image.width`
pub(super) fn width(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::exact(upright(evidence)?.0))
}

/// `image.height`
pub(super) fn height(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::exact(upright(evidence)?.1))
}

/// `image.aspect`
pub(super) fn aspect(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (width, height) = upright(evidence)?;
    Ok(Number::exact(width / height))
}

/// `image.border`
pub(super) fn share_of_border(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let share = border::share(evidence.pixels()?, evidence.inside()?);
    Ok(Number::exact((share * 1e4).round() / 1e4))
}

/// `image.density`: what the container states, else what EXIF states; a hundredth is the finest that either can mean.
pub(super) fn density(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let photo = evidence.photo();
    let density = photo.container().density.or_else(|| photo.exif().density()).ok_or(Reason::NoMetadata)?;
    Ok(Number::exact((density * 100.0).round() / 100.0))
}

/// `image.colour_mode`
pub(super) fn colour_mode(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    let mode = evidence.photo().container().colour.ok_or(Reason::NotDecoded)?;
    Ok(Text::exact(mode.name()))
}

/// `image.profile`: its name; one that cannot be used is told as such, and the photo is measured as sRGB.
pub(super) fn profile(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    let photo = evidence.photo();
    let name = photo.container().profile();
    let is_unusable = photo.pixels().is_ok_and(|pixels| pixels.profile().is_unusable());
    match name {
        name if is_unusable => Ok(Text::exact(format!("{} (unusable)", name.unwrap_or_default()).trim())),
        name => Ok(Text::exact(name.ok_or(Reason::NoMetadata)?)),
    }
}

/// `image.orientation`
pub(super) fn orientation(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::exact(f64::from(evidence.photo().exif().orientation().to_exif())))
}

/// `image.bit_depth`
pub(super) fn bit_depth(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let stored = evidence.photo().stored().map_err(|_| Reason::NotDecoded)?;
    Ok(Number::exact(f64::from(stored.bits)))
}

/// Width and height of the upright photo, px.
pub(super) fn upright(evidence: &Evidence<'_>) -> Result<(f64, f64), Reason> {
    let photo = evidence.photo();
    let stored = photo.stored().map_err(|_| Reason::NotDecoded)?;
    let (width, height) = (f64::from(stored.width), f64::from(stored.height));
    Ok(if photo.exif().orientation().is_sideways() { (height, width) } else { (width, height) })
}
