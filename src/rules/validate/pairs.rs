//! Rules held against one another: demands that no photo can meet together, and demands that are met whenever another one is.

use super::get;
use crate::document::{Data, Entry, Place, Problem};
use crate::reading::{Value, ValueKind};
use crate::rules::limits::{Bound, Constraint, Scaling};
use crate::rules::merge::RawRule;
use crate::rules::model::{AtWorst, Condition, Rule, Set, Severity};
use crate::rules::points::Care;
use crate::text::phrase;

/// One condition that holds for every photo to which its rule applies.
struct Demand<'s> {
    rule: &'s Rule,
    condition: &'s Condition,
    /// The keys that say it; `None` where they cannot be told because something else is wrong with the rule.
    keys: Option<&'s [Entry]>,
    place: &'s Place,
}

/// Reports each two demands of which one contradicts the other, as a problem where both fail photos and as a remark otherwise, and
/// each that says nothing which another does not say, as a remark.
pub(super) fn find(set: &Set, raw: &[RawRule], problems: &mut Vec<Problem>, remarks: &mut Vec<Problem>) {
    let demands: Vec<Demand<'_>> = set.rules.iter().flat_map(|rule| of_rule(rule, raw)).collect();
    for (index, later) in demands.iter().enumerate() {
        let same_measure = |earlier: &&Demand<'_>| earlier.condition.measure.name == later.condition.measure.name;
        for earlier in demands[..index].iter().filter(same_measure) {
            if later.contradicts(earlier) {
                let fails = [earlier, later].iter().all(|it| it.severity() == Severity::Error);
                let told = if fails { &mut *problems } else { &mut *remarks };
                told.push(contradiction(earlier, later));
            } else if earlier.implies(later) {
                remarks.push(shadow(earlier, later));
            } else if later.implies(earlier) {
                remarks.push(shadow(later, earlier));
            }
        }
    }
}

/// The demands of a rule; none where it is enough to meet some of them.
fn of_rule<'s>(rule: &'s Rule, raw: &'s [RawRule]) -> Vec<Demand<'s>> {
    let Some(raw) = raw.iter().find(|it| it.id == rule.id).filter(|_| rule.alternatives.is_empty()) else {
        return Vec::new();
    };
    let tables = match get(&raw.entries, "condition").map(|list| &list.node.data) {
        Some(Data::List(tables)) => tables.iter().map(|table| table.entries()).collect(),
        _ => vec![Some(&raw.entries[..])],
    };
    let are_all_there = tables.len() == rule.conditions.len();
    let keys = |index: usize| tables.get(index).copied().flatten().filter(|_| are_all_there);
    let demand = |(index, condition)| Demand { rule, condition, keys: keys(index), place: &raw.place };
    rule.conditions.iter().enumerate().map(demand).collect()
}

impl<'s> Demand<'s> {
    fn severity(&self) -> Severity {
        self.condition.severity.unwrap_or(self.rule.severity)
    }

    /// Where it stands: the first of these keys that is written.
    fn place(&self, keys: &[&str]) -> &'s Place {
        let found = keys.iter().chain(&["measure"]).find_map(|key| get(self.keys?, key));
        found.map_or(self.place, |entry| &entry.node.place)
    }

    /// Whether no photo can meet both. Of rules that apply only to some photos nothing is known.
    fn contradicts(&self, other: &Self) -> bool {
        let apply = |it: &Self| it.rule.when.is_none() || self.rule.id == other.rule.id;
        apply(self) && apply(other) && are_apart(self.condition, other.condition)
    }

    /// Whether `other` is met whenever this one is, and holds no more against a photo.
    fn implies(&self, other: &Self) -> bool {
        let applies = self.rule.when.is_none() || self.rule.id == other.rule.id;
        let is_as_grave = self.severity() >= other.severity()
            && (self.rule.at_worst == AtWorst::Fail || other.rule.at_worst == AtWorst::Review)
            && self.rule.yields_to.is_empty();
        applies && is_as_grave && is_within(self.condition, other.condition)
    }
}

const CONTRADICTION: [&str; 7] = ["max", "min", "equals", "any_of", "none_of", "absent", "wanted"];

fn contradiction(earlier: &Demand<'_>, later: &Demand<'_>) -> Problem {
    let message = phrase(
        "规则 {later} 与 {earlier} 对 {measure} 的要求互相矛盾，没有照片能同时满足",
        "{later} and {earlier} contradict each other on {measure}: no photo can satisfy both",
    );
    let (a, b) = (&earlier.condition.limits, &later.condition.limits);
    // Of two ranges the ends that face each other.
    let is_above = a.max.zip(b.min).is_some_and(|(max, min)| max.value < min.value);
    let [of_earlier, of_later] = if is_above { [["max"], ["min"]] } else { [["min"], ["max"]] };
    let place = |it: &Demand<'_>, end: [&str; 1]| it.place(&[&end[..], &CONTRADICTION].concat()).clone();
    told(message, earlier, later, place(earlier, of_earlier), place(later, of_later))
}

fn shadow(by: &Demand<'_>, of: &Demand<'_>) -> Problem {
    const LIMITS: [&str; 8] = ["min", "max", "equals", "any_of", "none_of", "absent", "matches", "wanted"];
    let message = phrase(
        "规则 {later} 对 {measure} 的要求从来轮不到：{earlier} 合格时它必定合格",
        "what {later} asks of {measure} never matters: it is met whenever {earlier} is",
    );
    told(message, by, of, by.place(&LIMITS).clone(), of.place(&LIMITS).clone())
}

/// A message at one demand that shows the other one too.
fn told(message: crate::text::Phrase, earlier: &Demand<'_>, later: &Demand<'_>, other: Place, place: Place) -> Problem {
    let holes = [
        ("later", later.rule.id.as_str()),
        ("earlier", earlier.rule.id.as_str()),
        ("measure", later.condition.measure.name),
    ];
    let label = phrase("{earlier} 的要求", "what {earlier} asks");
    Problem::at(&place, message, &holes).beside(&other, label, &holes[1..2])
}

/// Whether no value meets both conditions on a measure.
fn are_apart(one: &Condition, other: &Condition) -> bool {
    let (a, b) = (&one.limits, &other.limits);
    match one.measure.kind() {
        ValueKind::Score => a.wanted.zip(b.wanted).is_some_and(|(a, b)| a.answer != b.answer),
        ValueKind::Number => match (allowed_with_grace(a), allowed_with_grace(b)) {
            (Some((a, a_scaling)), Some((b, b_scaling))) if a_scaling == b_scaling => {
                // A range that is empty by itself has been reported as such.
                let possible = |ranges: &[[f64; 2]]| ranges.iter().all(|[low, high]| low <= high);
                let meet = |[low, high]: &[f64; 2]| b.iter().any(|other| *low <= other[1] && other[0] <= *high);
                possible(&a) && possible(&b) && !a.iter().any(meet)
            }
            _ => false,
        },
        ValueKind::Text | ValueKind::Flag => no_word_meets(a, b) || are_absent_apart(a, b),
        // An empty list meets whatever is asked of each of its texts.
        ValueKind::List => {
            no_word_meets(a, b) && [a, b].iter().any(|it| it.absent == Some(false)) || are_absent_apart(a, b)
        }
        ValueKind::Colour | ValueKind::Point => false,
    }
}

/// What is allowed or no more than warned of.
fn allowed_with_grace(limits: &Constraint) -> Option<(Vec<[f64; 2]>, Scaling)> {
    allowed(limits, limits.grace.map_or(0.0, |grace| grace.value))
}

fn are_absent_apart(one: &Constraint, other: &Constraint) -> bool {
    one.absent.zip(other.absent).is_some_and(|(one, other)| one != other)
}

/// Whether one of the limits names all values that it allows, and none of them meets both.
fn no_word_meets(one: &Constraint, other: &Constraint) -> bool {
    let named = [one, other].into_iter().find(|it| !it.any_of.is_empty());
    named.is_some_and(|it| !it.any_of.iter().any(|value| takes(one, value) && takes(other, value)))
}

/// Whether a text or flag meets the limits.
fn takes(limits: &Constraint, value: &Value) -> bool {
    let matches = |pattern: &regex::Regex| matches!(value, Value::Text(text) if pattern.is_match(text));
    (limits.any_of.is_empty() || limits.any_of.contains(value))
        && !limits.none_of.contains(value)
        && limits.matches.as_ref().is_none_or(matches)
        && limits.absent != Some(true)
}

/// Whether every value that meets the first condition meets the second.
fn is_within(inner: &Condition, outer: &Condition) -> bool {
    let (a, b) = (&inner.limits, &outer.limits);
    match inner.measure.kind() {
        ValueKind::Score => {
            let rank = |care: Care| Care::NAMES.iter().position(|(_, it)| *it == care);
            a.wanted.zip(b.wanted).is_some_and(|(a, b)| a.answer == b.answer && rank(a.care) <= rank(b.care))
        }
        ValueKind::Number => match (passing(a), allowed(b, 0.0)) {
            (Some((a, a_scaling)), Some((b, b_scaling))) if a_scaling == b_scaling => {
                a.iter().all(|a| b.iter().any(|b| b[0] <= a[0] && a[1] <= b[1]))
            }
            _ => false,
        },
        ValueKind::Text | ValueKind::Flag if !a.any_of.is_empty() => {
            let passing = a.any_of.iter().filter(|value| takes(a, value));
            passing.into_iter().all(|value| takes(b, value))
        }
        ValueKind::Text | ValueKind::List | ValueKind::Flag => says_no_more(b, a),
        ValueKind::Colour | ValueKind::Point => false,
    }
}

/// Whether each limit of `few` stands among those of `all`.
fn says_no_more(few: &Constraint, all: &Constraint) -> bool {
    let pattern = |it: &Constraint| it.matches.as_ref().map(|pattern| pattern.as_str().to_owned());
    few.none_of.iter().all(|value| all.none_of.contains(value))
        && (few.any_of.is_empty() || few.any_of == all.any_of)
        && (few.absent.is_none() || few.absent == all.absent)
        && (few.matches.is_none() || pattern(few) == pattern(all))
}

/// The numbers that limits allow, as ranges, and how these scale; `None` where they are no ranges or scale in several ways.
fn allowed(limits: &Constraint, grace: f64) -> Option<(Vec<[f64; 2]>, Scaling)> {
    let numbers = limits.any_of.iter().filter_map(Value::as_number);
    let around: Vec<_> = numbers.map(|number| [number - limits.within, number + limits.within]).collect();
    if !around.is_empty() {
        // Beside a range, what is equal is narrowed by it; nobody writes both.
        return (limits.min.is_none() && limits.max.is_none()).then_some((around, Scaling::Fixed));
    }
    between(limits.min, limits.max, grace)
}

/// The numbers that surely pass. Beside a fail zone that is no more than what lies outside of it.
fn passing(limits: &Constraint) -> Option<(Vec<[f64; 2]>, Scaling)> {
    if limits.fail_below.is_none() && limits.fail_above.is_none() {
        return allowed(limits, 0.0);
    }
    between(limits.fail_below.or(limits.min), limits.fail_above.or(limits.max), 0.0)
}

fn between(min: Option<Bound>, max: Option<Bound>, grace: f64) -> Option<(Vec<[f64; 2]>, Scaling)> {
    let scaling = min.or(max)?.scaling;
    if min.zip(max).is_some_and(|(min, max)| min.scaling != max.scaling) {
        return None;
    }
    let low = min.map_or(f64::NEG_INFINITY, |bound| bound.value - grace);
    let high = max.map_or(f64::INFINITY, |bound| bound.value + grace);
    Some((vec![[low, high]], scaling))
}
