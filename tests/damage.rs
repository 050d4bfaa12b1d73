//! Hostile input: whatever the bytes, a photo gets an answer, and the answer says what is wrong.

mod numbers;

use std::time::Duration;

use numbers::Numbers;
use photocheck::batch::{Checked, Job, Pace, check, check_photo};
use photocheck::input::{Item, Origin};
use photocheck::judge::{Outcome, Verdict};
use photocheck::photo::{Limits, Photo, Unreadable};
use photocheck::report::{Detail, Human, Json, JsonLines, Report, Run};
use photocheck::rules::{Set, Severity, load};
use photocheck::text::Lang;

fn rules() -> Set {
    let never = |_: &str| Err(std::io::Error::other("no files"));
    load(&["graduation-2022".to_owned()], &[], &never).unwrap_or_else(|_| panic!("the default set is sound"))
}

fn job(set: &Set) -> Job<'_> {
    Job { set, counts: Severity::Error, limits: Limits::default(), keep_facts: true, keep_pictures: false }
}

/// A small picture as a file.
fn picture(format: image::ImageFormat) -> Vec<u8> {
    let wall = image::RgbImage::from_fn(96, 128, |x, y| image::Rgb([(x * 2) as u8, (y * 2) as u8, (x ^ y) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    wall.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn damaged_files_get_an_answer() {
    let set = rules();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for format in [image::ImageFormat::Jpeg, image::ImageFormat::Png, image::ImageFormat::WebP] {
        let whole = picture(format);
        for _ in 0..60 {
            let mut bytes = whole[..numbers.below(whole.len() + 1)].to_vec();
            for _ in 0..numbers.below(8) {
                if !bytes.is_empty() {
                    let at = numbers.below(bytes.len());
                    bytes[at] = numbers.below(256) as u8;
                }
            }
            let checked = check_photo(&job(&set), "照片.jpg", &Photo::new("照片.jpg", bytes, Limits::default()));
            assert_eq!(checked.findings.len(), set.rules.len());
        }
    }
}

#[test]
fn a_truncated_photo_is_not_readable() {
    let set = rules();
    let whole = picture(image::ImageFormat::Jpeg);
    for share in [0, 10, 40, 70, 95] {
        let bytes = whole[..whole.len() * share / 100].to_vec();
        let checked = check_photo(&job(&set), "a.jpg", &Photo::new("a.jpg", bytes, Limits::default()));
        let readable = checked.findings.iter().find(|finding| finding.rule.id == "readable").unwrap();
        assert_eq!(readable.outcome, Outcome::Fail, "{share} % of the file");
        assert!(checked.trouble.is_some(), "{share} % of the file");
    }
}

#[test]
fn a_claim_of_gigapixels_is_refused_before_any_memory_is_taken() {
    let set = rules();
    let mut bytes = picture(image::ImageFormat::Png);
    bytes[16..24].copy_from_slice(&[0x00, 0x01, 0x86, 0xA0, 0x00, 0x01, 0x86, 0xA0]); // 100000 x 100000
    let checked = check_photo(&job(&set), "big.png", &Photo::new("big.png", bytes, Limits::default()));
    assert_eq!(checked.verdict, Verdict::Fail);
}

#[test]
fn what_a_pixel_costs_counts() {
    let claim = |bytes: &mut Vec<u8>, at: usize, [width, height]: [u16; 2]| {
        bytes[at..at + 2].copy_from_slice(&height.to_be_bytes());
        bytes[at + 2..at + 4].copy_from_slice(&width.to_be_bytes());
    };
    let coding = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codings").join(name);
        std::fs::read(path).unwrap()
    };
    // 100 megapixels: 3 bytes a pixel where rows are decoded one by one, 6 where coefficients are collected.
    for (name, marker, is_too_much) in [("baseline.jpg", 0xC0, false), ("progressive.jpg", 0xC2, true)] {
        let mut bytes = coding(name);
        let frame = bytes.windows(2).position(|two| two == [0xFF, marker]).unwrap();
        claim(&mut bytes, frame + 5, [10_000, 10_000]);
        let photo = Photo::new(name, bytes, Limits::default());
        let trouble = photo.pixels().err().unwrap();
        assert_eq!(matches!(trouble, Unreadable::TooManyPixels { .. }), is_too_much, "{name}: {trouble:?}");
        assert_eq!(photo.memory() > 300_000_000, !is_too_much, "{name}: {}", photo.memory());
    }
}

#[test]
fn a_photo_that_takes_too_long_is_a_finding_and_the_others_are_checked() {
    let set = rules();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let slow = |name: &str| Item { shown: name.to_owned(), origin: Origin::Path(fixtures.join(name)) };
    let quick = Item { shown: "empty.jpg".to_owned(), origin: Origin::Bytes(Vec::new()) };
    let items = [slow("pass-man-blue.jpg"), quick, slow("pass-woman-blue.jpg")];
    let within = |time| {
        let job = Job { limits: Limits { time, ..Limits::default() }, ..job(&set) };
        let mut photos = Vec::new();
        let take =
            |sets: Vec<_>| photos.extend(sets.into_iter().map(|it: Checked<'_>| (it.file, it.trouble, it.findings)));
        check(&[job], &items, Pace::with_threads(1), take).unwrap();
        photos
    };
    let photos = within(Some(Duration::from_millis(5)));
    let troubles: Vec<_> = photos.iter().map(|(_, trouble, _)| trouble.clone()).collect();
    let late = Some(Unreadable::TookTooLong { seconds: 0 });
    assert_eq!(troubles, [late.clone(), Some(Unreadable::Empty), late]);
    for (file, _, findings) in &photos {
        let failed: Vec<_> = findings.iter().filter(|it| it.outcome == Outcome::Fail).collect();
        assert!(failed.len() == 1 && failed[0].rule.id == "readable", "{file}");
    }
    assert!(within(None).iter().step_by(2).all(|(_, trouble, _)| trouble.is_none()));
}

#[test]
fn what_a_name_contains_cannot_break_a_report() {
    let set = rules();
    let name = "\x1b[2J=cmd|'/c calc'!A1\u{202e}\"<script>.jpg";
    let photo = check_photo(&job(&set), name, &Photo::new(name, b"no picture".to_vec(), Limits::default()));
    let run = Run { strays: vec![name.to_owned()], full_ids: true, ..Run::new(&set, vec![photo], Lang::Zh) };
    let text = |report: &dyn Report| {
        let mut out = Vec::new();
        report.write(&run, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let human = text(&Human { detail: Detail::Verbose });
    assert!(!human.contains("\x1b[2J") && !human.contains('\u{202e}'));
    for line in text(&JsonLines).lines() {
        let photo: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(photo["file"], name);
    }
    let whole: serde_json::Value = serde_json::from_str(&text(&Json)).unwrap();
    assert_eq!(whole["summary"]["fail"], 1);
}
