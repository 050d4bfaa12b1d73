//! Rules that no photo could satisfy together.

use super::get;
use crate::rules::limits::Limits;
use crate::rules::merge::RawRule;
use crate::rules::model::{Rule, Set, Severity};
use crate::rules::problem::Problem;
use crate::text::phrase;

/// Reports each pair of error-level rules without applicability and alternatives whose ranges for one measure do not meet.
pub(super) fn find(set: &Set, raw: &[RawRule], problems: &mut Vec<Problem>) {
    let must_hold =
        |rule: &&Rule| rule.severity == Severity::Error && rule.when.is_none() && rule.alternatives.is_empty();
    let strict: Vec<&Rule> = set.rules.iter().filter(must_hold).collect();
    for (index, later) in strict.iter().enumerate() {
        for earlier in &strict[..index] {
            let Some(measure) = clash(earlier, later) else { continue };
            let Some(rule) = raw.iter().find(|rule| rule.id == later.id) else { continue };
            let place = get(&rule.entries, "measure").map_or(&rule.place, |entry| &entry.node.place);
            let message = phrase(
                "规则 {later} 与 {earlier} 对 {measure} 的要求互相矛盾，没有照片能同时满足",
                "{later} and {earlier} contradict each other on {measure}: no photo can satisfy both",
            );
            let holes = [("later", later.id.as_str()), ("earlier", earlier.id.as_str()), ("measure", measure)];
            problems.push(Problem::at(place, message, &holes));
        }
    }
}

/// The measure on which two rules cannot both hold.
fn clash(one: &Rule, other: &Rule) -> Option<&'static str> {
    one.conditions.iter().find_map(|a| {
        let disjoint = |b: &&crate::rules::Condition| b.measure.name == a.measure.name && apart(&a.limits, &b.limits);
        other.conditions.iter().find(disjoint).map(|_| a.measure.name)
    })
}

/// Whether two ranges, grace included, have nothing in common, or two wanted answers differ.
fn apart(one: &Limits, other: &Limits) -> bool {
    // A range that is empty by itself has been reported as such.
    let possible = |a: &Limits| a.min.zip(a.max).is_none_or(|(min, max)| min.value <= max.value);
    let below = |a: &Limits, b: &Limits| match (a.max, b.min) {
        (Some(max), Some(min)) => max.scaling == min.scaling && max.value + a.grace < min.value - b.grace,
        _ => false,
    };
    let answers = one.wanted.zip(other.wanted).is_some_and(|(one, other)| one.answer != other.answer);
    answers || possible(one) && possible(other) && (below(one, other) || below(other, one))
}
