//! This round against an earlier one: what was mended, what was not, what is new, what is gone.
//!
//! The earlier round is a JSON or JSONL report. Photos are the same when their paths are, or else, when people sort
//! files into other folders between rounds, when one photo of each round has that file name.

use std::collections::HashMap;

use super::Checked;
use crate::judge::{Standing, Verdict};
use crate::record;
use crate::rules::Severity;

/// An earlier round.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    photos: Vec<record::Photo>,
}

/// What became of a photo since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It did not pass, and now it does.
    Fixed,
    /// It did not pass and still does not; the rules it failed then and fails now, and whether it is the same file.
    Still {
        /// Rules that it failed both times.
        rules: Vec<String>,
        /// The very same file was handed in again.
        same_file: bool,
    },
    /// It passed, and now it does not.
    Worse,
    /// It passed and still does.
    Passes,
    /// There was no such photo.
    New,
}

impl Change {
    /// The kind of change alone.
    pub fn kind(&self) -> record::Change {
        match self {
            Self::Fixed => record::Change::Fixed,
            Self::Still { .. } => record::Change::Still,
            Self::Worse => record::Change::Worse,
            Self::Passes => record::Change::Passes,
            Self::New => record::Change::New,
        }
    }
}

/// Both rounds side by side.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// For each photo of this round so far, in order.
    pub changes: Vec<Change>,
    earlier: Vec<record::Photo>,
    by_path: HashMap<String, usize>,
    /// Photos of the earlier round by file names that are the only ones in both rounds.
    by_name: HashMap<String, usize>,
    seen: Vec<bool>,
}

impl Earlier {
    /// Reads a report.
    ///
    /// # Errors
    /// The number of the first line that is none of such a report.
    pub fn read(text: &str) -> Result<Self, usize> {
        let text = text.trim_start_matches('\u{feff}');
        if let Ok(whole) = serde_json::from_str::<record::Report>(text) {
            return Ok(Self { photos: whole.photos });
        }
        let mut photos = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            photos.extend(record::Line::read(line).map_err(|_| number + 1)?.photo());
        }
        Ok(Self { photos })
    }

    /// What it says of the set with this id, where it was judged by several or this round `is_one_of_several`. Otherwise all of
    /// it: the one set may have been given another id since.
    #[must_use]
    pub fn by(&self, set: &str, is_one_of_several: bool) -> Self {
        let first = self.photos.first().map(|photo| photo.set.as_str());
        let is_mixed = self.photos.iter().any(|photo| Some(photo.set.as_str()) != first);
        let keeps = |photo: &&record::Photo| !(is_mixed || is_one_of_several) || photo.set == set;
        Self { photos: self.photos.iter().filter(keeps).cloned().collect() }
    }

    /// Begins to hold a round with these photos against it.
    pub fn against(self, files: &[&str]) -> Comparison {
        let paths = || self.photos.iter().map(|it| it.file.as_str());
        let now = unique_names(files.iter().copied());
        let by_name = unique_names(paths()).into_iter().filter(|(name, _)| now.contains_key(name));
        let by_name = by_name.map(|(name, at)| (name.to_owned(), at)).collect();
        let by_path = paths().enumerate().map(|(at, file)| (file.to_owned(), at)).collect();
        let seen = vec![false; self.photos.len()];
        Comparison { changes: Vec::new(), earlier: self.photos, by_path, by_name, seen }
    }
}

impl Comparison {
    /// Holds the next photo of this round against the earlier one. What is worth at least `counts` holds a photo up, then as
    /// now, whatever counted when the earlier round was checked: otherwise a strict round would find everything worse.
    pub fn add(&mut self, photo: &Checked<'_>, counts: Severity) {
        let by_name = || self.by_name.get(name_of(&photo.file));
        let change = match self.by_path.get(&photo.file).or_else(by_name) {
            Some(at) => {
                self.seen[*at] = true;
                change(&self.earlier[*at], photo, counts)
            }
            None => Change::New,
        };
        self.changes.push(change);
    }

    /// Photos of the earlier round that are not here.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.earlier.iter().zip(&self.seen).filter(|(_, seen)| !**seen).map(|(it, _)| it.file.as_str())
    }
}

/// What became of a photo between two rounds.
fn change(then: &record::Photo, now: &Checked<'_>, counts: Severity) -> Change {
    let stood = |finding: &record::Finding| {
        Standing::from_parts(finding.outcome, finding.severity, finding.waived.is_some(), counts)
    };
    let verdict_then = Verdict::from_standings(then.findings.iter().map(stood));
    match (verdict_then, now.verdict) {
        (Verdict::Pass, Verdict::Pass) => Change::Passes,
        (Verdict::Pass, _) => Change::Worse,
        (_, Verdict::Pass) => Change::Fixed,
        _ => {
            let failed_then = |id: &str| then.findings.iter().any(|it| it.rule == id && stood(it) == Standing::Failed);
            let fail = now.findings.iter().filter(|it| Standing::of(it, counts) == Standing::Failed);
            let rules = fail.map(|finding| finding.rule.id.clone()).filter(|id| failed_then(id)).collect();
            let content = now.content.map(|content| content.to_string());
            Change::Still { rules, same_file: content.is_some() && content == then.content }
        }
    }
}

fn name_of(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or_default()
}

/// File names that occur once, with their index.
fn unique_names<'f>(files: impl Iterator<Item = &'f str>) -> HashMap<&'f str, usize> {
    let mut names: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, file) in files.enumerate() {
        names.entry(name_of(file)).or_default().push(at);
    }
    names.into_iter().filter(|(_, all)| all.len() == 1).map(|(name, all)| (name, all[0])).collect()
}
