//! Each rule set at its own limits: readings that satisfy all of it pass, and each number has a value just inside that is met
//! and one just outside that is not. What stands in the file itself, its bytes, format and pixels, is tried with real files.

use std::collections::HashMap;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use photocheck::judge::{Outcome, Verdict, judge, judge_all};
use photocheck::measure::{MEASURES, Measure, Measurements, Readings};
use photocheck::photo::{Limits as Budget, Photo};
use photocheck::reading::{Kind, Reading, Reason, Value};
use photocheck::rules::{Answer, BUILT_IN, Bound, Condition, Limits, Rule, Set, Severity, load_each};

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
        let limits: Vec<&Limits> = conditions.map(|it| &it.limits).collect();
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
fn met(measure: &Measure, limits: &[&Limits], height: f64) -> Option<Reading> {
    let first = limits.first()?;
    Some(match measure.kind() {
        Kind::Score => {
            let wanted = first.wanted?;
            // Without points nothing that a score says decides anything.
            wanted.points?;
            Reading::exact(if wanted.answer == Answer::Yes { 1.0 } else { 0.0 })
        }
        Kind::Number if !first.any_of.is_empty() => Reading::exact(first.any_of[0].clone()),
        Kind::Number => {
            let end = |of: fn(&Limits) -> Option<Bound>| {
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
        Kind::List => Reading::exact(Vec::<String>::new()),
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
                let grace = condition.limits.grace;
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
