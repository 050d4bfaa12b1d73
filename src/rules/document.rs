//! TOML as a tree that remembers where everything stands.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::Place;
use super::problem::Problem;
use crate::text::phrase;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub place: Place,
    pub data: Data,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Text(String),
    Number(f64),
    Flag(bool),
    Date(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its place, and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub place: Place,
    pub node: Node,
}

impl Node {
    /// The entries, if this is a table.
    pub(super) fn entries(&self) -> Option<&[Entry]> {
        match &self.data {
            Data::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses a source; syntax errors become problems, and what could be read is returned all the same.
pub(super) fn parse(source: usize, text: &str, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = Place { source, span: error.span().unwrap_or(0..0) };
        let message = phrase("TOML 语法错误：{error}", "TOML syntax: {error}");
        problems.push(Problem::at(&place, message, &[("error", error.message())]));
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
