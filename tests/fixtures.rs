//! Rules and measures against the project's own pictures.
//!
//! The pictures come from the painter in `examples/paint_fixtures`, which also says what must be found in them
//! (`fixtures/expected.toml`). Three promises are kept here: the committed files are what the painter paints; no
//! rule contradicts what is certain of a picture; readings move only when somebody has looked
//! (`fixtures/golden.toml`, written again with `PHOTOCHECK_REFRESH_GOLDEN=1`).

#[path = "../examples/paint_fixtures/painter/mod.rs"]
mod painter;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use photocheck::batch::{Job, check_photo, measure_photo};
use photocheck::judge::Outcome;
use photocheck::photo::{Limits, Photo};
use photocheck::reading::{Fact, Reading, Unit, Value};
use photocheck::rules::{Set, Severity, load};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

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
        Photo::new(&*self.file, fs::read(folder().join(&self.file)).unwrap(), Limits::default())
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

fn rules() -> Set {
    let never = |_: &str| Err(std::io::Error::other("no files"));
    load(&["graduation-2022".to_owned()], &[], &never).unwrap_or_else(|_| panic!("the default set is sound"))
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
    let notes = ["README.md", "expected.toml", "golden.toml"];
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
    let set = rules();
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

/// A reading that was looked at: a number with how far it may move, or a text.
#[derive(Deserialize, Serialize, PartialEq)]
#[serde(untagged)]
enum Golden {
    Number { value: f64, tolerance: f64 },
    Point { value: [f64; 2], tolerance: f64 },
    Text(String),
}

impl Golden {
    fn of(value: &Value, uncertainty: f64) -> Self {
        let round = |v: f64| (v * 1e4).round() / 1e4;
        let tolerance = |size: f64| round(0.01 * size + 0.25 * uncertainty + 0.0005);
        match value {
            Value::Number(v) => Self::Number { value: round(*v), tolerance: tolerance(v.abs()) },
            Value::Point(v) => Self::Point { value: v.map(round), tolerance: tolerance(0.0).max(0.5) },
            other => Self::Text(format!("{other:?}")),
        }
    }

    fn holds(&self, now: &Self) -> bool {
        match (self, now) {
            (Self::Number { value: a, tolerance }, Self::Number { value: b, .. }) => (a - b).abs() <= *tolerance,
            (Self::Point { value: a, tolerance }, Self::Point { value: b, .. }) => {
                (0..2).all(|i| (a[i] - b[i]).abs() <= *tolerance)
            }
            _ => self == now,
        }
    }
}

/// Readings by photo and measure.
type Album = BTreeMap<String, BTreeMap<String, Golden>>;

fn readings_now() -> Album {
    let watched = [
        "pass-man-blue.jpg",
        "pass-dark-skin-white.jpg",
        "pass-long-hair-light-blue.jpg",
        "pass-clear-glasses.jpg",
        "turned-exif.jpg",
        "fail-head-height-small.jpg",
        "fail-upright-tilted-right.jpg",
        "fail-sharp-defocus.jpg",
        "fail-background-uniform-gradient.jpg",
        "fail-natural-colour-cast.jpg",
        "fail-even-lighting-side.jpg",
        "fail-no-editing-traces-history.jpg",
    ];
    let row = |fact: Fact| match fact.reading {
        Reading::Measured { value, uncertainty } => {
            Some((fact.name.to_owned(), Golden::of(&value, uncertainty.unwrap_or(0.0))))
        }
        Reading::Unmeasured(_) => None,
    };
    let photos = expected().into_par_iter().filter(|photo| watched.contains(&photo.file.as_str()));
    photos
        .map(|photo| (photo.file.clone(), measure_photo(&photo.photo()).facts.into_iter().filter_map(row).collect()))
        .collect()
}

#[test]
fn readings_are_as_last_reviewed() {
    let (path, now) = (folder().join("golden.toml"), readings_now());
    if env::var_os("PHOTOCHECK_REFRESH_GOLDEN").is_some() {
        let head = "# Readings as last reviewed; written by PHOTOCHECK_REFRESH_GOLDEN=1 cargo test --test fixtures\n\n";
        fs::write(&path, head.to_owned() + &toml::to_string(&now).unwrap()).unwrap();
    }
    let golden: Album = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut moved = Vec::new();
    for (file, readings) in &golden {
        for (measure, was) in readings {
            let is = now.get(file).and_then(|readings| readings.get(measure));
            if !is.is_some_and(|is| was.holds(is)) {
                moved.push(format!("{file}: {measure}"));
            }
        }
    }
    assert!(moved.is_empty(), "moved or gone; look, then refresh:\n{}", moved.join("\n"));
}
