//! Photos from files, several at a time, in a stable order.

use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

use super::check::{Seen, measured};
use super::pool::{Bounds, Plan, in_order};
use super::watch::{Unwatched, Watch};
use super::{Batch, Cache, Checked, Digest, Job, MeasuredPhoto, guard, pictures};
use crate::input::{Item, NotRead, Origin, bounded};
use crate::photo::{Format, Limits, Photo, Unreadable};
use crate::reading::{Listed, Reading};

/// Long side of a picture that fills a screen, px.
const LARGE_SIDE: u32 = 1200;
/// Most bytes of such a picture.
const LARGE_BYTES: usize = 300 << 10;

/// How photos are gone through.
#[derive(Clone)]
pub struct Pace<'p> {
    /// Photos at a time; 0 for one a processor core.
    pub threads: usize,
    /// Where readings of earlier runs are, and those of this one go.
    pub cache: Option<Arc<Cache>>,
    /// What the name list says of a file's name; `None` where there is no list.
    pub listed: Option<&'p dyn Fn(&str) -> Listed>,
    /// Whether no more is wanted: asked between photos and a few times a second.
    pub is_over: &'p dyn Fn() -> bool,
}

impl Pace<'_> {
    /// To the end, with so many photos at a time.
    pub fn with_threads(threads: usize) -> Self {
        Self { threads, cache: None, listed: None, is_over: &|| false }
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
    let limits = jobs.first().map(|job| job.limits).unwrap_or_default();
    let mut batch = Batch::with_cache(jobs, items.len(), pace.cache.clone());
    let sight = Arc::clone(&batch.sight);
    let look = move |item: &Item, photo: &Photo, watch: &dyn Watch| Seen::of(&sight, &item.shown, photo, watch);
    let listed = pace.listed;
    look_at_all(items, &limits, pace, look, |mut seen| {
        if let Some(listed) = listed {
            let said = listed(&seen.file);
            seen.note("batch.listed_as", Reading::exact(said.name()));
        }
        take(batch.judged(seen));
    })?;
    Ok(batch.into_copies())
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
    mut take: impl FnMut(&Item, MeasuredPhoto),
) -> io::Result<()> {
    let mut rest = items.iter();
    let look = |_: &Item, photo: &Photo, watch: &dyn Watch| measured(photo, watch);
    look_at_all(items, limits, pace, look, |measured| {
        if let Some(item) = rest.next() {
            take(item, measured);
        }
    })
}

/// The whole upright photo as a JPEG file that fills a screen, `None` where it has no pixels.
pub fn large_picture(photo: &Photo) -> Option<Vec<u8>> {
    let make = || Some(pictures::within(&photo.pixels().ok()?.shrunk(LARGE_SIDE), LARGE_BYTES));
    guard::caught(make).ok().flatten()
}

/// Makes the [`large_picture`] of every item; `take` gets them in order. Opens the photos again: pictures of this size of a whole batch are too many to keep.
///
/// # Errors
/// When the system gives no threads.
pub fn large_pictures(
    limits: &Limits,
    items: &[Item],
    pace: Pace<'_>,
    take: impl FnMut(Option<Vec<u8>>),
) -> io::Result<()> {
    let look = |_: &Item, photo: &Photo, watch: &dyn Watch| {
        watch.claim(photo.memory());
        large_picture(photo)
    };
    look_at_all(items, limits, pace, look, take)
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
    guard::with_places(|| in_order(items.iter().cloned(), plan, take))
}

/// Opens a photo within limits; what cannot be opened becomes a photo that says so.
pub fn open(item: &Item, limits: &Limits) -> Photo {
    let name = name(item);
    let (read, stated) = match &item.origin {
        Origin::Bytes(bytes) => return Photo::new(name, bytes.clone(), *limits),
        Origin::Archived { archive, index } => (archive.read(*index, limits.bytes), None),
        Origin::Path(path) => {
            let facts = || std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
            let read = bounded(path, limits.bytes);
            let stated = if read.is_err() { facts().map(|facts| facts.len()) } else { None };
            (read, stated)
        }
    };
    let refusal = match read {
        Ok(bytes) => return Photo::new(name, bytes, *limits),
        Err(refusal) => refusal,
    };
    let why = match refusal {
        NotRead::NoPermission => Unreadable::NoPermission,
        NotRead::Missing => Unreadable::Missing,
        NotRead::NotAFile => Unreadable::NotAFile,
        NotRead::Encrypted => Unreadable::Encrypted,
        NotRead::NoArchive => Unreadable::NotUnpacked,
        NotRead::OtherArchive | NotRead::SameNames => Unreadable::Format(Format::Archive),
        NotRead::TooLarge { bytes, limit } => Unreadable::TooManyBytes { bytes, limit },
        NotRead::Failed(error) => Unreadable::NotOpened(error.to_string()),
    };
    Photo::refused(name, stated, why)
}

/// A photo that was given up because it took too long.
fn given_up(item: &Item, limits: &Limits) -> Photo {
    Photo::refused(name(item), None, Unreadable::TookTooLong { seconds: limits.time.map_or(0, |time| time.as_secs()) })
}

/// The file's name. What comes through standard input has none that anybody could mend.
fn name(item: &Item) -> &str {
    match item.origin {
        Origin::Bytes(_) => "",
        Origin::Path(_) | Origin::Archived { .. } => item.shown.rsplit('/').next().unwrap_or_default(),
    }
}
