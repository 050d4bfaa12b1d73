//! What the checker said of a photo, reduced to what an evaluation asks.

use std::collections::HashMap;

use serde_json::Value as Node;

use super::Problem;
use super::truth::{not_json, numbered, value_of};
use crate::batch::Checked;
use crate::judge::{Finding, Judged, Outcome};
use crate::measure::find;
use crate::reading::{Reading, Unit, Value};
use crate::rules;
use crate::text::phrase;

/// What the checker said of one photo.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// By rule id.
    pub findings: HashMap<String, Decided>,
    /// By measure name: the value and its standard uncertainty. What is unmeasured is not there.
    pub readings: HashMap<&'static str, (Value, Option<f64>)>,
}

/// What it said of one rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided {
    /// The outcome.
    pub outcome: Outcome,
    /// Whether the deciding condition had a value to judge.
    pub measured: bool,
    /// The least margin of all conditions that were not skipped, with its unit; `None` unless each has one and all in the
    /// same unit.
    pub margin: Option<(f64, Unit)>,
}

impl Answer {
    /// From a photo that was just checked, with its facts kept.
    pub fn of(checked: &Checked<'_>) -> Self {
        let findings = checked.findings.iter().map(|finding| (finding.rule.id.clone(), decided(finding)));
        let readings = checked.facts.iter().filter_map(|fact| match &fact.reading {
            Reading::Measured { value, uncertainty } => Some((fact.name, (value.clone(), *uncertainty))),
            Reading::Unmeasured(_) => None,
        });
        Self { findings: findings.collect(), readings: readings.collect() }
    }

    /// From one object of `check --format jsonl --measures`.
    fn from_json(photo: &Node) -> Self {
        let findings = photo["findings"].as_array().into_iter().flatten();
        let findings = findings.filter_map(|it| Some((it["rule"].as_str()?.to_owned(), decided_in_json(it)?)));
        let readings = photo["measures"].as_object().into_iter().flatten().filter_map(|(name, reading)| {
            let measure = find(name)?;
            let value = value_of(measure, reading.get("value")?)?;
            Some((measure.name, (value, reading["uncertainty"].as_f64())))
        });
        Self { findings: findings.collect(), readings: readings.collect() }
    }
}

fn decided(finding: &Finding<'_>) -> Decided {
    let judged = finding.judged.iter().filter(|judged| judged.outcome != Outcome::Skipped);
    let margins = judged.map(|judged| Some((margin_of(judged)?, judged.condition.measure.unit)));
    Decided {
        outcome: finding.outcome,
        measured: finding.decided_by().reading.value().is_some(),
        margin: if finding.inapplicable { None } else { least(margins) },
    }
}

fn decided_in_json(finding: &Node) -> Option<Decided> {
    let outcome = Outcome::ALL.into_iter().find(|outcome| Some(outcome.name()) == finding["outcome"].as_str())?;
    let margin = |judged: &Node| Some((margin_in_json(judged)?, find(judged["measure"].as_str()?)?.unit));
    let margin = match finding["conditions"].as_array() {
        Some(conditions) => {
            let skipped = Some(Outcome::Skipped.name());
            least(conditions.iter().filter(|judged| judged["outcome"].as_str() != skipped).map(margin))
        }
        None => margin(finding),
    };
    let measured = finding.get("value").is_some();
    Some(Decided { outcome, measured, margin: margin.filter(|_| outcome != Outcome::Skipped) })
}

/// How far a value lies inside (+) or outside (−) its limits. That of a score counts from `clear` throughout, so that
/// margins of one rule can be put in order; the reported one counts from the nearer point.
fn margin_of(judged: &Judged<'_>) -> Option<f64> {
    let Some(wanted) = judged.condition.limits.wanted else { return judged.margin };
    let score = judged.reading.value()?.as_number()?;
    Some(from_clear(score, wanted.point()?.clear, wanted.answer.name()))
}

/// The same of a condition in JSON.
fn margin_in_json(judged: &Node) -> Option<f64> {
    match (judged["limit"]["wanted"].as_str(), judged["limit"]["clear"].as_f64()) {
        (Some(answer), Some(clear)) => Some(from_clear(judged["value"].as_f64()?, clear, answer)),
        _ => judged["margin"].as_f64(),
    }
}

fn from_clear(score: f64, clear: f64, wanted: &str) -> f64 {
    if wanted == rules::Answer::No.name() { clear - score } else { score - clear }
}

/// The least of margins that can be compared.
fn least(margins: impl Iterator<Item = Option<(f64, Unit)>>) -> Option<(f64, Unit)> {
    let margins = margins.collect::<Option<Vec<_>>>()?;
    let (first, rest) = margins.split_first()?;
    rest.iter().all(|(_, unit)| *unit == first.1).then_some(())?;
    margins.into_iter().min_by(|one, other| one.0.total_cmp(&other.0))
}

/// Reads what `check --format jsonl --measures` printed: each photo's path with its answer.
///
/// # Errors
/// Every line that cannot be used.
pub fn read_answers(text: &str) -> Result<Vec<(String, Answer)>, Vec<Problem>> {
    let (mut answers, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in numbered(text) {
        match serde_json::from_str::<Node>(line) {
            Ok(photo) => match photo["file"].as_str() {
                Some(file) => answers.push((file.to_owned(), Answer::from_json(&photo))),
                None => problems.push(Problem::new(number, phrase("没有 file", "there is no file"), &[])),
            },
            Err(error) => problems.push(not_json(number, &error)),
        }
    }
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_run_says_the_same_as_a_new_one() {
        let line = r##"{"file":"x/a.jpg","findings":[{"rule":"head-height","outcome":"fail","measure":"head.height","value":0.34,"margin":-0.06},{"rule":"gone","outcome":"review","measure":"head.height"},{"rule":"two","outcome":"pass","measure":"head.height","value":1,"conditions":[{"measure":"head.height","margin":0.2},{"measure":"head.crown_gap","margin":0.1},{"outcome":"skipped","measure":"image.width"}]}],"measures":{"head.height":{"value":0.34,"uncertainty":0.01},"background.colour":{"value":"#438edb"},"glasses.tint":{"unmeasured":"no glasses"}}}"##;
        let (file, answer) = read_answers(line).unwrap().remove(0);
        assert_eq!(file, "x/a.jpg");
        let decided = |rule: &str| answer.findings[rule];
        assert_eq!(decided("head-height").margin, Some((-0.06, Unit::FrameHeight)));
        assert_eq!(decided("two").margin, Some((0.1, Unit::FrameHeight)));
        assert!(!decided("gone").measured && decided("head-height").measured);
        assert_eq!(answer.readings["head.height"], (Value::Number(0.34), Some(0.01)));
        assert_eq!(answer.readings["background.colour"].0, Value::Colour([67, 142, 219]));
        assert!(!answer.readings.contains_key("glasses.tint"));
    }
}
