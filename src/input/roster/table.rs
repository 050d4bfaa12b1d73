//! Tables from files: sheets of rows of cells, all text as a person sees it.

mod text;
mod workbook;

use super::RosterError;
use super::heading::kind;

/// Most rows that are read, as many as a sheet of Excel has. A longer list is refused, never cut.
const ROWS: usize = 1_048_576;
/// Most columns that are looked at.
const COLUMNS: usize = 256;

/// One table with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The sheet's name; empty for a text file.
    pub name: String,
    /// Hidden by whoever made the workbook.
    pub hidden: bool,
    /// The cells.
    pub rows: Vec<Vec<TableCell>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TableCell {
    /// What it shows, trimmed.
    pub text: String,
    /// What a program did to it.
    pub flaw: Option<CellFlaw>,
}

/// What a program did to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellFlaw {
    /// A number of more than fifteen digits that was kept as a number: its last digits are gone.
    LostDigits,
    /// A formula that was never calculated.
    NotCalculated,
}

impl TableCell {
    fn of(text: &str) -> Self {
        Self { text: text.trim().to_owned(), flaw: None }
    }
}

/// How many headings of a row are known.
pub(super) fn known_headings(row: &[TableCell]) -> usize {
    row.iter().filter(|cell| kind(&cell.text).is_some()).count()
}

/// Reads the sheets of a file, which is known by its content whatever it is called.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, RosterError> {
    let is_new = name.to_lowercase().ends_with(".xlsx");
    match foreign(bytes) {
        // A workbook under a password lies in the container of old Excel.
        Some(Foreign::Excel97) if is_new => Err(RosterError::Foreign(Foreign::Encrypted)),
        Some(kind) => Err(RosterError::Foreign(kind)),
        None if bytes.starts_with(b"PK") => workbook::read(bytes),
        None if is_behind_something(bytes) => Err(RosterError::Damaged),
        None => text::read(bytes).map(|sheet| vec![sheet]),
    }
}

/// Whether this is a workbook with something put before it, as half a message or a web page that was saved along: no text has an archive's end.
fn is_behind_something(bytes: &[u8]) -> bool {
    const END: &[u8] = b"PK\x05\x06";
    let tail = &bytes[bytes.len().saturating_sub(u16::MAX.into())..];
    memchr::memmem::find(tail, END).is_some() && zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_ok()
}

/// A kind of file that is no list photocheck reads, although it may well be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A workbook of Excel 97 to 2003.
    Excel97,
    /// A web page, as school systems export it under the name `.xls`.
    WebPage,
    /// A workbook in the XML of Excel 2003.
    SpreadsheetXml,
    /// A table of OpenDocument.
    OpenDocument,
    /// A workbook in the binary form `.xlsb`.
    Binary,
    /// A workbook under a password.
    Encrypted,
    /// A text document of Word.
    Word,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Another archive.
    Archive,
}

/// What kind of other file this is, if it is one.
fn foreign(bytes: &[u8]) -> Option<Foreign> {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let has = |name: &str, within: usize| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(&bytes[..bytes.len().min(within)], &wide).is_some()
    };
    match bytes {
        _ if bytes.starts_with(OLE) && (has("EncryptedPackage", usize::MAX) || has("EncryptionInfo", usize::MAX)) => {
            Some(Foreign::Encrypted)
        }
        _ if bytes.starts_with(OLE) && has("WordDocument", usize::MAX) => Some(Foreign::Word),
        _ if bytes.starts_with(OLE) => Some(Foreign::Excel97),
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..] if bytes.get(3) == Some(&0) => Some(Foreign::Excel97),
        _ if bytes.starts_with(b"PK") => archive(bytes),
        _ if bytes.starts_with(b"%PDF") => Some(Foreign::Pdf),
        _ if bytes.starts_with(b"{\\rtf") => Some(Foreign::Word),
        _ if bytes.starts_with(b"Rar!") || bytes.starts_with(b"7z\xbc\xaf") || bytes.starts_with(b"\x1f\x8b") => {
            Some(Foreign::Archive)
        }
        _ if bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG") => Some(Foreign::Picture),
        _ => markup(bytes),
    }
}

/// What an archive holds that is no workbook of Excel 2007.
fn archive(bytes: &[u8]) -> Option<Foreign> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.bin") {
        Some(Foreign::Binary)
    } else if has("content.xml") && has("mimetype") {
        Some(Foreign::OpenDocument)
    } else if has("word/document.xml") {
        Some(Foreign::Word)
    } else {
        let is_workbook = archive.file_names().flatten().any(|name| name.ends_with("workbook.xml"));
        (!is_workbook && !archive.is_empty()).then_some(Foreign::Archive)
    }
}

/// Web pages and XML, whatever their encoding: what matters is ASCII.
fn markup(bytes: &[u8]) -> Option<Foreign> {
    let start: Vec<u8> = bytes.iter().take(8192).filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let text = String::from_utf8_lossy(&start);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || !c.is_ascii());
    if !text.starts_with('<') {
        return None;
    }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") && !text.contains("<html") {
        return Some(Foreign::SpreadsheetXml);
    }
    let page = ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<div", "<style"];
    page.iter().any(|tag| text.contains(tag)).then_some(Foreign::WebPage)
}

/// A number with more digits than a spreadsheet keeps, as text that a spreadsheet wrote: `4.40524E+17`, or eighteen
/// digits that end in noughts.
fn lost_digits(text: &str) -> bool {
    let (whole, exponent) = match text.split_once(['e', 'E']) {
        Some((whole, exponent)) => (whole, exponent.trim_start_matches('+').parse::<u32>().ok()),
        None => (text, None),
    };
    let mantissa = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match exponent {
        Some(exponent) => mantissa(whole) && (9..40).contains(&exponent),
        None => {
            let digits = whole.bytes().all(|byte| byte.is_ascii_digit());
            let noughts = whole.len().saturating_sub(15);
            let rounded = digits && noughts >= 2 && whole.ends_with(&"0".repeat(noughts));
            let is_sound = || crate::identity_number::IdentityNumber::find(whole).is_some_and(|it| it.is_valid());
            rounded && !is_sound()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_lost_their_ends_are_known() {
        for text in ["4.40524E+17", "4.40524e+17", "440524188001010000", "2.02201E+11"] {
            assert!(lost_digits(text), "{text}");
        }
        for text in ["440524188001010014", "20220101", "S2E10", "1E5", "2022010000", "E12", ""] {
            assert!(!lost_digits(text), "{text}");
        }
    }

    #[test]
    fn files_of_other_programs_are_named() {
        assert_eq!(foreign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0k\0b\0o\0o\0k\0"), Some(Foreign::Excel97));
        let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &locked].concat();
        assert_eq!(foreign(&locked), Some(Foreign::Encrypted));
        assert_eq!(foreign("\u{feff}\r\n<HTML><table><tr><td>学号".as_bytes()), Some(Foreign::WebPage));
        assert_eq!(foreign(b"%PDF-1.7"), Some(Foreign::Pdf));
        assert_eq!(foreign("学号,姓名\n1,<张三>\n".as_bytes()), None);
        assert_eq!(foreign(b""), None);
    }
}
