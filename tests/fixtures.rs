//! Rules and measures against the project's own pictures.
//!
//! The pictures come from the painter in `examples/paint_fixtures`, which also says what must be found in them
//! (`fixtures/expected.toml`). Three promises are kept here: the committed files are what the painter paints; each is
//! answered for the reason in its name and for no other; positions are where they were painted. What the pictures read in every
//! detail is kept by `golden.rs`.

mod fixture;
#[path = "../examples/paint_fixtures/painter/mod.rs"]
mod painter;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use fixture::folder;

use photocheck::batch::measure_photo;
use photocheck::photo::Photo;
use photocheck::reading::{Fact, Reading, Unit, Value};
use rayon::prelude::*;
use serde::Deserialize;

/// What is certain of one fixture.
#[derive(Deserialize)]
struct Expected {
    file: String,
    fail: Option<String>,
    review: Option<String>,
    remark: Option<String>,
    missed: Option<String>,
    #[serde(default)]
    truth: BTreeMap<String, toml::Value>,
}

impl Expected {
    /// The line of the matrix: the verdict, and each rule that speaks with what it says and how much that weighs.
    fn line(&self) -> String {
        let spoken = [(&self.fail, "fail", "error"), (&self.review, "review", "error")];
        let spoken = spoken.into_iter().find_map(|(rule, outcome, severity)| Some((rule.as_ref()?, outcome, severity)));
        match (spoken, &self.remark) {
            (Some((rule, outcome, severity)), _) => format!("{}: {outcome}, {rule} {outcome} {severity}", self.file),
            (None, Some(rule)) => format!("{}: pass, {rule} ? warning", self.file),
            (None, None) => format!("{}: pass", self.file),
        }
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
    let sample = ["turned-exif.jpg", "fail-pixel-size-small.jpg", "review-no-glare-window.jpg"];
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

/// What `photocheck check fixtures` says of all of them together.
fn checked() -> Vec<serde_json::Value> {
    let program = env!("CARGO_BIN_EXE_photocheck");
    let out = Command::new(program).args(["check", "--format", "json"]).arg(folder()).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    report["photos"].as_array().unwrap().clone()
}

/// The findings of a photo that are no pass.
fn spoken(photo: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    let findings = photo["findings"].as_array().unwrap().iter();
    findings.filter(|finding| !["pass", "skipped"].contains(&finding["outcome"].as_str().unwrap()))
}

/// The line of the matrix that a photo has. A remark holds nothing up, whether it is certain or not.
fn line(photo: &serde_json::Value) -> String {
    let file = photo["file"].as_str().unwrap().rsplit(['/', '\\']).next().unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let said = spoken(photo).map(|finding| {
        let severity = word(&finding["severity"]);
        let outcome = if severity == "error" { word(&finding["outcome"]) } else { "?".to_owned() };
        format!(", {} {outcome} {severity}", word(&finding["rule"]))
    });
    format!("{file}: {}{}", word(&photo["verdict"]), said.collect::<String>())
}

/// The promise of the first command in the README: each photo is answered for the reason in its name, and for no other.
#[test]
fn each_fixture_is_answered_for_its_reason_alone() {
    let photos = checked();
    let now: Vec<_> = photos.iter().map(line).collect();
    let mut wanted: Vec<_> = expected().iter().map(Expected::line).collect();
    wanted.sort();
    let wrong: Vec<_> = now.iter().filter(|line| !wanted.contains(line)).cloned().collect();
    assert!(wrong.is_empty(), "of these there is more or less to say:\n{}", wrong.join("\n"));
    assert_eq!(now.len(), wanted.len());
}

/// The first word of a file's name tells what becomes of it.
#[test]
fn names_tell_the_truth() {
    for it in expected() {
        let told = [("fail", &it.fail), ("review", &it.review), ("remark", &it.remark), ("missed", &it.missed)];
        let told = told.into_iter().find_map(|(word, rule)| Some(format!("{word}-{}", rule.as_ref()?)));
        let name = it.file.as_str();
        match told {
            Some(start) => assert!(name.starts_with(&start), "{name} is not {start}"),
            None => assert!(
                name.starts_with("pass-") || ["turned-exif.jpg", "copied.jpg"].contains(&name),
                "{name} says nothing"
            ),
        }
    }
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
