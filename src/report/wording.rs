//! What a finding says in words, composed once for every format.

use super::number::{printable, quantity, value};
use crate::batch::Checked;
use crate::judge::{Cause, Finding, Judged, Outcome, Side, Verdict};
use crate::photo::{Format, Unreadable};
use crate::reading::{Reading, Unit, Value};
use crate::rules::{Bound, Condition, Cure};
use crate::text::{Lang, Phrase, phrase};

/// A finding in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What was found, against what is asked, by how much.
    pub message: String,
    /// What to do about it; `None` when nothing is to be done.
    pub hint: Option<String>,
    /// Why the rule was skipped or needs a person; `None` for pass and fail.
    pub reason: Option<String>,
}

impl Words {
    /// What `finding` says of its photo, decided by its deciding condition.
    pub fn of(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> Self {
        let judged = finding.decided_by();
        let reason = reason(finding, lang);
        if let Some((message, hint)) = turned(finding, lang) {
            return Self { message, hint: Some(hint), reason };
        }
        let message = match (&photo.trouble, judged.condition.measure.name) {
            (Some(trouble), "file.intact") => trouble_text(trouble, lang),
            _ => message(judged, reason.as_deref(), lang),
        };
        let hint = (finding.outcome > Outcome::Pass).then(|| hint(judged, lang)).flatten();
        Self { message, hint, reason }
    }

    /// What one condition of a rule says by itself.
    pub fn of_condition(judged: &Judged<'_>, lang: Lang) -> Self {
        let reason = judged.reason().map(|reason| reason.text(lang));
        let hint = (judged.outcome > Outcome::Pass).then(|| hint(judged, lang)).flatten();
        Self { message: message(judged, reason.as_deref(), lang), hint, reason }
    }
}

/// `text` as the beginning of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The name of an outcome, as people read it.
pub(super) fn outcome_name(outcome: Outcome) -> Phrase {
    match outcome {
        Outcome::Pass => phrase("合格", "pass"),
        Outcome::Fail => phrase("不合格", "fail"),
        Outcome::Review => phrase("需人工确认", "needs a look"),
        Outcome::Skipped => phrase("不适用", "skipped"),
    }
}

/// The name of a verdict, as people read it.
pub(super) fn verdict_name(verdict: Verdict) -> Phrase {
    outcome_name(match verdict {
        Verdict::Pass => Outcome::Pass,
        Verdict::Review => Outcome::Review,
        Verdict::Fail => Outcome::Fail,
    })
}

/// What kind of cure, as people read it.
pub(super) fn cure_name(cure: Cure) -> Phrase {
    match cure {
        Cure::SaveAgain => phrase("重新导出即可", "save again"),
        Cure::Retake => phrase("需要重拍", "retake"),
        Cure::LeaveAlone => phrase("请交原图，不要再改", "hand in the original, change nothing"),
        Cure::SendAgain => phrase("请重新要一份文件", "get the file again"),
    }
}

/// What kind of cure, where what needs it is likely and not certain.
pub(super) fn likely_cure_name(cure: Cure) -> Phrase {
    match cure {
        Cure::Retake => phrase("可能需要重拍", "perhaps to be retaken"),
        Cure::LeaveAlone => phrase("可能要换成原图", "perhaps to be replaced by the original"),
        Cure::SaveAgain | Cure::SendAgain => cure_name(cure),
    }
}

/// What a condition asks, before any photo is known.
pub fn limits_text(condition: &Condition, lang: Lang) -> String {
    let end = |bound: Option<Bound>| bound.map(|bound| bound.value);
    asked(condition, end(condition.limits.min), end(condition.limits.max), lang).unwrap_or_default()
}

/// What is asked, such as "44%–58%" or "at least 50 KiB"; `None` when it cannot be said in a few words.
pub(super) fn asked(condition: &Condition, min: Option<f64>, max: Option<f64>, lang: Lang) -> Option<String> {
    let unit = condition.measure.unit;
    let limits = &condition.limits;
    let number = |number: f64| quantity(number, unit, lang);
    let list = |values: &[Value]| {
        let texts: Vec<_> = values.iter().map(|one| value(one, unit, lang)).collect();
        texts.join(if lang == Lang::Zh { "、" } else { ", " })
    };
    Some(match (min, max) {
        (Some(min), Some(max)) => format!("{}–{}", number(min), number(max)),
        (Some(min), None) => phrase("不小于 {it}", "at least {it}").fill(lang, &[("it", &number(min))]),
        (None, Some(max)) => phrase("不超过 {it}", "at most {it}").fill(lang, &[("it", &number(max))]),
        (None, None) if !limits.any_of.is_empty() => list(&limits.any_of),
        (None, None) if !limits.none_of.is_empty() => {
            phrase("不能是 {it}", "not {it}").fill(lang, &[("it", &list(&limits.none_of))])
        }
        (None, None) if limits.absent == Some(true) => phrase("没有", "none").get(lang).to_owned(),
        (None, None) if limits.absent == Some(false) => phrase("要有", "some").get(lang).to_owned(),
        _ => return None,
    })
}

/// What was found, against what is asked.
fn message(judged: &Judged<'_>, reason: Option<&str>, lang: Lang) -> String {
    let unit = judged.condition.measure.unit;
    let Reading::Measured { value: found, uncertainty } = &judged.reading else {
        return phrase("没有测出：{reason}。", "Not measured: {reason}.")
            .fill(lang, &[("reason", reason.unwrap_or_default())]);
    };
    // A probability is itself a statement of doubt; "83 % ± 40 %" would only confuse.
    let spread = uncertainty.filter(|u| *u > 0.0 && unit != Unit::Probability);
    let spread = spread.map(|u| format!(" ± {}", quantity(2.0 * u, unit, lang)));
    let found_text = value(found, unit, lang) + &spread.unwrap_or_default();
    let asked = asked(judged.condition, judged.min, judged.max, lang).unwrap_or_default();
    // In Chinese a space stands between characters and figures, and none between characters.
    let asked = if lang == Lang::Zh && asked.starts_with(|c: char| c.is_ascii()) { format!(" {asked}") } else { asked };
    let holes = [("found", found_text.as_str()), ("asked", asked.as_str()), ("by", &by(judged, lang))];
    let sentence = match (found, judged.side) {
        (Value::Number(_), _) if unit == Unit::Probability => {
            phrase("可能性约 {found}（要求{asked}）。", "Probability about {found} (asked for {asked}).")
        }
        (Value::Number(_), Some(side))
            if judged.outcome == Outcome::Fail && judged.condition.limits.any_of.is_empty() =>
        {
            match side {
                Side::Low => phrase(
                    "测得 {found}，要求{asked}，低了 {by}。",
                    "Measured {found}, asked for {asked}: {by} too low.",
                ),
                Side::High => phrase(
                    "测得 {found}，要求{asked}，高了 {by}。",
                    "Measured {found}, asked for {asked}: {by} too high.",
                ),
            }
        }
        (Value::Number(_), _) => phrase("测得 {found}，要求{asked}。", "Measured {found}, asked for {asked}."),
        (Value::List(_), _) => phrase("查到：{found}。", "Found: {found}."),
        _ if asked.is_empty() => phrase("是 {found}。", "It is {found}."),
        _ => phrase("是 {found}，要求{asked}。", "It is {found}, asked for {asked}."),
    };
    sentence.fill(lang, &holes)
}

/// What to say of a photo that is not upright: nobody has to sit straight for it, the file has to be turned.
fn turned(finding: &Finding<'_>, lang: Lang) -> Option<(String, String)> {
    let is_told = finding.outcome > Outcome::Pass;
    let roll = finding.decided_by().reading.value().and_then(Value::as_number).unwrap_or_default();
    let message = match finding.cause.filter(|_| is_told)? {
        Cause::Sideways if roll < 0.0 => {
            phrase("照片横过来了，要顺时针转 90°。", "The photo lies on its side: turn it clockwise by 90°.")
        }
        Cause::Sideways => {
            phrase("照片横过来了，要逆时针转 90°。", "The photo lies on its side: turn it anticlockwise by 90°.")
        }
        Cause::UpsideDown => phrase("照片上下颠倒了，要转 180°。", "The photo is upside down: turn it by 180°."),
        _ => return None,
    };
    let hint = phrase(
        "不用重拍：在相册或看图软件里把照片转正、保存，然后再查一次。",
        "No need to retake it: turn it upright in a picture viewer, save it, and check it again.",
    );
    Some((message.get(lang).to_owned(), hint.get(lang).to_owned()))
}

/// How far outside the limits the value is.
fn by(judged: &Judged<'_>, lang: Lang) -> String {
    let number = judged.reading.value().and_then(Value::as_number);
    let limit = match judged.side {
        Some(Side::Low) => judged.min,
        _ => judged.max,
    };
    number
        .zip(limit)
        .map(|(number, limit)| quantity((number - limit).abs(), judged.condition.measure.unit, lang))
        .unwrap_or_default()
}

/// Why a rule was skipped or needs a person.
fn reason(finding: &Finding<'_>, lang: Lang) -> Option<String> {
    let judged = finding.decided_by();
    let unit = judged.condition.measure.unit;
    match finding.outcome {
        Outcome::Pass | Outcome::Fail => None,
        Outcome::Skipped if finding.inapplicable => {
            let found = judged.reading.value().map(|found| value(found, unit, lang)).unwrap_or_default();
            let holes = [("measure", judged.condition.measure.name), ("found", found.as_str())];
            Some(phrase("不适用（{measure} 为 {found}）", "does not apply ({measure} is {found})").fill(lang, &holes))
        }
        Outcome::Skipped | Outcome::Review => Some(match judged.reason() {
            Some(reason) => reason.text(lang),
            None if judged.outcome == Outcome::Fail => {
                phrase("这一条由人来定", "this one is for a person to decide").get(lang).to_owned()
            }
            None if unit == Unit::Probability => {
                phrase("只凭这一点，机器不作定论", "this alone is not for a machine to decide").get(lang).to_owned()
            }
            None => judged
                .condition
                .measure
                .doubt
                .unwrap_or(phrase("误差跨过了界限，机器拿不准", "the margin of error crosses the limit"))
                .get(lang)
                .to_owned(),
        }),
    }
}

/// The hint for the side on which the value lies; none for a value that lies inside and is only uncertain.
fn hint(judged: &Judged<'_>, lang: Lang) -> Option<String> {
    let condition = judged.condition;
    let number = judged.reading.value()?.as_number();
    let is_wanted = number.is_some() && condition.limits.any_of.iter().any(|wanted| wanted.as_number() == number);
    let directed = match judged.side {
        _ if is_wanted => return None,
        Some(Side::Low) if number >= judged.min && judged.min.is_some() => return None,
        Some(Side::High) if number <= judged.max && judged.max.is_some() => return None,
        Some(Side::Low) => condition.low.as_ref(),
        Some(Side::High) => condition.high.as_ref(),
        None => None,
    };
    directed.or(condition.hint.as_ref()).map(|wording| wording.get(lang).to_owned())
}

/// Why a photo has no pixels.
pub(super) fn trouble_text(trouble: &Unreadable, lang: Lang) -> String {
    let fill = |sentence: Phrase, holes: &[(&str, &str)]| sentence.fill(lang, holes);
    match trouble {
        Unreadable::NotOpened(error) => {
            fill(phrase("文件打不开：{error}。", "The file cannot be opened: {error}."), &[("error", error)])
        }
        Unreadable::Empty => fill(phrase("文件是空的。", "The file is empty."), &[]),
        Unreadable::Format(Format::Unknown) => fill(phrase("内容不是图片。", "The content is no picture."), &[]),
        Unreadable::Format(format) => fill(
            phrase("内容是 {format}，本程序不解码这种格式。", "The content is {format}, which is not decoded here."),
            &[("format", format.name())],
        ),
        Unreadable::TooManyBytes { bytes, limit } => fill(
            phrase(
                "文件有 {size}，超过 {limit} 的上限，没有打开。",
                "The file has {size}, over the limit of {limit}, and was not opened.",
            ),
            &[
                ("size", &quantity(*bytes as f64, Unit::Bytes, lang)),
                ("limit", &quantity(*limit as f64, Unit::Bytes, lang)),
            ],
        ),
        Unreadable::TooManyPixels { pixels, limit } => fill(
            phrase(
                "图片声称有 {size} 像素，超过 {limit} 的上限，没有解码。",
                "The picture claims {size} pixels, over the limit of {limit}, and was not decoded.",
            ),
            &[("size", &pixels.to_string()), ("limit", &limit.to_string())],
        ),
        Unreadable::Damaged(error) => fill(
            phrase("文件已损坏或不完整（{error}）。", "The file is damaged or incomplete ({error})."),
            &[("error", &printable(error))],
        ),
    }
}
