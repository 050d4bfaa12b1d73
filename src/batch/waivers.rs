//! Exceptions that a person has granted: this photo need not satisfy that rule, for this reason, until that day.
//!
//! A waived finding keeps its outcome and is told in every report; it holds its photo up no longer. A waiver that
//! nothing needs, or whose day has passed, is told too, so that the file does not grow into a list of holes.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use super::Checked;
use crate::judge::Outcome;
use crate::rules::Severity;

/// One exception.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The photo: its path, its file name, or the content that a report gives for it.
    pub photo: String,
    /// The rule's id.
    pub rule: String,
    /// The id of the set whose rule it is; of every set that has the rule when there is none.
    #[serde(default)]
    pub set: Option<String>,
    /// Why the exception was granted, and by whom.
    pub reason: String,
    /// The last day on which it holds; always when there is none.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
}

/// The file they are kept in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waivers {
    /// All of them.
    #[serde(default, rename = "waiver")]
    pub all: Vec<Waiver>,
}

/// What became of a waiver in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A finding was excused by it.
    Used,
    /// Its day has passed.
    Expired,
    /// No photo is called that, or it satisfies the rule.
    Unused,
}

impl Waivers {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, with line and column.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error: toml::de::Error| error.to_string())
    }

    /// Those for the rules of the set with this id, with what is known of each before any photo is seen: whether its day has
    /// passed. `today` is the day where the
    /// photos are checked: a waiver holds to the end of its last day there.
    pub fn begin(&self, set: &str, today: Date) -> Vec<(Waiver, Use)> {
        let state = |it: &Waiver| if it.has_expired(today) { Use::Expired } else { Use::Unused };
        let these = self.all.iter().filter(|waiver| waiver.is_for(set));
        these.map(|waiver| (waiver.clone(), state(waiver))).collect()
    }
}

/// Excuses the findings of a photo that the waivers cover and reaches its verdict again.
pub fn excuse(waivers: &mut [(Waiver, Use)], photo: &mut Checked<'_>, counts: Severity) {
    for (waiver, state) in waivers {
        if *state != Use::Expired && waiver.is_about(photo) && waiver.excuse(photo, counts) {
            *state = Use::Used;
        }
    }
}

impl Waiver {
    /// Whether it is for the rules of the set with this id.
    pub fn is_for(&self, set: &str) -> bool {
        self.set.as_deref().is_none_or(|own| own == set)
    }

    fn has_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    fn is_about(&self, photo: &Checked<'_>) -> bool {
        let wanted = self.photo.replace('\\', "/");
        photo.file == wanted
            || photo.file.rsplit('/').next() == Some(wanted.as_str())
            || photo.content.is_some_and(|content| content.to_string() == wanted)
    }

    /// Whether there was something to excuse.
    fn excuse(&self, photo: &mut Checked<'_>, counts: Severity) -> bool {
        let mut used = false;
        let open = photo.findings.iter_mut().filter(|finding| finding.outcome > Outcome::Pass);
        for finding in open.filter(|finding| finding.rule.id == self.rule) {
            finding.waived = Some(self.reason.clone());
            used = true;
        }
        photo.count(counts);
        used
    }
}

/// A TOML date. A time of day would promise what is not looked at.
fn day<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Date>, D::Error> {
    let written = Datetime::deserialize(value)?;
    let is_day = written.time.is_none() && written.offset.is_none();
    let date = is_day.then(|| written.to_string().parse().ok()).flatten();
    date.map(Some).ok_or_else(|| D::Error::custom(format!("{written} is no day such as 2026-12-31")))
}
