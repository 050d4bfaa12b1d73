//! One photo of a batch.

use std::collections::HashSet;
use std::sync::Arc;

use super::cache::{Cache, CacheEntry, OF_THE_NAME};
use super::guard::caught;
use super::watch::{Unwatched, Watch};
use super::{Digest, Job, Likeness, Pictures};
use crate::fit::{Crop, offered};
use crate::judge::{Finding, Verdict, asked, judge_all};
use crate::measure::{MEASURES, Measure, Measurements, Readings};
use crate::photo::{Limits, Photo, Pixels, Unreadable};
use crate::provenance::Mark;
use crate::reading::{Fact, Part, Reading, Reason};
use crate::rules::{Rule, Severity};

/// A photo that was checked.
pub struct Checked<'r> {
    /// The path as it is shown, `/` between folders.
    pub file: String,
    /// What became of each rule, in the set's order.
    pub findings: Vec<Finding<'r>>,
    /// What becomes of the photo.
    pub verdict: Verdict,
    /// Whether a person has turned it down as a whole.
    pub rejected: bool,
    /// Why the photo has no pixels, if it has none.
    pub trouble: Option<Unreadable>,
    /// The readings that the rules ask for; every measure's, when the job asked for them.
    pub facts: Vec<Fact>,
    /// What the file holds, in short; `None` when it was not read.
    pub content: Option<Digest>,
    /// Width and height of the upright photo, px.
    pub size: Option<[u32; 2]>,
    /// Small pictures for reports, when the job asked for them.
    pub pictures: Option<Arc<Pictures>>,
    /// The part of the photo that would do, where its frame is what fails it and the rules take a crop.
    pub crop: Option<Crop>,
}

impl Checked<'_> {
    /// Reaches the verdict again, after findings have changed.
    pub(super) fn count(&mut self, counts: Severity) {
        let judged = verdict(&self.findings, self.trouble.as_ref(), counts);
        self.verdict = if self.rejected { Verdict::Fail } else { judged };
    }
}

/// What becomes of a photo with these findings. One that was not read never passes, whatever the rules ask for: nothing is known
/// of it.
fn verdict(findings: &[Finding<'_>], trouble: Option<&Unreadable>, counts: Severity) -> Verdict {
    let judged = Verdict::of(findings, counts);
    if trouble.is_some_and(Unreadable::is_unread) { judged.max(Verdict::Review) } else { judged }
}

/// What was read of one photo while it was in memory: all that judging needs, but for what only the batch shows.
pub(super) struct Seen {
    /// The path as it is shown.
    pub file: String,
    /// The readings, those of the batch still without a value.
    pub facts: Vec<Fact>,
    /// What the file holds, in short.
    pub content: Option<Digest>,
    /// What tells a copy of the photo from another photo, when a rule asks for copies.
    pub likeness: Option<Likeness>,
    trouble: Option<Unreadable>,
    size: Option<[u32; 2]>,
    pictures: Option<Arc<Pictures>>,
}

/// Measures and judges one photo by itself: what only a batch shows is unknown. A panic anywhere in it becomes the reason
/// why nothing could be measured.
pub fn check_photo<'r>(job: &Job<'r>, shown: &str, photo: &Photo) -> Checked<'r> {
    Seen::of(&JobNeeds::of(std::slice::from_ref(job), None), shown, photo, &Unwatched).judged(job)
}

/// Every reading of one photo and every mark in its file; nothing is judged.
pub struct MeasuredPhoto {
    /// Every reading.
    pub facts: Vec<Fact>,
    /// What programs and people left in the file, hints too weak for any reading included.
    pub marks: Vec<Mark>,
    /// Whether the system, not the file, was in the way.
    pub is_out_of_reach: bool,
}

/// Takes every reading of one photo; a panic becomes the reason why there are none.
pub fn measure_photo(photo: &Photo) -> MeasuredPhoto {
    measured(photo, &Unwatched)
}

/// Takes every reading of one photo, as long as anybody waits for them.
pub(super) fn measured(photo: &Photo, watch: &dyn Watch) -> MeasuredPhoto {
    let whole = || {
        watch.claim(photo.memory());
        let measurements = Measurements::of(photo);
        let facts = facts(MEASURES, &measurements, watch);
        let is_out_of_reach = photo.pixels().is_err_and(|trouble| trouble.is_out_of_reach());
        MeasuredPhoto { facts, marks: measurements.evidence().marks().to_vec(), is_out_of_reach }
    };
    let nothing = |place| {
        let facts = facts(MEASURES, &Crashed(Reason::Crashed(place)), &Unwatched);
        MeasuredPhoto { facts, marks: Vec::new(), is_out_of_reach: false }
    };
    caught(whole).unwrap_or_else(nothing)
}

/// What a job asks of each photo; it can outlive the job, on a thread that nobody waits for any more.
pub(super) struct JobNeeds {
    wanted: Vec<&'static Measure>,
    compares: bool,
    /// The rules that decide on what close-ups are taken, set by set, where pictures are wanted.
    pictured: Option<Vec<Vec<Rule>>>,
    /// Where readings of earlier runs are.
    cache: Option<Arc<Cache>>,
    limits: Limits,
}

impl JobNeeds {
    /// Of all jobs together: the measures that their rules ask for, where the close-ups are, or all.
    pub(super) fn of(jobs: &[Job<'_>], cache: Option<Arc<Cache>>) -> Self {
        let asked: HashSet<_> = jobs.iter().flat_map(|job| asked(&job.set.rules)).collect();
        let keep_pictures = jobs.iter().any(|job| job.keep_pictures);
        let keep_facts = jobs.iter().any(|job| job.keep_facts);
        let is_place = |name| keep_pictures && Part::MEASURES.contains(&name);
        let is_wanted = |measure: &Measure| keep_facts || asked.contains(measure.name) || is_place(measure.name);
        Self {
            wanted: MEASURES.iter().filter(|measure| is_wanted(measure)).collect(),
            compares: jobs.iter().any(Job::compares),
            pictured: keep_pictures.then(|| jobs.iter().map(|job| job.set.rules.clone()).collect()),
            cache,
            limits: jobs.first().map(|job| job.limits).unwrap_or_default(),
        }
    }
}

impl Seen {
    /// Reads what a job asks of a photo, or finds that it was read before.
    pub(super) fn of(sight: &JobNeeds, shown: &str, photo: &Photo, watch: &dyn Watch) -> Self {
        let content = (!photo.bytes().is_empty()).then(|| Digest::of(photo.bytes()));
        let read = caught(|| match sight.cache.as_deref().zip(content) {
            Some((cache, content)) => {
                let key = cache.key(content, &sight.wanted, sight.compares, &sight.limits);
                Self::known(sight, photo, cache.get(&key, sight.wanted.len()), watch).unwrap_or_else(|| {
                    let seen = Self::read(sight, photo, watch);
                    seen.entry().filter(|_| !watch.is_given_up()).inspect(|entry| cache.put(&key, entry));
                    seen
                })
            }
            None => Self::read(sight, photo, watch),
        });
        let wanted = || sight.wanted.iter().copied();
        let crashed = |place| Self::with(facts(wanted(), &Crashed(Reason::Crashed(place)), &Unwatched));
        Self { file: shown.to_owned(), content, ..read.unwrap_or_else(crashed) }
    }

    fn read(sight: &JobNeeds, photo: &Photo, watch: &dyn Watch) -> Self {
        watch.claim(photo.memory());
        let measurements = Measurements::of(photo);
        let mut seen = Self::with(facts(sight.wanted.iter().copied(), &measurements, watch));
        if watch.is_given_up() {
            return seen;
        }
        match photo.pixels() {
            Ok(pixels) => {
                seen.size = Some([pixels.width(), pixels.height()]);
                seen.take_pictures(sight, pixels);
            }
            Err(trouble) => seen.trouble = Some(trouble),
        }
        if sight.compares {
            seen.likeness = measurements.evidence().working().ok().and_then(|working| Likeness::of(&working.picture));
        }
        seen
    }

    /// What an earlier run read; only what depends on the file's name is read anew.
    fn known(sight: &JobNeeds, photo: &Photo, entry: Option<CacheEntry>, watch: &dyn Watch) -> Option<Self> {
        let entry = entry?;
        let measurements = Measurements::of(photo);
        let reading = |(measure, reading): (&&'static Measure, Reading)| match OF_THE_NAME.contains(&measure.name) {
            true => fact(measure, measurements.reading(measure)),
            false => fact(measure, reading),
        };
        let mut seen = Self::with(sight.wanted.iter().zip(entry.readings()?).map(reading).collect());
        (seen.size, seen.likeness) = (Some(entry.size), entry.likeness);
        if sight.pictured.is_some() {
            watch.claim(photo.memory());
            seen.take_pictures(sight, photo.pixels().ok()?);
        }
        Some(seen)
    }

    /// What is worth keeping for another run; nothing of a photo that could not be read, which costs little.
    fn entry(&self) -> Option<CacheEntry> {
        CacheEntry::of(self.facts.iter().map(|fact| &fact.reading), self.size?, self.likeness.clone())
    }

    /// The close-ups show what is doubtful in the photo itself; no part of it is about other photos.
    fn take_pictures(&mut self, sight: &JobNeeds, pixels: &Pixels) {
        let Some(sets) = &sight.pictured else { return };
        let findings: Vec<_> = sets.iter().flat_map(|rules| judge_all(rules, &self.facts)).collect();
        self.pictures = Some(Arc::new(Pictures::of(pixels, &findings, &self.facts)));
    }

    /// Takes down what only the batch knows, where a rule asks for it.
    pub(super) fn note(&mut self, measure: &str, reading: Reading) {
        if let Some(fact) = self.facts.iter_mut().find(|fact| fact.name == measure) {
            fact.reading = reading;
        }
    }

    /// With these facts and nothing else.
    fn with(facts: Vec<Fact>) -> Self {
        Self { file: String::new(), facts, content: None, likeness: None, trouble: None, size: None, pictures: None }
    }

    /// What the rules say of it.
    pub(super) fn judged<'r>(&self, job: &Job<'r>) -> Checked<'r> {
        let findings = judge_all(&job.set.rules, &self.facts);
        Checked {
            file: self.file.clone(),
            verdict: verdict(&findings, self.trouble.as_ref(), job.counts),
            crop: offered(job.set, &findings, &self.facts),
            findings,
            rejected: false,
            trouble: self.trouble.clone(),
            facts: self.facts.clone(),
            content: self.content,
            size: self.size,
            pictures: self.pictures.clone(),
        }
    }
}

/// The readings of these measures. Nothing more is read once nobody waits for them.
fn facts(
    measures: impl IntoIterator<Item = &'static Measure>,
    readings: &dyn Readings,
    watch: &dyn Watch,
) -> Vec<Fact> {
    let reading = |measure| {
        if watch.is_given_up() { Reading::Unmeasured(Reason::NotRead) } else { readings.reading(measure) }
    };
    measures.into_iter().map(|measure| fact(measure, reading(measure))).collect()
}

fn fact(measure: &'static Measure, reading: Reading) -> Fact {
    Fact { name: measure.name, unit: measure.unit, line: measure.line, reading }
}

/// The readings of a photo on which the checker failed.
struct Crashed(Reason);

impl Readings for Crashed {
    fn reading(&self, _: &'static Measure) -> Reading {
        Reading::Unmeasured(self.0.clone())
    }

    fn frame_height(&self) -> Option<f64> {
        None
    }
}
