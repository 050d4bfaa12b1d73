//! The face and its parts on real portraits, against landmarks placed by hand and what a careful viewer saw.
//!
//! The portraits are not part of the project; where they do not lie beside it, this says so and tests nothing. Only
//! people whom neither fitting nor choosing has seen take part (`calibration/split.csv`).

use std::fs;
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage, imageops};
use imageproc::drawing::{draw_filled_circle_mut, draw_filled_ellipse_mut, draw_polygon_mut};
use imageproc::point::Point;
use photocheck::evidence::Evidence;
use photocheck::measure::{self, Measurements, Readings};
use photocheck::photo::{Limits, Photo};
use photocheck::reading::{Reading, Reason, Value};

mod needs;

/// Side of every portrait, px.
const SIDE: f64 = 1350.0;

/// A neutral portrait with what is known of it.
struct Known {
    path: PathBuf,
    pupils: [[f64; 2]; 2],
    chin: f64,
    crown: f64,
}

/// Neutral portraits of the people kept for reporting; empty when the portraits are not here.
fn known() -> Vec<Known> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../shared/portraits");
    let labels = fs::read_to_string(folder.join("labels.csv"));
    let why = format!("no labelled portraits at {}", folder.display());
    let (true, Ok(labels)) = (needs::have("portraits", labels.is_ok(), &why), labels) else { return Vec::new() };
    let split = fs::read_to_string(root.join("calibration/split.csv")).expect("the split is part of the project");
    let kept: Vec<&str> = split.lines().filter_map(|line| line.strip_suffix(",report")).collect();
    assert!(kept.len() >= 10);
    let portrait = |subject: &&str| {
        let name = format!("neutral/{subject}_03");
        let crown =
            labels.lines().find_map(|line| line.strip_prefix(&format!("{name}.jpg,"))?.split(',').next()?.parse().ok());
        let template =
            fs::read_to_string(folder.join(format!("{name}.tem"))).expect("neutral portraits have a template");
        let point = |index: usize| -> [f64; 2] {
            let line = template.lines().nth(index + 1).expect("a line a point");
            let mut numbers = line.split_whitespace().map(|number| number.parse().expect("a number"));
            [numbers.next().expect("x"), numbers.next().expect("y")]
        };
        Known {
            path: folder.join(format!("{name}.jpg")),
            pupils: [point(0), point(1)],
            chin: point(129)[1],
            crown: crown.expect("every portrait has a labelled crown"),
        }
    };
    kept.iter().map(portrait).collect()
}

/// Readings of the portraits by measure, portrait by portrait.
fn read(known: &[Known], measures: &[&str]) -> Vec<Vec<Reading>> {
    let one = |portrait: &Known| {
        let photo = Photo::new("portrait.jpg", fs::read(&portrait.path).expect("readable"), Limits::default());
        let measurements = Measurements::of(&photo);
        measures.iter().map(|name| measurements.reading(measure::find(name).expect("a measure"))).collect()
    };
    known.iter().map(one).collect()
}

fn number(reading: &Reading) -> f64 {
    reading.value().and_then(Value::as_number).unwrap_or_else(|| panic!("{reading:?}"))
}

/// The value below which this share of the errors lies.
fn quantile(mut errors: Vec<f64>, share: f64) -> f64 {
    errors.sort_by(f64::total_cmp);
    errors[((errors.len() - 1) as f64 * share).round() as usize]
}

#[test]
fn everyone_is_found_once() {
    for readings in read(&known(), &["face.count", "face.confidence"]) {
        assert_eq!(number(&readings[0]), 1.0);
        assert!(number(&readings[1]) > 0.9);
    }
}

#[test]
fn pupils_are_within_a_tenth_of_their_distance() {
    let known = known();
    for (portrait, readings) in known.iter().zip(read(&known, &["eyes.left", "eyes.right"])) {
        let [left, right] = portrait.pupils;
        let distance = (right[0] - left[0]).hypot(right[1] - left[1]);
        for (truth, reading) in portrait.pupils.iter().zip(&readings) {
            let Some(Value::Point([x, y])) = reading.value() else { panic!("{reading:?}") };
            let off = (x - truth[0]).hypot(y - truth[1]) / distance;
            assert!(off < 0.1, "{}: {off:.3}", portrait.path.display());
        }
    }
}

#[test]
fn heads_are_measured_to_a_hundredth_of_the_frame() {
    let known = known();
    if known.is_empty() {
        return;
    }
    let errors = known
        .iter()
        .zip(read(&known, &["head.height"]))
        .map(|(portrait, readings)| (number(&readings[0]) - (portrait.chin - portrait.crown) / SIDE).abs());
    let errors: Vec<f64> = errors.collect();
    let (median, high) = (quantile(errors.clone(), 0.5), quantile(errors, 0.95));
    assert!(median <= 0.010 && high <= 0.025, "median {median:.4}, 95th percentile {high:.4}");
}

#[test]
fn plain_portraits_raise_no_alarm() {
    let quiet = ["head.covered", "glasses.present", "brows.covered", "eyes.covered", "face.occluded"];
    let known = known();
    for (portrait, readings) in known.iter().zip(read(&known, &quiet)) {
        for (name, reading) in quiet.iter().zip(&readings) {
            assert!(number(reading) < 0.5, "{} {name}: {reading:?}", portrait.path.display());
        }
    }
}

/// A portrait shrunk to this side, px.
fn small(portrait: &Known, side: u32) -> RgbImage {
    let picture = image::open(&portrait.path).expect("a portrait decodes").into_rgb8();
    imageops::resize(&picture, side, side, imageops::FilterType::Triangle)
}

/// The picture as a photo to look at.
fn photo(picture: &RgbImage) -> Photo {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 92).encode_image(picture).expect("a JPEG fits into memory");
    Photo::new("made.jpg", jpeg, Limits::default())
}

#[test]
fn turned_photos_are_named_as_such() {
    for portrait in known() {
        let upright = small(&portrait, 600);
        let turned = [imageops::rotate90(&upright), imageops::rotate180(&upright), imageops::rotate270(&upright)]
            .map(|it| photo(&it));
        let found = turned.each_ref().map(|photo| Evidence::new(photo).face().cloned());
        let wanted = [Err(Reason::Sideways), Err(Reason::UpsideDown), Err(Reason::Sideways)];
        assert_eq!(found, wanted, "{}", portrait.path.display());
    }
}

#[test]
fn small_faces_at_the_edge_and_a_second_person_are_found() {
    let known = known();
    let count =
        |picture: &RgbImage| number(&Measurements::of(&photo(picture)).reading(measure::find("face.count").unwrap()));
    for (portrait, other) in known.iter().zip(known.iter().skip(1)) {
        // A wall with one person in a corner, the face a tenth of the frame.
        let person = small(portrait, 360);
        let mut wall = RgbImage::from_pixel(1200, 900, *person.get_pixel(4, 4));
        imageops::overlay(&mut wall, &person, 830, 10);
        assert_eq!(count(&wall), 1.0, "{} in a corner", portrait.path.display());
        // A passer-by half as large beside the head.
        let mut two = RgbImage::from_pixel(900, 700, *person.get_pixel(4, 4));
        imageops::overlay(&mut two, &small(portrait, 640), 0, 60);
        imageops::overlay(&mut two, &small(other, 280), 615, 60);
        assert_eq!(count(&two), 2.0, "{} and another", portrait.path.display());
    }
}

/// Two round eyes and a mouth on a disc, with pointed ears or without: drawn, on a plain wall.
fn drawing(with_ears: bool) -> RgbImage {
    let ([wall, skin, black], centre) = ([[120, 160, 220], [250, 210, 60], [20, 20, 20]].map(Rgb), (300, 400));
    let mut picture = RgbImage::from_pixel(600, 800, wall);
    if with_ears {
        for side in [-1, 1] {
            let corner = |x: i32, y: i32| Point::new(centre.0 + side * x, centre.1 + y);
            draw_polygon_mut(&mut picture, &[corner(60, -120), corner(170, -280), corner(190, -40)], skin);
        }
    }
    draw_filled_circle_mut(&mut picture, centre, 190, skin);
    for side in [-1, 1] {
        let eye = (centre.0 + side * 70, centre.1 - 50);
        draw_filled_ellipse_mut(&mut picture, eye, if with_ears { 14 } else { 22 }, 34, black);
    }
    draw_filled_ellipse_mut(&mut picture, (centre.0, centre.1 + 90), 80, 18, black);
    picture
}

#[test]
fn a_smiley_and_a_drawn_cat_are_nobody() {
    for with_ears in [false, true] {
        let photo = photo(&drawing(with_ears));
        let found = Evidence::new(&photo).face().cloned();
        assert_eq!(found, Err(Reason::NoFace), "with ears: {with_ears}");
    }
}

/// The portrait as a filter would leave it that smooths everything but the eyes.
fn smoothed(portrait: &RgbImage, pupils: [[f64; 2]; 2]) -> RgbImage {
    let mut soft = imageops::fast_blur(portrait, 4.0);
    let reach = ((pupils[1][0] - pupils[0][0]) * 0.3) as u32;
    for [x, y] in pupils {
        let (left, top) = (x as u32 - reach, y as u32 - reach);
        let eye = imageops::crop_imm(portrait, left, top, 2 * reach, 2 * reach).to_image();
        imageops::replace(&mut soft, &eye, left.into(), top.into());
    }
    soft
}

/// Half of what is smoothed is seen (`trace::smoothed` says how that was counted); no skin as it is may be accused.
#[test]
fn smoothed_skin_often_shows_and_skin_as_it_is_never() {
    let known = known();
    let measure = measure::find("trace.smoothed").unwrap();
    let shows = |picture: &RgbImage| number(&Measurements::of(&photo(picture)).reading(measure)) > 0.5;
    let mut found = 0;
    for portrait in &known {
        let plain = small(portrait, 800);
        let pupils = portrait.pupils.map(|pupil| pupil.map(|along| along * 800.0 / SIDE));
        assert!(!shows(&plain), "{}", portrait.path.display());
        found += usize::from(shows(&smoothed(&plain, pupils)));
    }
    assert!(2 * found >= known.len(), "{found} of {}", known.len());
}
