//! The installers and the action, run as they are: with a release made up of a few lines of shell, and with the program.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::{TempDir, tempdir};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn run(command: &mut Command) -> (i32, String) {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let text = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (status.code().unwrap_or(-1), text)
}

fn sh(script: &str, folder: &Path) -> String {
    let (code, text) = run(Command::new("sh").args(["-euc", script]).current_dir(folder));
    assert_eq!(code, 0, "{script}\n{text}");
    text
}

/// A release for this system in a folder of its own, and the name of its archive.
fn release(folder: &TempDir) -> (PathBuf, String) {
    let place = folder.path().join("release");
    fs::create_dir(&place).unwrap();
    let system = if cfg!(target_os = "macos") { "apple-darwin" } else { "unknown-linux-musl" };
    let name = format!("photocheck-{}-{system}", std::env::consts::ARCH);
    let program = "#!/bin/sh\\necho photocheck 9.9.9\\n";
    sh(&format!("mkdir {name}; printf '{program}' > {name}/photocheck; chmod 644 {name}/photocheck"), &place);
    sh(&format!("tar -czf {name}.tar.gz {name}; rm -r {name}"), &place);
    sh("if command -v sha256sum; then sha256sum -- *; else shasum -a 256 -- *; fi | grep gz > ../sums", &place);
    sh("mv ../sums SHA256SUMS", &place);
    (place, format!("{name}.tar.gz"))
}

/// Runs the installer that lies at `script`.
fn install(script: &Path, release: &str, to: &Path) -> (i32, String) {
    run(Command::new("sh").arg(script).arg(to).env("PHOTOCHECK_RELEASE", release))
}

fn installer() -> PathBuf {
    Path::new(ROOT).join("packaging/install.sh")
}

#[test]
fn an_archive_is_installed_from_wherever_it_lies() {
    let folder = tempdir().unwrap();
    let (place, _) = release(&folder);
    let beside = place.join("install.sh");
    fs::copy(installer(), &beside).unwrap();
    let address = format!("file://{}", place.display());
    for (script, release) in [(&beside, ""), (&installer(), place.to_str().unwrap()), (&installer(), &address)] {
        let to = folder.path().join("程序 bin");
        let (code, text) = install(script, release, &to);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("photocheck 9.9.9") && text.contains("add "), "{text}");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 1, "the program and nothing else");
        assert!(sh("'程序 bin/photocheck'", &folder.path().join("")).starts_with("photocheck"));
        fs::remove_dir_all(to).unwrap();
    }
    // Read from a pipe, as `curl … | sh` does it.
    let script = format!("PHOTOCHECK_RELEASE={} sh -s piped < {}", place.display(), installer().display());
    assert!(sh(&script, &folder.path().join("")).contains("9.9.9") && folder.path().join("piped/photocheck").is_file());
}

#[test]
fn what_is_damaged_or_missing_is_not_installed() {
    let folder = tempdir().unwrap();
    let (place, archive) = release(&folder);
    let to = folder.path().join("bin");
    let refused = |release: &str, word: &str| {
        let (code, text) = install(&installer(), release, &to);
        assert!(code == 1 && text.contains(word) && !to.exists(), "{word}: {code} {text}");
    };
    refused("", "beside this script");
    refused(folder.path().join("nowhere").to_str().unwrap(), "cannot fetch");
    refused(&format!("file://{}", folder.path().join("nowhere").display()), "cannot fetch");
    let place = place.to_str().unwrap();
    let whole = fs::read(folder.path().join("release").join(&archive)).unwrap();
    fs::write(folder.path().join("release").join(&archive), &whole[..whole.len() / 2]).unwrap();
    refused(place, "its checksum is not the one");
    fs::write(folder.path().join("release/SHA256SUMS"), "0  other.tar.gz\n").unwrap();
    refused(place, "does not list");
    // A part of an archive that nobody has a checksum of.
    fs::remove_file(folder.path().join("release/SHA256SUMS")).unwrap();
    fs::copy(installer(), folder.path().join("release/install.sh")).unwrap();
    let (code, text) = install(&folder.path().join("release/install.sh"), "", &to);
    assert!(code == 1 && text.contains("not compared") && text.contains("damaged") && !to.exists(), "{text}");
}

#[test]
fn a_system_that_lacks_something_is_told_so() {
    let folder = tempdir().unwrap();
    let (place, _) = release(&folder);
    // Only what the script cannot do without.
    let tools = folder.path().join("tools");
    fs::create_dir(&tools).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    for tool in ["sh", "uname", "mktemp", "rm", "cp", "dirname", "tar", "gzip", "mkdir", "sed", "cut", "chmod", "mv"] {
        let found = std::env::split_paths(&path).map(|it| it.join(tool)).find(|it| it.is_file());
        symlink(found.expect(tool), tools.join(tool)).unwrap();
    }
    let with = |release: &str, to: &OsStr| {
        let mut command = Command::new(tools.join("sh"));
        run(command.arg(installer()).arg(to).env("PATH", &tools).env("PHOTOCHECK_RELEASE", release))
    };
    let (code, text) = with(&format!("file://{}", place.display()), folder.path().join("bin").as_os_str());
    assert!(code == 1 && text.contains("neither curl nor wget") && !folder.path().join("bin").exists(), "{text}");
    fs::write(folder.path().join("file"), "").unwrap();
    let (code, text) = install(&installer(), place.to_str().unwrap(), &folder.path().join("file/bin"));
    assert!(code == 1 && text.contains("cannot make"), "{text}");
}

#[test]
fn both_installers_of_a_release_know_its_address() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("packaging")).unwrap();
    for name in ["install.sh", "install.ps1", "installers.sh"] {
        fs::copy(Path::new(ROOT).join("packaging").join(name), folder.path().join("packaging").join(name)).unwrap();
    }
    let address = "https://example.org/o/photocheck/releases/download/v1.0.0";
    sh(&format!("packaging/installers.sh {address}"), &folder.path().join(""));
    let written = |name: &str| fs::read_to_string(folder.path().join("dist").join(name)).unwrap();
    assert!(written("install.sh").contains(&format!("\nrelease=${{PHOTOCHECK_RELEASE:-{address}}}\n")));
    assert!(written("install.ps1").contains(&format!("\n$release = '{address}'\n")));
    assert!(written("install.ps1").is_ascii(), "Windows PowerShell reads it in the system's code page");
}

/// What the step of the action gives: its exit code, what it prints, and the summary of the job.
fn act(folder: &TempDir, paths: &str, options: &str) -> (i32, String, String) {
    let mut step = Command::new("bash");
    step.arg(Path::new(ROOT).join("packaging/action.sh")).current_dir(folder.path().join(""));
    step.env("PHOTOCHECK", env!("CARGO_BIN_EXE_photocheck")).env("PHOTOCHECK_LANG", "en");
    step.env("PATHS", paths)
        .env("OPTIONS", options)
        .env("RULES", "graduation-2022")
        .env("RUNNER_TEMP", folder.path().join("temp"));
    step.env("GITHUB_STEP_SUMMARY", folder.path().join("summary")).env("GITHUB_OUTPUT", folder.path().join("output"));
    drop(fs::remove_file(folder.path().join("summary")));
    let (code, text) = run(&mut step);
    (code, text, fs::read_to_string(folder.path().join("summary")).unwrap_or_default())
}

#[test]
fn the_action_annotates_sums_up_and_keeps_the_page() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("交 来")).unwrap();
    let fixture = |name: &str| Path::new(ROOT).join("fixtures").join(name);
    fs::copy(fixture("fail-upright-tilted-left.jpg"), folder.path().join("交 来/张 三.jpg")).unwrap();
    let (code, text, summary) = act(&folder, "交 来\n\n", "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("::error file=交 来/张 三.jpg,line=1,title=Head upright (upright)::"), "{text}");
    assert!(summary.starts_with("### ❌ fail 1\n") && summary.contains("张 三.jpg"), "{summary}");
    let output = fs::read_to_string(folder.path().join("output")).unwrap();
    let page = output.trim().strip_prefix("report=").unwrap();
    assert!(fs::read_to_string(page).unwrap().contains("data-lang=\"en\""));
    let (code, _, summary) = act(&folder, "交 来", "--skip\nupright");
    assert_eq!((code, summary.starts_with("### ✅ pass 1\n")), (0, true), "{summary}");
    let (code, text, summary) = act(&folder, "交 来", "--strikt");
    assert!(code == 2 && text.contains("--strict") && summary.is_empty(), "{text} {summary}");
}
