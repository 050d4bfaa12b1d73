//! This round against an earlier one: what was mended, what was not, what is new, what is gone.
//!
//! The earlier round is a JSON or JSONL report. Photos are the same when their paths are, or else, when people sort
//! files into other folders between rounds, when one photo of each round has that file name.

use std::collections::HashMap;

use serde_json::Value;

use super::Checked;
use crate::judge::{Outcome, Verdict};
use crate::rules::Severity;

/// An earlier round.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    photos: Vec<Entry>,
}

/// One photo of it.
#[derive(Clone, Debug)]
struct Entry {
    file: String,
    verdict: Verdict,
    failed: Vec<String>,
    content: Option<String>,
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
    /// The name in machine formats.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Still { .. } => "still",
            Self::Worse => "worse",
            Self::Passes => "passes",
            Self::New => "new",
        }
    }
}

/// Both rounds side by side.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// For each photo of this round, in order.
    pub changes: Vec<Change>,
    /// Photos of the earlier round that are not here.
    pub missing: Vec<String>,
}

impl Earlier {
    /// Reads a report.
    ///
    /// # Errors
    /// The number of the first line that is no photo of such a report.
    pub fn read(text: &str) -> Result<Self, usize> {
        let text = text.trim_start_matches('\u{feff}');
        let whole = serde_json::from_str::<Value>(text).ok();
        if let Some(photos) = whole.as_ref().and_then(|whole| whole["photos"].as_array()) {
            return photos
                .iter()
                .map(|photo| Entry::of(photo).ok_or(1))
                .collect::<Result<_, _>>()
                .map(|photos| Self { photos });
        }
        let mut photos = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let photo = serde_json::from_str(line).ok().and_then(|photo| Entry::of(&photo));
            photos.push(photo.ok_or(number + 1)?);
        }
        Ok(Self { photos })
    }

    /// Holds this round against it.
    pub fn compare(&self, photos: &[Checked<'_>]) -> Comparison {
        let by_path: HashMap<&str, usize> =
            self.photos.iter().enumerate().map(|(at, it)| (it.file.as_str(), at)).collect();
        let then = unique_names(self.photos.iter().map(|it| it.file.as_str()));
        let now = unique_names(photos.iter().map(|it| it.file.as_str()));
        let mut seen = vec![false; self.photos.len()];
        let mut change = |photo: &Checked<'_>| {
            let name = name_of(&photo.file);
            let by_name = || now.get(name).and(then.get(name)).copied();
            let Some(at) = by_path.get(photo.file.as_str()).copied().or_else(by_name) else { return Change::New };
            seen[at] = true;
            self.photos[at].change(photo)
        };
        let changes = photos.iter().map(&mut change).collect();
        let missing = self.photos.iter().zip(seen).filter(|(_, seen)| !seen).map(|(it, _)| it.file.clone()).collect();
        Comparison { changes, missing }
    }
}

impl Entry {
    fn of(photo: &Value) -> Option<Self> {
        let verdict = Verdict::ALL.into_iter().find(|verdict| Some(verdict.name()) == photo["verdict"].as_str())?;
        let failed = photo["findings"].as_array()?.iter().filter(|finding| finding["outcome"] == Outcome::Fail.name());
        Some(Self {
            file: photo["file"].as_str()?.to_owned(),
            verdict,
            failed: failed.filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect(),
            content: photo["content"].as_str().map(str::to_owned),
        })
    }

    fn change(&self, photo: &Checked<'_>) -> Change {
        match (self.verdict, photo.verdict) {
            (Verdict::Pass, Verdict::Pass) => Change::Passes,
            (Verdict::Pass, _) => Change::Worse,
            (_, Verdict::Pass) => Change::Fixed,
            _ => {
                let fails = photo.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
                let fails = fails.filter(|finding| finding.severity == Severity::Error && finding.waived.is_none());
                let rules =
                    fails.map(|finding| finding.rule.id.clone()).filter(|id| self.failed.contains(id)).collect();
                let content = photo.content.map(|content| content.to_string());
                Change::Still { rules, same_file: content.is_some() && content == self.content }
            }
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
