//! From merged tables to a checked [`Set`]: every key known, every type right, every limit possible.
//!
//! Nothing stops at the first problem. A value that cannot be used is replaced by its default so that checking
//! can go on; since any problem withholds the set, the replacement is never judged by.

use std::ops::Range;

use super::limits::{FrameSize, HINT_KEYS, LIMIT_KEYS};
use super::merge::{Merger, RawRule};
use super::model::{AtWorst, Basis, Citation, Condition, Cure, Rule, Set, Severity, Sureness, Unmeasured};
use crate::document::{
    self, Data, Entry, Node, Place, Problem, Problems, get, missing, no_choice, no_table, no_text, unknown_keys,
};
use crate::text::{Phrase, Wording, one_line, phrase};

mod condition;
mod pairs;

#[cfg(test)]
pub(super) use condition::keys_of;

/// Keys of `[set]`; `kilobyte` has been taken out where the files were read.
pub(super) const SET_KEYS: [&str; 8] =
    ["id", "title", "source", "extends", "reference", "print", "kilobyte", "not_checked"];
/// Keys of `source`.
pub(super) const SOURCE_KEYS: [&str; 4] = ["document", "authority", "checked", "sureness"];
/// Keys of a rule; one without conditions has [`condition_keys`] too.
pub(super) const RULE_KEYS: [&str; 14] = [
    "id",
    "enabled",
    "title",
    "severity",
    "unmeasured",
    "at_worst",
    "yields_to",
    "when",
    "clause",
    "basis",
    "cure",
    "why",
    "condition",
    "either",
];

/// Keys that belong to a condition and not to the rule around it.
fn condition_keys() -> Vec<&'static str> {
    [&["measure"], &LIMIT_KEYS[..], &HINT_KEYS].concat()
}

/// Checks everything that was merged. Beside the set stands what is right in it and yet says nothing: remarks.
pub(super) fn set(merger: Merger<'_>) -> Result<(Set, Problems), Problems> {
    let Merger { sources, problems, set, rules, is_broken, kilobytes, .. } = merger;
    if sources.is_empty() {
        return Err(Problems { sources, problems });
    }
    let mut check = Checker { problems, reference: None, print: None, kilobytes, is_partial: is_broken };
    let set = check.set(&set, &rules);
    let mut remarks = Vec::new();
    if !is_broken {
        check.priorities(&set, &rules);
        pairs::find(&set, &rules, &mut check.problems, &mut remarks);
    }
    let ordered = |mut problems: Vec<Problem>| {
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.source, place.span.start)));
        Problems { sources, problems }
    };
    if check.problems.is_empty() && !is_broken { Ok((set, ordered(remarks))) } else { Err(ordered(check.problems)) }
}

/// Collects problems while reading tables.
struct Checker {
    problems: Vec<Problem>,
    reference: Option<FrameSize>,
    print: Option<FrameSize>,
    /// Sources in which a KB has 1000 bytes.
    kilobytes: Vec<usize>,
    /// Whether a text could not be read: what is lacking may stand there.
    is_partial: bool,
}

impl Checker {
    /// Reports what is lacking.
    fn lacks(&mut self, problem: Problem) {
        if !self.is_partial {
            self.problems.push(problem);
        }
    }

    /// A name that stands in commands and in reports.
    fn id(&mut self, id: &str, place: &Place) {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || !id.bytes().all(is_plain) {
            let message =
                phrase("id 只能用小写字母、数字和连字符", "an id is made of lower-case letters, digits and hyphens");
            self.problems.push(Problem::at(place, message, &[]));
        }
    }

    fn set(&mut self, entries: &[Entry], rules: &[RawRule]) -> Set {
        self.known(entries, &SET_KEYS);
        self.reference = get(entries, "reference").and_then(|entry| self.frame(&entry.node));
        self.print = get(entries, "print").and_then(|entry| self.frame(&entry.node));
        let start = entries.first().map_or(Place { source: 0, span: 0..0 }, |entry| entry.place.clone());
        let id = self.required(entries, "id", &start).and_then(|node| {
            let id = self.text(node)?;
            self.id(&id, &node.place);
            Some(id)
        });
        let id = id.unwrap_or_default();
        let title = self.required(entries, "title", &start).and_then(|node| self.wording(node)).unwrap_or_default();
        let not_checked = match get(entries, "not_checked").map(|entry| &entry.node) {
            Some(Node { data: Data::List(items), .. }) => items.iter().filter_map(|item| self.wording(item)).collect(),
            Some(node) => self.wrong(node, phrase("应为列表", "must be a list")).unwrap_or_default(),
            None => Vec::new(),
        };
        let origin = get(entries, "source").and_then(|entry| self.origin(&entry.node));
        // The name of a set that could not be followed would leave its rules out unseen.
        let _ = get(entries, "extends").and_then(|entry| self.text(&entry.node));
        let (enabled, idle): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| self.is_enabled(rule));
        // What was to be switched off under a mistyped name would stay on.
        for rule in idle {
            self.is_misnamed(rule, rules);
        }
        let named: Vec<_> = enabled.into_iter().filter(|rule| !self.is_misnamed(rule, rules)).collect();
        let rules: Vec<Rule> = named.into_iter().map(|rule| self.rule(rule)).collect();
        if rules.is_empty() {
            let message =
                phrase("这套规则里没有一条规则，什么也不会查", "the set has no rule, so nothing would be checked");
            self.lacks(Problem::at(&start, message, &[]));
        }
        Set { id, title, origin, reference: self.reference, print: self.print, not_checked, rules }
    }

    fn origin(&mut self, node: &Node) -> Option<Citation> {
        let entries = self.table(node)?.to_vec();
        self.known(&entries, &SOURCE_KEYS);
        let document = self.required(&entries, "document", &node.place).and_then(|node| self.text(node));
        let authority = self.required(&entries, "authority", &node.place).and_then(|node| self.text(node));
        let checked = match self.required(&entries, "checked", &node.place) {
            Some(Node { data: Data::Date(date), .. }) => date.clone(),
            Some(node) => self.wrong(node, phrase("应为日期，如 2026-11-22", "must be a date such as 2026-11-22"))?,
            None => String::new(),
        };
        let sureness = self.choice(&entries, "sureness", &Sureness::NAMES);
        Some(Citation { document: document?, authority: authority?, checked, sureness })
    }

    fn frame(&mut self, node: &Node) -> Option<FrameSize> {
        let entries = self.table(node)?.to_vec();
        self.known(&entries, &["width", "height"]);
        let mut side = |key| {
            let side = self.required(&entries, key, &node.place)?;
            match side.data {
                Data::Number(length) if length > 0.0 && length.is_finite() => Some(length),
                _ => self.wrong(side, phrase("应为正数", "must be a positive number")),
            }
        };
        Some(FrameSize { width: side("width")?, height: side("height")? })
    }

    /// Whether the rule takes part. One that does not may wait for the limits that another set gives it.
    fn is_enabled(&mut self, raw: &RawRule) -> bool {
        match get(&raw.entries, "enabled").map(|entry| &entry.node) {
            None => true,
            Some(Node { data: Data::Flag(enabled), .. }) => *enabled,
            Some(node) => self.wrong(node, phrase("应为 true 或 false", "must be true or false")).unwrap_or(true),
        }
    }

    /// Whether a rule was meant to change another one whose id is mistyped: it has nothing that a rule of its own needs, and
    /// another one is nearly called so. Then that is what is wrong with it, and not all that it lacks.
    fn is_misnamed(&mut self, raw: &RawRule, all: &[RawRule]) -> bool {
        let needed = ["title", "measure", "condition", "either"];
        if needed.iter().any(|key| get(&raw.entries, key).is_some()) {
            return false;
        }
        let problem = Problem::at(&raw.place, phrase("没有规则 {id}", "there is no rule {id}"), &[("id", &raw.id)]);
        let others = all.iter().map(|other| other.id.as_str()).filter(|id| *id != raw.id);
        let problem = problem.did_you_mean(&raw.id, others);
        let is_near = problem.help.is_some();
        if is_near {
            self.lacks(problem);
            self.known(&raw.entries, &[&RULE_KEYS[..], &condition_keys()].concat());
        }
        is_near
    }

    fn rule(&mut self, raw: &RawRule) -> Rule {
        let entries = &raw.entries;
        self.known(entries, &[&RULE_KEYS[..], &condition_keys()].concat());
        self.id(&raw.id, &raw.place);
        let title = self.required(entries, "title", &raw.place).and_then(|node| self.wording(node)).unwrap_or_default();
        let when = get(entries, "when").and_then(|entry| {
            let table = self.table(&entry.node)?.to_vec();
            self.condition_table(&table, &entry.node.place)
        });
        let (conditions, alternatives) = self.demands(raw);
        Rule {
            id: raw.id.clone(),
            title,
            severity: self.choice(entries, "severity", &Severity::NAMES).unwrap_or(Severity::Error),
            unmeasured: self.choice(entries, "unmeasured", &Unmeasured::NAMES).unwrap_or(Unmeasured::Review),
            at_worst: self.choice(entries, "at_worst", &AtWorst::NAMES).unwrap_or(AtWorst::Fail),
            yields_to: self.ids(entries, "yields_to").into_iter().map(|(id, _)| id).collect(),
            when,
            conditions,
            alternatives,
            clause: get(entries, "clause").and_then(|entry| self.text(&entry.node)),
            basis: self.choice(entries, "basis", &Basis::NAMES).unwrap_or(Basis::Own),
            cure: self.choice(entries, "cure", &Cure::NAMES),
            why: get(entries, "why").and_then(|entry| self.wording(&entry.node)),
        }
    }

    /// The ids under `key`, one or a list, each with its place.
    fn ids(&mut self, entries: &[Entry], key: &str) -> Vec<(String, Place)> {
        let Some(entry) = get(entries, key) else { return Vec::new() };
        let nodes = match &entry.node.data {
            Data::List(items) => items.iter().collect(),
            _ => vec![&entry.node],
        };
        nodes.into_iter().filter_map(|node| Some((self.text(node)?, node.place.clone()))).collect()
    }

    /// Reports rules that yield to one that is not there, or to one that yields to them.
    fn priorities(&mut self, set: &Set, raw: &[RawRule]) {
        for rule in raw.iter().filter(|rule| get(&rule.entries, "yields_to").is_some()) {
            // What is no text has been reported where the rule was read.
            let known = self.problems.len();
            let named = self.ids(&rule.entries, "yields_to");
            self.problems.truncate(known);
            for (id, place) in named {
                if !raw.iter().any(|other| other.id == id) {
                    let problem = Problem::at(&place, phrase("没有规则 {id}", "there is no rule {id}"), &[("id", &id)]);
                    let ids = raw.iter().map(|rule| rule.id.as_str());
                    self.problems.push(problem.did_you_mean(&id, ids));
                } else if leads(set, &id, &rule.id) {
                    let message = phrase(
                        "{rule} 与 {id} 互相让先，结果谁也不说",
                        "{rule} and {id} yield to each other: neither would speak",
                    );
                    self.problems.push(Problem::at(&place, message, &[("rule", &rule.id), ("id", &id)]));
                }
            }
        }
    }

    /// The conditions of a rule, and how they are grouped where one group is enough.
    fn demands(&mut self, raw: &RawRule) -> (Vec<Condition>, Vec<Range<usize>>) {
        let Some(either) = get(&raw.entries, "either") else { return (self.conditions(raw), Vec::new()) };
        for entry in raw.entries.iter().filter(|entry| is_condition_key(&entry.key) || entry.key == "condition") {
            let message = phrase(
                "有 [[rule.either]] 的规则不能再有自己的 {key}",
                "a rule with [[rule.either]] has no {key} of its own",
            );
            self.problems.push(Problem::at(&entry.place, message, &[("key", &entry.key)]));
        }
        let Data::List(groups) = &either.node.data else {
            self.wrong::<()>(&either.node, phrase("应写成 [[rule.either]]", "write [[rule.either]]"));
            return Default::default();
        };
        if groups.len() < 2 {
            self.wrong::<()>(
                &either.node,
                phrase("至少要有两组 [[rule.either]]", "at least two [[rule.either]] are needed"),
            );
        }
        let (mut conditions, mut alternatives) = (Vec::new(), Vec::new());
        for group in groups {
            let Some(entries) = self.table(group).map(<[Entry]>::to_vec) else { continue };
            self.known(&entries, &[condition_keys(), vec!["severity", "condition"]].concat());
            let group = RawRule { id: raw.id.clone(), place: group.place.clone(), entries };
            let start = conditions.len();
            conditions.extend(self.conditions(&group));
            alternatives.push(start..conditions.len());
        }
        (conditions, alternatives)
    }

    /// A rule's own measure, or its `[[rule.condition]]` tables.
    fn conditions(&mut self, raw: &RawRule) -> Vec<Condition> {
        let Some(list) = get(&raw.entries, "condition") else {
            let own: Vec<Entry> = raw.entries.iter().filter(|entry| is_condition_key(&entry.key)).cloned().collect();
            return self.condition(&own, &raw.place).into_iter().collect();
        };
        for entry in raw.entries.iter().filter(|entry| is_condition_key(&entry.key)) {
            let message = phrase(
                "有 [[rule.condition]] 的规则不能再有自己的 {key}",
                "a rule with [[rule.condition]] has no {key} of its own",
            );
            self.problems.push(Problem::at(&entry.place, message, &[("key", &entry.key)]));
        }
        let Data::List(items) = &list.node.data else {
            self.wrong::<()>(&list.node, phrase("应写成 [[rule.condition]]", "write [[rule.condition]]"));
            return Vec::new();
        };
        if items.is_empty() {
            let message = phrase("至少要有一个 [[rule.condition]]", "at least one [[rule.condition]] is needed");
            self.problems.push(Problem::at(&list.node.place, message, &[]));
        }
        let tables: Vec<_> = items.iter().filter_map(|item| Some((self.table(item)?.to_vec(), &item.place))).collect();
        tables.iter().filter_map(|(table, place)| self.condition_table(table, place)).collect()
    }

    /// A condition in a table of its own.
    fn condition_table(&mut self, entries: &[Entry], place: &Place) -> Option<Condition> {
        self.known(entries, &[condition_keys(), vec!["severity"]].concat());
        self.condition(entries, place)
    }

    /// Reports every key that is not in `keys`.
    fn known(&mut self, entries: &[Entry], keys: &[&'static str]) {
        self.problems.extend(unknown_keys(entries, keys));
    }

    fn required<'e>(&mut self, entries: &'e [Entry], key: &str, place: &Place) -> Option<&'e Node> {
        let found = get(entries, key).map(|entry| &entry.node);
        if found.is_none() {
            self.lacks(missing(key, place));
        }
        found
    }

    /// Reports a value of the wrong type; always `None`, so that a reader can end with it.
    fn wrong<T>(&mut self, node: &Node, message: Phrase) -> Option<T> {
        self.problems.push(Problem::at(&node.place, message, &[]));
        None
    }

    fn table<'n>(&mut self, node: &'n Node) -> Option<&'n [Entry]> {
        let entries = node.entries();
        if entries.is_none() {
            self.problems.push(no_table(&node.place));
        }
        entries
    }

    /// A text on one line and harmless: what stands in a rule file goes to terminals and into every report.
    fn text(&mut self, node: &Node) -> Option<String> {
        let text = node.text().map(one_line);
        if text.is_none() {
            self.problems.push(no_text(&node.place));
        }
        text
    }

    /// A sentence in both languages, or one text for both where an office writes only one.
    fn wording(&mut self, node: &Node) -> Option<Wording> {
        if node.text().is_some() {
            let text = one_line(&self.said(node)?);
            return Some(Wording { zh: text.clone(), en: text });
        }
        let entries = self.table(node)?.to_vec();
        self.known(&entries, &["zh", "en"]);
        let mut half = |key, message| match get(&entries, key) {
            Some(entry) => self.said(&entry.node),
            None => self.wrong(node, message),
        };
        let zh = half("zh", phrase("缺少中文 zh", "the Chinese text zh is missing"));
        let en = half("en", phrase("缺少英文 en", "the English text en is missing"));
        Some(Wording { zh: zh?, en: en? })
    }

    /// A text that says something.
    fn said(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        if text.trim().is_empty() {
            self.problems.push(document::empty_text(&node.place));
            return None;
        }
        Some(text)
    }

    /// One word of a fixed list.
    fn choice<T: Copy>(&mut self, entries: &[Entry], key: &str, names: &[(&'static str, T)]) -> Option<T> {
        let node = &get(entries, key)?.node;
        let word = self.text(node)?;
        if let Some((_, value)) = names.iter().find(|(name, _)| *name == word) {
            return Some(*value);
        }
        let words: Vec<_> = names.iter().map(|(name, _)| *name).collect();
        self.problems.push(no_choice(key, &word, &node.place, &words));
        None
    }
}

/// Whether the rule `from` is the rule `to` or yields to it, by however many steps.
fn leads(set: &Set, from: &str, to: &str) -> bool {
    let mut reached = vec![from];
    let mut index = 0;
    while let Some(id) = reached.get(index) {
        let named = set.rules.iter().filter(|rule| rule.id == *id).flat_map(|rule| &rule.yields_to);
        let new: Vec<_> = named.map(String::as_str).filter(|id| !reached.contains(id)).collect();
        reached.extend(new);
        index += 1;
    }
    reached.contains(&to)
}

/// Whether a key belongs to a condition and not to the rule around it.
fn is_condition_key(key: &str) -> bool {
    key == "measure" || LIMIT_KEYS.contains(&key) || HINT_KEYS.contains(&key)
}
