//! `--overlay DIR`: an annotated copy of each photo.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use photocheck::batch::{self, Pace};
use photocheck::input::Item;
use photocheck::photo::Limits;
use photocheck::report::{Run, annotated, write_whole};
use photocheck::text::Lang;

use super::{outputs, sentences as say};

/// Why `folder` cannot be the place for them, as a sentence.
pub fn problem(folder: &Path, lang: Lang) -> Option<String> {
    let is_other = folder.exists() && !folder.is_dir();
    is_other.then(|| say::NO_FOLDER.fill(lang, &[("name", &folder.display().to_string())]))
}

/// Makes the folder, before any photo is opened.
pub fn prepare(folder: &Path, lang: Lang) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| anyhow!(say::cannot_write(folder, &error, lang)))
}

/// Writes one SVG a photo that has pixels and set, named like the photo; gives those that could not be written.
///
/// # Errors
/// When the system gives no threads.
pub fn write(
    folder: &Path,
    runs: &[Run<'_>],
    items: &[Item],
    limits: &Limits,
    pace: Pace<'_>,
) -> io::Result<Vec<(PathBuf, io::Error)>> {
    let sets: Vec<_> = runs.iter().map(|run| run.set.id.as_str()).collect();
    let names = targets(folder, &sets, items);
    let (mut failed, mut index) = (Vec::new(), 0);
    batch::large_pictures(limits, items, pace, |picture| {
        for (run, names) in runs.iter().zip(&names) {
            let drawing = picture.as_ref().and_then(|picture| annotated(&run.photos[index], picture, run));
            let written = drawing.map_or(Ok(()), |drawing| put(&names[index], drawing.as_ref()));
            failed.extend(written.err().map(|error| (names[index].clone(), error)));
        }
        index += 1;
    })?;
    Ok(failed)
}

/// Writes a drawing; what is no drawing of ours stays as it is.
pub fn put(path: &Path, drawing: &[u8]) -> io::Result<()> {
    if outputs::is_replaceable(path) { write_whole(path, drawing) } else { Err(io::ErrorKind::AlreadyExists.into()) }
}

/// The file for each photo by each set, set by set.
pub fn targets(folder: &Path, sets: &[&str], items: &[Item]) -> Vec<Vec<PathBuf>> {
    let mut taken = HashSet::new();
    let set = |id: &&str| if sets.len() > 1 { format!(".{id}") } else { String::new() };
    sets.iter().map(|id| names(folder, items, &set(id), &mut taken)).collect()
}

/// File names without folders, `set` behind the photo's; the second of a name gets a number.
fn names(folder: &Path, items: &[Item], set: &str, taken: &mut HashSet<String>) -> Vec<PathBuf> {
    let mut name = |item: &Item| {
        let stem = item.shown.rsplit('/').next().filter(|name| *name != "-").unwrap_or("photo");
        let stem = format!("{stem}{set}");
        let mut name = format!("{stem}.svg");
        let mut number = 2;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{stem}.{number}.svg");
            number += 1;
        }
        folder.join(name)
    };
    items.iter().map(&mut name).collect()
}
