//! What most photos of a batch fail alike: that is rarely each one's own fault, and has one cure.

use super::{BATCH, Voice};
use crate::batch::Checked;
use crate::fit::is_mended;
use crate::report::summary::RuleCount;
use crate::report::{Run, Summary};
use crate::rules::{Cure, Rule};
use crate::text::{Phrase, phrase};

/// Copies of a photo, and files that do not open, are each their sender's own fault.
fn is_each_ones_own(count: &RuleCount<'_>) -> bool {
    count.rule.conditions.iter().any(|it| it.measure.is_of_batch || it.measure.name == "file.intact")
}

/// At most two sentences.
pub(super) fn sentences(run: &Run<'_>, voice: Voice<'_>) -> Vec<String> {
    let summary = Summary::of(run);
    let photos = summary.photos();
    if photos < BATCH {
        return Vec::new();
    }
    let common = summary.rules.iter().filter(|count| count.failed * 2 > photos && !is_each_ones_own(count));
    let told = common.take(2).map(|count| {
        let croppable = run.photos.iter().filter(|photo| is_mended_by_crop(photo, count.rule)).count();
        let cause = if croppable * 2 > count.failed { CROP } else { likely_cause(count.rule.cure) };
        let [all, n, crops] = [photos, count.failed, croppable].map(|number| number.to_string());
        let title = count.rule.title.get(voice.lang);
        voice.say(cause, &[("all", &all), ("n", &n), ("crops", &crops), ("rule", title)])
    });
    told.collect()
}

/// What is said where most of the photos hold a crop that would do.
const CROP: Phrase = phrase(
    "{all} 张中有 {n} 张不满足“{rule}”：其中 {crops} 张可以从现有照片裁出，先裁剪（photocheck fit），再看谁要重拍。",
    "{n} of {all} photos fail “{rule}”: {crops} of them hold a crop that would do; crop first (photocheck fit), then see who must come again.",
);

/// Whether a photo that fails by this rule holds a crop that would not.
fn is_mended_by_crop(photo: &Checked<'_>, rule: &Rule) -> bool {
    photo.crop.is_some() && photo.findings.iter().any(|finding| finding.rule.id == rule.id && is_mended(finding))
}

fn likely_cause(cure: Option<Cure>) -> Phrase {
    match cure {
        Some(Cure::SaveAgain) => phrase(
            "{all} 张中有 {n} 张不满足“{rule}”：多半是导出设置的问题，改一次设置、全部重新导出即可。",
            "{n} of {all} photos fail “{rule}”: most likely an export setting; change it once and export all again.",
        ),
        Some(Cure::LeaveAlone) => phrase(
            "{all} 张中有 {n} 张不满足“{rule}”：多半是照相馆的统一处理，请向照相馆要原始文件。",
            "{n} of {all} photos fail “{rule}”: most likely the studio treats all alike; ask it for the original files.",
        ),
        _ => phrase(
            "{all} 张中有 {n} 张不满足“{rule}”：多半是拍摄点的共同问题，先把这条要求告诉摄影师，再安排重拍。",
            "{n} of {all} photos fail “{rule}”: most likely a habit of the place; tell the photographer before anyone is photographed again.",
        ),
    }
}
