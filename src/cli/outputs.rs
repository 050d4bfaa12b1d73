//! What may not be written over: what the run reads, another of its outputs, and a file of another kind.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use photocheck::input::{Collected, Origin};
use photocheck::report::Messages;
use photocheck::text::Lang;

use super::options::{Check, RuleChoice};
use super::sentences as say;

/// Bytes at the beginning of a file that tell of what kind it is.
const BEGINNING: u64 = 512;

/// Every file that a check reads.
pub fn read_by(options: &Check, collected: Option<&Collected>) -> Vec<PathBuf> {
    let photos = collected.into_iter().flat_map(|it| &it.items).filter_map(|item| match &item.origin {
        Origin::Path(path) => Some(path.clone()),
        Origin::Archived { .. } | Origin::Bytes(_) => None,
    });
    let named = options.photos.paths.iter().map(PathBuf::from).filter(|path| path.is_file());
    let list = options.roster.as_ref().map(|list| list.file.clone());
    let decided = [options.waivers.clone(), options.decisions.clone()].into_iter().flatten();
    let companions = [list, options.earlier.clone(), options.photos.list.clone(), options.done.clone()];
    photos
        .chain(named)
        .chain(companions.into_iter().flatten())
        .chain(decided)
        .chain(rule_files(&options.rules))
        .collect()
}

/// The rule sets that are files.
pub fn rule_files(rules: &RuleChoice) -> impl Iterator<Item = PathBuf> {
    rules.sets.iter().map(PathBuf::from).filter(|path| path.is_file())
}

/// Why `outputs` may not be written, one sentence each; none where all may.
pub fn problems(outputs: &[&Path], inputs: &[PathBuf], lang: Lang) -> Vec<String> {
    let inputs: Vec<_> = inputs.iter().filter_map(|path| identity(path)).collect();
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

/// Whether nothing stands at `path`, or nothing but what an earlier run may have written there.
fn is_replaceable(path: &Path) -> bool {
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
    match path.extension().map(|it| it.to_string_lossy().to_lowercase()).as_deref() {
        Some("html" | "htm") => text.starts_with("<!doctype html"),
        Some("xlsx") => beginning.starts_with(b"PK"),
        Some("json" | "jsonl" | "sarif") => text.starts_with(['{', '[']),
        Some("md") => text.starts_with("### "),
        Some("txt") => text.starts_with(Messages::BEGINNING),
        Some("xml") => text.starts_with("<?xml"),
        Some("csv") => {
            !beginning.contains(&0) && !beginning.starts_with(&[0xFF, 0xD8]) && !beginning.starts_with(b"PK")
        }
        _ => text.starts_with("<!doctype html"),
    }
}
