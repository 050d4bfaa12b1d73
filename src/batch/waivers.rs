//! What a person has decided: this photo need not satisfy that rule, for this reason, until that day; or it is fine as it is,
//! or not, as marked in the page or in the workbook.
//!
//! Both are one thing, a waiver. One that is written by hand may name a photo by its file; a mark is about the content that was
//! looked at, and says so when another photo has taken its place. A waived finding keeps its outcome and is told in every
//! report; it holds its photo up no longer. What a person turned down fails. A waiver that nothing needs, or whose day has
//! passed, is told too, so that the file does not grow into a list of holes.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use super::Checked;
use crate::identity_number::masked_for_comparison as masked;
use crate::judge::Outcome;
use crate::rules::Severity;
use crate::text::{Phrase, phrase};

/// One exception.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The photo: its path, its file name, or the content that a report gives for it.
    pub photo: String,
    /// The rule's id; empty for the photo as a whole, which only marks are about.
    pub rule: String,
    /// The id of the set whose rule it is; of every set that has the rule when there is none.
    #[serde(default)]
    pub set: Option<String>,
    /// Why the exception was granted, and by whom.
    pub reason: String,
    /// The last day on which it holds; always when there is none.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
    /// Whether the photo is let through or turned down.
    #[serde(skip)]
    pub decision: Decision,
    /// Of a mark: what the photo was called that was looked at. It is then about that content alone.
    #[serde(skip)]
    pub looked_at: Option<String>,
}

/// What a person says of a photo or of one finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Decision {
    /// It is fine.
    #[default]
    #[serde(rename = "ok")]
    Accept,
    /// It is not.
    #[serde(rename = "no")]
    Reject,
}

/// What the page exports.
#[derive(Deserialize)]
struct Export {
    schema: u32,
    decisions: Vec<WaiverLine>,
}

/// One mark of it.
#[derive(Deserialize)]
struct WaiverLine {
    file: String,
    content: String,
    #[serde(default)]
    set: Option<String>,
    #[serde(default)]
    rule: String,
    decision: Decision,
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
    /// The photo of that name is another one now.
    Stale,
}

impl Waivers {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, in one line that begins with line and column.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let (line, column) =
                (before.split('\n').count(), before.chars().rev().take_while(|c| *c != '\n').count() + 1);
            format!("{line}:{column}: {}", error.message())
        })
    }

    /// Reads what the page exports as JSON; `reason` says in words that a person has looked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_export(json: &str, reason: &str) -> Result<Self, String> {
        let export: Export =
            serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        if export.schema != 1 {
            return Err(format!("schema {}", export.schema));
        }
        Ok(Self { all: export.decisions.into_iter().map(|mark| mark.waiver(reason)).collect() })
    }

    /// Reads a table with the columns of the page's export or of a sheet of the workbook that takes decisions; `None` where its first row has no
    /// such columns.
    ///
    /// # Errors
    /// Row and text of a decision that is none.
    pub fn of_table(rows: &[Vec<String>], reason: &str) -> Option<Result<Self, (usize, String)>> {
        let column = |names: &[&str]| rows.first()?.iter().position(|cell| names.contains(&cell.trim()));
        let (content, decision) = (column(&["content", "Content", "内容编号"])?, column(&DECISION_COLUMNS)?);
        let [file, rule, set] =
            [&["file", "Photo", "照片"][..], &["rule", "Rule", "规则"], &["set", "Rule set", "规则集"]].map(column);
        let mut all = Vec::new();
        for (number, row) in rows.iter().enumerate().skip(1) {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|it| it.trim()).unwrap_or_default();
            let decision = match Decision::read(cell(Some(decision))) {
                Ok(Some(decision)) => decision,
                Ok(None) => continue,
                Err(text) => return Some(Err((number + 1, text))),
            };
            let owned = |text: &str| text.to_owned();
            let set = Some(cell(set)).filter(|set| !set.is_empty()).map(owned);
            let (file, content, rule) = (owned(cell(file)), owned(cell(Some(content))), owned(cell(rule)));
            all.push(WaiverLine { file, content, set, rule, decision }.waiver(reason));
        }
        Some(Ok(Self { all }))
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

/// Excuses the findings of a photo that the waivers cover and reaches its verdict again. What is rejected stays so, whatever
/// else was marked: a wrong pass costs more than a second look.
pub fn excuse(waivers: &mut [(Waiver, Use)], photo: &mut Checked<'_>, counts: Severity) {
    let (accepts, rejects): (Vec<_>, Vec<_>) =
        waivers.iter_mut().partition(|(waiver, _)| waiver.decision == Decision::Accept);
    for (waiver, state) in accepts.into_iter().chain(rejects) {
        if *state == Use::Unused && waiver.was_about_another(photo) {
            *state = Use::Stale;
        }
        if *state != Use::Expired && waiver.is_about(photo) && waiver.apply(photo, counts) {
            *state = Use::Used;
        }
    }
}

/// What the column with decisions is called.
const DECISION_COLUMNS: [&str; 3] = ["decision", "Decision", "人工结论"];

impl Decision {
    /// All.
    pub const ALL: [Self; 2] = [Self::Accept, Self::Reject];

    /// The word in tables and lists to choose from.
    pub fn word(self) -> Phrase {
        match self {
            Self::Accept => phrase("可以", "fine"),
            Self::Reject => phrase("不行", "not fine"),
        }
    }

    /// What a cell says: nothing, a decision, or something else.
    fn read(text: &str) -> Result<Option<Self>, String> {
        match text.to_lowercase().as_str() {
            "" => Ok(None),
            "ok" | "fine" | "yes" | "pass" | "可以" | "合格" | "通过" | "行" | "是" => Ok(Some(Self::Accept)),
            "no" | "not fine" | "fail" | "不行" | "不合格" | "不通过" | "否" => Ok(Some(Self::Reject)),
            _ => Err(text.to_owned()),
        }
    }
}

impl WaiverLine {
    fn waiver(self, reason: &str) -> Waiver {
        Waiver {
            photo: self.content,
            rule: self.rule,
            set: self.set,
            reason: reason.to_owned(),
            until: None,
            decision: self.decision,
            looked_at: Some(self.file),
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
        let is_content = photo.content.is_some_and(|content| content.to_string() == self.photo);
        if self.looked_at.is_some() {
            return is_content;
        }
        let wanted = self.photo.replace('\\', "/");
        is_content || photo.file == wanted || photo.file.rsplit('/').next() == Some(wanted.as_str())
    }

    /// Whether the photo stands where the one stood that was looked at, and is another. Names in reports may be masked.
    fn was_about_another(&self, photo: &Checked<'_>) -> bool {
        let is_place = |then: &String| *then == photo.file || masked(then) == masked(&photo.file);
        self.looked_at.as_ref().is_some_and(is_place) && !self.is_about(photo)
    }

    /// What it is about, for people: a path, not a content.
    pub fn subject(&self) -> &str {
        self.looked_at.as_deref().filter(|file| !file.is_empty()).unwrap_or(&self.photo)
    }

    /// Whether there was something to decide.
    fn apply(&self, photo: &mut Checked<'_>, counts: Severity) -> bool {
        let is_whole = self.looked_at.is_some() && self.rule.is_empty();
        let open = photo.findings.iter_mut().filter(|finding| finding.outcome > Outcome::Pass);
        let mut used = false;
        for finding in open.filter(|finding| is_whole || finding.rule.id == self.rule) {
            match self.decision {
                Decision::Accept => finding.waived = Some(self.reason.clone()),
                Decision::Reject if is_whole && finding.severity < counts => continue,
                Decision::Reject => {
                    finding.waived = None;
                    finding.outcome = Outcome::Fail;
                    finding.severity = finding.severity.max(counts);
                }
            }
            used = true;
        }
        if is_whole && self.decision == Decision::Reject {
            photo.rejected = true;
            used = true;
        }
        photo.count(counts);
        used
    }
}

/// A date, in quotation marks or without. A time of day would promise what is not looked at.
fn day<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Date(Datetime),
        Text(String),
    }
    let written = match Written::deserialize(value)? {
        Written::Date(date) => date.to_string(),
        Written::Text(text) => text,
    };
    let date = (written.len() == "2026-12-31".len()).then(|| written.parse().ok()).flatten();
    date.map(Some).ok_or_else(|| D::Error::custom(format!("{written} is no day such as 2026-12-31")))
}
