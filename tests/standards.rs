//! The rule sets of other offices: every number of a set is the published one, in the unit it was published in.

use photocheck::judge::{Outcome, judge};
use photocheck::measure::{Measure, Readings};
use photocheck::reading::{Reading, Reason};
use photocheck::rules::{BUILT_IN, Set, load};

/// A photo of which only these measures are known.
struct Only<'r>(&'r [(&'static str, Reading)]);

impl Readings for Only<'_> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let found = self.0.iter().find(|(name, _)| *name == measure.name);
        found.map_or(Reading::Unmeasured(Reason::Hidden), |(_, reading)| reading.clone())
    }

    fn frame_height(&self) -> Option<f64> {
        None
    }
}

fn set(name: &str) -> Set {
    let nothing = |_: &str| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
    load(&[name.to_owned()], &[], &nothing).unwrap_or_else(|_| panic!("{name} loads"))
}

/// Least and greatest number of a rule's condition on `measure`, scaled to a photo of the set's reference height.
fn limits(set: &Set, rule: &str, measure: &str) -> [Option<f64>; 2] {
    let rule = set.rules.iter().find(|it| it.id == rule).unwrap_or_else(|| panic!("{}: no {rule}", set.id));
    let condition = rule.conditions.iter().find(|it| it.measure.name == measure).expect("a condition on the measure");
    let height = set.reference.map(|reference| reference.height);
    [condition.limits.min, condition.limits.max].map(|bound| bound.map(|bound| bound.for_height(height)))
}

/// Published numbers: set, rule, measure, least and greatest as derived by hand from the source's own unit.
const NONE: f64 = f64::NAN;
const PUBLISHED: &[(&str, &str, &str, f64, f64)] = &[
    ("education-480x640", "crown-gap", "head.crown_gap", 50.0 / 640.0, 110.0 / 640.0),
    ("education-480x640", "eye-line", "eyes.line", 200.0 / 640.0, 300.0 / 640.0),
    ("education-480x640", "face-width", "face.width", 180.0 / 480.0, 300.0 / 480.0),
    ("id-card-cn", "face-width", "face.width", (207.0 - 14.0) / 358.0, (207.0 + 14.0) / 358.0),
    ("id-card-cn", "eye-line", "eyes.line", NONE, 1.0 - 207.0 / 441.0),
    ("id-card-cn", "crown-gap", "head.crown_gap", 7.0 / 441.0, 21.0 / 441.0),
    ("social-security-card-cn", "head-centred", "head.centre_x", 162.0 / 358.0, 196.0 / 358.0),
    ("social-security-card-cn", "eye-line", "eyes.line", NONE, 1.0 - 207.0 / 441.0),
    ("driving-licence-cn", "head-height", "head.height", 224.0 / 378.0, 260.0 / 378.0),
    ("driving-licence-cn", "head-width", "head.width", 165.0 / 260.0, 189.0 / 260.0),
    ("exit-entry-cn", "eye-distance", "eyes.distance", 81.4, 116.8),
    ("passport-cn-354x472", "head-height", "head.height", 331.0 / 472.0, 390.0 / 472.0),
    ("passport-cn-354x472", "eye-distance", "eyes.distance", 82.0, 118.0),
    ("passport-cn-390x567", "head-height", "head.height", 354.0 / 567.0, 402.0 / 567.0),
    ("visa-cn", "eye-line", "eyes.line", NONE, 1.0 - 256.0 / 472.0),
    ("visa-cn", "crown-gap", "head.crown_gap", 10.0 / 472.0, 70.0 / 472.0),
    ("postgraduate-entrance-cn", "eye-line", "eyes.line", 0.30, 0.50),
    ("icao", "head-height", "head.height", 0.60, 0.90),
    ("icao", "head-width", "head.width", 0.50, 0.75),
    ("schengen", "head-height", "head.height", 32.0 / 45.0, 36.0 / 45.0),
    ("germany", "skull-height", "head.skull_height", 32.0 / 45.0, 36.0 / 45.0),
    ("uk-passport", "head-height", "head.height", 29.0 / 45.0, 34.0 / 45.0),
    ("us-visa", "head-height", "head.height", 0.50, 0.69),
    ("us-visa", "eye-line", "eyes.line", 1.0 - 0.69, 1.0 - 0.56),
    ("canada-passport", "head-height", "head.height", 31.0 / 70.0, 36.0 / 70.0),
    ("japan-passport", "head-height", "head.height", 32.0 / 45.0, 36.0 / 45.0),
    ("japan-passport", "crown-gap", "head.crown_gap", 2.0 / 45.0, 6.0 / 45.0),
    ("japan-passport", "chin-gap", "head.chin_gap", 5.0 / 45.0, 9.0 / 45.0),
    ("korea-passport", "skull-height", "head.skull_height", 32.0 / 45.0, 36.0 / 45.0),
    ("india-passport", "head-height", "head.height", 0.70, 0.80),
];

#[test]
fn limits_are_the_published_ones() {
    for (name, rule, measure, min, max) in PUBLISHED {
        let found = limits(&set(name), rule, measure);
        for (found, published) in found.into_iter().zip([min, max]) {
            let agrees = match found {
                Some(found) => (found - published).abs() < 0.0005,
                None => published.is_nan(),
            };
            assert!(agrees, "{name}: {rule} is {found:?}, published {published}");
        }
    }
}

#[test]
fn every_set_loads_and_names_its_source() {
    assert!(BUILT_IN.len() >= 22, "{} sets", BUILT_IN.len());
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        assert_eq!(set.id, built_in.name);
        if built_in.name != "portrait" {
            let origin = set.origin.unwrap_or_else(|| panic!("{} has a source", set.id));
            assert!(!origin.document.is_empty() && !origin.authority.is_empty() && origin.checked.len() == 10);
            assert!(origin.sureness.is_some(), "{}: sureness", set.id);
        }
    }
}

#[test]
fn forms_of_one_document_that_contradict_one_another_stay_apart() {
    let height = |name: &str| limits(&set(name), "head-height", "head.height");
    assert_ne!(height("passport-cn-354x472"), height("passport-cn-390x567"));
}

/// Where a source says which of two numbers counts when both cannot be had.
#[test]
fn published_priorities_are_kept() {
    for (name, second, first) in [
        ("id-card-cn", "crown-gap", "eye-line"),
        ("residence-permit-cn", "crown-gap", "eye-line"),
        ("social-security-card-cn", "crown-gap", "eye-line"),
        ("passport-cn-354x472", "head-width", "eye-distance"),
    ] {
        let set = set(name);
        let rule = set.rules.iter().find(|rule| rule.id == second).expect("the rule");
        assert_eq!(rule.yields_to, [first], "{name}");
    }
}

#[test]
fn the_light_blue_of_the_exit_entry_guide_is_a_range_of_hues() {
    let set = set("exit-entry-cn");
    let rule = set.rules.iter().find(|rule| rule.id == "background-colour").expect("the rule");
    let hue = rule.conditions.iter().find(|it| it.measure.name == "background.hue").expect("a condition on the hue");
    let range = [hue.limits.min, hue.limits.max].map(|bound| bound.map_or(f64::NAN, |it| it.value));
    // Hue 135 on a circle of 240.
    let published = 135.0 / 240.0 * 360.0;
    assert!(range[0] < published && published < range[1] && (range[0] + range[1]) / 2.0 == published, "{range:?}");
}

/// A limit finer than the error of its measure would ask a person about everybody.
#[test]
fn a_face_that_is_measured_as_frontal_passes_every_set() {
    let straight = [("face.yaw", Reading::number(0.0, 3.41)), ("face.pitch", Reading::number(0.0, 4.0))];
    for built_in in BUILT_IN {
        let set = set(built_in.name);
        for rule in &set.rules {
            for judged in judge(rule, &Only(&straight)).judged {
                let is_pose = straight.iter().any(|(name, _)| *name == judged.condition.measure.name);
                assert!(
                    !is_pose || judged.outcome == Outcome::Pass,
                    "{}: {}",
                    built_in.name,
                    judged.condition.measure.name
                );
            }
        }
    }
}
