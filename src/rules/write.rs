//! Rule sets written as TOML: a merged set as one file ([`resolved`]), and a file to begin a set of one's own with
//! ([`starting_from`]).
//!
//! What is written loads again and judges alike: keys stay as their files have them, units included, except for sizes in a KB
//! of 1000 bytes. What a file says of its KB is of its own numbers, so these become bytes.

use super::Override;
use super::limits::{HINT_KEYS, LIMIT_KEYS, split_quantity};
use super::merge::{Merger, RawRule};
use super::validate;
use crate::document::{Data, Entry, Node, Problems};
use crate::measure::find;
use crate::reading::Unit;
use crate::text::{Lang, Phrase, phrase};

/// Keys of `[set]` in the order in which they are written; `extends` has had its effect.
const SET_ORDER: [&str; 6] = ["id", "title", "source", "reference", "print", "not_checked"];
/// Keys of a rule in the order in which they are written, before limits, hints and tables; all that is written is enabled.
const RULE_ORDER: [&str; 12] = [
    "id",
    "title",
    "clause",
    "basis",
    "severity",
    "unmeasured",
    "at_worst",
    "yields_to",
    "when",
    "cure",
    "why",
    "measure",
];

/// All keys of a rule or condition but its tables, in the order in which they are written.
fn all_keys() -> Vec<&'static str> {
    [&RULE_ORDER[..], &LIMIT_KEYS, &HINT_KEYS].concat()
}

/// Keys of a rule that a file to begin with shows: what another office would ask for.
fn often_changed() -> Vec<&'static str> {
    [&["id", "severity"], &LIMIT_KEYS[..]].concat()
}

/// The set called `name` after `extends`, groups and `overrides`, as one TOML text that [`load`](super::load) reads; rules that
/// take no part are left out.
///
/// # Errors
/// Every problem found in any of the texts, with their places.
pub fn resolved(
    name: &str,
    overrides: &[Override],
    open: &dyn Fn(&str) -> std::io::Result<String>,
) -> Result<String, Problems> {
    let mut merger = Merger::new(open);
    merger.add(name);
    overrides.iter().for_each(|change| merger.change(change));
    let mut writer = Writer::of(&merger);
    writer.line("schema = 1\n\n[set]");
    writer.keys(&merger.set, &SET_ORDER);
    for rule in merger.rules.iter().filter(|rule| takes_part(rule)) {
        writer.line("\n[[rule]]");
        writer.rule(rule, &all_keys());
    }
    let text = writer.text;
    validate::set(merger).map(|_| text)
}

/// A file that extends the set called `name` under another `id` and changes nothing yet: every rule with the keys that are often
/// changed stands in it as a comment, explained in one language. `parent` is how the file names the set.
///
/// # Errors
/// Every problem found in the texts of the set, with their places.
pub fn starting_from(
    name: &str,
    parent: &str,
    id: &str,
    lang: Lang,
    open: &dyn Fn(&str) -> std::io::Result<String>,
) -> Result<String, Problems> {
    let mut merger = Merger::new(open);
    merger.add(name);
    let mut writer = Writer::of(&merger);
    let mut rules = String::new();
    for rule in merger.rules.iter().filter(|rule| takes_part(rule)) {
        writer.text.clear();
        writer.rule(rule, &often_changed());
        rules += &format!("\n## {}\n# [[rule]]\n", title(&rule.entries, lang).replace('\n', " "));
        rules.extend(writer.text.lines().map(|line| format!("# {line}\n")));
    }
    let waiting: Vec<_> = merger.rules.iter().filter(|rule| !takes_part(rule)).map(|rule| rule.id.as_str()).collect();
    let waiting = match waiting.as_slice() {
        [] => String::new(),
        ids => format!("\n{}", WAITING.both_listing(&[], "ids", ids).get(lang)),
    };
    let holes = [
        ("parent", &quoted(parent)[..]),
        ("name", name),
        ("id", &quoted(id)),
        ("title", &quoted(&TITLE.fill(lang, &[("title", &title(&merger.set, lang))]))),
    ];
    let text = START.fill(lang, &holes) + &rules + &waiting;
    validate::set(merger).map(|_| text)
}

const TITLE: Phrase = phrase("本单位的照片要求（依“{title}”）", "What we ask of a photo (after: {title})");
const WAITING: Phrase = phrase(
    "## 还有这些规则没有用上；写 [[rule]]、id、enabled = true 和限值，就用上了：\n## {ids}\n",
    "## These rules take no part; [[rule]] with the id, enabled = true and limits makes one take part:\n## {ids}\n",
);
const START: Phrase = phrase(
    "## 在 {name} 的基础上写自己的规则：没写的照旧，写了的以这里为准。
## 要改哪条规则，去掉它那几行开头的“# ”，再改等号后面的值；以“## ”开头的是说明，不要动。
## 整条不要：写上 id 和 enabled = false。只提醒、不算不合格：severity = \"warning\"。
## 写完检验：photocheck rules check 这个文件        使用：photocheck check --rules 这个文件 照片
## 每个键的意思见 rules/README.zh.md；能量什么见 photocheck measures。

schema = 1

[set]
id = {id}
title = {title}
extends = {parent}
# source = { document = \"文件名称\", authority = \"发文单位\", checked = 2026-11-22 }
",
    "## Rules of your own on top of {name}: what you do not write stays as it is there.
## To change a rule take the \"# \" off its lines and edit the values; lines with \"## \" explain, leave them.
## To drop a rule: its id and enabled = false. Only to warn: severity = \"warning\".
## Check it: photocheck rules check THIS-FILE        Use it: photocheck check --rules THIS-FILE PHOTOS
## Every key: rules/README.md; everything that can be measured: photocheck measures.

schema = 1

[set]
id = {id}
title = {title}
extends = {parent}
# source = { document = \"its name\", authority = \"who issued it\", checked = 2026-11-22 }
",
);

/// Whether the rule is not switched off.
fn takes_part(rule: &RawRule) -> bool {
    let enabled = rule.entries.iter().find(|entry| entry.key == "enabled");
    !enabled.is_some_and(|entry| matches!(entry.node.data, Data::Flag(false)))
}

/// The title among the keys of a set or rule, in one language.
fn title(entries: &[Entry], lang: Lang) -> String {
    let node = entries.iter().find(|entry| entry.key == "title").map(|entry| &entry.node);
    let half =
        |node: &Node| node.entries()?.iter().find(|entry| entry.key == lang.tag())?.node.text().map(str::to_owned);
    node.and_then(|node| node.text().map(str::to_owned).or_else(|| half(node))).unwrap_or_default()
}

/// Writes tables.
struct Writer<'m> {
    text: String,
    /// Sources in which a KB has 1000 bytes.
    kilobytes: &'m [usize],
}

impl<'m> Writer<'m> {
    fn of(merger: &'m Merger<'_>) -> Self {
        Self { text: String::new(), kilobytes: &merger.kilobytes }
    }

    fn line(&mut self, line: &str) {
        self.text += line;
        self.text.push('\n');
    }

    /// The keys of a rule, and its tables below them.
    fn rule(&mut self, rule: &RawRule, keys: &[&str]) {
        self.keys(&rule.entries, keys);
        self.tables(&rule.entries, "either", "rule.either");
        self.tables(&rule.entries, "condition", "rule.condition");
    }

    /// Each table of a list under its full name; alternatives have conditions of their own.
    fn tables(&mut self, entries: &[Entry], key: &str, name: &str) {
        let list = entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node.data);
        let Some(Data::List(tables)) = list else { return };
        for table in tables.iter().filter_map(Node::entries) {
            self.line(&format!("[[{name}]]"));
            self.keys(table, &all_keys());
            if key == "either" {
                self.tables(table, "condition", "rule.either.condition");
            }
        }
    }

    /// Those of `keys` that are there, one a line.
    fn keys(&mut self, entries: &[Entry], keys: &[&str]) {
        let get = |key: &str| entries.iter().find(|entry| entry.key == key);
        let is_size = is_about_size(entries);
        for entry in keys.iter().filter_map(|key| get(key)) {
            let value = self.value(&entry.node, is_size && LIMIT_KEYS.contains(&entry.key.as_str()));
            self.line(&format!("{} = {value}", entry.key));
        }
    }

    fn value(&self, node: &Node, is_size: bool) -> String {
        let all = |items: Vec<String>| items.join(", ");
        match &node.data {
            Data::Text(text) if is_size && self.kilobytes.contains(&node.place.source) => quoted(&in_bytes(text)),
            Data::Text(text) => quoted(text),
            Data::Number(number) => number.to_string(),
            Data::Flag(flag) => flag.to_string(),
            Data::Date(date) => date.clone(),
            Data::List(items) => format!("[{}]", all(items.iter().map(|item| self.value(item, is_size)).collect())),
            Data::Table(entries) => {
                let is_size = is_about_size(entries);
                let pair = |entry: &Entry| {
                    let is_limit = LIMIT_KEYS.contains(&entry.key.as_str());
                    format!("{} = {}", entry.key, self.value(&entry.node, is_size && is_limit))
                };
                format!("{{ {} }}", all(entries.iter().map(pair).collect()))
            }
        }
    }
}

/// Whether the limits among these keys are sizes of files.
fn is_about_size(entries: &[Entry]) -> bool {
    let measure = entries.iter().find(|entry| entry.key == "measure").and_then(|entry| find(entry.node.text()?));
    measure.is_some_and(|measure| measure.unit == Unit::Bytes)
}

/// A size in a KB of 1000 bytes, in bytes; any other text as it is.
fn in_bytes(text: &str) -> String {
    let (number, unit) = split_quantity(text);
    let factor = match unit {
        "KB" => 1e3,
        "MB" => 1e6,
        _ => return text.to_owned(),
    };
    number.parse().map_or_else(|_| text.to_owned(), |number: f64| format!("{} B", number * factor))
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            '\n' => quoted += "\\n",
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
