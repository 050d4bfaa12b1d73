//! Each rule set at its own limits: readings that satisfy all of it pass, and each number has a value just inside that is met
//! and one just outside that is not. What stands in the file itself, its bytes, format and pixels, is tried with real files.

use std::collections::HashMap;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use photocheck::judge::{Outcome, Verdict, judge, judge_all};
use photocheck::measure::{MEASURES, Measure, Measurements, Readings};
use photocheck::photo::{Limits as Budget, Photo};
use photocheck::reading::{Reading, Reason, Value, ValueKind};
use photocheck::rules::{Answer, BUILT_IN, Bound, Condition, Constraint, Rule, Set, Severity, load_each};

fn set(name: &str) -> Set {
    let nothing = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
    load_each(&[name.to_owned()], &[], &nothing).unwrap_or_else(|_| panic!("{name} loads")).remove(0)
}

/// Readings by the names of their measures; anything else is hidden.
#[derive(Clone)]
struct Table {
    readings: HashMap<&'static str, Reading>,
    height: f64,
}

impl Readings for Table {
    fn reading(&self, measure: &'static Measure) -> Reading {
        self.readings.get(measure.name).cloned().unwrap_or(Reading::Unmeasured(Reason::Hidden))
    }

    fn frame_height(&self) -> Option<f64> {
        Some(self.height)
    }
}

/// All conditions that a photo has to meet; of alternatives the first.
fn wanted(rule: &Rule) -> &[Condition] {
    match rule.alternatives.first() {
        Some(group) => &rule.conditions[group.clone()],
        None => &rule.conditions,
    }
}

/// Readings that satisfy every rule of the set.
fn satisfying(set: &Set) -> Table {
    let height = set.reference.map_or(640.0, |frame| frame.height);
    let mut table = Table { readings: HashMap::new(), height };
    // The frame first: lengths in it scale with its height.
    let frame_first = |measure: &&&Measure| !measure.name.starts_with("image.");
    let (others, frame): (Vec<_>, Vec<_>) =
        MEASURES.iter().collect::<Vec<_>>().into_iter().partition(|it| frame_first(&it));
    for measure in frame.into_iter().chain(others) {
        let conditions = set.rules.iter().flat_map(wanted).filter(|it| it.measure.name == measure.name);
        let limits: Vec<&Constraint> = conditions.map(|it| &it.limits).collect();
        if let Some(reading) = met(measure, &limits, table.height) {
            if measure.name == "image.height" {
                table.height = reading.value().and_then(Value::as_number).unwrap_or(table.height);
            }
            table.readings.insert(measure.name, reading);
        }
    }
    let is_known = |name: &str| table.readings.contains_key(name);
    if !is_known("face.count") {
        table.readings.insert("face.count", Reading::exact(1.0));
    }
    table
}

/// A reading that all these limits allow; `None` where nothing is asked.
fn met(measure: &Measure, limits: &[&Constraint], height: f64) -> Option<Reading> {
    let first = limits.first()?;
    Some(match measure.kind() {
        ValueKind::Score => {
            let wanted = first.wanted?;
            // Without points nothing that a score says decides anything.
            wanted.points?;
            Reading::exact(if wanted.answer == Answer::Yes { 1.0 } else { 0.0 })
        }
        ValueKind::Number if !first.any_of.is_empty() => Reading::exact(first.any_of[0].clone()),
        ValueKind::Number => {
            let end = |of: fn(&Constraint) -> Option<Bound>| {
                limits.iter().filter_map(move |it| of(it)).map(|it| it.for_height(Some(height)))
            };
            let low = end(|it| it.min).fold(f64::NEG_INFINITY, f64::max);
            let high = end(|it| it.max).fold(f64::INFINITY, f64::min);
            Reading::exact(match (low.is_finite(), high.is_finite()) {
                (true, true) => (low + high) / 2.0,
                (true, false) => low + low.abs() * 0.1 + 0.001,
                _ => high - high.abs() * 0.1 - 0.001,
            })
        }
        ValueKind::List => Reading::exact(Vec::<String>::new()),
        _ => Reading::exact(first.any_of.first()?.clone()),
    })
}

#[test]
fn a_photo_that_satisfies_every_rule_of_a_set_passes() {
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let findings = judge_all(&set.rules, &satisfying(&set));
        let open: Vec<_> =
            findings.iter().filter(|it| it.outcome > Outcome::Pass && it.severity == Severity::Error).collect();
        let told: Vec<_> = open.iter().map(|it| (&it.rule.id, it.decided_by().condition.measure.name)).collect();
        assert_eq!(Verdict::of(&findings, Severity::Error), Verdict::Pass, "{}: {told:?}", set.id);
    }
}

/// Every number of a rule: the condition's index, the number for a photo of this height, and on which side of it a value is
/// allowed.
fn numbers(rule: &Rule, height: f64) -> Vec<(usize, f64, f64)> {
    let of = |(index, condition): (usize, &Condition)| {
        let ends = [(condition.limits.min, 1.0), (condition.limits.max, -1.0)];
        let end = move |(bound, inwards): (Option<Bound>, f64)| Some((index, bound?.for_height(Some(height)), inwards));
        ends.into_iter().filter_map(end).collect::<Vec<_>>()
    };
    rule.conditions.iter().enumerate().flat_map(of).collect()
}

#[test]
fn every_number_is_met_just_inside_and_not_just_outside() {
    let mut tried = 0;
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let base = satisfying(&set);
        for rule in set.rules.iter().filter(|rule| rule.alternatives.is_empty()) {
            for (index, number, inwards) in numbers(rule, base.height) {
                let condition = &rule.conditions[index];
                let with = |distance: f64| {
                    let mut table = base.clone();
                    let step = (number.abs() * 1e-6).max(1e-6) * distance * inwards;
                    table.readings.insert(condition.measure.name, Reading::exact(number + step));
                    judge(rule, &table).judged.swap_remove(index).outcome
                };
                let place = format!("{}: {} of {}, {number}", set.id, condition.measure.name, rule.id);
                let allowed =
                    condition.limits.min.zip(condition.limits.max).is_none_or(|(min, max)| min.value < max.value);
                if allowed {
                    assert_eq!(with(1.0), Outcome::Pass, "inside {place}");
                }
                let grace = condition.limits.grace.map_or(0.0, |grace| grace.value);
                let zone = if inwards > 0.0 { condition.limits.fail_below } else { condition.limits.fail_above };
                if zone.is_some() {
                    assert_eq!(with(-1.0), Outcome::Review, "outside {place}");
                } else if grace > 0.0 {
                    assert_ne!(with(-1.0), Outcome::Pass, "outside {place}");
                } else {
                    assert_eq!(with(-1.0), Outcome::Fail, "outside {place}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried} numbers");
}

/// A JPEG of these pixels; with so many bytes where that is asked, by a comment of no meaning.
fn jpeg(width: u32, height: u32, bytes: Option<usize>) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let picture = RgbImage::from_pixel(width, height, image::Rgb([100, 197, 255]));
    JpegEncoder::new_with_quality(&mut file, 90)
        .encode(&picture, width, height, ExtendedColorType::Rgb8)
        .expect("it encodes");
    let Some(bytes) = bytes else { return Some(file) };
    let mut missing = bytes.checked_sub(file.len())?;
    let mut comments = Vec::new();
    while missing > 0 {
        // A comment has four bytes of its own and at most 65,533 more; what is left must not be too short for the next.
        let whole = if missing > 65_537 { (missing - 4).min(65_537) } else { missing };
        let content = whole.checked_sub(4)?;
        comments.extend([0xFF, 0xFE]);
        comments.extend(u16::try_from(content + 2).ok()?.to_be_bytes());
        comments.extend(vec![b' '; content]);
        missing -= whole;
    }
    file.splice(2..2, comments);
    assert_eq!(file.len(), bytes);
    Some(file)
}

/// What the set's rules on `measure` say of a real file.
fn told(set: &Set, measure: &str, name: &str, file: Vec<u8>) -> Vec<Outcome> {
    let photo = Photo::new(name, file, Budget::default());
    let measurements = Measurements::of(&photo);
    // Rules on anything else would look at the picture, and there is none.
    let is_asked = |rule: &&Rule| rule.conditions.iter().any(|it| it.measure.name == measure);
    let rules = set.rules.iter().filter(|rule| rule.alternatives.is_empty()).filter(is_asked);
    let judged = rules.flat_map(|rule| {
        let finding = judge(rule, &measurements);
        finding
            .judged
            .into_iter()
            .filter(|it| it.condition.measure.name == measure)
            .map(|it| it.outcome)
            .collect::<Vec<_>>()
    });
    judged.collect()
}

/// The numbers of the conditions on a measure, all rules together: least and greatest allowed.
fn range(set: &Set, measure: &str) -> (Option<f64>, Option<f64>) {
    let conditions = || set.rules.iter().filter(|rule| rule.alternatives.is_empty()).flat_map(|rule| &rule.conditions);
    let limits = || conditions().filter(|it| it.measure.name == measure).map(|it| &it.limits);
    let exact = limits().find_map(|it| it.any_of.first()?.as_number());
    let low = limits().filter_map(|it| it.min).map(|it| it.value).fold(f64::NEG_INFINITY, f64::max);
    let high = limits().filter_map(|it| it.max).map(|it| it.value).fold(f64::INFINITY, f64::min);
    let finite = |number: f64| number.is_finite().then_some(number);
    (exact.or(finite(low)), exact.or(finite(high)))
}

#[test]
fn files_of_exactly_the_allowed_bytes_are_met_and_one_byte_more_or_less_is_not() {
    let mut tried = 0;
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let (low, high) = range(&set, "file.size");
        for (end, inside, outside) in [(low, 0.0, -1.0), (high, 0.0, 1.0)] {
            let Some(end) = end else { continue };
            let end = if outside < 0.0 { end.ceil() } else { end.floor() };
            let told = |bytes: f64| {
                let file = jpeg(24, 32, Some(bytes as usize)).unwrap_or_else(|| panic!("{bytes} bytes"));
                told(&set, "file.size", "a.jpg", file)
            };
            assert!(told(end + inside).iter().all(|it| *it == Outcome::Pass), "{}: {end} bytes", set.id);
            assert!(told(end + outside).contains(&Outcome::Fail), "{}: {} bytes", set.id, end + outside);
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried} limits");
}

#[test]
fn files_of_exactly_the_allowed_pixels_are_met_and_one_pixel_more_or_less_is_not() {
    let mut tried = 0;
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        for side in ["image.width", "image.height"] {
            let (low, high) = range(&set, side);
            for (end, outside) in [(low, -1.0), (high, 1.0)] {
                let Some(end) = end.filter(|end| *end <= 4000.0) else { continue };
                let told = |length: f64| {
                    let length = length as u32;
                    let file = if side == "image.width" { jpeg(length, 300, None) } else { jpeg(300, length, None) };
                    told(&set, side, "a.jpg", file.expect("a file"))
                };
                assert!(told(end).iter().all(|it| *it == Outcome::Pass), "{}: {side} {end}", set.id);
                assert!(
                    !told(end + outside).iter().all(|it| *it == Outcome::Pass),
                    "{}: {side} {}",
                    set.id,
                    end + outside
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried} limits");
}

#[test]
fn a_file_of_another_format_is_none_of_any_set_that_asks_for_jpeg() {
    let mut png = std::io::Cursor::new(Vec::new());
    RgbImage::new(24, 32).write_to(&mut png, image::ImageFormat::Png).expect("it encodes");
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let asked = set.rules.iter().flat_map(|rule| &rule.conditions).find(|it| it.measure.name == "file.format");
        let Some(asked) = asked.filter(|it| !it.limits.any_of.contains(&Value::from("png"))) else { continue };
        assert!(!asked.limits.any_of.is_empty(), "{}", set.id);
        let jpeg = told(&set, "file.format", "a.jpg", jpeg(24, 32, None).expect("a file"));
        assert!(jpeg.iter().all(|it| *it == Outcome::Pass), "{}", set.id);
        assert!(told(&set, "file.format", "a.jpg", png.get_ref().clone()).contains(&Outcome::Fail), "{}", set.id);
    }
}

/// A head in a frame, px: its landmarks as a painter would place them.
#[derive(Clone)]
struct Head {
    frame: [f64; 2],
    crown: f64,
    /// Chin to crown.
    height: f64,
    /// Chin to the top of the skull.
    skull: f64,
    /// Eyes below the upper edge.
    eyes: f64,
    eye_distance: f64,
    face_width: f64,
    head_width: f64,
    /// Middle of the head from the left edge.
    centre: f64,
}

/// A measure of the frame: how it is told by the landmarks, and how a head becomes one that is so many px longer, wider, lower or
/// further to the right by it.
struct Geometry {
    name: &'static str,
    read: fn(&Head) -> f64,
    /// Px of one unit.
    unit: fn(&Head) -> f64,
    moved: fn(&mut Head, f64),
}

const GEOMETRY: [Geometry; 9] = [
    Geometry {
        name: "head.height",
        read: |it| it.height / it.frame[1],
        unit: |it| it.frame[1],
        moved: |it, px| it.height += px,
    },
    Geometry {
        name: "head.skull_height",
        read: |it| it.skull / it.frame[1],
        unit: |it| it.frame[1],
        moved: |it, px| it.skull += px,
    },
    Geometry {
        name: "head.crown_gap",
        read: |it| it.crown / it.frame[1],
        unit: |it| it.frame[1],
        moved: |it, px| it.crown += px,
    },
    Geometry {
        name: "head.chin_gap",
        read: |it| 1.0 - (it.crown + it.height) / it.frame[1],
        unit: |it| it.frame[1],
        moved: |it, px| it.height -= px,
    },
    Geometry {
        name: "eyes.line",
        read: |it| it.eyes / it.frame[1],
        unit: |it| it.frame[1],
        moved: |it, px| it.eyes += px,
    },
    Geometry {
        name: "eyes.distance",
        read: |it| it.eye_distance,
        unit: |_| 1.0,
        moved: |it, px| it.eye_distance += px,
    },
    Geometry {
        name: "face.width",
        read: |it| it.face_width / it.frame[0],
        unit: |it| it.frame[0],
        moved: |it, px| it.face_width += px,
    },
    Geometry {
        name: "head.width",
        read: |it| it.head_width / it.frame[0],
        unit: |it| it.frame[0],
        moved: |it, px| it.head_width += px,
    },
    Geometry {
        name: "head.centre_x",
        read: |it| it.centre / it.frame[0],
        unit: |it| it.frame[0],
        moved: |it, px| it.centre += px,
    },
];

impl Head {
    /// What is measured of it; everything else is hidden.
    fn readings(&self) -> Table {
        let of = |it: &Geometry| (it.name, Reading::exact((it.read)(self)));
        Table { readings: GEOMETRY.iter().map(of).collect(), height: self.frame[1] }
    }

    /// Whether heads are built like this: parts of the height from chin to crown, with room for children and for hair.
    fn is_possible(&self) -> bool {
        let between = |px: f64, low: f64, high: f64| (low..=high).contains(&(px / self.height));
        between(self.eyes - self.crown, 0.42, 0.62)
            && between(self.skull, 0.8, 1.0)
            && between(self.eye_distance, 0.2, 0.36)
            && between(self.face_width, 0.5, 0.85)
            && between(self.head_width, 0.55, 0.95)
    }
}

/// The frame that the set's geometry is written for.
fn frame(set: &Set) -> [f64; 2] {
    let reference = set.reference.map(|frame| [frame.width, frame.height]);
    let print = set.print.map(|print| [print.width * 16.0, print.height * 16.0]);
    reference.or(print).unwrap_or([480.0, 640.0])
}

/// Least and greatest px by a measure that the set allows, warnings included.
fn allowed(set: &Set, geometry: &Geometry, head: &Head) -> [f64; 2] {
    let conditions = set.rules.iter().filter(|rule| rule.alternatives.is_empty()).flat_map(|rule| &rule.conditions);
    let mut range = [f64::NEG_INFINITY, f64::INFINITY];
    for condition in conditions.filter(|it| it.measure.name == geometry.name) {
        let px = |bound: Bound| bound.for_height(Some(head.frame[1])) * (geometry.unit)(head);
        range[0] = condition.limits.min.map_or(range[0], |bound| range[0].max(px(bound)));
        range[1] = condition.limits.max.map_or(range[1], |bound| range[1].min(px(bound)));
    }
    range
}

/// A head as heads are built that meets all of the set's geometry, in the middle of what is left for each landmark.
fn fitting(set: &Set) -> Option<Head> {
    let frame = frame(set);
    let start = Head {
        frame,
        crown: 0.0,
        height: 0.0,
        skull: 0.0,
        eyes: 0.0,
        eye_distance: 0.0,
        face_width: 0.0,
        head_width: 0.0,
        centre: frame[0] / 2.0,
    };
    let range = |name: &str| allowed(set, GEOMETRY.iter().find(|it| it.name == name).unwrap(), &start);
    let middle = |name: &str, low: f64, high: f64| {
        let [least, most] = range(name);
        (low.max(least) + high.min(most)) / 2.0
    };
    let steps = (1..200).map(|step| f64::from(step) / 200.0 * frame[1]);
    let heads = steps.clone().flat_map(|height| steps.clone().map(move |crown| (height, crown)));
    let built = heads.filter(|(height, crown)| height + crown < frame[1]).map(|(height, crown)| Head {
        crown,
        height,
        skull: middle("head.skull_height", 0.8 * height, height),
        eyes: middle("eyes.line", crown + 0.42 * height, crown + 0.62 * height),
        eye_distance: middle("eyes.distance", 0.2 * height, 0.36 * height),
        face_width: middle("face.width", 0.5 * height, 0.85 * height),
        head_width: middle("head.width", 0.55 * height, 0.95 * height),
        ..start.clone()
    });
    let meets = |head: &Head| {
        let inside = |it: &Geometry| {
            let [low, high] = allowed(set, it, head);
            let px = (it.read)(head) * (it.unit)(head);
            (low + 1.0..=high - 1.0).contains(&px)
        };
        head.is_possible() && GEOMETRY.iter().all(inside)
    };
    built.into_iter().find(meets)
}

#[test]
fn every_sets_geometry_can_be_met_by_one_head() {
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let head = fitting(&set).unwrap_or_else(|| panic!("{}: no head meets all of it", set.id));
        let readings = head.readings();
        let is_asked = |rule: &&Rule| {
            rule.alternatives.is_empty()
                && rule.conditions.iter().all(|it| GEOMETRY.iter().any(|geometry| geometry.name == it.measure.name))
        };
        for rule in set.rules.iter().filter(is_asked) {
            assert_eq!(judge(rule, &readings).outcome, Outcome::Pass, "{}: {}", set.id, rule.id);
        }
    }
}

#[test]
fn a_landmark_half_a_pixel_inside_its_limit_is_met_and_half_a_pixel_outside_is_not() {
    let mut tried = 0;
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        let Some(head) = fitting(&set) else { continue };
        for rule in set.rules.iter().filter(|rule| rule.alternatives.is_empty()) {
            for (index, number, inwards) in numbers(rule, head.frame[1]) {
                let name = rule.conditions[index].measure.name;
                let Some(geometry) = GEOMETRY.iter().find(|it| it.name == name) else { continue };
                let outcome = |px: f64| {
                    let mut head = head.clone();
                    let there = (number - (geometry.read)(&head)) * (geometry.unit)(&head);
                    (geometry.moved)(&mut head, there + px * inwards);
                    judge(rule, &head.readings()).judged.swap_remove(index).outcome
                };
                assert_eq!(outcome(0.5), Outcome::Pass, "{}: {name} just inside {number}", set.id);
                assert_ne!(outcome(-0.5), Outcome::Pass, "{}: {name} just outside {number}", set.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 120, "{tried} limits");
}
