//! The rule sets that a command asks for: named sets and files, each by itself, changed and narrowed.

use std::io;
use std::path::Path;

use globset::Glob;
use photocheck::document::{Problems, nearest};
use photocheck::input::{NotRead, bounded};
use photocheck::rules::{Override, Set, examine, load_each, resolved, starting_from};
use photocheck::text::Lang;

use super::complaint;
use super::console::Console;
use super::options::RuleChoice;
use super::sentences as say;

/// Loads the one set of `--rules`, for a command that takes no more. Every problem has been said when this gives `None`.
pub fn chosen(choice: &RuleChoice, lang: Lang, console: &Console) -> Option<Set> {
    let mut sets = each(choice, lang, console)?;
    if sets.len() > 1 {
        complaint::general(console, lang, say::ONE_SET.get(lang));
        return None;
    }
    sets.pop()
}

/// Loads each set of `--rules` by itself with the changes of `--set`, and keeps the rules that `--only` and `--skip` leave. Each
/// of these holds for every set that has such a rule; a set of which nothing is left is told and left out. Every problem has
/// been said when this gives `None`.
pub fn each(choice: &RuleChoice, lang: Lang, console: &Console) -> Option<Vec<Set>> {
    let RuleChoice { sets: names, only, skip, changes } = choice;
    let mut sets = sound(load_each(names, changes, &|name| read(name, lang)), lang, console)?;
    let sound = known(&sets, only.iter().chain(skip), lang, console) & are_told_apart(&sets, lang, console);
    sets.iter_mut().for_each(|set| narrow(set, only, skip));
    let (empty, sets): (Vec<_>, Vec<_>) = sets.into_iter().partition(|set| set.rules.is_empty());
    if sound && sets.is_empty() {
        complaint::general(console, lang, say::NO_RULE_LEFT.get(lang));
        return None;
    }
    for set in empty.iter().filter(|_| sound) {
        complaint::note(console, lang, &say::SET_LEFT_OUT.fill(lang, &[("name", &set.id)]));
    }
    sound.then_some(sets)
}

/// The same sets with all their rules, for what is meant for other runs too; none where something is wrong with them, which is
/// said elsewhere.
pub fn whole(choice: &RuleChoice, lang: Lang) -> Vec<Set> {
    load_each(&choice.sets, &choice.changes, &|name| read(name, lang)).unwrap_or_default()
}

/// Whether no two sets have the same id; says which have.
fn are_told_apart(sets: &[Set], lang: Lang, console: &Console) -> bool {
    let twice = |(index, set): (usize, &Set)| sets[..index].iter().any(|earlier| earlier.id == set.id);
    let mut twice = sets.iter().enumerate().filter(|it| twice(*it)).map(|(_, set)| set).peekable();
    let sound = twice.peek().is_none();
    twice.for_each(|set| complaint::general(console, lang, &say::SAME_SET.fill(lang, &[("name", &set.id)])));
    sound
}

/// Loads one set by name or file.
pub fn named(name: &str, lang: Lang, console: &Console) -> Option<Set> {
    sound(load_each(&[name.to_owned()], &[], &|name| read(name, lang)), lang, console)?.pop()
}

/// Loads one set by name or file, says what is right in it and yet of no use, and counts that.
pub fn examined(name: &str, lang: Lang, console: &Console) -> Option<(Set, usize)> {
    let (set, remarks) = sound(examine(name, &|name| read(name, lang)), lang, console)?;
    complaint::remarks(console, lang, &remarks);
    Some((set, remarks.problems.len()))
}

/// One set, with these changes, as a single TOML text.
pub fn as_one_file(name: &str, changes: &[Override], lang: Lang, console: &Console) -> Option<String> {
    sound(resolved(name, changes, &|name| read(name, lang)), lang, console)
}

/// A file that extends the set called `name` under another `id`; it names the set as `parent`.
pub fn to_begin_with(name: &str, parent: &str, id: &str, lang: Lang, console: &Console) -> Option<String> {
    sound(starting_from(name, parent, id, lang, &|name| read(name, lang)), lang, console)
}

/// What was loaded; says what is wrong where nothing was.
fn sound<T>(loaded: Result<T, Problems>, lang: Lang, console: &Console) -> Option<T> {
    loaded.inspect_err(|problems| complaint::rules(console, lang, problems)).ok()
}

/// Most bytes of a rule file; the largest built-in set has a tenth of it.
const MOST: u64 = 256 * 1024;

/// The text of a rule file: bounded, and of no device or pipe, whose end may never come.
fn read(name: &str, lang: Lang) -> io::Result<String> {
    let bytes = bounded(Path::new(name), MOST).map_err(|why| match why {
        NotRead::Missing => io::ErrorKind::NotFound.into(),
        NotRead::NoPermission => io::ErrorKind::PermissionDenied.into(),
        NotRead::Failed(error) => error,
        why => io::Error::other(why.text(lang)),
    })?;
    String::from_utf8(bytes).map_err(|_| io::Error::other(say::NOT_UTF8.get(lang)))
}

/// Whether every pattern names a rule of at least one set; says which do not.
fn known<'p>(sets: &[Set], patterns: impl Iterator<Item = &'p String>, lang: Lang, console: &Console) -> bool {
    let mut sound = true;
    let ids = || sets.iter().flat_map(|set| &set.rules).map(|rule| rule.id.as_str());
    for pattern in patterns {
        if !ids().any(|id| is_match(pattern, id)) {
            sound = false;
            let shown = if pattern.is_empty() { "“”" } else { pattern };
            let mut text = say::NO_SUCH_RULE.fill(lang, &[("name", shown)]);
            if let Some(name) = nearest(pattern, ids()).map(str::to_owned).or_else(|| wider(pattern, ids())) {
                text += lang.semicolon();
                text += &say::DID_YOU_MEAN.fill(lang, &[("name", &name)]);
            }
            complaint::general(console, lang, &text);
        }
    }
    sound
}

/// The pattern that whoever writes a part of an id may mean: with a `*` behind it, or on both sides.
fn wider<'i>(pattern: &str, ids: impl Iterator<Item = &'i str> + Clone) -> Option<String> {
    let part = pattern.trim_matches('*');
    let wider = [format!("{pattern}*"), format!("*{part}*")];
    wider.into_iter().find(|wider| part.len() > 1 && ids.clone().any(|id| is_match(wider, id)))
}

fn narrow(set: &mut Set, only: &[String], skip: &[String]) {
    let any = |patterns: &[String], id: &str| patterns.iter().any(|pattern| is_match(pattern, id));
    set.rules.retain(|rule| (only.is_empty() || any(only, &rule.id)) && !any(skip, &rule.id));
}

fn is_match(pattern: &str, id: &str) -> bool {
    pattern == id || Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_name_is_made_a_pattern() {
        let ids = ["no-tinted-glasses", "no-glare", "one-face"];
        assert_eq!(wider("no-*glas", ids.into_iter()).as_deref(), Some("no-*glas*"));
        assert_eq!(wider("glass", ids.into_iter()).as_deref(), Some("*glass*"));
        assert_eq!(wider("hat", ids.into_iter()), None);
    }
}
