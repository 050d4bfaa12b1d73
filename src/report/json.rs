//! JSON for programs: one object for a run, or one line a photo. Keys are never translated; messages are in the
//! run's language. The shape is a contract (`schema: 1`).

use std::io::{self, Write};

use serde_json::{Map, Number, Value as Node, json};

use super::{Report, Run, Summary, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Judged, Outcome, Verdict};
use crate::reading::{Fact, Reading, Value};
use crate::text::Lang;

/// The version of the shape.
const SCHEMA: u32 = 1;

/// One object for the whole run.
pub struct Json;

/// One line a photo.
pub struct JsonLines;

impl Report for Json {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let summary = Summary::of(run);
        let count = |verdict| summary.with(verdict);
        let whole = json!({
            "schema": SCHEMA,
            "set": run.set.id,
            "photos": (0..run.photos.len()).map(|index| photo_object(index, run)).collect::<Vec<_>>(),
            "strays": run.strays,
            "summary": {
                "photos": summary.photos(),
                "pass": count(Verdict::Pass),
                "review": count(Verdict::Review),
                "fail": count(Verdict::Fail),
            },
            "overview": run
                .sections_with(run.lang, &str::to_owned)
                .iter()
                .map(|section| json!({ "title": section.title, "items": section.items }))
                .collect::<Vec<_>>(),
            "not_checked": run.set.not_checked.iter().map(|it| it.get(run.lang)).collect::<Vec<_>>(),
        });
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)
    }
}

impl Report for JsonLines {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        for index in 0..run.photos.len() {
            serde_json::to_writer(&mut *out, &photo_object(index, run))?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// One line of `measure --format jsonl`.
///
/// # Errors
/// Those of the writer.
pub fn facts_line(file: &str, facts: &[Fact], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(
        &mut *out,
        &json!({ "schema": SCHEMA, "file": file, "measures": facts_object(facts, lang) }),
    )?;
    writeln!(out)
}

fn photo_object(index: usize, run: &Run<'_>) -> Node {
    let photo = &run.photos[index];
    let mut object = Map::new();
    object.insert("schema".into(), SCHEMA.into());
    object.insert("file".into(), photo.file.as_str().into());
    object.insert("set".into(), run.set.id.as_str().into());
    object.insert("verdict".into(), photo.verdict.name().into());
    if let Some(content) = photo.content {
        object.insert("content".into(), content.to_string().into());
    }
    if let Some(person) = run.person(index) {
        object.insert("person".into(), json!({ "number": person.number, "name": person.name }));
    }
    if let Some(change) = run.comparison.as_ref().and_then(|comparison| comparison.changes.get(index)) {
        object.insert("change".into(), change.name().into());
    }
    let findings = photo.findings.iter().map(|finding| finding_object(finding, photo, run.lang));
    object.insert("findings".into(), findings.collect());
    if run.show_measures {
        object.insert("measures".into(), facts_object(&photo.facts, run.lang));
    }
    object.into()
}

fn finding_object(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> Node {
    let words = Words::of(finding, photo, lang);
    let mut object = Map::new();
    object.insert("rule".into(), finding.rule.id.as_str().into());
    object.insert("outcome".into(), finding.outcome.name().into());
    object.insert("severity".into(), finding.severity.name().into());
    judged_fields(finding.decided_by(), &mut object);
    if let Some(clause) = &finding.rule.clause {
        object.insert("clause".into(), clause.as_str().into());
    }
    object.insert("basis".into(), finding.rule.basis.name().into());
    word_fields(&words, finding.outcome, &mut object);
    if let Some(reason) = &finding.waived {
        object.insert("waived".into(), reason.as_str().into());
    }
    if let Some(cure) = finding.cure().filter(|_| finding.outcome > Outcome::Pass) {
        object.insert("cure".into(), cure.name().into());
    }
    if finding.rule.conditions.len() > 1 && !finding.inapplicable {
        let conditions = finding.judged.iter().map(|judged| condition_object(judged, lang));
        object.insert("conditions".into(), conditions.collect());
    }
    object.into()
}

fn condition_object(judged: &Judged<'_>, lang: Lang) -> Node {
    let mut object = Map::new();
    object.insert("outcome".into(), judged.outcome.name().into());
    judged_fields(judged, &mut object);
    word_fields(&Words::of_condition(judged, lang), judged.outcome, &mut object);
    object.into()
}

/// `message`, and `hint` and `reason` where there is one.
fn word_fields(words: &Words, outcome: Outcome, object: &mut Map<String, Node>) {
    object.insert("message".into(), words.message.as_str().into());
    if let Some(hint) = &words.hint {
        object.insert("hint".into(), hint.as_str().into());
    }
    if let Some(reason) = words.reason.as_ref().filter(|_| matches!(outcome, Outcome::Skipped | Outcome::Review)) {
        object.insert("reason".into(), reason.as_str().into());
    }
}

/// `measure`, `value`, `uncertainty`, `unit`, `limit` and `margin`.
fn judged_fields(judged: &Judged<'_>, object: &mut Map<String, Node>) {
    let measure = judged.condition.measure;
    object.insert("measure".into(), measure.name.into());
    if let Reading::Measured { value, uncertainty } = &judged.reading {
        object.insert("value".into(), value_of(value));
        if let Some(uncertainty) = uncertainty {
            object.insert("uncertainty".into(), number_node(*uncertainty));
        }
    }
    object.insert("unit".into(), measure.unit.name().into());
    object.insert("limit".into(), limit_object(judged));
    if let Some(margin) = judged.margin {
        object.insert("margin".into(), number_node(margin));
    }
}

fn limit_object(judged: &Judged<'_>) -> Node {
    let limits = &judged.condition.limits;
    if let Some(wanted) = limits.wanted {
        let point = wanted.point();
        let at = |at: Option<f64>| at.map_or(Node::Null, number_node);
        return json!({
            "wanted": wanted.answer.name(),
            "clear": at(point.map(|point| point.clear)),
            "sure": at(point.and_then(|point| point.sure)),
        });
    }
    let numbers = [
        ("min", judged.min),
        ("max", judged.max),
        ("fail_below", judged.fail_below),
        ("fail_above", judged.fail_above),
    ];
    let numbers = numbers.into_iter().filter_map(|(key, it)| Some((key, it?)));
    let mut object: Map<_, _> = numbers.map(|(key, number)| (key.to_owned(), number_node(number))).collect();
    for (key, number) in [("grace", limits.grace), ("within", limits.within)] {
        if number > 0.0 {
            object.insert(key.into(), number_node(number));
        }
    }
    for (key, values) in [("any_of", &limits.any_of), ("none_of", &limits.none_of)] {
        match values.as_slice() {
            [] => {}
            [one] if key == "any_of" => drop(object.insert("equals".into(), value_of(one))),
            several => drop(object.insert(key.into(), several.iter().map(value_of).collect())),
        }
    }
    if let Some(pattern) = &limits.matches {
        object.insert("matches".into(), pattern.as_str().into());
    }
    if let Some(absent) = limits.absent {
        object.insert("absent".into(), absent.into());
    }
    object.into()
}

fn facts_object(facts: &[Fact], lang: Lang) -> Node {
    facts.iter().map(|fact| (fact.name.to_owned(), fact_object(fact, lang))).collect::<Map<_, _>>().into()
}

fn fact_object(fact: &Fact, lang: Lang) -> Node {
    match &fact.reading {
        Reading::Unmeasured(reason) => json!({ "unmeasured": reason.text(lang) }),
        Reading::Measured { value, uncertainty } => {
            let mut object = Map::new();
            object.insert("value".into(), value_of(value));
            if let Some(uncertainty) = uncertainty {
                object.insert("uncertainty".into(), number_node(*uncertainty));
            }
            object.insert("unit".into(), fact.unit.name().into());
            object.into()
        }
    }
}

/// A value as JSON holds it.
pub(super) fn value_of(value: &Value) -> Node {
    match value {
        Value::Number(number) => number_node(*number),
        Value::Flag(flag) => (*flag).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(texts) => texts.as_slice().into(),
        Value::Point(point) => point.iter().map(|side| number_node(*side)).collect(),
        Value::Colour(colour) => Value::hex(*colour).into(),
    }
}

/// A number to six decimals, whole numbers without a point: more digits would claim what no measure knows.
fn number_node(number: f64) -> Node {
    let rounded = (number * 1e6).round() / 1e6;
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
        return (rounded as i64).into();
    }
    Number::from_f64(rounded).map_or(Node::Null, Node::Number)
}
