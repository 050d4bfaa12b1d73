//! One photo of a batch.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Job;
use crate::input::{Item, Origin};
use crate::judge::{Finding, Verdict, judge};
use crate::measure::{Evidence, MEASURES, Measure, Readings};
use crate::photo::{Limits, Photo, Unreadable};
use crate::reading::{Fact, Reading, Reason};

/// A photo that was checked.
pub struct Checked<'r> {
    /// The path as it is shown, `/` between folders.
    pub file: String,
    /// What became of each rule, in the set's order.
    pub findings: Vec<Finding<'r>>,
    /// What becomes of the photo.
    pub verdict: Verdict,
    /// Why the photo has no pixels, if it has none.
    pub trouble: Option<Unreadable>,
    /// Every measure's reading, when the job asked for them.
    pub facts: Vec<Fact>,
}

/// Opens a photo within limits; what cannot be opened becomes a photo that says so.
pub fn open(item: &Item, limits: &Limits) -> Photo {
    let name = item.shown.rsplit('/').next().unwrap_or_default();
    let path = match &item.origin {
        Origin::Bytes(bytes) => return Photo::new(name, bytes.clone(), *limits),
        Origin::Path(path) => path,
    };
    let read = || {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > limits.bytes {
            return Ok(Err(size));
        }
        let mut bytes = Vec::with_capacity(size as usize);
        file.take(limits.bytes + 1).read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(Ok(bytes))
    };
    match read() {
        Ok(Ok(bytes)) => Photo::new(name, bytes, *limits),
        Ok(Err(size)) => Photo::refused(name, size, Unreadable::TooManyBytes { bytes: size, limit: limits.bytes }),
        Err(error) => Photo::refused(name, 0, Unreadable::NotOpened(error.to_string())),
    }
}

/// Measures and judges one photo. A panic anywhere in it becomes the reason why nothing could be measured.
pub fn check_photo<'r>(job: &Job<'r>, shown: &str, photo: Photo) -> Checked<'r> {
    let whole = catch_unwind(AssertUnwindSafe(|| {
        let evidence = Evidence::new(&photo);
        let findings = findings(job, &evidence);
        let facts = facts(job, &evidence);
        let trouble = photo.pixels().err();
        (findings, facts, trouble)
    }));
    let (findings, facts, trouble) = whole.unwrap_or_else(|panic| {
        let crashed = Crashed(Reason::Crashed(panic_text(panic.as_ref())));
        (findings(job, &crashed), facts(job, &crashed), None)
    });
    let verdict = Verdict::of(&findings, job.counts);
    Checked { file: shown.to_owned(), findings, verdict, trouble, facts }
}

/// Takes every reading of one photo; a panic becomes the reason why there are none.
pub fn measure_photo(photo: Photo) -> Vec<Fact> {
    let whole = catch_unwind(AssertUnwindSafe(|| all_facts(&Evidence::new(&photo))));
    whole.unwrap_or_else(|panic| all_facts(&Crashed(Reason::Crashed(panic_text(panic.as_ref())))))
}

fn findings<'r>(job: &Job<'r>, readings: &dyn Readings) -> Vec<Finding<'r>> {
    job.set.rules.iter().map(|rule| judge(rule, readings)).collect()
}

fn facts(job: &Job<'_>, readings: &dyn Readings) -> Vec<Fact> {
    if job.keep_facts { all_facts(readings) } else { Vec::new() }
}

fn all_facts(readings: &dyn Readings) -> Vec<Fact> {
    let fact =
        |measure: &'static Measure| Fact { name: measure.name, unit: measure.unit, reading: readings.reading(measure) };
    MEASURES.iter().map(fact).collect()
}

/// The readings of a photo on which the checker failed.
struct Crashed(Reason);

impl Readings for Crashed {
    fn reading(&self, _: &'static Measure) -> Reading {
        Reading::Unmeasured(self.0.clone())
    }
}

/// What a panic said.
fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("panic").to_owned()
}
