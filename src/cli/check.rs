//! `photocheck check`: photos in, findings out.

use std::io::Write;
use std::path::{Path, PathBuf};

use photocheck::batch::{self, Job};
use photocheck::input::Collected;
use photocheck::judge::Verdict;
use photocheck::report::{Detail, Draft, DraftError, ReportFormat, Run};
use photocheck::rules::{Set, Severity};
use photocheck::text::Lang;

use super::console::{self, Console};
use super::options::Check;
use super::sentences as say;
use super::{Answer, complaint, earlier, outputs, overlays, photos, progress, roster, rule_set, waivers};

/// Checks what the options name and prints the findings.
pub fn run(options: &Check, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    // Whatever is wrong is told in one run: nobody should mend a command five times.
    let is_sound = complaint::numbers(console, lang, &options.effort);
    let set = rule_set::chosen(&options.rules, lang, console);
    let collected = photos::chosen(&options.photos, lang, console);
    let companions = Companions::read(options, set.as_ref(), lang, console);
    let drafts = drafts(options, collected.as_ref(), lang, console);
    let (true, Some(set), Some(collected), Some(companions), Some(drafts)) =
        (is_sound, set, collected, companions, drafts)
    else {
        return Ok(Answer::Impossible);
    };
    if let Some(folder) = &options.overlay {
        overlays::prepare(folder)?;
    }
    let job = Job {
        set: &set,
        counts: if options.strict { Severity::Warning } else { Severity::Error },
        limits: options.effort.limits,
        keep_facts: options.measures
            || options.overlay.is_some()
            || drafts.iter().any(|draft| draft.format().wants_facts()),
        keep_pictures: drafts.iter().any(|draft| draft.format().wants_pictures()),
    };
    let is_for_people = options.format == ReportFormat::Human;
    let bar = progress::bar(collected.items.len(), is_for_people && options.detail != Detail::Quiet, console);
    let threads = options.effort.threads;
    let photos = batch::check(&job, &collected.items, threads, &|| bar.inc(1))?;
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
        let failed = batch::in_parallel(threads, || overlays::write(folder, &run, &collected.items, &job.limits))?;
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
        let lists = [roster.as_ref().err(), earlier.as_ref().err()].into_iter().flatten();
        let problems = lists.chain(waivers.as_ref().err().into_iter().flatten());
        problems.for_each(|text| complaint::general(console, lang, text));
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

/// The report files, made before any photo is opened, when every output can be made. Every problem has been said when this
/// gives `None`.
fn drafts(options: &Check, collected: Option<&Collected>, lang: Lang, console: &Console) -> Option<Vec<Draft>> {
    let outputs: Vec<&Path> = options.reports.iter().map(PathBuf::as_path).collect();
    let mut problems = outputs::problems(&outputs, &outputs::read_by(options, collected), lang);
    problems.extend(options.overlay.as_ref().and_then(|folder| overlays::problem(folder, lang)));
    // Made only where nothing forbids it, so that no attempt touches what stands there.
    let made: Vec<_> =
        if problems.is_empty() { options.reports.iter().map(|path| Draft::create(path)).collect() } else { Vec::new() };
    let unknown = options.reports.iter().filter(|path| made.is_empty() && ReportFormat::of_path(path).is_none());
    let unknown = unknown.map(|path| DraftError::UnknownExtension(path.clone()).wording());
    let failed = made.iter().filter_map(|draft| draft.as_ref().err()).map(DraftError::wording);
    problems.extend(unknown.chain(failed).map(|wording| wording.get(lang).to_owned()));
    problems.iter().for_each(|text| complaint::general(console, lang, text));
    if problems.is_empty() { made.into_iter().collect::<Result<_, _>>().ok() } else { None }
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
