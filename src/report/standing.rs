//! The findings of a photo by their standing, and what follows for its reader: the same in every format.

use std::cmp::Reverse;

use super::Run;
use super::wording::{cure_name, likely_cure_name};
use crate::batch::Checked;
use crate::judge::{Finding, Standing, Verdict};
use crate::photo::{Format, Unreadable};
use crate::rules::Cure;
use crate::text::{Phrase, phrase};

/// The word for it.
pub(super) fn standing_name(standing: Standing) -> Phrase {
    match standing {
        Standing::Skipped => phrase("不适用", "skipped"),
        Standing::Passed => phrase("合格", "pass"),
        Standing::Waived => phrase("已豁免", "waived"),
        Standing::Warned => phrase("提醒", "warning"),
        Standing::Review => phrase("需人工确认", "needs a look"),
        Standing::Failed => phrase("不合格", "fail"),
    }
}

/// The findings of a photo that come to `standing`, in the set's order.
pub(super) fn those<'f, 'r>(
    photo: &'f Checked<'r>,
    run: &Run<'_>,
    standing: Standing,
) -> impl Iterator<Item = &'f Finding<'r>> {
    let counts = run.counts;
    photo.findings.iter().filter(move |finding| Standing::of(finding, counts) == standing)
}

/// All findings of a photo, what matters most first, as in [`reasons`]; the set's order among equals.
pub(super) fn ordered<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> Vec<&'f Finding<'r>> {
    let worst = worst_cure(photo, run).map(|(cure, _)| cure);
    let mut findings: Vec<_> = photo.findings.iter().collect();
    findings.sort_by_key(|finding| {
        let standing = Standing::of(finding, run.counts);
        (Reverse(standing), standing == Standing::Failed && finding.cure() != worst)
    });
    findings
}

/// What to do about a photo that fails, in a few words.
pub(super) fn cure_of(photo: &Checked<'_>, run: &Run<'_>) -> Option<Phrase> {
    if let Some(trouble) = photo.trouble.as_ref().filter(|_| photo.verdict == Verdict::Fail) {
        return Some(cure_name(cure_of_file(trouble)));
    }
    let (cure, is_certain) = worst_cure(photo, run)?;
    Some(if is_certain { cure_name(cure) } else { likely_cure_name(cure) })
}

/// Of a photo that fails, the one cure that makes the others unnecessary, and whether it is certainly needed. What only
/// seems to be wrong counts too, since nobody should export a photo again that has to be taken anew.
fn worst_cure(photo: &Checked<'_>, run: &Run<'_>) -> Option<(Cure, bool)> {
    let certain: Vec<Cure> = those(photo, run, Standing::Failed).filter_map(|it| it.cure()).collect();
    let likely: Vec<Cure> = suspected(photo, run).filter_map(|it| it.cure()).collect();
    let rank = [Cure::Retake, Cure::LeaveAlone, Cure::SendAgain, Cure::SaveAgain];
    let worst = rank.into_iter().find(|cure| certain.contains(cure) || likely.contains(cure))?;
    (!certain.is_empty()).then(|| (worst, certain.contains(&worst)))
}

/// Findings that a person has to look at and that rather are true than not.
fn suspected<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> impl Iterator<Item = &'f Finding<'r>> {
    those(photo, run, Standing::Review).filter(|it| it.decided_by().is_rather_unmet())
}

/// What speaks against a photo, the reasons for its cure first: who reads *retake* wants to know why, and not that the file
/// is small as well.
pub(super) fn reasons<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> Vec<&'f Finding<'r>> {
    if photo.verdict != Verdict::Fail {
        return those(photo, run, Standing::Review).collect();
    }
    let mut findings: Vec<_> = those(photo, run, Standing::Failed).collect();
    let Some((worst, is_certain)) = worst_cure(photo, run) else { return findings };
    if !is_certain {
        findings.extend(suspected(photo, run).filter(|it| it.cure() == Some(worst)));
    }
    findings.sort_by_key(|it| it.cure() != Some(worst));
    findings
}

/// What to do about a file that does not open: a picture in another format or coding can be exported, a damaged file
/// cannot be mended.
fn cure_of_file(trouble: &Unreadable) -> Cure {
    match trouble {
        Unreadable::Format(
            Format::Heif
            | Format::Avif
            | Format::Bmp
            | Format::Gif
            | Format::Tiff
            | Format::Raw
            | Format::Jpeg2000
            | Format::JpegXl
            | Format::Psd,
        )
        | Unreadable::Coding(_)
        | Unreadable::TooManyBytes { .. }
        | Unreadable::TooManyPixels { .. }
        | Unreadable::TooLong { .. }
        | Unreadable::TookTooLong { .. } => Cure::SaveAgain,
        _ => Cure::SendAgain,
    }
}
