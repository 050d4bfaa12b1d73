//! Whether a JPEG is whole, and whether its pixels are right: by files in every coding, and against libjpeg-turbo where its
//! programs `cjpeg` and `djpeg` are installed.

mod needs;
mod numbers;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use numbers::Numbers;
use photocheck::photo::{Coding, Limits, Photo, Unreadable};

/// The codings of one picture that are decoded here.
const CODINGS: [&str; 9] = [
    "baseline",
    "restart",
    "progressive",
    "progressive-restart",
    "one-scan-each",
    "two-scans",
    "grey",
    "sampling-3x1",
    "chroma-finer",
];

fn coding(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/codings").join(name)).unwrap()
}

/// The upright pixels, row by row.
fn pixels(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let photo = Photo::new("a.jpg", bytes.to_vec(), Limits::default());
    photo.pixels().map(|pixels| pixels.stored().as_raw().clone())
}

/// Mean difference of two rasters in levels.
fn difference(one: &[u8], other: &[u8]) -> f64 {
    assert_eq!(one.len(), other.len());
    let sum: u64 = one.iter().zip(other).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / one.len() as f64
}

/// Where the coded data of the first scan starts.
fn first_scan(bytes: &[u8]) -> usize {
    let header = bytes.windows(2).position(|two| two == [0xFF, 0xDA]).unwrap();
    header + 2 + usize::from(bytes[header + 3])
}

#[test]
fn every_coding_gives_the_same_picture() {
    let wanted = image::load_from_memory(&coding("pixels.png")).unwrap().into_rgb8();
    for name in CODINGS {
        let found = pixels(&coding(&format!("{name}.jpg"))).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let off = if name == "grey" { 40.0 } else { 8.0 };
        assert!(difference(&found, wanted.as_raw()) < off, "{name}: {}", difference(&found, wanted.as_raw()));
    }
    assert_eq!(pixels(&coding("arithmetic.jpg")), Err(Unreadable::Coding(Coding::Arithmetic)));
}

#[test]
fn what_is_missing_is_missed_in_every_coding() {
    for name in CODINGS {
        let whole = coding(&format!("{name}.jpg"));
        let start = first_scan(&whole);
        for share in [1, 3, 5, 8, 9] {
            let cut = start + (whole.len() - 2 - start) * share / 10;
            let marked = [&whole[..cut], &[0xFF, 0xD9]].concat();
            assert!(pixels(&whole[..cut]).is_err(), "{name}: {share}/10 of the data");
            assert!(pixels(&marked).is_err(), "{name}: {share}/10 of the data, then an end marker");
        }
    }
}

#[test]
fn how_much_is_whole_is_told() {
    let whole = coding("baseline.jpg");
    let start = first_scan(&whole);
    let cut = [&whole[..start + (whole.len() - start) / 2], &[0xFF, 0xD9]].concat();
    let Err(Unreadable::CutShort { whole: Some(share) }) = pixels(&cut) else { panic!("{:?}", pixels(&cut)) };
    assert!((20..80).contains(&share), "{share} %");
    let mut garbled = whole.clone();
    garbled[start + 300..start + 400].fill(0xFF);
    assert!(matches!(pixels(&garbled), Err(Unreadable::Garbled { whole: Some(_) })), "{:?}", pixels(&garbled));
}

#[test]
fn data_that_comes_a_second_time_is_told() {
    for name in ["baseline", "restart", "grey", "one-scan-each", "two-scans", "sampling-3x1"] {
        let whole = coding(&format!("{name}.jpg"));
        let header = whole.windows(2).position(|two| two == [0xFF, 0xDA]).unwrap();
        let start = first_scan(&whole);
        let is_marker = |two: &[u8]| two[0] == 0xFF && two[1] != 0 && !(0xD0..=0xD7).contains(&two[1]);
        let end = start + whole[start..].windows(2).position(is_marker).unwrap();
        let twice = [&whole[..end], &whole[header..end], &whole[end..]].concat();
        assert_eq!(pixels(&twice), Err(Unreadable::Garbled { whole: None }), "{name}");
    }
}

#[test]
fn other_depths_and_kinds_are_named() {
    let mut bytes = coding("baseline.jpg");
    let frame = bytes.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    bytes[frame + 4] = 12;
    assert_eq!(pixels(&bytes), Err(Unreadable::Coding(Coding::Depth(12))));
    bytes[frame + 4] = 8;
    bytes[frame + 1] = 0xC3;
    assert_eq!(pixels(&bytes), Err(Unreadable::Coding(Coding::Lossless)));
    bytes[frame + 1] = 0xC0;
    let height: [u8; 2] = bytes[frame + 5..frame + 7].try_into().unwrap();
    bytes[frame + 5..frame + 7].fill(0);
    assert_eq!(pixels(&bytes), Err(Unreadable::Damaged), "a height of nothing");
    let end = bytes.len() - 2;
    bytes.splice(end..end, [&[0xFF, 0xDC, 0, 4][..], &height].concat());
    assert_eq!(pixels(&bytes), Err(Unreadable::Coding(Coding::LateHeight)));
}

/// A coding's file without the segments that have one of `markers`.
fn without(name: &str, markers: &[u8]) -> Vec<u8> {
    let whole = coding(name);
    let (mut bytes, mut at) = (whole[..2].to_vec(), 2);
    while whole[at + 1] != 0xDA {
        let end = at + 2 + usize::from(u16::from_be_bytes([whole[at + 2], whole[at + 3]]));
        if !markers.contains(&whole[at + 1]) {
            bytes.extend_from_slice(&whole[at..end]);
        }
        at = end;
    }
    [&bytes, &whole[at..]].concat()
}

#[test]
fn what_is_whole_and_not_read_here_is_not_called_damaged() {
    assert_eq!(
        pixels(&without("baseline.jpg", &[0xC4])),
        Err(Unreadable::Coding(Coding::NoTables)),
        "a frame of a film"
    );
    let odd = b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\x07";
    let whole = without("baseline.jpg", &[0xEE]);
    let bytes = [&whole[..2], odd, &whole[2..]].concat();
    assert_eq!(pixels(&bytes), Err(Unreadable::Coding(Coding::Header)), "colours of a kind that nobody knows");
    // But what is missing is.
    assert_eq!(pixels(&without("baseline.jpg", &[0xDB])), Err(Unreadable::Damaged));
    assert_eq!(pixels(&without("baseline.jpg", &[0xC0])), Err(Unreadable::Damaged));
}

/// Runs a program of libjpeg-turbo on bytes: what it wrote, and whether it complained.
fn run(program: &str, options: &[String], input: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut child = Command::new(program)
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().ok()?;
    feeder.join().ok()?;
    Some((output.stdout, !output.stderr.is_empty() || !output.status.success()))
}

/// The raster of a binary PNM with a header of three lines.
fn raster(pnm: &[u8]) -> Vec<u8> {
    let lines = pnm.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let start = lines.map(|(at, _)| at + 1).nth(2).unwrap_or(pnm.len());
    let pixels = &pnm[start..];
    if pnm.starts_with(b"P5") { pixels.iter().flat_map(|grey| [*grey; 3]).collect() } else { pixels.to_vec() }
}

/// A painted portrait's part as PPM, so that it is cheap to code a few hundred times.
fn part(width: u32, height: u32) -> Vec<u8> {
    let painting = image::open(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pass-man-blue.jpg")).unwrap().into_rgb8();
    let part = image::imageops::crop_imm(&painting, 220, 200, width, height).to_image();
    [format!("P6\n{width} {height}\n255\n").into_bytes(), part.into_raw()].concat()
}

/// The options of some hundred encodings; the scripts that some of them name lie in the folder.
fn encodings(folder: &Path) -> Vec<Vec<String>> {
    let script = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let (each, two) = (script("each", "0;\n1;\n2;\n"), script("two", "0;\n1 2;\n"));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut modes: Vec<Vec<String>> =
        ["", "-optimize", "-progressive", "-restart 1", "-restart 3B", "-progressive -restart 2B"].map(words).to_vec();
    modes.extend([vec!["-scans".to_owned(), each], vec!["-scans".to_owned(), two]]);
    let samplings = ["1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "2x4", "3x1", "3x2", "1x3", "1x1,2x2,1x1"];
    let mut all = Vec::new();
    for quality in ["25", "75", "90", "98"] {
        for mode in &modes {
            for sampling in samplings {
                all.push([&words(&format!("-quality {quality} -sample {sampling}"))[..], mode].concat());
            }
        }
        for other in ["-grayscale", "-grayscale -progressive", "-rgb", "-rgb -progressive"] {
            all.push(words(&format!("-quality {quality} {other}")));
        }
    }
    all
}

#[test]
fn encodings_are_read_as_libjpeg_reads_them() {
    let (odd, even) = (part(83, 61), part(96, 64));
    if !needs::have("libjpeg", run("cjpeg", &[], &odd).is_some(), "cjpeg of libjpeg-turbo does not run") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let encodings = encodings(folder.path());
    assert!(encodings.len() >= 300);
    let mut compared = 0;
    for (at, options) in encodings.iter().enumerate() {
        let Some((bytes, false)) = run("cjpeg", options, if at % 2 == 0 { &odd } else { &even }) else { continue };
        let (theirs, complained) = run("djpeg", &["-ppm".to_owned()], &bytes).unwrap();
        assert!(!complained, "{options:?}");
        let ours = pixels(&bytes).unwrap_or_else(|why| panic!("{options:?}: {why:?}"));
        assert!(difference(&ours, &raster(&theirs)) < 1.0, "{options:?}");
        compared += 1;
    }
    assert!(compared >= 300, "{compared} encodings");
}

/// Where the segments up to the first scan begin.
fn segments(bytes: &[u8]) -> Vec<usize> {
    let mut all = vec![2];
    while let Some(&at) = all.last().filter(|at| bytes[**at + 1] != 0xDA) {
        all.push(at + 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]])));
    }
    all
}

/// One way of damaging a file, in its headers or from its first scan on.
fn damaged(whole: &[u8], kind: usize, numbers: &mut Numbers) -> Vec<u8> {
    let start = first_scan(whole);
    let length = whole.len() - start;
    let at = start + numbers.below(length - 2);
    let span = (1 + numbers.below(length / 3)).min(whole.len() - at);
    let mut bytes = whole.to_vec();
    match kind {
        0 => bytes.truncate(at),
        1 => bytes = [&whole[..at], &[0xFF, 0xD9]].concat(),
        2 => bytes[at..at + span].fill(0),
        3 => bytes[at..at + span].fill(0xFF),
        4 => bytes[at..at + span].iter_mut().for_each(|byte| *byte = numbers.below(256) as u8),
        5 => drop(bytes.drain(at..at + span)),
        6 => drop(bytes.splice(at..at, (0..span).map(|_| numbers.below(256) as u8))),
        7 => bytes[at] ^= 1 << numbers.below(8),
        8 => {
            // A restart marker is lost, or something else where there is none.
            let restarts = (start..whole.len() - 1).filter(|at| whole[*at] == 0xFF && whole[at + 1] & 0xF8 == 0xD0);
            let restarts: Vec<_> = restarts.collect();
            let lost = restarts.get(numbers.below(restarts.len())).copied().unwrap_or(at);
            drop(bytes.drain(lost..(lost + 2).min(whole.len())));
        }
        9 => {
            // The frame, its tables or the header of the first scan.
            let frame = whole.windows(2).position(|two| two[0] == 0xFF && matches!(two[1], 0xC0..=0xC2)).unwrap();
            bytes[frame + numbers.below(start - frame)] ^= 1 << numbers.below(8);
        }
        10 => {
            // Bytes between the segments in front.
            let segments = segments(whole);
            let before = segments[1 + numbers.below(segments.len() - 1)];
            drop(bytes.splice(before..before, (0..1 + numbers.below(20)).map(|_| numbers.below(255) as u8)));
        }
        _ => {
            let from = start + numbers.below(length - span);
            bytes.copy_within(from..from + span, at.min(whole.len() - span));
        }
    }
    bytes
}

#[test]
fn damage_that_libjpeg_warns_of_is_told() {
    let picture = part(160, 120);
    if !needs::have("libjpeg", run("cjpeg", &[], &picture).is_some(), "cjpeg of libjpeg-turbo does not run") {
        return;
    }
    let options = [
        "-quality 90",
        "-quality 75 -optimize",
        "-quality 90 -progressive",
        "-quality 90 -restart 1",
        "-quality 80 -progressive -restart 2B",
        "-quality 60 -grayscale",
        "-quality 95 -sample 1x1",
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let each = folder.path().join("each");
    std::fs::write(&each, "0;\n1;\n2;\n").unwrap();
    let each = format!("-quality 85 -scans {}", each.display());
    let options = options.into_iter().chain([each.as_str()]);
    let mut numbers = Numbers(0x0123_4567_89AB_CDEF);
    let (mut warned, mut missed, mut silent, mut stricter) = (0, Vec::new(), 0, 0);
    for options in options {
        let words: Vec<String> = options.split_whitespace().map(str::to_owned).collect();
        let (whole, _) = run("cjpeg", &words, &picture).unwrap();
        for case in 0..108 {
            let bytes = damaged(&whole, case % 12, &mut numbers);
            let (_, complained) = run("djpeg", &[], &bytes).unwrap();
            match (complained, pixels(&bytes)) {
                (true, Err(_)) => warned += 1,
                (true, Ok(_)) => missed.push(format!("{options}, case {case}, kind {}", case % 12)),
                (false, Ok(_)) => silent += 1,
                (false, Err(_)) => stricter += 1,
            }
        }
    }
    println!("{warned} told by both, {stricter} by us alone, {silent} by nobody");
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(warned >= 500, "{warned} told by both, {stricter} by us alone, {silent} by nobody");
}
