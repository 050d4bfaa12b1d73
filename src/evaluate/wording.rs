//! An evaluation as tables that people read.

use std::collections::BTreeSet;

use super::score::{Evaluation, MeasureScore, RuleScore, Scores, TraceScore};
use super::{Table, Tally, quantile};
use crate::measure::Measure;
use crate::reading::ValueKind;
use crate::text::{Lang, Phrase, phrase};

/// The tables of an evaluation: rules, measures, traces, then the same by group. `worst` photos are named for each
/// measure and rule; 0 names none.
pub fn tables(evaluation: &Evaluation, worst: usize, lang: Lang) -> Vec<Table> {
    let mut tables = vec![rules(&evaluation.all, lang), measures(&evaluation.all, lang), traces(&evaluation.all, lang)];
    for (division, groups) in &evaluation.groups {
        let groups: Vec<_> = groups.iter().map(|(name, scores)| (name.as_str(), scores)).collect();
        tables.push(rules_by_group(division, &groups, lang));
        tables.push(measures_by_group(division, &groups, lang));
    }
    if worst > 0 {
        tables.push(worst_photos(evaluation, worst, lang));
    }
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn rules(scores: &Scores, lang: Lang) -> Table {
    let row = |(id, score): (&String, &RuleScore)| {
        let share = |hits: usize| part(hits, score.all.photos());
        let equal = score.equal_error().map(|(rate, [right, wrong])| format!("{} ({right}+{wrong})", percent(rate)));
        vec![
            id.clone(),
            heads_of(&score.false_fail),
            rate(&score.false_fail),
            rate(&score.asked),
            heads_of(&score.false_pass),
            rate(&score.false_pass),
            share(score.all.fail),
            share(score.all.review),
            share(score.all.skipped),
            equal.unwrap_or_else(nothing),
        ]
    };
    Table {
        title: phrase("规则", "Rules").get(lang).to_owned(),
        note: RULES_NOTE.get(lang).to_owned(),
        head: heads(
            &[RULE, MUST_PASS, FALSE_FAIL, ASKED, MUST_FAIL, FALSE_PASS, FAILED, REVIEWED, SKIPPED, EQUAL_ERROR],
            lang,
        ),
        rows: scores.rules.iter().map(row).collect(),
    }
}

fn measures(scores: &Scores, lang: Lang) -> Table {
    let row = |score: &MeasureScore| {
        let sizes = score.sizes();
        let bias = if is_distance(score.measure) { None } else { score.bias() };
        vec![
            score.measure.name.to_owned(),
            unit(score.measure).get(lang).to_owned(),
            score.photos().to_string(),
            part(score.unmeasured, score.photos()),
            bias.map_or_else(nothing, |bias| format!("{}{}", if bias < 0.0 { "−" } else { "+" }, figure(bias.abs()))),
            quantile(&sizes, 0.5).map_or_else(nothing, figure),
            quantile(&sizes, 0.95).map_or_else(nothing, figure),
            rate(&score.covered),
        ]
    };
    Table {
        title: phrase("测量项", "Measures").get(lang).to_owned(),
        note: MEASURES_NOTE.get(lang).to_owned(),
        head: heads(&[MEASURE, UNIT, PHOTOS, UNMEASURED, BIAS, MEDIAN, P95, COVERED], lang),
        rows: scores.measures.values().map(row).collect(),
    }
}

fn traces(scores: &Scores, lang: Lang) -> Table {
    let row = |(name, score): (&String, &TraceScore)| {
        vec![
            name.clone(),
            heads_of(&score.found),
            rate(&score.found),
            heads_of(&score.false_alarms),
            rate(&score.false_alarms),
            part(score.unmeasured, score.found.photos() + score.false_alarms.photos()),
        ]
    };
    Table {
        title: phrase("编辑痕迹", "Traces of editing").get(lang).to_owned(),
        note: String::new(),
        head: heads(&[MEASURE, DONE, FOUND, CLEAN, FALSE_ALARMS, UNMEASURED], lang),
        rows: scores.traces.iter().map(row).collect(),
    }
}

/// One row a rule, one column a group.
fn rules_by_group(division: &str, groups: &[(&str, &Scores)], lang: Lang) -> Table {
    let cell = |rule: &str, scores: &Scores| {
        let score = scores.rules.get(rule)?;
        let share = |tally: &Tally| tally.rate().map_or_else(nothing, percent);
        let people = format!("{}+{}", score.false_fail.people(), score.false_pass.people());
        Some(format!(
            "{} · {} · {} ({people})",
            share(&score.false_fail),
            share(&score.asked),
            share(&score.false_pass)
        ))
    };
    let ids = groups.iter().flat_map(|(_, scores)| scores.rules.keys().map(String::as_str));
    by_group(division, groups, (RULES_OF, RULE, GROUP_RULES_NOTE), &ids.collect(), cell, lang)
}

/// One row a measure, one column a group.
fn measures_by_group(division: &str, groups: &[(&str, &Scores)], lang: Lang) -> Table {
    let cell = |name: &str, scores: &Scores| {
        let sizes = scores.measures.get(name)?.sizes();
        Some(format!("{} · {} ({})", figure(quantile(&sizes, 0.5)?), figure(quantile(&sizes, 0.95)?), sizes.len()))
    };
    let names = groups.iter().flat_map(|(_, scores)| scores.measures.keys().copied());
    by_group(division, groups, (MEASURES_OF, MEASURE, GROUP_MEASURES_NOTE), &names.collect(), cell, lang)
}

/// A table with a column for each group; `words` are title, first head and note.
fn by_group(
    division: &str,
    groups: &[(&str, &Scores)],
    words: (Phrase, Phrase, Phrase),
    names: &BTreeSet<&str>,
    cell: impl Fn(&str, &Scores) -> Option<String>,
    lang: Lang,
) -> Table {
    let row = |name: &&str| {
        let cells = groups.iter().map(|(_, scores)| cell(name, scores).unwrap_or_else(nothing));
        std::iter::once((*name).to_owned()).chain(cells).collect()
    };
    let heads = groups.iter().map(|(name, scores)| format!("{name} ({})", scores.people.len()));
    Table {
        title: words.0.fill(lang, &[("division", division)]),
        note: words.2.get(lang).to_owned(),
        head: std::iter::once(words.1.get(lang).to_owned()).chain(heads).collect(),
        rows: names.iter().map(row).collect(),
    }
}

fn worst_photos(evaluation: &Evaluation, worst: usize, lang: Lang) -> Table {
    let file = |index: &u32| evaluation.files[*index as usize].as_str();
    let measures = evaluation.all.measures.values().map(|score| {
        let worst = score.worst(worst);
        let texts: Vec<_> = worst.iter().map(|(error, at)| format!("{} ({})", file(at), figure(*error))).collect();
        vec![score.measure.name.to_owned(), texts.join(", ")]
    });
    let wrong = evaluation.all.rules.iter().filter(|(_, score)| !score.wrong.is_empty()).map(|(id, score)| {
        let texts: Vec<_> = score.wrong.iter().take(worst).map(file).collect();
        vec![id.clone(), texts.join(", ")]
    });
    Table {
        title: phrase("错得最多的照片", "The worst photos").get(lang).to_owned(),
        note: String::new(),
        head: heads(&[phrase("项目", "What"), phrase("照片", "Photos")], lang),
        rows: wrong.chain(measures).collect(),
    }
}

fn heads(phrases: &[Phrase], lang: Lang) -> Vec<String> {
    phrases.iter().map(|phrase| phrase.get(lang).to_owned()).collect()
}

fn nothing() -> String {
    "—".to_owned()
}

/// Whether errors of this measure have no sign.
pub(super) fn is_distance(measure: &Measure) -> bool {
    !matches!(measure.kind(), ValueKind::Number | ValueKind::Score)
}

/// The unit of a measure's errors.
pub(super) fn unit(measure: &Measure) -> Phrase {
    match measure.kind() {
        ValueKind::Colour => phrase("ΔE2000", "ΔE2000"),
        ValueKind::Point if measure.is_scaled => phrase("两眼间距", "eye distance"),
        ValueKind::Point => phrase("px", "px"),
        ValueKind::Number | ValueKind::Score => phrase(measure.unit.name(), measure.unit.name()),
        ValueKind::Flag | ValueKind::Text | ValueKind::List => phrase("错的比例", "share wrong"),
    }
}

/// A rate with its 95 % interval, both in per cent.
fn rate(tally: &Tally) -> String {
    let Some(rate) = tally.rate() else { return nothing() };
    let (interval, end) = (tally.interval(), |share: f64| format!("{:.1}", share * 100.0));
    format!("{} [{}, {}]", percent(rate), end(interval.low), end(interval.high))
}

/// A share of photos in per cent.
fn part(hits: usize, photos: usize) -> String {
    if photos == 0 { nothing() } else { percent(hits as f64 / photos as f64) }
}

/// How many photos, and of how many people where these are not as many.
fn heads_of(tally: &Tally) -> String {
    let (photos, people) = (tally.photos(), tally.people());
    if photos == people { photos.to_string() } else { format!("{photos} ({people})") }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A number with three or four figures that mean something.
fn figure(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 1.0 => format!("{number:.2}"),
        _ => format!("{number:.4}"),
    }
}

const RULE: Phrase = phrase("规则", "rule");
const MEASURE: Phrase = phrase("测量项", "measure");
const UNIT: Phrase = phrase("误差单位", "unit of error");
const PHOTOS: Phrase = phrase("照片数", "photos");
const MUST_PASS: Phrase = phrase("应合格", "must pass");
const MUST_FAIL: Phrase = phrase("应不合格", "must fail");
const FALSE_FAIL: Phrase = phrase("误判不合格", "false fail");
const FALSE_PASS: Phrase = phrase("漏判", "false pass");
const ASKED: Phrase = phrase("白问一次", "asked about");
const FAILED: Phrase = phrase("全部照片：不合格", "of all: failed");
const REVIEWED: Phrase = phrase("全部照片：需人工确认", "of all: review");
const UNMEASURED: Phrase = phrase("没有测出", "unmeasured");
const SKIPPED: Phrase = phrase("全部照片：不适用", "of all: skipped");
const EQUAL_ERROR: Phrase = phrase("等错误率", "EER");
const BIAS: Phrase = phrase("偏差", "bias");
const MEDIAN: Phrase = phrase("误差中位数", "median error");
const P95: Phrase = phrase("误差 95 百分位", "p95 error");
const COVERED: Phrase = phrase("真值在 ±2u 内", "truth within ±2u");
const DONE: Phrase = phrase("做过的", "done");
const FOUND: Phrase = phrase("查出", "found");
const CLEAN: Phrase = phrase("没做过的", "clean");
const FALSE_ALARMS: Phrase = phrase("误报", "false alarms");
const RULES_OF: Phrase = phrase("规则，按 {division} 分组", "Rules by {division}");
const MEASURES_OF: Phrase = phrase("测量项，按 {division} 分组", "Measures by {division}");
const RULES_NOTE: Phrase = phrase(
    "应合格、应不合格后的圆括号里是人数；方括号内是按人计的 95 % 置信区间（对人重抽样，且不窄于同样人数的 Wilson 区间），单位同为 %；“白问一次”指应合格却要人看的；等错误率后面是应合格与应不合格的照片数。",
    "In round brackets: people. In square brackets: 95 % intervals over people (bootstrap, never narrower than Wilson's for as many people), in % too. Asked about: of those that must pass, left to a person. After an equal error rate: how many photos of either kind it rests on.",
);
const MEASURES_NOTE: Phrase = phrase(
    "误差是测得值减真值；中位数与 95 百分位按绝对值算；u 是检查程序自己给出的标准不确定度。",
    "Errors are value minus truth; median and 95th percentile are of their size; u is the standard uncertainty that the checker states.",
);
const GROUP_RULES_NOTE: Phrase = phrase(
    "误判不合格 · 白问一次 · 漏判（应合格 + 应不合格的人数）。",
    "False fail · asked about · false pass (people whose photos must pass + must fail).",
);
const GROUP_MEASURES_NOTE: Phrase =
    phrase("误差中位数 · 95 百分位（照片数）。", "Median · 95th percentile of the error's size (photos).");
