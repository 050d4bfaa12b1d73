//! The name list: who should have handed in a photo, and who did.
//!
//! A list is a table from anywhere ([`Roster::read`]): text in any common encoding, or a workbook of which every visible
//! sheet with the columns is read. Headings are found by what they are usually called, and what was understood is
//! told ([`RosterSource`]). [`Roster::compare`] then holds the names of the photos against it. No picture is looked at: whose
//! face it is, is for a person to say.

#[cfg(feature = "files")]
mod columns;
#[cfg(feature = "files")]
mod heading;
mod matching;
mod stem;
#[cfg(feature = "files")]
mod table;

pub use matching::{Attendance, Doubt, RosterMatch};
#[cfg(feature = "files")]
pub use table::Foreign;

/// One person on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Student number or whatever else the list calls each person by; may be empty.
    pub number: String,
    /// Every number the list has for the person: student number, examinee number, identity number.
    pub numbers: Vec<String>,
    /// Name; may be empty.
    pub name: String,
    /// Numbers that a spreadsheet spoilt, as the list shows them.
    pub spoilt: Vec<String>,
    /// What stands in each column of the list, in the order of [`Roster::headings`].
    pub cells: Vec<String>,
}

/// A name list.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The people, in the list's order.
    pub people: Vec<Person>,
    /// The headings of all its columns.
    pub headings: Vec<String>,
    /// What was understood of the file.
    pub source: RosterSource,
    /// What is wrong with the list itself.
    pub notes: Vec<Note>,
}

/// What was understood of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterSource {
    /// The file.
    pub file: String,
    /// The sheets that people were read from; none for a text file.
    pub sheets: Vec<String>,
    /// The sheets that were not read: hidden ones, and those without the columns.
    pub unread: Vec<String>,
    /// The headings of the columns whose numbers name people, the best first.
    pub numbers: Vec<String>,
    /// The heading of the column with names.
    pub name: Option<String>,
}

/// Something wrong with a list, which is no photo's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// This person's number was kept as a number of more than fifteen digits and has lost its end.
    LostDigits(usize),
    /// Formulas that nobody calculated stand where numbers should, under this heading.
    NotCalculated {
        /// The heading.
        heading: String,
        /// How many there are.
        count: usize,
    },
    /// These people have the same number.
    SameNumber(Vec<usize>),
}

/// Which columns to use, where the usual headings do not help.
#[cfg(feature = "files")]
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Heading of the column with numbers.
    pub number: Option<String>,
    /// Heading of the column with names.
    pub name: Option<String>,
}

/// Why a name list cannot be used.
#[cfg(feature = "files")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterError {
    /// It is a table that is damaged.
    Damaged,
    /// All that should name people is formulas that nobody calculated.
    NotCalculated,
    /// It is a file of another kind.
    Foreign(Foreign),
    /// It has more rows than this.
    TooLong(usize),
    /// A quotation mark in this line is never closed.
    OpenQuote(usize),
    /// No row has a heading that is known; this is the row that looks most like headings.
    NoColumns(Vec<String>),
    /// A heading that was asked for is not there; the row that looks most like headings.
    NoSuchHeading(Vec<String>, Vec<String>),
    /// There are headings and nobody below them.
    Empty,
}

/// One sheet of a table: its name, and its rows of cells.
#[cfg(feature = "files")]
pub(crate) type NamedRows = (String, Vec<Vec<String>>);

/// The sheets of a table by name, each cell as it is shown; a text file has one, without a name.
///
/// # Errors
/// When it is no table that can be read.
#[cfg(feature = "files")]
pub fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<NamedRows>, RosterError> {
    let texts =
        |rows: Vec<Vec<table::TableCell>>| rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect());
    Ok(table::read(name, bytes)?.into_iter().map(|sheet| (sheet.name, texts(sheet.rows).collect())).collect())
}

#[cfg(feature = "files")]
impl Roster {
    /// Reads a list from the bytes of the file called `name`.
    ///
    /// # Errors
    /// When it is no table, or has no column for numbers or names, or no people.
    pub fn read(name: &str, bytes: &[u8], headings: &Headings) -> Result<Self, RosterError> {
        columns::roster(name, &table::read(name, bytes)?, headings)
    }
}
