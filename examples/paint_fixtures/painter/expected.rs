//! The catalogue as a TOML file that a test can read without the painter.

use super::catalogue::Fixture;

/// The text of `expected.toml`.
pub fn toml(fixtures: &[Fixture]) -> String {
    let mut text = String::from(
        "# What a checker must say of each fixture, where that is certain; rules not listed are not judged.\n\
         # Written by `cargo run --example paint_fixtures` from its catalogue: change it there.\n",
    );
    for f in fixtures {
        text += &format!("\n[[photo]]\nfile = \"{}\"\nshows = \"{}\"\n", f.file, f.shows);
        for (key, rules) in [("pass", &f.pass), ("fail", &f.fail), ("review", &f.review)] {
            if !rules.is_empty() {
                text += &format!("{key} = [\n{}]\n", lines(rules));
            }
        }
    }
    text
}

/// The names, five to a line.
fn lines(rules: &[&str]) -> String {
    rules.chunks(5).map(|row| format!("  {},\n", row.iter().map(|r| format!("\"{r}\"")).collect::<Vec<_>>().join(", "))).collect()
}
