//! Tables in text files: whatever their encoding and whatever stands between their cells.

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::super::RosterError;
use super::{COLUMNS, CellFlaw, ROWS, Sheet, TableCell, known_headings, lost_digits};

/// What may stand between cells.
const DELIMITERS: [char; 6] = [',', '\t', ';', '，', '；', '|'];
/// Stands for a delimiter that is no ASCII character (the separator that ASCII has for units).
const UNIT: char = '\u{1f}';
/// Rows in which a delimiter has to show that it is one.
const SAMPLE: usize = 40;

/// Reads the one table of a text file.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, RosterError> {
    let readings = decodings(bytes);
    let best = readings.iter().find(|text| best_delimiter(text).1 > 0).or_else(|| readings.first());
    let Some(text) = best else { return Ok(Sheet::default()) };
    let (asked, text) =
        match text.strip_prefix("sep=").and_then(|rest| Some((rest.chars().next()?, rest.split_once('\n')?.1))) {
            Some((delimiter, rest)) => (Some(delimiter), rest),
            None => (None, text.as_str()),
        };
    let delimiter = asked.unwrap_or_else(|| best_delimiter(text).0);
    if let Some(line) = open_quote(text, delimiter) {
        return Err(RosterError::OpenQuote(line));
    }
    let rows = rows(text, delimiter, ROWS + 1)?;
    if rows.len() > ROWS {
        return Err(RosterError::TooLong(ROWS));
    }
    Ok(Sheet { name: String::new(), hidden: false, rows })
}

/// The text by its mark, or as UTF-8 if it is that, or as UTF-16 without a mark if it looks like that; else as
/// GB 18030, which holds GBK and GB 2312, as Big5, or as Windows writes Western European names, first those in which every
/// byte means something.
fn decodings(bytes: &[u8]) -> Vec<String> {
    let with = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    };
    let narrow = || {
        let read = |encoding: &'static encoding_rs::Encoding| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
        };
        let sound = [GB18030, BIG5, WINDOWS_1252].into_iter().filter_map(read);
        // One broken byte does not make a Chinese list a Western one: no heading of it would be known.
        sound.chain([with(GB18030, bytes), with(BIG5, bytes)]).collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => vec![with(UTF_16LE, rest)],
        [0xfe, 0xff, rest @ ..] => vec![with(UTF_16BE, rest)],
        [0xef, 0xbb, 0xbf, rest @ ..] => vec![String::from_utf8_lossy(rest).into_owned()],
        _ => match wide(bytes) {
            Some(encoding) => vec![with(encoding, bytes)],
            None if is_nearly_utf8(bytes) => vec![String::from_utf8_lossy(bytes).into_owned()],
            None => narrow(),
        },
    }
}

/// Whether a text is UTF-8, but for a broken letter here and there: in other encodings hardly two bytes in a row fit together.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || letters >= 4 * broken
}

/// UTF-16 without its mark: digits, delimiters and line ends have a zero byte, always on the same side.
fn wide(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let zeros = |side: usize| bytes.iter().take(4096).skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    // The other side has zeros as well: those of 一, U+4E00, as in 一班.
    let is_high = |of: usize, other: usize| of > 2 && of >= 3 * other && 16 * of >= bytes.len().min(4096);
    match bytes.len() % 2 {
        0 if is_high(low_first, high_first) => Some(UTF_16LE),
        0 if is_high(high_first, low_first) => Some(UTF_16BE),
        _ => None,
    }
}

/// The delimiter under which a row has most headings that are known, and how many those are; without any, the one
/// that most of the first rows share.
fn best_delimiter(text: &str) -> (char, usize) {
    let score = |delimiter: char| {
        let rows = rows(text, delimiter, SAMPLE).unwrap_or_default();
        let known = rows.iter().map(|row| known_headings(row)).max().unwrap_or_default();
        (known, rows.iter().filter(|row| row.len() > 1).count())
    };
    let best =
        DELIMITERS.into_iter().rev().map(|delimiter| (score(delimiter), delimiter)).max_by_key(|(score, _)| *score);
    best.map_or((',', 0), |((known, _), delimiter)| (delimiter, known))
}

fn rows(text: &str, delimiter: char, most: usize) -> Result<Vec<Vec<TableCell>>, RosterError> {
    let replaced;
    let (text, delimiter) = match u8::try_from(delimiter) {
        Ok(byte) if delimiter.is_ascii() => (text, byte),
        _ => {
            replaced = text.replace(delimiter, &UNIT.to_string());
            (replaced.as_str(), UNIT as u8)
        }
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records().take(most) {
        let record = record.map_err(|_| RosterError::Damaged)?;
        rows.push(record.iter().take(COLUMNS).map(cell).collect());
    }
    Ok(rows)
}

/// The line of a quotation mark that is opened at the beginning of a cell and never closed where a cell could end:
/// all that follows it would be taken for one cell.
fn open_quote(text: &str, delimiter: char) -> Option<usize> {
    let mut letters = text.chars().peekable();
    let (mut line, mut opened) = (1, None::<usize>);
    let mut at_start = true;
    while let Some(c) = letters.next() {
        match (c, opened) {
            ('"', None) if at_start => opened = Some(line),
            ('"', Some(_)) if letters.peek() == Some(&'"') => drop(letters.next()),
            ('"', Some(start)) => match letters.peek() {
                Some(next) if *next != delimiter && !next.is_whitespace() => return Some(start),
                _ => opened = None,
            },
            _ => {}
        }
        at_start = opened.is_none() && (c == '\n' || c == delimiter);
        line += usize::from(c == '\n');
    }
    opened
}

/// A cell without what keeps spreadsheets from making a number of it: a leading apostrophe, a tab, `="…"`.
fn cell(raw: &str) -> TableCell {
    let text = raw.trim().trim_start_matches(['\'', '\t']).trim();
    let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let text = formula.unwrap_or(text);
    TableCell { text: text.to_owned(), flaw: lost_digits(text).then_some(CellFlaw::LostDigits) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let rows = read(bytes).unwrap().rows;
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn encodings_and_delimiters_are_recognised() {
        let rows = vec![vec!["学号".to_owned(), "姓名".to_owned()], vec!["007".to_owned(), "张三".to_owned()]];
        let plain = "学号,姓名\r\n'007,张三\r\n";
        assert_eq!(texts(plain.as_bytes()), rows);
        assert_eq!(texts(&GB18030.encode(plain).0), rows);
        for (delimiter, mark) in [(";", "\u{feff}"), ("，", ""), ("\t", ""), ("|", ""), ("；", "\u{feff}")] {
            assert_eq!(texts(format!("{mark}{}", plain.replace(',', delimiter)).as_bytes()), rows, "{delimiter}");
        }
        assert_eq!(texts(format!("sep=;\r\n{}", plain.replace(',', ";")).as_bytes()), rows);
        let wide: Vec<u8> = plain.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&[&[0xff, 0xfe], wide.as_slice()].concat()), rows);
        assert_eq!(texts(&wide), rows);
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(texts(&big), rows);
        assert_eq!(texts(&BIG5.encode("學號,姓名\r\n007,張三\r\n").0)[1][1], "張三");
        assert_eq!(texts(b"Number,Name\nS1,Jos\xe9\n")[1], ["S1", "José"]);
        let one_byte_lost = [&GB18030.encode(plain).0[..], b"008,\xff\n"].concat();
        assert_eq!(texts(&one_byte_lost)[..2], rows);
        assert_eq!(texts(b""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_title_has_no_say_in_the_delimiter() {
        let rows = texts("2022 届；毕业生；名单\n学号,姓名\n1,张三\n".as_bytes());
        assert_eq!(rows[1], ["学号", "姓名"]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_found() {
        assert_eq!(read("学号,姓名\n1,\"张三\n2,李四\n".as_bytes()), Err(RosterError::OpenQuote(2)));
        assert_eq!(read("学号,姓名\n1,\"张三\n2,\"李四\"\n".as_bytes()), Err(RosterError::OpenQuote(2)));
        assert!(read("学号,姓名\n1,\"张 \"\"小三\"\" \"\n2,李\"四\n".as_bytes()).is_ok());
    }
}
