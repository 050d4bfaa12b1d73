//! From what was typed to a sorted list of photos, with nothing lost on the way.
//!
//! Every folder is entered once, by its real path: real folders first, then what links lead to, so that links that lead
//! in a circle cost nothing. Two names of one file are two photos, since two people may have handed them in; only the
//! same place named twice counts once. What cannot be looked into is told.
//!
//! A ZIP archive inside a folder is looked into like the folder, since it may be all that a class has handed in; but a photo in
//! it that was unpacked in the same run is that photo, and does not count a second time.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::archive::{self, Archive, ArchiveMember};
use super::read::NotRead;
use super::shown::shown;
use super::{Item, Origin};

/// Extensions that are looked at inside folders. A file that is named is looked at whatever its name.
const EXTENSIONS: [&str; 16] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "jp2", "jps",
    "jxl",
];

/// What was found.
#[derive(Debug, Default)]
pub struct Collected {
    /// The photos, by path.
    pub items: Vec<Item>,
    /// Files inside folders that are no photos, by path.
    pub strays: Vec<String>,
    /// Names that lead nowhere.
    pub missing: Vec<Missing>,
    /// Folders and archives that could not be looked into: photos may be missing.
    pub unseen: Vec<Unseen>,
}

/// A name that leads nowhere.
#[derive(Debug)]
pub enum Missing {
    /// No file or folder that can be opened.
    Path(String, NotRead),
    /// A pattern that matches nothing.
    Pattern(String),
}

/// A folder or archive that could not be looked into.
#[derive(Debug)]
pub struct Unseen {
    /// Its path as it is shown.
    pub path: String,
    /// Why.
    pub why: NotRead,
}

/// Collects the photos behind files, folders, archives and patterns, in any mixture.
pub fn collect<N: AsRef<OsStr>>(names: &[N]) -> Collected {
    let mut gathering = Gathering::default();
    names.iter().for_each(|name| gathering.add(name.as_ref()));
    gathering.add_found_archives();
    let mut collected = gathering.collected;
    collected.items.sort_by(|a, b| a.shown.cmp(&b.shown));
    collected.strays.sort();
    collected
}

impl Collected {
    /// Everything that was seen and not checked: files that are no photos, and what could not be looked into.
    pub fn passed_over(&self) -> Vec<String> {
        let unseen = self.unseen.iter().map(|unseen| unseen.path.clone());
        let mut all: Vec<_> = self.strays.iter().cloned().chain(unseen).collect();
        all.sort();
        all
    }
}

/// Whether a file of this name inside a folder is taken for a photo.
pub(super) fn is_photo_name(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// What was found so far, and which places those were. Of the files in a folder that was walked nothing has to be kept: all
/// photos among them were found.
#[derive(Default)]
struct Gathering {
    collected: Collected,
    /// Files that were named, by their folders' real paths.
    named: HashMap<PathBuf, HashSet<Box<OsStr>>>,
    /// Real paths of the folders that were entered, and whether they were walked to their end.
    folders: HashMap<PathBuf, bool>,
    /// ZIP archives inside folders.
    archives: Vec<PathBuf>,
    /// The folder of the file that was named last, as it was written and as it is.
    last: Option<(PathBuf, PathBuf)>,
}

/// A folder that was not entered before.
struct Entered {
    entries: Vec<FolderEntry>,
    /// Its real path.
    real: PathBuf,
}

impl Gathering {
    fn add(&mut self, name: &OsStr) {
        let path = Path::new(name);
        match path.metadata() {
            Ok(facts) if facts.is_dir() => self.add_folder(path),
            Ok(facts) if facts.is_file() && archive::is_archive_name(path) => self.add_archive(path),
            Ok(_) => self.add_file(path.to_owned()),
            // A link that leads nowhere is a photo that cannot be opened.
            Err(_) if path.symlink_metadata().is_ok() => self.add_file(path.to_owned()),
            Err(error) => match name.to_str().filter(|name| is_pattern(name)) {
                Some(pattern) => self.add_pattern(pattern),
                None => self.collected.missing.push(Missing::Path(shown(path), error.into())),
            },
        }
    }

    /// Everything below a folder. Hidden files and folders are left alone: they are the system's, not the user's.
    fn add_folder(&mut self, folder: &Path) {
        let mut real = vec![folder.to_owned()];
        let mut linked = VecDeque::new();
        while let Some(folder) = real.pop().or_else(|| linked.pop_front()) {
            let Some(entered) = self.enter(&folder) else { continue };
            let named = self.named.remove(&entered.real).unwrap_or_default();
            let is_named = |entry: &FolderEntry| named.contains(entry.name.as_os_str());
            for entry in entered.entries {
                let path = folder.join(&entry.name);
                match entry.kind {
                    FolderEntryKind::Folder => real.push(path),
                    FolderEntryKind::LinkedFolder => linked.push_back(path),
                    FolderEntryKind::File if is_named(&entry) => {}
                    FolderEntryKind::File if is_photo_name(&path) => self.collected.items.push(item(path)),
                    FolderEntryKind::File if archive::is_archive_name(&path) => self.archives.push(path),
                    FolderEntryKind::File => self.add_stray(&path, shown(&path)),
                }
            }
            if !named.is_empty() {
                self.named.insert(entered.real, named);
            }
        }
    }

    /// A file that is no photo. An archive that is not opened may hold photos.
    fn add_stray(&mut self, path: &Path, shown: String) {
        if archive::is_of_another_kind(path) {
            self.collected.unseen.push(Unseen { path: shown, why: NotRead::OtherArchive });
        } else {
            self.collected.strays.push(shown);
        }
    }

    /// The visible entries of a folder that was not entered before, by name.
    fn enter(&mut self, folder: &Path) -> Option<Entered> {
        let entered = fs::canonicalize(folder).and_then(|real| {
            if self.folders.contains_key(&real) {
                return Ok(None);
            }
            let entries = entries(folder);
            self.folders.insert(real.clone(), entries.is_ok());
            Ok(Some(Entered { entries: entries?, real }))
        });
        match entered {
            Ok(entered) => entered,
            Err(error) => {
                self.collected.unseen.push(Unseen { path: shown(folder), why: error.into() });
                None
            }
        }
    }

    /// A file, unless its very place was named or walked over before.
    fn add_file(&mut self, path: PathBuf) {
        if self.is_new(&path) {
            // A walk may have met it before as no photo.
            if !is_photo_name(&path) {
                let name = shown(&path);
                self.collected.strays.retain(|stray| *stray != name);
            }
            self.collected.items.push(item(path));
        }
    }

    /// Whether no such place was found before: the folder without links, and the name itself; links of the name are left, they
    /// are names too. From now on it was.
    fn is_new(&mut self, path: &Path) -> bool {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if self.last.as_ref().is_none_or(|(written, _)| written != folder) {
            let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
            self.last = Some((folder.to_owned(), real));
        }
        let (Some(name), Some((_, real))) = (path.file_name(), &self.last) else { return true };
        let is_looked_at = is_photo_name(path) || archive::is_archive_name(path);
        let is_walked_over = self.folders.get(real) == Some(&true)
            && is_looked_at
            && !is_hidden(name)
            && !is_marked_hidden(|| path.metadata());
        if is_walked_over {
            return false;
        }
        match self.named.get_mut(real) {
            Some(names) => names.insert(name.into()),
            None => self.named.insert(real.clone(), HashSet::from([name.into()])).is_none(),
        }
    }

    /// The photos in a ZIP archive that was named, as if it were a folder.
    fn add_archive(&mut self, path: &Path) {
        if !self.is_new(path) {
            return;
        }
        match Archive::open(path) {
            Ok((archive, entries)) => self.add_entries(path, &archive, entries),
            // Not an archive after all: told by its content, like any other named file.
            Err(NotRead::NoArchive) => self.collected.items.push(item(path.to_owned())),
            Err(why) => self.collected.unseen.push(Unseen { path: shown(path), why }),
        }
    }

    /// The archives inside folders, without what lies unpacked; last, since that may lie anywhere.
    fn add_found_archives(&mut self) {
        let found = std::mem::take(&mut self.archives);
        let mut opened = Vec::new();
        for path in &found {
            match Archive::open(path) {
                Ok((archive, entries)) => opened.push((path, archive, entries)),
                Err(why) => self.collected.unseen.push(Unseen { path: shown(path), why }),
            }
        }
        let unpacked = {
            let entries = opened.iter().flat_map(|(_, _, entries)| entries);
            let names: HashSet<&str> = entries.map(ArchiveMember::file_name).collect();
            let photos = self.collected.items.iter().filter_map(|item| match &item.origin {
                Origin::Path(path) => Some(path),
                Origin::Archived { .. } | Origin::Bytes(_) => None,
            });
            let mut paths: HashMap<OsString, Vec<PathBuf>> = HashMap::new();
            for path in photos.chain(&found) {
                if let Some(name) = path.file_name().filter(|it| it.to_str().is_some_and(|it| names.contains(it))) {
                    paths.entry(name.to_owned()).or_default().push(path.clone());
                }
            }
            paths
        };
        let is_unpacked = |entry: &ArchiveMember| {
            let paths = unpacked.get(OsStr::new(entry.file_name()));
            paths.is_some_and(|paths| paths.iter().any(|path| entry.is_what_lies_at(path)))
        };
        for (path, archive, mut entries) in opened {
            entries.retain(|entry| !is_unpacked(entry));
            let may_hold_photos = |entry: &ArchiveMember| {
                let name = Path::new(&entry.name);
                is_photo_name(name) || archive::is_archive_name(name) || archive::is_of_another_kind(name)
            };
            if entries.iter().any(may_hold_photos) {
                self.add_entries(path, &archive, entries);
            } else {
                self.collected.strays.push(shown(path));
            }
        }
    }

    fn add_entries(&mut self, path: &Path, archive: &Archive, entries: Vec<ArchiveMember>) {
        if archive.has_same_names(path) {
            self.collected.unseen.push(Unseen { path: shown(path), why: NotRead::SameNames });
        }
        for entry in entries {
            let shown = format!("{}/{}", shown(path), entry.name);
            let name = Path::new(&entry.name);
            if is_photo_name(name) {
                let origin = Origin::Archived { archive: archive.clone(), index: entry.index };
                self.collected.items.push(Item { shown, origin });
            } else if archive::is_archive_name(name) {
                self.collected.unseen.push(Unseen { path: shown, why: NotRead::OtherArchive });
            } else {
                self.add_stray(name, shown);
            }
        }
    }

    /// Every file that matches; patterns are expanded here too because not every shell does it.
    fn add_pattern(&mut self, pattern: &str) {
        let before = self.collected.items.len();
        // On Windows both are separators, and a drive or a share may stand before them.
        let slashes = if cfg!(windows) { pattern.to_owned() } else { pattern.replace('\\', "/") };
        let is_root = |part: &Component<'_>| matches!(part, Component::Prefix(_) | Component::RootDir);
        let root: PathBuf = Path::new(&slashes).components().take_while(is_root).collect();
        let rest = Path::new(&slashes).components().skip_while(is_root);
        let parts: Vec<&str> =
            rest.filter(|part| *part != Component::CurDir).filter_map(|part| part.as_os_str().to_str()).collect();
        let is_known = self.expand(&root, &parts);
        if !is_known && self.collected.items.len() == before {
            self.collected.missing.push(Missing::Pattern(pattern.to_owned()));
        }
    }

    /// Follows a pattern part by part, so that only folders are listed where it can match; whether anything matched.
    fn expand(&mut self, folder: &Path, parts: &[&str]) -> bool {
        let Some((part, rest)) = parts.split_first() else { return false };
        if !is_pattern(part) {
            let path = folder.join(part);
            return match (rest.is_empty(), path.metadata()) {
                (true, Ok(_)) => {
                    self.add(path.as_os_str());
                    true
                }
                (false, Ok(facts)) if facts.is_dir() => self.expand(&path, rest),
                _ => false,
            };
        }
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = match entries(here) {
            Ok(entries) => entries,
            Err(error) => {
                self.collected.unseen.push(Unseen { path: shown(here), why: error.into() });
                return false;
            }
        };
        if *part == "**" {
            return self.expand_deep(folder, entries, rest);
        }
        let Some(matcher) = matcher(part) else { return false };
        let mut matched = false;
        for entry in entries.into_iter().filter(|entry| matcher.is_match(&entry.name)) {
            let path = folder.join(&entry.name);
            matched |= match (rest.is_empty(), entry.kind) {
                (true, _) => {
                    self.add(path.as_os_str());
                    true
                }
                (false, FolderEntryKind::File) => false,
                (false, _) => self.expand(&path, rest),
            };
        }
        matched
    }

    /// `**`: what follows it, here and in every folder below. Links are not followed, so it ends.
    fn expand_deep(&mut self, folder: &Path, entries: Vec<FolderEntry>, rest: &[&str]) -> bool {
        let rest_here = if rest.is_empty() { &["*"][..] } else { rest };
        let mut matched = self.expand(folder, rest_here);
        for entry in entries.into_iter().filter(|entry| entry.kind == FolderEntryKind::Folder) {
            let deeper = [&["**"][..], rest].concat();
            matched |= self.expand(&folder.join(&entry.name), &deeper);
        }
        matched
    }
}

/// What stands in a folder.
struct FolderEntry {
    name: OsString,
    kind: FolderEntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FolderEntryKind {
    Folder,
    LinkedFolder,
    /// A file, or anything that is opened like one and told when it cannot be.
    File,
}

/// The visible entries of a folder, by name. The folder is closed when this returns.
fn entries(folder: &Path) -> std::io::Result<Vec<FolderEntry>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if is_hidden(&name) || is_marked_hidden(|| entry.metadata()) {
            continue;
        }
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_dir() => FolderEntryKind::Folder,
            Ok(kind) if kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|facts| facts.is_dir()) => {
                FolderEntryKind::LinkedFolder
            }
            _ => FolderEntryKind::File,
        };
        found.push(FolderEntry { name, kind });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file is marked as hidden, or as the system's own, such as `Thumbs.db`.
#[cfg(windows)]
fn is_marked_hidden(facts: impl FnOnce() -> std::io::Result<fs::Metadata>) -> bool {
    use std::os::windows::fs::MetadataExt;
    /// `FILE_ATTRIBUTE_HIDDEN` and `FILE_ATTRIBUTE_SYSTEM`.
    const MARKS: u32 = 0x2 | 0x4;
    facts().is_ok_and(|facts| facts.file_attributes() & MARKS != 0)
}

/// Whether a file is marked as hidden: only its name does that here.
#[cfg(not(windows))]
fn is_marked_hidden(_: impl FnOnce() -> std::io::Result<fs::Metadata>) -> bool {
    false
}

/// The photo at a path.
fn item(path: PathBuf) -> Item {
    // Boxed and back: a path that was joined has room for more, which costs as much again in a large batch.
    let path = path.into_boxed_path().into_path_buf();
    Item { shown: shown(&path), origin: Origin::Path(path) }
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

fn matcher(pattern: &str) -> Option<GlobMatcher> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).case_insensitive(true).build();
    glob.ok().map(|glob| glob.compile_matcher())
}
