//! `photocheck evaluate`: how right the checker is on photos whose truth is known.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use photocheck::batch::Job;
use photocheck::evaluate::{
    Evaluation, Problem, Truth, Truths, against_answers, by_checking, read_answers, read_groups, read_truth, tables,
    to_json,
};
use photocheck::photo::Limits;
use photocheck::rules::Severity;
use photocheck::text::Lang;

use super::console::Console;
use super::sentences as say;
use super::{Answer, check, complaint, progress, rule_set};

/// Evaluates the checker, or the answers of an earlier run.
pub fn run(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let Some(mut truths) = truths(matches, lang, console) else { return Ok(Answer::Impossible) };
    if let Some(file) = matches.get_one::<String>("groups") {
        let Some(groups) = read(file, read_groups, lang, console) else { return Ok(Answer::Impossible) };
        groups.apply(&mut truths.rows);
    }
    let evaluation = match matches.get_one::<String>("answers") {
        Some(file) => read(file, read_answers, lang, console).map(|answers| against_answers(&truths.rows, &answers)),
        None => by_new_answers(matches, &truths.rows, lang, console)?,
    };
    let Some(evaluation) = evaluation else { return Ok(Answer::Impossible) };
    note_unknown_keys(&truths, lang, console);
    print(&evaluation, matches, lang, console)?;
    Ok(Answer::Fine)
}

fn truths(matches: &ArgMatches, lang: Lang, console: &Console) -> Option<Truths> {
    read(matches.get_one::<String>("truth")?, read_truth, lang, console)
}

/// Reads a file; says every problem when it cannot be used.
fn read<T>(file: &str, parse: impl Fn(&str) -> Result<T, Vec<Problem>>, lang: Lang, console: &Console) -> Option<T> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            let holes = [("name", file), ("error", &error.to_string())];
            complaint::general(console, lang, &say::CANNOT_READ.fill(lang, &holes));
            return None;
        }
    };
    let problems = match parse(&text) {
        Ok(parsed) => return Some(parsed),
        Err(problems) => problems,
    };
    problems.iter().for_each(|problem| complaint::general(console, lang, &problem.text(file, lang)));
    None
}

/// Checks the photos that stand beside the truth, or in the folder of `--photos`.
fn by_new_answers(
    matches: &ArgMatches,
    rows: &[Truth],
    lang: Lang,
    console: &Console,
) -> anyhow::Result<Option<Evaluation>> {
    let Some(set) = rule_set::from_options(matches, lang, console) else { return Ok(None) };
    let beside = matches.get_one::<String>("truth").and_then(|truth| Path::new(truth).parent());
    let folder = matches.get_one::<String>("photos").map(PathBuf::from);
    let folder = folder.or_else(|| beside.map(Path::to_owned)).unwrap_or_default();
    let missing: Vec<_> = rows.iter().filter(|row| !folder.join(&row.file).is_file()).collect();
    for row in &missing {
        let name = folder.join(&row.file).display().to_string();
        complaint::general(console, lang, &say::NO_SUCH_PHOTO.fill(lang, &[("name", &name)]));
    }
    if !missing.is_empty() {
        return Ok(None);
    }
    let job =
        Job { set: &set, counts: Severity::Error, limits: Limits::default(), keep_facts: true, keep_pictures: false };
    let bar = progress::bar(rows.len(), true, console);
    let evaluation = check::in_parallel(matches, || by_checking(&job, rows, &folder, &|| bar.inc(1)))?;
    bar.finish_and_clear();
    Ok(Some(evaluation))
}

fn note_unknown_keys(truths: &Truths, lang: Lang, console: &Console) {
    let keys: Vec<_> = truths.unknown_keys.iter().map(String::as_str).collect();
    if !keys.is_empty() {
        complaint::note(console, lang, &say::UNKNOWN_KEYS.fill(lang, &[("keys", &keys.join(", "))]));
    }
}

fn print(evaluation: &Evaluation, matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<()> {
    let worst = matches.get_one::<u16>("worst").map_or(0, |worst| usize::from(*worst));
    let mut out = console.raw_out();
    let format = matches.get_one::<String>("format").map(String::as_str);
    if format == Some("json") {
        serde_json::to_writer_pretty(&mut out, &to_json(evaluation, worst))?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let counts = [("n", evaluation.files.len().to_string()), ("unanswered", evaluation.unanswered.to_string())];
    writeln!(out, "{}", say::EVALUATED.fill(lang, &counts.each_ref().map(|(hole, text)| (*hole, text.as_str()))))?;
    for table in tables(evaluation, worst, lang) {
        let text = if format == Some("md") { table.markdown() } else { table.plain() };
        write!(out, "\n{text}")?;
    }
    Ok(out.flush()?)
}
