//! Many photos: read, measured and judged in parallel, each behind a guard, in a stable order.
//!
//! One photo is in memory per thread. A photo that cannot be opened or makes the checker fail is a [`Checked`]
//! photo like any other, with findings that say so, and the batch goes on. The result is in the order of the
//! inputs, whatever the number of threads.
//!
//! When all are read, what only a batch shows is added: copies of the same photo (`duplicates`), and on demand who on
//! a name list has handed in what (`roster`), what changed since an earlier round (`compare`), and which findings a
//! person has excused (`waivers`).

mod check;
mod compare;
mod digest;
mod duplicates;
mod guard;
mod likeness;
mod pictures;
mod waivers;

use std::io;

use rayon::prelude::*;

pub use check::{Checked, Measured, check_photo, measure_photo, open};
pub use compare::{Change, Comparison, Earlier};
pub use digest::Digest;
pub use duplicates::copies_of;
pub use likeness::Likeness;
pub use pictures::{CloseUp, Pictures, large_picture};
pub use waivers::{Use, Waiver, Waivers};

use check::Seen;

use crate::input::Item;
use crate::photo::Limits;
use crate::rules::{Set, Severity};

/// What to do with every photo of a run.
pub struct Job<'r> {
    /// The rules.
    pub set: &'r Set,
    /// The least severity that holds a photo up.
    pub counts: Severity,
    /// What a photo may cost.
    pub limits: Limits,
    /// Whether to take and keep every measure's reading, not only those that rules ask for.
    pub keep_facts: bool,
    /// Whether to keep small pictures of the photo and of what a person should look at.
    pub keep_pictures: bool,
}

impl Job<'_> {
    /// Whether photos are compared with one another.
    fn compares(&self) -> bool {
        duplicates::are_asked_for(self.set)
    }
}

/// Checks every item; `done` is called once after each, from any thread. All are judged when all are read: only then is
/// known what the batch shows.
pub fn check<'r>(job: &Job<'r>, items: &[Item], done: &(dyn Fn() + Sync)) -> Vec<Checked<'r>> {
    let each = |item: &Item| {
        let seen = Seen::of(job, &item.shown, &open(item, &job.limits));
        done();
        seen
    };
    let mut photos: Vec<_> = items.par_iter().map(each).collect();
    if job.compares() {
        duplicates::note(&mut photos);
    }
    photos.into_iter().map(|seen| seen.judged(job)).collect()
}

/// Runs `work` with `threads` photos at a time, 0 for one a processor core. A panic that costs one photo is told by that
/// photo's findings, with its place; any other is told by the panic hook and goes on.
///
/// # Errors
/// When the system gives no threads.
pub fn in_parallel<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
    Ok(guard::with_places(|| pool.install(work)))
}

/// Measures every item without judging; `done` is called once after each, from any thread.
pub fn measure(limits: &Limits, items: &[Item], done: &(dyn Fn() + Sync)) -> Vec<Measured> {
    let each = |item: &Item| {
        let measured = measure_photo(&open(item, limits));
        done();
        measured
    };
    items.par_iter().map(each).collect()
}
