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

/// Writes one SVG a photo that has pixels, named like the photo; gives those that could not be written.
pub fn write(folder: &Path, run: &Run<'_>, items: &[Item], limits: &Limits) -> Vec<(PathBuf, io::Error)> {
    let names = names(folder, items);
    let each = |((photo, item), path): ((_, &Item), &PathBuf)| {
        let drawing = large_picture(item, limits).and_then(|picture| annotated(photo, &picture, run));
        Some((path.clone(), write_whole(path, drawing?.as_ref()).err()?))
    };
    run.photos.par_iter().zip(items).zip(&names).filter_map(each).collect()
}

/// File names without folders; the second of a name gets a number.
fn names(folder: &Path, items: &[Item]) -> Vec<PathBuf> {
    let mut taken = HashSet::new();
    let mut name = |item: &Item| {
        let stem = item.shown.rsplit('/').next().filter(|name| *name != "-").unwrap_or("photo");
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
