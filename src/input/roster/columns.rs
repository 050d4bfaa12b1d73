//! Which columns hold numbers and names.

use super::{Headings, Person, RosterError};

/// Headings of columns with numbers, the one that names a person best first.
const NUMBER: [&str; 22] = [
    "学号",
    "学生编号",
    "学籍号",
    "考生号",
    "准考证号",
    "报名号",
    "编号",
    "工号",
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "证件号",
    "证件号码",
    "studentid",
    "studentnumber",
    "studentno",
    "examinationnumber",
    "idnumber",
    "number",
    "no",
    "id",
    "身份证件号",
];
/// Headings of columns with names.
const NAME: [&str; 8] = ["姓名", "学生姓名", "考生姓名", "名字", "name", "studentname", "fullname", "realname"];
/// In how many rows from the top the headings may stand: school lists begin with titles.
const TOP: usize = 12;

/// Where numbers and names stand.
pub(super) struct Columns {
    /// Index of the row with the headings.
    pub heading_row: usize,
    numbers: Vec<usize>,
    name: Option<usize>,
}

impl Columns {
    /// Finds the first row with a heading that is known or was asked for.
    pub fn find(rows: &[Vec<String>], headings: &Headings) -> Result<Self, RosterError> {
        for (heading_row, row) in rows.iter().take(TOP).enumerate() {
            let numbers = match &headings.number {
                Some(asked) => position(row, asked).into_iter().collect(),
                None => NUMBER.iter().filter_map(|known| position(row, known)).collect::<Vec<_>>(),
            };
            let name = match &headings.name {
                Some(asked) => position(row, asked),
                None => NAME.iter().find_map(|known| position(row, known)),
            };
            let complete =
                (headings.number.is_none() || !numbers.is_empty()) && (headings.name.is_none() || name.is_some());
            if complete && (!numbers.is_empty() || name.is_some()) {
                return Ok(Self { heading_row, numbers, name });
            }
        }
        let first = rows.iter().find(|row| row.iter().any(|cell| !cell.is_empty())).cloned().unwrap_or_default();
        match headings.number.as_ref().or(headings.name.as_ref()) {
            Some(asked) => Err(RosterError::NoSuchHeading(asked.clone(), first)),
            None => Err(RosterError::NoColumns(first)),
        }
    }

    /// The person in a row; `None` for an empty one.
    pub fn person(&self, row: &[String]) -> Option<Person> {
        let cell = |column: usize| row.get(column).filter(|cell| !cell.is_empty()).cloned();
        let numbers: Vec<_> = self.numbers.iter().filter_map(|column| cell(*column)).collect();
        let name = self.name.and_then(cell).unwrap_or_default();
        let number = numbers.first().cloned().unwrap_or_default();
        (!number.is_empty() || !name.is_empty()).then_some(Person { number, numbers, name })
    }
}

/// The column with this heading, however it is spaced and written.
fn position(row: &[String], heading: &str) -> Option<usize> {
    let wanted = plain(heading);
    row.iter().position(|cell| plain(cell) == wanted)
}

/// A heading without spaces, marks and what stands in brackets, in lower case.
fn plain(heading: &str) -> String {
    let bare = heading.split(['（', '(']).next().unwrap_or_default();
    bare.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
