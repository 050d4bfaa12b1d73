//! A crop that would satisfy the rules: how it is worded, and its frame over the photo.

use super::markup::{both_texts, in_both};
use super::number::quantity;
use crate::batch::Checked;
use crate::fit::{Crop, is_mended};
use crate::judge::Finding;
use crate::reading::Unit;
use crate::text::{Lang, Phrase, Wording, phrase};

const PART: Phrase = phrase(
    "左边起 {left}、上边起 {top}，宽 {width}、高 {height} 像素",
    "{left} from the left, {top} from the top, {width} wide, {height} high (pixels)",
);
const INSTEAD: Phrase = phrase("也可以直接从这张照片裁出：{part}", "Or crop this photo: {part}");
const LEGEND: Phrase = phrase("虚线框：这样裁剪就合格，{part}", "Dashed frame: cropped so it would do, {part}");
const SAVED: Phrase = phrase("；存为 {width}×{height} 像素", "; save at {width}×{height} pixels");

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

/// A crop in this form, with the size to save it at where that is another; without a stop.
pub(super) fn told(form: Phrase, crop: &Crop, lang: Lang) -> String {
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

pub(super) fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
}
