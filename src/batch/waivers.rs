//! What a person has decided: this photo need not satisfy that rule, for this reason, until that day; or it is fine as it is,
//! or not, as marked in the page or in the workbook.
//!
//! Both are one thing, a waiver. One that is written by hand may name a photo by its file; a mark is about the content that was
//! looked at, and says so when another photo has taken its place. A waived finding keeps its outcome and is told in every
//! report; it holds its photo up no longer. What a person turned down fails. A waiver that nothing needs, or whose day has
//! passed, is told too, so that the file does not grow into a list of holes.

use jiff::civil::Date;
use serde::Deserialize;

use super::Checked;
use crate::document::{
    self, Data, Entry, Node, Place, Problem, Problems, SourceText, empty_text, get, missing, nearest, no_table,
    no_text, unknown_keys,
};
use crate::identity_number::masked_for_comparison as masked;
use crate::judge::Outcome;
use crate::rules::{Set, Severity};
use crate::text::{Phrase, Wording, one_line, phrase};

/// One exception.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The photo: its path, its file name, or the content that a report gives for it.
    pub photo: String,
    /// The rule's id; empty for the photo as a whole, which only marks are about.
    pub rule: String,
    /// The id of the set whose rule it is; of every set that has the rule when there is none.
    pub set: Option<String>,
    /// Why the exception was granted, and by whom.
    pub reason: String,
    /// The last day on which it holds; always when there is none.
    pub until: Option<Date>,
    /// Whether the photo is let through or turned down.
    pub decision: Decision,
    /// Of a mark: what the photo was called that was looked at. It is then about that content alone.
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

/// What the page exports; of another version only the number is known.
#[derive(Deserialize)]
struct Export {
    schema: u32,
    #[serde(default)]
    decisions: Vec<serde_json::Value>,
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
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    /// All of them.
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
    /// Reads the file called `name`. Each waiver must be from a rule of one of the sets, and of the set that it names; one for a set
    /// that is not among them may be meant for another day.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(name: &str, text: &str, sets: &[Set]) -> Result<Self, Problems> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader { sets, problems: Vec::new() };
        let top = document::parse(0, text, &mut reader.problems);
        reader.problems.extend(unknown_keys(&top, &["waiver"]));
        let all = get(&top, "waiver").map(|entry| reader.waivers(entry)).unwrap_or_default();
        let mut problems = reader.problems;
        if problems.is_empty() {
            return Ok(Self { all });
        }
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.span.start));
        Err(Problems { sources: vec![SourceText { name: name.to_owned(), text: text.to_owned() }], problems })
    }

    /// Reads what the page exports as JSON; `reason` says in words that a person has looked.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of_export(json: &str, reason: &str) -> Result<Self, Vec<Wording>> {
        let export: Export = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| {
            let message = phrase(
                "从第 {line} 行起，内容不是网页导出的格式，请重新导出",
                "from line {line} on it is not as the page exports it; export it again",
            );
            vec![message.both(&[("line", &error.line().to_string())])]
        })?;
        if export.schema != 1 {
            let message = phrase(
                "由另一版本的程序导出（格式 {schema}，本程序读 1）",
                "exported by another version of the program (format {schema}; this one reads 1)",
            );
            return Err(vec![message.both(&[("schema", &export.schema.to_string())])]);
        }
        let (mut all, mut wrong) = (Vec::new(), Vec::new());
        for (number, mark) in (1..).zip(export.decisions) {
            match serde_json::from_value::<WaiverLine>(mark) {
                Ok(mark) => all.push(mark.waiver(reason)),
                Err(_) => {
                    let message = phrase(
                        "第 {n} 条人工结论不是网页导出的格式，请重新导出",
                        "decision {n} is not as the page exports it; export it again",
                    );
                    wrong.push(message.both(&[("n", &number.to_string())]));
                }
            }
        }
        if wrong.is_empty() { Ok(Self { all }) } else { Err(wrong) }
    }

    /// Reads a table with the columns of the page's export or of a sheet of the workbook that takes decisions; `None` where its first row has no
    /// such columns.
    ///
    /// # Errors
    /// Row and text of every decision that is none.
    pub fn of_table(rows: &[Vec<String>], reason: &str) -> Option<Result<Self, Vec<(usize, String)>>> {
        let column = |names: &[&str]| rows.first()?.iter().position(|cell| names.contains(&cell.trim()));
        // Without its rule a decision would be about the whole photo.
        let is_mistyped = |cell: &String| {
            let is_near = |names: &[&str]| column(names).is_none() && nearest(cell.trim(), [names[0]]).is_some();
            is_near(&RULE_COLUMNS) || is_near(&SET_COLUMNS)
        };
        if rows.first()?.iter().any(is_mistyped) {
            return None;
        }
        // Of two columns with decisions one would be passed over.
        let is_decision = |cell: &&String| DECISION_COLUMNS.contains(&cell.trim());
        if rows.first()?.iter().filter(is_decision).count() > 1 {
            return None;
        }
        let (content, decision) = (column(&["content", "Content", "内容编号"])?, column(&DECISION_COLUMNS)?);
        let [file, rule, set] = [&["file", "Photo", "照片"], &RULE_COLUMNS, &SET_COLUMNS].map(|names| column(names));
        let (mut all, mut wrong) = (Vec::new(), Vec::new());
        for (number, row) in rows.iter().enumerate().skip(1) {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|it| it.trim()).unwrap_or_default();
            let decision = match Decision::read(cell(Some(decision))) {
                Ok(Some(decision)) => decision,
                Ok(None) => continue,
                Err(text) => {
                    wrong.push((number + 1, text));
                    continue;
                }
            };
            let owned = |text: &str| text.to_owned();
            let set = Some(cell(set)).filter(|set| !set.is_empty()).map(owned);
            let (file, content, rule) = (owned(cell(file)), owned(cell(Some(content))), owned(cell(rule)));
            all.push(WaiverLine { file, content, set, rule, decision }.waiver(reason));
        }
        Some(if wrong.is_empty() { Ok(Self { all }) } else { Err(wrong) })
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

/// What the column with rules is called, and that with their sets.
const RULE_COLUMNS: [&str; 3] = ["rule", "Rule", "规则"];
const SET_COLUMNS: [&str; 3] = ["set", "Rule set", "规则集"];

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

/// Takes the file of waivers apart and notes what is wrong with it.
struct Reader<'s> {
    sets: &'s [Set],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn waivers(&mut self, entry: &Entry) -> Vec<Waiver> {
        let Data::List(items) = &entry.node.data else {
            let message = phrase("应写成 [[waiver]]", "must be written as [[waiver]]");
            self.problems.push(Problem::at(&entry.place, message, &[]));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.waiver(item)).collect()
    }

    /// One waiver; `None` where something is missing or wrong, which is noted.
    fn waiver(&mut self, item: &Node) -> Option<Waiver> {
        let Some(entries) = item.entries() else {
            self.problems.push(no_table(&item.place));
            return None;
        };
        self.problems.extend(unknown_keys(entries, &["photo", "rule", "set", "reason", "until"]));
        let [photo, rule, reason] = ["photo", "rule", "reason"].map(|key| {
            let value = self.text(entries, key);
            if get(entries, key).is_none() {
                self.problems.push(missing(key, &item.place));
            }
            value
        });
        let set = self.text(entries, "set");
        let until = get(entries, "until").and_then(|until| self.day(&until.node));
        if let (Some(id), Some(entry)) = (&rule, get(entries, "rule")) {
            self.must_exist(id, set.as_deref(), &entry.node.place);
        }
        let decision = Decision::Accept;
        Some(Waiver { photo: photo?, rule: rule?, set, reason: reason?, until, decision, looked_at: None })
    }

    /// The text of a key; `None` where it is missing, or no text.
    fn text(&mut self, entries: &[Entry], key: &str) -> Option<String> {
        let node = &get(entries, key)?.node;
        let Some(text) = node.text().map(one_line) else {
            self.problems.push(no_text(&node.place));
            return None;
        };
        if text.trim().is_empty() {
            self.problems.push(empty_text(&node.place));
            return None;
        }
        Some(text)
    }

    /// A date, in quotation marks or without. A time of day would promise what is not looked at.
    fn day(&mut self, node: &Node) -> Option<Date> {
        let (Data::Date(written) | Data::Text(written)) = &node.data else { return self.no_day(node) };
        let date = (written.len() == "2026-12-31".len()).then(|| written.parse().ok()).flatten();
        date.or_else(|| self.no_day(node))
    }

    fn no_day(&mut self, node: &Node) -> Option<Date> {
        // What is no TOML either has been told.
        let is_told = |it: &Problem| {
            it.place
                .as_ref()
                .is_some_and(|place| place.span.start >= node.place.span.start && place.span.end <= node.place.span.end)
        };
        if self.problems.iter().any(is_told) {
            return None;
        }
        let message = phrase("应为日期，例如 2026-12-31", "must be a day such as 2026-12-31");
        self.problems.push(Problem::at(&node.place, message, &[]));
        None
    }

    fn must_exist(&mut self, rule: &str, set: Option<&str>, place: &Place) {
        let these: Vec<&Set> = self.sets.iter().filter(|it| set.is_none_or(|name| it.id == name)).collect();
        let ids = || these.iter().flat_map(|set| &set.rules).map(|rule| rule.id.as_str());
        if these.is_empty() || ids().any(|id| id == rule) {
            return;
        }
        let problem = Problem::at(place, phrase("没有规则 {id}", "there is no rule {id}"), &[("id", rule)]);
        self.problems.push(problem.did_you_mean(rule, ids()));
    }
}
