//! The crop with which a photo would satisfy the geometry of a rule set.
//!
//! Nothing is measured again. The readings of the whole photo are carried over to a part of it: lengths
//! grow, distances from the edges shift, and the rules are held against the result as against any photo. The best part
//! is found by trying heights and places of the frame, first coarsely, then around the best. What no crop can cure is told
//! apart ([`Fit`]); a report offers a crop only where it helps ([`offered`]). All that the program says of crops comes from
//! here. No picture is changed.

use crate::judge::{Finding, Outcome, Verdict, judge, judge_all};
use crate::measure::{Measure, Readings, find};
use crate::reading::{FrameEdge, Reading, Unit, Value};
use crate::rules::{Condition, Constraint, Rule, Set, Severity};

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
    /// Where the crown and the chin of the person in it are, px below the top of the photo.
    pub head: [f64; 2],
}

/// What cropping can do for a photo.
pub struct Fit<'r> {
    /// The best crop; `None` where none is needed, or the photo shows no face to frame.
    pub crop: Option<Crop>,
    /// Whether the photo satisfies all that the set asks of the frame as it is.
    pub is_framed: bool,
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
        let (framed, beyond): (Vec<_>, Vec<_>) =
            open(set, readings).into_iter().partition(|finding| is_of_frame(finding.rule));
        let best = best(set, readings);
        // Where nobody is seen, nothing says that the frame is right.
        let is_framed = best.is_some() && framed.is_empty();
        let crop = best.filter(|_| !is_framed);
        let unmet = match crop {
            Some(crop) => framed_and_open(set, readings, crop),
            None => framed,
        };
        Self { crop, is_framed, unmet, beyond, forbidden_by: set.rules.iter().find(|rule| wants_the_original(rule)) }
    }

    /// Whether the photo passes with the crop alone, or as it is.
    pub(crate) fn is_enough(&self) -> bool {
        (self.crop.is_some() || self.is_framed) && holds_nothing_up(&self.unmet) && holds_nothing_up(&self.beyond)
    }
}

/// The crop that is worth offering to whoever has `findings` of the photo behind `readings`: the frame is what fails it, the set
/// takes a crop, and this one satisfies all that the set asks of the frame. `None` otherwise.
pub fn offered(set: &Set, findings: &[Finding<'_>], readings: &dyn Readings) -> Option<Crop> {
    if !findings.iter().any(is_mended) || set.rules.iter().any(wants_the_original) {
        return None;
    }
    best(set, readings).filter(|crop| holds_nothing_up(&framed_and_open(set, readings, *crop)))
}

/// Whether the finding fails its photo for something that a crop may change.
pub(crate) fn is_mended(finding: &Finding<'_>) -> bool {
    finding.verdict() == Verdict::Fail && is_of_frame(finding.rule)
}

/// The part of the photo that `crop` is, saved as `set` wants it; `None` where that does not satisfy what `set` asks of the frame.
pub fn carried_to(set: &Set, readings: &dyn Readings, crop: Crop) -> Option<Crop> {
    let shape = Shape::of(set, &Sitter::of(readings)?);
    let crop = Crop { saved: shape.saved([crop.width, crop.height]), ..crop };
    // A frame in whole pixels has no shape more exactly than to one of them.
    let has_shape = (crop.width - crop.height * shape.aspect).abs() <= 1.0;
    let takes_it = !set.rules.iter().any(wants_the_original);
    (has_shape && takes_it && holds_nothing_up(&framed_and_open(set, readings, crop))).then_some(crop)
}

/// What stands against the photo behind `readings`, one cause one finding.
fn open<'r>(set: &'r Set, readings: &dyn Readings) -> Vec<Finding<'r>> {
    judge_all(&set.rules, readings).into_iter().filter(|finding| finding.outcome > Outcome::Pass).collect()
}

/// What stands against this part of the photo because of its frame.
fn framed_and_open<'r>(set: &'r Set, readings: &dyn Readings, crop: Crop) -> Vec<Finding<'r>> {
    open(set, &Cropped::of(readings, crop)).into_iter().filter(|finding| is_of_frame(finding.rule)).collect()
}

fn holds_nothing_up(findings: &[Finding<'_>]) -> bool {
    !findings.iter().any(|finding| finding.severity == Severity::Error)
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
    /// Middle of the head.
    middle: f64,
    /// Chin to crown.
    head: f64,
    /// Crown below the top edge.
    crown: f64,
}

impl Sitter {
    fn of(readings: &dyn Readings) -> Option<Self> {
        let number = |name: &str| readings.reading(find(name)?).value()?.as_number();
        let (width, height) = (number("image.width")?, number("image.height")?);
        let head = number("head.height")?;
        let crown = number("head.crown_gap").or_else(|| Some(1.0 - number("head.chin_gap")? - head))?;
        Some(Self {
            width,
            height,
            middle: number("head.centre_x")? * width,
            head: head * height,
            crown: crown * height,
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
        // Where only the print has a size, lengths in mm are of a picture that fills it.
        let from_frame = set.reference.or(set.print).map(|frame| frame.width / frame.height);
        let aspect = from_size.or(from_aspect).or(from_frame).unwrap_or(sitter.width / sitter.height);
        let heights = [heights[0].max(widths[0] / aspect), heights[1].min(widths[1] / aspect)];
        Self { aspect, heights }
    }

    /// The size at which a part of this size is saved: its own pixels, or fewer where the set has a greatest size; never more.
    fn saved(&self, own: [f64; 2]) -> [f64; 2] {
        let most = self.heights[1].round();
        if own[1] <= most { own } else { [(most * self.aspect).round(), most] }
    }
}

/// Least and greatest number that limits allow.
fn range(limits: &Constraint) -> [f64; 2] {
    let equal = limits.any_of.iter().filter_map(Value::as_number);
    let equal = equal.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], it| [low.min(it), high.max(it)]);
    if equal[0] <= equal[1] {
        return equal;
    }
    [limits.min.map_or(0.0, |bound| bound.value), limits.max.map_or(f64::INFINITY, |bound| bound.value)]
}

/// How many heights of the frame are tried, from the head's own to that of the photo, each the same factor above the one before,
/// and how many places for each; then as many closer ones around the best, a few times.
const HEIGHTS: usize = 40;
const PLACES: usize = 24;
const CLOSER: usize = 3;
const ROUNDS: usize = 3;

/// The crop with the least that stands against it; of equals, the one furthest from every limit.
fn best(set: &Set, readings: &dyn Readings) -> Option<Crop> {
    let sitter = Sitter::of(readings)?;
    let frames = Frames::of(&sitter, Shape::of(set, &sitter));
    let rules: Vec<&Rule> = set.rules.iter().filter(|rule| is_of_frame(rule)).collect();
    let cost = |at: [f64; 2]| -> f64 {
        let cropped = Cropped::of(readings, frames.crop(at));
        rules.iter().map(|rule| against(&judge(rule, &cropped))).sum()
    };
    // Of equals the first: the highest frames are tried first.
    let least = |places: Vec<[f64; 2]>| {
        places.into_iter().map(|at| (cost(at), at)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    };
    let grid = |[height, place]: [usize; 2]| [height as f64 / HEIGHTS as f64, place as f64 / PLACES as f64];
    let all = (0..=HEIGHTS).flat_map(|height| (0..=PLACES).map(move |place| grid([height, place])));
    let mut found = least(all.collect())?;
    let mut step = [1.0 / HEIGHTS as f64, 1.0 / PLACES as f64];
    for _ in 0..ROUNDS {
        let around = |middle: f64, step: f64| {
            let steps = CLOSER as isize;
            (-steps..=steps).map(move |it| (middle + step * it as f64 / (steps + 1) as f64).clamp(0.0, 1.0))
        };
        let near = around(found[0], step[0]).flat_map(|height| around(found[1], step[1]).map(move |at| [height, at]));
        found = least(near.collect()).unwrap_or(found);
        step = step.map(|it| it / (CLOSER + 1) as f64);
    }
    Some(frames.crop(found))
}

/// The frames that are tried, all of one shape with the head in the middle.
struct Frames<'s> {
    sitter: &'s Sitter,
    shape: Shape,
    /// Height of the highest, px.
    tallest: f64,
    /// Height of the lowest over that of the highest.
    least: f64,
}

impl<'s> Frames<'s> {
    fn of(sitter: &'s Sitter, shape: Shape) -> Self {
        let tallest = sitter.height.min(sitter.width / shape.aspect);
        Self { sitter, shape, tallest, least: (sitter.head / tallest).clamp(0.01, 1.0) }
    }

    /// The frame at a share of the way from the highest to the lowest, and of the way from the photo's top to the crown; in whole
    /// pixels, so that what is said is what is cut.
    fn crop(&self, [height, place]: [f64; 2]) -> Crop {
        let Self { sitter, shape, .. } = self;
        let height = (self.tallest * self.least.powf(height)).round().clamp(1.0, self.tallest.floor().max(1.0));
        let width = (height * shape.aspect).round().max(1.0);
        let left = (sitter.middle - width / 2.0).clamp(0.0, (sitter.width - width).max(0.0));
        let top = sitter.crown.clamp(0.0, (sitter.height - height).max(0.0)) * place;
        let head = [sitter.crown, sitter.crown + sitter.head];
        Crop { left: left.round(), top: top.round(), width, height, saved: shape.saved([width, height]), head }
    }
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
pub(crate) struct Cropped<'w> {
    whole: &'w dyn Readings,
    width: f64,
    height: f64,
    crop: Crop,
}

impl<'w> Cropped<'w> {
    /// The readings of `crop` out of the photo behind `whole`.
    pub(crate) fn of(whole: &'w dyn Readings, crop: Crop) -> Self {
        let side = |name: &str| find(name).and_then(|measure| whole.reading(measure).value()?.as_number());
        let (width, height) = (side("image.width").unwrap_or(0.0), side("image.height").unwrap_or(0.0));
        Self { whole, width, height, crop }
    }

    /// The value of `measure` in the part, and by what its uncertainty is multiplied.
    fn carried(&self, measure: &Measure, value: f64) -> (f64, f64) {
        let crop = &self.crop;
        let (down, across) = (self.height / crop.height, self.width / crop.width);
        match (measure.line.as_ref().map(|line| line.from), measure.unit) {
            (Some(FrameEdge::Top), _) => ((value * self.height - crop.top) / crop.height, down),
            (Some(FrameEdge::Bottom), _) => {
                let below = self.height - crop.top - crop.height;
                ((value * self.height - below) / crop.height, down)
            }
            (Some(FrameEdge::Left), _) => ((value * self.width - crop.left) / crop.width, across),
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
        assert!((0.5..=0.6).contains(&(600.0 / crop.height)) && (crop.width - crop.height * 0.75).abs() <= 0.5);
        assert!((0.08..=0.17).contains(&((700.0 - crop.top) / crop.height)));
        assert!((crop.left + crop.width / 2.0 - 1000.0).abs() < 1.0);
    }

    #[test]
    fn a_crop_for_a_print_has_its_shape() {
        let print = HEAD.replace("reference = { width = 480, height = 640 }", "print = { width = 35, height = 45 }");
        let set = set(&(print + &rule("head", "head.height", "\"32 mm\"", "\"36 mm\"")));
        let fit = Fit::of(&set, &Wide);
        let crop = fit.crop.expect("a crop");
        assert!(fit.is_enough() && (crop.width - crop.height * 35.0 / 45.0).abs() <= 0.5, "{crop:?}");
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

    #[test]
    fn a_crop_is_offered_only_where_the_frame_fails_the_photo_and_a_crop_mends_it() {
        let offer = |rules: &str| {
            let set = set(&(HEAD.to_owned() + rules));
            offered(&set, &judge_all(&set.rules, &Wide), &Wide).is_some()
        };
        let head = rule("head", "head.height", "0.5", "0.6");
        let original = "[[rule]]\nid = \"original\"\nmeasure = \"trace.editor\"\nabsent = true\nunmeasured = \"skip\"\n\
            title = { zh = \"原图\", en = \"Original\" }\n";
        assert!(offer(&head));
        assert!(!offer(&rule("head", "head.height", "0.1", "0.3")), "the head is fine as it is");
        assert!(!offer(&(head.clone() + &rule("tall", "image.height", "2000", "4000"))), "too few pixels are left");
        assert!(!offer(&(head + original)), "the untouched photo is wanted");
    }

    #[test]
    fn a_head_in_a_narrow_band_is_found_in_a_large_photo() {
        // 32 to 36 of 45 mm, the narrowest that any office publishes, for a head of a fifth of the photo.
        let set = set(&(HEAD.to_owned() + &rule("head", "head.height", "0.7111", "0.8")));
        let fit = Fit::of(&set, &Wide);
        let head = 600.0 / fit.crop.expect("a crop").height;
        assert!(fit.is_enough() && (0.74..0.78).contains(&head), "as far from both limits as it can be: {head}");
    }

    #[test]
    fn a_crop_for_one_set_is_held_against_another() {
        let wide = rule("head", "head.height", "0.5", "0.6");
        let (one, other) = (set(&(HEAD.to_owned() + &wide)), rule("head", "head.height", "0.7", "0.8"));
        let crop = Fit::of(&one, &Wide).crop.expect("a crop");
        assert!(carried_to(&one, &Wide, crop).is_some());
        assert!(carried_to(&set(&(HEAD.to_owned() + &other)), &Wide, crop).is_none(), "the head is too small for it");
        let square = HEAD.replace("width = 480", "width = 640") + &wide;
        assert!(carried_to(&set(&square), &Wide, crop).is_none(), "it wants another shape");
    }
}
