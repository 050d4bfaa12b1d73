//! `--waivers`: the exceptions that a person has granted.

use std::path::Path;

use photocheck::batch::Waivers;
use photocheck::input::{MOST_COMPANION, bounded};
use photocheck::rules::{Set, nearest};
use photocheck::text::Lang;

use super::sentences as say;

/// Reads the exceptions; each must be from a rule of `set`.
///
/// # Errors
/// The sentence that says why they cannot be used.
pub fn read(file: &Path, set: &Set, lang: Lang) -> Result<Waivers, String> {
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| say::cannot_read(file, &error.text(lang), lang))?;
    let waivers =
        Waivers::read(&String::from_utf8_lossy(&bytes)).map_err(|error| say::cannot_read(file, &error, lang))?;
    let is_known = |id: &str| set.rules.iter().any(|rule| rule.id == id);
    match waivers.all.iter().find(|waiver| !is_known(&waiver.rule)) {
        Some(waiver) => Err(no_such_rule(&waiver.rule, set, lang)),
        None => Ok(waivers),
    }
}

fn no_such_rule(rule: &str, set: &Set, lang: Lang) -> String {
    let sentence = say::NO_SUCH_RULE.fill(lang, &[("name", rule)]);
    match nearest(rule, set.rules.iter().map(|rule| rule.id.as_str())) {
        Some(near) => format!("{sentence} · {}", say::DID_YOU_MEAN.fill(lang, &[("name", near)])),
        None => sentence,
    }
}
