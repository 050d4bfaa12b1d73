//! Which files become photos: folders, patterns, lists, links, and names in any script.

use std::fs;
use std::path::{Path, PathBuf};

use photocheck::input::{Missing, collect};

/// A fresh folder under the target folder, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[&str]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::remove_dir_all(&path).ok();
        for file in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, b"x").unwrap();
        }
        Self(path)
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    /// What is collected for these names, relative to the folder.
    fn collected(&self, names: &[&str]) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| self.at(name)).collect();
        let root = self.at("").replace('\\', "/");
        let items = collect(&names).items.into_iter();
        items.map(|item| item.shown.trim_start_matches(&root).trim_start_matches('/').to_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn folders_are_walked_and_sorted_and_strays_are_named() {
    let folder = Folder::new("walk", &["乙/2.JPG", "甲 班/1.jpeg", "3.png", "notes.txt", ".hidden/4.jpg", "Thumbs.db"]);
    assert_eq!(folder.collected(&["."]), ["3.png", "乙/2.JPG", "甲 班/1.jpeg"]);
    let strays = collect(&[folder.at("")]).strays;
    assert_eq!(strays.len(), 2);
    assert!(strays[0].ends_with("Thumbs.db") && strays[1].ends_with("notes.txt"));
}

#[test]
fn a_named_file_is_taken_whatever_its_name() {
    let folder = Folder::new("named", &["portrait.dat"]);
    assert_eq!(folder.collected(&["portrait.dat"]), ["portrait.dat"]);
    assert_eq!(folder.collected(&["."]), Vec::<String>::new());
}

#[test]
fn patterns_are_expanded_and_empty_ones_named() {
    let folder = Folder::new("patterns", &["a1.jpg", "a2.JPG", "b1.jpg", "deep/a3.jpg"]);
    assert_eq!(folder.collected(&["a*.jpg"]), ["a1.jpg", "a2.JPG"]);
    assert_eq!(folder.collected(&["**/a?.jpg"]), ["a1.jpg", "a2.JPG", "deep/a3.jpg"]);
    let pattern = folder.at("z*.jpg");
    assert_eq!(collect(std::slice::from_ref(&pattern)).missing, [Missing::Pattern(pattern)]);
}

#[test]
fn a_name_with_brackets_is_first_of_all_a_name() {
    let folder = Folder::new("brackets", &["photo[1].jpg"]);
    assert_eq!(folder.collected(&["photo[1].jpg"]), ["photo[1].jpg"]);
}

#[test]
fn the_same_file_counts_once() {
    let folder = Folder::new("twice", &["a.jpg", "b.jpg"]);
    assert_eq!(folder.collected(&["a.jpg", ".", "./a.jpg", "*.jpg"]).len(), 2);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    let folder = Folder::new("links", &["real/a.jpg"]);
    std::os::unix::fs::symlink(folder.at("."), folder.at("real/up")).unwrap();
    std::os::unix::fs::symlink(folder.at("real/a.jpg"), folder.at("same.jpg")).unwrap();
    std::os::unix::fs::symlink(folder.at("nowhere.jpg"), folder.at("dangling.jpg")).unwrap();
    assert_eq!(folder.collected(&["."]).len(), 1);
}

#[test]
fn what_is_missing_is_named_and_the_rest_still_found() {
    let folder = Folder::new("missing", &["a.jpg"]);
    let found = collect(&[folder.at("a.jpg"), folder.at("no.jpg")]);
    assert_eq!(found.items.len(), 1);
    assert!(matches!(&found.missing[..], [Missing::Path(name, _)] if name.ends_with("no.jpg")));
}
