//! What may not be written over: what the run reads, another of its outputs, and a file of another kind.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use photocheck::batch::Earlier;
use photocheck::input::{Collected, MOST_COMPANION, Origin, bounded, sheets};
use photocheck::report::Messages;
use photocheck::text::Lang;

use super::options::{CheckOptions, RuleChoice};
use super::sentences as say;

/// Bytes at the beginning of a file that tell of what kind it is.
const BEGINNING: u64 = 512;

/// How a table of ours begins, and what its heading has besides: photos, messages, the plan of renaming; in small letters.
const CSV_HEADS: [(&str, &str); 6] = [
    ("photo,", ",verdict,"),
    ("照片,", ",结论,"),
    ("", ",check first,message"),
    ("", ",先核对,通知"),
    ("old name,new name,", ""),
    ("原文件名,新文件名,", ""),
];

/// Every file that a check reads.
pub fn read_by<'c>(options: &'c CheckOptions, collected: Option<&'c Collected>) -> impl Iterator<Item = PathBuf> + 'c {
    let photos = collected.into_iter().flat_map(|it| &it.items).filter_map(|item| match &item.origin {
        Origin::Path(path) => Some(path.clone()),
        Origin::Archived { .. } | Origin::Bytes(_) => None,
    });
    let named = options.photos.paths.iter().map(PathBuf::from).filter(|path| path.is_file());
    let list = options.roster.as_ref().map(|list| list.file.clone());
    let decided = [options.waivers.clone(), options.decisions.clone()].into_iter().flatten();
    let companions = [list, options.earlier.clone(), options.photos.list.clone(), options.done.clone()];
    photos.chain(named).chain(companions.into_iter().flatten()).chain(decided).chain(rule_files(&options.rules))
}

/// The rule sets that are files.
pub fn rule_files(rules: &RuleChoice) -> impl Iterator<Item = PathBuf> + '_ {
    rules.sets.iter().map(PathBuf::from).filter(|path| path.is_file())
}

/// Why `outputs` may not be written, one sentence each; none where all may.
pub fn problems(outputs: &[&Path], inputs: impl Iterator<Item = PathBuf>, lang: Lang) -> Vec<String> {
    let standing: Vec<_> = outputs.iter().filter_map(|path| identity(path)).collect();
    // Where nothing stands in the way yet, no input has to be looked at; of many, only those in question are kept.
    let inputs: Vec<_> = if standing.is_empty() {
        Vec::new()
    } else {
        inputs.filter_map(|path| identity(&path)).filter(|it| standing.contains(it)).collect()
    };
    let mut found = Vec::new();
    for (index, output) in outputs.iter().enumerate() {
        let name = output.display().to_string();
        let twice = outputs[..index].iter().any(|earlier| whole(earlier) == whole(output));
        let sentence = if twice {
            say::OUTPUT_TWICE
        } else if identity(output).is_some_and(|it| inputs.contains(&it)) {
            say::OUTPUT_IS_INPUT
        } else if !is_replaceable(output) {
            say::OUTPUT_OF_ANOTHER_KIND
        } else {
            continue;
        };
        found.push(sentence.fill(lang, &[("name", &name)]));
    }
    found
}

/// Whether a path has one of these extensions.
pub fn is_called(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|it| extensions.iter().any(|extension| it.eq_ignore_ascii_case(extension)))
}

/// What is said of an output that would be of another kind than its name.
pub fn misnamed(path: &Path, extension: &str, lang: Lang) -> String {
    say::OUTPUT_MISNAMED.fill(lang, &[("name", &path.display().to_string()), ("extension", extension)])
}

/// The path without detours, whether or not there is a file yet.
fn whole(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    path.canonicalize().or_else(|_| Ok::<_, std::io::Error>(folder.canonicalize()?.join(name))).unwrap_or(path.into())
}

/// What makes a file the same under any name, hard links included; `None` where there is none.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|facts| (facts.dev(), facts.ino()))
}

/// What makes a file the same under any name; `None` where there is none.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// Whether nothing stands at `path`, or nothing but what an earlier run has written there: what somebody else has made is kept
/// even where it has the same extension, such as a name list.
pub fn is_replaceable(path: &Path) -> bool {
    let Ok(facts) = fs::metadata(path) else { return true };
    if !facts.is_file() {
        return true; // a folder or a device is refused where the file is made
    }
    let mut beginning = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    if read.is_err() || beginning.is_empty() {
        return true;
    }
    let text = String::from_utf8_lossy(&beginning).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let has = |start: &str, name: &str| text.starts_with(start) && text.contains(name);
    match path.extension().map(|it| it.to_string_lossy().to_lowercase()).as_deref() {
        Some("xlsx") => is_own_workbook(path),
        Some("json" | "jsonl") => {
            let dense: String = text.split_whitespace().collect();
            // What the page exports begins so as well.
            dense.starts_with("{\"schema\":1,") && !dense.contains("\"decisions\":")
        }
        Some("sarif") => has("{", "sarif"),
        Some("md") => has("### ", ", checked against “") || has("### ", " 张照片，按“"),
        Some("txt") => text.starts_with(Messages::BEGINNING),
        Some("xml") => has("<?xml", "<testsuites"),
        Some("svg") => has("<svg", "data-lang="),
        Some("csv") => CSV_HEADS.iter().any(|(start, name)| has(start, name)),
        _ => has("<!doctype html", "data-lang="),
    }
}

/// Whether a workbook has the sheet that every one of ours has.
fn is_own_workbook(path: &Path) -> bool {
    let sheets = bounded(path, MOST_COMPANION).ok().and_then(|bytes| sheets(&path.display().to_string(), &bytes).ok());
    sheets.is_some_and(|sheets| sheets.iter().any(|(name, _)| name == Earlier::SHEET))
}
