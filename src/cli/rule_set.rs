//! The rule set that a command asks for: named sets and files, laid over one another, then narrowed.

use std::io;
use std::path::Path;

use globset::Glob;
use photocheck::input::{NotRead, bounded};
use photocheck::rules::{Override, Set, load, nearest};
use photocheck::text::Lang;

use super::complaint;
use super::console::Console;
use super::options::RuleChoice;
use super::sentences as say;

/// Loads the sets of `--rules` with the changes of `--set`, and keeps the rules that `--only` and `--skip` leave.
/// Every problem has been said when this gives `None`.
pub fn chosen(choice: &RuleChoice, lang: Lang, console: &Console) -> Option<Set> {
    let RuleChoice { sets, only, skip, changes } = choice;
    let mut set = named(sets, changes, lang, console)?;
    let sound = known(&set, only.iter().chain(skip), lang, console);
    narrow(&mut set, only, skip);
    if sound && set.rules.is_empty() {
        complaint::general(console, lang, say::NO_RULE_LEFT.get(lang));
        return None;
    }
    sound.then_some(set)
}

/// Loads each set of `--rules` by itself, with the changes and the narrowing of the other options.
pub fn each(choice: &RuleChoice, lang: Lang, console: &Console) -> Option<Vec<Set>> {
    let alone = |name: &String| RuleChoice {
        sets: vec![name.clone()],
        only: choice.only.clone(),
        skip: choice.skip.clone(),
        changes: choice.changes.clone(),
    };
    choice.sets.iter().map(|name| chosen(&alone(name), lang, console)).collect()
}

/// Loads sets by name or file.
pub fn named(names: &[String], overrides: &[Override], lang: Lang, console: &Console) -> Option<Set> {
    match load(names, overrides, &read) {
        Ok(set) => Some(set),
        Err(problems) => {
            complaint::rules(console, lang, &problems);
            None
        }
    }
}

/// Most bytes of a rule file; the largest built-in set has a tenth of it.
const MOST: u64 = 256 * 1024;

/// The text of a rule file: bounded, and of no device or pipe, whose end may never come.
fn read(name: &str) -> io::Result<String> {
    let bytes = bounded(Path::new(name), MOST).map_err(|why| match why {
        NotRead::Missing => io::ErrorKind::NotFound.into(),
        NotRead::NoPermission => io::ErrorKind::PermissionDenied.into(),
        NotRead::Failed(error) => error,
        NotRead::TooLarge { .. } => io::ErrorKind::FileTooLarge.into(),
        NotRead::NotAFile | NotRead::Encrypted => io::ErrorKind::InvalidInput.into(),
    })?;
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Whether every pattern names at least one rule; says which do not.
fn known<'p>(set: &Set, patterns: impl Iterator<Item = &'p String>, lang: Lang, console: &Console) -> bool {
    let mut sound = true;
    for pattern in patterns {
        if !set.rules.iter().any(|rule| is_match(pattern, &rule.id)) {
            sound = false;
            let mut text = say::NO_SUCH_RULE.fill(lang, &[("name", pattern)]);
            if let Some(name) = nearest(pattern, set.rules.iter().map(|rule| rule.id.as_str())) {
                text += if lang == Lang::Zh { "；" } else { "; " };
                text += &say::DID_YOU_MEAN.fill(lang, &[("name", name)]);
            }
            complaint::general(console, lang, &text);
        }
    }
    sound
}

fn narrow(set: &mut Set, only: &[String], skip: &[String]) {
    let any = |patterns: &[String], id: &str| patterns.iter().any(|pattern| is_match(pattern, id));
    set.rules.retain(|rule| (only.is_empty() || any(only, &rule.id)) && !any(skip, &rule.id));
}

fn is_match(pattern: &str, id: &str) -> bool {
    pattern == id || Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(id))
}
