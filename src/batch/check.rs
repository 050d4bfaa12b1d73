//! One photo of a batch.

use super::guard::caught;
use super::{Digest, Job, Likeness, Pictures};
use crate::input::{Item, NotRead, Origin, bounded};
use crate::judge::{Finding, Verdict, judge_all};
use crate::measure::{MEASURES, Measure, Measurements, Part, Readings};
use crate::photo::{Limits, Photo, Unreadable};
use crate::provenance::Mark;
use crate::reading::{Fact, Reading, Reason};
use crate::rules::Severity;

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
    /// What the file holds, in short; `None` when it was not read.
    pub content: Option<Digest>,
    /// Width and height of the upright photo, px.
    pub size: Option<[u32; 2]>,
    /// Small pictures for reports, when the job asked for them.
    pub pictures: Option<Pictures>,
    /// What tells a copy of the photo from another photo, when a rule asks for copies.
    pub likeness: Option<Likeness>,
}

impl Checked<'_> {
    /// Reaches the verdict again, after findings have changed.
    pub(super) fn count(&mut self, counts: Severity) {
        self.verdict = Verdict::of(&self.findings, counts);
    }
}

/// Opens a photo within limits; what cannot be opened becomes a photo that says so.
pub fn open(item: &Item, limits: &Limits) -> Photo {
    let name = item.shown.rsplit('/').next().unwrap_or_default();
    let (read, stated) = match &item.origin {
        // What comes through standard input has no name that anybody could mend.
        Origin::Bytes(bytes) => return Photo::new("", bytes.clone(), *limits),
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
        NotRead::TooLarge { bytes, limit } => Unreadable::TooManyBytes { bytes, limit },
        NotRead::Failed(error) => Unreadable::NotOpened(error.to_string()),
    };
    Photo::refused(name, stated, why)
}

/// Measures and judges one photo. A panic anywhere in it becomes the reason why nothing could be measured.
pub fn check_photo<'r>(job: &Job<'r>, shown: &str, photo: Photo) -> Checked<'r> {
    let whole = caught(|| read(job, &photo));
    let mut checked = whole.unwrap_or_else(|place| judged(job, &Crashed(Reason::Crashed(place))));
    checked.file = shown.to_owned();
    checked.content = (!photo.bytes().is_empty()).then(|| Digest::of(photo.bytes()));
    checked
}

/// All that is to be seen in one photo, nothing judged.
pub struct Measured {
    /// Every reading.
    pub facts: Vec<Fact>,
    /// What programs and people left in the file, hints too weak for any reading included.
    pub marks: Vec<Mark>,
}

/// Takes every reading of one photo; a panic becomes the reason why there are none.
pub fn measure_photo(photo: Photo) -> Measured {
    let all = |readings: &dyn Readings| facts(MEASURES.iter(), readings);
    let whole = || {
        let measurements = Measurements::of(&photo);
        Measured { facts: all(&measurements), marks: measurements.evidence().marks().to_vec() }
    };
    let nothing = |place| Measured { facts: all(&Crashed(Reason::Crashed(place))), marks: Vec::new() };
    caught(whole).unwrap_or_else(nothing)
}

/// Everything that is asked of a photo while it is in memory.
fn read<'r>(job: &Job<'r>, photo: &Photo) -> Checked<'r> {
    let measurements = Measurements::of(photo);
    let mut checked = judged(job, &measurements);
    checked.trouble = photo.pixels().err();
    if let Ok(pixels) = photo.pixels() {
        checked.size = Some([pixels.width(), pixels.height()]);
        let places = || facts(MEASURES.iter().filter(|measure| Part::MEASURES.contains(&measure.name)), &measurements);
        checked.pictures = job.keep_pictures.then(|| Pictures::of(pixels, &checked.findings, &places()));
    }
    if job.compares() {
        checked.likeness = measurements.evidence().working().ok().and_then(|working| Likeness::of(&working.picture));
    }
    checked
}

/// What the rules say of these readings.
fn judged<'r>(job: &Job<'r>, readings: &dyn Readings) -> Checked<'r> {
    let findings = judge_all(&job.set.rules, readings);
    Checked {
        file: String::new(),
        verdict: Verdict::of(&findings, job.counts),
        findings,
        trouble: None,
        facts: facts(MEASURES.iter().filter(|_| job.keep_facts), readings),
        content: None,
        size: None,
        pictures: None,
        likeness: None,
    }
}

fn facts(measures: impl Iterator<Item = &'static Measure>, readings: &dyn Readings) -> Vec<Fact> {
    let fact =
        |measure: &'static Measure| Fact { name: measure.name, unit: measure.unit, reading: readings.reading(measure) };
    measures.map(fact).collect()
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
