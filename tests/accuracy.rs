//! The commands of ACCURACY.md stay alive: each is run, on a truth of a few lines and, where portraits are at hand, by
//! the script that computes the whole document.

mod needs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What the commands are run on: two files that no rule about faces needs to be right on.
const TRUTH: &str = r#"{"file":"empty.jpg","subject":"1","expect":{"readable":"fail"}}
{"file":"text.jpg","subject":"2","expect":{"readable":"fail","file-format":"fail"},"measures":{"file.size":5}}
"#;

/// A folder of its own below the system's temporary one, removed at the end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }
}

fn photocheck(folder: &Folder, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_photocheck");
    Command::new(program).current_dir(folder.0.path()).env("PHOTOCHECK_LANG", "en").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The commands in the shell blocks of a document.
fn commands(document: &str) -> Vec<String> {
    let blocks = document.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

#[test]
fn the_commands_of_the_document_run() {
    let folder = Folder::new();
    folder.write("truth.jsonl", TRUTH);
    folder.write("people.csv", "subject,gender\n1,female\n2,male\n");
    folder.write("empty.jpg", "");
    folder.write("text.jpg", "hello");
    let answers = photocheck(&folder, &["check", "--format", "jsonl", "--measures", "empty.jpg", "text.jpg"]);
    folder.write("answers.jsonl", &text(&answers.stdout));
    let document = fs::read_to_string(Path::new(ROOT).join("ACCURACY.md")).unwrap();
    let commands = commands(&document);
    let own: Vec<_> = commands.iter().filter_map(|command| command.strip_prefix("photocheck ")).collect();
    assert!(own.len() >= 3, "{commands:?}");
    for command in own {
        let output = photocheck(&folder, &command.split_whitespace().collect::<Vec<_>>());
        assert!(output.status.success(), "{command}: {}", text(&output.stderr));
        assert!(text(&output.stdout).contains("readable"), "{command}");
    }
    for script in
        commands.iter().filter_map(|command| command.split_whitespace().next()).filter(|word| word.contains('/'))
    {
        assert!(Path::new(ROOT).join(script).is_file(), "{script}");
    }
}

#[test]
fn figures_are_those_of_the_truth() {
    let folder = Folder::new();
    folder.write("truth.jsonl", TRUTH);
    folder.write("empty.jpg", "");
    folder.write("text.jpg", "hello");
    let output = photocheck(&folder, &["evaluate", "truth.jsonl", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["photos"], 2);
    assert_eq!(json["rules"]["readable"]["must_fail"]["fail"], 2);
    assert_eq!(json["measures"]["file.size"]["p95"], 0.0);
}

#[test]
fn a_truth_that_cannot_be_used_stops_the_run() {
    let folder = Folder::new();
    folder
        .write("bad.jsonl", "{\"file\":\"a.jpg\"}\nnonsense\n{\"file\":\"b.jpg\",\"measures\":{\"head.heigth\":1}}\n");
    folder.write("absent.jsonl", "{\"file\":\"a.jpg\"}\n{\"file\":\"b.jpg\"}\n");
    let bad = photocheck(&folder, &["evaluate", "bad.jsonl"]);
    assert_eq!(bad.status.code(), Some(2));
    let said = text(&bad.stderr);
    assert!(said.contains("bad.jsonl:2:") && said.contains("bad.jsonl:3:") && said.contains("head.height"), "{said}");
    let absent = photocheck(&folder, &["evaluate", "absent.jsonl"]);
    assert_eq!(absent.status.code(), Some(2));
    let said = text(&absent.stderr);
    assert!(said.contains("a.jpg") && said.contains("b.jpg"), "{said}");
}

/// Runs the script itself on one person and few variants; where the portraits or Python's packages are not at hand it
/// says so and checks nothing.
#[test]
fn the_script_computes_a_document() {
    let shared = Path::new(ROOT).join("../shared");
    let (portraits, bench) = (shared.join("portraits"), shared.join("bench"));
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let packages = Command::new(&python).args(["-c", "import numpy, cv2, PIL"]).output();
    let has_packages = packages.is_ok_and(|output| output.status.success());
    if !needs::have("portraits", portraits.is_dir(), "no portraits beside the repository")
        || !needs::have("python", has_packages, &format!("no numpy, opencv and pillow for {python}"))
    {
        return;
    }
    let folder = Folder::new();
    let out = folder.at("ACCURACY.md");
    let output = Command::new(Path::new(ROOT).join("calibration/accuracy.sh"))
        .args([&portraits, &bench])
        .env("SUBJECTS", "1")
        .env("VARIANTS", "compliant,roll+3,not-an-image")
        .env("PHOTOCHECK", env!("CARGO_BIN_EXE_photocheck"))
        .env("OUT", &out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let document = fs::read_to_string(out).unwrap();
    for part in ["## Photos made", "## Portraits as", "### Rules by gender", "### Measures", "| one-face |"] {
        assert!(document.contains(part), "{part}");
    }
}
