//! Rule files laid over one another: parents first, key by key, each value keeping its place.

use std::ops::Range;

use super::Override;
use super::builtin::BUILT_IN;
use super::limits::{HINT_KEYS, LIMIT_KEYS, NUMBER_KEYS};
use crate::document::{self, Data, Entry, Node, Place, Problem, SourceText};
use crate::text::phrase;

/// Collects rule files.
pub(super) struct Merger<'o> {
    open: &'o dyn Fn(&str) -> std::io::Result<String>,
    pub sources: Vec<SourceText>,
    pub problems: Vec<Problem>,
    /// `[set]` of all files, later ones over earlier ones.
    pub set: Vec<Entry>,
    /// The rules of all files, by id, in the order of first mention.
    pub rules: Vec<RawRule>,
    /// Whether a text was no TOML or could not be read; what it would have said is unknown, so nothing else is checked then.
    pub is_broken: bool,
    /// Sources in which a KB has 1000 bytes. What a file says of its units is of its own numbers, not of those of files that
    /// extend it.
    pub kilobytes: Vec<usize>,
    /// The name that was asked for last.
    name: Option<String>,
    /// The sources being read, each extended by the one before it, to find circles.
    reading: Vec<usize>,
}

/// The keys of one rule, from however many files.
pub(super) struct RawRule {
    pub id: String,
    /// Where the rule's last table stands.
    pub place: Place,
    pub entries: Vec<Entry>,
}

impl<'o> Merger<'o> {
    pub(super) fn new(open: &'o dyn Fn(&str) -> std::io::Result<String>) -> Self {
        Self {
            open,
            sources: vec![],
            problems: vec![],
            set: vec![],
            rules: vec![],
            is_broken: false,
            kilobytes: vec![],
            name: None,
            reading: vec![],
        }
    }

    /// Reads the set called `name`, its parents first, and lays it over what is there.
    pub(super) fn add(&mut self, name: &str) {
        self.name = Some(name.to_owned());
        self.read(name, None);
    }

    /// Reads one set; `from` is the place of the `extends` that names it.
    fn read(&mut self, name: &str, from: Option<&Place>) {
        let Some(text) = self.text(name, from) else {
            // What the parent would have said is unknown: its rules would all seem to lack their keys.
            self.is_broken = true;
            return;
        };
        // Known by what it says: one file has many names (`./a.toml`, links), and each would begin another round.
        if self.reading.iter().any(|open| self.sources[*open].text == text) {
            let names = self.reading.iter().map(|open| self.sources[*open].name.as_str());
            let circle = names.chain([name]).collect::<Vec<_>>().join(" → ");
            self.is_broken = true;
            return self.report(from, |place| {
                let message = phrase("extends 绕了一圈：{circle}", "circular extends: {circle}");
                place.map_or_else(
                    || Problem::general(message, &[("circle", &circle)]),
                    |place| Problem::at(place, message, &[("circle", &circle)]),
                )
            });
        }
        let source = self.sources.len();
        let before = self.problems.len();
        let top = document::parse(source, &text, &mut self.problems);
        self.sources.push(SourceText { name: name.to_owned(), text });
        if self.problems.len() > before {
            self.is_broken = true;
            return;
        }
        self.reading.push(source);
        if let Some((parent, place)) = parent_of(&top) {
            let parent = beside(name, &parent);
            self.read(&parent, Some(&place));
        }
        self.lay_over(source, top);
        self.reading.pop();
    }

    /// The text of a set: built in, or opened.
    fn text(&mut self, name: &str, from: Option<&Place>) -> Option<String> {
        if let Some(set) = BUILT_IN.iter().find(|set| set.name == name) {
            return Some(set.text.to_owned());
        }
        match (self.open)(name) {
            Ok(text) => Some(text),
            Err(error) => {
                let holes = [("name", name), ("error", &error.to_string())];
                let message = match error.kind() {
                    std::io::ErrorKind::NotFound => {
                        phrase("没有叫 {name} 的规则集或规则文件", "there is no rule set or rule file {name}")
                    }
                    std::io::ErrorKind::PermissionDenied => {
                        phrase("没有权限读规则文件 {name}", "no permission to read the rule file {name}")
                    }
                    _ => phrase("读不了规则文件 {name}：{error}", "cannot read the rule file {name}: {error}"),
                };
                self.report(from, |place| {
                    let problem = place
                        .map_or_else(|| Problem::general(message, &holes), |place| Problem::at(place, message, &holes));
                    let names = BUILT_IN.map(|set| set.name);
                    let help = phrase("内置的规则集：{names}", "built-in sets: {names}");
                    let problem = problem.help_listing(help, &[], "names", &names);
                    problem.did_you_mean(name, names)
                });
                None
            }
        }
    }

    fn report(&mut self, place: Option<&Place>, problem: impl FnOnce(Option<&Place>) -> Problem) {
        self.problems.push(problem(place));
    }

    /// Lays the tables of one file over what is there.
    fn lay_over(&mut self, source: usize, top: Vec<Entry>) {
        let mut own_ids: Vec<String> = Vec::new();
        let mut schema_seen = false;
        let mut groups = Vec::new();
        for entry in top {
            match (entry.key.as_str(), entry.node.data) {
                ("schema", Data::Number(version)) => {
                    schema_seen = true;
                    if version != super::SCHEMA {
                        let message = phrase(
                            "不认识的规则格式版本，本程序只认 schema = 1",
                            "unknown rule format; this version reads schema = 1",
                        );
                        self.problems.push(Problem::at(&entry.node.place, message, &[]));
                    }
                }
                ("set", Data::Table(mut entries)) => {
                    entries.extract_if(.., |entry| entry.key == "kilobyte").for_each(|it| self.kilobyte(source, &it));
                    lay(&mut self.set, entries);
                }
                ("rule", Data::List(rules)) => {
                    for rule in rules {
                        self.lay_rule(rule, &mut own_ids);
                    }
                }
                ("group", Data::List(tables)) => groups.extend(tables),
                ("schema" | "set" | "rule" | "group", _) => {
                    let message = phrase(
                        "{key} 的写法不对：schema = 1、[set]、[[rule]]、[[group]]",
                        "{key} must be written as schema = 1, [set], [[rule]] or [[group]]",
                    );
                    self.problems.push(Problem::at(&entry.place, message, &[("key", &entry.key)]));
                }
                (key, _) => {
                    let message = phrase("不认识的键 {key}", "unknown key {key}");
                    self.problems.push(
                        Problem::at(&entry.place, message, &[("key", key)])
                            .did_you_mean(key, ["schema", "set", "rule", "group"]),
                    );
                }
            }
        }
        // Whatever their place in the file: a group is about rules that are there.
        groups.into_iter().for_each(|group| self.lay_group(group));
        if !schema_seen {
            let message = phrase("缺少 schema = 1", "schema = 1 is missing");
            self.problems.push(Problem::at(&Place { source, span: 0..0 }, message, &[]));
        }
    }

    /// Notes how many bytes a KB has in a source.
    fn kilobyte(&mut self, source: usize, entry: &Entry) {
        match entry.node.data {
            Data::Number(1000.0) => self.kilobytes.push(source),
            Data::Number(1024.0) => {}
            _ => {
                let message = phrase("kilobyte 只能是 1000 或 1024", "kilobyte is 1000 or 1024");
                self.problems.push(Problem::at(&entry.node.place, message, &[]));
            }
        }
    }

    /// Lays the keys of one `[[group]]` over every rule that its patterns name.
    fn lay_group(&mut self, group: Node) {
        let Data::Table(entries) = group.data else {
            let message = phrase("组应写成 [[group]] 表", "a group is a [[group]] table");
            return self.problems.push(Problem::at(&group.place, message, &[]));
        };
        let (patterns, keys): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.key == "rules");
        for entry in keys.iter().filter(|entry| !GROUP_KEYS.contains(&entry.key.as_str())) {
            let message = phrase("组里不能写 {key}", "a group has no {key}");
            let problem = Problem::at(&entry.place, message, &[("key", &entry.key)]);
            let help = phrase("可用的键：rules、{keys}", "keys that exist: rules, {keys}");
            self.problems.push(problem.help_listing(help, &[], "keys", &GROUP_KEYS));
        }
        let patterns = match patterns.into_iter().next().map(|entry| entry.node) {
            Some(Node { data: Data::List(items), .. }) => items,
            Some(node @ Node { data: Data::Text(_), .. }) => vec![node],
            _ => {
                let message = phrase("组缺少 rules = [\"…\"]", "a group needs rules = [\"…\"]");
                return self.problems.push(Problem::at(&group.place, message, &[]));
            }
        };
        for pattern in &patterns {
            let Some(text) = pattern.text() else {
                self.problems.push(document::no_text(&pattern.place));
                continue;
            };
            let mut named = self.rules.iter_mut().filter(|rule| is_named(text, &rule.id)).peekable();
            if named.peek().is_none() {
                if self.is_broken {
                    continue; // the parent that could not be read may have it
                }
                let message = phrase("没有规则 {id}", "there is no rule {id}");
                let problem = Problem::at(&pattern.place, message, &[("id", text)]);
                let problem = problem.did_you_mean(text, self.rules.iter().map(|rule| rule.id.as_str()));
                self.problems.push(problem);
                continue;
            }
            named.for_each(|rule| lay(&mut rule.entries, keys.clone()));
        }
    }

    /// Lays one `[[rule]]` over the rule with the same id, or adds it.
    fn lay_rule(&mut self, rule: Node, own_ids: &mut Vec<String>) {
        let Data::Table(entries) = rule.data else {
            let message = phrase("规则应写成 [[rule]] 表", "a rule is a [[rule]] table");
            return self.problems.push(Problem::at(&rule.place, message, &[]));
        };
        let Some(id) = entries.iter().find(|entry| entry.key == "id") else {
            let message = phrase("规则缺少 id", "a rule needs an id");
            return self.problems.push(Problem::at(&rule.place, message, &[]));
        };
        let place = id.node.place.clone();
        let Some(id) = id.node.text().map(str::to_owned) else {
            return self.problems.push(document::no_text(&place));
        };
        if own_ids.contains(&id) {
            let message = phrase("规则 {id} 在同一个文件里写了两次", "rule {id} stands twice in the same file");
            self.problems.push(Problem::at(&place, message, &[("id", &id)]));
            // Both are looked at: whoever gives one of them another name wants to know what else is wrong.
            return self.rules.push(RawRule { id, place, entries });
        }
        own_ids.push(id.clone());
        match self.rules.iter_mut().find(|rule| rule.id == id) {
            Some(rule) => {
                rule.place = place;
                lay_rule_over(&mut rule.entries, entries);
            }
            None => self.rules.push(RawRule { id, place, entries }),
        }
    }

    /// Whether a change is for this set: it names the set or none, and the set has its rule.
    pub(crate) fn is_meant_by(&self, change: &Override) -> bool {
        let Some(target) = Target::of(&change.assignment) else { return false };
        let has_rule = self.rules.iter().any(|rule| rule.id == target.rule());
        has_rule && target.set().is_none_or(|name| self.is_called(name))
    }

    /// Whether the set has this id, or was asked for by this name.
    fn is_called(&self, name: &str) -> bool {
        let id = self.set.iter().find(|entry| entry.key == "id").and_then(|entry| entry.node.text());
        id == Some(name) || self.name.as_deref() == Some(name)
    }

    /// Applies `[SET:]ID[[N]].KEY=VALUE`.
    pub(super) fn change(&mut self, change: &Override) {
        let source = self.sources.len();
        let text = change.assignment.clone();
        let typed = || SourceText { name: "--set".to_owned(), text: text.clone() };
        self.sources.push(change.written.as_ref().map_or_else(typed, |written| written.source.clone()));
        let Some(target) = Target::of(&text) else {
            let message = phrase("应写成 ID.键=值", "write ID.KEY=VALUE");
            let span = change.written.as_ref().map_or(0..text.len(), |written| written.key.clone());
            return self.problems.push(Problem::at(&Place { source, span }, message, &[]));
        };
        let place = |span: &Range<usize>| {
            let span = match &change.written {
                None => span.clone(),
                Some(written) if span.start < target.value.start => written.key.clone(),
                Some(written) => written.value.clone(),
            };
            Place { source, span }
        };
        if let Some(name) = target.set()
            && !self.is_called(name)
        {
            let message = phrase("--rules 里没有叫 {name} 的规则集", "no set of --rules is called {name}");
            return self.problems.push(Problem::at(&place(&(0..name.len())), message, &[("name", name)]));
        }
        let value = text[target.value.clone()].trim_end();
        let node = override_value(place(&(target.value.start..target.value.start + value.len())), value);
        let entry = Entry { key: target.key().to_owned(), place: place(&target.key), node };
        let id = target.rule();
        let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == id) else {
            if self.is_broken {
                return; // the set that could not be read may have it
            }
            let message = phrase("没有规则 {id}", "there is no rule {id}");
            let problem = Problem::at(&place(&target.rule), message, &[("id", id)]);
            return self.problems.push(problem.did_you_mean(id, self.rules.iter().map(|rule| rule.id.as_str())));
        };
        match target.condition {
            None => lay_rule_over(&mut rule.entries, vec![entry]),
            Some(number) => match condition_of(rule, number) {
                Some(entries) => lay_rule_over(entries, vec![entry]),
                None => {
                    let message = phrase("规则 {id} 没有第 {n} 个条件", "{id} has no condition number {n}");
                    let holes = [("id", id), ("n", &number.to_string())];
                    self.problems.push(Problem::at(&place(&target.rule), message, &holes));
                }
            },
        }
    }
}

/// A value, all parts of which are said to stand where the whole does: it was parsed away from its text.
fn all_at(data: Data, place: &Place) -> Data {
    let node = |node: Node| Node { place: place.clone(), data: all_at(node.data, place) };
    match data {
        Data::List(items) => Data::List(items.into_iter().map(node).collect()),
        Data::Table(entries) => {
            let entry = |entry: Entry| Entry { place: place.clone(), node: node(entry.node), ..entry };
            Data::Table(entries.into_iter().map(entry).collect())
        }
        single => single,
    }
}

/// The value of a change, which stands at `place`: TOML, or else plain text, so that `--set a.min="50 KiB"` needs no quotes in quotes.
fn override_value(place: Place, value: &str) -> Node {
    let mut syntax = Vec::new();
    let parsed = document::parse(place.source, &format!("v = {value}"), &mut syntax).pop();
    match parsed {
        Some(entry) if syntax.is_empty() => Node { data: all_at(entry.node.data, &place), place },
        _ => Node { place, data: Data::Text(value.trim().to_owned()) },
    }
}

/// Keys that a group may give its rules.
pub(super) const GROUP_KEYS: [&str; 4] = ["severity", "enabled", "unmeasured", "at_worst"];

/// Whether a pattern, in which `*` stands for anything, names this id.
fn is_named(pattern: &str, id: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == id,
        Some((start, rest)) => id.strip_prefix(start).is_some_and(|tail| {
            (0..=tail.len()).filter(|at| tail.is_char_boundary(*at)).any(|at| is_named(rest, &tail[at..]))
        }),
    }
}

/// What a change is for, as places in its text.
struct Target<'t> {
    text: &'t str,
    set: Option<Range<usize>>,
    rule: Range<usize>,
    /// The number of the rule's condition, from 1.
    condition: Option<usize>,
    key: Range<usize>,
    value: Range<usize>,
}

impl<'t> Target<'t> {
    /// Of `[SET:]ID[[N]].KEY=VALUE`.
    fn of(text: &'t str) -> Option<Self> {
        let end = text.find('=')?;
        let start = text[..end].rfind(':').map_or(0, |colon| colon + 1);
        let dot = start + text[start..end].rfind('.')?;
        let (rule, condition) = match text[start..dot].strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((rule, number)) => (rule, Some(number.trim().parse().ok()?)),
            None => (&text[start..dot], None),
        };
        Some(Self {
            text,
            set: start.checked_sub(1).map(|colon| 0..colon),
            rule: trimmed(text, start..start + rule.len()),
            condition,
            key: trimmed(text, dot + 1..end),
            value: end + 1..text.len(),
        })
    }

    fn set(&self) -> Option<&'t str> {
        self.set.clone().map(|set| self.text[set].trim())
    }

    fn rule(&self) -> &'t str {
        &self.text[self.rule.clone()]
    }

    fn key(&self) -> &'t str {
        &self.text[self.key.clone()]
    }
}

/// The span without the spaces at its ends.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let part = &text[span.clone()];
    let start = span.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// The keys of a rule's condition number `number`, counted from 1.
fn condition_of(rule: &mut RawRule, number: usize) -> Option<&mut Vec<Entry>> {
    let list = rule.entries.iter_mut().find(|entry| entry.key == "condition")?;
    let Data::List(conditions) = &mut list.node.data else { return None };
    match &mut conditions.get_mut(number.checked_sub(1)?)?.data {
        Data::Table(entries) => Some(entries),
        _ => None,
    }
}

/// Lays `over` over `under`: the same key is replaced, a new one added.
fn lay(under: &mut Vec<Entry>, over: Vec<Entry>) {
    for entry in over {
        match under.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => under.push(entry),
        }
    }
}

/// Lays one rule's keys over those that it inherits. Two keys that say the same thing in different ways do not stand
/// together: the one that is written drops the one that is inherited.
fn lay_rule_over(under: &mut Vec<Entry>, over: Vec<Entry>) {
    const FAIL_ZONE: [&str; 2] = ["fail_below", "fail_above"];
    let writes = |keys: &[&str]| over.iter().any(|entry| keys.contains(&entry.key.as_str()));
    let mut dropped: Vec<&str> = Vec::new();
    if writes(&FAIL_ZONE) {
        dropped.push("grace");
    }
    if writes(&["grace"]) {
        dropped.extend(FAIL_ZONE);
    }
    if writes(&["wanted"]) {
        dropped.extend(NUMBER_KEYS);
    }
    let measure = |entries: &[Entry]| {
        let entry = entries.iter().find(|entry| entry.key == "measure")?;
        entry.node.text().map(str::to_owned)
    };
    let writes_tables = writes(&["condition", "either"]);
    if writes_tables {
        dropped.push("measure");
    }
    if writes_tables || writes(&["measure"]) && measure(&over) != measure(under) {
        dropped.extend(LIMIT_KEYS.into_iter().chain(HINT_KEYS));
        dropped.extend(["hint", "condition", "either"]);
    }
    under.retain(|entry| !dropped.contains(&entry.key.as_str()));
    lay(under, over);
}

/// The set that `[set] extends` names.
fn parent_of(top: &[Entry]) -> Option<(String, Place)> {
    let set = top.iter().find(|entry| entry.key == "set")?.node.entries()?;
    let extends = set.iter().find(|entry| entry.key == "extends")?;
    Some((extends.node.text()?.to_owned(), extends.node.place.clone()))
}

/// A parent's name as seen from the file that names it: built in, or a path beside that file.
fn beside(child: &str, parent: &str) -> String {
    let is_path = parent.contains(['/', '\\']) || parent.ends_with(".toml");
    // From a root, or with the letter of a drive.
    let is_whole = parent.starts_with(['/', '\\']) || parent.as_bytes().get(1) == Some(&b':');
    match child.rfind(['/', '\\']) {
        Some(end) if is_path && !is_whole => format!("{}{parent}", &child[..=end]),
        _ => parent.to_owned(),
    }
}
