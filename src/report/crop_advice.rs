//! What cropping can do for a photo: in words, as JSON, and drawn on the picture.

use serde_json::{Value, json};

use super::crop::{drawn, stop, told};
use super::markup::jpeg_uri;
use super::overlay::Underlay;
use super::sheet::{columns, sheet, wrapped};
use super::wording::outcome_name;
use crate::fit::{Crop, Fit};
use crate::judge::Finding;
use crate::rules::Set;
use crate::text::{Lang, Phrase, phrase};

const CROP: Phrase = phrase("从原图裁出：{part}", "Crop from the original: {part}");
const PRINTED: Phrase = phrase("冲印尺寸 {width}×{height} 毫米。", "Printed at {width}×{height} mm.");
const ALSO: Phrase = phrase("裁这一块也符合：{titles}。", "The same part also satisfies: {titles}.");
const NO_FACE: Phrase = phrase("没有可以量的人脸，无从裁剪。", "No face to measure, so nothing to crop to.");
const NOT_NEEDED: Phrase = phrase("不用裁剪：画面已经符合要求。", "No crop is needed: the frame is as it should be.");
const ENOUGH: Phrase =
    phrase("这样裁剪后，构图和其余各项都符合要求。", "Cropped so, the photo meets every requirement.");
const UNMET: Phrase = phrase("这样裁剪后达不到：", "Not met after this crop:");
const BEYOND: Phrase = phrase("与裁剪无关，另需处理：", "Beyond cropping:");
const ORIGINAL: Phrase = phrase(
    "这份通知要求交未经修改的原图（{title}）：裁剪请由照相馆完成，或按下面的比例重拍。",
    "This notice wants the untouched original ({title}): leave cropping to the studio, or retake it framed as below.",
);

/// An SVG of a photo of this size with the frame of the crop and the advice below; `picture` is its JPEG file.
pub fn crop_sheet(size: [u32; 2], picture: &[u8], crop: Option<&Crop>, lines: &[String], lang: Lang) -> String {
    let [width, height] = size.map(f64::from);
    let frame = crop.map(|crop| drawn(crop, height)).unwrap_or_default();
    let photo = Underlay::Uri(jpeg_uri(picture)).markup(width, height);
    let lines: Vec<_> = lines.iter().flat_map(|line| wrapped(line, columns(width, height))).collect();
    sheet([width, height], &format!(r#"{photo}<g class="marks">{frame}</g>"#), "#e3ecf7", &lines, lang)
}

/// The advice for a person, line by line; the first line has no indentation. `also` are other sets that the same part satisfies.
pub fn crop_advice(set: &Set, fit: &Fit<'_>, also: &[&Set], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(rule) = fit.forbidden_by.filter(|_| !fit.is_framed) {
        lines.push(ORIGINAL.fill(lang, &[("title", rule.title.get(lang))]));
    }
    match &fit.crop {
        Some(crop) => lines.push(told(CROP, crop, lang) + stop(lang)),
        None if fit.is_framed => lines.push(NOT_NEEDED.get(lang).to_owned()),
        None => lines.push(NO_FACE.get(lang).to_owned()),
    }
    if let Some(print) = set.print {
        let [width, height] = [print.width, print.height].map(|millimetres| format!("{millimetres:.0}"));
        lines.push(PRINTED.fill(lang, &[("width", &width), ("height", &height)]));
    }
    if !also.is_empty() {
        let titles: Vec<_> = also.iter().map(|set| set.title.get(lang)).collect();
        lines.push(ALSO.fill(lang, &[("titles", &titles.join(lang.comma()))]));
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

fn item(finding: &Finding<'_>, lang: Lang) -> String {
    let outcome = outcome_name(finding.outcome);
    let form = phrase("  · {title}：{outcome}", "  · {title}: {outcome}");
    form.fill(lang, &[("title", finding.rule.title.get(lang)), ("outcome", outcome.get(lang))])
}

/// The same for programs: one object a photo and set.
pub fn crop_json(file: &str, set: &Set, fit: &Fit<'_>, also: &[&Set]) -> Value {
    let ids = |findings: &[Finding<'_>]| findings.iter().map(|finding| finding.rule.id.clone()).collect::<Vec<_>>();
    let crop = fit.crop.map(|crop| {
        let [left, top, width, height] = [crop.left, crop.top, crop.width, crop.height].map(|side| side.round() as u64);
        json!({"left": left, "top": top, "width": width, "height": height, "saved": crop.saved.map(|side| side as u64)})
    });
    json!({
        "schema": 1, "file": file, "set": set.id, "crop": crop, "enough": fit.is_enough(),
        "also": also.iter().map(|set| &set.id).collect::<Vec<_>>(),
        "unmet": ids(&fit.unmet), "beyond": ids(&fit.beyond),
        "forbidden_by": fit.forbidden_by.map(|rule| &rule.id),
    })
}
