//! Which columns hold numbers and names, and which rows are people.

use super::heading::{HeadingKind, NAME, NUMBER, kind, plain};
use super::table::{CellFlaw, Sheet, TableCell, known_headings};
use super::{Headings, Note, Person, Roster, RosterError, RosterSource};
use crate::folding::folded;

/// How rows begin that stand below a list and are no people.
const CLOSING: [&str; 27] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总数",
    "总人数",
    "人数",
    "制表",
    "填表",
    "审核",
    "审批",
    "负责人",
    "经办",
    "签字",
    "签名",
    "签章",
    "盖章",
    "日期",
    "备注",
    "说明",
    "注",
    "班主任",
    "辅导员",
    "total",
    "sum",
    "subtotal",
    "signature",
];
/// Numbers of fewer characters are everywhere in file names.
const SHORT: usize = 5;

/// One list within a row of headings: several may stand side by side.
#[derive(Clone, Debug)]
struct HeadingBlock {
    /// The columns of numbers with their headings' rank, best first.
    numbers: Vec<(usize, usize)>,
    name: Option<usize>,
    /// Where the block begins and ends.
    columns: std::ops::Range<usize>,
}

/// A row of headings.
#[derive(Clone, Debug)]
struct HeadingRow {
    headings: Vec<String>,
    blocks: Vec<HeadingBlock>,
}

impl HeadingRow {
    /// What a row says as a row of headings; nothing when no heading is known or was asked for.
    fn of(row: &[TableCell], asked: &Headings) -> Option<Self> {
        if asked.number.is_none() && asked.name.is_none() && known_headings(row) == 0 {
            return None;
        }
        let headings: Vec<String> = row.iter().map(|cell| cell.text.clone()).collect();
        let mut starts = vec![0];
        let mut seen: Vec<String> = Vec::new();
        for (column, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            let heading = plain(heading);
            if seen.contains(&heading) {
                starts.push(column);
                seen.clear();
            }
            seen.push(heading);
        }
        starts.push(headings.len());
        let all = 0..headings.len();
        let mut blocks: Vec<_> =
            starts.windows(2).map(|pair| HeadingBlock::of(&headings, pair[0]..pair[1], asked)).collect();
        // Lists side by side have the same columns; a heading that comes twice in one list does not make it two.
        let mut fullness = blocks.iter().filter(|block| !block.is_empty()).map(HeadingBlock::is_full);
        if fullness.next().is_some_and(|first| fullness.any(|other| other != first)) {
            blocks = vec![HeadingBlock::of(&headings, all, asked)];
        }
        let first = blocks.first()?;
        let complete =
            (asked.number.is_none() || !first.numbers.is_empty()) && (asked.name.is_none() || first.name.is_some());
        if !complete || first.is_empty() {
            return None;
        }
        let full = first.is_full();
        Some(Self {
            headings,
            blocks: blocks.into_iter().filter(|block| !block.is_empty() && block.is_full() == full).collect(),
        })
    }

    fn is_full(&self) -> bool {
        self.blocks.first().is_some_and(HeadingBlock::is_full)
    }
}

impl HeadingBlock {
    fn of(headings: &[String], columns: std::ops::Range<usize>, asked: &Headings) -> Self {
        let within = || headings.iter().enumerate().take(columns.end).skip(columns.start);
        let called = |wanted: &str| within().find(|(_, it)| plain(it) == plain(wanted)).map(|(column, _)| column);
        let numbers = match &asked.number {
            Some(wanted) => called(wanted).map(|column| (0, column)).into_iter().collect(),
            None => {
                let rank = |text: &str| match kind(text) {
                    Some(HeadingKind::Number(rank)) => Some(rank),
                    Some(HeadingKind::Perhaps(rank)) => Some(NUMBER.len() + rank),
                    _ => None,
                };
                let mut ranked: Vec<_> = within().filter_map(|(column, it)| Some((rank(it)?, column))).collect();
                ranked.sort_unstable();
                ranked
            }
        };
        let name = match &asked.name {
            Some(wanted) => called(wanted),
            None => {
                let names = within().filter(|(_, it)| kind(it) == Some(HeadingKind::Name));
                let rank = |it: &str| NAME.iter().position(|known| *known == plain(it)).unwrap_or(NAME.len());
                names.min_by_key(|(_, it)| rank(it)).map(|(column, _)| column)
            }
        };
        Self { numbers, name, columns }
    }

    fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.name.is_none()
    }

    fn is_full(&self) -> bool {
        !self.numbers.is_empty() && self.name.is_some()
    }
}

/// A row that may be a person.
struct Raw {
    /// Heading, its rank, and the number.
    numbers: Vec<(String, usize, TableCell)>,
    name: String,
    /// The heading over the name, where a formula stands in its place that nobody calculated.
    uncalculated_name: Option<String>,
    /// Heading and text of every other column too.
    cells: Vec<(String, String)>,
}

impl Raw {
    fn is_full(&self) -> bool {
        !self.name.is_empty() && self.numbers.iter().any(|(_, _, cell)| !cell.text.is_empty())
    }
}

/// Reads the people of every sheet that has the columns.
pub(super) fn roster(name: &str, sheets: &[Sheet], asked: &Headings) -> Result<Roster, RosterError> {
    let layouts = |hidden: bool| {
        let these = sheets.iter().filter(move |sheet| sheet.hidden == hidden);
        these.flat_map(|sheet| &sheet.rows).filter_map(|row| HeadingRow::of(row, asked))
    };
    let hidden = layouts(false).next().is_none();
    let Some(_) = layouts(hidden).next() else { return Err(no_columns(sheets, asked)) };
    let full = layouts(hidden).any(|layout| layout.is_full());
    let mut raws = Vec::new();
    let mut source = RosterSource { file: name.to_owned(), ..RosterSource::default() };
    for sheet in sheets.iter().filter(|sheet| sheet.hidden == hidden && !sheet.rows.is_empty()) {
        let before = raws.len();
        sheet_people(sheet, asked, full, &mut raws, &mut source);
        let list = if raws.len() > before { &mut source.sheets } else { &mut source.unread };
        list.extend((!sheet.name.is_empty()).then(|| sheet.name.clone()));
    }
    source.unread.extend(sheets.iter().filter(|sheet| sheet.hidden != hidden).map(|sheet| sheet.name.clone()));
    let roster = assembled(raws, source, asked);
    if !roster.people.is_empty() {
        return Ok(roster);
    }
    let has_formulas = roster.notes.iter().any(|note| matches!(note, Note::NotCalculated { .. }));
    Err(if has_formulas { RosterError::NotCalculated } else { RosterError::Empty })
}

/// The rows of one sheet that may be people. A row of headings may come again on every page, or change.
fn sheet_people(sheet: &Sheet, asked: &Headings, full: bool, raws: &mut Vec<Raw>, source: &mut RosterSource) {
    let mut layout: Option<HeadingRow> = None;
    // Whoever writes two lists side by side reads down the left one first.
    let mut lists: Vec<Vec<Raw>> = Vec::new();
    for row in &sheet.rows {
        if let Some(found) = HeadingRow::of(row, asked).filter(|found| found.is_full() == full) {
            for block in &found.blocks {
                source.name = source.name.take().or(block.name.map(|column| found.headings[column].clone()));
            }
            raws.extend(lists.drain(..).flatten());
            lists.resize_with(found.blocks.len(), Vec::new);
            layout = Some(found);
        } else if let Some(layout) = &layout
            && !is_total(row)
        {
            for (block, list) in layout.blocks.iter().zip(&mut lists) {
                let person = raw(row, layout, block);
                list.extend(person.filter(|person| person.is_full() || !has_remark(row)));
            }
        }
    }
    raws.extend(lists.into_iter().flatten());
}

fn raw(row: &[TableCell], layout: &HeadingRow, block: &HeadingBlock) -> Option<Raw> {
    let cell = |column: usize| row.get(column).cloned().unwrap_or_default();
    let numbers = block.numbers.iter().map(|(rank, column)| (layout.headings[*column].clone(), *rank, cell(*column)));
    let numbers: Vec<_> = numbers.filter(|(_, _, cell)| is_number(cell)).collect();
    let name = block.name.map(|column| cell(column).text).filter(|name| is_name(name)).unwrap_or_default();
    let uncalculated_name = block.name.filter(|column| cell(*column).flaw == Some(CellFlaw::NotCalculated));
    let uncalculated_name = uncalculated_name.map(|column| layout.headings[column].clone());
    let cells = block.columns.clone().filter(|column| !layout.headings[*column].is_empty());
    let cells = cells.map(|column| (layout.headings[column].clone(), cell(column).text)).collect();
    let says_something = !name.is_empty() || numbers.iter().any(|(_, _, cell)| !cell.text.is_empty());
    (says_something || uncalculated_name.is_some()).then_some(Raw { numbers, name, uncalculated_name, cells })
}

/// Whether a row begins as those do that stand below a list: a total, a signature, a remark.
fn is_total(row: &[TableCell]) -> bool {
    row.iter().find(|cell| !cell.text.is_empty()).is_none_or(|first| is_closing(&first.text))
}

/// Whether a cell of a row says that it is no person's. A row with a number and a name is one all the same.
fn has_remark(row: &[TableCell]) -> bool {
    row.iter().any(|cell| cell.text.ends_with(['：', ':']) || is_closing(&cell.text) && cell.text.chars().count() <= 4)
}

fn is_closing(text: &str) -> bool {
    let folded = folded(text);
    let begins = |closing: &str| !closing.is_ascii() && folded.starts_with(closing) && is_remark(text, closing);
    CLOSING.iter().any(|closing| folded == *closing || begins(closing))
}

/// Whether what follows a closing word makes it one and not somebody's name: a colon, a figure, a blank or a person's
/// office.
fn is_remark(text: &str, closing: &str) -> bool {
    let rest: String = text.chars().filter(|c| !c.is_whitespace()).skip(closing.chars().count()).collect();
    rest.chars().next().is_none_or(|c| !c.is_alphabetic() || "人共数计日单时者签".contains(c))
        || rest.contains(['：', ':'])
}

/// A number has a digit in it, is short, and is no sentence. An empty cell is a number that is not known.
fn is_number(cell: &TableCell) -> bool {
    let text = &cell.text;
    let letters = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let digits = text.chars().any(char::is_numeric);
    text.is_empty() || (digits && letters <= 2 && text.chars().count() <= 40 && !text.contains([':', '：']))
}

/// A name has a letter in it, is no count of people and no sentence.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_count = text.starts_with(|c: char| c.is_numeric()) && text.trim_end().ends_with(['人', '名']);
    letters > 0
        && !is_count
        && !text.contains([':', '：'])
        && text.chars().count() <= 60
        && kind(text) != Some(HeadingKind::Name)
}

/// People out of rows: which numbers name anybody, who is on the list twice, what a program spoilt.
fn assembled(raws: Vec<Raw>, mut source: RosterSource, asked: &Headings) -> Roster {
    let used = numbers_used(&raws, asked);
    source.numbers = used.clone();
    let mut roster = Roster { source, ..Roster::default() };
    let mut known: std::collections::HashMap<(String, String), usize> = std::collections::HashMap::new();
    for raw in raws {
        let mut person = Person { name: raw.name, ..Person::default() };
        raw.uncalculated_name.iter().for_each(|heading| roster.note_formula(heading));
        for (heading, _, cell) in raw.numbers.into_iter().filter(|(heading, ..)| used.contains(heading)) {
            match cell.flaw {
                Some(CellFlaw::LostDigits) => person.spoilt.push(cell.text),
                Some(CellFlaw::NotCalculated) => roster.note_formula(&heading),
                None if cell.text.is_empty() => {}
                None => person.numbers.push(without_point(&cell.text)),
            }
        }
        person.number = person.numbers.first().cloned().unwrap_or_default();
        if person.number.is_empty() && person.name.is_empty() {
            continue;
        }
        let key = (folded(&person.number), folded(&person.name));
        let is_again = !person.number.is_empty() && known.contains_key(&key);
        let at = if is_again { known[&key] } else { roster.people.len() };
        if !is_again {
            known.insert(key, at);
            roster.people.push(person);
        }
        roster.carry(at, raw.cells);
    }
    let width = roster.headings.len();
    roster.people.iter_mut().for_each(|person| person.cells.resize(width, String::new()));
    roster.note_what_is_spoilt();
    roster
}

/// The headings of the numbers that name people. A column that counts rows names nobody, nor do numbers of a few
/// digits where the list has better ones.
fn numbers_used(raws: &[Raw], asked: &Headings) -> Vec<String> {
    let mut columns: Vec<(usize, String, Vec<&str>)> = Vec::new();
    for (heading, rank, cell) in raws.iter().flat_map(|raw| &raw.numbers) {
        match columns.iter_mut().find(|(_, known, _)| known == heading) {
            Some((.., values)) => values.push(&cell.text),
            None => columns.push((*rank, heading.clone(), vec![&cell.text])),
        }
    }
    columns.sort_by_key(|(rank, ..)| *rank);
    if asked.number.is_some() {
        return columns.into_iter().map(|(_, heading, _)| heading).collect();
    }
    let has_names = raws.iter().any(|raw| !raw.name.is_empty());
    let is_long = |values: &[&str]| {
        let filled: Vec<_> = values.iter().filter(|value| !value.is_empty()).collect();
        filled.is_empty() || filled.iter().filter(|value| value.chars().count() >= SHORT).count() * 2 > filled.len()
    };
    let better = columns.iter().any(|(.., values)| is_long(values) && !counts_rows(values));
    let names_nobody = |rank: usize, values: &[&str]| {
        let short = !is_long(values);
        let perhaps = rank >= NUMBER.len();
        (short && (better || (perhaps && has_names))) || (perhaps && counts_rows(values) && (better || has_names))
    };
    columns
        .into_iter()
        .filter(|(rank, _, values)| !names_nobody(*rank, values))
        .map(|(_, heading, _)| heading)
        .collect()
}

/// Whether values go 1, 2, 3 …, beginning anew perhaps.
fn counts_rows(values: &[&str]) -> bool {
    let numbers: Vec<u64> = values.iter().filter_map(|value| value.parse().ok()).collect();
    let steps = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1 || pair[1] <= 1).count();
    numbers.first().is_some_and(|first| *first <= 1) && steps * 10 >= numbers.len().saturating_sub(1) * 9
}

/// A whole number without the point that some programs write behind it.
fn without_point(text: &str) -> String {
    let whole = text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    whole.unwrap_or(text).to_owned()
}

impl Roster {
    /// The column under this heading, however it is spaced and written, as an index of [`Roster::headings`].
    pub fn column(&self, heading: &str) -> Option<usize> {
        let same = self.headings.iter().position(|known| known.trim() == heading.trim());
        same.or_else(|| self.headings.iter().position(|known| plain(known) == plain(heading)))
    }

    /// Takes over every cell of a person's row, under its heading.
    fn carry(&mut self, person: usize, cells: Vec<(String, String)>) {
        for (heading, text) in cells {
            let column = self.headings.iter().position(|known| *known == heading || plain(known) == plain(&heading));
            let column = column.unwrap_or_else(|| {
                self.headings.push(heading);
                self.headings.len() - 1
            });
            let own = &mut self.people[person].cells;
            if own.len() <= column {
                own.resize(column + 1, String::new());
            }
            if own[column].is_empty() {
                own[column] = text;
            }
        }
    }

    fn note_formula(&mut self, heading: &str) {
        for note in &mut self.notes {
            if let Note::NotCalculated { heading: known, count } = note
                && known == heading
            {
                *count += 1;
                return;
            }
        }
        self.notes.push(Note::NotCalculated { heading: heading.to_owned(), count: 1 });
    }

    /// Numbers that lost their ends, and numbers that two people have.
    fn note_what_is_spoilt(&mut self) {
        let spoilt = self.people.iter().enumerate().filter(|(_, person)| !person.spoilt.is_empty());
        self.notes.extend(spoilt.map(|(person, _)| Note::LostDigits(person)).collect::<Vec<_>>());
        let mut owners: std::collections::BTreeMap<String, Vec<usize>> = std::collections::BTreeMap::new();
        for (at, person) in self.people.iter().enumerate() {
            for number in &person.numbers {
                let these = owners.entry(folded(number)).or_default();
                if these.last() != Some(&at) {
                    these.push(at);
                }
            }
        }
        let mut shared: Vec<_> = owners.into_values().filter(|owners| owners.len() > 1).collect();
        shared.sort();
        shared.dedup();
        self.notes.extend(shared.into_iter().map(Note::SameNumber));
    }
}

/// Why no columns were found, with the row that looks most like headings.
fn no_columns(sheets: &[Sheet], asked: &Headings) -> RosterError {
    let rows = sheets.iter().filter(|sheet| !sheet.hidden).flat_map(|sheet| sheet.rows.iter().take(30));
    let filled = |row: &[TableCell]| row.iter().filter(|cell| !cell.text.is_empty()).count();
    let best = rows.rev().max_by_key(|row| (known_headings(row), filled(row)));
    let row =
        best.map(|row| row.iter().map(|cell| cell.text.clone()).filter(|text| !text.is_empty()).take(20).collect());
    let row: Vec<String> = row.unwrap_or_default();
    let missing = |wanted: &&String| !row.iter().any(|heading| plain(heading) == plain(wanted));
    let named = || asked.number.iter().chain(&asked.name);
    let mut absent: Vec<String> = named().filter(missing).cloned().collect();
    if absent.is_empty() {
        absent.extend(named().next().cloned());
    }
    if row.is_empty() {
        return RosterError::Empty;
    }
    if absent.is_empty() { RosterError::NoColumns(row) } else { RosterError::NoSuchHeading(absent, row) }
}
