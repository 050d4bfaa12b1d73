//! What an authority asks of a photo, as data.
//!
//! A rule set is TOML ([`Set`] says what it can hold; `rules/README.md` explains every key to those who write
//! them). [`load`] reads the sets that were named and all that they extend, merges them key by key, and checks
//! the result as a whole: every problem is found in one run, each with its place in its file. A set with a
//! problem is never used in part.
//!
//! Nothing here touches a photo, and nothing here reads a file: texts come through a closure.

mod builtin;
mod document;
mod limits;
mod merge;
mod model;
mod nearest;
mod points;
mod problem;
mod validate;

pub use builtin::{BUILT_IN, BuiltIn};
pub use document::{Place, Source};
pub use limits::{Answer, Bound, Frame, Limits, Scaling, Wanted};
pub use model::{AtWorst, Basis, Condition, Cure, Origin, Rule, Set, Severity, Sureness, Unmeasured};
pub use nearest::nearest;
pub use points::{Care, Point, Points, Unwanted};
pub use problem::{Problem, Problems};

/// The newest rule format that is understood (`schema = 1`).
pub const SCHEMA: f64 = 1.0;

/// A change to one key of one rule for one run: `--set ID.KEY=VALUE`.
#[derive(Clone, Debug)]
pub struct Override {
    /// `ID.KEY=VALUE` as it was typed; the value is TOML.
    pub assignment: String,
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
    validate::set(merger)
}
