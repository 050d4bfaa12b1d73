//! A finished run, as every report sees it.

use super::number::printable;
use super::privacy::Masks;
use crate::batch::{Change, Checked, Comparison, Use, Waiver};
use crate::input::{Attendance, Person};
use crate::rules::{Set, Severity};
use crate::text::Lang;

/// A finished run, as every report sees it.
pub struct Run<'r> {
    /// The rules that were applied.
    pub set: &'r Set,
    /// Whether the same photos are judged by other sets too, so that tables say which.
    pub is_one_of_several: bool,
    /// The photos, by path; none where every report is written photo by photo.
    pub photos: Vec<Checked<'r>>,
    /// Photos that are copies of one another, each group once.
    pub copies: Vec<Vec<String>>,
    /// What was not checked: files that are no photos, folders and archives that could not be looked into.
    pub strays: Vec<String>,
    /// The language of messages.
    pub lang: Lang,
    /// The least severity that holds a photo up.
    pub counts: Severity,
    /// Whether JSON shows every reading.
    pub show_measures: bool,
    /// Whether reports that travel show identity numbers in full.
    pub full_ids: bool,
    /// Identity numbers that would look the same when masked.
    pub masks: Masks,
    /// Who on a name list has handed in what.
    pub attendance: Option<Attendance>,
    /// The column of the name list by whose values the workbook has a sheet each, as an index of its headings.
    pub split_by: Option<usize>,
    /// What changed since an earlier round.
    pub comparison: Option<Comparison>,
    /// The exceptions that were granted, and what became of each.
    pub waivers: Vec<(Waiver, Use)>,
}

impl<'r> Run<'r> {
    /// A run in which errors count, identity numbers are masked and nothing was passed over.
    pub fn new(set: &'r Set, photos: Vec<Checked<'r>>, lang: Lang) -> Self {
        Self {
            set,
            is_one_of_several: false,
            photos,
            copies: Vec::new(),
            strays: Vec::new(),
            lang,
            counts: Severity::Error,
            show_measures: false,
            full_ids: false,
            masks: Masks::default(),
            attendance: None,
            split_by: None,
            comparison: None,
            waivers: Vec::new(),
        }
    }

    /// Text from outside for a report that is passed on: identity numbers are masked unless the run shows them in full.
    pub fn masked(&self, text: &str) -> String {
        if self.full_ids { text.to_owned() } else { self.masks.masked(text) }
    }

    /// [`Run::masked`], with control characters made visible.
    pub fn shown(&self, text: &str) -> String {
        printable(&self.masked(text))
    }

    /// The columns of the name list that say more of a person than number and name: index and heading.
    pub(super) fn other_columns(&self) -> impl Iterator<Item = (usize, &String)> {
        let rosters = self.attendance.iter().map(|attendance| &attendance.roster);
        rosters.flat_map(|roster| {
            let source = &roster.source;
            let is_told =
                |heading: &String| source.numbers.first() == Some(heading) || source.name.as_ref() == Some(heading);
            roster.headings.iter().enumerate().filter(move |(_, heading)| !is_told(heading))
        })
    }

    /// What became of photo number `index` since the earlier round, where there was one.
    pub(super) fn change(&self, index: usize) -> Option<&Change> {
        self.comparison.as_ref()?.changes.get(index)
    }

    /// The person on photo number `index`, as far as the name list tells.
    pub(super) fn person(&self, index: usize) -> Option<&Person> {
        self.attendance.as_ref()?.person(index)
    }
}
