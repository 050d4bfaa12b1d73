//! The findings of a photo by their standing, and what follows for its reader: the same in every format.

use std::cmp::Reverse;

use super::Run;
use super::wording::{cure_name, likely_cure_name};
use crate::batch::Checked;
use crate::judge::{Finding, Standing};
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

/// All findings of a photo, what matters most first; the set's order among equals.
pub(super) fn ordered<'f, 'r>(photo: &'f Checked<'r>, run: &Run<'_>) -> Vec<&'f Finding<'r>> {
    let mut findings: Vec<_> = photo.findings.iter().collect();
    findings.sort_by_key(|finding| Reverse(Standing::of(finding, run.counts)));
    findings
}

/// What to do about a photo that fails, in a few words: the one cure that makes the others unnecessary. What only seems to
/// be wrong counts too, since nobody should export a photo again that has to be taken anew; the words then say *perhaps*.
pub(super) fn cure_of(photo: &Checked<'_>, run: &Run<'_>) -> Option<Phrase> {
    let certain: Vec<Cure> = those(photo, run, Standing::Failed).filter_map(|it| it.cure()).collect();
    let likely =
        those(photo, run, Standing::Review).filter(|it| it.decided_by().is_rather_unmet()).filter_map(|it| it.cure());
    let likely: Vec<Cure> = likely.collect();
    if certain.is_empty() {
        return None;
    }
    if let Some(trouble) = &photo.trouble {
        return Some(cure_name(cure_of_file(trouble)));
    }
    let rank = [Cure::Retake, Cure::LeaveAlone, Cure::SendAgain, Cure::SaveAgain];
    let worst = rank.into_iter().find(|cure| certain.contains(cure) || likely.contains(cure))?;
    Some(if certain.contains(&worst) { cure_name(worst) } else { likely_cure_name(worst) })
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
