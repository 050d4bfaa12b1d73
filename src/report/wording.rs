//! What a finding says in words, composed once for every format.

use super::crop;
use super::number::{from_file, printable, quantity, value};
use super::term::{A_PERSON, Term, term};
use super::trouble::{trouble_cure, trouble_text};
use crate::batch::Checked;
use crate::colour;
use crate::judge::{Cause, Finding, Judged, Outcome, Side, Verdict};
use crate::reading::{Reading, Unit, Value};
use crate::rules::{Answer, Bound, Condition, Cure};
use crate::text::{Lang, Phrase, filled, phrase};

/// A finding in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What was found, against what is asked, by how much.
    pub message: String,
    /// What to do about it; `None` when nothing is to be done.
    pub hint: Option<String>,
    /// Why the rule was skipped or needs a person; `None` for pass and fail.
    pub reason: Option<String>,
    /// What is wrong, or may be, in a few words for a list.
    pub brief: String,
}

impl Words {
    /// What `finding` says of its photo, decided by its deciding condition.
    pub fn of(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> Self {
        let judged = finding.decided_by();
        let reason = reason(finding, lang);
        if let Some((message, hint)) = turned(finding, lang) {
            return Self { brief: clause(&message), message, hint: Some(hint), reason };
        }
        let trouble = photo.trouble.as_ref().filter(|_| judged.condition.measure.name == "file.intact");
        let message = match trouble {
            Some(trouble) => trouble_text(trouble, lang),
            None => message(judged, finding.outcome, lang),
        };
        let hint = match trouble {
            _ if finding.outcome <= Outcome::Pass => None,
            Some(trouble) => Some(trouble_cure(trouble).get(lang).to_owned()),
            None => hint(judged, lang),
        };
        let crop = crop::sentence(finding, photo, lang);
        let gap = phrase("", " ").get(lang);
        let hint = match (hint, crop) {
            (Some(hint), Some(crop)) => Some(format!("{hint}{gap}{crop}")),
            (hint, crop) => hint.or(crop),
        };
        let brief = brief(finding, &message, hint.as_deref(), lang);
        Self { message, hint, reason, brief }
    }

    /// What one condition of a rule says by itself.
    pub fn of_condition(judged: &Judged<'_>, lang: Lang) -> Self {
        let reason = judged.reason().map(|reason| reason.text(lang));
        let hint = (judged.outcome > Outcome::Pass).then(|| hint(judged, lang)).flatten();
        let message = message(judged, judged.outcome, lang);
        Self { brief: clause(&message), message, hint, reason }
    }
}

/// What is wrong in a few words: what is suspected; else the beginning of the hint, which names the fault before its
/// cure; else the message's first clause. Of what is only close to its limit, the title.
fn brief(finding: &Finding<'_>, message: &str, hint: Option<&str>, lang: Lang) -> String {
    let judged = finding.decided_by();
    let is_number = matches!(judged.reading.value(), Some(Value::Number(_)));
    let title = || finding.rule.title.get(lang);
    match finding.outcome {
        _ if has_answers(judged) || judged.condition.measure.name == "face.count" => clause(message),
        Outcome::Review if is_number || judged.reason().is_some() => {
            phrase("{title}（拿不准）", "{title} (not certain)").fill(lang, &[("title", title())])
        }
        Outcome::Fail if is_number => {
            let fault = hint.and_then(|hint| Some(hint.split_once(phrase("：", ": ").get(lang))?.0));
            fault.map_or_else(|| clause(message), lowered)
        }
        _ => clause(message),
    }
}

/// A sentence's first clause, without its stop.
fn clause(sentence: &str) -> String {
    let end = sentence.find(['，', '。', '：', ';', '（']).unwrap_or(sentence.len());
    let first = &sentence[..end];
    let first = first.split(". ").next().unwrap_or(first).split(": ").next().unwrap_or(first);
    lowered(first.trim_end_matches('.'))
}

/// `text` as the middle of a sentence: English begins small, unless it begins with a name in capitals.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.clone().next());
    match (first, second) {
        (Some(first), Some(second)) if first.is_ascii_uppercase() && !second.is_ascii_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// `text` as the beginning of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What ends a sentence.
fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
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

/// What is asked, such as "44%–58%" or "at least 50 KB"; `None` when it cannot be said in a few words.
pub(super) fn asked(condition: &Condition, min: Option<f64>, max: Option<f64>, lang: Lang) -> Option<String> {
    let unit = condition.measure.unit;
    let limits = &condition.limits;
    let term = term(condition.measure.name);
    let number = |number: f64| quantity(number, unit, lang);
    let list = |values: &[Value]| named(condition, values, lang);
    if let Some(Term::Answer { yes, no, .. }) = term {
        let wants_yes = match limits.wanted {
            Some(wanted) => wanted.answer == Answer::Yes,
            None => limits.any_of.contains(&Value::Flag(true)),
        };
        return Some(if wants_yes { yes } else { no }.get(lang).to_owned());
    }
    Some(match (min, max) {
        (Some(min), Some(max)) if min == -max => {
            let both = match term {
                Some(Term::Turn { both, .. }) => *both,
                _ => phrase("±{it}", "±{it}"),
            };
            both.fill(lang, &[("it", &number(max))])
        }
        (Some(min), Some(max)) => range(number(min), number(max), lang),
        (Some(min), None) if unit == Unit::Bytes => least_bytes(min, lang),
        (Some(min), None) => phrase("至少 {it}", "at least {it}").fill(lang, &[("it", &number(min))]),
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

/// Both ends of a range; English writes a unit that they share once.
fn range(min: String, max: String, lang: Lang) -> String {
    let unit = max.find(' ').map(|at| &max[at..]).filter(|unit| lang == Lang::En && min.ends_with(*unit));
    let min = unit.and_then(|unit| min.strip_suffix(unit)).unwrap_or(&min);
    format!("{min}–{max}")
}

/// A least size in bytes. One byte more than whole KB is what "over 50 KB" comes to.
fn least_bytes(min: f64, lang: Lang) -> String {
    let below = min - 1.0;
    if below > 0.0 && below % 1024.0 == 0.0 {
        return phrase("要超过 {it}", "over {it}").fill(lang, &[("it", &quantity(below, Unit::Bytes, lang))]);
    }
    phrase("至少 {it}", "at least {it}").fill(lang, &[("it", &quantity(min, Unit::Bytes, lang))])
}

/// Values in a row, as people call them.
fn named(condition: &Condition, values: &[Value], lang: Lang) -> String {
    let mut names: Vec<String> = Vec::new();
    for each in values {
        let name = match (each, condition.measure.name) {
            (Value::Colour(colour), _) => colour_name(colour::name(*colour)).get(lang).to_owned(),
            (Value::Text(text), "file.format") => format_name(text, lang),
            (Value::Text(text), "file.extension") => format!(".{text}"),
            (Value::Text(text), "background.name") => colour_name(text).get(lang).to_owned(),
            (Value::Text(text), "batch.listed_as") => listed_name(text).get(lang).to_owned(),
            _ => value(each, condition.measure.unit, lang),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(phrase("、", ", ").get(lang))
}

/// What was found, against what is asked, and what a person should look at.
fn message(judged: &Judged<'_>, outcome: Outcome, lang: Lang) -> String {
    let name = judged.condition.measure.name;
    let term = term(name);
    let Reading::Measured { value: found, .. } = &judged.reading else {
        return unmeasured(judged, outcome, lang);
    };
    match (found, term) {
        (Value::Number(_) | Value::Flag(_), Some(Term::Answer { yes, no, look })) => {
            let clause = if says_yes(judged) { yes } else { no };
            match outcome {
                Outcome::Review => phrase("疑似{it}，{look}。", "Perhaps {it}: {look}.")
                    .fill(lang, &[("it", clause.get(lang)), ("look", look.get(lang))]),
                _ => capital(clause.get(lang)) + stop(lang),
            }
        }
        (Value::Number(number), _) if name == "face.count" => faces(*number, outcome, lang),
        (Value::Number(number), _) => amount(*number, judged, outcome, term, lang),
        (Value::List(texts), Some(Term::Names { none, .. })) if texts.is_empty() => none.get(lang).to_owned(),
        (Value::List(_), Some(Term::Names { some, .. })) => {
            some.fill(lang, &[("found", &value(found, judged.condition.measure.unit, lang))])
        }
        (Value::Text(text), _) => text_message(text, judged, lang),
        (Value::Colour(colour), _) => colour_message(*colour, judged, lang),
        _ => phrase("查到：{found}。", "Found: {found}.")
            .fill(lang, &[("found", &value(found, judged.condition.measure.unit, lang))]),
    }
}

/// Whether the value is put in words as a *yes*: the answer that is feared while it is open, the one that it is otherwise.
fn says_yes(judged: &Judged<'_>) -> bool {
    if let Some(wanted) = judged.condition.limits.wanted {
        return (wanted.answer == Answer::Yes) == (judged.outcome == Outcome::Pass);
    }
    match (&judged.reading, judged.side, judged.outcome) {
        (Reading::Measured { value: Value::Flag(flag), .. }, ..) => *flag,
        (_, Some(side), Outcome::Pass) => side == Side::Low,
        (_, Some(side), _) => side == Side::High,
        (reading, None, _) => reading.value().and_then(Value::as_number).is_some_and(|number| number >= 0.5),
    }
}

/// A value that there is none of.
fn unmeasured(judged: &Judged<'_>, outcome: Outcome, lang: Lang) -> String {
    let reason = judged.reason().map(|reason| reason.text(lang)).unwrap_or_default();
    let sentence = match outcome {
        Outcome::Review => phrase("量不出来（{reason}），{look}。", "It cannot be measured ({reason}): {look}."),
        Outcome::Skipped => phrase("没有检查：{reason}。", "Not checked: {reason}."),
        _ => phrase("没有测出：{reason}。", "Not measured: {reason}."),
    };
    let look = look(judged.condition.measure.name).get(lang);
    sentence.fill(lang, &[("reason", &reason), ("look", look)])
}

/// What a person should look at to decide what `measure` leaves open.
fn look(measure: &str) -> Phrase {
    match term(measure) {
        Some(Term::Answer { look, .. } | Term::Amount { look, .. } | Term::Turn { look, .. }) => *look,
        _ => A_PERSON,
    }
}

/// How many people are in the picture.
fn faces(count: f64, outcome: Outcome, lang: Lang) -> String {
    let sentence = match (count, outcome) {
        (..1.5, Outcome::Review) => phrase(
            "不能确定这是真人的脸，可能是图画、塑像或别的东西，请看一眼。",
            "It is not certain that this is a person's face; it may be a drawing, a statue or a thing: look at it.",
        ),
        (_, Outcome::Review) => {
            phrase("可能还有别人的脸，请看一眼。", "Perhaps somebody else's face is in the picture: look at it.")
        }
        (..0.5, _) => phrase("画面里没有找到人脸。", "No face was found in the picture."),
        (..1.5, _) => phrase("画面里只有一张脸。", "One face is in the picture."),
        _ => phrase("画面里有 {n} 张脸，只能有 1 张。", "{n} faces are in the picture; only one may be."),
    };
    sentence.fill(lang, &[("n", &quantity(count, Unit::Count, lang))])
}

/// A number of something: how much, with its error, against what is asked, and by how much it is off.
fn amount(number: f64, judged: &Judged<'_>, outcome: Outcome, term: Option<&Term>, lang: Lang) -> String {
    let condition = judged.condition;
    let (what, shown) = match term {
        Some(Term::Turn { low, .. }) if number < 0.0 => (*low, number.abs()),
        Some(Term::Turn { high, .. }) => (*high, number),
        Some(Term::Amount { what, .. }) => (*what, number),
        _ => (phrase("测得", "Measured:"), number),
    };
    let asked = asked(condition, judged.min, judged.max, lang).unwrap_or_default();
    // In Chinese a range of figures needs a word before it.
    let asked = match lang {
        Lang::Zh if asked.starts_with(|c: char| c.is_ascii_digit() || c == '-') => format!("应为 {asked}"),
        Lang::Zh => asked,
        Lang::En => format!("required: {asked}"),
    };
    let spread = judged.reading.uncertainty().filter(|u| *u > 0.0);
    let spread = spread.map(|u| quantity(2.0 * u, condition.measure.unit, lang));
    let spread = match (spread, lang) {
        (Some(spread), Lang::Zh) => format!("（误差 {spread}）"),
        (Some(spread), Lang::En) => format!(" ± {spread}"),
        (None, _) => String::new(),
    };
    let found = found_beside_limit(shown, judged, lang);
    let off =
        if outcome == Outcome::Fail || judged.outcome == Outcome::Fail { off(judged, lang) } else { String::new() };
    let rest = match outcome {
        Outcome::Review => phrase("离限值太近，{look}。", " Too close to the limit to tell: {look}.")
            .fill(lang, &[("look", look(condition.measure.name).get(lang))]),
        _ => String::new(),
    };
    let (joint, stop) = (phrase("，", "; ").get(lang), stop(lang));
    format!("{} {found}{spread}{joint}{asked}{off}{stop}{rest}", what.get(lang))
}

/// The value in words; in bytes where it would otherwise read like the limit that it misses.
fn found_beside_limit(number: f64, judged: &Judged<'_>, lang: Lang) -> String {
    let unit = judged.condition.measure.unit;
    let text = quantity(number, unit, lang);
    let hides = |limit: f64| quantity(limit, unit, lang) == text && limit != number;
    let is_hidden = judged.outcome == Outcome::Fail && [judged.min, judged.max].into_iter().flatten().any(hides);
    if unit == Unit::Bytes && is_hidden {
        return phrase("{n} 字节", "{n} bytes").fill(lang, &[("n", &format!("{number:.0}"))]);
    }
    text
}

/// By how much the value misses what is asked, with the comma before it.
fn off(judged: &Judged<'_>, lang: Lang) -> String {
    let missing = by(judged, lang);
    if missing.is_empty() || !judged.condition.limits.any_of.is_empty() {
        return String::new();
    }
    let has_range = judged.min.is_some() && judged.max.is_some();
    let sentence = match judged.side {
        Some(Side::Low) if has_range => phrase("，低了 {by}", "; {by} too low"),
        Some(Side::Low) => phrase("，还差 {by}", "; {by} too little"),
        Some(Side::High) => phrase("，超出 {by}", "; {by} too much"),
        None => return String::new(),
    };
    // A turn to the left is as much too much as one to the right.
    let is_turn = matches!(term(judged.condition.measure.name), Some(Term::Turn { .. }));
    let sentence = if is_turn { phrase("，超出 {by}", "; {by} too much") } else { sentence };
    sentence.fill(lang, &[("by", &missing)])
}

/// A text of the file.
fn text_message(text: &str, judged: &Judged<'_>, lang: Lang) -> String {
    let asked = asked(judged.condition, None, None, lang).unwrap_or_default();
    let sentence = match (judged.condition.measure.name, text) {
        ("file.format", "unknown" | "empty" | "") => {
            phrase("认不出是什么格式，要求 {asked}。", "Its format is not known; required: {asked}.")
        }
        ("file.format", _) => phrase("实际是 {found}，要求 {asked}。", "It is really {found}; required: {asked}."),
        ("file.extension", "") => {
            phrase("文件名没有扩展名，应为 {asked}。", "The name has no extension; required: {asked}.")
        }
        ("file.extension", _) => {
            phrase("扩展名是 .{found}，应为 {asked}。", "The extension is .{found}; required: {asked}.")
        }
        ("background.name", _) => {
            phrase("背景是{found}，要求{asked}。", "The background is {found}; required: {asked}.")
        }
        ("batch.listed_as", _) => phrase(
            "按名单看，文件名{found}，应当{asked}。",
            "By the list, the file's name has {found}; required: {asked}.",
        ),
        _ if asked.is_empty() => phrase("是 {found}。", "Found: {found}."),
        _ => phrase("是 {found}，要求 {asked}。", "Found: {found}; required: {asked}."),
    };
    let sentence = match (judged.outcome, judged.condition.measure.name) {
        (Outcome::Pass, "file.format") => phrase("格式是 {found}。", "The format is {found}."),
        (Outcome::Pass, "file.extension") => phrase("扩展名是 .{found}。", "The extension is .{found}."),
        (Outcome::Pass, "background.name") => phrase("背景是{found}。", "The background is {found}."),
        (Outcome::Pass, "batch.listed_as") => {
            phrase("按名单看，文件名{found}。", "By the list, the file's name has {found}.")
        }
        _ => sentence,
    };
    let found = match judged.condition.measure.name {
        "file.format" => format_name(text, lang),
        "background.name" => colour_name(text).get(lang).to_owned(),
        "batch.listed_as" => listed_name(text).get(lang).to_owned(),
        _ => from_file(text, lang),
    };
    sentence.fill(lang, &[("found", &found), ("asked", &asked)])
}

/// What the name of a file says by the name list.
fn listed_name(word: &str) -> Phrase {
    match word {
        "number" => phrase("只写学号", "the number alone"),
        "other-number" => phrase("只写别的号码", "another number alone"),
        "name" => phrase("只写姓名", "the name alone"),
        "both" => phrase("写号码和姓名", "number and name"),
        "more" => phrase("还写了别的字", "other words too"),
        "contradiction" => phrase("自相矛盾", "a contradiction"),
        _ => phrase("写的人不在名单上", "nobody of the list"),
    }
}

/// A colour, by name before its code, against those that are asked for.
fn colour_message(found: [u8; 3], judged: &Judged<'_>, lang: Lang) -> String {
    let name = colour_name(colour::name(found)).get(lang);
    let asked = asked(judged.condition, None, None, lang).unwrap_or_default();
    let is_among = judged.condition.limits.any_of.iter().any(|value| match value {
        Value::Colour(other) => colour::name(*other) == colour::name(found),
        _ => false,
    });
    let sentence = match judged.outcome {
        Outcome::Pass => phrase("背景是{name}（{code}）。", "The background is {name} ({code})."),
        // Of the right name and yet not near enough: the name alone would contradict the finding.
        _ if is_among => phrase(
            "背景颜色（{code}）与常用的{asked}都有差别。",
            "The background ({code}) is near none of the usual {asked}.",
        ),
        _ => {
            phrase("背景是{name}（{code}），常用的是{asked}。", "The background is {name} ({code}); usual are {asked}.")
        }
    };
    sentence.fill(lang, &[("name", name), ("code", &Value::hex(found)), ("asked", &asked)])
}

/// A colour's name as people read it.
fn colour_name(name: &str) -> Phrase {
    match name {
        "white" => phrase("白色", "white"),
        "grey" => phrase("灰色", "grey"),
        "black" => phrase("黑色", "black"),
        "red" => phrase("红色", "red"),
        "orange" => phrase("橙色", "orange"),
        "yellow" => phrase("黄色", "yellow"),
        "green" => phrase("绿色", "green"),
        "blue" => phrase("蓝色", "blue"),
        "purple" => phrase("紫色", "purple"),
        "pink" => phrase("粉色", "pink"),
        "brown" => phrase("棕色", "brown"),
        _ => phrase("其他颜色", "another colour"),
    }
}

/// A file format's name as people write it.
fn format_name(name: &str, lang: Lang) -> String {
    match name {
        "unknown" | "empty" | "" => phrase("认不出的格式", "no known format").get(lang).to_owned(),
        "webp" => "WebP".to_owned(),
        "heif" => "HEIC".to_owned(),
        other => printable(other).to_uppercase(),
    }
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
    match finding.outcome {
        Outcome::Pass | Outcome::Fail => None,
        Outcome::Skipped if finding.inapplicable => {
            let found = match term(judged.condition.measure.name) {
                Some(Term::Answer { yes, no, .. }) => {
                    // The condition is not met, so it is the other answer that was found.
                    let wanted_yes =
                        judged.min.is_some() || judged.condition.limits.any_of.contains(&Value::Flag(true));
                    if wanted_yes { no } else { yes }.get(lang).to_owned()
                }
                _ => {
                    let found = judged.reading.value().map(|it| value(it, judged.condition.measure.unit, lang));
                    format!("{} = {}", judged.condition.measure.name, found.unwrap_or_default())
                }
            };
            Some(phrase("不适用：{found}", "does not apply: {found}").fill(lang, &[("found", &found)]))
        }
        Outcome::Skipped | Outcome::Review => Some(match judged.reason() {
            Some(reason) => reason.text(lang),
            None if judged.outcome == Outcome::Fail || has_answers(judged) => A_PERSON.get(lang).to_owned(),
            None => judged
                .condition
                .measure
                .doubt
                .unwrap_or(phrase("离限值太近，请人工确认", "too close to the limit to tell: a person has to decide"))
                .get(lang)
                .to_owned(),
        }),
    }
}

/// Whether the measure answers yes or no.
fn has_answers(judged: &Judged<'_>) -> bool {
    matches!(term(judged.condition.measure.name), Some(Term::Answer { .. }))
}

/// The hint for the side on which the value lies, its holes filled. A number that lies inside its limits and is only
/// uncertain needs none; what a classifier suspects does.
fn hint(judged: &Judged<'_>, lang: Lang) -> Option<String> {
    let condition = judged.condition;
    let number = judged.reading.value()?.as_number();
    let is_wanted = number.is_some() && condition.limits.any_of.iter().any(|wanted| wanted.as_number() == number);
    let is_open = has_answers(judged);
    let directed = match judged.side {
        _ if is_wanted => return None,
        Some(Side::Low) if !is_open && number >= judged.min && judged.min.is_some() => return None,
        Some(Side::High) if !is_open && number <= judged.max && judged.max.is_some() => return None,
        Some(Side::Low) => condition.low.as_ref(),
        Some(Side::High) => condition.high.as_ref(),
        None => None,
    };
    let text = directed.or(condition.hint.as_ref())?.get(lang);
    // What is only suspected has been said already: here stands what to do if it is so.
    let cure = text.split_once(phrase("：", ": ").get(lang)).filter(|_| is_open && judged.outcome == Outcome::Review);
    let if_so = cure.map(|(_, cure)| phrase("如果是：{cure}", "If so: {cure}").fill(lang, &[("cure", cure)]));
    let text = if_so.as_deref().unwrap_or(text);
    let number = |number: Option<f64>| number.map(|it| quantity(it, condition.measure.unit, lang)).unwrap_or_default();
    let limit = if judged.side == Some(Side::Low) { judged.min } else { judged.max };
    let found = judged.reading.value().and_then(Value::as_number);
    let holes = [("found", number(found)), ("limit", number(limit)), ("missing", by(judged, lang))];
    Some(filled(text, &holes.each_ref().map(|(name, text)| (*name, text.as_str()))))
}
