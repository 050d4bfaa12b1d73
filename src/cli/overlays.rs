//! `--overlay DIR`: an annotated copy of each photo.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use photocheck::batch::large_picture;
use photocheck::input::Item;
use photocheck::photo::Limits;
use photocheck::report::{Run, annotated, write_whole};
use photocheck::text::Lang;
use rayon::prelude::*;

use super::sentences as say;

/// Why `folder` cannot be the place for them, as a sentence.
pub fn problem(folder: &Path, lang: Lang) -> Option<String> {
    let is_other = folder.exists() && !folder.is_dir();
    is_other.then(|| say::NO_FOLDER.fill(lang, &[("name", &folder.display().to_string())]))
}

/// Makes the folder, before any photo is opened.
pub fn prepare(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())
}

/// Writes one SVG a photo that has pixels and set, named like the photo; gives those that could not be written.
pub fn write(folder: &Path, runs: &[Run<'_>], items: &[Item], limits: &Limits) -> Vec<(PathBuf, io::Error)> {
    let sets: Vec<_> = runs.iter().map(|run| run.set.id.as_str()).collect();
    let names = targets(folder, &sets, items);
    let each = |(index, item): (usize, &Item)| {
        let Some(picture) = large_picture(item, limits) else { return Vec::new() };
        let write = |(run, names): (&Run<'_>, &Vec<PathBuf>)| {
            let drawing = annotated(&run.photos[index], &picture, run)?;
            Some((names[index].clone(), write_whole(&names[index], drawing.as_ref()).err()?))
        };
        runs.iter().zip(&names).filter_map(write).collect::<Vec<_>>()
    };
    items.par_iter().enumerate().flat_map_iter(each).collect()
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
