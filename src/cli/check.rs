//! `photocheck check`: photos in, findings out.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use photocheck::batch::{self, Cache, Checked, Digest, Job, Pace};
use photocheck::input::{Attendance, Collected, Item};
use photocheck::judge::Verdict;
use photocheck::photo::Unreadable;
use photocheck::reading::Listed;
use photocheck::report::{Detail, Draft, DraftError, Lines, Masks, ReportFormat, Run};
use photocheck::rules::{Set, Severity};
use photocheck::text::Lang;
use rayon::prelude::*;

use super::console::{self, Console};
use super::done::Done;
use super::options::{CheckOptions, Shard};
use super::sentences as say;
use super::{
    ExitStatus, complaint, decisions, done, earlier, interruption, opening, outputs, overlays, photos, progress,
    roster, rule_set, waivers,
};

/// Checks what the options name and prints the findings.
pub fn run(options: &CheckOptions, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    // Whatever is wrong is told in one run: nobody should mend a command five times.
    let is_sound = complaint::values(console, lang, &options.effort);
    let sets = rule_set::each(&options.rules, lang, console);
    let collected = photos::chosen(&options.photos, lang, console);
    let companions = Companions::read(options, lang, console);
    let drafts = drafts(options, collected.as_ref(), lang, console);
    let stores = Stores::open(options, sets.as_deref(), lang, console);
    let (true, Some(sets), Some(mut collected), Some(companions), Some(drafts), Some(stores)) =
        (is_sound, sets, collected, companions, drafts, stores)
    else {
        return Ok(ExitStatus::Impossible);
    };
    let pace =
        Pace { threads: options.effort.threads, cache: stores.cache, listed: None, is_over: &interruption::is_asked };
    if let Some(Shard { at, of }) = options.effort.shard {
        collected.items = collected.items.into_iter().skip(at).step_by(of).collect();
    }
    let mut failed_before = false;
    if let Some(done) = &stores.done {
        let contents = batch::contents(&collected.items, &options.effort.limits, pace.clone())?;
        failed_before = pass_over(done, &contents, &mut collected.items, lang, console);
    }
    if let Some(folder) = &options.overlay {
        overlays::prepare(folder, lang)?;
    }
    let counts = if options.strict { Severity::Warning } else { Severity::Error };
    let job = |set| Job {
        set,
        counts,
        limits: options.effort.limits,
        keep_facts: options.measures
            || options.overlay.is_some()
            || drafts.iter().any(|draft| draft.format().wants_facts()),
        keep_pictures: drafts.iter().any(|draft| draft.format().wants_pictures()),
    };
    let is_for_people = options.format == ReportFormat::Human;
    let progress = progress::of(collected.items.len(), is_for_people && options.detail != Detail::Quiet, console);
    let run = |set| Run {
        strays: collected.passed_over(),
        counts,
        show_measures: options.measures,
        full_ids: options.full_ids,
        is_one_of_several: sets.len() > 1,
        ..Run::new(set, Vec::new(), lang)
    };
    let jobs: Vec<_> = sets.iter().map(job).collect();
    let mut runs: Vec<_> = sets.iter().map(run).collect();
    runs.iter_mut().for_each(|run| companions.attach(run, &collected.items));
    let listed = runs[0].attendance.as_ref().map(|list| said_by(list, &collected.items));
    let listed = listed.as_ref().map(|said| |file: &str| said.get(file).copied().unwrap_or(Listed::Nobody));
    let listed = listed.as_ref().map(|said| said as &dyn Fn(&str) -> Listed);
    let pace = Pace { listed, ..pace };
    let mut desk = Desk::new(runs, drafts, jobs[0].keep_facts, options, console);
    let copies = interruption::heeded(|| {
        batch::check(&jobs, &collected.items, pace, |photos| {
            progress.advance();
            desk.take(photos);
        })
    })?;
    progress.clear();
    if interruption::is_asked() {
        return Ok(desk.break_off(collected.items.len(), lang, console));
    }
    let is_whole = desk.finish(copies, options, &collected.items, console)?;
    if let Some(page) = &options.open {
        let sentence = if opening::open(page).is_ok() { say::OPENED } else { say::CANNOT_OPEN };
        complaint::note(console, lang, &sentence.fill(lang, &[("name", &page.display().to_string())]));
    }
    if desk.out_of_reach > 0 {
        complaint::general(console, lang, &say::NOT_OPENED.fill(lang, &[("n", &desk.out_of_reach.to_string())]));
    }
    // Where a folder or file could not be looked into, photos may be missing, whatever the others are like.
    let is_whole = is_whole && collected.unseen.is_empty() && desk.out_of_reach == 0;
    Ok(match (is_whole, (desk.failed || failed_before) && !options.exit_zero) {
        (false, _) => ExitStatus::Impossible,
        (true, true) => ExitStatus::Failed,
        (true, false) => ExitStatus::Fine,
    })
}

/// Leaves out the photos that are done and says so; whether some of them had failed, so that the end of a batch that was broken
/// off says of the whole what an unbroken one would have said.
fn pass_over(done: &Done, contents: &[Option<Digest>], items: &mut Vec<Item>, lang: Lang, console: &Console) -> bool {
    let all = items.len();
    let before = |content: &Option<Digest>| content.as_ref().and_then(|content| done.get(content));
    let failed = contents.iter().filter_map(before).filter(|fails| **fails).count();
    let mut contents = contents.iter();
    items.retain(|_| contents.next().and_then(before).is_none());
    let holes = [("all", all), ("done", all - items.len()), ("failed", failed)];
    let holes = holes.map(|(hole, count)| (hole, count.to_string()));
    let sentence = if failed > 0 { say::ALREADY_DONE_WITH_FAILURES } else { say::ALREADY_DONE };
    complaint::note(console, lang, &sentence.fill(lang, &holes.each_ref().map(|(hole, text)| (*hole, text.as_str()))));
    failed > 0
}

/// What the name list says of the name of each file.
fn said_by<'i>(list: &Attendance, items: &'i [Item]) -> HashMap<&'i str, Listed> {
    let said = |(photo, item): (usize, &'i Item)| (item.shown.as_str(), list.listed_as(photo, &item.shown));
    items.iter().enumerate().map(said).collect()
}

/// Where photos go as they are done: to the outputs that are written photo by photo, and on the pile for the others.
struct Desk<'r> {
    /// One a set, at least one.
    runs: Vec<Run<'r>>,
    drafts: Vec<Draft>,
    /// Standard output, while photos are written to it one by one.
    lines: Option<(&'static dyn Lines, Box<dyn Write>)>,
    /// Why standard output could not be written, unless whoever read it went away.
    unprinted: Option<io::Error>,
    /// Whether an output wants all photos at the end, and with their readings.
    keeps: bool,
    keeps_facts: bool,
    /// The worst verdict by any set that is no failure; in a strict run a photo that wants a look is one.
    bearable: Verdict,
    /// How many photos are done.
    done: usize,
    failed: bool,
    /// How many files could not be opened.
    out_of_reach: usize,
}

impl<'r> Desk<'r> {
    fn new(
        runs: Vec<Run<'r>>,
        mut drafts: Vec<Draft>,
        keeps_facts: bool,
        options: &CheckOptions,
        console: &Console,
    ) -> Self {
        let keeps = options.format.lines().is_none()
            || options.overlay.is_some()
            || drafts.iter().any(|draft| !draft.is_in_lines());
        drafts.iter_mut().for_each(|draft| draft.begin(&runs[0]));
        let lines = options.format.lines().map(|lines| (lines, console.raw_out()));
        let bearable = if options.strict { Verdict::Pass } else { Verdict::Review };
        let mut desk = Self {
            runs,
            drafts,
            lines,
            unprinted: None,
            keeps,
            keeps_facts,
            bearable,
            done: 0,
            failed: false,
            out_of_reach: 0,
        };
        desk.print(|lines, runs, out| lines.begin(&runs[0], out));
        desk
    }

    /// Takes the next photo, as each set judges it.
    fn take(&mut self, photos: Vec<Checked<'r>>) {
        let is_out_of_reach = |photo: &Checked<'_>| photo.trouble.as_ref().is_some_and(Unreadable::is_out_of_reach);
        self.out_of_reach += usize::from(photos.first().is_some_and(is_out_of_reach));
        for (number, mut photo) in photos.into_iter().enumerate() {
            let run = &mut self.runs[number];
            batch::excuse(&mut run.waivers, &mut photo, run.counts);
            if let Some(comparison) = &mut run.comparison {
                comparison.add(&photo, run.counts);
            }
            self.failed |= photo.verdict > self.bearable;
            let index = self.done;
            self.drafts.iter_mut().for_each(|draft| draft.photo(index, &photo, &self.runs[number]));
            self.print(|lines, runs, out| lines.photo(index, &photo, &runs[number], out));
            if self.keeps {
                let facts = if self.keeps_facts { photo.facts } else { Vec::new() };
                self.runs[number].photos.push(Checked { facts, ..photo });
            }
        }
        self.done += 1;
    }

    /// Writes to standard output what is written photo by photo, at once: whoever reads it may be waiting. Whoever has stopped
    /// reading has not changed what the photos are like.
    fn print(&mut self, write: impl FnOnce(&dyn Lines, &[Run<'_>], &mut dyn Write) -> io::Result<()>) {
        let Some((lines, out)) = &mut self.lines else { return };
        if let Err(error) = write(*lines, &self.runs, out).and_then(|()| out.flush()) {
            self.lines = None;
            self.unprinted = Some(error).filter(|error| !console::is_unread(error));
        }
    }

    /// Writes what is still missing; whether everything could be. What cannot be written costs itself and nothing else: the
    /// work is done.
    fn finish(
        &mut self,
        copies: Vec<Vec<String>>,
        options: &CheckOptions,
        items: &[Item],
        console: &Console,
    ) -> anyhow::Result<bool> {
        self.runs.iter_mut().for_each(|run| run.copies.clone_from(&copies));
        let lang = self.runs[0].lang;
        let runs = &self.runs;
        let finish = |draft: Draft| {
            let destination = draft.destination().to_owned();
            draft.finish(runs).err().map(|error| say::cannot_write(&destination, &error, lang))
        };
        // A page and a workbook of a thousand photos take seconds each, and none waits for another.
        let mut unwritten: Vec<_> = self.drafts.par_drain(..).filter_map(finish).collect();
        if let Some(folder) = &options.overlay {
            let pace = Pace::with_threads(options.effort.threads);
            let failed = overlays::write(folder, &self.runs, items, &options.effort.limits, pace)?;
            unwritten.extend(failed.iter().map(|(path, error)| say::cannot_write(path, error, lang)));
        }
        self.print(|lines, runs, out| lines.end(&runs[0], out));
        if options.format.lines().is_none() {
            match print(&self.runs, options, console) {
                Err(error) if console::is_broken_pipe(&error) => {}
                printed => printed?,
            }
        }
        unwritten.extend(self.unprinted.take().map(|error| say::unprinted(&error, lang)));
        unwritten.iter().for_each(|text| complaint::general(console, lang, text));
        Ok(unwritten.is_empty())
    }

    /// Ends before the end: what is written photo by photo is of use as far as it goes and stays; nothing else is written.
    fn break_off(self, all: usize, lang: Lang, console: &Console) -> ExitStatus {
        let mut kept = Vec::new();
        for draft in self.drafts.into_iter().filter(Draft::is_in_lines) {
            let name = draft.destination().display().to_string();
            kept.extend(draft.finish(&self.runs).is_ok().then_some(name));
        }
        let [done, all] = [self.done, all].map(|number| number.to_string());
        complaint::note(console, lang, &say::BROKEN_OFF.fill(lang, &[("done", &done), ("all", &all)]));
        if !kept.is_empty() {
            let names = kept.join(lang.comma());
            complaint::note(console, lang, &say::KEPT.fill(lang, &[("names", &names)]));
        }
        if let Some(lines) = kept.iter().find(|name| name.ends_with(".jsonl")) {
            complaint::note(console, lang, &say::GO_ON.fill(lang, &[("name", lines)]));
        }
        ExitStatus::BrokenOff
    }
}

/// The files that go with a batch.
struct Companions {
    roster: Option<photocheck::input::Roster>,
    earlier: Option<batch::Earlier>,
    waivers: batch::Waivers,
    /// The column of the list that the workbook is split by.
    split_by: Option<usize>,
}

impl Companions {
    /// Reads them all before any photo. Every problem has been said when this gives `None`.
    fn read(options: &CheckOptions, lang: Lang, console: &Console) -> Option<Self> {
        let roster = options.roster.as_ref().map(|list| roster::read(list, lang)).transpose();
        let earlier = options.earlier.as_ref().map(|file| earlier::read(file, lang)).transpose();
        let needs_sets = options.waivers.is_some() || options.decisions.is_some();
        let sets = if needs_sets { rule_set::whole(&options.rules, lang) } else { Vec::new() };
        let waivers = options.waivers.as_ref().map(|file| waivers::read(file, &sets, lang)).transpose();
        let decisions = options.decisions.as_ref().map(|file| decisions::read(file, lang)).transpose();
        let lists = [roster.as_ref().err(), earlier.as_ref().err()].into_iter().flatten();
        let problems = lists.chain(decisions.as_ref().err().into_iter().flatten());
        problems.for_each(|text| complaint::general(console, lang, text));
        match &waivers {
            Err(waivers::Fault::NotRead(text)) => complaint::general(console, lang, text),
            Err(waivers::Fault::Wrong(problems)) => complaint::rules(console, lang, problems),
            Ok(_) => {}
        }
        let split_by = roster.as_ref().ok().map(|list| roster::column(options, list.as_ref(), lang)).transpose();
        split_by.as_ref().err().into_iter().for_each(|text| complaint::general(console, lang, text));
        if let (Ok(Some(earlier)), Some(file)) = (&earlier, &options.earlier) {
            let notes = earlier::notes(file, earlier, options.decisions.is_some(), lang);
            notes.iter().for_each(|text| complaint::note(console, lang, text));
        }
        let mut waivers = waivers.ok()?.unwrap_or_default();
        waivers.all.extend(decisions.ok()?.unwrap_or_default().all);
        waivers::waiting(&waivers, &sets, lang).iter().for_each(|text| complaint::note(console, lang, text));
        Some(Self { roster: roster.ok()?, earlier: earlier.ok()?, waivers, split_by: split_by.ok()?.flatten() })
    }

    /// What is known of the photos by their names alone: who on the list they are, which an earlier round had.
    fn attach(&self, run: &mut Run<'_>, items: &[Item]) {
        run.split_by = self.split_by;
        run.waivers = self.waivers.begin(&run.set.id, jiff::ZonedDateTime::now().date());
        let files: Vec<&str> = items.iter().map(|item| item.shown.as_str()).collect();
        run.attendance = self.roster.as_ref().map(|roster| roster.clone().compare(&files));
        if let Some(attendance) = &mut run.attendance {
            // A link that leads nowhere is no photo that anybody has handed in.
            let gone = items.iter().enumerate().filter(|(_, item)| !item.is_there());
            gone.for_each(|(photo, _)| attendance.leave_out(photo));
        }
        let people = run.attendance.iter().flat_map(|it| &it.roster.people).flat_map(|it| &it.numbers);
        run.masks = Masks::of(people.map(String::as_str).chain(files.iter().copied()));
        // A set that the earlier round did not ask about has nothing to be compared with.
        let earlier = self.earlier.as_ref().map(|earlier| earlier.by(&run.set.id, run.is_one_of_several));
        run.comparison = earlier
            .filter(|earlier| !earlier.is_empty())
            .map(|earlier| earlier.against(&files, run.attendance.as_ref(), run.set));
    }
}

/// What earlier runs have left.
struct Stores {
    cache: Option<Arc<Cache>>,
    done: Option<Done>,
}

impl Stores {
    /// Opens them before any photo. Every problem has been said when this gives `None`.
    fn open(options: &CheckOptions, sets: Option<&[Set]>, lang: Lang, console: &Console) -> Option<Self> {
        let open = |folder: &PathBuf| {
            let cache = program().and_then(|program| Cache::open(folder, &program));
            cache.map(Arc::new).map_err(|error| say::cannot_write(folder, &error, lang))
        };
        let cache = options.cache.as_ref().map(open).transpose();
        let done = options
            .done
            .as_ref()
            .zip(sets)
            .map(|(file, sets)| done::read(file, sets, options.strict, lang))
            .transpose();
        let problems = [cache.as_ref().err(), done.as_ref().err()].into_iter().flatten();
        problems.for_each(|text| complaint::general(console, lang, text));
        Some(Self { cache: cache.ok()?, done: done.ok()? })
    }
}

/// This very program: its version, and its content, which changes while it is worked on.
fn program() -> io::Result<String> {
    let own = Digest::of(&std::fs::read(std::env::current_exe()?)?);
    Ok(format!("{} {own}", env!("CARGO_PKG_VERSION")))
}

/// The report files, made before any photo is opened, when every output can be made. Every problem has been said when this
/// gives `None`.
fn drafts(options: &CheckOptions, collected: Option<&Collected>, lang: Lang, console: &Console) -> Option<Vec<Draft>> {
    let reports = options.reports.iter().map(|path| (path, Draft::format_of(path, &ReportFormat::IN_FILES)));
    let messages = options.messages.iter().map(|path| (path, Draft::format_of(path, &ReportFormat::FOR_MESSAGES)));
    let renames = options.renames.iter().map(|(path, after)| (path, Ok(ReportFormat::Renames(*after))));
    let plans = options.renames.iter().filter(|(path, _)| !outputs::is_called(path, &["csv"]));
    let misnamed = plans.map(|(path, _)| outputs::misnamed(path, ".csv", lang));
    let wanted: Vec<_> = reports.chain(messages).chain(renames).collect();
    let outputs: Vec<&Path> = wanted.iter().map(|(path, _)| path.as_path()).collect();
    let mut problems = outputs::problems(&outputs, outputs::read_by(options, collected), lang);
    problems.extend(misnamed);
    problems.extend(options.overlay.as_ref().and_then(|folder| overlays::problem(folder, lang)));
    let sentence = |error: DraftError| match error {
        DraftError::NotCreated(path, error) => say::cannot_write(&path, &error, lang),
        other => other.wording().get(lang).to_owned(),
    };
    // Made only where nothing forbids it, so that no attempt touches what stands there.
    let may_be_made = problems.is_empty();
    let mut drafts = Vec::new();
    for (path, format) in wanted {
        match format {
            Ok(format) if may_be_made => match Draft::in_format(path, format) {
                Ok(draft) => drafts.push(draft),
                Err(error) => problems.push(sentence(error)),
            },
            Ok(_) => {}
            Err(error) => problems.push(sentence(error)),
        }
    }
    problems.iter().for_each(|text| complaint::general(console, lang, text));
    problems.is_empty().then_some(drafts)
}

fn print(runs: &[Run<'_>], options: &CheckOptions, console: &Console) -> anyhow::Result<()> {
    let report = options.format.report(options.detail);
    let mut out = if options.format.is_styled() { console.out() } else { console.raw_out() };
    report.write_all(runs, &mut out)?;
    Ok(out.flush()?)
}
