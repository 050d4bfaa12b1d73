//! What the page asks of the library: bytes of photos in, the library's own reports out.
//!
//! No rule, sentence or drawing is here. A [`Checker`] keeps what was read of the photos of one batch, so that reports can be
//! written again in the other language without measuring again; the photos themselves are not kept.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

use std::io;

use photocheck::batch::{Batch, Checked, Job, check_photo};
use photocheck::document::Problems;
use photocheck::judge::Outcome;
use photocheck::photo::{Limits, Photo};
use photocheck::report::{Csv, Html, Json, Report, Run, Words};
use photocheck::rules::{BUILT_IN, Set, load};
use photocheck::text::Lang;
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// The name under which a rule set of one's own is loaded.
const OWN: &str = "own.toml";

/// Largest photo that is read: a browser's tab has no more memory than a phone.
const MOST_PIXELS: u64 = 50_000_000;

/// Rules about where and how one stands, which can be mended before the picture is taken.
const GUIDING: [&str; 9] = [
    "one-face",
    "head-height",
    "head-centred",
    "complete-frame",
    "upright",
    "frontal",
    "shoulders-level",
    "exposure",
    "even-lighting",
];

/// The rule sets inside the library, as JSON: `[{"name", "title": {"zh", "en"}}]`, the default first.
#[wasm_bindgen]
pub fn built_in_sets() -> String {
    let titled = |name: &str| {
        let set = load(&[name.to_owned()], &[], &nothing).ok()?;
        Some(json!({ "name": name, "title": { "zh": set.title.zh, "en": set.title.en } }))
    };
    Value::Array(BUILT_IN.iter().filter_map(|set| titled(set.name)).collect()).to_string()
}

/// The patterns that drawings on cards are filled with, for an `svg` element that stands in the document once.
#[wasm_bindgen]
pub fn definitions() -> String {
    Html::DEFINITIONS.to_owned()
}

/// The version of the library.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A batch of photos held against one or more rule sets. The sets stay in memory for as long as the module does: the page
/// takes a new instance of the module for other sets.
#[wasm_bindgen]
pub struct Checker {
    /// Until all photos are read.
    batch: Option<Batch<'static>>,
    runs: Vec<Run<'static>>,
}

#[wasm_bindgen]
impl Checker {
    /// A batch of so many photos. `names` are built-in sets; `own` is the TOML of one's own, or empty.
    ///
    /// # Errors
    /// What is wrong with the sets, as JSON: `[{"line", "zh", "en"}]`.
    #[wasm_bindgen(constructor)]
    pub fn new(names: Vec<String>, own: &str, photos: usize) -> Result<Checker, String> {
        let open = |name: &str| if name == OWN { Ok(own.to_owned()) } else { nothing(name) };
        let names = names.into_iter().chain((!own.is_empty()).then(|| OWN.to_owned()));
        let set = |name: String| load(&[name], &[], &open).map_err(|problems| told(&problems));
        let sets: &'static [Set] = Box::leak(names.map(set).collect::<Result<_, _>>()?);
        let jobs: Vec<_> = sets.iter().map(job).collect();
        let runs = sets.iter().map(|set| Run::new(set, Vec::new(), Lang::default())).collect();
        Ok(Self { batch: Some(Batch::new(&jobs, photos)), runs })
    }

    /// Reads and judges the next photo, of this file name.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let Some(batch) = &mut self.batch else { return };
        let checked: Vec<Checked<'_>> = batch.add(name, &photo(name, bytes));
        self.runs.iter_mut().zip(checked).for_each(|(run, checked)| run.photos.push(checked));
    }

    /// Says that all photos have been read.
    pub fn finish(&mut self) {
        let copies = self.batch.take().map(Batch::into_copies).unwrap_or_default();
        self.runs.iter_mut().for_each(|run| run.copies.clone_from(&copies));
    }

    /// The sets, as JSON: `[{"set", "title": {"zh", "en"}}]`.
    pub fn sets(&self) -> String {
        let of =
            |Run { set, .. }: &Run<'_>| json!({ "set": set.id, "title": { "zh": set.title.zh, "en": set.title.en } });
        Value::Array(self.runs.iter().map(of).collect()).to_string()
    }

    /// What the library's page says of the photos by the set of this number, for a document with a frame of its own.
    pub fn cards(&mut self, set: usize, lang: &str) -> String {
        self.written(lang, &|runs, out| runs.get(set).map_or(Ok(()), |run| Html::cards(run, out)))
    }

    /// The library's report of this format (`html`, `csv` or `json`), on all sets together.
    pub fn report(&mut self, format: &str, lang: &str) -> String {
        let report: &dyn Report = match format {
            "html" => &Html,
            "csv" => &Csv,
            _ => &Json,
        };
        self.written(lang, &|runs, out| report.write_all(runs, out))
    }

    fn written(&mut self, lang: &str, write: &Write<'_>) -> String {
        self.runs.iter_mut().for_each(|run| run.lang = Lang::from_locale(lang));
        let mut text = Vec::new();
        // Writing into memory cannot fail.
        drop(write(&self.runs, &mut text));
        String::from_utf8(text).unwrap_or_default()
    }
}

/// A way to write runs.
type Write<'w> = dyn Fn(&[Run<'_>], &mut dyn io::Write) -> io::Result<()> + 'w;

/// What to mend before the picture is taken, by rules about where and how one stands.
#[wasm_bindgen]
pub struct Guide {
    set: Set,
}

#[wasm_bindgen]
impl Guide {
    /// By the rules of a built-in set.
    ///
    /// # Errors
    /// As [`Checker::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Result<Guide, String> {
        let mut set = load(&[name.to_owned()], &[], &nothing).map_err(|problems| told(&problems))?;
        set.rules.retain(|rule| GUIDING.contains(&rule.id.as_str()));
        Ok(Self { set })
    }

    /// What a frame of the camera, as a JPEG file, still needs, as JSON: `[{"rule", "outcome", "zh", "en"}]`; empty when nothing.
    pub fn advice(&self, frame: Vec<u8>) -> String {
        let checked = check_photo(&Job::new(&self.set), "camera.jpg", &photo("camera.jpg", frame));
        let open = checked.findings.iter().filter(|finding| matches!(finding.outcome, Outcome::Fail | Outcome::Review));
        let said = open.map(|finding| {
            let words = |lang| {
                let words = Words::of(finding, &checked, lang);
                words.hint.unwrap_or(words.message)
            };
            json!({
                "rule": finding.rule.id, "outcome": finding.outcome, "zh": words(Lang::Zh), "en": words(Lang::En),
            })
        });
        Value::Array(said.collect()).to_string()
    }
}

/// Everything is read of a photo, since several sets may ask for it.
fn job(set: &Set) -> Job<'_> {
    Job { keep_facts: true, keep_pictures: true, ..Job::new(set) }
}

fn photo(name: &str, bytes: Vec<u8>) -> Photo {
    Photo::new(name, bytes, Limits { pixels: MOST_PIXELS, ..Limits::default() })
}

/// No rule file but the built-in ones is there.
fn nothing(_: &str) -> io::Result<String> {
    Err(io::ErrorKind::NotFound.into())
}

/// Problems of rule sets for the page.
fn told(problems: &Problems) -> String {
    let said = problems.problems.iter().map(|problem| {
        let line = problem.place.as_ref().map(|place| {
            let before = &problems.sources[place.source].text.as_bytes()[..place.span.start];
            before.iter().filter(|byte| **byte == b'\n').count() + 1
        });
        let help = problem.help.as_ref();
        let both = |lang: Lang| match help {
            Some(help) => format!("{} {}", problem.message.get(lang), help.get(lang)),
            None => problem.message.get(lang).to_owned(),
        };
        json!({ "line": line, "zh": both(Lang::Zh), "en": both(Lang::En) })
    });
    Value::Array(said.collect()).to_string()
}
