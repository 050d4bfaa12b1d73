//! What an authority asks of a photo, as data.
//!
//! A rule set is TOML ([`Set`] says what it can hold; `rules/README.md` explains every key to those who write
//! them). [`load`] reads the sets that were named and all that they extend, merges them key by key, and checks
//! the result as a whole: every problem is found in one run, each with its place in its file. A set with a
//! problem is never used in part.
//!
//! Nothing here touches a photo, and nothing here reads a file: texts come through a closure.

mod builtin;
mod limits;
mod merge;
mod model;
mod points;
#[cfg(test)]
mod schema;
mod validate;
mod write;

use std::ops::Range;

use crate::document::{Problems, SourceText};
pub use builtin::{BUILT_IN, BuiltIn};
pub use limits::{Answer, Bound, Constraint, FrameSize, Scaling, Wanted};
pub use model::{AtWorst, Basis, Citation, Condition, Cure, Rule, Set, Severity, Sureness, Unmeasured};
pub use points::{Care, OperatingPoint, OperatingPoints, Unwanted};
pub use write::{resolved, starting_from};

/// The newest rule format that is understood (`schema = 1`).
pub(crate) const SCHEMA: f64 = 1.0;

/// A change to one key of one rule for one run: `--set ID.KEY=VALUE`.
#[derive(Clone, Debug)]
pub struct Override {
    /// `ID.KEY=VALUE` as it was typed, with `SET:` in front where it is for one set alone, and `[N]` behind the id where it is
    /// for the rule's condition of that number, counted from 1; the value is TOML.
    pub assignment: String,
    /// Where it stands in a file, if it was not typed.
    pub written: Option<Written>,
}

/// Where a change stands in a file.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file.
    pub source: SourceText,
    /// Bytes of what is changed.
    pub key: Range<usize>,
    /// Bytes of its value.
    pub value: Range<usize>,
}

impl Override {
    /// One that was typed.
    pub fn typed(assignment: String) -> Self {
        Self { assignment, written: None }
    }
}

/// Reads the rule sets called `names` (built-in names, or files that `open` knows), each laid over the one before
/// it, applies `overrides`, and checks everything.
///
/// # Errors
/// Every problem found in any of the texts, with their places.
pub fn load(
    names: &[String],
    overrides: &[Override],
    open: &dyn Fn(&str) -> std::io::Result<String>,
) -> Result<Set, Problems> {
    let mut merger = merge::Merger::new(open);
    for name in names {
        merger.add(name);
    }
    for change in overrides {
        merger.change(change);
    }
    validate::set(merger).map(|(set, _)| set)
}

/// Reads the set called `name` as [`load`] does, and holds its rules against one another: beside the set, what is right in it and
/// yet of no use, such as a limit that is met whenever another one is.
///
/// # Errors
/// Every problem found in any of the texts, with their places.
pub fn examine(name: &str, open: &dyn Fn(&str) -> std::io::Result<String>) -> Result<(Set, Problems), Problems> {
    let mut merger = merge::Merger::new(open);
    merger.add(name);
    validate::set(merger)
}

/// Reads each of the sets called `names` by itself, as [`load`] does. An override is for every set that has its rule, or for
/// the one that it names.
///
/// # Errors
/// Every problem found in any of the texts, with their places; one that several sets share is given once.
pub fn load_each(
    names: &[String],
    overrides: &[Override],
    open: &dyn Fn(&str) -> std::io::Result<String>,
) -> Result<Vec<Set>, Problems> {
    let read = |name: &String| {
        let mut merger = merge::Merger::new(open);
        merger.add(name);
        merger
    };
    let mut mergers: Vec<_> = names.iter().map(read).collect();
    for change in overrides {
        let is_meant = |merger: &merge::Merger<'_>| merger.is_meant_by(change);
        if mergers.iter().any(is_meant) {
            mergers.iter_mut().filter(|merger| merger.is_meant_by(change)).for_each(|merger| merger.change(change));
        } else if let Some(first) = mergers.first_mut() {
            // Told once: by the set that it names, or else by any.
            first.change(change);
        }
    }
    let mut all = Problems { sources: Vec::new(), problems: Vec::new() };
    let mut sets = Vec::new();
    for merger in mergers {
        match validate::set(merger) {
            Ok((set, _)) => sets.push(set),
            Err(problems) => all.add(problems),
        }
    }
    if all.problems.is_empty() { Ok(sets) } else { Err(all) }
}
