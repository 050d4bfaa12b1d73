//! This round against an earlier one: what was mended, what was not, what is new, what is gone.
//!
//! The earlier round is any report that keeps its photos: JSON, JSONL, the page or the workbook. A photo takes the place of
//! the earlier one of the same person on the name list; where the list does not tell, of the same file, then of what had
//! its path, then of what alone had its name, with or without the extension.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;

use super::Checked;
use crate::folding::folded;
use crate::identity_number::masked_for_comparison as masked;
use crate::input::{Attendance, Person};
use crate::judge::{Outcome, Standing, Verdict};
use crate::record;
use crate::rules::{Set, Severity};

/// An earlier round.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    photos: Vec<record::Brief>,
    /// Whether its last line is cut, as a killed run leaves it; the photo of that line is not among them.
    pub is_cut: bool,
    /// Whether it is a workbook with decisions filled in.
    pub has_marks: bool,
}

/// What became of a photo since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It did not pass, and now it does.
    Fixed {
        /// The very same file was handed in again: what changed is what a person says of it, or the rules.
        same_file: bool,
    },
    /// It did not pass and still does not; the rules it failed then and fails now, and whether it is the same file.
    Still {
        /// Rules that it failed both times.
        rules: Vec<String>,
        /// The very same file was handed in again.
        same_file: bool,
    },
    /// It passed, and now it does not.
    Worse {
        /// The very same file was handed in again.
        same_file: bool,
        /// It passed because a person had let it through.
        was_excused: bool,
    },
    /// It passed and still does.
    Passes,
    /// There was no such photo.
    New,
}

impl Change {
    /// Whether the very same file was handed in again; nothing where that makes no difference.
    pub fn same_file(&self) -> Option<bool> {
        match self {
            Self::Fixed { same_file } | Self::Still { same_file, .. } | Self::Worse { same_file, .. } => {
                Some(*same_file)
            }
            Self::Passes | Self::New => None,
        }
    }

    /// The kind of change alone.
    pub fn kind(&self) -> record::Change {
        match self {
            Self::Fixed { .. } => record::Change::Fixed,
            Self::Still { .. } => record::Change::Still,
            Self::Worse { .. } => record::Change::Worse,
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
    /// How the rules of the two rounds differ.
    pub rules: RuleChange,
    /// How many files a person had turned down that come again without that.
    pub forgotten_rejections: usize,
    earlier: Vec<record::Brief>,
    /// Who is on each photo of this round.
    people: Vec<Option<Who>>,
    index: EarlierIndex,
    /// Photos of the earlier round that have the very path of one of this round.
    kept_paths: HashSet<usize>,
    seen: Vec<bool>,
}

/// How the rules of two rounds differ: what became of a photo may then be the rules' doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleChange {
    /// The set of the earlier round, where it was another.
    pub set: Option<String>,
    /// Rules that were only asked for then.
    pub then: Vec<String>,
    /// Rules that are only asked for now.
    pub now: Vec<String>,
    /// Rules that ask for something else of the very same file.
    pub altered: BTreeSet<String>,
}

/// A person as both rounds may know one: identity numbers masked on both sides, since the earlier report may have them so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Who {
    number: String,
    /// Whether the number is masked, so that several people may have it.
    is_masked: bool,
    name: String,
}

/// Photos of the earlier round by what they are found by.
#[derive(Clone, Debug, Default)]
struct EarlierIndex {
    people: Vec<Option<Who>>,
    by_number: HashMap<String, Vec<usize>>,
    by_person_name: HashMap<String, Vec<usize>>,
    by_content: HashMap<String, Vec<usize>>,
    by_path: HashMap<String, usize>,
    /// By file names that are the only ones in both rounds, and by those without extension.
    by_name: HashMap<String, usize>,
    by_stem: HashMap<String, usize>,
}

impl Earlier {
    /// The sheet of the workbook that is read, whatever the language.
    pub const SHEET: &str = "photocheck";

    /// Reads a report: JSON, JSONL, or the page, which has its photos in it.
    ///
    /// # Errors
    /// The number of the first line that is none of such a report.
    pub fn read(text: &str) -> Result<Self, usize> {
        let text = text.trim_start_matches('\u{feff}');
        if let Some(photos) = record::Brief::of_page(text) {
            return Ok(Self { photos: photos.map_err(|_| 1usize)?, ..Self::default() });
        }
        match serde_json::from_str::<record::BriefReport>(text) {
            Ok(whole) => return Ok(Self { photos: whole.photos, ..Self::default() }),
            // A line of JSONL has no photos in it; what is wrong further down is wrong in a whole report.
            Err(error) if error.is_data() && error.line() > 1 && text.contains(r#""photos""#) => {
                return Err(error.line());
            }
            Err(_) => {}
        }
        let is_half = |line: &str| !text.ends_with('\n') && record::Brief::of_line(line).is_err();
        let half = text.lines().next_back().filter(|line| is_half(line)).map_or(0, str::len);
        let whole = &text[..text.len() - half];
        let photos = Self::of_lines(if whole.is_empty() { text.lines() } else { whole.lines() })?.photos;
        Ok(Self { photos, is_cut: half > 0, ..Self::default() })
    }

    /// Whether it has no photo, so that there is nothing to compare with.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// Reads one photo a line, as JSONL has them and the workbook's last sheet. Of a photo that comes several times, since another
    /// run was written behind the first, the last line counts.
    ///
    /// # Errors
    /// The number of the first line that is none.
    pub fn of_lines<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Self, usize> {
        let mut photos = IndexMap::new();
        for (number, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let photo = record::Brief::of_line(line).map_err(|_| number + 1)?;
            photos.extend(photo.map(|it| ((it.file.clone(), it.set.clone()), it)));
        }
        Ok(Self { photos: photos.into_values().collect(), ..Self::default() })
    }

    /// What it says of the set with this id, where it was judged by several or this round `is_one_of_several`. Otherwise all of
    /// it: the one set may have been given another id since.
    #[must_use]
    pub fn by(&self, set: &str, is_one_of_several: bool) -> Self {
        let first = self.photos.first().map(|photo| photo.set.as_str());
        let is_mixed = self.photos.iter().any(|photo| Some(photo.set.as_str()) != first);
        let keeps = |photo: &&record::Brief| !(is_mixed || is_one_of_several) || photo.set == set;
        Self { photos: self.photos.iter().filter(keeps).cloned().collect(), ..*self }
    }

    /// Begins to hold a round with these photos against it, of which `attendance` knows the people.
    pub fn against(self, files: &[&str], attendance: Option<&Attendance>, set: &Set) -> Comparison {
        let people = (0..files.len()).map(|at| attendance?.person(at).map(Who::of)).collect();
        // The earlier round may have been without a list: this one's is as good for its names.
        let then: Vec<&str> = self.photos.iter().map(|it| it.file.as_str()).collect();
        let listed = attendance.map(|now| now.roster.clone().compare(&then));
        let whose = |(at, photo): (usize, &record::Brief)| {
            photo.person.as_ref().map(Who::recorded).or_else(|| listed.as_ref()?.person(at).map(Who::of))
        };
        let index = EarlierIndex::of(&self.photos, self.photos.iter().enumerate().map(whose).collect(), files);
        let kept_paths = files.iter().filter_map(|file| index.by_path.get(&masked(file)).copied()).collect();
        let seen = vec![false; self.photos.len()];
        let rules = RuleChange::of(self.photos.first(), set);
        let (changes, forgotten_rejections) = (Vec::new(), 0);
        Comparison { changes, rules, forgotten_rejections, earlier: self.photos, people, index, kept_paths, seen }
    }
}

impl RuleChange {
    fn of(then: Option<&record::Brief>, now: &Set) -> Self {
        let Some(then) = then else { return Self::default() };
        let asked_then: BTreeSet<&str> = then.findings.iter().map(|it| it.rule.as_str()).collect();
        let asked_now: BTreeSet<&str> = now.rules.iter().map(|it| it.id.as_str()).collect();
        let owned = |ids: Vec<&&str>| ids.into_iter().map(|id| (*id).to_owned()).collect();
        Self {
            set: (then.set != now.id).then(|| then.set.clone()),
            then: owned(asked_then.difference(&asked_now).collect()),
            now: owned(asked_now.difference(&asked_then).collect()),
            altered: BTreeSet::new(),
        }
    }

    /// Whether there is any difference.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// What the rules ask of one file that both rounds have.
    fn note(&mut self, then: &record::Brief, now: &Checked<'_>) {
        for finding in &now.findings {
            let Some(before) = then.findings.iter().find(|it| it.rule == finding.rule.id) else { continue };
            let limit = serde_json::to_value(record::Limit::from(finding.decided_by())).ok();
            let is_same = before.limit.is_none() || before.limit == limit;
            let is_skipped = [before.outcome, finding.outcome].contains(&Outcome::Skipped);
            if !is_skipped && (!is_same || before.severity != finding.severity) {
                self.altered.insert(finding.rule.id.clone());
            }
        }
    }
}

impl Who {
    fn of(person: &Person) -> Self {
        Self::new(&person.number, &person.name)
    }

    fn recorded(person: &record::Person) -> Self {
        Self::new(&person.number, &person.name)
    }

    fn new(number: &str, name: &str) -> Self {
        let masked = masked(number);
        Self { is_masked: masked.contains('*'), number: folded(&masked), name: folded(name) }
    }

    /// Whether both may be one person.
    fn is(&self, other: &Self) -> bool {
        let both = |one: &str, other: &str| !one.is_empty() && !other.is_empty();
        let differs = both(&self.name, &other.name) && self.name != other.name;
        if both(&self.number, &other.number) {
            return self.number == other.number && !(self.is_masked && differs);
        }
        both(&self.name, &other.name) && !differs
    }
}

impl EarlierIndex {
    fn of(photos: &[record::Brief], people: Vec<Option<Who>>, files: &[&str]) -> Self {
        let mut index = Self::default();
        for (at, photo) in photos.iter().enumerate() {
            if let Some(content) = &photo.content {
                index.by_content.entry(content.clone()).or_default().push(at);
            }
            if let Some(who) = &people[at] {
                index.by_number.entry(who.number.clone()).or_default().push(at);
                index.by_person_name.entry(who.name.clone()).or_default().push(at);
            }
            index.by_path.entry(masked(&photo.file)).or_insert(at);
        }
        let unique = |key: fn(&str) -> String| {
            let now = unique_keys(files.iter().map(|file| key(file)));
            let then = unique_keys(photos.iter().map(|it| key(&it.file)));
            then.into_iter().filter(|(name, _)| now.contains_key(name)).collect()
        };
        index.by_name = unique(name_of);
        index.by_stem = unique(stem_of);
        index.people = people;
        index
    }

    /// The photos of a person.
    fn of_person(&self, who: &Who) -> Vec<usize> {
        let by_number = self.by_number.get(&who.number).filter(|_| !who.number.is_empty());
        let by_name = self.by_person_name.get(&who.name).filter(|_| !who.name.is_empty());
        let is = |at: &usize| self.people[*at].as_ref().is_some_and(|other| other.is(who));
        let mut found: Vec<_> = by_number.into_iter().chain(by_name).flatten().copied().filter(is).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Comparison {
    /// Holds the next photo of this round against the earlier one. What is worth at least `counts` holds a photo up, then as
    /// now, whatever counted when the earlier round was checked: otherwise a strict round would find everything worse.
    pub fn add(&mut self, photo: &Checked<'_>, counts: Severity) {
        let change = match self.find(photo) {
            Some(at) => {
                self.seen[at] = true;
                let then = &self.earlier[at];
                if is_same_file(then, photo) {
                    self.rules.note(then, photo);
                    self.forgotten_rejections += usize::from(then.rejected && !photo.rejected);
                }
                change(then, photo, counts)
            }
            None => Change::New,
        };
        self.changes.push(change);
    }

    /// The photo of the earlier round that this one takes the place of: the person's, else the same file, else what has the
    /// same path, else what alone has the same name. Nobody's photo takes the place of somebody else's.
    fn find(&self, photo: &Checked<'_>) -> Option<usize> {
        let who = self.people.get(self.changes.len()).and_then(Option::as_ref);
        let own = who.map(|who| self.index.of_person(who)).unwrap_or_default();
        let is_fit = |at: &usize| match (who, &self.index.people[*at]) {
            (Some(who), Some(then)) => own.contains(at) || who.is(then),
            _ => own.is_empty(),
        };
        let path = masked(&photo.file);
        let content = photo.content.map(|content| content.to_string());
        let same = content.and_then(|content| self.index.by_content.get(&content));
        let same: Vec<usize> = same.into_iter().flatten().copied().filter(is_fit).collect();
        // The very same file may have stood there twice, or stand here twice.
        let same_place = same.iter().find(|at| masked(&self.earlier[**at].file) == path);
        let same = same_place.or_else(|| same.iter().find(|at| !self.seen[**at])).or(same.first()).copied();
        let by = |found: Option<&usize>| found.copied().filter(|at| is_fit(at) && !self.seen[*at]);
        let rest = || own.iter().copied().find(|at| !self.seen[*at] && !self.kept_paths.contains(at));
        same.or_else(|| by(self.index.by_path.get(&path)))
            .or_else(|| by(self.index.by_name.get(&name_of(&photo.file))))
            .or_else(|| by(self.index.by_stem.get(&stem_of(&photo.file))))
            .or_else(rest)
    }

    /// Photos of the earlier round that are not here, but for those of people who have handed in another.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        let here: HashSet<&Who> = self.people.iter().flatten().collect();
        let whose = self.earlier.iter().zip(&self.seen).zip(&self.index.people);
        let missing = whose.filter(move |((_, seen), who)| !**seen && who.as_ref().is_none_or(|it| !here.contains(it)));
        missing.map(|((it, _), _)| it.file.as_str())
    }
}

fn is_same_file(then: &record::Brief, now: &Checked<'_>) -> bool {
    then.content.is_some() && now.content.map(|content| content.to_string()) == then.content
}

/// What became of a photo between two rounds.
fn change(then: &record::Brief, now: &Checked<'_>, counts: Severity) -> Change {
    let stood = |finding: &record::BriefFinding| {
        Standing::from_parts(finding.outcome, finding.severity, finding.waived.is_some(), counts)
    };
    let by_findings = Verdict::from_standings(then.findings.iter().map(stood));
    // A photo that no finding of any weight explains was not read.
    let is_explained = then.findings.iter().any(|it| it.outcome > Outcome::Pass);
    let verdict_then = match (then.rejected, is_explained) {
        (true, _) => Verdict::Fail,
        (false, true) => by_findings,
        (false, false) => by_findings.max(then.verdict),
    };
    let same_file = is_same_file(then, now);
    match (verdict_then, now.verdict) {
        (Verdict::Pass, Verdict::Pass) => Change::Passes,
        (Verdict::Pass, _) => {
            let is_open = |it: &&record::BriefFinding| {
                let now = now.findings.iter().find(|finding| finding.rule.id == it.rule);
                now.is_some_and(|now| now.waived.is_none() && Standing::of(now, counts) >= Standing::Review)
            };
            let was_excused = then.findings.iter().filter(|it| it.waived.is_some()).any(|it| is_open(&it));
            Change::Worse { same_file, was_excused }
        }
        (_, Verdict::Pass) => Change::Fixed { same_file },
        _ => {
            let failed_then = |id: &str| then.findings.iter().any(|it| it.rule == id && stood(it) == Standing::Failed);
            let fail = now.findings.iter().filter(|it| Standing::of(it, counts) == Standing::Failed);
            let rules = fail.map(|finding| finding.rule.id.clone()).filter(|id| failed_then(id)).collect();
            Change::Still { rules, same_file }
        }
    }
}

/// The file's name as it is compared.
fn name_of(file: &str) -> String {
    masked(file.rsplit('/').next().unwrap_or_default()).to_lowercase()
}

/// The same without extension: whoever saves a photo in the format that was asked for changes nothing else.
fn stem_of(file: &str) -> String {
    let name = name_of(file);
    name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned()
}

/// Keys that occur once, with their index.
fn unique_keys(keys: impl Iterator<Item = String>) -> HashMap<String, usize> {
    let mut all: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, key) in keys.enumerate() {
        all.entry(key).or_default().push(at);
    }
    all.into_iter().filter(|(_, all)| all.len() == 1).map(|(key, all)| (key, all[0])).collect()
}
