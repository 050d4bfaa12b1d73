//! Command-line cases as files: arguments, output and exit status in `tests/cli/*.toml`, and the commands of both READMEs.
//! `TRYCMD=overwrite cargo test --test cli` rewrites the expected output; review it like code.

#[test]
fn commands_answer_as_written() {
    trycmd::TestCases::new()
        .env("PHOTOCHECK_LANG", "en")
        .case("tests/cli/*.toml")
        .case("README.md")
        .case("README.zh.md")
        .run();
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_no_half_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .args(["check", "fixtures", "--report"])
        .arg(folder.path().join("report.html"))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let entries = || std::fs::read_dir(folder.path()).unwrap().count();
    while entries() == 0 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.code(), entries()), (Some(130), 0), "the program stops and cleans up");
}
