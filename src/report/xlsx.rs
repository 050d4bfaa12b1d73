//! A workbook for the secretary: people first, then photos, rules, and readings on wish. Everything a name or a number could
//! be is text, so that no digit of a student's number is lost and no file name runs as a formula. Verdicts are a word and a
//! colour.

mod link;
mod people;
mod sheet_name;

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use self::link::LinkBase;
use self::sheet_name::SheetNames;

use super::json::brief;
use super::number::value as value_text;
use super::row::{COLUMNS, Row};
use super::wording::verdict_name;
use super::{Report, Run, Summary, several};
use crate::batch::Earlier;
use crate::judge::Verdict;
use crate::reading::{Reading, Value};
use crate::text::{Phrase, phrase};

/// Most UTF-16 units of a cell; the format's limit is 32,767.
const CELL: usize = 32_000;

const PHOTOS: Phrase = phrase("照片", "Photos");
const MATRIX: Phrase = phrase("照片与规则集", "Photo by set");
const RULES: Phrase = phrase("按要求统计", "By rule");
const VALUES: Phrase = phrase("测量值", "Values");
const BATCH: Phrase = phrase("整批情况", "The batch");
/// The sheets that are always called so.
const OWN_SHEETS: [Phrase; 7] = [PHOTOS, MATRIX, RULES, VALUES, BATCH, people::TITLE, people::QUESTIONS];

/// The workbook.
pub struct Xlsx;

impl Report for Xlsx {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_each(std::slice::from_ref(run), out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        save(runs, &LinkBase::nowhere(), out)
    }

    /// With links to the photos, from where the workbook will stand.
    fn write_at(&self, runs: &[Run<'_>], destination: &Path, out: &mut dyn Write) -> io::Result<()> {
        save(runs, &LinkBase::of(destination), out)
    }
}

fn save(runs: &[Run<'_>], place: &LinkBase, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(runs, place).and_then(|mut book| book.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

/// The sheets; of several sets the table of photos and sets behind the people, and the set's id in a last column of photos and
/// rules.
fn workbook(runs: &[Run<'_>], place: &LinkBase) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let Some(run) = runs.first() else { return Ok(book) };
    // The same photos give the same bytes, so the workbook does not say when it was made.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let names = SheetNames::besides(OWN_SHEETS.iter().flat_map(|name| [name.zh, name.en]).chain([Earlier::SHEET]));
    people::write(&mut book, runs, place, names)?;
    if runs.len() > 1 {
        matrix(book.add_worksheet(), runs)?;
    }
    photos(book.add_worksheet(), runs)?;
    rules(book.add_worksheet(), runs)?;
    if run.show_measures {
        values(book.add_worksheet(), run)?;
    }
    overview(book.add_worksheet(), runs)?;
    round(book.add_worksheet(), runs)?;
    Ok(book)
}

/// A row a photo, a column a set.
fn matrix(sheet: &mut Worksheet, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    begin(sheet, MATRIX, &COLUMNS[..1], &[30.0], first)?;
    for (index, run) in runs.iter().enumerate() {
        let column = index as u16 + 1;
        sheet.set_column_width(column, 14.0)?;
        sheet.write_string_with_format(0, column, fitting(&run.set.id), &heading_format().set_text_wrap())?;
        for (line, photo) in run.photos.iter().enumerate() {
            let line = line as u32 + 1;
            sheet.write_string_with_format(line, 0, fitting(&run.shown(&photo.file)), &text_format())?;
            let word = verdict_name(photo.verdict).get(run.lang);
            sheet.write_string_with_format(line, column, word, &verdict_format(photo.verdict))?;
        }
    }
    sheet.autofilter(0, 0, first.photos.len() as u32, runs.len() as u16)?;
    Ok(())
}

/// `columns`, with the set's behind them where there are several sets.
fn with_set(columns: &[Phrase], runs: &[Run<'_>]) -> Vec<Phrase> {
    columns.iter().copied().chain((runs.len() > 1).then_some(several::SET)).collect()
}

/// One row a photo and set, with every sentence on it.
fn photos(sheet: &mut Worksheet, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let columns = with_set(&COLUMNS, runs);
    let widths = [30.0, 20.0, 12.0, 12.0, 18.0, 60.0, 60.0, 60.0, 40.0, 8.0, 24.0];
    begin(sheet, PHOTOS, &columns, &widths, first)?;
    let text = text_format();
    let mut line = 0;
    for index in 0..first.photos.len() {
        for run in runs {
            line += 1;
            let row = Row::of(index, &run.photos[index], run);
            let cells = row.cells("\n");
            for (column, cell) in cells.iter().chain([&run.set.id]).take(columns.len()).enumerate() {
                let format = if column == 3 { verdict_format(row.verdict) } else { text.clone() };
                sheet.write_string_with_format(line, column as u16, fitting(cell), &format)?;
            }
        }
    }
    sheet.autofilter(0, 0, line, columns.len() as u16 - 1)?;
    Ok(())
}

/// Rule × count.
fn rules(sheet: &mut Worksheet, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let columns = [
        phrase("规则", "Rule"),
        phrase("要求", "What is asked"),
        phrase("条款", "Clause"),
        phrase("不合格", "Fail"),
        phrase("需人工确认", "Needs a look"),
        phrase("提醒", "Warning"),
    ];
    let columns = with_set(&columns, runs);
    let widths = [24.0, 44.0, 10.0, 10.0, 14.0, 10.0, 24.0];
    begin(sheet, RULES, &columns, &widths, first)?;
    let mut line = 0;
    for run in runs {
        let summary = Summary::of(run);
        for rule in &run.set.rules {
            line += 1;
            sheet.write_string(line, 0, fitting(&rule.id))?;
            sheet.write_string(line, 1, fitting(rule.title.get(run.lang)))?;
            sheet.write_string(line, 2, fitting(rule.clause.as_deref().unwrap_or_default()))?;
            let count = summary.rules.iter().find(|count| std::ptr::eq(count.rule, rule));
            let counts = count.map_or([0; 3], |count| [count.failed, count.review, count.warned]);
            for (column, number) in counts.into_iter().enumerate() {
                sheet.write_number(line, 3 + column as u16, number as f64)?;
            }
            if runs.len() > 1 {
                sheet.write_string(line, 6, fitting(&run.set.id))?;
            }
        }
    }
    sheet.autofilter(0, 0, line, columns.len() as u16 - 1)?;
    Ok(())
}

/// Every value of every photo, a column a measure.
fn values(sheet: &mut Worksheet, run: &Run<'_>) -> Result<(), XlsxError> {
    begin(sheet, VALUES, &COLUMNS[..1], &[30.0], run)?;
    let Some(measured) = run.photos.iter().find(|photo| !photo.facts.is_empty()) else { return Ok(()) };
    for (index, fact) in measured.facts.iter().enumerate() {
        let unit = fact.unit.name();
        let heading = if unit.is_empty() { fact.name.to_owned() } else { format!("{} ({unit})", fact.name) };
        sheet.write_string_with_format(0, index as u16 + 1, heading, &heading_format())?;
    }
    for (index, photo) in run.photos.iter().enumerate() {
        let line = index as u32 + 1;
        sheet.write_string(line, 0, fitting(&run.shown(&photo.file)))?;
        for (column, fact) in photo.facts.iter().enumerate() {
            let column = column as u16 + 1;
            match &fact.reading {
                Reading::Measured { value: Value::Number(number), .. } => {
                    sheet.write_number(line, column, (number * 1e4).round() / 1e4)?
                }
                Reading::Measured { value, .. } => {
                    sheet.write_string(line, column, fitting(&run.shown(&value_text(value, fact.unit, run.lang))))?
                }
                Reading::Unmeasured(reason) => {
                    sheet.write_string_with_format(line, column, reason.text(run.lang), &quiet_format())?
                }
            };
        }
    }
    sheet.autofilter(0, 0, run.photos.len() as u32, measured.facts.len() as u16)?;
    Ok(())
}

/// What the batch as a whole comes to, and what no machine checked.
fn overview(sheet: &mut Worksheet, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let lang = first.lang;
    let columns = [phrase("项目", "Subject"), phrase("内容", "Detail")];
    begin(sheet, BATCH, &columns, &[28.0, 90.0], first)?;
    let mut line = 1;
    let mut write = |subject: &str, detail: &str| -> Result<(), XlsxError> {
        sheet.write_string_with_format(line, 0, fitting(subject), &text_format())?;
        sheet.write_string_with_format(line, 1, fitting(detail), &text_format())?;
        line += 1;
        Ok(())
    };
    for run in runs {
        let summary = Summary::of(run);
        write(several::SET.get(lang), run.set.title.get(lang))?;
        for verdict in Verdict::ALL {
            write(verdict_name(verdict).get(lang), &summary.with(verdict).to_string())?;
        }
    }
    let sections = if runs.len() > 1 { several::sections(runs, &|run| run.sections()) } else { first.sections() };
    for section in sections {
        for item in &section.items {
            write(&section.title, item)?;
        }
    }
    for item in several::not_checked(runs) {
        write(phrase("机器没有检查", "Not checked by any machine").get(lang), item.get(lang))?;
    }
    Ok(())
}

/// What a later round needs to know of the photos, one a line; for the program, so nobody is shown it.
fn round(sheet: &mut Worksheet, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    sheet.set_name(Earlier::SHEET)?;
    let briefs = runs.iter().flat_map(|run| (0..run.photos.len()).map(|index| brief(index, run)));
    let lines = briefs.filter_map(|brief| serde_json::to_string(&brief).ok());
    // A set of very many rules is more than a cell holds.
    for (line, json) in lines.filter(|json| json.encode_utf16().count() <= CELL).enumerate() {
        sheet.write_string(line as u32, 0, json)?;
    }
    sheet.set_hidden(true);
    Ok(())
}

/// Name, headings, widths, and a first row that stays.
fn begin(
    sheet: &mut Worksheet,
    name: Phrase,
    columns: &[Phrase],
    widths: &[f64],
    run: &Run<'_>,
) -> Result<(), XlsxError> {
    sheet.set_name(name.get(run.lang))?;
    sheet.set_freeze_panes(1, 1)?;
    for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
        sheet.set_column_width(index as u16, *width)?;
        sheet.write_string_with_format(0, index as u16, column.get(run.lang), &heading_format())?;
    }
    Ok(())
}

fn heading_format() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0x00E8_ECF1)).set_align(FormatAlign::VerticalCenter)
}

fn text_format() -> Format {
    Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top)
}

fn quiet_format() -> Format {
    Format::new().set_font_color(Color::RGB(0x0070_7880))
}

/// Green, yellow or red, dark enough in the letters to be read on it.
fn verdict_format(verdict: Verdict) -> Format {
    let (letters, ground) = match verdict {
        Verdict::Pass => (0x0010_5C2E, 0x00DD_F3E4),
        Verdict::Review => (0x006B_4700, 0x00FF_F0CC),
        Verdict::Fail => (0x008C_1416, 0x00FD_E0DF),
    };
    text_format().set_bold().set_font_color(Color::RGB(letters)).set_background_color(Color::RGB(ground))
}

/// `text` cut to what a cell holds.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL
    });
    cut.map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_measured_as_the_format_counts() {
        assert_eq!(fitting("名"), "名");
        for text in ["😀".repeat(16_400), "名".repeat(40_000)] {
            assert!(fitting(&text).encode_utf16().count() <= CELL + 1);
        }
    }
}
