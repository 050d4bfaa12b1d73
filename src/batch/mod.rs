//! Many photos: read, measured and judged in parallel, each behind a guard, in a stable order.
//!
//! One photo is in memory per thread. A photo that cannot be opened or makes the checker fail is a [`Checked`]
//! photo like any other, with findings that say so, and the batch goes on. The result is in the order of the
//! inputs, whatever the number of threads.

mod check;

use rayon::prelude::*;

pub use check::{Checked, check_photo, measure_photo, open};

use crate::input::Item;
use crate::photo::Limits;
use crate::reading::Fact;
use crate::rules::{Set, Severity};

/// What to do with every photo of a run.
pub struct Job<'r> {
    /// The rules.
    pub set: &'r Set,
    /// The least severity that holds a photo up.
    pub counts: Severity,
    /// What a photo may cost.
    pub limits: Limits,
    /// Whether to keep every measure's reading, not only those that rules asked for.
    pub keep_facts: bool,
}

/// Checks every item; `done` is called once after each, from any thread.
pub fn check<'r>(job: &Job<'r>, items: &[Item], done: &(dyn Fn() + Sync)) -> Vec<Checked<'r>> {
    let each = |item: &Item| {
        let checked = check_photo(job, &item.shown, open(item, &job.limits));
        done();
        checked
    };
    items.par_iter().map(each).collect()
}

/// Measures every item without judging; `done` is called once after each, from any thread.
pub fn measure(limits: &Limits, items: &[Item], done: &(dyn Fn() + Sync)) -> Vec<Vec<Fact>> {
    let each = |item: &Item| {
        let facts = measure_photo(open(item, limits));
        done();
        facts
    };
    items.par_iter().map(each).collect()
}
