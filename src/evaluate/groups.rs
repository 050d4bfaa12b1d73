//! Who belongs to which group, from a table of people.

use std::collections::{BTreeMap, BTreeSet};

use super::{Truth, TruthProblem};
use crate::text::phrase;

/// A division with more groups than this says nothing about any of them.
const MOST_GROUPS: usize = 8;

/// Groups by person: subject → name of the division → group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups(BTreeMap<String, BTreeMap<String, String>>);

impl Groups {
    /// Adds to each photo the groups of its person; what the truth itself says stays.
    pub fn apply(&self, rows: &mut [Truth]) {
        for row in rows {
            for (division, group) in self.0.get(&row.subject).into_iter().flatten() {
                row.group.entry(division.clone()).or_insert_with(|| group.clone());
            }
        }
    }
}

/// Reads CSV with a column `subject`; every other column is a division of people into groups. Numbers with many
/// values (age) are divided at their median; texts with many values (names) are no groups and left out.
///
/// # Errors
/// Every line that cannot be used, or a missing column `subject`.
pub fn read_groups(text: &str) -> Result<Groups, Vec<TruthProblem>> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let wrong = |line: usize, error: &csv::Error| {
        TruthProblem::new(line, phrase("读不懂：{error}", "cannot be read: {error}"), &[("error", &error.to_string())])
    };
    let head = reader.headers().map_err(|error| vec![wrong(1, &error)])?.clone();
    let Some(subject) = head.iter().position(|name| name == "subject") else {
        return Err(vec![TruthProblem::new(1, phrase("没有 subject 一列", "there is no column subject"), &[])]);
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (index, record) in reader.records().enumerate() {
        match record {
            Ok(record) => rows.push(record),
            Err(error) => problems.push(wrong(error.position().map_or(index + 2, |at| at.line() as usize), &error)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut groups = Groups::default();
    for (column, name) in head.iter().enumerate().filter(|(column, _)| *column != subject) {
        let values: Vec<&str> = rows.iter().map(|row| row.get(column).unwrap_or_default()).collect();
        for (row, group) in rows.iter().zip(divided(&values)) {
            if let Some(group) = group {
                let person = row.get(subject).unwrap_or_default().to_owned();
                groups.0.entry(person).or_default().insert(name.to_owned(), group);
            }
        }
    }
    Ok(groups)
}

/// The group of each value.
fn divided(values: &[&str]) -> Vec<Option<String>> {
    let given = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let distinct: BTreeSet<_> = values.iter().filter(|value| !value.is_empty()).collect();
    if distinct.len() <= MOST_GROUPS {
        return values.iter().map(|value| given(value)).collect();
    }
    let numbers: Option<Vec<f64>> = distinct.iter().map(|value| value.parse().ok()).collect();
    if numbers.is_none() {
        return vec![None; values.len()];
    }
    let mut all: Vec<f64> = values.iter().filter_map(|value| value.parse().ok()).collect();
    all.sort_by(f64::total_cmp);
    let median = all[(all.len() - 1) / 2];
    let half = |number: f64| if number <= median { format!("≤ {median}") } else { format!("> {median}") };
    values.iter().map(|value| value.parse().ok().map(half)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_divide_people() {
        let ages: String =
            (20..30).map(|age| format!("{age:03},{age},{}\n", if age % 2 == 0 { "a" } else { "" })).collect();
        let groups = read_groups(&format!("subject,age,kind\n{ages}")).unwrap();
        assert_eq!(groups.0["020"]["age"], "≤ 24");
        assert_eq!(groups.0["029"]["age"], "> 24");
        assert_eq!(groups.0["020"]["kind"], "a");
        assert!(!groups.0["021"].contains_key("kind"));
        assert!(read_groups("name,age\nx,3\n").is_err());
        assert_eq!(
            read_groups("subject,age\n1,2\n1\n3\n").unwrap_err().iter().map(|it| it.line).collect::<Vec<_>>(),
            [3, 4]
        );
    }
}
