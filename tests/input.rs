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
    let found = collect(std::slice::from_ref(&pattern)).missing;
    assert!(matches!(&found[..], [Missing::Pattern(name)] if *name == pattern));
    assert_eq!(folder.collected(&["d*"]), ["deep/a3.jpg"]);
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
    let folder = Folder::new("twice-deep", &["a/1.jpg", "a/.2.jpg", "a/3.dat", "b/4.jpg"]);
    // What a walk leaves out is found by its name, before and after.
    let wanted = ["a/.2.jpg", "a/1.jpg", "a/3.dat", "b/4.jpg"];
    assert_eq!(folder.collected(&["a/1.jpg", "a/.2.jpg", "a/3.dat", ".", "b"]), wanted);
    assert_eq!(folder.collected(&["b", ".", "a/../a/1.jpg", "a/.2.jpg", "a/3.dat", "a/.2.jpg", "b/4.jpg"]), wanted);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    let folder = Folder::new("links", &["real/a.jpg", "real/b.jpg"]);
    let link = |from: &str, to: &str| std::os::unix::fs::symlink(folder.at(from), folder.at(to)).unwrap();
    link(".", "real/up");
    link("real", "again");
    link("real/a.jpg", "same.jpg");
    link("nowhere.jpg", "dangling.jpg");
    fs::hard_link(folder.at("real/a.jpg"), folder.at("hard.jpg")).unwrap();
    // Names are photos, also of one file; a link that leads nowhere is a photo that cannot be opened.
    assert_eq!(folder.collected(&["."]), ["dangling.jpg", "hard.jpg", "real/a.jpg", "real/b.jpg", "same.jpg"]);
    assert_eq!(folder.collected(&["same.jpg", "real/a.jpg", "again/a.jpg"]), ["real/a.jpg", "same.jpg"]);
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_one_another_are_entered_once() {
    let names: Vec<String> = (0..12).map(|at| format!("d{at:02}/{at}.jpg")).collect();
    let folder = Folder::new("bomb", &names.iter().map(String::as_str).collect::<Vec<_>>());
    for from in 0..12 {
        for to in (0..12).filter(|to| *to != from) {
            std::os::unix::fs::symlink(folder.at(&format!("d{to:02}")), folder.at(&format!("d{from:02}/l{to:02}")))
                .unwrap();
        }
    }
    assert_eq!(folder.collected(&["."]), names);
}

#[cfg(unix)]
#[test]
fn names_in_any_bytes_are_found_by_name_folder_and_list_and_stay_distinct() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use photocheck::input::read_list;

    let folder = Folder::new("bytes", &["a.txt"]);
    let names = [&b"\xD5\xC5.jpg"[..], b"\xD5\xC6.jpg", b"\\xD5\\xC5.jpg"];
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.0.join(OsStr::from_bytes(name))).collect();
    paths.iter().for_each(|path| fs::write(path, b"x").unwrap());
    let shown = |found: photocheck::input::Collected| -> Vec<String> {
        assert!(found.missing.is_empty() && found.unseen.is_empty());
        let names = found.items.iter().map(|item| item.shown.rsplit('/').next().unwrap().to_owned());
        names.collect()
    };
    let wanted = ["\\x5CxD5\\x5CxC5.jpg", "\\xD5\\xC5.jpg", "\\xD5\\xC6.jpg"];
    assert_eq!(shown(collect(&[&folder.0])), wanted);
    assert_eq!(shown(collect(&paths)), wanted);
    let list = paths.iter().map(|path| path.as_os_str().as_bytes()).collect::<Vec<_>>().join(&b'\n');
    assert_eq!(shown(collect(&read_list(&list, false, &|name| Path::new(name).exists()))), wanted);
    let list = paths.iter().map(|path| path.as_os_str().as_bytes()).collect::<Vec<_>>().join(&0);
    assert_eq!(shown(collect(&read_list(&list, true, &|name| Path::new(name).exists()))), wanted);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("locked", &["open/1.jpg", "shut/2.jpg"]);
    fs::set_permissions(folder.at("shut"), fs::Permissions::from_mode(0o0)).unwrap();
    // Whoever may read everything (root) is not kept out.
    let is_shut = fs::read_dir(folder.at("shut")).is_err();
    let found = collect(&[folder.at(".")]);
    fs::set_permissions(folder.at("shut"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found.unseen.len(), usize::from(is_shut));
    assert_eq!(found.items.len(), 2 - usize::from(is_shut));
}

#[test]
fn archives_are_looked_into() {
    use std::io::Write;

    let folder = Folder::new("zip", &["x.txt"]);
    let path = folder.0.join("photos.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for name in ["一班/1.jpg", "一班/名单.xlsx", "2.jpg"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"x").unwrap();
    }
    zip.finish().unwrap();
    assert_eq!(folder.collected(&["photos.zip"]), ["photos.zip/2.jpg", "photos.zip/一班/1.jpg"]);
    let found = collect(&[&path]);
    assert_eq!(found.strays.len(), 1);
    let photo = photocheck::batch::open(&found.items[0], &photocheck::photo::Limits::default());
    assert_eq!((photo.name(), photo.bytes()), ("2.jpg", &b"x"[..]));
}

#[test]
fn what_is_missing_is_named_and_the_rest_still_found() {
    let folder = Folder::new("missing", &["a.jpg"]);
    let found = collect(&[folder.at("a.jpg"), folder.at("no.jpg")]);
    assert_eq!(found.items.len(), 1);
    assert!(matches!(&found.missing[..], [Missing::Path(name, _)] if name.ends_with("no.jpg")));
}

#[test]
#[cfg(unix)]
fn a_photo_that_was_not_read_never_passes() {
    let folder = Folder::new("unread", &["other.jpg"]);
    std::os::unix::fs::symlink("nowhere.jpg", folder.at("gone.jpg")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .args(["check", "--lang", "en", "--only", "file-format", "--format", "jsonl"])
        .arg(folder.at("gone.jpg"))
        .output()
        .unwrap();
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["verdict"], "review", "{line}");
}
