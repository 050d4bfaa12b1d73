//! Findings that are written as photos are done: in order, complete line by line, and of use when the run is broken off.

mod folder;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use folder::Folder;
use photocheck::record::RecordLine;

/// A folder with so many photos, each of other bytes.
fn with_photos(count: usize) -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.at("photos")).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-head-height-small.jpg");
    let photo = fs::read(fixture).unwrap();
    for number in 0..count {
        let bytes = [&photo[..], number.to_string().as_bytes()].concat();
        fs::write(folder.at(&format!("photos/{number:03}.jpg")), bytes).unwrap();
    }
    folder
}

/// The files that whole lines of JSONL are about; fails on half a line.
fn files(text: &str) -> Vec<String> {
    assert!(text.is_empty() || text.ends_with('\n'), "half a line: {text}");
    text.lines().filter_map(|line| RecordLine::read(line).unwrap().photo()).map(|photo| photo.file).collect()
}

#[test]
fn copies_are_findings_of_the_later_photo_and_a_last_line_names_the_groups() {
    let folder = with_photos(2);
    fs::write(folder.at("photos/000.jpg"), "no photo").unwrap();
    fs::write(folder.at("photos/002.jpg"), "no photo").unwrap();
    fs::copy(folder.at("photos/001.jpg"), folder.at("photos/003.jpg")).unwrap();
    let rules = ["--only", "unique-photo", "--format", "jsonl"];
    let output = folder.run(&[&["check", "photos"], &rules[..]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().map(|line| RecordLine::read(line).unwrap()).collect();
    let Some(RecordLine::Copies(last)) = lines.last() else { panic!("{text}") };
    assert_eq!(last.copies, [["photos/000.jpg", "photos/002.jpg"], ["photos/001.jpg", "photos/003.jpg"]]);
    let outcomes: Vec<_> =
        lines.into_iter().filter_map(RecordLine::photo).map(|it| it.findings[0].outcome.name()).collect();
    assert_eq!(outcomes, ["pass", "pass", "fail", "fail"]);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = with_photos(9);
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
    let folder = with_photos(200);
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
    assert!(told.contains("of 200 photos") && told.contains("--skip-done done.jsonl"), "{told}");
    let left: Vec<_> = fs::read_dir(folder.at("")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half page and no hidden file: {left:?}");
}

/// What `check` prints as JSONL, cheap rules alone.
fn jsonl(folder: &Folder, arguments: &[&str]) -> String {
    let cheap = ["check", "photos", "--only", "file-*", "--only", "readable", "--format", "jsonl"];
    let output = folder.run(&[&cheap[..], arguments].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shards_are_the_whole_in_parts() {
    let folder = with_photos(7);
    let whole = jsonl(&folder, &[]);
    let shards: Vec<String> = (1..=3).map(|at| jsonl(&folder, &["--shard", &format!("{at}/3")])).collect();
    let mut parts: Vec<&str> = shards.iter().flat_map(|text| text.lines()).collect();
    parts.sort_unstable();
    assert_eq!(parts, whole.lines().collect::<Vec<_>>());
    assert_eq!(files(&shards[1]), ["photos/001.jpg", "photos/004.jpg"]);
    let wrong = folder.run(&["check", "photos", "--shard", "4/3", "--threads", "x"]);
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(wrong.status.code() == Some(2) && told.contains("--shard") && told.contains("--threads"), "{told}");
}

#[test]
fn what_is_done_is_passed_over_by_content() {
    let folder = with_photos(5);
    let whole = jsonl(&folder, &[]);
    let cut = whole.match_indices('\n').nth(2).unwrap().0 + 40;
    fs::write(folder.at("earlier.jsonl"), &whole[..cut]).unwrap();
    // What is done is known under any name; what has changed is not done.
    fs::rename(folder.at("photos/000.jpg"), folder.at("photos/9.jpg")).unwrap();
    fs::write(folder.at("photos/001.jpg"), "changed").unwrap();
    let rest = jsonl(&folder, &["--skip-done", "earlier.jsonl"]);
    assert_eq!(files(&rest), ["photos/001.jpg", "photos/003.jpg", "photos/004.jpg"]);
    // The end of a batch says of the whole what an unbroken run would have said.
    fs::write(folder.at("whole.jsonl"), jsonl(&folder, &[])).unwrap();
    let nothing_left =
        folder.run(&["check", "photos", "--only", "file-*", "--only", "readable", "--skip-done", "whole.jsonl"]);
    let told = String::from_utf8_lossy(&nothing_left.stderr).into_owned();
    assert!(nothing_left.status.code() == Some(1) && told.contains("1 of these had failed"), "{told}");
    let of_another_set = jsonl(&folder, &["--skip-done", "earlier.jsonl", "--rules", "portrait"]);
    assert_eq!(files(&of_another_set).len(), 5);
    // A rule that was not asked for then was not checked then.
    let by_more_rules = jsonl(&folder, &["--skip-done", "earlier.jsonl", "--only", "unique-photo"]);
    assert_eq!(files(&by_more_rules).len(), 5);
    fs::write(folder.at("notes.jsonl"), "no report\n").unwrap();
    folder.run(&["check", "photos", "--only", "file-*", "--report", "report.json"]);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(folder.at("report.json")).unwrap()).unwrap();
    fs::write(folder.at("in-one-line.json"), format!("{report}\n")).unwrap();
    for none in ["notes.jsonl", "in-one-line.json"] {
        assert_eq!(folder.run(&["check", "photos", "--skip-done", none]).status.code(), Some(2), "{none}");
    }
    // The photo of half a line is not counted, and that is said.
    let compared = folder.run(&["check", "photos", "--only", "file-*", "--compare", "earlier.jsonl"]);
    let told = String::from_utf8_lossy(&compared.stderr).into_owned();
    assert!(told.contains("the last line of earlier.jsonl is cut"), "{told}");
}

#[test]
fn readings_that_are_kept_say_the_same_again() {
    let folder = with_photos(2);
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pass-man-blue.jpg"), folder.at("photos/2.jpg"))
        .unwrap();
    let check = |arguments: &[&str]| {
        let reports = ["--report", "r.html", "--report", "r.xlsx", "--report", "r.json"];
        let output =
            folder.run(&[&["check", "photos", "--format", "jsonl", "--measures"], &reports[..], arguments].concat());
        let reports = ["r.html", "r.xlsx", "r.json"].map(|name| fs::read(folder.at(name)).unwrap());
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), reports)
    };
    let plain = check(&[]);
    assert_eq!(check(&["--cache", "kept"]), plain);
    let kept = || {
        walkdir::WalkDir::new(folder.at("kept")).into_iter().filter(|it| it.as_ref().unwrap().path().is_file()).count()
    };
    assert_eq!(kept(), 3);
    assert_eq!(check(&["--cache", "kept"]), plain);
    // Other limits need no new look; another name is another name.
    let limits = ["--cache", "kept", "--set", "head-height.min=0.1", "--set", "head-height.fail_below=0.05"];
    assert_ne!(check(&limits).1, plain.1);
    fs::rename(folder.at("photos/2.jpg"), folder.at("photos/2.png")).unwrap();
    assert_eq!(check(&["--cache", "kept"]), check(&[]));
    assert_eq!(kept(), 3);
}
