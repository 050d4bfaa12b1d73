//! TOML that people write: rule files, waivers, settings. A tree that remembers where everything stands, and what is wrong
//! with it: every problem in one run, each with its place and, where there is one, the nearest valid name.

mod nearest;
mod place;
mod problem;
mod syntax;

pub use nearest::nearest;
pub use place::{Place, SourceText};
pub use problem::{Problem, Problems};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::phrase;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub data: Data,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Data {
    /// A text.
    Text(String),
    /// A number; NaN where it is too large.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A date, a time or both, as written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the text.
    Table(Vec<Entry>),
}

/// A key with its place, and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The entries, if this is a table.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.data {
            Data::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The entry with this key.
pub fn get<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
    entries.iter().find(|entry| entry.key == key)
}

/// A problem for every key that is not in `keys`.
pub fn unknown_keys(entries: &[Entry], keys: &[&str]) -> Vec<Problem> {
    let unknown = entries.iter().filter(|entry| !keys.contains(&entry.key.as_str()));
    unknown
        .map(|entry| {
            let problem =
                Problem::at(&entry.place, phrase("不认识的键 {key}", "unknown key {key}"), &[("key", &entry.key)]);
            let near = problem.did_you_mean(&entry.key, keys.iter().copied());
            if near.help.is_some() {
                return near;
            }
            near.help_listing(phrase("可用的键：{keys}", "keys that exist: {keys}"), &[], "keys", keys)
        })
        .collect()
}

/// What is wrong with a word that is none of those that a key may have.
pub fn no_choice(key: &str, word: &str, place: &Place, words: &[&str]) -> Problem {
    let message = phrase("{key} 不能是 {word}，可用：{list}", "{key} cannot be {word}; it is one of {list}");
    let message = message.both_listing(&[("key", key), ("word", word)], "list", words);
    let problem = Problem { place: Some(place.clone()), message, help: None, beside: None };
    problem.did_you_mean(word, words.iter().copied())
}

/// What is wrong with a value that should be text.
pub fn no_text(place: &Place) -> Problem {
    Problem::at(place, phrase("应为文字", "must be text"), &[])
}

/// What is wrong with a text that says nothing.
pub fn empty_text(place: &Place) -> Problem {
    Problem::at(place, phrase("不能为空", "must not be empty"), &[])
}

/// What is wrong with a value that should be a table.
pub fn no_table(place: &Place) -> Problem {
    Problem::at(place, phrase("应为表 { … }", "must be a table { … }"), &[])
}

/// What is wrong where a key is missing from what stands at `place`.
pub fn missing(key: &str, place: &Place) -> Problem {
    Problem::at(place, phrase("缺少 {key}", "{key} is missing"), &[("key", key)])
}

/// Parses a source; syntax errors become problems, and what could be read is returned all the same.
pub fn parse(source: usize, text: &str, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = Place { source, span: error.span().unwrap_or(0..0) };
        let message = syntax::told(error.message());
        problems.push(Problem { place: Some(place), message, help: None, beside: None });
    }
    entries(source, table.get_ref())
}

fn entries(source: usize, table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            place: Place { source, span: key.span() },
            node: node(source, value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.place.span.start);
    entries
}

fn node(source: usize, value: &Spanned<DeValue<'_>>) -> Node {
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => {
            Data::Number(i64::from_str_radix(number.as_str(), number.radix()).map_or(f64::NAN, |number| number as f64))
        }
        DeValue::Float(number) => Data::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(date) => Data::Date(date.to_string()),
        DeValue::Array(items) => Data::List(items.iter().map(|item| node(source, item)).collect()),
        DeValue::Table(table) => Data::Table(entries(source, table)),
    };
    Node { place: Place { source, span: value.span() }, data }
}
