//! Rule sets as the rest of the program sees them: complete and checked.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::limits::{Constraint, FrameSize};
use crate::measure::Measure;
use crate::text::Wording;

/// A complete, valid rule set.
#[derive(Clone)]
pub struct Set {
    /// The set's id, which reports name.
    pub id: String,
    /// The set's title.
    pub title: Wording,
    /// Who asks for this, and where it was read.
    pub origin: Option<Citation>,
    /// The frame that pixel limits are meant for.
    pub reference: Option<FrameSize>,
    /// The size of the print, mm.
    pub print: Option<FrameSize>,
    /// What no measure can decide, listed at the foot of every report.
    pub not_checked: Vec<Wording>,
    /// The rules, in the order in which they are reported.
    pub rules: Vec<Rule>,
}

/// Where a set's requirements come from.
#[derive(Clone)]
pub struct Citation {
    /// The document.
    pub document: String,
    /// The authority that issued it.
    pub authority: String,
    /// The day on which it was last compared with this set, as `YYYY-MM-DD`.
    pub checked: String,
    /// How surely its numbers are known.
    pub sureness: Option<Sureness>,
}

/// One requirement.
#[derive(Clone)]
pub struct Rule {
    /// Kebab-case, unique in the set, never renamed.
    pub id: String,
    /// What is asked, in a few words.
    pub title: Wording,
    /// What a failure means for the photo.
    pub severity: Severity,
    /// What becomes of the rule when its measure has no value.
    pub unmeasured: Unmeasured,
    /// The worst that the rule can say by itself.
    pub at_worst: AtWorst,
    /// Ids of the rules that speak first: while one of them holds as much against the photo, this one is silent.
    pub yields_to: Vec<String>,
    /// When the rule applies at all.
    pub when: Option<Condition>,
    /// What must hold, at least one; the worst decides.
    pub conditions: Vec<Condition>,
    /// Where one of several groups of conditions is enough: the groups, as stretches of `conditions`, which they fill. Empty
    /// where all conditions must hold.
    pub alternatives: Vec<Range<usize>>,
    /// Clause of the document.
    pub clause: Option<String>,
    /// Whose number it is.
    pub basis: Basis,
    /// What kind of cure a failure needs.
    pub cure: Option<Cure>,
    /// Why it is asked.
    pub why: Option<Wording>,
}

/// One measure and what it must be.
#[derive(Clone)]
pub struct Condition {
    /// The measure.
    pub measure: &'static Measure,
    /// What its value must satisfy.
    pub limits: Constraint,
    /// What a failure of this condition means, where that differs from the rule's severity.
    pub severity: Option<Severity>,
    /// What to do when the value is too low.
    pub low: Option<Wording>,
    /// What to do when the value is too high.
    pub high: Option<Wording>,
    /// What to do when the value is wrong and there is no low or high.
    pub hint: Option<Wording>,
}

/// How surely the numbers of a document are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// The authority's own page was read.
    FirstHand,
    /// Two or more pages that have nothing to do with one another say the same.
    Several,
    /// One page says so that is not the authority's.
    Secondary,
}

/// What a failed rule means for the photo; ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Told, never counted.
    Info,
    /// Listed; fails a photo only under `--strict`.
    Warning,
    /// Fails the photo.
    Error,
}

/// What becomes of a rule whose measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// It fails.
    Fail,
    /// A person should look.
    Review,
    /// It does not apply.
    Skip,
}

/// The worst outcome a rule may have by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtWorst {
    /// No restriction.
    Fail,
    /// What would fail goes to a person: the exception is theirs to grant.
    Review,
}

/// Whose number a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// It stands in the source.
    Official,
    /// Ours, for the source's wording.
    Own,
}

/// What kind of cure a failure needs; the first thing a reader has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Cure {
    /// The same picture, saved or exported again.
    SaveAgain,
    /// A new photo.
    Retake,
    /// The untouched original; do not try to repair the file.
    LeaveAlone,
    /// The same file, copied or sent once more by whoever has it whole.
    SendAgain,
}

impl Rule {
    /// The groups of conditions of which one must hold: a single one, except of a rule with alternatives.
    pub fn groups(&self) -> Vec<&[Condition]> {
        match self.alternatives.as_slice() {
            [] => vec![&self.conditions],
            groups => groups.iter().filter_map(|group| self.conditions.get(group.clone())).collect(),
        }
    }
}

impl Sureness {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 3] =
        [("first-hand", Self::FirstHand), ("several", Self::Several), ("secondary", Self::Secondary)];
}

impl Severity {
    /// All, with the names that rule files and machine formats use.
    pub const NAMES: [(&'static str, Self); 3] =
        [("info", Self::Info), ("warning", Self::Warning), ("error", Self::Error)];

    /// The name in rule files and machine formats.
    pub fn name(self) -> &'static str {
        name_in(&Self::NAMES, self)
    }
}

impl Unmeasured {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 3] = [("fail", Self::Fail), ("review", Self::Review), ("skip", Self::Skip)];
}

impl AtWorst {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 2] = [("fail", Self::Fail), ("review", Self::Review)];
}

impl Basis {
    /// All, with their names in rule files.
    pub const NAMES: [(&'static str, Self); 2] = [("official", Self::Official), ("own", Self::Own)];

    /// The name in rule files and machine formats.
    pub fn name(self) -> &'static str {
        name_in(&Self::NAMES, self)
    }
}

impl Cure {
    /// All, with the names that rule files and machine formats use.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("save-again", Self::SaveAgain),
        ("retake", Self::Retake),
        ("leave-alone", Self::LeaveAlone),
        ("send-again", Self::SendAgain),
    ];

    /// The name in rule files and machine formats.
    pub fn name(self) -> &'static str {
        name_in(&Self::NAMES, self)
    }
}

/// The name of `wanted` in a complete list of names.
fn name_in<T: PartialEq>(names: &[(&'static str, T)], wanted: T) -> &'static str {
    names.iter().find(|(_, value)| *value == wanted).map_or("", |(name, _)| *name)
}
