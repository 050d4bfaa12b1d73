//! One photo as one row of a table, for CSV and spreadsheets alike.

use super::number::printable;
use super::standing::{cure_of, ordered, those};
use super::wording::verdict_name;
use super::{Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Verdict};
use crate::text::{Phrase, phrase};

/// The columns, in order.
pub(super) const COLUMNS: [Phrase; 10] = [
    PHOTO,
    NUMBER,
    NAME,
    phrase("结论", "Verdict"),
    phrase("怎么办", "What to do"),
    phrase("不合格的原因", "Reasons"),
    phrase("处理办法", "Cures"),
    phrase("需人工确认", "For a person to decide"),
    phrase("提醒和豁免", "Warnings and waivers"),
    INDEX,
];

pub(super) const PHOTO: Phrase = phrase("照片", "Photo");
pub(super) const NUMBER: Phrase = phrase("学号或编号", "Number");
pub(super) const NAME: Phrase = phrase("姓名", "Name");
/// The photo's number by path: whoever has the folder finds a photo by it whose path is masked.
pub(super) const INDEX: Phrase = phrase("序号", "Index");

/// One photo's cells. Lists hold one sentence an item.
pub(super) struct Row {
    pub photo: String,
    pub number: String,
    pub name: String,
    #[cfg_attr(not(feature = "workbook"), expect(dead_code, reason = "only the workbook colours it"))]
    pub verdict: Verdict,
    pub verdict_word: &'static str,
    pub cure: &'static str,
    pub reasons: Vec<String>,
    pub cures: Vec<String>,
    pub reviews: Vec<String>,
    pub remarks: Vec<String>,
    /// From 1.
    pub index: usize,
}

impl Row {
    /// Of photo number `index`.
    pub(super) fn of(index: usize, photo: &Checked<'_>, run: &Run<'_>) -> Self {
        let person = run.person(index);
        let is_failed = |it: &&Finding<'_>| Standing::of(it, run.counts) == Standing::Failed;
        let failed: Vec<_> = ordered(photo, run).into_iter().filter(is_failed).collect();
        let mut cures: Vec<String> = failed.iter().filter_map(|it| Words::of(it, photo, run.lang).hint).collect();
        let mut seen = std::collections::HashSet::new();
        cures.retain(|cure| seen.insert(cure.clone()));
        Self {
            photo: run.shown(&photo.file),
            number: person.map(|person| run.shown(&person.number)).unwrap_or_default(),
            name: person.map(|person| run.shown(&person.name)).unwrap_or_default(),
            verdict: photo.verdict,
            verdict_word: verdict_name(photo.verdict).get(run.lang),
            cure: cure_of(photo, run).map_or("", |cure| cure.get(run.lang)),
            reasons: rejection(photo, run)
                .into_iter()
                .chain(failed.iter().map(|finding| sentence(finding, photo, run)))
                .collect(),
            cures,
            reviews: those(photo, run, Standing::Review).map(|finding| sentence(finding, photo, run)).collect(),
            remarks: remarks(photo, run),
            index: index + 1,
        }
    }

    /// The cells as text, in the order of [`COLUMNS`], with `joint` between the items of a list.
    pub(super) fn cells(&self, joint: &str) -> [String; 10] {
        [
            self.photo.clone(),
            self.number.clone(),
            self.name.clone(),
            self.verdict_word.to_owned(),
            self.cure.to_owned(),
            self.reasons.join(joint),
            self.cures.join(joint),
            self.reviews.join(joint),
            self.remarks.join(joint),
            self.index.to_string(),
        ]
    }
}

/// That a person has turned the photo down.
pub(super) fn rejection(photo: &Checked<'_>, run: &Run<'_>) -> Option<String> {
    photo.rejected.then(|| TURNED_DOWN.get(run.lang).to_owned())
}

/// What programs know a person's decision on a whole photo by, where others are known by their rule.
pub(super) const DECISION: &str = "decision";

/// What is said of a photo that a person has turned down as a whole.
pub(super) const TURNED_DOWN: Phrase = phrase("人工看过认为不行", "Looked at by a person: not fine");

/// Title and message.
pub(super) fn sentence(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>) -> String {
    let message = run.shown(&Words::of(finding, photo, run.lang).message);
    let holes = [("title", finding.rule.title.get(run.lang)), ("message", message.as_str())];
    phrase("{title}：{message}", "{title}: {message}").fill(run.lang, &holes)
}

fn remarks(photo: &Checked<'_>, run: &Run<'_>) -> Vec<String> {
    let warned = those(photo, run, Standing::Warned).map(|finding| sentence(finding, photo, run));
    let waived = those(photo, run, Standing::Waived).map(|finding| {
        let reason = printable(finding.waived.as_deref().unwrap_or_default());
        let holes = [("title", finding.rule.title.get(run.lang)), ("reason", reason.as_str())];
        phrase("已豁免“{title}”：{reason}", "Waived “{title}”: {reason}").fill(run.lang, &holes)
    });
    warned.chain(waived).collect()
}
