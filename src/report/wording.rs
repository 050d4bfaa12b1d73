//! What a finding says in words, composed once for every format.

use super::crop;
use super::marks;
use super::number::{from_file, printable, quantity, value};
use super::term::{A_PERSON, Term, term};
use super::trouble::{trouble_cure, trouble_text};
use crate::batch::Checked;
use crate::colour;
use crate::judge::{Cause, Finding, Judged, LimitSide, Outcome, Verdict};
use crate::reading::{COVERAGE, Reading, Unit, Value};
use crate::rules::{Answer, Bound, Condition, Cure};
use crate::text::{Lang, Phrase, filled, phrase};

/// A finding in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What was found, against what is asked, by how much.
    pub message: String,
    /// What to do about it, with the fault that it is for; `None` when nothing is to be done.
    pub hint: Option<String>,
    /// The hint without the fault that the message has just named, for whoever reads both.
    pub cure: Option<String>,
    /// What the message leaves out because nobody can act on it: a value on a scale of this program's own with its limits, or
    /// where in the file marks stand.
    pub figures: Option<String>,
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
            return Self {
                brief: clause(&message),
                message,
                cure: Some(hint.clone()),
                hint: Some(hint),
                figures: None,
                reason,
            };
        }
        let trouble = photo.trouble.as_ref().filter(|_| judged.condition.measure.name == "file.intact");
        let message = match trouble {
            Some(trouble) => trouble_text(trouble, lang),
            None => message(judged, finding.outcome, lang),
        };
        let advice = match trouble {
            _ if finding.outcome <= Outcome::Pass => None,
            Some(trouble) => Some(Advice { fault: None, cure: trouble_cure(trouble).get(lang).to_owned() }),
            None => Advice::of(judged, lang),
        };
        let crop = crop::sentence(finding, photo, lang);
        let gap = lang.space();
        let with_crop = |text: Option<String>| match (text, &crop) {
            (Some(text), Some(crop)) => Some(format!("{text}{gap}{crop}")),
            (text, crop) => text.or(crop.clone()),
        };
        let hint = with_crop(advice.as_ref().map(|advice| advice.hint(finding.outcome, lang)));
        let cure = with_crop(advice.as_ref().map(|advice| advice.after_message(finding.outcome, lang)));
        let figures = figures(judged, finding.outcome, lang);
        let brief = brief(finding, &message, lang);
        Self { message, hint, cure, figures, reason, brief }
    }

    /// What was found and what to do about it, one after the other.
    pub(super) fn told(self, lang: Lang) -> String {
        [Some(self.message), self.cure].into_iter().flatten().collect::<Vec<_>>().join(lang.space())
    }

    /// What one condition of a rule says by itself.
    pub fn of_condition(judged: &Judged<'_>, lang: Lang) -> Self {
        let reason = judged.reason().map(|reason| reason.text(lang));
        let advice = (judged.outcome > Outcome::Pass).then(|| Advice::of(judged, lang)).flatten();
        let hint = advice.as_ref().map(|advice| advice.hint(judged.outcome, lang));
        let cure = advice.as_ref().map(|advice| advice.after_message(judged.outcome, lang));
        let message = message(judged, judged.outcome, lang);
        let figures = figures(judged, judged.outcome, lang);
        Self { brief: clause(&message), message, hint, cure, figures, reason }
    }
}

/// What a rule's author says to a value on the wrong side of its limits.
struct Advice {
    /// The fault that stands before the colon; `None` where only a cure is given.
    fault: Option<String>,
    /// What to do.
    cure: String,
}

impl Advice {
    /// For the side on which the value lies, or that it may lie on, with the holes filled. `None` for what is not measured, and
    /// for one of the wanted numbers.
    fn of(judged: &Judged<'_>, lang: Lang) -> Option<Self> {
        let condition = judged.condition;
        let number = judged.reading.value()?.as_number();
        if number.is_some() && condition.limits.any_of.iter().any(|wanted| wanted.as_number() == number) {
            return None;
        }
        let directed = match judged.side {
            Some(LimitSide::Low) => condition.low.as_ref(),
            Some(LimitSide::High) => condition.high.as_ref(),
            None => None,
        };
        let text = directed.or(condition.hint.as_ref())?.get(lang);
        let shown =
            |number: Option<f64>| number.map(|it| quantity(it, condition.measure.unit, lang)).unwrap_or_default();
        let limit = if judged.side == Some(LimitSide::Low) { judged.min } else { judged.max };
        let holes = [("found", shown(number)), ("limit", shown(limit)), ("missing", by(judged, lang))];
        let text = filled(text, &holes.each_ref().map(|(name, text)| (*name, text.as_str())));
        Some(match text.split_once(colon(lang)) {
            Some((fault, cure)) => Self { fault: Some(fault.to_owned()), cure: cure.to_owned() },
            None => Self { fault: None, cure: text },
        })
    }

    /// The whole of it; of what is only suspected, what to do if it is so.
    fn hint(&self, outcome: Outcome, lang: Lang) -> String {
        match &self.fault {
            Some(_) if outcome == Outcome::Review => {
                phrase("如果是：{cure}", "If so: {cure}").fill(lang, &[("cure", &self.cure)])
            }
            Some(fault) => format!("{fault}{}{}", colon(lang), self.cure),
            None => self.cure.clone(),
        }
    }

    /// What is left to say to whoever has read the message, which names the fault.
    fn after_message(&self, outcome: Outcome, lang: Lang) -> String {
        if outcome == Outcome::Review { self.hint(outcome, lang) } else { capital(&self.cure) }
    }
}

/// What stands between a fault and its cure.
fn colon(lang: Lang) -> &'static str {
    phrase("：", ": ").get(lang)
}

/// What is wrong, or may be, in a few words: the fault that the rule's author names; of what is not measured, the title; else
/// the message's first clause.
fn brief(finding: &Finding<'_>, message: &str, lang: Lang) -> String {
    let judged = finding.decided_by();
    let is_number = matches!(judged.reading.value(), Some(Value::Number(_)));
    let title = finding.rule.title.get(lang);
    let unsure = |sentence: Phrase| sentence.fill(lang, &[("title", title)]);
    let fault = || Advice::of(judged, lang).and_then(|advice| advice.fault);
    match finding.outcome {
        _ if has_answers(judged) || judged.condition.measure.name == "face.count" => clause(message),
        Outcome::Review if judged.reason().is_some() => unsure(phrase("{title}（量不出来）", "{title} (not measured)")),
        Outcome::Review if is_number => match fault() {
            Some(fault) => suspected(&fault, lang),
            None => unsure(phrase("{title}（拿不准）", "{title} (not certain)")),
        },
        Outcome::Fail if is_number => fault().map_or_else(|| clause(message), |fault| lowered(&fault)),
        _ => clause(message),
    }
}

/// A fault that may be there, in the middle of a sentence.
fn suspected(fault: &str, lang: Lang) -> String {
    phrase("疑似{fault}", "perhaps {fault}").fill(lang, &[("fault", &lowered(fault))])
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
        return Some(if wants_yes(condition) { yes } else { no }.get(lang).to_owned());
    }
    Some(match (min, max) {
        (Some(min), Some(max)) if min == -max => {
            let both = match term {
                Some(Term::Turn { both, .. }) => *both,
                _ => phrase("±{it}", "±{it}"),
            };
            both.fill(lang, &[("it", &number(max))])
        }
        (Some(min), Some(max)) => range(&number(min), &number(max)),
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

/// Whether *yes* is the answer that a condition asks for.
fn wants_yes(condition: &Condition) -> bool {
    let limits = &condition.limits;
    match limits.wanted {
        Some(wanted) => wanted.answer == Answer::Yes,
        None => limits.min.is_some() || limits.any_of.contains(&Value::Flag(true)),
    }
}

/// Both ends of a range; a unit that they share is written once.
fn range(min: &str, max: &str) -> String {
    let unit = max.find(' ').map(|at| &max[at..]);
    let min = unit.and_then(|unit| min.strip_suffix(unit)).unwrap_or(min);
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
            (Value::Colour(colour), _) => asked_colour(*colour).get(lang).to_owned(),
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
    names.join(lang.comma())
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
                Outcome::Review => question(clause.get(lang), *look, lang),
                _ => capital(clause.get(lang)) + stop(lang),
            }
        }
        (Value::Number(number), _) if name == "face.count" => faces(*number, outcome, lang),
        (Value::Number(number), _) => number_message(*number, judged, outcome, lang),
        (Value::List(texts), Some(Term::Names { none, .. })) if texts.is_empty() => none.get(lang).to_owned(),
        (Value::List(texts), Some(Term::Names { some, .. })) if name.starts_with("trace.") => {
            some.fill(lang, &[("found", &marks::named(texts, lang))])
        }
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
        (_, Some(side), Outcome::Pass) => side == LimitSide::Low,
        (_, Some(side), _) => side == LimitSide::High,
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
        Some(
            Term::Answer { look, .. } | Term::Amount { look, .. } | Term::Grade { look, .. } | Term::Turn { look, .. },
        ) => *look,
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
        (..1.5, _) => phrase("画面里只有一张脸。", "There is one face in the picture."),
        _ => phrase("画面里有 {n} 张脸，只能有 1 张。", "There are {n} faces in the picture; only one is allowed."),
    };
    sentence.fill(lang, &[("n", &quantity(count, Unit::Count, lang))])
}

/// What may be wrong, and where a person finds out.
fn question(fault: &str, look: Phrase, lang: Lang) -> String {
    let sentence = phrase("{suspected}，{look}。", "{suspected}: {look}.");
    sentence.fill(lang, &[("suspected", &capital(&suspected(fault, lang))), ("look", look.get(lang))])
}

/// A number: the fault in words, and in figures where a person can act on them.
fn number_message(number: f64, judged: &Judged<'_>, outcome: Outcome, lang: Lang) -> String {
    let measure = judged.condition.measure;
    let figures = amount(number, judged, outcome, lang);
    let fault = (outcome > Outcome::Pass).then(|| Advice::of(judged, lang)).flatten().and_then(|advice| advice.fault);
    let look = look(measure.name);
    match (outcome, fault) {
        (Outcome::Fail, Some(fault)) if is_grade(judged) => capital(&fault) + stop(lang),
        // "Head 33 % of the frame" says nothing yet; who turns by 12° or lacks 20 KB needs no other word for it.
        (Outcome::Fail, Some(fault)) if matches!(measure.unit, Unit::FrameHeight | Unit::FrameWidth | Unit::Share) => {
            phrase("{fault}：{figures}", "{fault}. {figures}")
                .fill(lang, &[("fault", &capital(&fault)), ("figures", &figures)])
        }
        (Outcome::Review, Some(fault)) => {
            let question = question(&fault, look, lang);
            if is_grade(judged) { question } else { format!("{question}{}{figures}", lang.space()) }
        }
        (Outcome::Review, None) => {
            let rest = phrase("离限值太近，{look}。", " Too close to the limit to tell: {look}.");
            figures + &rest.fill(lang, &[("look", look.get(lang))])
        }
        _ => figures,
    }
}

/// Whether the value is on a scale of this program's own.
fn is_grade(judged: &Judged<'_>) -> bool {
    matches!(term(judged.condition.measure.name), Some(Term::Grade { .. }))
}

/// The figures that a message in words leaves out, or the marks of a file with their places.
fn figures(judged: &Judged<'_>, outcome: Outcome, lang: Lang) -> Option<String> {
    let name = judged.condition.measure.name;
    let found = judged.reading.value()?;
    if let (Value::List(texts), Some(Term::Names { some, .. })) = (found, term(name)) {
        let is_short = texts.is_empty() || !name.starts_with("trace.");
        let all = || some.fill(lang, &[("found", &value(found, judged.condition.measure.unit, lang))]);
        return (!is_short).then(all);
    }
    let number = found.as_number()?;
    let is_told = Advice::of(judged, lang).is_some_and(|advice| advice.fault.is_some());
    (outcome > Outcome::Pass && is_grade(judged) && is_told).then(|| amount(number, judged, outcome, lang))
}

/// A number of something: how much, with its error, against what is asked, and by how much it is off.
fn amount(number: f64, judged: &Judged<'_>, outcome: Outcome, lang: Lang) -> String {
    let condition = judged.condition;
    let (what, shown) = match term(condition.measure.name) {
        Some(Term::Turn { low, .. }) if number < 0.0 => (*low, number.abs()),
        Some(Term::Turn { high, .. }) => (*high, number),
        Some(Term::Amount { what, .. } | Term::Grade { what, .. }) => (*what, number),
        _ => (phrase("测得", "Measured:"), number),
    };
    let asked = asked(condition, judged.min, judged.max, lang).unwrap_or_default();
    // In Chinese what is asked needs a word before it that says so.
    let asked = match lang {
        Lang::Zh if asked.starts_with(|c: char| c.is_ascii_digit() || c == '-') => format!("应为 {asked}"),
        Lang::Zh if asked.starts_with("不超过") => format!("应{asked}"),
        Lang::Zh => asked.replacen("至少", "应不低于", 1),
        Lang::En => format!("required: {asked}"),
    };
    let spread = judged.reading.uncertainty().filter(|u| *u > 0.0);
    let spread = spread.map(|u| quantity(COVERAGE * u, condition.measure.unit, lang));
    let spread = match (spread, lang) {
        (Some(spread), Lang::Zh) => format!("（误差 {spread}）"),
        (Some(spread), Lang::En) => format!(" ± {spread}"),
        (None, _) => String::new(),
    };
    let found = found_beside_limit(shown, judged, lang);
    let off =
        if outcome == Outcome::Fail || judged.outcome == Outcome::Fail { off(judged, lang) } else { String::new() };
    let (joint, stop) = (phrase("，", "; ").get(lang), stop(lang));
    format!("{} {found}{spread}{joint}{asked}{off}{stop}", what.get(lang))
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
        Some(LimitSide::Low) if has_range => phrase("，低了 {by}", "; {by} too low"),
        Some(LimitSide::Low) => phrase("，还差 {by}", "; {by} too little"),
        Some(LimitSide::High) => phrase("，超出 {by}", "; {by} too much"),
        None => return String::new(),
    };
    // A turn to the left is as much too much as one to the right.
    let is_turn = matches!(term(judged.condition.measure.name), Some(Term::Turn { .. }));
    let sentence = if is_turn { phrase("，超出 {by}", "; {by} too much") } else { sentence };
    // Between two percentages lie points.
    let missing = match (missing.strip_suffix('%'), lang) {
        (Some(points), Lang::Zh) => format!("{points} 个百分点"),
        (Some("1"), Lang::En) => "1 point".to_owned(),
        (Some(points), Lang::En) => format!("{points} points"),
        (None, _) => missing,
    };
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
            "背景颜色（{code}）与要求的{asked}相差太大。",
            "The background ({code}) is too far from {asked}, which is required.",
        ),
        _ => phrase("背景是{name}（{code}），应为{asked}。", "The background is {name} ({code}); required: {asked}."),
    };
    sentence.fill(lang, &[("name", name), ("code", &Value::hex(found)), ("asked", &asked)])
}

/// A colour that is asked for. Notices tell tints of white apart, which a wall under a lamp is not to be blamed for.
fn asked_colour(colour: [u8; 3]) -> Phrase {
    match (colour::name(colour), colour::lab(colour)[0]) {
        ("white", ..96.0) => phrase("浅灰色", "light grey"),
        ("yellow", 90.0..) => phrase("奶油色", "cream"),
        (name, _) => colour_name(name),
    }
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
        Some(LimitSide::Low) => judged.min,
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
                    if wants_yes(judged.condition) { no } else { yes }.get(lang).to_owned()
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
