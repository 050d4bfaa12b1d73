//! `photocheck check`: photos in, findings out.

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::ArgMatches;
use photocheck::batch::{self, Job};
use photocheck::judge::Verdict;
use photocheck::photo::Limits;
use photocheck::report::{Concise, Draft, GitHub, Human, Json, JsonLines, Report, Run};
use photocheck::rules::Severity;
use photocheck::text::Lang;

use super::console::Console;
use super::sentences as say;
use super::{Answer, companions, complaint, overlays, photos, progress, rule_set};

/// Checks what the options name and prints the findings.
pub fn run(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let set = rule_set::from_options(matches, lang, console);
    let collected = photos::from_options(matches, lang, console);
    let companions = companions::from_options(matches, set.as_ref(), lang, console);
    let (Some(set), Some(collected), Some(companions)) = (set, collected, companions) else {
        return Ok(Answer::Impossible);
    };
    let overlay = matches.get_one::<PathBuf>("overlay");
    overlay.map_or(Ok(()), |folder| overlays::prepare(folder))?;
    let Some(drafts) = drafts(matches, lang, console) else { return Ok(Answer::Impossible) };
    let strict = matches.get_flag("strict");
    let job = Job {
        set: &set,
        counts: if strict { Severity::Warning } else { Severity::Error },
        limits: Limits::default(),
        keep_facts: matches.get_flag("measures")
            || overlay.is_some()
            || drafts.iter().any(|draft| draft.format().wants_facts()),
        keep_pictures: drafts.iter().any(|draft| draft.format().wants_pictures()),
    };
    let bar = progress::bar(collected.items.len(), is_for_people(matches) && !matches.get_flag("quiet"), console);
    let mut photos = in_parallel(matches, || batch::check(&job, &collected.items, &|| bar.inc(1)))?;
    bar.finish_and_clear();
    let waivers = companions.excuse(&mut photos, job.counts);
    let mut run = Run {
        strays: collected.strays,
        counts: job.counts,
        show_measures: matches.get_flag("measures"),
        full_ids: matches.get_flag("full-ids"),
        waivers,
        ..Run::new(&set, photos, lang)
    };
    companions.attach(&mut run);
    for draft in drafts {
        let name = draft.destination().display().to_string();
        draft.finish(&run).map_err(|error| {
            anyhow!(say::CANNOT_WRITE.fill(lang, &[("name", &name), ("error", &error.to_string())]))
        })?;
    }
    if let Some(folder) = overlay {
        in_parallel(matches, || overlays::write(folder, &run, &collected.items, &job.limits))??;
    }
    print(&run, matches, console)?;
    Ok(answer(&run, strict, matches.get_flag("exit-zero")))
}

/// The report files, made before any photo is opened. Every problem has been said when this gives `None`.
fn drafts(matches: &ArgMatches, lang: Lang, console: &Console) -> Option<Vec<Draft>> {
    let paths = matches.get_many::<PathBuf>("report").into_iter().flatten();
    let made: Vec<_> = paths.map(|path| Draft::create(path)).collect();
    for error in made.iter().filter_map(|draft| draft.as_ref().err()) {
        complaint::general(console, lang, error.wording().get(lang));
    }
    made.into_iter().collect::<Result<_, _>>().ok()
}

/// Runs `work` with as many threads as `--threads` asks for. A panic in it is caught per photo, so the default
/// hook, which would print a trace into the report, is put aside.
pub fn in_parallel<T: Send>(matches: &ArgMatches, work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
    let threads = matches.get_one::<u16>("threads").map_or(0, |threads| usize::from(*threads));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = pool.install(work);
    std::panic::set_hook(hook);
    Ok(result)
}

fn is_for_people(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|format| format == "human")
}

fn print(run: &Run<'_>, matches: &ArgMatches, console: &Console) -> anyhow::Result<()> {
    let human = Human { verbose: matches.get_flag("verbose"), quiet: matches.get_flag("quiet") };
    let report: &dyn Report = match matches.get_one::<String>("format").map(String::as_str) {
        Some("concise") => &Concise,
        Some("json") => &Json,
        Some("jsonl") => &JsonLines,
        Some("github") => &GitHub,
        _ => &human,
    };
    if is_for_people(matches) {
        let mut out = console.out();
        report.write(run, &mut out)?;
        return Ok(out.flush()?);
    }
    let mut out = console.raw_out();
    report.write(run, &mut out)?;
    Ok(out.flush()?)
}

/// A failed photo is a failure; in a strict run so is one that wants a look.
fn answer(run: &Run<'_>, strict: bool, exit_zero: bool) -> Answer {
    let bearable = if strict { Verdict::Pass } else { Verdict::Review };
    let failed = run.photos.iter().any(|photo| photo.verdict > bearable);
    if failed && !exit_zero { Answer::Failed } else { Answer::Fine }
}
