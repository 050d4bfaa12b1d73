//! Tables in workbooks: every sheet, each cell as Excel shows it.

use std::io::{self, Cursor, Read};

use calamine::{Data, Reader, SheetVisible, Xlsx, XlsxError};

use super::super::RosterError;
use super::{COLUMNS, CellFlaw, ROWS, Sheet, TableCell, lost_digits};

/// From here on a number has more digits than a spreadsheet keeps.
const EXACT: f64 = 1e15;
/// Most cells of a workbook, empty ones to the left of others included, and rows, empty ones above others included: as many as a
/// million people with eight columns have.
const CELLS: usize = 9 << 20;
/// Most bytes of a workbook's parts when they are unpacked, and of those that are kept whole: its texts and its styles.
const UNPACKED: u64 = 1 << 30;
const KEPT: u64 = 128 << 20;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    if unpacks_to_too_much(bytes) {
        return Err(RosterError::TooLong(ROWS));
    }
    let mut book: Book<'_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let about: Vec<_> =
        book.sheets_metadata().iter().map(|it| (it.name.clone(), it.visible != SheetVisible::Visible)).collect();
    let mut sheets = Vec::new();
    let mut cells = Cells { rows: Vec::new(), left: CELLS };
    for (name, hidden) in about {
        match read_sheet(&mut book, &name, &mut cells) {
            Ok(()) => {}
            // A sheet that is a chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(unreadable(error)),
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        merged.iter().for_each(|area| cells.fill([area.start, area.end]));
        if cells.left == 0 {
            return Err(RosterError::TooLong(ROWS));
        }
        sheets.push(Sheet { name, hidden, rows: std::mem::take(&mut cells.rows) });
    }
    Ok(sheets)
}

fn unreadable(error: XlsxError) -> RosterError {
    match error {
        XlsxError::Password => RosterError::Foreign(super::Foreign::Encrypted),
        _ => RosterError::Damaged,
    }
}

/// Whether the parts are larger than a list is, whatever the archive says of their sizes.
fn unpacks_to_too_much(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        let is_sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if is_sheet { left } else { left.min(KEPT) };
        // What cannot be unpacked is found out by whoever reads it.
        let size = io::copy(&mut part.take(most + 1), &mut io::sink()).unwrap_or(0);
        if size > most {
            return true;
        }
        left -= size;
    }
    false
}

/// The cells of one sheet that show something.
struct Cells {
    rows: Vec<Vec<TableCell>>,
    /// How many cells and rows there may still be.
    left: usize,
}

impl Cells {
    /// Puts a cell at its row and column, unless the list becomes longer than it may.
    fn put(&mut self, (row, column): (u32, u32), cell: TableCell) {
        let (row, column) = (row as usize, column as usize);
        if row >= ROWS {
            self.left = 0;
        }
        if self.left == 0 || column >= COLUMNS {
            return;
        }
        if self.rows.len() <= row {
            self.left = self.left.saturating_sub(row + 1 - self.rows.len());
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            self.left = self.left.saturating_sub(column + 1 - cells.len());
            cells.resize_with(column + 1, TableCell::default);
        }
        cells[column] = cell;
    }

    /// Gives every cell of a merged column the text that is shown across it. Cells merged across columns are titles and
    /// stay as they are.
    fn fill(&mut self, [start, end]: [(u32, u32); 2]) {
        let Some(text) = self.rows.get(start.0 as usize).and_then(|row| row.get(start.1 as usize)).cloned() else {
            return;
        };
        let last = (end.0 as usize).min(self.rows.len().saturating_sub(1));
        if start.1 != end.1 || text == TableCell::default() {
            return;
        }
        for row in start.0 as usize + 1..=last {
            // A cell that is filled again costs too: areas may lie over one another.
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            self.put((row as u32, start.1), text.clone());
        }
    }
}

/// Reads one sheet, first what its cells show, then which of them are formulas that nobody has calculated.
fn read_sheet(book: &mut Book<'_>, name: &str, cells: &mut Cells) -> Result<(), XlsxError> {
    cells.rows.clear();
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some((value, style)) = reader.next_cell_with_style_id()? {
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let shown =
            cell(&Data::from(value.get_value().clone()), format.map(|format| format.format_code.as_str()), false);
        if shown != TableCell::default() {
            cells.put(value.get_position(), shown);
        }
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(record) = reader.next_cell_with_formula_metadata()? {
        if record.formula.is_some() {
            let shown = cell(&Data::from(record.value), None, true);
            if shown.flaw == Some(CellFlaw::NotCalculated) {
                cells.put(record.pos, shown);
            }
        }
    }
    Ok(())
}

/// A cell as it looks.
fn cell(value: &Data, format: Option<&str>, is_formula: bool) -> TableCell {
    match value {
        // What a program writes for a formula before anybody has calculated it.
        Data::Float(0.0) | Data::Int(0) if is_formula => {
            TableCell { text: String::new(), flaw: Some(CellFlaw::NotCalculated) }
        }
        Data::Float(number) => number_cell(*number, format),
        Data::Int(number) => number_cell(*number as f64, format),
        Data::Error(_) => TableCell { text: String::new(), flaw: Some(CellFlaw::NotCalculated) },
        Data::Empty => TableCell { text: String::new(), flaw: is_formula.then_some(CellFlaw::NotCalculated) },
        other => {
            let mut cell = TableCell::of(other.to_string().trim_start_matches('\''));
            cell.flaw = match () {
                () if cell.text.is_empty() && is_formula => Some(CellFlaw::NotCalculated),
                () => lost_digits(&cell.text).then_some(CellFlaw::LostDigits),
            };
            cell
        }
    }
}

/// A number: whole ones without a point, with the noughts in front that its format shows.
fn number_cell(number: f64, format: Option<&str>) -> TableCell {
    // Of a sum of parts, Excel shows fifteen digits, which take away what adding left behind the point.
    let number = if number.fract() == 0.0 { number } else { shown_number(number) };
    if number.fract() != 0.0 {
        return TableCell::of(&number.to_string());
    }
    if number.abs() >= EXACT {
        return TableCell { text: rounded(number), flaw: Some(CellFlaw::LostDigits) };
    }
    let width = format.map_or(0, shown_digits);
    TableCell { text: format!("{number:0width$.0}"), flaw: None }
}

/// A number to the fifteen digits that Excel shows.
fn shown_number(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// A number with the fifteen digits that Excel shows of it, and noughts for the rest.
fn rounded(number: f64) -> String {
    let text = format!("{number:.14e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.replace('.', "");
    match exponent.parse::<usize>() {
        Ok(exponent) if exponent < 40 => format!("{digits}{}", "0".repeat((exponent + 1).saturating_sub(15))),
        _ => text,
    }
}

/// How many digits a format such as `00000000` shows at least; 0 for one that is not made of noughts.
fn shown_digits(format: &str) -> usize {
    let first = format.split(';').next().unwrap_or_default();
    let digits: String = first.chars().filter(|c| !matches!(c, '"' | '\\' | '_' | ' ')).collect();
    if digits.len() <= 40 && digits.bytes().all(|byte| byte == b'0') { digits.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_excel_shows_them() {
        assert_eq!(number_cell(123_456.0, Some("00000000")).text, "00123456");
        assert_eq!(number_cell(20_220_101.0, Some("General")).text, "20220101");
        assert_eq!(number_cell(20_220_101.0, Some("0")).text, "20220101");
        assert_eq!(number_cell(20_220_100.999_999_996, None).text, "20220101");
        assert_eq!(number_cell(2.5, None).text, "2.5");
        let lost = number_cell(440_524_188_001_010_014.0, None);
        assert_eq!((lost.text.as_str(), lost.flaw), ("440524188001010000", Some(CellFlaw::LostDigits)));
        assert_eq!(shown_digits("yyyy-mm-dd"), 0);
    }

    #[test]
    fn no_archive_is_no_workbook() {
        assert!(read(b"PK\x03\x04 no archive").is_err());
    }
}
