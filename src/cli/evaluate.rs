//! `photocheck evaluate`: how right the checker is on photos whose truth is known.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use photocheck::batch::{Job, Pace};
use photocheck::document::nearest;
use photocheck::evaluate::{
    Evaluation, Truth, TruthProblem, Truths, against_answers, by_checking, read_answers, read_groups, read_truth,
    tables, to_json,
};
use photocheck::input::{MOST_COMPANION, NotRead, bounded};
use photocheck::rules::{BUILT_IN, Set, Severity, load};
use photocheck::text::Lang;

use super::console::Console;
use super::options::{Effort, Evaluate, EvaluateBy, EvaluateFormat, RuleChoice};
use super::sentences as say;
use super::{ExitStatus, complaint, progress, rule_set};

/// Evaluates the checker, or the answers of an earlier run.
pub fn run(options: &Evaluate, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(mut truths) = read(&options.truth, read_truth, lang, console) else { return Ok(ExitStatus::Impossible) };
    if let Some(file) = &options.groups {
        let Some(groups) = read(file, read_groups, lang, console) else { return Ok(ExitStatus::Impossible) };
        groups.apply(&mut truths.rows);
    }
    let evaluation = match &options.by {
        EvaluateBy::Answers(file) => {
            read(file, read_answers, lang, console).map(|answers| against_answers(&truths.rows, &answers))
        }
        EvaluateBy::Checking { photos, rules, effort } => {
            let beside = options.truth.parent().map(Path::to_owned).unwrap_or_default();
            let folder = photos.clone().unwrap_or(beside);
            by_new_answers(&truths.rows, &folder, rules, effort, lang, console)?
        }
    };
    let Some(evaluation) = evaluation else { return Ok(ExitStatus::Impossible) };
    note_unknown_keys(&truths, lang, console);
    print(&evaluation, options, lang, console)?;
    Ok(ExitStatus::Fine)
}

/// Reads a file; says every problem when it cannot be used.
fn read<T>(
    file: &Path,
    parse: impl Fn(&str) -> Result<T, Vec<TruthProblem>>,
    lang: Lang,
    console: &Console,
) -> Option<T> {
    let in_utf8 = |bytes| String::from_utf8(bytes).map_err(|_| NotRead::from(io::Error::from(ErrorKind::InvalidData)));
    let text = match bounded(file, MOST_COMPANION).and_then(in_utf8) {
        Ok(text) => text,
        Err(error) => {
            complaint::general(console, lang, &say::cannot_read(file, &error.text(lang), lang));
            return None;
        }
    };
    let problems = match parse(&text) {
        Ok(parsed) => return Some(parsed),
        Err(problems) => problems,
    };
    let name = file.display().to_string();
    problems.iter().for_each(|problem| complaint::general(console, lang, &problem.text(&name, lang)));
    None
}

/// Checks the photos in `folder`.
fn by_new_answers(
    rows: &[Truth],
    folder: &Path,
    rules: &RuleChoice,
    effort: &Effort,
    lang: Lang,
    console: &Console,
) -> anyhow::Result<Option<Evaluation>> {
    let is_sound = complaint::values(console, lang, effort);
    let Some(set) = rule_set::chosen(rules, lang, console).filter(|_| is_sound) else { return Ok(None) };
    let mistyped = mistyped_rules(rows, &rule_set::whole(rules, lang), lang);
    mistyped.iter().for_each(|text| complaint::general(console, lang, text));
    let missing: Vec<_> = rows.iter().filter(|row| !folder.join(&row.file).is_file()).collect();
    for row in &missing {
        let name = folder.join(&row.file).display().to_string();
        complaint::general(console, lang, &say::NO_SUCH_PHOTO.fill(lang, &[("name", &name)]));
    }
    if !(missing.is_empty() && mistyped.is_empty()) {
        return Ok(None);
    }
    let job = Job { set: &set, counts: Severity::Error, limits: effort.limits, keep_facts: true, keep_pictures: false };
    let progress = progress::of(rows.len(), true, console);
    let evaluation = by_checking(&job, rows, folder, Pace::with_threads(effort.threads), &|| progress.advance())?;
    progress.clear();
    Ok(Some(evaluation))
}

/// What is said of rules that the truth expects something of and that neither these sets nor those that are built in have, but for one of a name
/// much like it: an answer that never comes is no right one. A truth may expect more than these sets ask.
fn mistyped_rules(rows: &[Truth], sets: &[Set], lang: Lang) -> Vec<String> {
    let known =
        BUILT_IN.iter().filter_map(|set| load(&[set.name.to_owned()], &[], &|_| Err(ErrorKind::NotFound.into())).ok());
    let known: Vec<Set> = known.chain(sets.iter().cloned()).collect();
    let ids: BTreeSet<&str> = known.iter().flat_map(|set| &set.rules).map(|rule| rule.id.as_str()).collect();
    let expected: BTreeSet<&str> = rows.iter().flat_map(|row| row.expect.keys()).map(String::as_str).collect();
    let said = |id: &&str| {
        let near = nearest(id, ids.iter().copied())?;
        let [no, near] = [(say::NO_SUCH_RULE, *id), (say::DID_YOU_MEAN, near)]
            .map(|(sentence, name)| sentence.fill(lang, &[("name", name)]));
        Some(no + lang.semicolon() + &near)
    };
    expected.iter().filter(|id| !ids.contains(*id)).filter_map(said).collect()
}

fn note_unknown_keys(truths: &Truths, lang: Lang, console: &Console) {
    let keys: Vec<_> = truths.unknown_keys.iter().map(String::as_str).collect();
    if !keys.is_empty() {
        complaint::note(console, lang, &say::UNKNOWN_KEYS.fill(lang, &[("keys", &keys.join(lang.comma()))]));
    }
}

fn print(evaluation: &Evaluation, options: &Evaluate, lang: Lang, console: &Console) -> anyhow::Result<()> {
    let mut out = console.raw_out();
    if options.format == EvaluateFormat::Json {
        serde_json::to_writer_pretty(&mut out, &to_json(evaluation, options.worst))?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let counts = [("n", evaluation.files.len().to_string()), ("unanswered", evaluation.unanswered.to_string())];
    writeln!(out, "{}", say::EVALUATED.fill(lang, &counts.each_ref().map(|(hole, text)| (*hole, text.as_str()))))?;
    for table in tables(evaluation, options.worst, lang) {
        let text = if options.format == EvaluateFormat::Markdown { table.markdown() } else { table.plain() };
        write!(out, "\n{text}")?;
    }
    Ok(out.flush()?)
}
