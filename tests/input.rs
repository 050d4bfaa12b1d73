//! Which files become photos: folders, patterns, lists, links, and names in any script.

mod needs;

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
#[cfg(windows)]
fn what_is_marked_as_hidden_is_left_alone_unless_it_is_named() {
    let folder = Folder::new("marked", &["1.jpg", "hidden.jpg", "Thumbs.db"]);
    for name in ["hidden.jpg", "Thumbs.db"] {
        let mark = std::process::Command::new("attrib").arg("+h").arg(folder.at(name)).status();
        assert!(mark.unwrap().success());
    }
    assert_eq!(folder.collected(&["."]), ["1.jpg"]);
    assert!(collect(&[folder.at("")]).strays.is_empty());
    assert_eq!(folder.collected(&[".", "hidden.jpg"]), ["1.jpg", "hidden.jpg"]);
}

#[test]
fn what_is_named_is_no_stray_in_whichever_order() {
    let folder = Folder::new("order", &["1.jpg", "portrait.dat"]);
    let collected = |names: [&str; 2]| collect(&names.map(|name| folder.at(name)));
    for names in [["", "portrait.dat"], ["portrait.dat", ""]] {
        let found = collected(names);
        assert_eq!((found.items.len(), found.strays), (2, Vec::<String>::new()), "{names:?}");
    }
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
#[cfg(target_os = "linux")]
fn a_pattern_lists_only_folders_where_it_can_match() {
    let folder = Folder::new("pattern-walk", &["2022/a/1.jpg", "2022/b/2.jpg", "2023/a/3.jpg", "2023/b/4.jpg"]);
    let trace = folder.at("trace");
    let strace = std::process::Command::new("strace")
        .args(["-f", "-e", "trace=openat,open", "-o", &trace, env!("CARGO_BIN_EXE_photocheck")])
        .args(["check", "202[2]/a/*.jpg", "--only", "file-format", "--format", "concise"])
        .current_dir(folder.at(""))
        .output();
    let is_here = strace.as_ref().is_ok_and(|output| !output.stdout.is_empty());
    if !needs::have("strace", is_here, "strace does not run") {
        return;
    }
    let opened = fs::read_to_string(&trace).unwrap();
    assert!(opened.contains("2022/a") && !opened.contains("2022/b") && !opened.contains("2023/"), "{opened}");
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
    // What has a folder's name and is a file after all is not lost.
    let odd = folder.0.join("odd.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&odd).unwrap());
    zip.add_directory("empty/", zip::write::SimpleFileOptions::default()).unwrap();
    zip.start_file("c.jpg/", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"x").unwrap();
    zip.finish().unwrap();
    let found = collect(&[&odd]);
    assert_eq!(found.items.len() + found.strays.len() + found.unseen.len(), 1, "{found:?}");
}

/// Writes a ZIP archive of these files.
fn packed(path: &str, files: &[(&str, &[u8])]) {
    use std::io::Write;

    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn archives_in_a_folder_are_looked_into_and_what_was_unpacked_counts_once() {
    let folder = Folder::new("zip-in-folder", &["一班/1.jpg", "二班/2.jpg", "二班/3.jpg"]);
    packed(&folder.at("一班.zip"), &[("一班/1.jpg", b"x"), ("说明.txt", b"y")]);
    packed(
        &folder.at("二班.ZIP"),
        &[("2.jpg", b"another of that name"), ("3.jpg", b"y"), ("4.jpg", b"x"), ("a.txt", b"x")],
    );
    packed(&folder.at("文件.zip"), &[("a.docx", b"x")]);
    let photos = ["一班/1.jpg", "二班.ZIP/2.jpg", "二班.ZIP/3.jpg", "二班.ZIP/4.jpg", "二班/2.jpg", "二班/3.jpg"];
    assert_eq!(folder.collected(&["."]), photos);
    assert_eq!(folder.collected(&[".", "二班.ZIP"]), photos, "named too, it is the same archive");
    // An archive that is named is meant as it is.
    assert_eq!(folder.collected(&["一班.zip", "一班"]), ["一班.zip/一班/1.jpg", "一班/1.jpg"]);
    let found = collect(&[folder.at(".")]);
    assert!(found.unseen.is_empty(), "{:?}", found.unseen);
    let names: Vec<_> = found.passed_over().iter().map(|name| name.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(names, ["一班.zip", "a.txt", "文件.zip"]);
}

#[test]
fn archives_that_cannot_be_looked_into_may_hold_photos() {
    let folder = Folder::new("zip-unseen", &["1.jpg", "damaged.zip", "二班.rar", "三班.7z", "四班.tar.gz"]);
    packed(&folder.at("inner.zip"), &[("5.jpg", b"x")]);
    let inner = fs::read(folder.at("inner.zip")).unwrap();
    packed(&folder.at("outer.zip"), &[("inner.zip", &inner), ("other.zip", b"y"), ("六班.rar", b"z"), ("7.jpg", b"7")]);
    assert_eq!(folder.collected(&["."]), ["1.jpg", "inner.zip/5.jpg", "outer.zip/7.jpg"]);
    let found = collect(&[folder.at(".")]);
    let mut unseen: Vec<_> = found.unseen.iter().map(|it| it.path.rsplit('/').next().unwrap()).collect();
    unseen.sort_unstable();
    let wanted = ["damaged.zip", "other.zip", "三班.7z", "二班.rar", "六班.rar", "四班.tar.gz"];
    assert_eq!(unseen, wanted, "the inner archive lies unpacked beside the outer one");
    assert_eq!(found.passed_over().len(), 6, "reports name them");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .args(["check", "--lang", "en", "--only", "file-format", "--format", "json", "--exit-zero"])
        .arg(folder.at("."))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("二班.rar was not looked into: an archive of this kind has to be unpacked first"), "{told}");
    assert!(told.contains("damaged.zip was not looked into: not a ZIP archive, or a damaged one"), "{told}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["strays"].as_array().unwrap().len(), 6);
}

#[test]
fn no_two_files_of_an_archive_share_a_name() {
    let folder = Folder::new("zip-names", &["a.txt"]);
    let names = ["a\\b.jpg", "a/b.jpg", "./c.jpg", "../d.jpg", "e/.f.jpg"];
    packed(&folder.at("a.zip"), &names.map(|name| (name, name.as_bytes())));
    assert_eq!(folder.collected(&["a.zip"]), ["a.zip/../d.jpg", "a.zip/./c.jpg", "a.zip/1/a/b.jpg", "a.zip/a/b.jpg"]);
    packed(&folder.at("b.zip"), &["1.jpg", "2.jpg", "3.jpg"].map(|name| (name, name.as_bytes())));
    let mut bytes = fs::read(folder.at("b.zip")).unwrap();
    (0..bytes.len() - 5).filter(|at| bytes[*at..].starts_with(b"2.jpg")).collect::<Vec<_>>().into_iter().for_each(
        |at| {
            bytes[at] = b'1';
        },
    );
    fs::write(folder.at("b.zip"), bytes).unwrap();
    let found = collect(&[folder.at("b.zip")]);
    assert_eq!((found.items.len(), found.unseen.len()), (2, 1), "one of two that have the same name is told");
}

#[test]
fn what_is_damaged_in_an_archive_is_a_damaged_photo() {
    let folder = Folder::new("zip-damaged", &["a.txt"]);
    packed(&folder.at("a.zip"), &[("1.jpg", &b"photo".repeat(100)), ("2.jpg", b"x")]);
    let mut bytes = fs::read(folder.at("a.zip")).unwrap();
    let at = bytes.windows(5).position(|it| it == b"1.jpg").unwrap() + 8;
    bytes[at..at + 4].fill(0xFF);
    fs::write(folder.at("a.zip"), bytes).unwrap();
    let found = collect(&[folder.at("a.zip")]);
    let limits = photocheck::photo::Limits::default();
    let troubles: Vec<_> = found
        .items
        .iter()
        .map(|item| photocheck::batch::open(item, &limits).pixels().err().map(|why| why.is_out_of_reach()))
        .collect();
    assert_eq!(troubles, [Some(false), Some(false)], "findings, both of them");
}

#[test]
#[cfg(unix)]
fn few_descriptors_are_enough_for_any_number_of_files_folders_and_archives() {
    let folder = Folder::new("descriptors", &["a.txt"]);
    for number in 0..100 {
        fs::create_dir(folder.at(&format!("{number:03}"))).unwrap();
        for photo in 0..99 {
            fs::write(folder.at(&format!("{number:03}/{photo:02}.jpg")), format!("{number} {photo}")).unwrap();
        }
        packed(&folder.at(&format!("{number:03}.zip")), &[("x.jpg", number.to_string().as_bytes())]);
    }
    let check = "ulimit -n 64; exec \"$0\" check . --only file-format --only unique-photo --format concise --threads 4";
    let output = std::process::Command::new("sh")
        .args(["-c", check, env!("CARGO_BIN_EXE_photocheck")])
        .current_dir(folder.at(""))
        .output()
        .unwrap();
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((said.lines().count(), output.status.code()), (10_000, Some(1)), "{told}");
    assert!(said.lines().all(|line| line.contains("file-format")), "each was opened");
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
