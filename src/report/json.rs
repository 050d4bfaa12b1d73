//! JSON for programs: one object for a run, or one line a photo, in the shape of [`record`].

use std::io::{self, Write};

use super::{Lines, Report, Run, Summary, Words, several};
use crate::batch::{Change, Checked};
use crate::judge::{Finding, Judged, Outcome};
use crate::reading::Fact;
use crate::record::{self, Number, Version};
use crate::text::Lang;

/// One object for the whole run.
pub struct Json;

/// One line a photo; where photos are copies of one another, a last one that names the groups.
pub struct JsonLines;

impl Report for Json {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &whole(run))?;
        writeln!(out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &whole_of_each(runs))?;
        writeln!(out)
    }
}

impl Lines for JsonLines {
    fn photo(&self, index: usize, it: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &record::Photo { index: None, ..photo(index, it, run) })?;
        writeln!(out)
    }

    fn end(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        if run.copies.is_empty() {
            return Ok(());
        }
        serde_json::to_writer(&mut *out, &record::Copies { schema: Version, copies: run.copies.clone() })?;
        writeln!(out)
    }
}

/// One line of `measure --format jsonl`.
///
/// # Errors
/// Those of the writer.
pub fn facts_line(file: &str, facts: &[Fact], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let measured =
        record::MeasuredPhoto { schema: Version, file: file.to_owned(), measures: record::measures(facts, lang) };
    serde_json::to_writer(&mut *out, &measured)?;
    writeln!(out)
}

/// One object for several sets: their photos in one list, set by set under each photo.
fn whole_of_each(runs: &[Run<'_>]) -> record::WholeReport {
    let of_set = |run: &Run<'_>| record::Standard {
        set: run.set.id.clone(),
        title: run.set.title.get(run.lang).to_owned(),
        summary: counts(Summary::of(run).verdicts),
        not_checked: not_checked(run),
    };
    let of_photo = |index: usize| runs.iter().map(move |run| photo(index, &run.photos[index], run));
    let sections = several::sections(runs, &|run| run.sections_with(run.lang, &str::to_owned));
    record::WholeReport {
        schema: Version,
        set: None,
        sets: runs.iter().map(of_set).collect(),
        photos: (0..several::photos(runs)).flat_map(of_photo).collect(),
        strays: runs.first().map(|run| run.strays.clone()).unwrap_or_default(),
        summary: counts(several::worst(runs)),
        overview: sections.into_iter().map(section).collect(),
        not_checked: Vec::new(),
    }
}

fn section(section: super::Section) -> record::Section {
    record::Section { title: section.title, items: section.items }
}

/// Photos with each verdict, in the order of [`Verdict::ALL`](crate::judge::Verdict::ALL).
fn counts(verdicts: [usize; 3]) -> record::Summary {
    let [pass, review, fail] = verdicts;
    record::Summary { photos: pass + review + fail, pass, review, fail }
}

fn not_checked(run: &Run<'_>) -> Vec<String> {
    run.set.not_checked.iter().map(|it| it.get(run.lang).to_owned()).collect()
}

fn whole(run: &Run<'_>) -> record::WholeReport {
    record::WholeReport {
        schema: Version,
        set: Some(run.set.id.clone()),
        sets: Vec::new(),
        photos: run.photos.iter().enumerate().map(|(index, it)| photo(index, it, run)).collect(),
        strays: run.strays.clone(),
        summary: counts(Summary::of(run).verdicts),
        overview: run.sections_with(run.lang, &str::to_owned).into_iter().map(section).collect(),
        not_checked: not_checked(run),
    }
}

fn photo(index: usize, photo: &Checked<'_>, run: &Run<'_>) -> record::Photo {
    let person = run.person(index);
    record::Photo {
        schema: Version,
        file: photo.file.clone(),
        index: Some(index + 1),
        set: run.set.id.clone(),
        verdict: photo.verdict,
        rejected: photo.rejected,
        content: photo.content.map(|content| content.to_string()),
        person: person.map(|it| record::Person { number: it.number.clone(), name: it.name.clone() }),
        change: run.change(index).map(Change::kind),
        findings: photo.findings.iter().map(|it| finding(it, photo, run.lang)).collect(),
        measures: run.show_measures.then(|| record::measures(&photo.facts, run.lang)),
    }
}

/// What a later round needs to know of photo number `index`, for a report that is passed on.
pub(super) fn brief(index: usize, run: &Run<'_>) -> record::Brief {
    let photo = &run.photos[index];
    let person = run.person(index);
    // A later round asks whether a finding was waived, not why.
    let finding = |it: &Finding<'_>| record::BriefFinding {
        rule: it.rule.id.clone(),
        outcome: it.outcome,
        severity: it.severity,
        waived: it.waived.as_ref().map(|_| String::new()),
        limit: None,
    };
    record::Brief {
        schema: Version,
        file: run.masked(&photo.file),
        set: run.set.id.clone(),
        verdict: photo.verdict,
        rejected: photo.rejected,
        content: photo.content.map(|content| content.to_string()),
        person: person.map(|it| record::Person { number: run.masked(&it.number), name: run.masked(&it.name) }),
        findings: photo.findings.iter().map(finding).collect(),
    }
}

fn finding(finding: &Finding<'_>, photo: &Checked<'_>, lang: Lang) -> record::Finding {
    let several = finding.judged.len() > 1 && !finding.inapplicable;
    let conditions = finding.judged.iter().filter(|_| several);
    record::Finding {
        rule: finding.rule.id.clone(),
        outcome: finding.outcome,
        severity: finding.severity,
        judged: judged(finding.decided_by()),
        clause: finding.rule.clause.clone(),
        basis: finding.rule.basis,
        words: words(Words::of(finding, photo, lang), finding.outcome),
        waived: finding.waived.clone(),
        cure: finding.cure().filter(|_| finding.outcome > Outcome::Pass),
        conditions: conditions.map(|it| condition(it, lang)).collect(),
    }
}

fn condition(condition: &Judged<'_>, lang: Lang) -> record::Condition {
    record::Condition {
        outcome: condition.outcome,
        judged: judged(condition),
        words: words(Words::of_condition(condition, lang), condition.outcome),
    }
}

fn words(words: Words, outcome: Outcome) -> record::Words {
    let wants_reason = matches!(outcome, Outcome::Skipped | Outcome::Review);
    record::Words { message: words.message, hint: words.hint, reason: words.reason.filter(|_| wants_reason) }
}

fn judged(judged: &Judged<'_>) -> record::Judged {
    let measure = judged.condition.measure;
    record::Judged {
        measure: measure.name.to_owned(),
        value: judged.reading.value().map(record::Value::from),
        uncertainty: judged.reading.uncertainty().map(Number),
        unit: measure.unit.name().to_owned(),
        limit: record::Limit::from(judged),
        margin: judged.margin.map(Number),
    }
}
