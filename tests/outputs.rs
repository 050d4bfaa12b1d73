//! What the program writes: nothing over what it reads or over a file of another kind, nothing lost because of another
//! output, no control character to a terminal, no identity number in a report that travels.

mod folder;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use folder::Folder;
use photocheck::photo::container::BlockKind;
use photocheck::photo::{Limits, Photo};

/// A photo that fails, under this name.
fn photo(folder: &Folder, name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::copy(fixtures.join("fail-head-height-small.jpg"), folder.at(name)).expect("a copy");
    folder.at(name)
}

/// Standard error as text.
fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn no_output_is_written_over_what_is_read_or_of_another_kind() {
    let folder = Folder::new();
    let bytes = fs::read(photo(&folder, "photo.json")).unwrap();
    fs::write(folder.at("list.csv"), "学号,姓名\n1,张三\n").unwrap();
    photo(&folder, "a.jpg");
    let card = folder.run(&["card", "a.jpg"]);
    assert_eq!(card.status.code(), Some(2));
    let report = folder.run(&["check", "photo.json", "--report", "photo.json"]);
    assert_eq!((report.status.code(), fs::read(folder.at("photo.json")).unwrap()), (Some(2), bytes));
    let list = folder.run(&["check", "a.jpg", "--roster", "list.csv", "--report", "list.csv"]);
    assert_eq!(list.status.code(), Some(2));
    assert!(fs::read_to_string(folder.at("list.csv")).unwrap().contains("张三"), "the list is as it was");
    let twice = folder.run(&["check", "a.jpg", "--report", "r.html", "--report", "r.html"]);
    assert!(twice.status.code() == Some(2) && complaints(&twice).contains("same path"), "{}", complaints(&twice));
    let again = || folder.run(&["check", "a.jpg", "--report", "r.csv"]).status.code();
    assert_eq!((again(), again()), (Some(1), Some(1)), "a report of an earlier run is replaced");
}

#[test]
fn whatever_is_wrong_with_a_command_is_told_in_one_run() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::write(folder.at("file"), "x").unwrap();
    fs::write(folder.at("l.csv"), "学号,姓名\n1,x\n").unwrap();
    let waiver = |rule: &str| format!("[[waiver]]\nphoto = \"a\"\nrule = \"{rule}\"\nreason = \"x\"\n");
    fs::write(folder.at("w.toml"), waiver("no1") + &waiver("no2")).unwrap();
    let told = |arguments: &[&str], words: &[&str]| {
        let output = folder.run(arguments);
        let text = complaints(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        words.iter().for_each(|word| assert!(text.contains(word), "{word} is not in: {text}"));
        assert_eq!(text.lines().filter(|line| line.starts_with("error: ")).count(), words.len(), "{text}");
    };
    let outputs = ["--report", "x.pdf", "--report", "y.doc", "--overlay", "file"];
    told(&[&["check", "nosuch.jpg"], &outputs[..]].concat(), &["nosuch.jpg", "x.pdf", "y.doc", "file exists"]);
    told(&[&["check", "a.jpg"], &outputs[..]].concat(), &["x.pdf", "y.doc", "file exists"]);
    let lists = ["--waivers", "w.toml", "--roster", "l.csv", "--roster-name", "N", "--roster-number", "M"];
    told(&[&["check", "a.jpg"], &lists[..]].concat(), &["no1", "no2", "M, N"]);
    fs::write(folder.at("gbk.toml"), b"[[waiver]]\nphoto = \"\xC0\xEE\"\n").unwrap();
    told(&["check", "a.jpg", "--waivers", "gbk.toml"], &["UTF-8"]);
    // Exceptions from rules that a run leaves out wait for another.
    fs::write(folder.at("w2.toml"), waiver("head-height")).unwrap();
    let narrow = folder.run(&["check", "a.jpg", "--only", "file-format", "--waivers", "w2.toml"]);
    assert_ne!(narrow.status.code(), Some(2), "{}", complaints(&narrow));
    told(&["check", "nosuch.jpg", "--threads", "0", "--timeout", "x"], &["--threads", "--timeout", "nosuch.jpg"]);
    assert!(!folder.at("file").is_dir() && !folder.at(".x.pdf").exists());
}

#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    for format in ["human", "json", "jsonl", "github", "concise"] {
        let mut child =
            folder.command(&["check", "a.jpg", "--format", format]).stdout(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{format}");
    }
}

#[test]
fn in_a_strict_run_warnings_and_looks_count_as_failures() {
    let folder = Folder::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (fixture, rule) in
        [("review-frontal-turned.jpg", "frontal"), ("remark-background-colour-green.jpg", "background-colour")]
    {
        fs::copy(fixtures.join(fixture), folder.at(fixture)).expect("a copy");
        let code = |more: &[&str]| {
            let command = [&["check", fixture, "--only", rule], more].concat();
            folder.run(&command).status.code()
        };
        assert_eq!((code(&[]), code(&["--strict"])), (Some(0), Some(1)), "{fixture}");
    }
}

#[test]
#[cfg(unix)]
fn names_do_not_command_the_terminal() {
    let folder = Folder::new();
    photo(&folder, "\u{1b}]0;pwned\u{7}.jpg");
    fs::write(folder.at("\u{1b}[2Jx.txt"), "x").unwrap();
    let measured = folder.run(&["measure", "."]);
    let strays = folder.run(&["check", "\u{1b}[2Jx.txt", "no\u{1b}where.jpg"]);
    for text in [measured.stdout, measured.stderr, strays.stdout, strays.stderr] {
        assert!(!text.contains(&0x1b), "{}", String::from_utf8_lossy(&text));
    }
    for arguments in [["init", "\u{202e}a.toml"], ["card", "\u{202e}a.html"], ["rules check", "\u{202e}a.toml"]] {
        let words: Vec<&str> = arguments[0].split(' ').chain([arguments[1]]).collect();
        let said = folder.run(&words);
        let text = [said.stdout, said.stderr].concat();
        assert!(said.status.code() == Some(0) && !String::from_utf8_lossy(&text).contains('\u{202e}'), "{arguments:?}");
    }
}

#[test]
fn what_somebody_else_has_made_is_no_report_of_an_earlier_run() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    let foreign = [
        ("a.csv", "学号,姓名\n1,张三\n"),
        ("a.html", "<!DOCTYPE html><html><body>My page</body></html>"),
        ("a.json", "{\"settings\": []}"),
        ("a.jsonl", "{\"name\": 1}\n"),
        ("a.xml", "<?xml version=\"1.0\"?><persons/>"),
        ("a.sarif", "{}"),
        ("a.md", "# Notes\n"),
        ("a.xlsx", "PK\u{3}\u{4} a workbook"),
    ];
    for (name, text) in foreign {
        fs::write(folder.at(name), text).unwrap();
        assert_eq!(folder.run(&["check", "a.jpg", "--report", name]).status.code(), Some(2), "{name}");
        assert_eq!(fs::read_to_string(folder.at(name)).unwrap(), text);
        let own = name.replace("a.", "own.");
        let again = || folder.run(&["check", "a.jpg", "--only", "readable", "--report", &own]).status.code();
        assert_eq!((again(), again()), (Some(0), Some(0)), "{own}");
    }
}

#[test]
fn what_a_rule_file_says_commands_nothing_either() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    let hostile = "T\\u001b]0;p\\u0007\\u0000\\u0085\\u202e\\ufffe\\uffff";
    let both = format!("{{ zh = \"{hostile}\", en = \"{hostile}\" }}");
    let rules = format!(
        "schema = 1\n[set]\nid = \"x\"\ntitle = {both}\n[[rule]]\nid = \"m\"\nclause = \"{hostile}\"\ntitle = {both}\n\
         hint = {both}\nmeasure = \"file.size\"\nmin = 100000000\n"
    );
    fs::write(folder.at("r.toml"), rules).unwrap();
    let is_bare = |text: &str| {
        let hidden = |c: char| c.is_control() && c != '\n' && c != '\r' || "\u{202e}\u{fffe}\u{ffff}".contains(c);
        !text.contains(hidden)
    };
    let reports = ["r.html", "r.csv", "r.xml", "r.md", "r.sarif", "r.jsonl"];
    let mut arguments = vec!["check", "a.jpg", "-r", "r.toml"];
    reports.iter().for_each(|name| arguments.extend(["--report", name]));
    assert_eq!(folder.run(&arguments).status.code(), Some(1));
    for name in reports {
        let text = fs::read_to_string(folder.at(name)).unwrap();
        assert!(text.contains("\\u{1b}") || text.contains("\\\\u{1b}"), "{name}");
        assert!(is_bare(&text), "{name}");
    }
    for format in ["human", "summary", "github", "markdown", "json"] {
        assert!(is_bare(
            &String::from_utf8(folder.run(&["check", "a.jpg", "-r", "r.toml", "--format", format]).stdout).unwrap()
        ));
    }
    for command in
        [&["rules", "show", "r.toml"][..], &["explain", "m", "-r", "r.toml"], &["fit", "a.jpg", "-r", "r.toml"]]
    {
        assert!(is_bare(&String::from_utf8(folder.run(command).stdout).unwrap()), "{command:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_photo_that_cannot_be_opened_leaves_the_run_incomplete() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.at(name)).unwrap();
    link("nowhere.jpg", "gone.jpg");
    link("loop.jpg", "loop.jpg");
    link("/dev/zero", "device.jpg");
    for rule in ["readable", "file-format"] {
        for more in [&[][..], &["--exit-zero"]] {
            let check = folder.run(&[&["check", ".", "--only", rule, "--format", "concise"][..], more].concat());
            assert_eq!(check.status.code(), Some(2), "{rule} {more:?}");
            assert_eq!(String::from_utf8_lossy(&check.stdout).lines().count(), 4, "each has its answer");
            assert!(
                complaints(&check)
                    .contains("files that could not be opened, so that what is in them was not checked: 3"),
                "{}",
                complaints(&check)
            );
        }
    }
}

#[test]
fn an_empty_file_is_no_earlier_round() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    for name in ["e.json", "e.jsonl"] {
        fs::write(folder.at(name), " \n").unwrap();
        assert_eq!(folder.run(&["check", "a.jpg", "--compare", name]).status.code(), Some(2), "{name}");
    }
}

#[test]
fn no_identity_number_travels_in_sarif_or_junit() {
    let folder = Folder::new();
    photo(&folder, "张三_11010519491231002X.jpg");
    photo(&folder, "李四_440524188001010014.jpg");
    let check = folder.run(&["check", ".", "--report", "r.sarif", "--report", "r.xml", "--format", "github"]);
    assert_eq!(check.status.code(), Some(1), "{}", complaints(&check));
    let texts = ["r.sarif", "r.xml"].map(|name| fs::read_to_string(folder.at(name)).unwrap());
    for text in texts.iter().map(String::as_str).chain([String::from_utf8_lossy(&check.stdout).as_ref()]) {
        assert!(text.contains("440524********0014"));
        assert!(!text.contains("440524188001010014") && !text.contains("11010519491231002X"));
    }
}

#[test]
fn a_place_in_sarif_and_annotations_is_a_file_that_is_there() {
    let folder = Folder::new();
    photo(&folder, "李四_440524188001010014.jpg");
    photo(&folder, "b.jpg");
    let check = folder.run(&["check", ".", "--report", "r.sarif", "--format", "github"]);
    let annotations = String::from_utf8_lossy(&check.stdout).into_owned();
    let places = |text: &str, from: &str, to: char| -> Vec<String> {
        text.split(from).skip(1).filter_map(|rest| rest.split(to).next().map(str::to_owned)).collect()
    };
    let named = places(&annotations, "file=", ',');
    let linked = places(&fs::read_to_string(folder.at("r.sarif")).unwrap(), "\"uri\": \"", '"');
    assert!(named.contains(&"b.jpg".to_owned()) && linked.contains(&"b.jpg".to_owned()), "{named:?} {linked:?}");
    let is_there = |path: &String| path.starts_with("https:") || folder.at(path).is_file();
    assert!(named.iter().chain(&linked).all(is_there), "{named:?} {linked:?}");
    assert!(annotations.contains("440524********0014"), "the person is still named");
}

#[test]
#[cfg(unix)]
fn an_output_that_cannot_be_written_costs_no_other() {
    let folder = Folder::new();
    photo(&folder, &format!("{}.jpg", "照".repeat(80)));
    photo(&folder, &format!("{}.jpg", "照".repeat(83)));
    photo(&folder, "b.jpg");
    fs::create_dir(folder.at("lines")).unwrap();
    fs::write(folder.at("lines/c.jpg.svg"), "mine").unwrap();
    photo(&folder, "c.jpg");
    let check = folder.run(&["check", ".", "--overlay", "lines", "--report", "r.csv"]);
    assert_eq!(check.status.code(), Some(2), "a name too long for its overlay is told");
    assert!(!check.stdout.is_empty() && folder.at("lines/b.jpg.svg").exists() && folder.at("r.csv").exists());
    assert!(folder.at(&format!("lines/{}.jpg.svg", "照".repeat(80))).exists(), "there is just room for it");
    assert_eq!(fs::read(folder.at("lines/c.jpg.svg")).unwrap(), b"mine");
}

#[test]
#[cfg(unix)]
fn a_report_goes_where_its_link_leads_and_into_no_device() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::create_dir(folder.at("kept")).unwrap();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.at(name)).unwrap();
    link("kept/new.csv", "new.csv");
    link("/dev/null", "null.csv");
    let long = format!("{}.csv", "x".repeat(250));
    let report = |name: &str| folder.run(&["check", "a.jpg", "--only", "readable", "--report", name]);
    assert_eq!(report("new.csv").status.code(), Some(0));
    assert!(folder.at("kept/new.csv").is_file() && folder.at("new.csv").is_symlink());
    let device = report("null.csv");
    assert!(device.status.code() == Some(2) && folder.at("null.csv").is_symlink(), "{}", complaints(&device));
    assert_eq!(report(&long).status.code(), Some(0), "as long as names can be");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_in_a_sentence() {
    let folder = Folder::new();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    photo(&folder, "a.jpg");
    let check = |format: &'static str| ["check", "a.jpg", "--only", "readable", "--format", format];
    let checks = ["human", "json", "jsonl", "github", "concise", "markdown"].map(check);
    let others =
        [&["generate", "bash"][..], &["generate", "man"], &["measures"], &["rules", "list"], &["measure", "a.jpg"]];
    for arguments in others.into_iter().chain(checks.iter().map(|it| &it[..])) {
        let output = folder.command(arguments).stdout(full()).output().expect("the program runs");
        let text = complaints(&output);
        assert!(output.status.code() == Some(2) && text.starts_with("error:"), "{arguments:?}: {text}");
        assert!(text.contains("the disk is full"), "{arguments:?}: {text}");
        assert!(!text.contains("panicked"), "{arguments:?}: {text}");
    }
}

#[test]
fn a_line_names_the_reasons_for_its_cure_first() {
    let folder = Folder::new();
    let picture = image::open(photo(&folder, "head.jpg")).unwrap();
    for at in 0..4 {
        // Each is too small a file as well, which comes first in the notice and needs no new photo.
        let file = fs::File::create(folder.at(&format!("{at}.jpg"))).unwrap();
        image::codecs::jpeg::JpegEncoder::new_with_quality(file, 30 + at).encode_image(&picture).unwrap();
    }
    let check = folder.run(&["check", "0.jpg", "1.jpg", "2.jpg", "3.jpg", "--skip", "unique-photo"]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    let line = said.lines().find(|line| line.contains("0.jpg")).unwrap();
    let (cure, reasons) = line.split_once(": ").unwrap();
    assert!(cure.contains("retake"), "{line}");
    let (head, size) = (reasons.find("head"), reasons.find("50 KB"));
    assert!(head.is_some() && size.is_none_or(|size| head.unwrap() < size), "{line}");
}

#[test]
#[cfg(unix)]
fn a_rule_file_that_never_ends_is_refused() {
    let folder = Folder::new();
    fs::write(folder.at("z.toml"), "schema = 1\n[set]\nid = \"x\"\nextends = \"/dev/zero\"\n").unwrap();
    assert_eq!(folder.run(&["rules", "check", "z.toml"]).status.code(), Some(2));
    fs::write(folder.at("large.toml"), format!("#{}", "x".repeat(300_000))).unwrap();
    for (name, reason) in [("/dev/zero", "not an ordinary file"), ("large.toml", "over the limit of 256 KiB")] {
        let text = complaints(&folder.run(&["rules", "check", name]));
        assert!(text.contains(reason), "{text}");
    }
    for name in ["c.toml", "./c.toml", "x/../c.toml"] {
        fs::create_dir_all(folder.at("x")).unwrap();
        let text = format!("schema = 1\n[set]\nid = \"x\"\nextends = \"{name}\"\n");
        fs::write(folder.at("c.toml"), text).unwrap();
        let said = complaints(&folder.run(&["rules", "check", "c.toml"]));
        assert!(said.contains("circular"), "{name}: {said}");
    }
}

#[test]
fn a_crop_is_written_to_a_new_file_and_only_where_the_set_allows_one() {
    let folder = Folder::new();
    let photo = photo(&folder, "a.jpg");
    let before = fs::read(&photo).unwrap();
    let original = folder.run(&["fit", "a.jpg", "--write", "new.jpg"]);
    assert_eq!(original.status.code(), Some(2), "the notice wants the original: {}", complaints(&original));
    let fit = |target: &str| folder.run(&["fit", "a.jpg", "--rules", "icao", "--write", target]).status.code();
    assert_eq!((fit("new.jpg"), fit("new.jpg"), fit("a.jpg")), (Some(0), Some(2), Some(2)));
    assert_eq!(fs::read(&photo).unwrap(), before);
    let line = folder.run(&["fit", "a.jpg", "--rules", "icao", "--format", "jsonl"]).stdout;
    let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
    let written = image::open(folder.at("new.jpg")).unwrap();
    let saved = [&line["crop"]["saved"][0], &line["crop"]["saved"][1]].map(|side| side.as_u64().unwrap() as u32);
    assert_eq!([written.width(), written.height()], saved);
    // 55 pixels between the eyes are too few for this set, and no crop makes more of them.
    assert_eq!(line["unmet"], serde_json::json!(["eye-distance"]), "{line}");
}

#[test]
fn a_photo_that_needs_no_crop_is_told_so_and_none_is_written() {
    let folder = Folder::new();
    let right = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pass-man-blue.jpg");
    fs::copy(right, folder.at("a.jpg")).unwrap();
    let said = folder.run(&["fit", "a.jpg"]);
    assert_eq!(said.status.code(), Some(0), "{}", complaints(&said));
    let told = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(
        told.ends_with("\n  No crop is needed: the frame is as it should be.\n") && told.lines().count() == 2,
        "{told}"
    );
    let nobody = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-one-face-nobody.jpg");
    let said = folder.run(&["fit", nobody.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(told.contains("No face to measure") && !told.contains("No crop is needed"), "{told}");
    let rule = "[[rule]]\nid = \"head\"\ntitle = \"H\"\nmeasure = \"head.height\"\nmin = 0.3\nmax = 0.8\n";
    let set = format!("schema = 1\n[set]\nid = \"ours\"\ntitle = \"O\"\n{rule}");
    fs::write(folder.at("ours.toml"), set).unwrap();
    let written = folder.run(&["fit", "a.jpg", "--rules", "ours.toml", "--write", "b.jpg"]);
    assert!(complaints(&written).contains("no crop is needed"), "{}", complaints(&written));
    assert!(!written.status.success() && !folder.at("b.jpg").exists());
}

#[test]
fn a_crop_is_advised_for_several_sets_and_drawn_for_each() {
    let folder = Folder::new();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-head-height-small.jpg");
    fs::copy(small, folder.at("a.jpg")).unwrap();
    let sets = ["--rules", "icao", "--rules", "graduation-2022", "--overlay", "drawn", "--format", "jsonl"];
    let done = folder.run(&[&["fit", "a.jpg"], &sets[..]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", complaints(&done));
    let lines: Vec<serde_json::Value> =
        String::from_utf8(done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["set"].as_str().unwrap()).collect::<Vec<_>>(), ["icao", "graduation-2022"]);
    for line in lines {
        let drawing =
            fs::read_to_string(folder.at(&format!("drawn/a.jpg.{}.svg", line["set"].as_str().unwrap()))).unwrap();
        let (width, height) = (line["crop"]["width"].as_u64().unwrap(), line["crop"]["height"].as_u64().unwrap());
        assert!(drawing.contains(&format!("crop {width}×{height}, head ")), "the frame has its size");
        assert_eq!(drawing.matches("<rect class=\"crop\"").count(), 1);
        assert_eq!(drawing.matches("<line class=\"crop\"").count(), 2, "crown and chin");
    }
}

/// A set that asks for a larger head than the photo has, and takes a crop.
const LARGER: &str = "schema = 1\n[set]\nid = \"larger\"\ntitle = \"Larger\"\nreference = { width = 480, height = 640 }\n\
    [[rule]]\nid = \"head-height\"\ntitle = \"Head\"\nmeasure = \"head.height\"\nmin = 0.5\nmax = 0.62\n\
    [[rule]]\nid = \"centred\"\ntitle = \"Centred\"\nmeasure = \"head.centre_x\"\nmin = 0.4\nmax = 0.6\n\
    [[rule]]\nid = \"crown\"\ntitle = \"Crown\"\nmeasure = \"head.crown_gap\"\nmin = 0.05\nmax = 0.4\n";

#[test]
fn a_crop_that_would_do_is_named_and_drawn_in_reports_where_the_set_takes_one() {
    let folder = Folder::new();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-head-height-small.jpg");
    fs::copy(small, folder.at("a.jpg")).unwrap();
    fs::write(folder.at("larger.toml"), LARGER).unwrap();
    let reports = |rules: &str| {
        folder.run(&["check", "a.jpg", "--rules", rules, "--report", "r.html", "--overlay", "drawn"]);
        ["r.html", "drawn/a.jpg.svg"].map(|name| fs::read_to_string(folder.at(name)).unwrap())
    };
    let [page, drawing] = reports("larger.toml");
    assert!(page.contains("Or crop this photo: ") && page.contains("Dashed frame: cropped so it would do, "));
    assert!(page.contains("<rect class=\"crop\"") && drawing.contains("<rect class=\"crop\""));
    // The notice wants the photo as the studio took it.
    let [page, drawing] = reports("graduation-2022");
    assert!(page.contains("data-rule=\"head-height\"") && !page.contains("crop this photo"));
    assert!(!page.contains("<rect class=\"crop\"") && !drawing.contains("<rect class=\"crop\""));
}

#[test]
fn a_rule_holds_the_name_of_a_file_against_the_name_list() {
    let folder = Folder::new();
    let names = [
        "20220101",
        "2022-0101 (1)",
        "张三",
        "张三_20220101",
        "20220102",
        "110101199003070011",
        "陌生人",
        "张三20220102",
    ];
    for name in names {
        photo(&folder, &format!("{name}.jpg"));
    }
    fs::write(folder.at("list.csv"), "学号,姓名,考生号\n20220101,张三,110101199003070011\n20220102,李四,\n").unwrap();
    let rules = "schema = 1\n[set]\nid = \"ours\"\ntitle = \"Ours\"\n[[rule]]\nid = \"name\"\ntitle = \"Name\"\n\
        measure = \"batch.listed_as\"\nany_of = [\"number\", \"both\"]\nunmeasured = \"skip\"\n";
    fs::write(folder.at("ours.toml"), rules).unwrap();
    let said = |options: &[&str]| {
        let done = folder.run(&[&["check", ".", "--rules", "ours.toml", "--format", "jsonl"], options].concat());
        let lines = String::from_utf8(done.stdout).unwrap();
        let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let finding = |line: serde_json::Value| {
            let finding = &line["findings"][0];
            let words = finding["value"].as_str().or(finding["reason"].as_str()).unwrap_or_default().to_owned();
            let file = line["file"].as_str().unwrap().trim_start_matches("./").trim_end_matches(".jpg").to_owned();
            (file, words, finding["outcome"].as_str().unwrap().to_owned())
        };
        lines.filter(|line| line["file"].is_string()).map(finding).collect::<Vec<_>>()
    };
    let found = said(&["--roster", "list.csv"]);
    assert_eq!(found.len(), names.len());
    for (name, word, outcome) in [
        ("20220101", "number", "pass"),
        ("2022-0101 (1)", "more", "fail"),
        ("张三", "name", "fail"),
        ("张三_20220101", "both", "pass"),
        ("20220102", "number", "pass"),
        ("110101199003070011", "other-number", "fail"),
        ("陌生人", "nobody", "fail"),
        ("张三20220102", "contradiction", "fail"),
    ] {
        let expected = (name.to_owned(), word.to_owned(), outcome.to_owned());
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert!(said(&[]).iter().all(|(_, reason, outcome)| outcome == "skipped" && reason == "no name list was given"));
}

#[test]
fn a_crop_keeps_what_the_original_says_of_itself_and_says_how_large_it_is_printed() {
    let folder = Folder::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-no-editing-traces-history.jpg");
    let mut bytes = fs::read(fixture).unwrap();
    let comment = [&[0xFF, 0xFE, 0, 9], b"studio ".as_slice()].concat();
    bytes.splice(2..2, comment);
    fs::write(folder.at("a.jpg"), &bytes).unwrap();
    let done = folder.run(&["fit", "a.jpg", "--rules", "japan-passport", "--write", "new.jpg"]);
    assert_eq!(done.status.code(), Some(0), "{}", complaints(&done));
    let open = |name: &str| {
        let bytes = fs::read(folder.at(name)).unwrap();
        Photo::new(name, bytes, Limits::default())
    };
    let (old, new) = (open("a.jpg"), open("new.jpg"));
    let kept = |kind: BlockKind| {
        let data = |photo: &Photo| photo.container().first(&kind).map(|block| block.data.clone());
        assert!(data(&old).is_some() && data(&old) == data(&new), "{kind:?}");
    };
    kept(BlockKind::Xmp);
    kept(BlockKind::Comment);
    // 45 mm high.
    let height = f64::from(new.pixels().unwrap().height());
    let file = fs::read(folder.at("new.jpg")).unwrap();
    let density = f64::from(u16::from_be_bytes([file[14], file[15]]));
    assert!(file[13] == 1 && (height / density * 25.4 - 45.0).abs() < 0.3, "{height} px at {density} dpi");
}

#[test]
fn what_a_person_wrote_is_kept_whatever_it_is_called() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    let marks = r#"{"schema":1,"decisions":[{"file":"a","content":"x","rule":"r","decision":"ok"}]}"#;
    let class = "### 一班\n\n共 30 人，照片还没收齐\n";
    let kept =
        [("d.json", marks), ("n.md", "### My own notes\n"), ("m.md", class), ("p.csv", "Photo,Name,Class\nmine,x,1\n")];
    for (name, text) in kept {
        fs::write(folder.at(name), text).unwrap();
        let output = folder.run(&["check", "a.jpg", "--report", name]);
        assert_eq!((output.status.code(), fs::read_to_string(folder.at(name)).unwrap()), (Some(2), text.to_owned()));
    }
    // What was written a minute ago may be written again, however long the photo's path is.
    let long = ["夹".repeat(80), "子".repeat(80)].join("/");
    fs::create_dir_all(folder.at(&long)).unwrap();
    let deep = format!("{long}/a.jpg");
    fs::rename(folder.at("a.jpg"), folder.at(&deep)).unwrap();
    for name in ["r.json", "r.md", "r.csv", "r.html", "r.xlsx", "r.jsonl"] {
        for lang in ["zh", "en"] {
            let output = folder.run(&["check", &deep, "--report", name, "--lang", lang]);
            assert_ne!(output.status.code(), Some(2), "{name}");
        }
    }
    fs::rename(folder.at(&deep), folder.at("a.jpg")).unwrap();
    fs::create_dir(folder.at("lines")).unwrap();
    fs::write(folder.at("lines/a.jpg.svg"), "<svg>mine</svg>").unwrap();
    let fitted = folder.run(&["fit", "a.jpg", "--rules", "us-visa", "--overlay", "lines"]);
    assert_eq!(fitted.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.at("lines/a.jpg.svg")).unwrap(), "<svg>mine</svg>");
}

#[test]
fn what_is_written_is_of_the_kind_that_its_name_says() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::write(folder.at("list.csv"), "Number,Name\n20220101,x\n").unwrap();
    let long = format!("{}.html", "x".repeat(300));
    for (arguments, told) in [
        (&["fit", "a.jpg", "--rules", "us-visa", "--write", "a.png"][..], ".jpg"),
        (&["check", "a.jpg", "--roster", "list.csv", "--renames", "plan.jpg"], ".csv"),
        (&["card", "card.txt"], ".html"),
        (&["check", "a.jpg", "--report", &long], "too long"),
    ] {
        let output = folder.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(told), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "found out before any photo is looked at: {arguments:?}");
    }
    let names: Vec<_> = fs::read_dir(folder.at(".")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_truth_that_expects_something_of_a_mistyped_rule_is_refused() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    let evaluate = |rule: &str| {
        fs::write(folder.at("t.jsonl"), format!(r#"{{"file":"a.jpg","expect":{{"{rule}":"fail"}}}}"#)).unwrap();
        let output = folder.run(&["evaluate", "t.jsonl", "--rules", "us-visa"]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, told) = evaluate("ears-visble");
    assert!(code == Some(2) && told.contains("did you mean ears-visible?"), "{told}");
    // What another set asks is no slip, however much it is like a rule of this one.
    for rule in ["brows-uncovered", "shoulders-covered", "quite-another"] {
        assert_eq!(evaluate(rule).0, Some(0), "{rule}");
    }
}

#[test]
fn many_problems_are_told_in_part() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::write(folder.at("w.toml"), "[[waiver]]\n".repeat(1000)).unwrap();
    let output = folder.run(&["check", "a.jpg", "--waivers", "w.toml"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("problems that are not listed: 2800"), "{told}");
}

#[test]
fn everyday_words_and_clauses_are_explained() {
    let folder = Folder::new();
    let explain = |topic: &str| {
        let output = folder.run(&["explain", topic]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (_, said) = explain("红底");
    assert!(said.starts_with("What answers “红底”:") && said.contains("background-colour"), "{said}");
    for clause in ["一.4", "一.5、一.7"] {
        let (code, said) = explain(clause);
        assert_eq!(code, Some(0), "{clause}");
        assert!(
            said.contains("even-lighting") == (clause != "一.4") && !said.contains("file-size"),
            "{clause}: {said}"
        );
    }
    // What a set says itself comes first, and one character means nothing.
    assert!(explain("makeup").1.contains("adornment.makeup"));
    assert_eq!(explain("胡子").0, Some(2));
    assert!(explain("unique-photo").1.contains("The pictures themselves are compared."));
    assert!(explain("background-colour").1.contains("It follows from the colour that was measured."));
    assert!(explain("file-format").1.contains("It is read from the file"));
}

#[test]
fn names_with_nul_between_them_are_told_how_to_be_read() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::write(folder.at("names.txt"), "a.jpg\0b.jpg\0").unwrap();
    let output = folder.run(&["check", "--files-from", "names.txt"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("--null"), "{said}");
}

/// A pipe that nobody writes into.
#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
#[cfg(unix)]
fn a_pipe_where_a_file_should_be_hangs_nothing() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    for name in ["p.toml", "p.csv", "p.xlsx", "p.jsonl", "p.txt", "p.zip", "p.html", "p.svg"] {
        pipe(&folder.at(name));
    }
    fs::create_dir(folder.at("lines")).unwrap();
    pipe(&folder.at("lines/a.jpg.svg"));
    let refused = [
        &["check", "a.jpg", "--roster", "p.csv"][..],
        &["check", "a.jpg", "--roster", "p.xlsx"],
        &["check", "a.jpg", "--waivers", "p.toml"],
        &["check", "a.jpg", "--decisions", "p.csv"],
        &["check", "a.jpg", "--compare", "p.jsonl"],
        &["check", "a.jpg", "--compare", "p.xlsx"],
        &["check", "a.jpg", "--skip-done", "p.jsonl"],
        &["check", "--files-from", "p.txt"],
        &["check", "p.zip"],
        &["check", "a.jpg", "--rules", "p.toml"],
        &["check", "a.jpg", "--report", "p.html"],
        &["check", "a.jpg", "--overlay", "lines"],
        &["card", "p.html"],
        &["init", "p.toml"],
        &["init", "--from", "p.toml", "new.toml"],
        &["explain", "x", "--rules", "p.toml"],
        &["rules", "diff", "p.toml", "portrait"],
        &["evaluate", "p.jsonl"],
        &["evaluate", "p.jsonl", "--answers", "p.jsonl"],
        &["fit", "a.jpg", "--rules", "icao", "--write", "p.html"],
    ];
    for arguments in refused {
        let mut child = folder
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while child.try_wait().unwrap().is_none() {
            if std::time::Instant::now() > end {
                child.kill().unwrap();
                panic!("{arguments:?} waits for a pipe");
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", complaints(&output));
        assert!(!complaints(&output).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn a_drawing_that_somebody_else_made_is_kept() {
    let folder = Folder::new();
    photo(&folder, "a.jpg");
    fs::write(folder.at("a.jpg.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let overlay = || folder.run(&["check", "a.jpg", "--overlay", "."]).status.code();
    assert_eq!(overlay(), Some(2));
    assert_eq!(fs::read_to_string(folder.at("a.jpg.svg")).unwrap(), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    fs::remove_file(folder.at("a.jpg.svg")).unwrap();
    assert_eq!((overlay(), overlay()), (Some(1), Some(1)), "our own is replaced");
}
