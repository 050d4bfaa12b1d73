//! One reading against one condition.

use super::Outcome;
use crate::colour::difference;
use crate::reading::{COVERAGE, Reading, Reason, Value};
use crate::rules::{Answer, Bound, Condition, Constraint, Rule, Severity, Unmeasured, Unwanted, Wanted};

/// What becomes of a value that no limit of its condition speaks of. Checked rule sets have no such condition; should one
/// come, it must not pass everything.
const NO_LIMIT: Outcome = Outcome::Review;

/// On which side of its limits a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitSide {
    /// Too low.
    Low,
    /// Too high.
    High,
}

/// One condition, looked at.
pub struct Judged<'r> {
    /// The condition.
    pub condition: &'r Condition,
    /// What was read.
    pub reading: Reading,
    /// What became of it.
    pub outcome: Outcome,
    /// What that means for the photo.
    pub severity: Severity,
    /// Least allowed number for this photo, scaled.
    pub min: Option<f64>,
    /// Greatest allowed number for this photo, scaled.
    pub max: Option<f64>,
    /// How far outside `min`..`max` is a warning and no failure for this photo, scaled.
    pub grace: f64,
    /// Where numbers below fail, scaled.
    pub fail_below: Option<f64>,
    /// Where numbers above fail, scaled.
    pub fail_above: Option<f64>,
    /// How far the value lies inside (+) or outside (−) the nearest limit, grace included; the unit is the measure's.
    pub margin: Option<f64>,
    /// Which limit is the nearest.
    pub side: Option<LimitSide>,
}

impl Judged<'_> {
    /// Whether the value is known, and known not to satisfy the condition.
    pub(super) fn is_unmet(&self) -> bool {
        self.outcome == Outcome::Fail && self.reading.value().is_some()
    }

    /// Whether the requirement rather is not met than met: known not to be, or, of a score, nearer to where it surely is
    /// not than to where it is.
    pub fn is_rather_unmet(&self) -> bool {
        let wanted = self.condition.limits.wanted;
        let points = wanted.and_then(|wanted| Some((wanted, wanted.point()?.clear, wanted.point()?.sure?)));
        match (points, self.reading.value().and_then(Value::as_number)) {
            (Some((wanted, clear, sure)), Some(score)) => {
                let (met, unmet) = if wanted.forbids_the_thing() { (clear, sure) } else { (sure, clear) };
                (score - unmet).abs() < (score - met).abs()
            }
            _ => self.is_unmet(),
        }
    }

    /// Why there is no value.
    pub fn reason(&self) -> Option<&Reason> {
        match &self.reading {
            Reading::Unmeasured(reason) => Some(reason),
            Reading::Measured { .. } => None,
        }
    }
}

/// Holds `reading` against `condition` for a photo of this height in px.
pub(super) fn judge_condition<'r>(
    condition: &'r Condition,
    reading: Reading,
    height: Option<f64>,
    rule: &Rule,
) -> Judged<'r> {
    let limits = &condition.limits;
    let scaled = |bound: Option<Bound>| bound.map(|bound| bound.for_height(height));
    let (min, max) = (scaled(limits.min), scaled(limits.max));
    let (fail_below, fail_above) = (scaled(limits.fail_below), scaled(limits.fail_above));
    let grace = scaled(limits.grace).unwrap_or_default();
    let ruling = match &reading {
        Reading::Unmeasured(_) => Ruling::plain(match rule.unmeasured {
            Unmeasured::Fail => Outcome::Fail,
            Unmeasured::Review => Outcome::Review,
            Unmeasured::Skip => Outcome::Skipped,
        }),
        Reading::Measured { value, uncertainty } => {
            let spread = COVERAGE * uncertainty.unwrap_or_default();
            match value {
                Value::Number(score) if limits.wanted.is_some() => on_score(*score, limits.wanted),
                Value::Number(number) if fail_below.is_some() || fail_above.is_some() => {
                    on_zones(*number, spread, [min, max], [fail_below, fail_above])
                }
                Value::Number(number) => on_number(*number, spread, [min, max], grace, limits),
                Value::Colour(colour) => on_colour(*colour, spread, limits),
                Value::Text(text) => on_texts(std::slice::from_ref(text), limits),
                Value::List(texts) => on_texts(texts, limits),
                Value::Flag(_) => Ruling::yes(limits.any_of.contains(value)),
                Value::Point(_) => Ruling::plain(NO_LIMIT),
            }
        }
    };
    let severity = condition.severity.unwrap_or(rule.severity);
    let severity = if ruling.graced { severity.min(Severity::Warning) } else { severity };
    let Ruling { outcome, margin, side, .. } = ruling;
    Judged { condition, reading, outcome, severity, min, max, grace, fail_below, fail_above, margin, side }
}

/// What a value deserves.
struct Ruling {
    outcome: Outcome,
    /// Whether the worst that can be true lies within the grace.
    graced: bool,
    margin: Option<f64>,
    side: Option<LimitSide>,
}

impl Ruling {
    fn plain(outcome: Outcome) -> Self {
        Self { outcome, graced: false, margin: None, side: None }
    }

    fn yes(met: bool) -> Self {
        Self::plain(if met { Outcome::Pass } else { Outcome::Fail })
    }

    /// From a distance inside (+) or outside (−) a limit, known to ± `spread`.
    fn by_distance(distance: f64, spread: f64, grace: f64, side: Option<LimitSide>) -> Self {
        let outcome = if distance - spread >= 0.0 {
            Outcome::Pass
        } else if distance + spread < -grace || (distance + spread < 0.0 && distance - spread >= -grace) {
            Outcome::Fail
        } else {
            Outcome::Review
        };
        let graced = outcome != Outcome::Pass && grace > 0.0 && distance - spread >= -grace;
        Self { outcome, graced, margin: Some(distance + grace), side }
    }
}

/// A score against its operating points: what is clear passes, what is sure fails, a person looks at what lies between.
/// Of a wanted thing it is the other way round.
fn on_score(score: f64, wanted: Option<Wanted>) -> Ruling {
    let Some((wanted, point)) = wanted.and_then(|wanted| Some((wanted, wanted.point()?))) else {
        return Ruling::plain(NO_LIMIT);
    };
    let is_high = wanted.points.is_some_and(|points| points.unwanted == Unwanted::High);
    // How far the score lies beyond a point, towards the thing.
    let beyond = |at: f64| if is_high { score - at } else { at - score };
    let is_clear = beyond(point.clear) < 0.0;
    let is_sure = point.sure.is_some_and(|sure| beyond(sure) > 0.0);
    let outcome = match (is_clear, is_sure, wanted.forbids_the_thing()) {
        (true, _, true) | (false, true, false) => Outcome::Pass,
        (true, _, false) | (false, true, true) => Outcome::Fail,
        (false, false, _) => Outcome::Review,
    };
    let nearest = [Some(point.clear), point.sure].into_iter().flatten().map(|at| beyond(at).abs()).reduce(f64::min);
    let margin = nearest.map(|distance| if outcome == Outcome::Pass { distance } else { -distance });
    let side = if wanted.answer == Answer::No { LimitSide::High } else { LimitSide::Low };
    Ruling { outcome, graced: false, margin, side: (outcome != Outcome::Pass).then_some(side) }
}

/// A number against a pass zone and fail zones: what lies in the pass zone and reaches no fail zone passes, what lies in a
/// fail zone with all of its doubt fails, and a person looks at the rest.
fn on_zones(number: f64, spread: f64, [min, max]: [Option<f64>; 2], [below, above]: [Option<f64>; 2]) -> Ruling {
    let ends = [min.map(|min| (number - min, LimitSide::Low)), max.map(|max| (max - number, LimitSide::High))];
    let nearest = ends.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    let (low, high) = (number - spread, number + spread);
    let reaches = below.is_some_and(|below| low < below) || above.is_some_and(|above| high > above);
    let fails = below.is_some_and(|below| high < below) || above.is_some_and(|above| low > above);
    let outcome = match nearest {
        _ if fails => Outcome::Fail,
        Some((distance, _)) if distance >= 0.0 && !reaches => Outcome::Pass,
        _ => Outcome::Review,
    };
    Ruling { outcome, graced: false, margin: nearest.map(|end| end.0), side: nearest.map(|end| end.1) }
}

/// The nearer end of the range decides; `equals` and `any_of` make a range of `within` around each number.
fn on_number(number: f64, spread: f64, [min, max]: [Option<f64>; 2], grace: f64, limits: &Constraint) -> Ruling {
    let low = min.map(|min| (number - min, LimitSide::Low));
    let high = max.map(|max| (max - number, LimitSide::High));
    let nearest = |ends: [Option<(f64, LimitSide)>; 2]| ends.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    let equal = limits.any_of.iter().filter_map(Value::as_number).map(|wanted| {
        let side = if number < wanted { LimitSide::Low } else { LimitSide::High };
        (limits.within - (number - wanted).abs(), side)
    });
    let equal = equal.max_by(|a, b| a.0.total_cmp(&b.0));
    match [nearest([low, high]), equal].into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((distance, side)) => Ruling::by_distance(distance, spread, grace, Some(side)),
        None => Ruling::plain(NO_LIMIT),
    }
}

/// Colours are compared by CIEDE2000, the uncertainty in the same unit.
fn on_colour(colour: [u8; 3], spread: f64, limits: &Constraint) -> Ruling {
    let distances = |values: &[Value]| {
        let each = values.iter().filter_map(|value| match value {
            Value::Colour(other) => Some(difference(colour, *other)),
            _ => None,
        });
        each.min_by(f64::total_cmp)
    };
    let wanted = distances(&limits.any_of).map(|distance| limits.within - distance);
    let unwanted = distances(&limits.none_of).map(|distance| distance - limits.within);
    match [wanted, unwanted].into_iter().flatten().min_by(f64::total_cmp) {
        Some(distance) => Ruling::by_distance(distance, spread, 0.0, None),
        None => Ruling::plain(NO_LIMIT),
    }
}

/// Every text must satisfy every limit. No text at all satisfies what is asked of each, but not `absent = false`.
fn on_texts(texts: &[String], limits: &Constraint) -> Ruling {
    let contains =
        |values: &[Value], text: &str| values.iter().any(|value| matches!(value, Value::Text(other) if other == text));
    let each = |text: &String| {
        (limits.any_of.is_empty() || contains(&limits.any_of, text))
            && !contains(&limits.none_of, text)
            && limits.matches.as_ref().is_none_or(|pattern| pattern.is_match(text))
    };
    let present = texts.iter().any(|text| !text.is_empty());
    Ruling::yes(texts.iter().all(each) && limits.absent.is_none_or(|absent| absent != present))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outcome and whether graced, for a value with uncertainty against 0.44..0.58 with a grace.
    fn on(value: f64, uncertainty: f64, grace: f64) -> (Outcome, bool) {
        let ruling = on_number(value, COVERAGE * uncertainty, [Some(0.44), Some(0.58)], grace, &Constraint::default());
        (ruling.outcome, ruling.graced)
    }

    #[test]
    fn the_interval_decides_and_not_the_value() {
        assert_eq!(on(0.50, 0.01, 0.0), (Outcome::Pass, false));
        assert_eq!(on(0.45, 0.01, 0.0), (Outcome::Review, false));
        assert_eq!(on(0.43, 0.01, 0.0), (Outcome::Review, false));
        assert_eq!(on(0.41, 0.01, 0.0), (Outcome::Fail, false));
        assert_eq!(on(0.62, 0.01, 0.0), (Outcome::Fail, false));
        assert_eq!(on(0.51, 0.10, 0.0), (Outcome::Review, false));
    }

    #[test]
    fn inside_the_grace_it_is_a_warning_whichever_way_it_falls() {
        assert_eq!(on(0.42, 0.001, 0.04), (Outcome::Fail, true));
        assert_eq!(on(0.44, 0.001, 0.04), (Outcome::Review, true));
        assert_eq!(on(0.40, 0.005, 0.04), (Outcome::Review, false));
        assert_eq!(on(0.38, 0.005, 0.04), (Outcome::Fail, false));
    }

    #[test]
    fn a_doubt_that_reaches_a_fail_zone_is_asked_about() {
        let zones = |value, spread| on_zones(value, spread, [Some(0.44), Some(0.58)], [Some(0.36), Some(0.68)]).outcome;
        assert_eq!(
            [zones(0.45, 0.05), zones(0.45, 0.10), zones(0.57, 0.12)],
            [Outcome::Pass, Outcome::Review, Outcome::Review]
        );
        assert_eq!(
            [zones(0.40, 0.01), zones(0.35, 0.02), zones(0.30, 0.02)],
            [Outcome::Review, Outcome::Review, Outcome::Fail]
        );
    }

    #[test]
    fn the_margin_counts_from_the_end_of_the_grace() {
        let ruling = on_number(0.341, 0.016, [Some(0.44), Some(0.58)], 0.04, &Constraint::default());
        assert!((ruling.margin.unwrap() + 0.059).abs() < 1e-9);
        assert_eq!(ruling.side, Some(LimitSide::Low));
    }

    #[test]
    fn texts_satisfy_every_limit_or_fail() {
        let limits = Constraint { absent: Some(true), ..Constraint::default() };
        assert_eq!(on_texts(&[], &limits).outcome, Outcome::Pass);
        assert_eq!(on_texts(&["Photoshop".to_owned()], &limits).outcome, Outcome::Fail);
        let limits = Constraint { any_of: vec!["jpg".into(), "jpeg".into()], ..Constraint::default() };
        assert_eq!(on_texts(&["jpg".to_owned()], &limits).outcome, Outcome::Pass);
        assert_eq!(on_texts(&["png".to_owned()], &limits).outcome, Outcome::Fail);
    }

    #[test]
    fn colours_are_equal_within_a_difference() {
        let limits = Constraint { any_of: vec![[67, 142, 219].into()], within: 10.0, ..Constraint::default() };
        assert_eq!(on_colour([70, 140, 215], 1.0, &limits).outcome, Outcome::Pass);
        assert_eq!(on_colour([200, 30, 40], 1.0, &limits).outcome, Outcome::Fail);
    }
}
