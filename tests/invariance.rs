//! What must not matter does not: the EXIF orientation, saving again at quality 95, the size, the number of threads.
//!
//! A reading may move by what its own uncertainty says that it may be wrong by; the outcome of a rule may move between
//! certain and "a person should look", never between pass and fail. Rules and measures of the file itself, which
//! these changes change by their nature, are left out.

use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ImageDecoder, RgbImage};
use photocheck::batch::{Checked, Job, check_photo};
use photocheck::judge::Outcome;
use photocheck::measure::find;
use photocheck::photo::{Limits, Photo};
use photocheck::reading::{Unit, Value, ValueKind};
use photocheck::rules::{Care, OperatingPoints, Set, Severity, Unwanted, load};

/// Groups of measures that look at the file and not at the picture.
const FILE: &[&str] = &["file.", "image.", "jpeg.", "trace."];

/// Those, and the measures whose readings belong to the pixel grid: a picture shrunk has less noise and has lost the
/// blocks of its file. Rules about them must still not change sides.
const FILE_AND_GRID: &[&str] = &["file.", "image.", "jpeg.", "trace.", "focus.blockiness", "focus.noise"];

/// How far readings that state no uncertainty may move, absolutely and as a share of the value: what `calibration/drift.py` finds when real
/// portraits are resized or saved again. The first group that a measure belongs to counts.
const DRIFT: &[(&str, f64, f64)] = &[
    // Heavy make-up is told worst of all: on painted skin its score follows the size of the picture.
    ("adornment.makeup", 0.5, 0.0),
    ("background.clutter", 0.01, 0.0),
    ("background.halo", 2.0, 0.0),
    ("background.", 0.4, 0.08),
    ("clothing.contrast", 1.0, 0.1),
    ("colour.cast", 2.4, 0.0),
    ("colour.chroma", 1.4, 0.0),
    ("colour.variety", 0.6, 0.0),
    ("eyes.open", 0.06, 0.0),
    ("eyes.gaze", 6.0, 0.0),
    ("eyes.red", 0.2, 0.0),
    ("focus.sharpness", 0.0, 0.07),
    ("focus.motion", 0.3, 0.0),
    ("focus.noise", 0.4, 0.0),
    ("focus.", 0.04, 0.0),
    ("light.balance", 0.06, 0.0),
    ("light.range", 0.2, 0.0),
    ("light.exposure", 0.2, 0.0),
    ("light.", 0.02, 0.0),
    ("shoulders.tilt", 1.2, 0.0), // along the outline of clothes; its limits are 15° apart from level
    ("shoulders.", 0.14, 0.0),
];

/// How far a score may move: it may not cross from one answer to another, which is looked at by outcomes, and 0.05 is little beside the
/// distance of the operating points from what is innocent.
const SCORES: f64 = 0.05;

/// How many standard uncertainties two readings of the same picture may be apart.
const COVERAGE: f64 = 2.0;

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "fixtures", name].iter().collect()
}

fn picture(name: &str) -> RgbImage {
    image::open(fixture(name)).unwrap().into_rgb8()
}

fn default_set() -> Set {
    load(&["graduation-2022".to_owned()], &[], &|_| unreachable!("built in"))
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// A JPEG, with an EXIF orientation when there is one.
fn jpeg(picture: &RgbImage, quality: u8, orientation: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    if let Some(orientation) = orientation {
        let mut segment = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        segment.extend([orientation, 0, 0, 0, 0, 0, 0]);
        bytes.splice(2..2, segment);
    }
    bytes
}

fn checked<'r>(set: &'r Set, bytes: Vec<u8>) -> Checked<'r> {
    let limits = Limits::default();
    let job = Job { set, counts: Severity::Error, limits, keep_facts: true, keep_pictures: false };
    check_photo(&job, "photo.jpg", &Photo::new("photo.jpg", bytes, limits))
}

/// Everything that differs more than it may; readings of the `free` groups may differ as they like.
fn differences(before: &Checked<'_>, after: &Checked<'_>, free: &[&str]) -> Vec<String> {
    let of = |groups: &[&str], name: &str| groups.iter().any(|group| name.starts_with(group));
    let mut found = Vec::new();
    for (was, is) in before.findings.iter().zip(&after.findings) {
        let measures = was.rule.conditions.iter().all(|condition| of(FILE, condition.measure.name));
        let contrary =
            matches!((was.outcome, is.outcome), (Outcome::Pass, Outcome::Fail) | (Outcome::Fail, Outcome::Pass));
        if contrary && !measures {
            found.push(format!("{}: {} became {}", was.rule.id, was.outcome.name(), is.outcome.name()));
        }
    }
    for (was, is) in
        before.facts.iter().zip(&after.facts).filter(|(was, _)| !of(free, was.name) && was.unit != Unit::Pixels)
    {
        if let (Some(Value::Number(first)), Some(Value::Number(second))) = (was.reading.value(), is.reading.value()) {
            let uncertainty = |fact: &photocheck::reading::Fact| match fact.reading.uncertainty() {
                Some(stated) => stated,
                None => drift(fact.name, *first) / (COVERAGE * std::f64::consts::SQRT_2),
            };
            let spread = COVERAGE * uncertainty(was).hypot(uncertainty(is));
            // A score that stays below half of its point is far from any question, wherever it moves.
            let is_calm = OperatingPoints::of(was.name)
                .map(|points| (points, points.at(Care::Normal).clear))
                .is_some_and(|(points, clear)| points.unwanted == Unwanted::High && first.max(*second) < clear / 2.0);
            if (first - second).abs() > spread.max(1e-9) && !is_calm {
                found.push(format!("{}: {first:.4} became {second:.4}, allowed ± {spread:.4}", was.name));
            }
        }
    }
    found
}

/// How far a reading without a stated uncertainty may move.
fn drift(name: &str, value: f64) -> f64 {
    let is_score = || find(name).is_some_and(|measure| measure.kind() == ValueKind::Score);
    let found = DRIFT.iter().find(|(group, ..)| name.starts_with(group));
    match found {
        Some((_, absolute, share)) => absolute + share * value.abs(),
        None if is_score() || name == "face.confidence" => SCORES,
        None => 0.0,
    }
}

#[test]
fn the_orientation_of_the_file_does_not_matter() {
    let set = default_set();
    let upright = picture("pass-man-blue.jpg");
    let before = checked(&set, jpeg(&upright, 98, None));
    for (orientation, stored) in
        [(3, imageops::rotate180(&upright)), (6, imageops::rotate270(&upright)), (8, imageops::rotate90(&upright))]
    {
        let bytes = jpeg(&stored, 98, Some(orientation));
        let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(decoder.orientation().unwrap().to_exif(), orientation, "the test's own EXIF is sound");
        assert_eq!(
            differences(&before, &checked(&set, bytes), FILE),
            Vec::<String>::new(),
            "orientation {orientation}"
        );
    }
}

#[test]
fn saving_again_at_high_quality_does_not_matter() {
    let set = default_set();
    for name in ["pass-man-blue.jpg", "pass-woman-blue.jpg", "pass-dark-skin-white.jpg"] {
        let picture = picture(name);
        let before = checked(&set, jpeg(&picture, 98, None));
        assert_eq!(
            differences(&before, &checked(&set, jpeg(&picture, 95, None)), FILE),
            Vec::<String>::new(),
            "{name}"
        );
    }
}

#[test]
fn the_size_does_not_matter() {
    let set = default_set();
    let picture = picture("pass-man-blue.jpg");
    let before = checked(&set, jpeg(&picture, 98, None));
    for height in [480, 640] {
        let width = (f64::from(picture.width() * height) / f64::from(picture.height())).round() as u32;
        let sized = imageops::resize(&picture, width, height, FilterType::Lanczos3);
        assert_eq!(
            differences(&before, &checked(&set, jpeg(&sized, 98, None)), FILE_AND_GRID),
            Vec::<String>::new(),
            "{height} px"
        );
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let run = |threads: &str| {
        let files =
            ["pass-man-blue.jpg", "pass-woman-blue.jpg", "fail-readable-empty.jpg", "fail-upright-tilted-left.jpg"];
        let output = Command::new(env!("CARGO_BIN_EXE_photocheck"))
            .args(["check", "--lang", "en", "--format", "jsonl", "--measures", "-j", threads])
            .args(files.map(fixture))
            .output()
            .unwrap();
        assert!(!output.stdout.is_empty());
        output.stdout
    };
    assert!(run("1") == run("4"));
}
