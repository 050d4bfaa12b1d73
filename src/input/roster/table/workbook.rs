//! Tables in workbooks: every sheet, each cell as Excel shows it.

use std::io::Cursor;

use calamine::{Data, Range, Reader, SheetVisible, StyleRange, Xlsx, XlsxError};

use super::super::RosterError;
use super::{COLUMNS, CellFlaw, ROWS, Sheet, TableCell, lost_digits};

/// From here on a number has more digits than a spreadsheet keeps.
const EXACT: f64 = 1e15;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    let unreadable = |error: XlsxError| match error {
        XlsxError::Password => RosterError::Foreign(super::Foreign::Encrypted),
        error => RosterError::Unreadable(error.to_string()),
    };
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let about: Vec<_> =
        book.sheets_metadata().iter().map(|it| (it.name.clone(), it.visible != SheetVisible::Visible)).collect();
    let mut sheets = Vec::new();
    for (name, hidden) in about {
        // A sheet that is a chart, or that lies in the archive under another name, has no cells.
        let Ok(values) = book.worksheet_range(&name) else { continue };
        if values.height() > ROWS {
            return Err(RosterError::TooLong(ROWS));
        }
        let formulas = book.worksheet_formula(&name).unwrap_or_default();
        let styles = book.worksheet_style(&name).ok();
        let mut rows = rows(&values, &formulas, styles.as_ref());
        let origin = values.start().unwrap_or_default();
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        merged.iter().for_each(|area| fill(&mut rows, origin, [area.start, area.end]));
        sheets.push(Sheet { name, hidden, rows });
    }
    Ok(sheets)
}

fn rows(values: &Range<Data>, formulas: &Range<String>, styles: Option<&StyleRange>) -> Vec<Vec<TableCell>> {
    let (top, left) = values.start().unwrap_or_default();
    let place = |row: usize, column: usize| (top + row as u32, left + column as u32);
    let one = |(row, column, value): (usize, usize, &Data)| {
        let place = place(row, column);
        let format = styles.and_then(|styles| styles.get(place)).and_then(|style| style.number_format.as_ref());
        let is_formula = || formulas.get_value(place).is_some_and(|formula| !formula.is_empty());
        cell(value, format.map(|format| format.format_code.as_str()), is_formula)
    };
    let cells = |(row, cells): (usize, &[Data])| -> Vec<TableCell> {
        cells.iter().take(COLUMNS).enumerate().map(|(column, value)| one((row, column, value))).collect()
    };
    values.rows().enumerate().map(cells).collect()
}

/// A cell as it looks.
fn cell(value: &Data, format: Option<&str>, is_formula: impl Fn() -> bool) -> TableCell {
    match value {
        // What a program writes for a formula before anybody has calculated it.
        Data::Float(0.0) | Data::Int(0) if is_formula() => {
            TableCell { text: String::new(), flaw: Some(CellFlaw::NotCalculated) }
        }
        Data::Float(number) => number_cell(*number, format),
        Data::Int(number) => number_cell(*number as f64, format),
        Data::Error(_) => TableCell { text: String::new(), flaw: Some(CellFlaw::NotCalculated) },
        Data::Empty => TableCell { text: String::new(), flaw: is_formula().then_some(CellFlaw::NotCalculated) },
        other => {
            let mut cell = TableCell::of(other.to_string().trim_start_matches('\''));
            cell.flaw = match () {
                () if cell.text.is_empty() && is_formula() => Some(CellFlaw::NotCalculated),
                () => lost_digits(&cell.text).then_some(CellFlaw::LostDigits),
            };
            cell
        }
    }
}

/// A number: whole ones without a point, with the noughts in front that its format shows.
fn number_cell(number: f64, format: Option<&str>) -> TableCell {
    if number.fract() != 0.0 {
        return TableCell::of(&number.to_string());
    }
    if number.abs() >= EXACT {
        return TableCell { text: rounded(number), flaw: Some(CellFlaw::LostDigits) };
    }
    let width = format.map_or(0, shown_digits);
    TableCell { text: format!("{number:0width$.0}"), flaw: None }
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

/// Gives every cell of a merged column the text that is shown across it. Cells merged across columns are titles and
/// stay as they are.
fn fill(rows: &mut [Vec<TableCell>], origin: (u32, u32), [start, end]: [(u32, u32); 2]) {
    let (Some(column), true) = (start.1.checked_sub(origin.1), start.1 == end.1) else { return };
    let Some(first) = start.0.checked_sub(origin.0) else { return };
    let Some(text) = rows.get(first as usize).and_then(|row| row.get(column as usize)).cloned() else { return };
    let last = (end.0.saturating_sub(origin.0) as usize).min(rows.len().saturating_sub(1));
    for row in rows.iter_mut().take(last + 1).skip(first as usize + 1) {
        if let Some(cell) = row.get_mut(column as usize) {
            cell.clone_from(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_excel_shows_them() {
        assert_eq!(number_cell(123_456.0, Some("00000000")).text, "00123456");
        assert_eq!(number_cell(20_220_101.0, Some("General")).text, "20220101");
        assert_eq!(number_cell(20_220_101.0, Some("0")).text, "20220101");
        let lost = number_cell(440_524_188_001_010_014.0, None);
        assert_eq!((lost.text.as_str(), lost.flaw), ("440524188001010000", Some(CellFlaw::LostDigits)));
        assert_eq!(shown_digits("yyyy-mm-dd"), 0);
    }

    #[test]
    fn no_archive_is_no_workbook() {
        assert!(read(b"PK\x03\x04 no archive").is_err());
    }
}
