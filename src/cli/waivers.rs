//! `--waivers`: the exceptions that a person has granted.

use std::path::Path;

use photocheck::batch::{Waiver, Waivers};
use photocheck::input::{MOST_COMPANION, bounded};
use photocheck::rules::{Set, nearest};
use photocheck::text::Lang;

use super::sentences as say;

/// Reads the exceptions; each must be from a rule of one of the sets, and of the set that it names.
///
/// # Errors
/// The sentences that say why they cannot be used.
pub fn read(file: &Path, sets: &[Set], lang: Lang) -> Result<Waivers, Vec<String>> {
    let unreadable = |why: String| vec![say::cannot_read(file, &why, lang)];
    let bytes = bounded(file, MOST_COMPANION).map_err(|error| unreadable(error.text(lang)))?;
    let waivers = Waivers::read(&String::from_utf8_lossy(&bytes)).map_err(unreadable)?;
    let has = |set: &Set, id: &str| set.rules.iter().any(|rule| rule.id == id);
    let is_known = |it: &Waiver| sets.iter().any(|set| it.is_for(&set.id) && has(set, &it.rule));
    // A waiver for a set that this run leaves out may be meant for another day.
    let is_here = |it: &Waiver| it.set.as_ref().is_none_or(|name| sets.iter().any(|set| set.id == *name));
    let unknown = waivers.all.iter().filter(|it| is_here(it) && !is_known(it)).map(|it| it.rule.as_str());
    let mut unknown: Vec<&str> = unknown.collect();
    unknown.dedup();
    if unknown.is_empty() { Ok(waivers) } else { Err(unknown.iter().map(|id| no_such_rule(id, sets, lang)).collect()) }
}

fn no_such_rule(rule: &str, sets: &[Set], lang: Lang) -> String {
    let sentence = say::NO_SUCH_RULE.fill(lang, &[("name", rule)]);
    match nearest(rule, sets.iter().flat_map(|set| &set.rules).map(|rule| rule.id.as_str())) {
        Some(near) => format!("{sentence} · {}", say::DID_YOU_MEAN.fill(lang, &[("name", near)])),
        None => sentence,
    }
}
