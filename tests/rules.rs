//! Rule sets against the list of measures: what a rule may ask of a measure, and what becomes of it on a photo.

use photocheck::judge::{Outcome, judge};
use photocheck::measure::{MEASURES, Measure, Measurements, Readings, row};
use photocheck::photo::{Limits as Budget, Photo};
use photocheck::reading::{Number, Reading, Unit, Value};
use photocheck::rules::{Set, load};

/// The set in `rules`, which stands for a file; or what is wrong with it, in English with its help.
fn set_of(rules: &str) -> Result<Set, Vec<String>> {
    let text = format!("schema = 1\n[set]\nid = \"a\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\n{rules}");
    load(&["a.toml".to_owned()], &[], &|_| Ok(text.clone())).map_err(|found| {
        let with_help = |it: &photocheck::rules::Problem| {
            format!("{} ({})", it.message.en, it.help.as_ref().map(|help| help.en.as_str()).unwrap_or_default())
        };
        found.problems.iter().map(with_help).collect()
    })
}

/// A set with one rule.
fn rule_of(keys: &str) -> Result<Set, Vec<String>> {
    set_of(&format!("[[rule]]\nid = \"it\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\n{keys}\n"))
}

fn fixture(name: &str) -> Photo {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    Photo::new(name, std::fs::read(path).unwrap(), Budget::default())
}

/// What the only rule says of a photo.
fn outcome(keys: &str, photo: &str) -> Outcome {
    let set = rule_of(keys).unwrap();
    judge(&set.rules[0], &Measurements::of(&fixture(photo))).outcome
}

#[test]
fn colours_by_name_are_judged_and_hues_are_numbers() {
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"blue\"]", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"red\"]", "pass-man-blue.jpg"), Outcome::Fail);
    assert_eq!(outcome("measure = \"background.hue\"\nmin = 180\nmax = 255", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.hue\"\nmax = 120", "pass-man-blue.jpg"), Outcome::Fail);
}

#[test]
fn a_hue_cannot_be_a_word_and_a_name_cannot_be_any_word() {
    let problems = |keys: &str| rule_of(keys).err().unwrap_or_default().join("\n");
    let hue = problems("measure = \"background.hue\"\nany_of = [\"red\"]");
    assert!(hue.contains("background.name can be red"), "{hue}");
    let name = problems("measure = \"background.name\"\nany_of = [\"bleu\"]");
    assert!(name.contains("did you mean blue?"), "{name}");
    let format = problems("measure = \"file.format\"\nequals = \"jpg\"");
    assert!(format.contains("file.format is never jpg"), "{format}");
}

#[test]
fn every_measure_gives_what_its_row_says() {
    for name in ["pass-woman-blue.jpg", "fail-readable-truncated.jpg", "fail-file-format.png"] {
        let photo = fixture(name);
        let measurements = Measurements::of(&photo);
        for measure in MEASURES {
            let reading = measurements.reading(measure);
            if let Some(Value::Text(text)) = reading.value()
                && !measure.words.is_empty()
            {
                assert!(measure.words.contains(&text.as_str()), "{} of {name}: {text}", measure.name);
            }
        }
    }
}

/// A measure that the list does not have: one function …
static KILOBYTES: Measure = row::number(
    "file.kilobytes",
    Unit::None,
    "own",
    |evidence| Ok(Number::exact(evidence.photo().bytes().len() as f64 / 1000.0)),
    "文件大小（千字节）。",
    "Size of the file in kilobytes.",
);

/// … and one row: rules judge it, and nothing else has to know of it.
#[test]
fn a_new_measure_is_one_function_and_one_row() {
    let photo = fixture("pass-man-blue.jpg");
    let measurements = Measurements::of(&photo);
    let size = photo.bytes().len() as f64 / 1000.0;
    assert_eq!(measurements.reading(&KILOBYTES), Reading::exact(size));
    let mut set = rule_of("measure = \"file.trailing_bytes\"\nmax = 1").unwrap();
    let rule = &mut set.rules[0];
    rule.conditions[0].measure = &KILOBYTES;
    let finding = judge(rule, &measurements);
    assert_eq!((finding.outcome, finding.decided_by().margin), (Outcome::Fail, Some(1.0 - size)));
}
