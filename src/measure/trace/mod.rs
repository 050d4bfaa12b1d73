//! Measures of traces of what happened to the file after the shot.
//!
//! Two kinds of claim are kept apart. What the file itself says (programs, histories, labels: [`marks`]) is exact, and
//! the lists hold only what is [`Grade::Strong`] or better. What its pixels betray is a probability with an
//! uncertainty; where more than one untouched photo in a hundred would be accused, the uncertainty is wide enough that
//! no rule can fail a photo on it alone. The absence of a trace is no evidence of anything.

mod mark;
mod marks;
mod names;

pub use mark::{Claim, Grade, Mark};
pub use marks::marks;

use exif::Tag;

use super::Evidence;
use crate::reading::{Reading, Reason};

/// `trace.camera`
pub(super) fn camera(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let exif = evidence.photo().exif();
    let (make, model) = (exif.text(Tag::Make), exif.text(Tag::Model));
    let name = match (make, model) {
        (None, None) => return Err(Reason::NoMetadata),
        (Some(make), None) => make,
        (Some(make), Some(model)) if !model.to_lowercase().starts_with(&make.to_lowercase()) => {
            format!("{make} {model}")
        }
        (_, Some(model)) => model,
    };
    let selfie = evidence.marks().iter().any(|mark| mark.claim == Claim::Selfie);
    let name = mark::shown(&name);
    Ok(Reading::exact(if selfie { format!("{name} (front camera)") } else { name }))
}

/// `trace.editor`
pub(super) fn editor(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    list(evidence, &[Claim::Editor, Claim::Beauty, Claim::IdPhoto])
}

/// `trace.history`
pub(super) fn history(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    list(evidence, &[Claim::History, Claim::Converter])
}

/// `trace.ai_label`
pub(super) fn ai_label(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    list(evidence, &[Claim::Generator])
}

/// The marks with one of these claims that are more than a hint.
fn list(evidence: &Evidence<'_>, claims: &[Claim]) -> Result<Reading, Reason> {
    if !evidence.photo().format().is_decoded() {
        return Err(Reason::NotDecoded);
    }
    let listed = evidence.marks().iter().filter(|mark| claims.contains(&mark.claim) && mark.grade > Grade::Weak);
    Ok(Reading::exact(listed.map(Mark::item).collect::<Vec<_>>()))
}

/// `trace.date_gap`: change minus shot; negative when the clock ran backwards between the two.
pub(super) fn date_gap(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let exif = evidence.photo().exif();
    let shot = exif.seconds(Tag::DateTimeOriginal).or_else(|| exif.seconds(Tag::DateTimeDigitized));
    let change = exif.seconds(Tag::DateTime);
    let (shot, change) = shot.zip(change).ok_or(Reason::NoMetadata)?;
    Ok(Reading::exact((change - shot) as f64))
}

/// `trace.location`
pub(super) fn location(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let exif = evidence.photo().exif();
    let in_xmp = || evidence.photo().xmp().iter().any(|property| property.name == "exif:GPSLatitude");
    Ok(Reading::exact(exif.has(Tag::GPSLatitude) || in_xmp()))
}

/// Not measured yet.
pub(super) fn thumbnail_mismatch(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn resaved(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn upscaled(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn stretched(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn cut_out(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn smoothed(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn screenshot(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

#[cfg(test)]
mod tests;
