//! Measures of traces of what happened to the file after the shot.
//!
//! Two kinds of claim are kept apart. What the file itself says (programs, histories, labels: [`crate::provenance`]) is exact, and
//! the lists hold only what is [`Grade::Strong`] or better. What its pixels betray is a score, and rules judge it by how
//! often such a score is wrong. The absence of a trace is no evidence of anything.

mod backdrop;
mod odds;
mod recompression;
mod resampling;
mod skin;
mod spectrum;

use exif::Tag;

use crate::evidence::Evidence;
use crate::photo::container::ColourMode;
use crate::provenance::{Claim, Grade, Mark, Thumbnail, shown};
use crate::reading::{Flag, List, Number, Reason, Score, Text};
use backdrop::EdgeBackdrop;
use odds::{Clarity, Odds};
use recompression::Samples;
use resampling::{Rhythm, fine_detail};

/// `trace.camera`
pub(super) fn camera(evidence: &Evidence<'_>) -> Result<Text, Reason> {
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
    let name = shown(&name);
    Ok(Text::exact(if selfie { format!("{name} (front camera)") } else { name }))
}

/// `trace.editor`
pub(super) fn editor(evidence: &Evidence<'_>) -> Result<List, Reason> {
    list(evidence, &[Claim::Editor, Claim::Beauty, Claim::IdPhoto])
}

/// `trace.history`
pub(super) fn history(evidence: &Evidence<'_>) -> Result<List, Reason> {
    list(evidence, &[Claim::History])
}

/// `trace.ai_label`
pub(super) fn ai_label(evidence: &Evidence<'_>) -> Result<List, Reason> {
    list(evidence, &[Claim::Generator])
}

/// The marks with one of these claims that are more than a hint.
fn list(evidence: &Evidence<'_>, claims: &[Claim]) -> Result<List, Reason> {
    if !evidence.photo().format().is_decoded() {
        return Err(Reason::NotDecoded);
    }
    let listed = evidence.marks().iter().filter(|mark| claims.contains(&mark.claim) && mark.grade > Grade::Weak);
    Ok(List::exact(listed.map(Mark::item).collect::<Vec<_>>()))
}

/// `trace.date_gap`: change minus shot; negative when the clock ran backwards between the two.
pub(super) fn date_gap(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let exif = evidence.photo().exif();
    let shot = exif.seconds(Tag::DateTimeOriginal).or_else(|| exif.seconds(Tag::DateTimeDigitized));
    let change = exif.seconds(Tag::DateTime);
    let (shot, change) = shot.zip(change).ok_or(Reason::NoMetadata)?;
    Ok(Number::exact((change - shot) as f64))
}

/// `trace.location`
pub(super) fn location(evidence: &Evidence<'_>) -> Result<Flag, Reason> {
    let exif = evidence.photo().exif();
    let in_xmp = || evidence.photo().xmp().iter().any(|property| property.name == "exif:GPSLatitude");
    Ok(Flag::exact(exif.has(Tag::GPSLatitude) || in_xmp()))
}

/// Odds of a thumbnail that differs: whoever wrote it, no untouched file in the samples has one.
const THUMBNAIL: Odds = Odds { absent: 0.02, doubtful: 0.5, clear: 0.95 };

/// Correlation of a thumbnail with its picture: true ones reach 0.97 even after strong compression of both.
const CLEARLY_OTHER: f64 = 0.85;
const HARDLY_SAME: f64 = 0.95;

/// `trace.thumbnail_mismatch`
pub(super) fn thumbnail_mismatch(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let picture = &evidence.working()?.picture;
    let Thumbnail { correlation, stretch } = Thumbnail::compare(evidence.photo(), picture).ok_or(Reason::NoMetadata)?;
    // Another shape alone may come from a writer that does not fill up with black.
    let other_shape = stretch >= 0.06;
    let clear = correlation < CLEARLY_OTHER && !other_shape;
    Ok(Number::unstated(THUMBNAIL.at(Clarity::of(clear, correlation < HARDLY_SAME || other_shape))))
}

/// Odds of a second saving.
const RESAVED: Odds = Odds { absent: 0.01, doubtful: 0.54, clear: 0.98 };

/// `trace.resaved`: by the coefficients, or because a program that only saves pictures again has signed.
pub(super) fn resaved(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let converted = |mark: &Mark| mark.claim == Claim::Converter && mark.grade > Grade::Weak;
    if evidence.marks().iter().any(converted) {
        return Ok(RESAVED.score(Clarity::Clear));
    }
    let grid = evidence.grid()?;
    let container = evidence.photo().container();
    let table = container.jpeg.as_ref().ok_or(Reason::NotJpeg)?.table_of(0).ok_or(Reason::NotJpeg)?;
    if container.colour == Some(ColourMode::Cmyk) {
        return Err(Reason::NoMethod); // the luma of inks is none of JPEG's own
    }
    let samples = Samples::of(grid).ok_or(Reason::TooSmall)?;
    let (hits, all) = samples.same_grid(table);
    let lead = samples.shifted_grid();
    if all < 4 && lead < 1.9 {
        return Err(Reason::TooPlain);
    }
    Ok(RESAVED.score(saved_again(hits, lead)))
}

/// How clearly a file was saved twice, by the frequencies whose steps show an earlier coding and by the lead of a shifted grid: few
/// untouched files have more (`calibration/trace_odds.py`).
fn saved_again(hits: usize, lead: f64) -> Clarity {
    Clarity::of(hits >= 4 || lead >= 2.2, hits >= 2 || lead >= 1.9)
}

/// Odds of an enlargement.
const UPSCALED: Odds = Odds { absent: 0.06, doubtful: 0.27, clear: 0.98 };

/// `trace.upscaled`
pub(super) fn upscaled(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let grid = evidence.grid()?;
    let rhythm = Rhythm::of(grid).ok_or(Reason::TooSmall)?;
    let above = |peak: f32, lead: f32| rhythm.peak > peak && rhythm.peak > lead * rhythm.other;
    let seen = Clarity::of(above(7.0, 1.3), above(5.0, 1.2));
    // Carelessly shrunk pictures have a rhythm too, but not so little fine detail.
    let enlarged = seen != Clarity::Absent && fine_detail(grid) < -10.5;
    Ok(UPSCALED.score(if enlarged { seen } else { Clarity::Absent }))
}

/// Not measured: the rhythm of a stretch by a few percent falls on those of the JPEG grid and of fabric.
pub(super) fn stretched(_: &Evidence<'_>) -> Result<Score, Reason> {
    Err(Reason::NoMethod)
}

/// Odds of a replaced background. What is doubtful was seen on photos with blown-out or strongly compressed backgrounds
/// too, of which the histories have too few to count: it is left open.
const CUT_OUT: Odds = Odds { absent: 0.02, doubtful: 0.5, clear: 0.98 };

/// `trace.cut_out`
pub(super) fn cut_out(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let backdrop = EdgeBackdrop::of(evidence.pixels()?).ok_or(Reason::TooSmall)?;
    // A coarser step of the block mean than 8, one level of luma, makes any wall flat.
    let table = evidence.photo().container().jpeg.as_ref().and_then(|jpeg| jpeg.table_of(0));
    let coarse = table.is_some_and(|table| table.0[0] > 8);
    Ok(CUT_OUT.score(replaced(&backdrop, coarse)))
}

/// How clearly a wall is one that no camera saw.
fn replaced(backdrop: &EdgeBackdrop, coarse: bool) -> Clarity {
    Clarity::of(backdrop.share > 0.6 && !backdrop.clipped && !coarse, backdrop.share > 0.45)
}

/// Ratio of the skin's detail to the eyes' detail below which skin counts as smoothed. Of 168 photos of 24 `fit` people that
/// were saved once (`calibration/histories.py`) the least has 0.0302, after noise reduction, and 0.043 without.
const NO_DETAIL: f64 = 0.030;

/// Probability of smoothed skin where it shows no detail and where it does, as `calibration/trace_odds.py` counts: seen
/// in 23 of 48, and in none of 435 photos of other histories but in 19 of 109 after noise reduction of the whole
/// picture. It is never more than a *may*.
const SMOOTHED: [f64; 2] = [0.60, 0.06];

/// `trace.smoothed`
pub(super) fn smoothed(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(SMOOTHED[usize::from(skin::detail(evidence)? >= NO_DETAIL)]))
}

/// Not measured yet.
pub(super) fn screenshot(_: &Evidence<'_>) -> Result<Score, Reason> {
    Err(Reason::NoMethod)
}

#[cfg(test)]
mod tests;
