//! Tables from files: rows of cells, all text.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, XlsxError};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// Most rows that are read: far more than any school has students.
const ROWS: usize = 200_000;
/// Most columns.
const COLUMNS: usize = 256;

/// Reads a table by content: a ZIP archive is a workbook, anything else is text.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    if bytes.starts_with(b"PK") { workbook(bytes) } else { text(&decoded(bytes)) }
}

/// The first sheet that has anything in it.
fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsxError| error.to_string())?;
    for sheet in 0..book.sheet_names().len() {
        let Some(range) = book.worksheet_range_at(sheet) else { continue };
        let range = range.map_err(|error| error.to_string())?;
        let rows = range.rows().take(ROWS).map(|row| row.iter().take(COLUMNS).map(cell).collect());
        let rows: Vec<Vec<String>> = rows.collect();
        if rows.iter().flatten().any(|cell| !cell.is_empty()) {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// A cell as it looks: whole numbers without a point, so that a student number typed as a number is found.
fn cell(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Text in whatever encoding Excel and its users save it: UTF-8 or UTF-16 by its mark, UTF-8 if it is that, else
/// GB 18030, which holds GBK and GB 2312.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => text.to_owned(),
            Err(_) => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

/// Cells between whichever of tab, semicolon and comma the first line has most of.
fn text(text: &str) -> Result<Vec<Vec<String>>, String> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records().take(ROWS) {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(record.iter().take(COLUMNS).map(unquoted).collect());
    }
    Ok(rows)
}

/// A cell without the marks that keep spreadsheets from making a number of it: a leading apostrophe or tab.
fn unquoted(cell: &str) -> String {
    cell.trim().trim_start_matches(['\'', '\t']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_and_delimiters_are_recognised() {
        let rows = vec![vec!["学号".to_owned(), "姓名".to_owned()], vec!["007".to_owned(), "张三".to_owned()]];
        let plain = "学号,姓名\r\n'007,张三\r\n";
        assert_eq!(read(plain.as_bytes()).unwrap(), rows);
        assert_eq!(read(format!("\u{feff}{}", plain.replace(',', ";")).as_bytes()).unwrap(), rows);
        assert_eq!(read(&GB18030.encode(plain).0).unwrap(), rows);
        let wide: Vec<u8> = plain.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&[&[0xff, 0xfe], wide.as_slice()].concat()).unwrap(), rows);
        assert!(read(b"PK\x03\x04 no archive").is_err());
        assert_eq!(read(b"").unwrap(), Vec::<Vec<String>>::new());
    }
}
