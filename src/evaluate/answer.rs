//! What the checker said of a photo, reduced to what an evaluation asks.

use std::collections::HashMap;

use super::TruthProblem;
use super::truth::{not_json, numbered};
use crate::batch::Checked;
use crate::judge::{Finding, Judged, Outcome};
use crate::measure::find;
use crate::reading::{Reading, Unit, Value};
use crate::record;
use crate::rules;

/// What the checker said of one photo.
#[derive(Clone, Debug, Default)]
pub struct CheckerAnswer {
    /// By rule id.
    pub(crate) findings: HashMap<String, Decided>,
    /// By measure name: the value and its standard uncertainty. What is unmeasured is not there.
    pub readings: HashMap<&'static str, (Value, Option<f64>)>,
}

/// What it said of one rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Decided {
    /// The outcome.
    pub outcome: Outcome,
    /// Whether the deciding condition had a value to judge.
    pub measured: bool,
    /// The least margin of all conditions that were not skipped, with its unit; `None` unless each has one and all in the
    /// same unit.
    pub margin: Option<(f64, Unit)>,
}

impl CheckerAnswer {
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
    fn from_record(photo: &record::Photo) -> Self {
        let findings = photo.findings.iter().map(|finding| (finding.rule.clone(), decided_in_record(finding)));
        let readings = photo.measures.iter().flatten().filter_map(|(name, reading)| {
            let measure = find(name)?;
            let record::Reading::Measured { value, uncertainty, .. } = reading else { return None };
            Some((measure.name, (value.of_kind(measure.kind())?, uncertainty.map(|it| it.0))))
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

fn decided_in_record(finding: &record::Finding) -> Decided {
    let margin = |judged: &record::Judged| Some((margin_in_record(judged)?, find(&judged.measure)?.unit));
    let looked_at = finding.conditions.iter().filter(|condition| condition.outcome != Outcome::Skipped);
    let margin = match finding.conditions.as_slice() {
        [] => margin(&finding.judged),
        _ => least(looked_at.map(|condition| margin(&condition.judged))),
    };
    Decided {
        outcome: finding.outcome,
        measured: finding.judged.value.is_some(),
        margin: margin.filter(|_| finding.outcome != Outcome::Skipped),
    }
}

/// How far a value lies inside (+) or outside (−) its limits. That of a score counts from `clear` throughout, so that
/// margins of one rule can be put in order; the reported one counts from the nearer point.
fn margin_of(judged: &Judged<'_>) -> Option<f64> {
    let Some(wanted) = judged.condition.limits.wanted else { return judged.margin };
    let score = judged.reading.value()?.as_number()?;
    Some(from_clear(score, wanted.point()?.clear, wanted.answer))
}

/// The same of a condition in a report.
fn margin_in_record(judged: &record::Judged) -> Option<f64> {
    match (&judged.limit, &judged.value) {
        (record::Limit::Score { wanted, clear: Some(clear), .. }, Some(record::Value::Number(score))) => {
            Some(from_clear(score.0, clear.0, *wanted))
        }
        _ => judged.margin.map(|margin| margin.0),
    }
}

fn from_clear(score: f64, clear: f64, wanted: rules::Answer) -> f64 {
    if wanted == rules::Answer::No { clear - score } else { score - clear }
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
pub fn read_answers(text: &str) -> Result<Vec<(String, CheckerAnswer)>, Vec<TruthProblem>> {
    let (mut answers, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in numbered(text) {
        match record::RecordLine::read(line) {
            Ok(line) => answers.extend(line.photo().map(|it| (it.file.clone(), CheckerAnswer::from_record(&it)))),
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
        let judged =
            |measure: &str, rest: &str| format!(r#""measure":"{measure}","unit":"","limit":{{}},"message":""{rest}"#);
        let finding = |rule: &str, outcome: &str, rest: &str| {
            format!(r#"{{"rule":"{rule}","outcome":"{outcome}","severity":"error","basis":"own",{rest}}}"#)
        };
        let condition = |outcome: &str, rest: &str| format!(r#"{{"outcome":"{outcome}",{rest}}}"#);
        let conditions = [
            condition("pass", &judged("head.height", r#","margin":0.2"#)),
            condition("pass", &judged("head.crown_gap", r#","margin":0.1"#)),
            condition("skipped", &judged("image.width", "")),
        ];
        let two = format!(r#","value":1,"conditions":[{}]"#, conditions.join(","));
        let findings = [
            finding("head-height", "fail", &judged("head.height", r#","value":0.34,"margin":-0.06"#)),
            finding("gone", "review", &judged("head.height", "")),
            finding("two", "pass", &judged("head.height", &two)),
        ];
        let measures = r##"{"head.height":{"value":0.34,"uncertainty":0.01,"unit":"frame height"},"background.colour":{"value":"#438edb","unit":""},"glasses.tint":{"unmeasured":"no glasses"}}"##;
        let line = format!(
            r#"{{"schema":1,"file":"x/a.jpg","set":"s","verdict":"fail","findings":[{}],"measures":{measures}}}"#,
            findings.join(",")
        );
        let (file, answer) = read_answers(&line).unwrap().remove(0);
        assert_eq!(file, "x/a.jpg");
        let decided = |rule: &str| answer.findings[rule];
        assert_eq!(decided("head-height").margin, Some((-0.06, Unit::FrameHeight)));
        assert_eq!(decided("two").margin, Some((0.1, Unit::FrameHeight)));
        assert!(!decided("gone").measured && decided("head-height").measured);
        assert_eq!(answer.readings["head.height"], (Value::Number(0.34), Some(0.01)));
        assert_eq!(answer.readings["background.colour"].0, Value::Colour([67, 142, 219]));
        assert!(!answer.readings.contains_key("glasses.tint"));
        assert!(read_answers("{\"file\":\"a\"}").is_err());
    }
}
