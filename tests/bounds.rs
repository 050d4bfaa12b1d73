//! What the worst of photos costs: below 512 MiB, and 5 seconds of one processor core, whatever comes in; all threads together
//! keep to what they share. `cargo test --test bounds -- --nocapture` prints a line for each file;
//! `PHOTOCHECK_HOSTILE=FOLDER` adds the photos of a folder of one's own.

#![cfg(target_os = "linux")]

mod hostile;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// Most memory on one photo, MiB.
const MOST_MEMORY: u64 = 512;
/// Most time on one photo, seconds of a processor core.
const MOST_TIME: f64 = 5.0;
/// Most memory of all threads, MiB: the budget that they share, and what the program needs without any photo.
const MOST_TOGETHER: u64 = 1024 + 128;

/// What a run has cost: peak memory in MiB, processor time in seconds.
struct Spent {
    memory: u64,
    time: f64,
}

/// Runs the program on some photos; what it costs is looked at while it runs, since nobody can ask afterwards.
fn check(photos: &[&Path], threads: &str) -> (Spent, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_photocheck"));
    let command = command.args(["check", "--format", "concise", "--threads", threads]).args(photos);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let mut spent = Spent { memory: 0, time: 0.0 };
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(process.join("status")).unwrap_or_default();
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        spent.memory = spent.memory.max(peak.unwrap_or(0u64) >> 10);
        let facts = fs::read_to_string(process.join("stat")).unwrap_or_default();
        // Behind the name, which may hold blanks: the times in user and in kernel mode are the 12th and 13th, in 1/100 s.
        let fields: Vec<&str> = facts.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        spent.time = spent.time.max((ticks(11) + ticks(12)) / 100.0);
        sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some(), "killed: {photos:?}");
    (spent, String::from_utf8(output.stdout).unwrap())
}

/// The photos to try, by path.
fn photos(folder: &TempDir) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, bytes) in hostile::files() {
        paths.push(folder.path().join(name));
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let own = std::env::var_os("PHOTOCHECK_HOSTILE").map(|own| walkdir::WalkDir::new(own).sort_by_file_name());
    let own = own.into_iter().flatten().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    paths.extend(own.map(walkdir::DirEntry::into_path));
    paths
}

#[test]
fn no_photo_takes_more_than_its_share() {
    let folder = tempfile::tempdir().unwrap();
    let mut over = Vec::new();
    println!("{:>6} {:>7}  photo: verdict", "MiB", "s");
    for path in photos(&folder) {
        let (Spent { memory, time }, said) = check(&[&path], "1");
        let verdict = said.split('\t').nth(1).unwrap_or_default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{memory:>6} {time:>7.2}  {name}: {verdict}");
        if memory > MOST_MEMORY || time > MOST_TIME {
            over.push(format!("{name}: {memory} MiB, {time} s"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn threads_share_their_memory() {
    let folder = tempfile::tempdir().unwrap();
    let files = hostile::files();
    let (_, large) = files.iter().find(|(name, _)| *name == "rgba-8-bit.png").unwrap();
    let copies: Vec<_> = (0..6).map(|at| folder.path().join(format!("{at}.png"))).collect();
    for (at, path) in copies.iter().enumerate() {
        // Each with other bytes, so that none is passed over as a copy.
        fs::write(path, [&large[..], &[at as u8]].concat()).unwrap();
    }
    let paths: Vec<&Path> = copies.iter().map(PathBuf::as_path).collect();
    let (Spent { memory, .. }, said) = check(&paths, "6");
    println!("six at a time: {memory} MiB");
    assert_eq!(said.lines().count(), 6);
    assert!(!said.contains("readable"), "{said}");
    assert!(memory <= MOST_TOGETHER, "{memory} MiB");
}
