//! An evaluation for programs. Keys are never translated; rates are 0..1.

use serde_json::{Map, Value as Node, json};

use super::score::{Evaluation, MeasureScore, Outcomes, RuleScore, Scores, TraceScore};
use super::wording::{is_distance, unit};
use super::{Tally, quantile};
use crate::text::Lang;

/// The version of the shape.
const SCHEMA: u32 = 2;

/// The whole evaluation as one object. `worst` photos are named for each measure and rule.
pub fn to_json(evaluation: &Evaluation, worst: usize) -> Node {
    let groups = evaluation.groups.iter().map(|(division, groups)| {
        let groups = groups.iter().map(|(name, scores)| (name.clone(), scores_object(scores, evaluation, 0)));
        (division.clone(), Node::Object(groups.collect()))
    });
    let mut whole = json!({ "schema": SCHEMA, "unanswered": evaluation.unanswered });
    if let Some(object) = whole.as_object_mut() {
        if let Node::Object(scores) = scores_object(&evaluation.all, evaluation, worst) {
            object.extend(scores);
        }
        object.insert("groups".into(), Node::Object(groups.collect()));
    }
    whole
}

fn scores_object(scores: &Scores, evaluation: &Evaluation, worst: usize) -> Node {
    let file = |index: &u32| Node::from(evaluation.files[*index as usize].as_str());
    let rules = scores.rules.iter().map(|(id, score)| {
        let wrong = score.wrong.iter().take(worst).map(file).collect();
        (id.clone(), rule_object(score, wrong))
    });
    let measures = scores.measures.values().map(|score| {
        let worst = score.worst(worst);
        let worst = worst.iter().map(|(error, at)| json!({ "file": file(at), "error": error })).collect();
        (score.measure.name.to_owned(), measure_object(score, worst))
    });
    let traces = scores.traces.iter().map(|(name, score)| (name.clone(), trace_object(score)));
    json!({
        "photos": scores.photos,
        "people": scores.people.len(),
        "rules": rules.collect::<Map<_, _>>(),
        "measures": measures.collect::<Map<_, _>>(),
        "traces": traces.collect::<Map<_, _>>(),
    })
}

fn rule_object(score: &RuleScore, wrong: Vec<Node>) -> Node {
    let mut object = json!({
        "must_pass": outcomes_object(&score.must_pass),
        "must_fail": outcomes_object(&score.must_fail),
        "all": outcomes_object(&score.all),
        "false_fail": rate_object(&score.false_fail),
        "asked": rate_object(&score.asked),
        "false_pass": rate_object(&score.false_pass),
        "equal_error": score.equal_error().map(|(rate, [right, wrong])| {
            json!({ "rate": rate, "must_pass": right, "must_fail": wrong })
        }),
    });
    add_unless_empty(&mut object, "wrong", wrong);
    object
}

fn outcomes_object(outcomes: &Outcomes) -> Node {
    json!({
        "photos": outcomes.photos(),
        "pass": outcomes.pass,
        "fail": outcomes.fail,
        "review": outcomes.review,
        "skipped": outcomes.skipped,
        "absent": outcomes.absent,
        "unmeasured": outcomes.unmeasured,
    })
}

fn measure_object(score: &MeasureScore, worst: Vec<Node>) -> Node {
    let sizes = score.sizes();
    let mut object = json!({
        "unit": unit(score.measure).get(Lang::En),
        "photos": score.photos(),
        "unmeasured": score.unmeasured,
        "bias": score.bias().filter(|_| !is_distance(score.measure)),
        "median": quantile(&sizes, 0.5),
        "p95": quantile(&sizes, 0.95),
        "coverage": rate_object(&score.covered),
    });
    add_unless_empty(&mut object, "worst", worst);
    object
}

fn trace_object(score: &TraceScore) -> Node {
    json!({
        "found": rate_object(&score.found),
        "false_alarms": rate_object(&score.false_alarms),
        "unmeasured": score.unmeasured,
    })
}

/// A rate with its interval over people; null without photos.
fn rate_object(tally: &Tally) -> Node {
    let Some(rate) = tally.rate() else { return Node::Null };
    let interval = tally.interval();
    json!({ "rate": rate, "low": interval.low, "high": interval.high, "photos": tally.photos(), "people": tally.people() })
}

fn add_unless_empty(object: &mut Node, key: &str, list: Vec<Node>) {
    if !list.is_empty() {
        object[key] = list.into();
    }
}
