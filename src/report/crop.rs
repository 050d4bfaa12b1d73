//! A crop that makes a small head large enough, when it leaves enough pixels.

use crate::batch::Checked;
use crate::judge::{Finding, Outcome};
use crate::reading::Value;
use crate::text::{Lang, phrase};

/// The sentence that names the crop for a finding that the head is too small. `None` when the finding is about something
/// else, or when what is left of the photo would be smaller than its rules allow.
pub(super) fn sentence(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> Option<String> {
    let judged = finding.decided_by();
    if finding.outcome != Outcome::Fail || judged.condition.measure.name != "head.height" {
        return None;
    }
    let found = judged.reading.value().and_then(Value::as_number)?;
    let wanted = match (judged.min?, judged.max) {
        (min, Some(max)) => (min + max) / 2.0,
        (min, None) => min,
    };
    if found >= wanted {
        return None;
    }
    let [width, height] = photo.size?.map(|side| (f64::from(side) * found / wanted).floor());
    let is_enough = |side: f64, measure: &str| least(photo, measure).is_none_or(|least| side >= least);
    if !is_enough(width, "image.width") || !is_enough(height, "image.height") {
        return None;
    }
    let sentence = phrase(
        "不想重拍的话，从这张照片裁出约 {width}×{height} 像素也行，头部左右居中。",
        "Or crop it to about {width}×{height} pixels with the head in the middle.",
    );
    Some(sentence.fill(lang, &[("width", &format!("{width}")), ("height", &format!("{height}"))]))
}

/// The least that the photo's rules allow of `measure`.
fn least(photo: &Checked<'_>, measure: &str) -> Option<f64> {
    let judged = photo.findings.iter().flat_map(|finding| &finding.judged);
    judged.filter(|judged| judged.condition.measure.name == measure).find_map(|judged| judged.min)
}
