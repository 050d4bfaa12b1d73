//! Many photos: read, measured and judged in parallel, each behind a guard, in a stable order.
//!
//! One photo is in memory per thread, and all together keep to the memory of their [`Limits`]. A photo that cannot be
//! opened, makes the checker fail or takes too long is a [`Checked`] photo like any other, with findings that say so, and
//! the batch goes on. The result is in the order of the inputs, whatever the number of threads.
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
mod pool;
mod waivers;

use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

pub use check::{Checked, Measured, check_photo, measure_photo, open};
pub use compare::{Change, Comparison, Earlier};
pub use digest::Digest;
pub use duplicates::copies_of;
pub use likeness::Likeness;
pub use pictures::{CloseUp, Pictures, large_picture};
pub use waivers::{Use, Waiver, Waivers};

use check::{Seen, Sight, given_up, measured};
use pool::{Bounds, Plan, Unwatched, Watch};

use crate::input::Item;
use crate::photo::{Limits, Photo};
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

/// Checks every item with `threads` photos at a time, 0 for one a processor core; `done` is called once after each, in their
/// order. All are judged when all are read: only then is known what the batch shows.
///
/// # Errors
/// When the system gives no threads.
pub fn check<'r>(job: &Job<'r>, items: &[Item], threads: usize, done: &dyn Fn()) -> io::Result<Vec<Checked<'r>>> {
    let sight = Sight::of(job);
    let mut photos = Vec::with_capacity(items.len());
    let look = move |item: &Item, photo: &Photo, watch: &dyn Watch| Seen::of(&sight, &item.shown, photo, watch);
    look_at_all(items, &job.limits, threads, look, |seen| {
        done();
        photos.push(seen);
    })?;
    if job.compares() {
        duplicates::note(&mut photos);
    }
    Ok(photos.into_iter().map(|seen| seen.judged(job)).collect())
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

/// Measures every item without judging, with `threads` photos at a time, 0 for one a processor core; `take` gets the
/// readings of each, in their order.
///
/// # Errors
/// When the system gives no threads.
pub fn measure(
    limits: &Limits,
    items: &[Item],
    threads: usize,
    mut take: impl FnMut(&Item, Measured),
) -> io::Result<()> {
    let mut rest = items.iter();
    let look = |_: &Item, photo: &Photo, watch: &dyn Watch| measured(photo, watch);
    look_at_all(items, limits, threads, look, |measured| {
        if let Some(item) = rest.next() {
            take(item, measured);
        }
    })
}

/// Opens every item and looks at it, within limits and several at a time; `take` gets what comes of each, in their order. One
/// that takes too long is given up and looked at as a photo that could not be read.
fn look_at_all<R: Send + 'static>(
    items: &[Item],
    limits: &Limits,
    threads: usize,
    look: impl Fn(&Item, &Photo, &dyn Watch) -> R + Send + Sync + 'static,
    mut take: impl FnMut(R),
) -> io::Result<()> {
    let limits = *limits;
    let threads = if threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { threads };
    let look = Arc::new(look);
    let late = Arc::clone(&look);
    let plan = Plan {
        bounds: Bounds { threads, time: limits.time, memory: limits.memory },
        work: Box::new(move |item: &Item, watch| look(item, &open(item, &limits), watch)),
        late: Box::new(move |item| late(item, &given_up(item, &limits), &Unwatched)),
        is_over: Box::new(|| false),
    };
    let take = |result| {
        take(result);
        ControlFlow::Continue(())
    };
    guard::with_places(|| pool::in_order(items.iter().cloned(), plan, take))
}
