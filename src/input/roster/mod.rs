//! The name list: who should have handed in a photo, and who did.
//!
//! A list is a table from anywhere ([`Roster::read`]: CSV in UTF-8, UTF-16 or GB 18030, or XLSX), with a heading row
//! that is found by what headings are usually called. [`Roster::compare`] then holds the names of the photos against
//! it. No picture is looked at: whose face it is, is for a person to say.

mod columns;
mod matching;
mod table;

pub use matching::{Attendance, Doubt, Place};

use columns::Columns;

/// One person on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Student number or whatever else the list calls each person by; may be empty.
    pub number: String,
    /// Every number the list has for the person: student number, examinee number, identity number.
    pub numbers: Vec<String>,
    /// Name; may be empty.
    pub name: String,
}

/// A name list.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The people, in the list's order.
    pub people: Vec<Person>,
}

/// Which columns to use, where the usual headings do not help.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Heading of the column with numbers.
    pub number: Option<String>,
    /// Heading of the column with names.
    pub name: Option<String>,
}

/// Why a name list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterError {
    /// It is no table that can be read; the reader's words.
    Unreadable(String),
    /// No row has a heading that is known; these are the headings of the first row.
    NoColumns(Vec<String>),
    /// A heading that was asked for is not there.
    NoSuchHeading(String, Vec<String>),
    /// There are headings and nobody below them.
    Empty,
}

impl Roster {
    /// Reads a list from the bytes of a file.
    ///
    /// # Errors
    /// When it is no table, or has no column for numbers or names, or no people.
    pub fn read(bytes: &[u8], headings: &Headings) -> Result<Self, RosterError> {
        let rows = table::read(bytes).map_err(RosterError::Unreadable)?;
        let columns = Columns::find(&rows, headings)?;
        let people: Vec<_> = rows.iter().skip(columns.heading_row + 1).filter_map(|row| columns.person(row)).collect();
        if people.is_empty() { Err(RosterError::Empty) } else { Ok(Self { people }) }
    }
}
