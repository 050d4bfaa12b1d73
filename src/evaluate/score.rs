//! The sums: one truth and one answer after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::{CheckerAnswer, Decided, Expected, Known, Tally, Truth, equal_error_rate};
use crate::colour::difference;
use crate::judge::Outcome;
use crate::measure::Measure;
use crate::reading::{COVERAGE, Unit, Value};

/// From where on a probability or a flag of a trace counts as found.
const FOUND: f64 = 0.5;

/// Everything that truths and answers come to.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// Files of the truth, in the order in which they were added.
    pub files: Vec<String>,
    /// How many of them no answer was given for.
    pub unanswered: usize,
    /// All photos.
    pub all: Scores,
    /// The photos of each group, by division and group.
    pub groups: BTreeMap<String, BTreeMap<String, Scores>>,
    /// Every trace that any truth names.
    traces: BTreeSet<String>,
    /// A number for each person.
    people: BTreeMap<String, u32>,
}

/// The figures of some photos.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// How many photos these are.
    pub photos: usize,
    /// Whose photos.
    pub people: BTreeSet<u32>,
    /// By measure name.
    pub(crate) measures: BTreeMap<&'static str, MeasureScore>,
    /// By rule id.
    pub(crate) rules: BTreeMap<String, RuleScore>,
    /// By measure name.
    pub(crate) traces: BTreeMap<String, TraceScore>,
}

/// How far a measure was off.
#[derive(Clone, Debug)]
pub(crate) struct MeasureScore {
    /// The measure.
    pub measure: &'static Measure,
    /// Photos for which the truth is known and there was no value.
    pub unmeasured: usize,
    /// Error of each photo with a value, with the photo's index in [`Evaluation::files`]. Signed for numbers, a
    /// distance for points and colours, 0 or 1 for what is right or wrong.
    pub errors: Vec<(f64, u32)>,
    /// Of the values that came with an uncertainty, those within ± 2 uncertainties of the truth.
    pub covered: Tally,
}

/// How often each outcome was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcomes {
    /// Passed.
    pub pass: usize,
    /// Failed.
    pub fail: usize,
    /// Left to a person.
    pub review: usize,
    /// Did not apply.
    pub skipped: usize,
    /// The rule set has no such rule.
    pub absent: usize,
    /// Of all these, those without a value to judge.
    pub unmeasured: usize,
}

/// How right a rule was.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleScore {
    /// On photos that must pass.
    pub must_pass: Outcomes,
    /// On photos that must fail.
    pub must_fail: Outcomes,
    /// On all photos, whatever is known of them.
    pub all: Outcomes,
    /// Failed, of photos that must pass.
    pub false_fail: Tally,
    /// Left to a person, of photos that must pass.
    pub asked: Tally,
    /// Passed, of photos that must fail.
    pub false_pass: Tally,
    /// Photos that must pass and failed, or must fail and passed: indices in [`Evaluation::files`].
    pub wrong: Vec<u32>,
    /// Margins on photos that must pass.
    right_margins: Vec<f64>,
    /// Margins on photos that must fail.
    wrong_margins: Vec<f64>,
    /// The unit of all margins; margins in several units cannot be compared.
    units: Vec<Unit>,
}

/// How often a trace of editing was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TraceScore {
    /// Found, of photos to which it was done.
    pub found: Tally,
    /// Found all the same, of photos to which nothing was done.
    pub false_alarms: Tally,
    /// Of both, those without a value.
    pub unmeasured: usize,
}

/// Which photo a score is added for.
#[derive(Clone, Copy)]
struct ScoredPhoto {
    /// Index in [`Evaluation::files`].
    photo: u32,
    /// Whose photo it is.
    person: u32,
}

impl Evaluation {
    /// Nothing was added yet. The truths are those that will be: which traces to look for on clean photos depends
    /// on all of them.
    pub fn new(truths: &[Truth]) -> Self {
        Self { traces: truths.iter().filter_map(|row| row.trace.clone()).collect(), ..Self::default() }
    }

    /// Adds one photo.
    pub fn add(&mut self, truth: &Truth, answer: Option<&CheckerAnswer>) {
        let count = self.people.len() as u32;
        let person = *self.people.entry(truth.person().to_owned()).or_insert(count);
        let place = ScoredPhoto { photo: self.files.len() as u32, person };
        self.files.push(truth.file.clone());
        self.unanswered += usize::from(answer.is_none());
        self.all.add(truth, answer, place, &self.traces);
        for (division, group) in &truth.group {
            let scores = self.groups.entry(division.clone()).or_default().entry(group.clone()).or_default();
            scores.add(truth, answer, place, &self.traces);
        }
    }
}

impl Scores {
    fn add(&mut self, truth: &Truth, answer: Option<&CheckerAnswer>, place: ScoredPhoto, traces: &BTreeSet<String>) {
        self.photos += 1;
        self.people.insert(place.person);
        self.add_traces(truth, answer, place, traces);
        let Some(answer) = answer else { return };
        for known in &truth.measures {
            self.measures.entry(known.measure.name).or_insert_with(|| MeasureScore::new(known.measure)).add(
                known,
                answer.readings.get(known.measure.name),
                place,
            );
        }
        for (rule, expected) in &truth.expect {
            self.rules.entry(rule.clone()).or_default().add(rule, *expected, answer, place);
        }
        for (rule, decided) in &answer.findings {
            self.rules.entry(rule.clone()).or_default().all.add(Some(decided));
        }
    }

    fn add_traces(
        &mut self,
        truth: &Truth,
        answer: Option<&CheckerAnswer>,
        place: ScoredPhoto,
        traces: &BTreeSet<String>,
    ) {
        for trace in traces {
            let done = truth.trace.as_ref() == Some(trace);
            if !done && !truth.untouched {
                continue;
            }
            let seen = answer.and_then(|answer| answer.readings.get(trace.as_str())).map(|(value, _)| says_yes(value));
            let score = self.traces.entry(trace.clone()).or_default();
            let tally = if done { &mut score.found } else { &mut score.false_alarms };
            tally.add(place.person, seen == Some(true));
            score.unmeasured += usize::from(seen.is_none());
        }
    }
}

impl MeasureScore {
    fn new(measure: &'static Measure) -> Self {
        Self { measure, unmeasured: 0, errors: Vec::new(), covered: Tally::default() }
    }

    fn add(&mut self, known: &Known, reading: Option<&(Value, Option<f64>)>, place: ScoredPhoto) {
        let found = reading.and_then(|(value, uncertainty)| Some((error(value, &known.value)?, *uncertainty)));
        let Some((error, uncertainty)) = found else {
            self.unmeasured += 1;
            return;
        };
        self.errors.push((error / known.scale, place.photo));
        if let Some(uncertainty) = uncertainty {
            self.covered.add(place.person, error.abs() <= COVERAGE * uncertainty);
        }
    }

    /// Photos for which the truth is known.
    pub(crate) fn photos(&self) -> usize {
        self.unmeasured + self.errors.len()
    }

    /// The mean error; `None` without values.
    pub(crate) fn bias(&self) -> Option<f64> {
        let sum: f64 = self.errors.iter().map(|(error, _)| error).sum();
        (!self.errors.is_empty()).then(|| sum / self.errors.len() as f64)
    }

    /// Absolute errors, the smallest first.
    pub(crate) fn sizes(&self) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.errors.iter().map(|(error, _)| error.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        sizes
    }

    /// The `count` largest errors and their photos.
    pub(crate) fn worst(&self, count: usize) -> Vec<(f64, u32)> {
        let mut errors = self.errors.clone();
        errors.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
        errors.truncate(count);
        errors
    }
}

impl RuleScore {
    fn add(&mut self, rule: &str, expected: Expected, answer: &CheckerAnswer, place: ScoredPhoto) {
        let decided = answer.findings.get(rule);
        let outcome = decided.map(|decided| decided.outcome);
        if expected == Expected::Pass {
            self.must_pass.add(decided);
            self.false_fail.add(place.person, outcome == Some(Outcome::Fail));
            self.asked.add(place.person, outcome == Some(Outcome::Review));
        } else {
            self.must_fail.add(decided);
            self.false_pass.add(place.person, outcome == Some(Outcome::Pass));
        }
        let contrary = if expected == Expected::Pass { Outcome::Fail } else { Outcome::Pass };
        if decided.is_some_and(|decided| decided.outcome == contrary) {
            self.wrong.push(place.photo);
        }
        if let Some((margin, unit)) = decided.and_then(|decided| decided.margin) {
            if !self.units.contains(&unit) {
                self.units.push(unit);
            }
            if expected == Expected::Pass { &mut self.right_margins } else { &mut self.wrong_margins }.push(margin);
        }
    }

    /// The equal error rate, and on how many photos that must pass and that must fail; `None` where margins are
    /// missing on one side or cannot be compared.
    pub(crate) fn equal_error(&self) -> Option<(f64, [usize; 2])> {
        let rate = equal_error_rate(&self.right_margins, &self.wrong_margins).filter(|_| self.units.len() == 1)?;
        Some((rate, [self.right_margins.len(), self.wrong_margins.len()]))
    }
}

impl Outcomes {
    fn add(&mut self, decided: Option<&Decided>) {
        self.unmeasured += usize::from(decided.is_some_and(|it| !it.measured && it.outcome != Outcome::Skipped));
        *match decided.map(|decided| decided.outcome) {
            None => &mut self.absent,
            Some(Outcome::Pass) => &mut self.pass,
            Some(Outcome::Fail) => &mut self.fail,
            Some(Outcome::Review) => &mut self.review,
            Some(Outcome::Skipped) => &mut self.skipped,
        } += 1;
    }

    /// All photos.
    pub(crate) fn photos(&self) -> usize {
        self.pass + self.fail + self.review + self.skipped + self.absent
    }
}

/// How far `found` is from the `truth`: signed for numbers, a distance for points (px) and colours (ΔE2000), 0 or 1
/// otherwise. `None` when they are not of one kind.
fn error(found: &Value, truth: &Value) -> Option<f64> {
    match (found, truth) {
        (Value::Number(found), Value::Number(truth)) => Some(found - truth),
        (Value::Point([x, y]), Value::Point([right_x, right_y])) => Some((x - right_x).hypot(y - right_y)),
        (Value::Colour(found), Value::Colour(truth)) => Some(difference(*found, *truth)),
        _ if found.kind() == truth.kind() => Some(f64::from(found != truth)),
        _ => None,
    }
}

/// Whether a reading of a trace says that it is there.
fn says_yes(value: &Value) -> bool {
    match value {
        Value::Number(number) => *number >= FOUND,
        Value::Flag(flag) => *flag,
        Value::List(texts) => !texts.is_empty(),
        Value::Text(_) | Value::Point(_) | Value::Colour(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{read_answers, read_truth};

    fn evaluated(truth: &str, answers: &str) -> Evaluation {
        let (truths, answers) = (read_truth(truth).unwrap(), read_answers(answers).unwrap());
        let mut evaluation = Evaluation::new(&truths.rows);
        for row in &truths.rows {
            evaluation.add(row, answers.iter().find(|(file, _)| *file == row.file).map(|(_, answer)| answer));
        }
        evaluation
    }

    #[test]
    fn errors_coverage_and_outcomes_are_counted() {
        let truth = r#"{"file":"a","head_height":0.5,"expect":{"head-height":"pass","sharp":"pass"},"group":{"g":"x"}}
{"file":"b","head_height":0.3,"expect":{"head-height":"fail"},"group":{"g":"y"}}
{"file":"c","head_height":0.3,"expect":{"head-height":"fail"}}
{"file":"d","expect":{"head-height":"fail"}}"#;
        let answer = |file: &str, outcome: &str, value: f64| {
            format!(
                r#"{{"schema":1,"file":"{file}","set":"s","verdict":"pass","findings":[{{"rule":"head-height","outcome":"{outcome}","severity":"error","measure":"head.height","value":{value},"unit":"","limit":{{}},"margin":{},"basis":"own","message":""}}],"measures":{{"head.height":{{"value":{value},"uncertainty":0.01,"unit":""}}}}}}"#,
                value - 0.4
            )
        };
        let answers = [answer("a", "fail", 0.51), answer("b", "pass", 0.41), answer("c", "review", 0.3)].join("\n");
        let evaluation = evaluated(truth, &answers);
        assert_eq!((evaluation.files.len(), evaluation.unanswered), (4, 1));
        let height = &evaluation.all.measures["head.height"];
        assert_eq!((height.photos(), height.covered.photos(), height.covered.hits()), (3, 3, 2));
        assert!((height.bias().unwrap() - 0.04).abs() < 1e-9);
        assert_eq!(height.worst(1)[0].1, 1);
        let rule = &evaluation.all.rules["head-height"];
        assert_eq!((rule.must_pass.fail, rule.must_fail.pass, rule.must_fail.review), (1, 1, 1));
        assert_eq!(rule.wrong, [0, 1]);
        assert_eq!(rule.equal_error(), Some((0.0, [1, 2])));
        assert_eq!(evaluation.all.rules["sharp"].must_pass.absent, 1);
        assert_eq!(evaluation.groups["g"]["y"].rules["head-height"].must_fail.pass, 1);
    }

    #[test]
    fn traces_are_looked_for_where_nothing_was_done_too() {
        let truth = r#"{"file":"a","trace":"resaved"}
{"file":"b","untouched":true}
{"file":"c","untouched":true}
{"file":"d"}"#;
        let answer = |file: &str, value: &str| {
            format!(
                r#"{{"schema":1,"file":"{file}","set":"s","verdict":"pass","findings":[],"measures":{{"trace.resaved":{value}}}}}"#
            )
        };
        let answers = [
            answer("a", r#"{"value":0.9,"unit":""}"#),
            answer("b", r#"{"value":0.6,"unit":""}"#),
            answer("c", r#"{"unmeasured":"x"}"#),
        ];
        let evaluation = evaluated(truth, &answers.join("\n"));
        let score = &evaluation.all.traces["trace.resaved"];
        assert_eq!((score.found.hits(), score.found.photos()), (1, 1));
        assert_eq!((score.false_alarms.hits(), score.false_alarms.photos(), score.unmeasured), (1, 2, 1));
    }
}
