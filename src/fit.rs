//! The crop with which a photo would satisfy the geometry of a rule set.
//!
//! Nothing is measured again. The readings of the whole photo are carried over to a part of it ([`Cropped`]): lengths
//! grow, distances from the edges shift, and the rules are held against the result as against any photo. The best part
//! is found by trying heights and places of the frame. What no crop can cure is told apart. No picture is changed here.

use crate::judge::{Finding, Outcome, judge};
use crate::measure::{Measure, Readings, find};
use crate::reading::{Edge, Reading, Unit, Value};
use crate::rules::{Condition, Limits, Rule, Set, Severity};

/// A part of the upright photo, px of it, and the size that it is saved at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Width and height of the new file, px.
    pub saved: [f64; 2],
}

/// What cropping can do for a photo.
pub struct Fit<'r> {
    /// The best crop; `None` where the photo shows no face to frame.
    pub crop: Option<Crop>,
    /// Rules on the frame that even the best crop does not satisfy.
    pub unmet: Vec<Finding<'r>>,
    /// Rules that no crop changes and that are not satisfied.
    pub beyond: Vec<Finding<'r>>,
    /// The rule by which the set wants the untouched original and no crop of it, if it has one.
    pub forbidden_by: Option<&'r Rule>,
}

impl<'r> Fit<'r> {
    /// Looks for the crop of the photo behind `readings` that satisfies `set` best.
    pub fn of(set: &'r Set, readings: &dyn Readings) -> Self {
        let (framed, other): (Vec<_>, Vec<_>) = set.rules.iter().partition(|rule| is_of_frame(rule));
        let judged = |rules: &[&'r Rule], readings: &dyn Readings| -> Vec<Finding<'r>> {
            let findings = rules.iter().map(|rule| judge(rule, readings));
            findings.filter(|finding| finding.outcome > Outcome::Pass).collect()
        };
        let crop = Sitter::of(readings).and_then(|sitter| best(&sitter, &framed, &Shape::of(set, &sitter), readings));
        let unmet = match crop {
            Some(crop) => judged(&framed, &Cropped::of(readings, crop)),
            None => judged(&framed, readings),
        };
        let forbidden_by = set.rules.iter().find(|rule| wants_the_original(rule));
        Self { crop, unmet, beyond: judged(&other, readings), forbidden_by }
    }

    /// Whether the crop alone makes the photo pass.
    pub fn is_enough(&self) -> bool {
        let holds_up = |findings: &[Finding<'_>]| findings.iter().any(|finding| finding.severity == Severity::Error);
        self.crop.is_some() && !holds_up(&self.unmet) && !holds_up(&self.beyond)
    }
}

/// Whether the rule fails photos that a program has written.
fn wants_the_original(rule: &Rule) -> bool {
    let of_editor =
        |condition: &Condition| condition.measure.name == "trace.editor" && condition.limits.absent == Some(true);
    rule.severity == Severity::Error && rule.groups().iter().all(|group| group.iter().any(of_editor))
}

/// Whether a crop changes what the rule is about.
fn is_of_frame(rule: &Rule) -> bool {
    rule.conditions.iter().any(|condition| depends_on_frame(condition.measure))
}

/// Whether a crop changes the value of `measure`.
fn depends_on_frame(measure: &Measure) -> bool {
    measure.line.is_some()
        || measure.is_scaled
        || matches!(measure.unit, Unit::FrameHeight | Unit::FrameWidth)
        || matches!(measure.name, "image.width" | "image.height" | "image.aspect")
}

/// Whom the photo shows, px of the whole of it.
struct Sitter {
    width: f64,
    height: f64,
    /// Middle between the eyes.
    eyes: [f64; 2],
    /// Chin to crown.
    head: f64,
    /// Crown below the top edge.
    crown: f64,
}

impl Sitter {
    fn of(readings: &dyn Readings) -> Option<Self> {
        let number = |name: &str| readings.reading(find(name)?).value()?.as_number();
        let (width, height) = (number("image.width")?, number("image.height")?);
        Some(Self {
            width,
            height,
            eyes: [number("head.centre_x")? * width, number("eyes.line")? * height],
            head: number("head.height")? * height,
            crown: number("head.crown_gap")? * height,
        })
    }
}

/// The shape and the size that a set asks of a file.
struct Shape {
    /// Width over height.
    aspect: f64,
    /// Least and greatest height, px.
    heights: [f64; 2],
}

impl Shape {
    fn of(set: &Set, sitter: &Sitter) -> Self {
        let limits = |name: &str| {
            let mut conditions = set.rules.iter().flat_map(|rule| &rule.conditions);
            conditions.find(|condition| condition.measure.name == name).map(|condition| range(&condition.limits))
        };
        let free = [0.0, f64::INFINITY];
        let (widths, heights) = (limits("image.width").unwrap_or(free), limits("image.height").unwrap_or(free));
        let exact = |[low, high]: [f64; 2]| (low == high).then_some(low);
        let from_size = exact(widths).zip(exact(heights)).map(|(width, height)| width / height);
        let from_aspect = limits("image.aspect").filter(|range| range[1].is_finite()).map(|[a, b]| (a + b) / 2.0);
        let from_reference = set.reference.map(|reference| reference.width / reference.height);
        let aspect = from_size.or(from_aspect).or(from_reference).unwrap_or(sitter.width / sitter.height);
        let heights = [heights[0].max(widths[0] / aspect), heights[1].min(widths[1] / aspect)];
        Self { aspect, heights }
    }

    /// The size at which a part of this height is saved: its own pixels, or fewer where the set has a greatest size; never more.
    fn saved(&self, height: f64) -> [f64; 2] {
        let height = height.min(self.heights[1]).round();
        [(height * self.aspect).round(), height]
    }
}

/// Least and greatest number that limits allow.
fn range(limits: &Limits) -> [f64; 2] {
    let equal = limits.any_of.iter().filter_map(Value::as_number);
    let equal = equal.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], it| [low.min(it), high.max(it)]);
    if equal[0] <= equal[1] {
        return equal;
    }
    [limits.min.map_or(0.0, |bound| bound.value), limits.max.map_or(f64::INFINITY, |bound| bound.value)]
}

/// Heights of the frame that are tried, from the head's own to that of the photo, and places for each.
const HEIGHTS: usize = 90;
const PLACES: usize = 60;

/// The crop with the least that stands against it; of equals, the one furthest from every limit.
fn best(sitter: &Sitter, rules: &[&Rule], shape: &Shape, readings: &dyn Readings) -> Option<Crop> {
    let tallest = sitter.height.min(sitter.width / shape.aspect);
    let least = sitter.head.min(tallest);
    let step = |from: f64, to: f64, index: usize, count: usize| from + (to - from) * index as f64 / count as f64;
    let crops = (0..=HEIGHTS).flat_map(|index| {
        let height = step(least, tallest, index, HEIGHTS);
        let width = height * shape.aspect;
        let left = (sitter.eyes[0] - width / 2.0).clamp(0.0, sitter.width - width);
        let lowest = sitter.crown.clamp(0.0, sitter.height - height);
        (0..=PLACES).map(move |place| {
            let top = step(0.0, lowest, place, PLACES);
            Crop { left, top, width, height, saved: shape.saved(height) }
        })
    });
    let cost = |crop: &Crop| -> f64 {
        let cropped = Cropped::of(readings, *crop);
        rules.iter().map(|rule| against(&judge(rule, &cropped))).sum()
    };
    let costly = crops.map(|crop| (cost(&crop), crop));
    costly.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.height.total_cmp(&a.1.height))).map(|(_, crop)| crop)
}

/// What stands against a crop by one rule: failures weigh most, and nearness to a limit a little.
fn against(finding: &Finding<'_>) -> f64 {
    let weight = match (finding.outcome, finding.severity) {
        (Outcome::Fail, Severity::Error) => 1000.0,
        (Outcome::Review, Severity::Error) => 100.0,
        (Outcome::Fail | Outcome::Review, _) => 10.0,
        _ => 0.0,
    };
    let nearness = finding.judged.iter().filter_map(|judged| {
        let scale = judged.max.zip(judged.min).map_or(1.0, |(max, min)| (max - min) / 2.0).max(f64::MIN_POSITIVE);
        Some((1.0 - judged.margin? / scale).clamp(0.0, 50.0))
    });
    weight + nearness.fold(0.0, f64::max)
}

/// The readings of a photo as they would be of a part of it.
pub struct Cropped<'w> {
    whole: &'w dyn Readings,
    width: f64,
    height: f64,
    crop: Crop,
}

impl<'w> Cropped<'w> {
    /// The readings of `crop` out of the photo behind `whole`.
    pub fn of(whole: &'w dyn Readings, crop: Crop) -> Self {
        let side = |name: &str| find(name).and_then(|measure| whole.reading(measure).value()?.as_number());
        let (width, height) = (side("image.width").unwrap_or(0.0), side("image.height").unwrap_or(0.0));
        Self { whole, width, height, crop }
    }

    /// The value of `measure` in the part, and by what its uncertainty is multiplied.
    fn carried(&self, measure: &Measure, value: f64) -> (f64, f64) {
        let crop = &self.crop;
        let (down, across) = (self.height / crop.height, self.width / crop.width);
        match (measure.line.as_ref().map(|line| line.from), measure.unit) {
            (Some(Edge::Top), _) => ((value * self.height - crop.top) / crop.height, down),
            (Some(Edge::Bottom), _) => {
                let below = self.height - crop.top - crop.height;
                ((value * self.height - below) / crop.height, down)
            }
            (Some(Edge::Left), _) => ((value * self.width - crop.left) / crop.width, across),
            (None, Unit::FrameHeight) => (value * down, down),
            (None, Unit::FrameWidth) => (value * across, across),
            (None, _) if measure.is_scaled => {
                let scale = crop.saved[1] / crop.height;
                (value * scale, scale)
            }
            _ => (value, 1.0),
        }
    }
}

impl Readings for Cropped<'_> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let [width, height] = self.crop.saved;
        match measure.name {
            "image.width" => return Reading::exact(width),
            "image.height" => return Reading::exact(height),
            "image.aspect" => return Reading::exact(width / height),
            _ => {}
        }
        match self.whole.reading(measure) {
            Reading::Measured { value: Value::Number(value), uncertainty } if depends_on_frame(measure) => {
                let (value, scale) = self.carried(measure, value);
                Reading::Measured { value: Value::Number(value), uncertainty: uncertainty.map(|it| it * scale) }
            }
            other => other,
        }
    }

    fn frame_height(&self) -> Option<f64> {
        Some(self.crop.saved[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reason;
    use crate::rules::load;

    /// A face whose crown lies at 700 of 3000 px, whose chin at 1300 and whose eyes at (1000, 1010); the photo is 2000 px wide.
    struct Wide;

    impl Readings for Wide {
        fn reading(&self, measure: &'static Measure) -> Reading {
            let value = match measure.name {
                "image.width" => 2000.0,
                "image.height" => 3000.0,
                "image.aspect" => 2.0 / 3.0,
                "head.height" => 600.0 / 3000.0,
                "head.crown_gap" => 700.0 / 3000.0,
                "head.chin_gap" => 1700.0 / 3000.0,
                "eyes.line" => 1010.0 / 3000.0,
                "head.centre_x" => 0.5,
                "face.count" => 1.0,
                _ => return Reading::Unmeasured(Reason::NoMethod),
            };
            Reading::exact(value)
        }

        fn frame_height(&self) -> Option<f64> {
            Some(3000.0)
        }
    }

    fn set(text: &str) -> Set {
        let open = |_: &str| Ok(text.to_owned());
        load(&["test.toml".to_owned()], &[], &open).unwrap_or_else(|_| panic!("the set loads"))
    }

    const HEAD: &str = r#"
        schema = 1
        [set]
        id = "test"
        title = { zh = "测试", en = "Test" }
        reference = { width = 480, height = 640 }
    "#;

    fn rule(id: &str, measure: &str, min: &str, max: &str) -> String {
        format!(
            "[[rule]]\nid = \"{id}\"\nmeasure = \"{measure}\"\nmin = {min}\nmax = {max}\ntitle = {{ zh = \"{id}\", en = \"{id}\" }}\n"
        )
    }

    #[test]
    fn a_crop_brings_head_and_crown_into_their_limits() {
        let rules = rule("head", "head.height", "0.5", "0.6") + &rule("crown", "head.crown_gap", "0.08", "0.17");
        let set = set(&(HEAD.to_owned() + &rules));
        let fit = Fit::of(&set, &Wide);
        let crop = fit.crop.expect("a crop");
        assert!(fit.is_enough() && fit.unmet.is_empty());
        assert!((0.5..=0.6).contains(&(600.0 / crop.height)) && (crop.width / crop.height - 0.75).abs() < 1e-9);
        assert!((0.08..=0.17).contains(&((700.0 - crop.top) / crop.height)));
        assert!((crop.left + crop.width / 2.0 - 1000.0).abs() < 1.0);
    }

    #[test]
    fn pixels_that_no_crop_has_are_told() {
        let rules = rule("head", "head.height", "0.5", "0.6") + &rule("tall", "image.height", "2000", "4000");
        let set = set(&(HEAD.to_owned() + &rules));
        let fit = Fit::of(&set, &Wide);
        assert_eq!(fit.unmet.iter().map(|finding| finding.rule.id.as_str()).collect::<Vec<_>>(), ["tall"]);
        assert!(!fit.is_enough());
    }

    #[test]
    fn a_set_that_wants_the_original_forbids_the_crop() {
        let nothing = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
        let notice = load(&["graduation-2022".to_owned()], &[], &nothing).unwrap_or_else(|_| panic!("it loads"));
        assert_eq!(Fit::of(&notice, &Wide).forbidden_by.map(|rule| rule.id.as_str()), Some("no-editing-traces"));
    }
}
