//! Command-line cases as files: arguments, output and exit status in `tests/cli/*.toml`, and the help in the READMEs.
//! `TRYCMD=overwrite cargo test --test cli` rewrites the expected output; review it like code.

#[test]
fn commands_answer_as_written() {
    trycmd::TestCases::new().env("PHOTOCHECK_LANG", "en").case("tests/cli/*.toml").case("README.md").run();
}
