//! Many photos: read, measured and judged in parallel, each behind a guard, in a stable order.
//!
//! One photo is in memory per thread, and all together keep to the memory of their [`Limits`]. A photo that cannot be
//! opened, makes the checker fail or takes too long is a [`Checked`] photo like any other, with findings that say so, and
//! the batch goes on. The result is in the order of the inputs, whatever the number of threads.
//!
//! A photo is judged as soon as it and those before it are read, and handed on: nothing of it is kept but what tells its
//! copies (`duplicates`). On demand each is held against an earlier round (`compare`) and against what a person has excused
//! (`waivers`).

mod cache;
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

pub use cache::Cache;
pub use check::{Checked, Measured, check_photo, measure_photo, open};
pub use compare::{Change, Comparison, Earlier};
pub use digest::Digest;
pub use likeness::Likeness;
pub use pictures::{CloseUp, Pictures, large_picture};
pub use waivers::{Use, Waiver, Waivers, excuse};

use check::{Seen, Sight, given_up, measured};
use duplicates::Gallery;
use pool::{Bounds, Plan, Unwatched, Watch};

use crate::input::Item;
use crate::photo::{Limits, Photo};
use crate::rules::{Set, Severity};

/// What to do with every photo of a run.
#[derive(Clone, Copy)]
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

/// How photos are gone through.
#[derive(Clone)]
pub struct Pace<'p> {
    /// Photos at a time; 0 for one a processor core.
    pub threads: usize,
    /// Where readings of earlier runs are, and those of this one go.
    pub cache: Option<Arc<Cache>>,
    /// Whether no more is wanted: asked between photos and a few times a second.
    pub is_over: &'p dyn Fn() -> bool,
}

impl Pace<'_> {
    /// To the end, with so many photos at a time.
    pub fn with_threads(threads: usize) -> Self {
        Self { threads, cache: None, is_over: &|| false }
    }
}

/// A batch whose photos come one after the other.
struct Batch<'j, 'r> {
    jobs: &'j [Job<'r>],
    /// Whether there is no other photo to compare with.
    is_alone: bool,
    gallery: Gallery,
}

impl<'r> Batch<'_, 'r> {
    /// What the rules of each job say of the next photo, those before it considered.
    fn judged(&mut self, mut seen: Seen) -> Vec<Checked<'r>> {
        let compares = self.jobs.iter().any(Job::compares) && !self.is_alone;
        if let Some(content) = seen.content.filter(|_| compares) {
            duplicates::note(&mut seen.facts, self.gallery.add(&seen.file, content, seen.likeness.take()));
        }
        self.jobs.iter().map(|job| seen.judged(job)).collect()
    }
}

/// Checks every item by the set of each job and gives what each job makes of it to `take`, in the order of the items, as soon
/// as it is done. A photo is read and measured once, whatever the number of sets; what it may cost is what the first job says.
/// What comes back are the photos that are copies of one another, each group once.
///
/// # Errors
/// When the system gives no threads.
pub fn check<'r>(
    jobs: &[Job<'r>],
    items: &[Item],
    pace: Pace<'_>,
    mut take: impl FnMut(Vec<Checked<'r>>),
) -> io::Result<Vec<Vec<String>>> {
    let sight = Sight::of(jobs, pace.cache.clone());
    let limits = jobs.first().map(|job| job.limits).unwrap_or_default();
    let mut batch = Batch { jobs, is_alone: items.len() < 2, gallery: Gallery::default() };
    let look = move |item: &Item, photo: &Photo, watch: &dyn Watch| Seen::of(&sight, &item.shown, photo, watch);
    look_at_all(items, &limits, pace, look, |seen| take(batch.judged(seen)))?;
    Ok(batch.gallery.into_groups())
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

/// What every item holds, in short, in their order; `None` for what cannot be read.
///
/// # Errors
/// When the system gives no threads.
pub fn contents(items: &[Item], limits: &Limits, pace: Pace<'_>) -> io::Result<Vec<Option<Digest>>> {
    let mut contents = Vec::with_capacity(items.len());
    let look = |_: &Item, photo: &Photo, _: &dyn Watch| photo.unread().is_none().then(|| Digest::of(photo.bytes()));
    look_at_all(items, limits, pace, look, |content| contents.push(content))?;
    Ok(contents)
}

/// Measures every item without judging; `take` gets the readings of each, in their order, as soon as it is done.
///
/// # Errors
/// When the system gives no threads.
pub fn measure(
    limits: &Limits,
    items: &[Item],
    pace: Pace<'_>,
    mut take: impl FnMut(&Item, Measured),
) -> io::Result<()> {
    let mut rest = items.iter();
    let look = |_: &Item, photo: &Photo, watch: &dyn Watch| measured(photo, watch);
    look_at_all(items, limits, pace, look, |measured| {
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
    pace: Pace<'_>,
    look: impl Fn(&Item, &Photo, &dyn Watch) -> R + Send + Sync + 'static,
    mut take: impl FnMut(R),
) -> io::Result<()> {
    let limits = *limits;
    let Pace { threads, is_over, .. } = pace;
    let threads = if threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { threads };
    let look = Arc::new(look);
    let late = Arc::clone(&look);
    let plan = Plan {
        bounds: Bounds { threads, time: limits.time, memory: limits.memory },
        work: Box::new(move |item: &Item, watch| look(item, &open(item, &limits), watch)),
        late: Box::new(move |item| late(item, &given_up(item, &limits), &Unwatched)),
        is_over: Box::new(is_over),
    };
    let take = |result| {
        take(result);
        ControlFlow::Continue(())
    };
    guard::with_places(|| pool::in_order(items.iter().cloned(), plan, take))
}
