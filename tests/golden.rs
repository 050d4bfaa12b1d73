//! What the project's own pictures read and how they are judged, as a person last looked at it.
//!
//! `fixtures/readings.txt` has a line a reading with its uncertainty, for some pictures that differ in what they show;
//! `fixtures/outcomes.txt` has a line a picture with every rule that does not simply pass. Both are written again with
//! `PHOTOCHECK_REFRESH_GOLDEN=1 cargo test --test golden`, and their difference is reviewed like code: a reading that moved,
//! an uncertainty that shrank and a rule that began to ask each stand on a line of their own.

mod fixture;

use std::collections::BTreeMap;
use std::{env, fs};

use photocheck::batch::{Job, check_photo, measure_photo};
use photocheck::judge::Outcome;
use photocheck::photo::Limits;
use photocheck::reading::{Fact, Reading, Value};
use photocheck::rules::{Set, Severity, load};
use rayon::prelude::*;

/// The pictures whose every reading is kept.
const WATCHED: [&str; 12] = [
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

/// The default set of rules.
fn rules() -> Set {
    let never = |_: &str| Err(std::io::Error::other("no files"));
    load(&["graduation-2022".to_owned()], &[], &never).unwrap_or_else(|_| panic!("the default set is sound"))
}

/// A text file as last reviewed; written first when a refresh is asked for.
fn reviewed(name: &str, head: &str, now: &str) -> String {
    let path = fixture::folder().join(name);
    if env::var_os("PHOTOCHECK_REFRESH_GOLDEN").is_some() {
        fs::write(&path, format!("{head}\n{now}")).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    text.split_once("\n\n").map_or(String::new(), |(_, body)| body.to_owned())
}

/// A number to four places, without the digits that say nothing.
fn short(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A reading on one line: numbers first, the uncertainty behind them, or the reason why there is none.
fn written(reading: &Reading) -> String {
    let (value, uncertainty) = match reading {
        Reading::Measured { value, uncertainty } => (value, uncertainty),
        Reading::Unmeasured(reason) => return format!("unmeasured {reason:?}"),
    };
    let value = match value {
        Value::Number(number) => short(*number),
        Value::Point([x, y]) => format!("{} {}", short(*x), short(*y)),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => format!("{items:?}"),
        Value::Colour(colour) => Value::hex(*colour),
    };
    uncertainty.map_or(value.clone(), |u| format!("{value} ± {}", short(u)))
}

/// Whether a line still says what the reviewed one says: texts to the letter, values within a quarter of their
/// uncertainty and a hundredth, which is what processors may differ by, and uncertainties within a twentieth.
fn still_holds(was: &str, is: &str) -> bool {
    let numbers = |text: &str| text.split(' ').map(|word| word.parse::<f64>().ok()).collect::<Option<Vec<_>>>();
    let (was_value, was_doubt) = was.split_once(" ± ").unwrap_or((was, "0"));
    let (is_value, is_doubt) = is.split_once(" ± ").unwrap_or((is, "0"));
    let (Some(was), Some(is)) = (numbers(was_value), numbers(is_value)) else { return was == is };
    let (Ok(u), Ok(u_now)) = (was_doubt.parse::<f64>(), is_doubt.parse::<f64>()) else { return false };
    let near =
        |(a, b): (&f64, &f64)| (a - b).abs() <= 0.25 * u + 0.0005 + if was.len() == 1 { 0.01 * a.abs() } else { 0.5 };
    was.len() == is.len() && was.iter().zip(&is).all(near) && (u - u_now).abs() <= 0.05 * u + 0.0005
}

/// The lines of a table by what stands before their last column: two blanks divide.
fn by_key(table: &str) -> BTreeMap<&str, &str> {
    table.lines().filter_map(|line| line.rsplit_once("  ")).map(|(key, value)| (key.trim_end(), value)).collect()
}

#[test]
fn readings_are_as_last_reviewed() {
    let facts: Vec<(&str, Vec<Fact>)> =
        WATCHED.par_iter().map(|name| (*name, measure_photo(&fixture::photo(name)).facts)).collect();
    let line = |at: usize, (name, facts): &(&str, Vec<Fact>)| {
        format!("{:<28}{:<40}  {}\n", facts[at].name, name, written(&facts[at].reading))
    };
    let now: String = (0..facts[0].1.len()).flat_map(|at| facts.iter().map(move |it| line(at, it))).collect();
    let head = "# Readings as last reviewed: measure, picture, value ± standard uncertainty.\n";
    let golden = reviewed("readings.txt", head, &now);
    let (golden, now) = (by_key(&golden), by_key(&now));
    let moved = golden.iter().filter(|(key, was)| !now.get(*key).is_some_and(|is| still_holds(was, is)));
    let mut told: Vec<_> =
        moved.map(|(key, was)| format!("{key}: {was} → {}", now.get(key).unwrap_or(&"gone"))).collect();
    told.extend(now.keys().filter(|key| !golden.contains_key(*key)).map(|key| format!("{key}: new")));
    assert!(told.is_empty(), "look, then refresh:\n{}", told.join("\n"));
}

#[test]
fn what_moved_is_noticed() {
    assert!(still_holds("0.5 ± 0.01", "0.5005 ± 0.01") && still_holds("3 4 ± 1", "3.2 4.1 ± 1"));
    let moved = [("0.5 ± 0.01", "0.52 ± 0.01"), ("0.5 ± 0.01", "0.5 ± 0.02"), ("0.5 ± 0.01", "unmeasured NoFace")];
    let other = [("true", "false"), ("\"blue\"", "\"white\""), ("3 4 ± 1", "5 4 ± 1"), ("0.5 ± 0.01", "0.5")];
    assert!(moved.into_iter().chain(other).all(|(was, is)| !still_holds(was, is)));
}

/// The rules of one picture that do not pass, by what became of them.
fn outcomes(name: &str) -> String {
    let set = rules();
    let job =
        Job { set: &set, counts: Severity::Error, limits: Limits::default(), keep_facts: false, keep_pictures: false };
    let checked = check_photo(&job, name, &fixture::photo(name));
    let mut text = format!("{name}: {}\n", checked.verdict.name());
    for outcome in [Outcome::Fail, Outcome::Review, Outcome::Skipped] {
        for finding in checked.findings.iter().filter(|finding| finding.outcome == outcome) {
            let weight = if finding.rule.severity < Severity::Error { " (a warning)" } else { "" };
            text += &format!("  {:<8} {}{weight}\n", outcome.name(), finding.rule.id);
        }
    }
    text
}

#[test]
fn outcomes_are_as_last_reviewed() {
    let listed =
        fs::read_dir(fixture::folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pictures: Vec<String> = listed.filter(|name| name.ends_with(".jpg") || name.ends_with(".png")).collect();
    pictures.sort();
    let now: String = pictures.par_iter().map(|name| outcomes(name)).collect::<Vec<_>>().join("");
    let head = "# The rules of the default set that do not simply pass, picture by picture, as last reviewed.\n";
    let golden = reviewed("outcomes.txt", head, &now);
    let lines = |table: &str| -> Vec<String> {
        let mut picture = String::new();
        let mut all = Vec::new();
        for line in table.lines() {
            if !line.starts_with(' ') {
                picture = line.split(':').next().unwrap_or(line).to_owned();
            }
            all.push(format!("{picture} | {}", line.trim()));
        }
        all
    };
    let (was, is) = (lines(&golden), lines(&now));
    let gone = was.iter().filter(|line| !is.contains(line)).map(|line| format!("- {line}"));
    let new = is.iter().filter(|line| !was.contains(line)).map(|line| format!("+ {line}"));
    let told: Vec<_> = gone.chain(new).collect();
    assert!(told.is_empty(), "look, then refresh:\n{}", told.join("\n"));
}
