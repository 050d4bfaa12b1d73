//! `photocheck check`: photos in, findings out.

use std::io::Write;
use std::path::{Path, PathBuf};

use photocheck::batch::{self, Job};
use photocheck::judge::Verdict;
use photocheck::photo::Limits;
use photocheck::report::{Detail, Draft, ReportFormat, Run};
use photocheck::rules::{Set, Severity};
use photocheck::text::Lang;

use super::console::{self, Console};
use super::options::Check;
use super::sentences as say;
use super::{Answer, complaint, earlier, outputs, overlays, photos, progress, roster, rule_set, waivers};

/// Checks what the options name and prints the findings.
pub fn run(options: &Check, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let set = rule_set::chosen(&options.rules, lang, console);
    let collected = photos::chosen(&options.photos, lang, console);
    let companions = Companions::read(options, set.as_ref(), lang, console);
    let (Some(set), Some(collected), Some(companions)) = (set, collected, companions) else {
        return Ok(Answer::Impossible);
    };
    let outputs: Vec<&Path> = options.reports.iter().map(PathBuf::as_path).collect();
    let refused = outputs::problems(&outputs, &outputs::read_by(options, &collected), lang);
    refused.iter().for_each(|text| complaint::general(console, lang, text));
    let folder = options.overlay.as_ref().map_or(Ok(()), |folder| overlays::prepare(folder));
    folder.as_ref().err().into_iter().for_each(|error| complaint::general(console, lang, &format!("{error:#}")));
    let drafts = if refused.is_empty() { drafts(&options.reports, lang, console) } else { None };
    let (Some(drafts), Ok(())) = (drafts, folder) else { return Ok(Answer::Impossible) };
    let job = Job {
        set: &set,
        counts: if options.strict { Severity::Warning } else { Severity::Error },
        limits: Limits::default(),
        keep_facts: options.measures
            || options.overlay.is_some()
            || drafts.iter().any(|draft| draft.format().wants_facts()),
        keep_pictures: drafts.iter().any(|draft| draft.format().wants_pictures()),
    };
    let is_for_people = options.format == ReportFormat::Human;
    let bar = progress::bar(collected.items.len(), is_for_people && options.detail != Detail::Quiet, console);
    let photos = batch::in_parallel(options.threads, || batch::check(&job, &collected.items, &|| bar.inc(1)))?;
    bar.finish_and_clear();
    let mut run = Run {
        strays: collected.strays,
        counts: job.counts,
        show_measures: options.measures,
        full_ids: options.full_ids,
        ..Run::new(&set, photos, lang)
    };
    companions.attach(&mut run);
    // What cannot be written costs itself and nothing else: the work is done.
    let mut unwritten = Vec::new();
    for draft in drafts {
        let destination = draft.destination().to_owned();
        unwritten.extend(draft.finish(&run).err().map(|error| say::cannot_write(&destination, &error, lang)));
    }
    if let Some(folder) = &options.overlay {
        let failed =
            batch::in_parallel(options.threads, || overlays::write(folder, &run, &collected.items, &job.limits))?;
        unwritten.extend(failed.iter().map(|(path, error)| say::cannot_write(path, error, lang)));
    }
    match print(&run, options, console) {
        // Whoever stopped listening has not changed what the photos are like.
        Err(error) if console::is_broken_pipe(&error) => {}
        printed => printed?,
    }
    unwritten.iter().for_each(|text| complaint::general(console, lang, text));
    // Where a folder could not be looked into, photos may be missing, whatever the others are like.
    let is_whole = collected.unseen.is_empty() && unwritten.is_empty();
    Ok(if is_whole { answer(&run, options) } else { Answer::Impossible })
}

/// The files that go with a batch.
struct Companions {
    roster: Option<photocheck::input::Roster>,
    earlier: Option<batch::Earlier>,
    waivers: batch::Waivers,
}

impl Companions {
    /// Reads them all before any photo. Every problem has been said when this gives `None`.
    fn read(options: &Check, set: Option<&Set>, lang: Lang, console: &Console) -> Option<Self> {
        let roster = options.roster.as_ref().map(|list| roster::read(list, lang)).transpose();
        let earlier = options.earlier.as_ref().map(|file| earlier::read(file, lang)).transpose();
        let waivers = options.waivers.as_ref().zip(set).map(|(file, set)| waivers::read(file, set, lang)).transpose();
        let problems = [roster.as_ref().err(), earlier.as_ref().err(), waivers.as_ref().err()];
        problems.into_iter().flatten().for_each(|text| complaint::general(console, lang, text));
        Some(Self { roster: roster.ok()?, earlier: earlier.ok()?, waivers: waivers.ok()?.unwrap_or_default() })
    }

    /// Excuses what the waivers cover; holds the run against the name list and the earlier round.
    fn attach(self, run: &mut Run<'_>) {
        run.waivers = self.waivers.apply(&mut run.photos, run.counts, jiff::ZonedDateTime::now().date());
        let files: Vec<&str> = run.photos.iter().map(|photo| photo.file.as_str()).collect();
        run.attendance = self.roster.map(|roster| roster.compare(&files));
        run.comparison = self.earlier.map(|earlier| earlier.compare(&run.photos, run.counts));
    }
}

/// The report files, made before any photo is opened. Every problem has been said when this gives `None`.
fn drafts(paths: &[PathBuf], lang: Lang, console: &Console) -> Option<Vec<Draft>> {
    let made: Vec<_> = paths.iter().map(|path| Draft::create(path)).collect();
    for error in made.iter().filter_map(|draft| draft.as_ref().err()) {
        complaint::general(console, lang, error.wording().get(lang));
    }
    made.into_iter().collect::<Result<_, _>>().ok()
}

fn print(run: &Run<'_>, options: &Check, console: &Console) -> anyhow::Result<()> {
    let report = options.format.report(options.detail);
    let mut out = if options.format.is_styled() { console.out() } else { console.raw_out() };
    report.write(run, &mut out)?;
    Ok(out.flush()?)
}

/// A failed photo is a failure; in a strict run so is one that wants a look.
fn answer(run: &Run<'_>, options: &Check) -> Answer {
    let bearable = if options.strict { Verdict::Pass } else { Verdict::Review };
    let failed = run.photos.iter().any(|photo| photo.verdict > bearable);
    if failed && !options.exit_zero { Answer::Failed } else { Answer::Fine }
}
