//! A short run of the fuzz targets that is the same every time: their corpora, and what becomes of them by chance.
//!
//! `PHOTOCHECK_FUZZ_SECONDS=600 cargo test --release --test fuzz` goes on for so long with each target, from another beginning
//! every time, and needs no other tool. A failure says where the bytes lie.

#[path = "../fuzz/src/lib.rs"]
mod targets;

mod numbers;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use numbers::Numbers;
use targets::TARGETS;

/// Mutations of each target in a short run.
const SHORT: usize = 150;
/// Longest input, in bytes.
const LONGEST: usize = 64 << 10;
/// Pieces that mean something to one parser or another.
const PIECES: [&[u8]; 20] = [
    b"\xFF\xD8",
    b"\xFF\xD9",
    b"\xFF\xDA",
    b"\xFF\xC0",
    b"\xFF\xE1",
    b"\xFF\xFF\xFF\xFF",
    b"\0\0\0\0",
    b"\x7F\xFF\xFF\xFF",
    b"IHDR",
    b"IDAT",
    b"iCCP",
    b"RIFF",
    b"Exif\0\0",
    b"II*\0",
    b"[[rule]]\n",
    b"extends = \"a.toml\"\n",
    b"=1+1,\"",
    b"\r\n",
    "\u{202e}\u{1b}[2J".as_bytes(),
    "张三".as_bytes(),
];

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A few changes to one of `inputs`.
fn mutated(inputs: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = inputs[numbers.below(inputs.len())].clone();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() + 1);
        let upto = (at + 1 + numbers.below(40)).min(bytes.len());
        match numbers.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..upto)),
            2 => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].iter().copied())),
            3 => {
                let other = &inputs[numbers.below(inputs.len())];
                let from = numbers.below(other.len() + 1);
                let end = (from + numbers.below(400)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            4 => bytes[at..upto].fill(numbers.below(256) as u8),
            5 => {
                let part = bytes[at..upto].repeat(1 + numbers.below(30));
                bytes.splice(at..at, part);
            }
            _ => bytes[at..upto].iter_mut().take(2).for_each(|byte| *byte ^= 1 << numbers.below(8)),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Longest time that an input may take, with all the room that a busy machine and a build without optimisation need.
const LONGEST_TIME: Duration = Duration::from_secs(20);

/// Runs a target on some bytes; a panic, or an input that takes too long, leaves them in a file that it names.
fn feed(name: &str, target: targets::Target, bytes: &[u8]) {
    let start = Instant::now();
    let result = std::panic::catch_unwind(|| target(bytes));
    if result.is_err() || start.elapsed() > LONGEST_TIME {
        std::fs::write(kept(name), bytes).unwrap();
        panic!("the target {name} fails on {}, after {:?}", kept(name).display(), start.elapsed());
    }
}

fn kept(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"))
}

#[test]
fn nothing_breaks_the_targets() {
    let long = std::env::var("PHOTOCHECK_FUZZ_SECONDS").ok().map(|text| Duration::from_secs(text.parse().unwrap()));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let beginning = if long.is_some() { now | 1 } else { 0x5DEE_CE66_D1A4_B5B5 };
    for (name, target) in TARGETS {
        let inputs = corpus(name);
        inputs.iter().for_each(|bytes| feed(name, target, bytes));
        let (mut numbers, start, mut runs) = (Numbers(beginning), Instant::now(), 0);
        while long.map_or(runs < SHORT, |time| start.elapsed() < time) {
            let bytes = mutated(&inputs, &mut numbers);
            if long.is_some() {
                // Where the whole process ends, a panic inside a panic or no memory left, the last input is still there.
                std::fs::write(kept(name), &bytes).unwrap();
            }
            feed(name, target, &bytes);
            runs += 1;
        }
        println!("{name}: {runs} inputs in {:.1} s, from {beginning:#x}", start.elapsed().as_secs_f64());
    }
}
