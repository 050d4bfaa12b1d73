//! Findings that are written as photos are done: in order, complete line by line, and of use when the run is broken off.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use photocheck::record::Line;

/// A folder of its own with copies of fixtures, removed at the end.
struct Folder(tempfile::TempDir);

impl Folder {
    /// So many photos, each of other bytes.
    fn with_photos(count: usize) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(folder.at("photos")).unwrap();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-head-height-small.jpg");
        let photo = fs::read(fixture).unwrap();
        for number in 0..count {
            let bytes = [&photo[..], number.to_string().as_bytes()].concat();
            fs::write(folder.at(&format!("photos/{number:03}.jpg")), bytes).unwrap();
        }
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_photocheck"));
        command.current_dir(self.0.path()).args(["--lang", "en"]).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }
}

/// The files that whole lines of JSONL are about; fails on half a line.
fn files(text: &str) -> Vec<String> {
    assert!(text.is_empty() || text.ends_with('\n'), "half a line: {text}");
    text.lines().filter_map(|line| Line::read(line).unwrap().photo()).map(|photo| photo.file).collect()
}

#[test]
fn copies_are_findings_of_the_later_photo_and_a_last_line_names_the_groups() {
    let folder = Folder::with_photos(2);
    fs::write(folder.at("photos/000.jpg"), "no photo").unwrap();
    fs::write(folder.at("photos/002.jpg"), "no photo").unwrap();
    fs::copy(folder.at("photos/001.jpg"), folder.at("photos/003.jpg")).unwrap();
    let rules = ["--only", "unique-photo", "--format", "jsonl"];
    let output = folder.run(&[&["check", "photos"], &rules[..]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().map(|line| Line::read(line).unwrap()).collect();
    let Some(Line::Copies(last)) = lines.last() else { panic!("{text}") };
    assert_eq!(last.copies, [["photos/000.jpg", "photos/002.jpg"], ["photos/001.jpg", "photos/003.jpg"]]);
    let outcomes: Vec<_> = lines.into_iter().filter_map(Line::photo).map(|it| it.findings[0].outcome.name()).collect();
    assert_eq!(outcomes, ["pass", "pass", "fail", "fail"]);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = Folder::with_photos(9);
    let written = |threads: &str| {
        let reports = ["--report", "r.csv", "--report", "r.jsonl", "--report", "r.json"];
        let cheap = ["--only", "file-*", "--only", "unique-photo", "--format", "concise", "--threads", threads];
        let output = folder.run(&[&["check", "photos"], &cheap[..], &reports].concat());
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        [output.stdout]
            .into_iter()
            .chain(["r.csv", "r.jsonl", "r.json"].map(|name| fs::read(folder.at(name)).unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(written("1"), written("5"));
}

#[test]
#[cfg(unix)]
fn lines_come_as_photos_are_done_and_stay_of_use_when_the_run_is_broken_off() {
    let folder = Folder::with_photos(200);
    let reports = ["--report", "done.jsonl", "--report", "all.html"];
    let arguments = [&["check", "photos", "--threads", "1", "--format", "jsonl"], &reports[..]].concat();
    let mut child = folder.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(child.try_wait().unwrap().is_none(), "the first line comes long before the last photo is done");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{told}");
    let printed = files(&(first + &rest));
    assert!(!printed.is_empty() && printed.len() < 200);
    assert_eq!(files(&fs::read_to_string(folder.at("done.jsonl")).unwrap()), printed);
    assert!(told.contains("of 200 photos") && told.contains("done.jsonl"), "{told}");
    let left: Vec<_> = fs::read_dir(folder.0.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half page and no hidden file: {left:?}");
}
