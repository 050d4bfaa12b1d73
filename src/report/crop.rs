//! What cropping can do for a photo: in words, as JSON, and drawn on the picture.

use serde_json::{Value, json};

use super::annotated::{columns, sheet, wrapped};
use super::html::markup::{both_texts, in_both, jpeg_uri};
use super::number::quantity;
use super::overlay::Picture;
use super::wording::outcome_name;
use crate::batch::Checked;
use crate::fit::{Crop, Fit, is_mended};
use crate::judge::Finding;
use crate::reading::Unit;
use crate::rules::Set;
use crate::text::{Lang, Phrase, Wording, phrase};

const PART: Phrase = phrase(
    "左边起 {left}、上边起 {top}，宽 {width}、高 {height} 像素",
    "{left} from the left, {top} from the top, {width} wide, {height} high (pixels)",
);
const CROP: Phrase = phrase("从原图裁出：{part}", "Crop from the original: {part}");
const INSTEAD: Phrase = phrase("不重拍也行，从这张照片裁出：{part}", "Or crop this photo: {part}");
const LEGEND: Phrase = phrase("虚线框：这样裁剪就合格，{part}", "Dashed frame: cropped so it would do, {part}");
const SAVED: Phrase = phrase("；存为 {width}×{height} 像素", "; save at {width}×{height} pixels");
const PRINTED: Phrase = phrase("冲印尺寸 {width}×{height} 毫米。", "Printed at {width}×{height} mm.");
const ALSO: Phrase = phrase("裁这一块也符合：{titles}。", "The same part also satisfies: {titles}.");
const NO_FACE: Phrase = phrase("没有可以量的人脸，无从裁剪。", "No face to measure, so nothing to crop to.");
const ENOUGH: Phrase =
    phrase("这样裁剪后，构图和其余各项都符合要求。", "Cropped so, the photo meets every requirement.");
const UNMET: Phrase = phrase("裁剪后仍达不到：", "Not met by any crop of this picture:");
const BEYOND: Phrase = phrase("与裁剪无关，另需处理：", "Beyond cropping:");
const ORIGINAL: Phrase = phrase(
    "这份通知要求交未经修改的原图（{title}）：裁剪请由照相馆完成，或按下面的比例重拍。",
    "This notice wants the untouched original ({title}): leave cropping to the studio, or retake it framed as below.",
);

/// The sentence that names the crop offered for a photo, with the first finding that it mends. `None` for others, and where no
/// crop is offered.
pub(super) fn sentence(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> Option<String> {
    let first = photo.findings.iter().find(|it| is_mended(it))?;
    let sentence =
        photo.crop.filter(|_| std::ptr::eq(first.rule, finding.rule)).map(|crop| told(INSTEAD, &crop, lang))?;
    Some(sentence + stop(lang))
}

/// What the frame drawn over a photo means; `None` where none is drawn.
pub(super) fn legend(photo: &Checked<'_>) -> Option<Wording> {
    photo.crop.map(|crop| in_both(|lang| told(LEGEND, &crop, lang)))
}

/// The frame of a crop over its photo of this height, with the lines of the crown and the chin and how high the head would be.
pub(super) fn drawn(crop: &Crop, height: f64) -> String {
    let Crop { left, top, width, height: side, head: [crown, chin], .. } = *crop;
    let size = height * 0.03;
    let line = |y: f64| {
        let right = left + width;
        format!(r#"<line class="crop" x1="{left:.1}" x2="{right:.1}" y1="{y:.1}" y2="{y:.1}"/>"#)
    };
    let label = in_both(|lang| {
        let head = quantity((chin - crown) / side, Unit::FrameHeight, lang);
        let size = crop_size(crop);
        phrase("裁剪 {size}，头高 {head}", "crop {size}, head {head}").fill(lang, &[("size", &size), ("head", &head)])
    });
    // Below the frame where there is room: it may be longer than the frame is wide.
    let bottom = top + side;
    let y = if bottom + size * 1.4 < height { bottom + size * 1.2 } else { bottom - size * 0.6 };
    let middle = left + width / 2.0;
    let place = format!(r#"class="crop" x="{middle:.1}" y="{y:.1}" font-size="{size:.1}" text-anchor="middle""#);
    format!(
        r#"<rect class="crop" x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{side:.1}"/>{}{}{}"#,
        line(crown),
        line(chin),
        both_texts(&label, &place)
    )
}

/// The size of a crop, `WIDTH×HEIGHT`, px of the photo.
fn crop_size(crop: &Crop) -> String {
    format!("{:.0}×{:.0}", crop.width, crop.height)
}

/// An SVG of a photo of this size with the frame of the crop and the advice below; `picture` is its JPEG file.
pub fn crop_sheet(size: [u32; 2], picture: &[u8], crop: Option<&Crop>, lines: &[String], lang: Lang) -> String {
    let [width, height] = size.map(f64::from);
    let frame = crop.map(|crop| drawn(crop, height)).unwrap_or_default();
    let photo = Picture::Uri(jpeg_uri(picture)).markup(width, height);
    let lines: Vec<_> = lines.iter().flat_map(|line| wrapped(line, columns(width, height))).collect();
    sheet([width, height], &format!(r#"{photo}<g class="marks">{frame}</g>"#), "#e3ecf7", &lines, lang)
}

/// The advice for a person, line by line; the first line has no indentation. `also` are other sets that the same part satisfies.
pub fn crop_advice(set: &Set, fit: &Fit<'_>, also: &[&Set], lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(rule) = fit.forbidden_by {
        lines.push(ORIGINAL.fill(lang, &[("title", rule.title.get(lang))]));
    }
    match &fit.crop {
        Some(crop) => lines.push(told(CROP, crop, lang) + stop(lang)),
        None => lines.push(NO_FACE.get(lang).to_owned()),
    }
    if let Some(print) = set.print {
        let [width, height] = [print.width, print.height].map(|millimetres| format!("{millimetres:.0}"));
        lines.push(PRINTED.fill(lang, &[("width", &width), ("height", &height)]));
    }
    if !also.is_empty() {
        let titles: Vec<_> = also.iter().map(|set| set.title.get(lang)).collect();
        lines.push(ALSO.fill(lang, &[("titles", &titles.join(phrase("、", ", ").get(lang)))]));
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

/// A crop in this form, with the size to save it at where that is another; without a stop.
fn told(form: Phrase, crop: &Crop, lang: Lang) -> String {
    let whole = |length: f64| format!("{length:.0}");
    let [left, top, width, height] = [crop.left, crop.top, crop.width, crop.height].map(whole);
    let part = PART.fill(lang, &[("left", &left), ("top", &top), ("width", &width), ("height", &height)]);
    let sentence = form.fill(lang, &[("part", &part)]);
    let [saved_width, saved_height] = crop.saved.map(whole);
    if saved_height == height {
        return sentence;
    }
    sentence + &SAVED.fill(lang, &[("width", &saved_width), ("height", &saved_height)])
}

fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
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
