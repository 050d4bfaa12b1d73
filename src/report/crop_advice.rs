//! What cropping can do for a photo, in words and as JSON.

use serde_json::{Value, json};

use super::wording::outcome_name;
use crate::fit::{Crop, Fit};
use crate::judge::Finding;
use crate::rules::Set;
use crate::text::{Lang, Phrase, phrase};

const CROP: Phrase = phrase(
    "从原图裁出：左边起 {left}、上边起 {top}，宽 {width}、高 {height} 像素",
    "Crop from the original: {left} from the left, {top} from the top, {width} wide, {height} high (pixels)",
);
const SAVED: Phrase = phrase("；存为 {width}×{height} 像素", "; save at {width}×{height} pixels");
const PRINTED: Phrase = phrase("冲印尺寸 {width}×{height} 毫米。", "Printed at {width}×{height} mm.");
const NO_FACE: Phrase = phrase("没有可以量的人脸，无从裁剪。", "No face to measure, so nothing to crop to.");
const ENOUGH: Phrase =
    phrase("这样裁剪后，构图和其余各项都符合要求。", "Cropped so, the photo meets every requirement.");
const UNMET: Phrase = phrase("裁剪后仍达不到：", "Not met by any crop of this picture:");
const BEYOND: Phrase = phrase("与裁剪无关，另需处理：", "Beyond cropping:");
const ORIGINAL: Phrase = phrase(
    "这份通知要求交未经修改的原图（{title}）：裁剪请由照相馆完成，或按下面的比例重拍。",
    "This notice wants the untouched original ({title}): leave cropping to the studio, or retake it framed as below.",
);

/// The advice for a person, line by line; the first line has no indentation.
pub fn crop_advice(set: &Set, fit: &Fit<'_>, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(rule) = fit.forbidden_by {
        lines.push(ORIGINAL.fill(lang, &[("title", rule.title.get(lang))]));
    }
    match &fit.crop {
        Some(crop) => lines.push(crop_sentence(crop, lang)),
        None => lines.push(NO_FACE.get(lang).to_owned()),
    }
    if let Some(print) = set.print {
        let [width, height] = [print.width, print.height].map(|millimetres| format!("{millimetres:.0}"));
        lines.push(PRINTED.fill(lang, &[("width", &width), ("height", &height)]));
    }
    for (heading, findings) in [(UNMET, &fit.unmet), (BEYOND, &fit.beyond)] {
        if !findings.is_empty() {
            lines.push(heading.get(lang).to_owned());
            lines.extend(findings.iter().map(|finding| item(finding, lang)));
        }
    }
    if fit.crop.is_some() && fit.unmet.is_empty() && fit.beyond.is_empty() {
        lines.push(ENOUGH.get(lang).to_owned());
    }
    lines
}

fn crop_sentence(crop: &Crop, lang: Lang) -> String {
    let whole = |length: f64| format!("{length:.0}");
    let [left, top, width, height] = [crop.left, crop.top, crop.width, crop.height].map(whole);
    let mut sentence = CROP.fill(lang, &[("left", &left), ("top", &top), ("width", &width), ("height", &height)]);
    let [saved_width, saved_height] = crop.saved.map(whole);
    if saved_height != height {
        sentence += &SAVED.fill(lang, &[("width", &saved_width), ("height", &saved_height)]);
    }
    sentence + if lang == Lang::Zh { "。" } else { "." }
}

fn item(finding: &Finding<'_>, lang: Lang) -> String {
    let outcome = outcome_name(finding.outcome);
    let form = phrase("  · {title}：{outcome}", "  · {title}: {outcome}");
    form.fill(lang, &[("title", finding.rule.title.get(lang)), ("outcome", outcome.get(lang))])
}

/// The same for programs: one object a photo and set.
pub fn crop_json(file: &str, set: &Set, fit: &Fit<'_>) -> Value {
    let ids = |findings: &[Finding<'_>]| findings.iter().map(|finding| finding.rule.id.clone()).collect::<Vec<_>>();
    let crop = fit.crop.map(|crop| {
        let [left, top, width, height] = [crop.left, crop.top, crop.width, crop.height].map(|side| side.round() as u64);
        json!({"left": left, "top": top, "width": width, "height": height, "saved": crop.saved.map(|side| side as u64)})
    });
    json!({
        "schema": 1, "file": file, "set": set.id, "crop": crop, "enough": fit.is_enough(),
        "unmet": ids(&fit.unmet), "beyond": ids(&fit.beyond),
        "forbidden_by": fit.forbidden_by.map(|rule| &rule.id),
    })
}
