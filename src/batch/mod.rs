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
#[cfg(feature = "files")]
mod many;
mod originals;
mod pictures;
#[cfg(feature = "files")]
mod pool;
mod waivers;
mod watch;

use std::sync::Arc;

pub use cache::Cache;
pub use check::{Checked, MeasuredPhoto, check_photo, measure_photo};
pub use compare::{Change, Comparison, Earlier, RuleChange};
pub use digest::Digest;
#[cfg(feature = "files")]
pub use guard::guarded;
pub use likeness::Likeness;
#[cfg(feature = "files")]
pub use many::{Pace, check, contents, large_picture, large_pictures, measure, open};
pub use pictures::{CloseUp, Pictures};
pub use waivers::{Decision, Use, Waiver, Waivers, excuse};

use check::{JobNeeds, Seen};
pub(crate) use duplicates::DUPLICATE_OF;
use duplicates::Gallery;
use watch::Unwatched;

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

impl<'r> Job<'r> {
    /// A job in which errors count, photos may cost what is usual, and nothing more is kept than findings.
    pub fn new(set: &'r Set) -> Self {
        let limits = Limits::default();
        Self { set, counts: Severity::Error, limits, keep_facts: false, keep_pictures: false }
    }

    /// Whether photos are compared with one another.
    fn compares(&self) -> bool {
        duplicates::are_asked_for(self.set)
    }
}

/// A batch whose photos come one after the other, from wherever the caller has their bytes; it needs no files and no threads.
pub struct Batch<'r> {
    jobs: Vec<Job<'r>>,
    sight: Arc<JobNeeds>,
    /// Whether there is no other photo to compare with.
    is_alone: bool,
    gallery: Gallery,
}

impl<'r> Batch<'r> {
    /// A batch of so many photos, each judged by the set of each job.
    pub fn new(jobs: &[Job<'r>], photos: usize) -> Self {
        Self::with_cache(jobs, photos, None)
    }

    /// The same with readings of earlier runs.
    fn with_cache(jobs: &[Job<'r>], photos: usize, cache: Option<Arc<Cache>>) -> Self {
        let sight = Arc::new(JobNeeds::of(jobs, cache));
        Self { jobs: jobs.to_vec(), sight, is_alone: photos < 2, gallery: Gallery::default() }
    }

    /// Measures the next photo, once, and judges it by each job; `shown` is the path that reports show.
    pub fn add(&mut self, shown: &str, photo: &Photo) -> Vec<Checked<'r>> {
        let seen = Seen::of(&self.sight, shown, photo, &Unwatched);
        self.judged(seen)
    }

    /// Photos that are copies of one another, each group once.
    pub fn into_copies(self) -> Vec<Vec<String>> {
        self.gallery.into_groups()
    }

    /// What the rules of each job say of the next photo, those before it considered.
    fn judged(&mut self, mut seen: Seen) -> Vec<Checked<'r>> {
        let compares = self.jobs.iter().any(Job::compares) && !self.is_alone;
        if let Some(content) = seen.content.filter(|_| compares) {
            let said = duplicates::said(self.gallery.add(&seen.file, content, seen.likeness.take()));
            seen.note(DUPLICATE_OF, said);
        }
        self.jobs.iter().map(|job| seen.judged(job)).collect()
    }
}
