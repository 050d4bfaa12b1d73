//! The sheets that a secretary works with: a row a person of the name list with what to do, a link to the photo and a place for
//! a decision; and a row a question where a photo has several.
//!
//! Without a list there is a row a photo. With a column to split by there is a sheet for each of its values, and one before
//! them that counts. What is decided is bound to the photo's content, which stands hidden in the row: rows may be sorted.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, DataValidation, Format, Workbook, Worksheet, XlsxError};

use super::link::LinkBase;
use super::sheet_name::SheetNames;
use super::{fitting, heading_format, text_format, verdict_format};
use crate::batch::{Change, Checked, Decision};
use crate::input::{Attendance, Person};
use crate::judge::{Finding, Standing, Verdict};
use crate::report::advice::advice;
use crate::report::row::{INDEX, NAME, NUMBER, PHOTO, sentence};
use crate::report::standing::those;
use crate::report::wording::verdict_name;
use crate::report::{Run, several};
use crate::text::{Lang, Phrase, phrase};

/// The name of the first sheet.
pub(super) const TITLE: Phrase = phrase("名单", "People");
/// The name of the sheet with questions.
pub(super) const QUESTIONS: Phrase = phrase("逐项确认", "Questions");
/// The name of the sheet that counts what the others hold.
const GROUPS: Phrase = phrase("分组情况", "Groups");

const VERDICT: Phrase = phrase("结论", "Verdict");
const TO_DO: Phrase = phrase("怎么办", "What to do");
const DECISION: Phrase = phrase("人工结论", "Decision");
const CHANGE: Phrase = phrase("与上一轮比", "Since the earlier round");
const DOUBT: Phrase = phrase("对不上的地方", "Doubts");
const CONTENT: Phrase = phrase("内容编号", "Content");
const RULE: Phrase = phrase("规则", "Rule");
const QUESTION: Phrase = phrase("要看什么", "What to look at");
/// Instead of a verdict.
const MISSING: Phrase = phrase("没交", "no photo");

/// Writes the sheets for people, then the one with questions if there are any.
pub(super) fn write(
    book: &mut Workbook,
    runs: &[Run<'_>],
    place: &LinkBase,
    mut names: SheetNames,
) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let lines = lines(first);
    match first.attendance.as_ref().zip(first.split_by) {
        Some((attendance, column)) => {
            let groups = groups(lines, attendance, column);
            let heading = first.shown(&attendance.roster.headings[column]);
            counts(book.add_worksheet(), &heading, &groups, &mut names, runs)?;
            for group in &groups {
                let name = names.take(&group.called(first));
                sheet(book.add_worksheet().set_name(name)?, &group.lines, runs, place)?;
            }
        }
        None => sheet(book.add_worksheet().set_name(TITLE.get(first.lang))?, &lines, runs, place)?,
    }
    questions(book, runs)
}

/// Somebody with a photo, somebody without, or a photo of nobody.
#[derive(Clone, Copy)]
struct PersonRow {
    /// Index of the person on the list.
    person: Option<usize>,
    /// Index of the photo.
    photo: Option<usize>,
}

/// The people in the list's order, each once a photo, then the photos that count for nobody.
fn lines(run: &Run<'_>) -> Vec<PersonRow> {
    let photos = 0..run.photos.len();
    let Some(attendance) = &run.attendance else {
        return photos.map(|photo| PersonRow { person: None, photo: Some(photo) }).collect();
    };
    let mut lines = Vec::new();
    let mut told = vec![false; run.photos.len()];
    for (person, photos) in attendance.photos.iter().enumerate() {
        if photos.is_empty() {
            lines.push(PersonRow { person: Some(person), photo: None });
        }
        for photo in photos {
            told[*photo] = true;
            lines.push(PersonRow { person: Some(person), photo: Some(*photo) });
        }
    }
    // A photo that counts for nobody may still have its owner's name.
    let owner = |photo: usize| attendance.places.get(photo).and_then(|place| place.person);
    lines.extend(
        photos.filter(|photo| !told[*photo]).map(|photo| PersonRow { person: owner(photo), photo: Some(photo) }),
    );
    lines
}

/// Those whose cell in one column of the list is the same.
struct Group {
    value: String,
    lines: Vec<PersonRow>,
}

impl Group {
    /// The value as the name of a sheet.
    fn called(&self, run: &Run<'_>) -> String {
        match self.value.as_str() {
            "" => phrase("未分组", "No group").get(run.lang).to_owned(),
            value => run.shown(value),
        }
    }
}

/// The groups in the order in which the list has them; what has no value comes last.
fn groups(lines: Vec<PersonRow>, attendance: &Attendance, column: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let cells = line.person.map(|person| attendance.roster.people[person].cells.as_slice());
        let value = cells.and_then(|cells| cells.get(column)).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        match groups.iter_mut().find(|group| group.value == value) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { value, lines: vec![line] }),
        }
    }
    groups.sort_by_key(|group| group.value.is_empty());
    groups
}

/// How many of each group have handed in what.
fn counts(
    sheet: &mut Worksheet,
    heading: &str,
    groups: &[Group],
    names: &mut SheetNames,
    runs: &[Run<'_>],
) -> Result<(), XlsxError> {
    let lang = runs[0].lang;
    sheet.set_name(names.take(GROUPS.get(lang)))?;
    sheet.set_freeze_panes(1, 1)?;
    let words = Verdict::ALL.map(|verdict| verdict_name(verdict).get(lang));
    let photos = phrase("照片数", "Photos").get(lang);
    let words = [phrase("人数", "People").get(lang), MISSING.get(lang), photos].into_iter().chain(words);
    for (column, heading) in [heading].into_iter().chain(words).enumerate() {
        sheet.write_string_with_format(0, column as u16, fitting(heading), &heading_format())?;
    }
    sheet.set_column_width(0, 28.0)?;
    for (group, line) in groups.iter().zip(1..) {
        let people: std::collections::HashSet<_> = group.lines.iter().filter_map(|line| line.person).collect();
        let missing = group.lines.iter().filter(|line| line.photo.is_none()).count();
        // Of several sets the worst verdict counts.
        let worst = |line: &PersonRow| several::verdicts(line.photo?, runs).into_iter().max();
        let with = |verdict| group.lines.iter().filter(|line| worst(line) == Some(verdict)).count();
        let photos = group.lines.len() - missing;
        let numbers = [people.len(), missing, photos].into_iter().chain(Verdict::ALL.map(with));
        sheet.write_string_with_format(line, 0, fitting(&group.called(&runs[0])), &text_format())?;
        for (number, column) in numbers.zip(1..) {
            sheet.write_number(line, column, number as f64)?;
        }
    }
    Ok(())
}

/// A row a line and set.
fn sheet(sheet: &mut Worksheet, lines: &[PersonRow], runs: &[Run<'_>], place: &LinkBase) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let lang = first.lang;
    let is_second_round = runs.iter().any(|run| run.comparison.is_some());
    let mut table = SheetWriter { sheet, lang, is_second_round, line: 0, headings: Vec::new() };
    let runs: Vec<_> = runs.iter().map(|run| (run, Marks::of(run))).collect();
    for ((run, marks), line) in lines.iter().flat_map(|line| runs.iter().map(move |run| (run, line))) {
        // Who has handed in nothing has done so whatever it would be judged by.
        if line.photo.is_none() && !std::ptr::eq(*run, first) {
            continue;
        }
        table.line += 1;
        row(&mut table, *line, run, marks, place)?;
    }
    if table.line == 0 {
        // The headings alone.
        let columns: Vec<_> = [PHOTO, VERDICT, TO_DO, DECISION].map(|it| (it.get(lang).to_owned(), 24.0)).to_vec();
        table.headings = columns;
    }
    table.finish(if first.attendance.is_some() { 2 } else { 1 })
}

/// One row, cell by cell: whatever is written gets its heading.
fn row(
    table: &mut SheetWriter<'_>,
    line: PersonRow,
    run: &Run<'_>,
    marks: &Marks<'_>,
    place: &LinkBase,
) -> Result<(), XlsxError> {
    let photo = line.photo.map(|index| (index, &run.photos[index]));
    let mut at = 0;
    if let Some(attendance) = &run.attendance {
        let person = line.person.map(|person| &attendance.roster.people[person]);
        let of = |part: fn(&Person) -> &String| person.map(part).map(|text| run.shown(text)).unwrap_or_default();
        table.text(&mut at, NUMBER, 18.0, &of(|person| &person.number))?;
        table.text(&mut at, NAME, 12.0, &of(|person| &person.name))?;
        for (column, heading) in run.other_columns() {
            let cell = person.and_then(|person| person.cells.get(column));
            let cell = cell.map(|cell| run.shown(cell)).unwrap_or_default();
            table.cell(&mut at, &run.shown(heading), 14.0, &cell, &text_format())?;
        }
    } else if let Some((_, photo)) = photo {
        table.photo(&mut at, &run.shown(&photo.file), link(&photo.file, run, place))?;
    }
    let (word, format, to_do) = match photo {
        Some((_, photo)) => {
            (verdict_name(photo.verdict).get(run.lang), verdict_format(photo.verdict), advice(photo, run))
        }
        None => {
            let to_do = phrase("还没有交照片，请催交。", "No photo yet: ask for one.");
            (MISSING.get(run.lang), verdict_format(Verdict::Fail), to_do.get(run.lang).to_owned())
        }
    };
    table.cell(&mut at, VERDICT.get(run.lang), 12.0, word, &format)?;
    table.text(&mut at, TO_DO, 56.0, &to_do)?;
    table.decision(&mut at, photo.is_some(), photo.and_then(|(_, photo)| marks.on(photo, "")))?;
    if table.is_second_round {
        let change = photo.and_then(|(index, photo)| Some(since(run.change(index)?, photo.verdict, run.lang)));
        table.text(&mut at, CHANGE, 24.0, &change.unwrap_or_default())?;
    }
    if run.attendance.is_some() {
        let file = photo.map(|(_, photo)| photo.file.as_str()).unwrap_or_default();
        table.photo(&mut at, &run.shown(file), link(file, run, place))?;
        let doubt = match photo {
            Some((index, _)) => run.doubt(index),
            None => line.person.and_then(|person| run.perhaps_arrived(person)),
        };
        let doubt = doubt.unwrap_or_default();
        table.text(&mut at, DOUBT, 40.0, &doubt)?;
    }
    if run.is_one_of_several {
        table.text(&mut at, several::SET, 20.0, &run.set.id)?;
    }
    let index = photo.map(|(index, _)| (index + 1).to_string()).unwrap_or_default();
    table.text(&mut at, INDEX, 8.0, &index)?;
    let content = photo.and_then(|(_, photo)| photo.content).map(|content| content.to_string());
    table.hidden(&mut at, CONTENT, &content.unwrap_or_default())
}

/// What became of a photo since the earlier round, in words to filter by.
fn since(change: &Change, now: Verdict, lang: Lang) -> String {
    let became = match (change, now) {
        (Change::New, _) => phrase("上次没有", "new"),
        (Change::Passes, _) => phrase("一直合格", "passes as before"),
        (Change::Fixed { .. }, _) => phrase("这次合格", "passes now"),
        (Change::Still { .. }, Verdict::Review) => phrase("等人工确认", "waits for a person"),
        (Change::Still { .. }, _) => phrase("还没过", "still not passing"),
        (Change::Worse { .. }, Verdict::Review) => {
            phrase("上次合格，这次等人工确认", "passed then, waits for a person now")
        }
        (Change::Worse { .. }, _) => phrase("上次合格，这次没过", "passed then, not now"),
    };
    let file = match change.same_file() {
        Some(true) => phrase("没换照片，{became}", "same file, {became}"),
        Some(false) => phrase("换了照片，{became}", "another file, {became}"),
        None => phrase("{became}", "{became}"),
    };
    file.fill(lang, &[("became", became.get(lang))])
}

/// The way to a photo, unless its path is masked: the link would give away what the cell does not show.
fn link(file: &str, run: &Run<'_>, place: &LinkBase) -> Option<rust_xlsxwriter::Url> {
    (run.shown(file) == file).then(|| place.link(file)).flatten()
}

/// What a person has decided before this run, of photos by their content: it stands in the workbook again, so that the next who fills it in goes
/// on from there.
struct Marks<'r>(HashMap<(&'r str, &'r str), Decision>);

impl<'r> Marks<'r> {
    fn of(run: &'r Run<'_>) -> Self {
        let marks = run.waivers.iter().map(|(waiver, _)| waiver).filter(|waiver| waiver.looked_at.is_some());
        // Of two that differ the rejection holds, as in the verdict: it comes last.
        let (accepts, rejects): (Vec<_>, Vec<_>) = marks.partition(|mark| mark.decision == Decision::Accept);
        let all = accepts.into_iter().chain(rejects);
        Self(all.map(|mark| ((mark.photo.as_str(), mark.rule.as_str()), mark.decision)).collect())
    }

    /// The decision on a finding by its rule, or on the photo as a whole where that is empty.
    fn on(&self, photo: &Checked<'_>, rule: &str) -> Option<Decision> {
        self.0.get(&(photo.content?.to_string().as_str(), rule)).copied()
    }
}

/// A row a question of a photo that has more than one, or that a person has answered; no sheet where no photo has.
fn questions(book: &mut Workbook, runs: &[Run<'_>]) -> Result<(), XlsxError> {
    let Some(first) = runs.first() else { return Ok(()) };
    let runs: Vec<_> = runs.iter().map(|run| (run, Marks::of(run))).collect();
    let all = (0..first.photos.len()).flat_map(|index| runs.iter().map(move |(run, marks)| (index, *run, marks)));
    let asked = all.filter_map(|(index, run, marks)| {
        let photo = &run.photos[index];
        let answered = photo.findings.iter().filter(|finding| marks.on(photo, &finding.rule.id).is_some());
        let answered: Vec<_> = answered.collect();
        let is_open = |finding: &&Finding<'_>| marks.on(photo, &finding.rule.id).is_none();
        let open: Vec<_> = those(photo, run, Standing::Review).filter(is_open).collect();
        let is_told = open.len() > 1 || !answered.is_empty();
        is_told.then(|| (index, run, marks, open.into_iter().chain(answered).collect::<Vec<_>>()))
    });
    let mut several: Vec<_> = asked.collect();
    if several.is_empty() {
        return Ok(());
    }
    // Photos that fail whatever is answered come last.
    several.sort_by_key(|(index, run, ..)| run.photos[*index].verdict == Verdict::Fail);
    let sheet = book.add_worksheet().set_name(QUESTIONS.get(first.lang))?;
    let mut table = SheetWriter { sheet, lang: first.lang, is_second_round: false, line: 0, headings: Vec::new() };
    for (index, run, marks, questions) in several {
        let photo = &run.photos[index];
        for question in questions {
            table.line += 1;
            let mut at = 0;
            table.text(&mut at, PHOTO, 30.0, &run.shown(&photo.file))?;
            if run.attendance.is_some() {
                let of = |part: fn(&Person) -> &String| {
                    run.person(index).map(part).map(|text| run.shown(text)).unwrap_or_default()
                };
                table.text(&mut at, NUMBER, 18.0, &of(|person| &person.number))?;
                table.text(&mut at, NAME, 12.0, &of(|person| &person.name))?;
            }
            table.text(&mut at, VERDICT, 12.0, verdict_name(photo.verdict).get(run.lang))?;
            table.text(&mut at, QUESTION, 70.0, &sentence(question, photo, run))?;
            table.decision(&mut at, true, marks.on(photo, &question.rule.id))?;
            if run.is_one_of_several {
                table.text(&mut at, several::SET, 20.0, &run.set.id)?;
            }
            table.text(&mut at, INDEX, 8.0, &(index + 1).to_string())?;
            table.hidden(&mut at, RULE, &question.rule.id)?;
            let content = photo.content.map(|content| content.to_string()).unwrap_or_default();
            table.hidden(&mut at, CONTENT, &content)?;
        }
    }
    table.finish(1)
}

/// A sheet that is filled row by row; its headings are what its rows have written.
struct SheetWriter<'s> {
    sheet: &'s mut Worksheet,
    lang: Lang,
    /// Whether any run is held against an earlier round, so that all rows have a column for that.
    is_second_round: bool,
    /// The row that is being written; the headings are row 0.
    line: u32,
    /// With the width of their columns; 0 hides one.
    headings: Vec<(String, f64)>,
}

impl SheetWriter<'_> {
    fn note(&mut self, at: &mut u16, heading: &str, width: f64) -> u16 {
        let column = *at;
        if self.headings.len() <= usize::from(column) {
            self.headings.push((heading.to_owned(), width));
        }
        *at += 1;
        column
    }

    fn cell(&mut self, at: &mut u16, heading: &str, width: f64, text: &str, format: &Format) -> Result<(), XlsxError> {
        let column = self.note(at, heading, width);
        self.sheet.write_string_with_format(self.line, column, fitting(text), format)?;
        Ok(())
    }

    fn text(&mut self, at: &mut u16, heading: Phrase, width: f64, text: &str) -> Result<(), XlsxError> {
        self.cell(at, heading.get(self.lang), width, text, &text_format())
    }

    fn hidden(&mut self, at: &mut u16, heading: Phrase, text: &str) -> Result<(), XlsxError> {
        self.text(at, heading, 0.0, text)
    }

    /// The photo's path, with a link where there is one.
    fn photo(&mut self, at: &mut u16, shown: &str, link: Option<rust_xlsxwriter::Url>) -> Result<(), XlsxError> {
        /// Most links that a sheet may have; the format's limit is 65,530.
        const LINKS: u32 = 65_000;
        let Some(link) = link.filter(|_| self.line <= LINKS) else { return self.text(at, PHOTO, 30.0, shown) };
        let column = self.note(at, PHOTO.get(self.lang), 30.0);
        let format = text_format().set_font_color(Color::RGB(0x001F_5FAE));
        self.sheet.write_url_with_options(self.line, column, link, fitting(shown), "", Some(&format))?;
        Ok(())
    }

    /// A cell to choose in, with what was chosen before.
    fn decision(&mut self, at: &mut u16, is_open: bool, before: Option<Decision>) -> Result<(), XlsxError> {
        let column = self.note(at, DECISION.get(self.lang), 14.0);
        let format = text_format().set_background_color(Color::RGB(0x00FF_FBE6));
        match before {
            Some(decision) => {
                let word = decision.word().get(self.lang);
                self.sheet.write_string_with_format(self.line, column, word, &format)?;
            }
            None if is_open => {
                self.sheet.write_blank(self.line, column, &format)?;
            }
            None => {}
        }
        Ok(())
    }

    /// Headings, widths, filters, the list of decisions to choose from, and `kept` columns that stay in sight.
    fn finish(self, kept: u16) -> Result<(), XlsxError> {
        let last = self.headings.len().saturating_sub(1) as u16;
        for ((heading, width), column) in self.headings.iter().zip(0..) {
            self.sheet.write_string_with_format(0, column, fitting(heading), &heading_format())?;
            if *width == 0.0 {
                self.sheet.set_column_hidden(column)?;
            } else {
                self.sheet.set_column_width(column, *width)?;
            }
            if heading == DECISION.get(self.lang) {
                let words = Decision::ALL.map(|decision| decision.word().get(self.lang));
                let choice = DataValidation::new().allow_list_strings(&words)?;
                self.sheet.add_data_validation(1, column, self.line.max(1), column, &choice)?;
            }
        }
        self.sheet.set_freeze_panes(1, kept)?;
        self.sheet.autofilter(0, 0, self.line, last)?;
        Ok(())
    }
}
