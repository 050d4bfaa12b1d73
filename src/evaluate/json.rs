//! An evaluation for programs. Keys are never translated; rates are 0..1.

use serde_json::{Map, Value as Node, json};

use super::score::{Evaluation, MeasureScore, Outcomes, RuleScore, Scores, TraceScore};
use super::wording::{is_distance, unit};
use super::{quantile, wilson};
use crate::text::Lang;

/// The version of the shape.
const SCHEMA: u32 = 1;

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
        "rules": rules.collect::<Map<_, _>>(),
        "measures": measures.collect::<Map<_, _>>(),
        "traces": traces.collect::<Map<_, _>>(),
    })
}

fn rule_object(score: &RuleScore, wrong: Vec<Node>) -> Node {
    let [reviewed, all] = score.reviewed();
    let unmeasured = score.must_pass.unmeasured + score.must_fail.unmeasured;
    let mut object = json!({
        "must_pass": outcomes_object(&score.must_pass),
        "must_fail": outcomes_object(&score.must_fail),
        "false_fail": rate_object(score.must_pass.fail, score.must_pass.photos()),
        "false_pass": rate_object(score.must_fail.pass, score.must_fail.photos()),
        "review": rate_object(reviewed, all),
        "unmeasured": rate_object(unmeasured, all),
        "skipped": rate_object(score.must_pass.skipped + score.must_fail.skipped, all),
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
        "coverage": rate_object(score.covered, score.claimed),
    });
    add_unless_empty(&mut object, "worst", worst);
    object
}

fn trace_object(score: &TraceScore) -> Node {
    json!({
        "done": score.done,
        "found": score.found,
        "clean": score.clean,
        "false_alarms": score.false_alarms,
        "unmeasured": score.unmeasured,
    })
}

/// A rate with its interval; null without trials.
fn rate_object(hits: usize, trials: usize) -> Node {
    if trials == 0 {
        return Node::Null;
    }
    let interval = wilson(hits, trials);
    json!({ "rate": hits as f64 / trials as f64, "low": interval.low, "high": interval.high, "of": trials })
}

fn add_unless_empty(object: &mut Node, key: &str, list: Vec<Node>) {
    if !list.is_empty() {
        object[key] = list.into();
    }
}
