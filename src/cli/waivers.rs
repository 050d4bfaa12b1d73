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
/// The sentences that say why they cannot be used.
pub fn read(file: &Path, set: &Set, lang: Lang) -> Result<Waivers, Vec<String>> {
    let unreadable = |why: String| vec![say::cannot_read(file, &why, lang)];
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| unreadable(error.text(lang)))?;
    let waivers = Waivers::read(&String::from_utf8_lossy(&bytes)).map_err(unreadable)?;
    let is_known = |id: &str| set.rules.iter().any(|rule| rule.id == id);
    let mut unknown: Vec<&str> = waivers.all.iter().map(|it| it.rule.as_str()).filter(|id| !is_known(id)).collect();
    unknown.dedup();
    if unknown.is_empty() { Ok(waivers) } else { Err(unknown.iter().map(|id| no_such_rule(id, set, lang)).collect()) }
}

fn no_such_rule(rule: &str, set: &Set, lang: Lang) -> String {
    let sentence = say::NO_SUCH_RULE.fill(lang, &[("name", rule)]);
    match nearest(rule, set.rules.iter().map(|rule| rule.id.as_str())) {
        Some(near) => format!("{sentence} · {}", say::DID_YOU_MEAN.fill(lang, &[("name", near)])),
        None => sentence,
    }
}
