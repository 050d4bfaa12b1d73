//! Rules and measures against the project's own pictures.
//!
//! The pictures come from the painter in `examples/paint_fixtures`, which also says what must be found in them
//! (`fixtures/expected.toml`). Three promises are kept here: the committed files are what the painter paints; no
//! rule contradicts what is certain of a picture; positions are where they were painted. What the pictures read in every
//! detail is kept by `golden.rs`.

mod fixture;
#[path = "../examples/paint_fixtures/painter/mod.rs"]
mod painter;

use std::collections::BTreeMap;
use std::fs;

use fixture::folder;

use photocheck::batch::{Job, check_photo, measure_photo};
use photocheck::judge::Outcome;
use photocheck::photo::{Limits, Photo};
use photocheck::reading::{Fact, Reading, Unit, Value};
use photocheck::rules::Severity;
use rayon::prelude::*;
use serde::Deserialize;

/// What is certain of one fixture.
#[derive(Deserialize)]
struct Expected {
    file: String,
    #[serde(default)]
    pass: Vec<String>,
    #[serde(default)]
    fail: Vec<String>,
    #[serde(default)]
    review: Vec<String>,
    #[serde(default)]
    truth: BTreeMap<String, toml::Value>,
}

impl Expected {
    /// Each rule with the outcome it must have.
    fn outcomes(&self) -> impl Iterator<Item = (&str, Outcome)> {
        let lists = [(&self.pass, Outcome::Pass), (&self.fail, Outcome::Fail), (&self.review, Outcome::Review)];
        lists.into_iter().flat_map(|(rules, outcome)| rules.iter().map(move |rule| (rule.as_str(), outcome)))
    }

    fn photo(&self) -> Photo {
        fixture::photo(&self.file)
    }
}

fn expected() -> Vec<Expected> {
    #[derive(Deserialize)]
    struct File {
        photo: Vec<Expected>,
    }
    let text = fs::read_to_string(folder().join("expected.toml")).unwrap();
    toml::from_str::<File>(&text).unwrap().photo
}

/// Whether the committed file is what the painter paints.
fn is_fresh(fixture: &painter::catalogue::Fixture) -> bool {
    fs::read(folder().join(&fixture.file)).unwrap() == painter::paint(fixture)
}

#[test]
fn a_sample_is_painted_again_byte_for_byte() {
    let sample = ["turned-exif.jpg", "fail-pixel-size-small.jpg", "fail-no-glare-window.jpg"];
    let fixtures = painter::catalogue::all();
    let painted: Vec<_> = fixtures.par_iter().filter(|f| sample.contains(&f.file.as_str())).map(is_fresh).collect();
    assert_eq!(painted, [true; 3]);
}

#[test]
#[ignore = "takes minutes; run with --ignored after a change to the painter"]
fn every_fixture_is_painted_again_byte_for_byte() {
    let fixtures = painter::catalogue::all();
    let stale: Vec<_> = fixtures.par_iter().filter(|f| !is_fresh(f)).map(|f| &f.file).collect();
    assert!(stale.is_empty(), "not as painted: {stale:?}");
}

#[test]
fn the_list_of_fixtures_is_the_catalogue() {
    let fixtures = painter::catalogue::all();
    assert_eq!(fs::read_to_string(folder().join("expected.toml")).unwrap(), painter::expected::toml(&fixtures));
    let notes = ["README.md", "expected.toml", "outcomes.txt", "readings.txt"];
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<_> = names.filter(|name| !notes.contains(&name.as_str())).collect();
    let mut listed: Vec<_> = fixtures.into_iter().map(|f| f.file).collect();
    found.sort();
    listed.sort();
    assert_eq!(found, listed);
}

/// Painted defects that are missed, and known to be: nobody is asked about so mild a thing on real people. The painted slope reads 10°, where
/// real shoulders that a viewer calls level reach 15°; painted earrings score less than bare ears do.
const MISSED: [&str; 2] = [
    "fail-shoulders-level-slanted.jpg: shoulders-level is pass, not fail",
    "fail-no-jewellery-earrings.jpg: no-jewellery is pass, not fail",
];

#[test]
fn no_rule_contradicts_a_fixture() {
    let set = fixture::rules();
    let job =
        Job { set: &set, counts: Severity::Error, limits: Limits::default(), keep_facts: false, keep_pictures: false };
    let wrong: Vec<String> = expected()
        .par_iter()
        .flat_map_iter(|photo| {
            let checked = check_photo(&job, &photo.file, &photo.photo());
            let outcome = |id: &str| checked.findings.iter().find(|f| f.rule.id == id).map(|f| f.outcome);
            let contradiction = |(id, wanted): (&str, Outcome)| {
                let found = outcome(id).unwrap_or_else(|| panic!("no rule {id}"));
                let opposite = match wanted {
                    Outcome::Pass => found == Outcome::Fail,
                    Outcome::Fail => found == Outcome::Pass,
                    _ => matches!(found, Outcome::Pass | Outcome::Fail),
                };
                opposite.then(|| format!("{}: {id} is {}, not {}", photo.file, found.name(), wanted.name()))
            };
            photo.outcomes().filter_map(contradiction).collect::<Vec<_>>()
        })
        .collect();
    let new: Vec<_> = wrong.iter().filter(|wrong| !MISSED.contains(&wrong.as_str())).cloned().collect();
    assert!(new.is_empty(), "\n{}", new.join("\n"));
    assert_eq!(wrong.len(), MISSED.len(), "what is no longer missed leaves the list");
}

#[test]
fn positions_are_where_they_were_painted() {
    let wrong: Vec<String> = expected()
        .par_iter()
        .filter(|photo| photo.file.starts_with("pass-"))
        .flat_map_iter(|photo| {
            let facts = measure_photo(&photo.photo()).facts;
            let off = |fact: &Fact| {
                let (Reading::Measured { value, uncertainty }, Some(truth)) =
                    (&fact.reading, photo.truth.get(fact.name))
                else {
                    return None;
                };
                let error = distance(value, truth);
                // Three standard uncertainties, and a little for a painting not being a photo: its irises lie up to
                // a twentieth of their distance from where the nets, who know photos, see them.
                let painted = match value {
                    Value::Point(_) => 5.0,
                    _ if fact.unit == Unit::Degrees => 1.0,
                    _ => 0.005,
                };
                (error > 3.0 * uncertainty.unwrap_or(0.0) + painted)
                    .then(|| format!("{}: {} is off by {error:.3} (u = {uncertainty:?})", photo.file, fact.name))
            };
            facts.iter().filter_map(off).collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// How far a reading lies from the truth; a kind that does not match is infinitely wrong.
fn distance(value: &Value, truth: &toml::Value) -> f64 {
    match (value, truth) {
        (Value::Number(v), toml::Value::Float(t)) => (v - t).abs(),
        (Value::Point(v), toml::Value::Array(t)) => {
            (0..2).map(|i| (v[i] - t[i].as_float().unwrap()).powi(2)).sum::<f64>().sqrt()
        }
        _ => f64::INFINITY,
    }
}
