//! The catalogue as a TOML file that a test can read without the painter.

use super::catalogue::{Fixture, Says, Store};
use super::render;

/// The text of `expected.toml`.
pub fn toml(fixtures: &[Fixture]) -> String {
    let mut text = String::from(
        "# What a checker must say of each fixture: the rule that is named speaks, and no other does.\n\
         # `truth` holds what the painter knows of the picture, by the name of the measure.\n\
         # Written by `cargo run --example paint_fixtures` from its catalogue: change it there.\n",
    );
    for f in fixtures {
        text += &format!("\n[[photo]]\nfile = \"{}\"\nshows = \"{}\"\n", f.file, f.shows);
        text += &match f.says {
            Says::Nothing => String::new(),
            Says::Fails(rule) => format!("fail = \"{rule}\"\n"),
            Says::Asks(rule) => format!("review = \"{rule}\"\n"),
            Says::Remarks(rule) => format!("remark = \"{rule}\"\n"),
            Says::Misses(rule) => format!("missed = \"{rule}\"\n"),
        };
        text += &truth(f);
    }
    text
}

/// Where head and pupils are, of a picture that shows one whole sitter.
fn truth(f: &Fixture) -> String {
    let (scene, frame) = (&f.scene, &f.scene.frame);
    let unreadable = matches!(f.store, Store::Truncated | Store::Empty | Store::Text);
    if unreadable || scene.nobody || scene.companion.is_some() {
        return String::new();
    }
    let [left, right] = render::pupils(scene);
    let (wide, tall) = (f64::from(frame.width), f64::from(frame.height));
    let middle = ((left.0 + right.0) / 2.0, (left.1 + right.1) / 2.0);
    let values = [
        ("head.height", frame.head),
        ("head.crown_gap", frame.crown),
        ("head.chin_gap", 1.0 - frame.crown - frame.head),
        ("head.centre_x", middle.0 / wide),
        ("eyes.line", middle.1 / tall),
        ("face.yaw", scene.pose.yaw),
        ("face.roll", scene.pose.roll),
        ("shoulders.tilt", scene.pose.shoulders),
    ];
    let mut text = format!(
        "[photo.truth]\n\"eyes.left\" = [{:.1}, {:.1}]\n\"eyes.right\" = [{:.1}, {:.1}]\n",
        left.0, left.1, right.0, right.1
    );
    for (name, value) in values {
        text += &format!("\"{name}\" = {:.4}\n", value + 0.0);
    }
    text
}
