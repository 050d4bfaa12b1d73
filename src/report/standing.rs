//! What a finding comes to for its reader, the same in every format.

use std::cmp::Reverse;

use super::Run;
use super::wording::{cure_name, likely_cure_name};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome, Side};
use crate::photo::{Format, Unreadable};
use crate::reading::{Unit, Value};
use crate::rules::{Cure, Severity};
use crate::text::{Phrase, phrase};

/// What a finding comes to; ordered from what matters least to what matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The rule does not apply.
    Skipped,
    /// The rule is met.
    Passed,
    /// Not met, and excused by a person.
    Waived,
    /// Not met or not certain, and not counted against the photo.
    Warned,
    /// A person has to decide.
    Review,
    /// Not met: the photo fails.
    Failed,
}

impl Standing {
    /// All, least first.
    pub const ALL: [Self; 6] = [Self::Skipped, Self::Passed, Self::Waived, Self::Warned, Self::Review, Self::Failed];

    /// Of `finding`, when what is worth at least `counts` holds a photo up.
    pub fn of(finding: &Finding<'_>, counts: Severity) -> Self {
        match finding.outcome {
            Outcome::Skipped => Self::Skipped,
            Outcome::Pass => Self::Passed,
            _ if finding.waived.is_some() => Self::Waived,
            _ if finding.severity < counts => Self::Warned,
            Outcome::Review => Self::Review,
            Outcome::Fail => Self::Failed,
        }
    }

    /// The word for it.
    pub fn word(self) -> Phrase {
        match self {
            Self::Skipped => phrase("不适用", "skipped"),
            Self::Passed => phrase("合格", "pass"),
            Self::Waived => phrase("已豁免", "waived"),
            Self::Warned => phrase("提醒", "warning"),
            Self::Review => phrase("需人工确认", "needs a look"),
            Self::Failed => phrase("不合格", "fail"),
        }
    }

    /// The name in attributes and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Passed => "passed",
            Self::Waived => "waived",
            Self::Warned => "warned",
            Self::Review => "review",
            Self::Failed => "failed",
        }
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
    let likely = those(photo, run, Standing::Review).filter(|it| is_likely(it)).filter_map(|it| it.cure());
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

/// Whether a finding that a person has to look at is rather true than not.
fn is_likely(finding: &Finding<'_>) -> bool {
    let judged = finding.decided_by();
    let score = judged.reading.value().and_then(Value::as_number);
    let is_score = judged.condition.measure.unit == Unit::Probability;
    match (judged.side, score) {
        (Some(Side::High), Some(score)) if is_score => score >= 0.5,
        (Some(Side::Low), Some(score)) if is_score => score < 0.5,
        _ => judged.outcome == Outcome::Fail,
    }
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
        | Unreadable::TooLong { .. } => Cure::SaveAgain,
        _ => Cure::SendAgain,
    }
}
