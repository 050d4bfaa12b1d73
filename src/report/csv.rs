//! A table for any program: UTF-8 with a byte order mark (without it Excel on a Chinese Windows guesses GBK), CR LF,
//! one row a photo; of several sets, one a photo and set.
//!
//! File names are hostile input, and spreadsheets run a cell that starts like a formula. Such a cell gets an
//! apostrophe in front, and so does a long run of digits, which would come out as a rounded number.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::row::{COLUMNS, Row};
use super::several::SET;
use super::{Lines, Run};
use crate::batch::Checked;

/// The table.
pub struct Csv;

impl Lines for Csv {
    fn begin(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        begin(out)?;
        let set = run.is_one_of_several.then_some(SET);
        line(COLUMNS.into_iter().chain(set).map(|column| column.get(run.lang)), out)
    }

    fn photo(&self, index: usize, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let set = run.is_one_of_several.then(|| run.set.id.clone());
        line(Row::of(index, photo, run).cells(" | ").into_iter().chain(set).map(|cell| neutral(&cell)), out)
    }
}

/// The byte order mark.
pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())
}

/// One line of the table.
pub(super) fn line<C: AsRef<[u8]>>(cells: impl Iterator<Item = C>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(cells)?;
    table.flush()
}

/// `cell` so that a spreadsheet takes it for text.
pub(super) fn neutral(cell: &str) -> String {
    let starts_formula = cell.starts_with(['\t', '\r', '\n'])
        || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    let is_long_number = cell.len() > 11 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let leads_with_zero = cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit());
    if starts_formula || is_long_number || leads_with_zero { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn what_could_run_or_round_becomes_text() {
        for cell in ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＠x", "202204010012345", "007"] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        for cell in ["张三.jpg", "a=b.jpg", "20220401", "", "0", "49.8%"] {
            assert_eq!(neutral(cell), cell);
        }
    }
}
