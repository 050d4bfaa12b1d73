//! From what was typed to a sorted list of photos.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use same_file::Handle;
use walkdir::WalkDir;

use super::{Item, Origin};

/// Extensions that are looked at inside folders. A file that is named is looked at whatever its name.
const EXTENSIONS: [&str; 15] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "jp2", "jps"];

/// What was found.
#[derive(Debug, Default)]
pub struct Collected {
    /// The photos, by path.
    pub items: Vec<Item>,
    /// Files inside folders that are no photos, by path.
    pub strays: Vec<String>,
    /// Names that lead nowhere.
    pub missing: Vec<Missing>,
}

/// A name that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No such file or folder, with the system's words.
    Path(String, String),
    /// A pattern that matches nothing.
    Pattern(String),
}

/// Collects the photos behind files, folders and patterns, in any mixture.
pub fn collect(names: &[String]) -> Collected {
    let mut gathering = Gathering::default();
    for name in names {
        gathering.add(name);
    }
    let mut collected = gathering.collected;
    collected.items.sort_by(|a, b| a.shown.cmp(&b.shown));
    collected.strays.sort();
    collected
}

/// What was found so far, and which files those were.
#[derive(Default)]
struct Gathering {
    collected: Collected,
    seen: HashSet<Handle>,
}

impl Gathering {
    fn add(&mut self, name: &str) {
        let path = Path::new(name);
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => self.add_folder(path),
            Ok(_) => self.add_file(path.to_owned()),
            Err(_) if is_pattern(name) => self.add_pattern(name),
            Err(error) => self.collected.missing.push(Missing::Path(name.to_owned(), error.to_string())),
        }
    }

    /// Everything below a folder. Hidden files and folders are left alone: they are the system's, not the user's.
    fn add_folder(&mut self, folder: &Path) {
        for path in files_below(folder) {
            if is_photo_name(&path) {
                self.add_file(path);
            } else {
                self.collected.strays.push(shown(&path));
            }
        }
    }

    /// A file, unless it is one that was seen before under whatever name.
    fn add_file(&mut self, path: PathBuf) {
        if Handle::from_path(&path).is_ok_and(|handle| !self.seen.insert(handle)) {
            return;
        }
        self.collected.items.push(Item { shown: shown(&path), origin: Origin::Path(path) });
    }

    /// Every file that matches; patterns are expanded here too because not every shell does it.
    fn add_pattern(&mut self, pattern: &str) {
        let before = self.collected.items.len();
        if let Some(matcher) = matcher(pattern) {
            let mut found: Vec<_> =
                files_below(&root_of(pattern)).into_iter().filter(|path| matcher.is_match(shown(path))).collect();
            found.sort();
            found.into_iter().for_each(|path| self.add_file(path));
        }
        if self.collected.items.len() == before {
            self.collected.missing.push(Missing::Pattern(pattern.to_owned()));
        }
    }
}

/// All visible files below `folder`; a link that leads back to a folder above it ends there.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible);
    walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn is_photo_name(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

fn matcher(pattern: &str) -> Option<GlobMatcher> {
    let pattern = pattern.replace('\\', "/");
    let pattern = pattern.strip_prefix("./").unwrap_or(&pattern);
    let glob = GlobBuilder::new(pattern).literal_separator(true).case_insensitive(true).build();
    glob.ok().map(|glob| glob.compile_matcher())
}

/// The folder to walk for a pattern: what stands before its first special character.
fn root_of(pattern: &str) -> PathBuf {
    let plain = pattern.split(['*', '?', '[']).next().unwrap_or_default().replace('\\', "/");
    match plain.rfind('/') {
        Some(0) => PathBuf::from("/"),
        Some(end) => PathBuf::from(&plain[..end]),
        None => PathBuf::from("."),
    }
}

/// The path as it is shown: `/` between folders on every system, no `./` anywhere.
fn shown(path: &Path) -> String {
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    plain.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
