//! Copies of a photo are found however they were saved, and different photos are not taken for copies.

mod needs;

use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage, imageops};
use photocheck::batch::{Job, Likeness, Pace, check};
use photocheck::input::{Item, Origin};
use photocheck::judge::Outcome;
use photocheck::photo::Limits;
use photocheck::rules::{Set, Severity, load};

const RULES: &str = r#"
schema = 1
[set]
id = "copies"
title = { zh = "查重", en = "Copies" }
[[rule]]
id = "unique-photo"
measure = "batch.duplicate_of"
absent = true
unmeasured = "skip"
title = { zh = "一人一照", en = "One photo, one person" }
hint = { zh = "请交本人的照片。", en = "Hand in your own photo." }
"#;

fn set() -> Set {
    load(&["copies".to_owned()], &[], &|_| Ok(RULES.to_owned())).ok().unwrap()
}

/// A made-up portrait: the same wall and light for everybody, a head that differs a little.
fn portrait(person: u32) -> RgbImage {
    let (wide, high) = (f64::from(95 + person % 5 * 6), f64::from(130 + person % 7 * 5));
    RgbImage::from_fn(480, 640, |x, y| {
        let [dx, dy] = [(f64::from(x) - 240.0) / wide, (f64::from(y) - 270.0) / high];
        let hair = dy < -0.35 - f64::from(person % 3) * 0.1;
        match dx * dx + dy * dy {
            inside if inside < 1.0 && hair => image::Rgb([40, 32, 30]),
            inside if inside < 1.0 => image::Rgb([214, 176, 150]),
            _ if y > 470 => image::Rgb([60, 70 + (person * 37 % 90) as u8, 90]),
            _ => image::Rgb([67, 142, 219]),
        }
    })
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

fn resized(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    imageops::resize(picture, width, height, imageops::FilterType::CatmullRom)
}

/// Each photo's outcome of `unique-photo`.
fn outcomes(photos: Vec<Vec<u8>>) -> Vec<Outcome> {
    let set = set();
    let job =
        Job { set: &set, counts: Severity::Error, limits: Limits::default(), keep_facts: false, keep_pictures: false };
    let items: Vec<_> = photos
        .into_iter()
        .enumerate()
        .map(|(at, bytes)| Item { shown: format!("{at}.jpg"), origin: Origin::Bytes(bytes) })
        .collect();
    let mut outcomes = Vec::new();
    check(&[job], &items, Pace::with_threads(2), |photo| outcomes.push(photo[0].findings[0].outcome)).unwrap();
    outcomes
}

#[test]
fn copies_fail_and_others_do_not() {
    let one = portrait(1);
    let mut png = Vec::new();
    DynamicImage::ImageRgb8(one.clone()).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
    let photos = vec![
        jpeg(&one, 92),
        jpeg(&one, 40),
        jpeg(&resized(&one, 240, 320), 80),
        jpeg(&resized(&one, 960, 1280), 80),
        png,
        jpeg(&portrait(2), 92),
        jpeg(&portrait(3), 92),
    ];
    let outcomes = outcomes(photos);
    let [pass, fail] = [Outcome::Pass, Outcome::Fail];
    assert_eq!(outcomes, [pass, fail, fail, fail, fail, pass, pass], "a copy is a finding of the later photo");
}

#[test]
fn one_photo_alone_and_broken_ones_are_not_copies() {
    assert_eq!(outcomes(vec![jpeg(&portrait(1), 92)]), [Outcome::Skipped]);
    let empty = outcomes(vec![Vec::new(), Vec::new(), b"no picture".to_vec()]);
    assert_eq!(empty, [Outcome::Skipped, Outcome::Skipped, Outcome::Pass]);
    let same_broken = outcomes(vec![b"no picture".to_vec(), b"no picture".to_vec()]);
    assert_eq!(same_broken, [Outcome::Pass, Outcome::Fail], "the same bytes are the same file");
}

#[test]
fn two_are_the_same_up_to_nine_hundredths_of_their_contrast() {
    // A cell has 40 steps for a standard deviation.
    let even = |step: i8| Likeness::try_from(vec![step; 256]).unwrap();
    let (one, near, far) = (even(0), even(3), even(4));
    assert_eq!((one.difference(&near), one.difference(&far)), (7.5, 10.0));
    assert!(one.is_same(&near) && !one.is_same(&far));
}

/// Measured on real people in one studio set-up, whose walls, light and pose are alike.
#[test]
fn real_people_in_one_studio_are_told_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/portraits/neutral");
    if !needs::have("portraits", folder.is_dir(), &format!("no portraits at {}", folder.display())) {
        return;
    }
    let files = std::fs::read_dir(folder).unwrap().filter_map(|entry| image::open(entry.unwrap().path()).ok());
    let pictures: Vec<RgbImage> = files.map(|picture| picture.thumbnail(640, 640).into_rgb8()).collect();
    let likenesses: Vec<_> = pictures.iter().filter_map(Likeness::of).collect();
    assert!(likenesses.len() > 1);
    let pairs =
        likenesses.iter().enumerate().flat_map(|(at, one)| likenesses[at + 1..].iter().map(move |it| (one, it)));
    let nearest = pairs.clone().map(|(one, other)| one.difference(other)).fold(f64::INFINITY, f64::min);
    println!("{} portraits: the nearest two different ones differ by {nearest:.1}", likenesses.len());
    assert!(pairs.into_iter().all(|(one, other)| !one.is_same(other)));
    let mut farthest: f64 = 0.0;
    for (picture, likeness) in pictures.iter().zip(&likenesses) {
        let third = resized(picture, picture.width() / 3, picture.height() / 3);
        for copy in [jpeg(picture, 30), jpeg(&third, 75)] {
            let copy = Likeness::of(&image::load_from_memory(&copy).unwrap().into_rgb8()).unwrap();
            farthest = farthest.max(copy.difference(likeness));
            assert!(copy.is_same(likeness));
        }
    }
    println!(
        "saved again at quality 30 or at a third of the size, a photo differs from itself by at most {farthest:.1}"
    );
}
