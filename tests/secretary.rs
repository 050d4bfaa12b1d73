//! What a secretary gets in her hands: the workbook's sheets for people, the messages, the plan of renaming.

mod folder;
mod sample;

use std::collections::HashMap;

use folder::Folder;
use photocheck::batch::{Checked, Decision, Waivers, excuse};
use photocheck::fit::Crop;
use photocheck::input::{Headings, Roster};
use photocheck::judge::Verdict;
use photocheck::reading::Reading;
use photocheck::report::{self, MessageTable, Messages, Report, Run, Xlsx};
use photocheck::rules::{Set, Severity, load};
use photocheck::text::Lang;

/// A list with more than numbers and names, whose columns no program knows.
const LIST: &str = "序号,学号,姓名,学院,班级\n1,20220101,张三,计算机学院,计算机1班\n2,20220102,李四,计算机学院,计算机2班\n\
3,20220103,王五,文学院,中文/1班\n4,20220104,赵六,文学院,\n";

const FILES: [&str; 5] = ["一班/20220101.jpg", "20220102_李四.jpg", "李四2.jpg", "20220103_赵六.jpg", "路人.jpg"];

fn size(height: f64, scatter: f64) -> (&'static str, Reading) {
    ("head.height", Reading::number(height, scatter))
}

/// One that passes, one with one question, one that fails, one with two questions, one of nobody.
fn photos(set: &Set) -> Vec<Checked<'_>> {
    let gap = ("head.crown_gap", Reading::number(0.06, 0.02));
    let readings =
        [vec![], vec![size(0.44, 0.05)], vec![size(0.3, 0.005)], vec![size(0.44, 0.05), gap], vec![size(0.3, 0.005)]];
    FILES.into_iter().zip(readings).map(|(file, change)| sample::photo(set, file, sample::with(change))).collect()
}

fn run(set: &Set, lang: Lang) -> Run<'_> {
    let roster = Roster::read("list.csv", LIST.as_bytes(), &Headings::default()).unwrap();
    Run { attendance: Some(roster.compare(&FILES)), ..Run::new(set, photos(set), lang) }
}

fn sheets(run: &Run<'_>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut bytes = Vec::new();
    Xlsx.write(run, &mut bytes).unwrap();
    photocheck::input::sheets("a.xlsx", &bytes).unwrap()
}

/// The cells of a row by heading.
fn cells(rows: &[Vec<String>], row: usize) -> HashMap<&str, &str> {
    rows[0].iter().map(String::as_str).zip(rows[row].iter().map(String::as_str)).collect()
}

#[test]
fn the_first_sheet_is_for_people() {
    let set = sample::set();
    let sheets = sheets(&run(&set, Lang::Zh));
    let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["名单", "逐项确认", "照片", "按要求统计", "整批情况", "photocheck"], "no measurements unasked");
    let rows = &sheets[0].1;
    let headings =
        ["学号或编号", "姓名", "序号", "学院", "班级", "结论", "怎么办", "人工结论", "照片", "对不上的地方", "序号"];
    assert_eq!(rows[0][..11], headings);
    let of = |column: &str| {
        (1..rows.len())
            .map(|row| cells(rows, row).get(column).copied().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    // In the list's order, each photo of a person, who is missing, then the photos of nobody.
    assert_eq!(of("姓名"), ["张三", "李四", "李四", "王五", "赵六", ""]);
    assert_eq!(of("班级"), ["计算机1班", "计算机2班", "计算机2班", "中文/1班", "", ""]);
    assert_eq!(of("结论"), ["合格", "需人工确认", "不合格", "需人工确认", "没交", "不合格"]);
    let to_do = of("怎么办");
    assert_eq!(to_do[0], "");
    assert!(to_do[1].starts_with("请看一眼：") && to_do[1].ends_with('。'), "{to_do:?}");
    assert!(to_do[2].starts_with("需要重拍："), "{to_do:?}");
    assert_eq!(to_do[4], "还没有交照片，请催交。");
    let doubts = of("对不上的地方");
    assert!(doubts[3].contains("赵六") && doubts[5] == "名单上没有这个人", "{doubts:?}");
}

#[test]
fn questions_are_decided_one_by_one_where_there_are_several() {
    let set = sample::set();
    let run = run(&set, Lang::Zh);
    let mut sheets = sheets(&run);
    let rows = &mut sheets[1].1;
    assert_eq!(rows.len(), 3, "the two questions of one photo");
    let column = rows[0].iter().position(|cell| cell == "人工结论").unwrap();
    assert!(rows[1].iter().any(|cell| cell.contains("头部约占一半")), "{rows:?}");
    let decided = |rows: &mut Vec<Vec<String>>, words: [&str; 2]| {
        rows[1][column] = words[0].to_owned();
        rows[2][column] = words[1].to_owned();
        let decisions = Waivers::of_table(rows, "fine").unwrap().unwrap();
        let mut uses = decisions.begin(&set.id, jiff::civil::date(2026, 12, 31));
        let mut photo = photos(&set).swap_remove(3);
        excuse(&mut uses, &mut photo, Severity::Error);
        photo.verdict
    };
    let [fine, not] = Decision::ALL.map(|decision| decision.word().get(Lang::Zh));
    assert_eq!(decided(rows, [fine, ""]), Verdict::Review);
    assert_eq!(decided(rows, [fine, fine]), Verdict::Pass);
    assert_eq!(decided(rows, [fine, not]), Verdict::Fail);
}

/// The sheet's XML and its relations, out of the workbook.
fn part(book: &std::path::Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(book).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn links_lead_to_the_photos_and_show_no_masked_number() {
    let folder = Folder::new();
    let names = ["=1+1.jpg", "110101200001141539.jpg", "20220102 李四.jpg"];
    std::fs::create_dir(folder.at("photos")).unwrap();
    std::fs::create_dir(folder.at("out")).unwrap();
    names.iter().for_each(|name| std::fs::write(folder.at("photos").join(name), "no photo").unwrap());
    let book = folder.at("out/book.xlsx");
    folder.run(&["check", "photos", "--only", "file-format", "--report", "out/book.xlsx"]);
    let relations = part(&book, "xl/worksheets/_rels/sheet1.xml.rels");
    for name in ["../photos/=1+1.jpg", "../photos/20220102%20李四.jpg"] {
        assert!(relations.contains(&format!("Target=\"{name}\"")), "{relations}");
    }
    assert!(!relations.contains("110101"), "{relations}");
    assert!(!part(&book, "xl/worksheets/sheet1.xml").contains("<f>"), "no formula");
    assert!(!part(&book, "xl/sharedStrings.xml").contains("20000114"));
    // The way back: what was decided beside a link is read like anything else.
    let sheets = photocheck::input::sheets("a.xlsx", &std::fs::read(&book).unwrap()).unwrap();
    assert_eq!(cells(&sheets[0].1, 1)["Photo"], "photos/110101********1539.jpg");
}

/// The list and empty files of those names in a folder.
fn hand_in(files: &[&str]) -> Folder {
    let folder = Folder::new();
    std::fs::write(folder.at("list.csv"), LIST).unwrap();
    std::fs::create_dir(folder.at("photos")).unwrap();
    files.iter().for_each(|name| std::fs::write(folder.at("photos").join(name), "no photo").unwrap());
    folder
}

fn checked(folder: &Folder, more: &[&str]) -> std::process::Output {
    folder.run(&[&["check", "photos", "--only", "file-format", "--roster", "list.csv"], more].concat())
}

#[test]
fn a_workbook_is_split_by_a_column_and_counts_its_sheets() {
    let set = sample::set();
    let mut run = run(&set, Lang::Zh);
    let column = run.attendance.as_ref().unwrap().roster.column(" 班级 ").unwrap();
    run.split_by = Some(column);
    let sheets = sheets(&run);
    let names: Vec<_> = sheets.iter().take(5).map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["分组情况", "计算机1班", "计算机2班", "中文_1班", "未分组"]);
    assert_eq!(sheets[0].1[0], ["班级", "人数", "没交", "照片数", "合格", "需人工确认", "不合格"]);
    assert_eq!(sheets[0].1[2], ["计算机2班", "1", "0", "2", "0", "1", "1"]);
    assert_eq!(sheets[0].1[4], ["未分组", "1", "1", "1", "0", "0", "1"]);
    assert_eq!(cells(&sheets[2].1, 2)["姓名"], "李四");
    // What is decided on any of the sheets comes back.
    assert!(sheets[1..5].iter().all(|(_, rows)| Waivers::of_table(rows, "").is_some()));
}

#[test]
fn a_column_that_is_not_there_is_told_with_the_nearest() {
    let folder = hand_in(&[]);
    for (column, said) in [("班", "did you mean 班级?"), ("班及", "did you mean 班级?"), ("生日", "it has 序号, 学号")]
    {
        let output = checked(&folder, &["--split-by", column, "--report", "r.xlsx"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(said) && output.status.code() == Some(2), "{told}");
        assert!(!folder.at("r.xlsx").exists());
    }
    let output = folder.run(&["check", "photos", "--split-by", "班级", "--renames", "n.csv"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("--split-by, --renames needs a list"));
    assert_eq!(checked(&folder, &["--split-by", "班级"]).status.code(), Some(2), "nothing to split");
}

#[test]
fn messages_say_what_is_wrong_to_whom_it_concerns() {
    let unique = "schema = 1\n[set]\nid = \"u\"\ntitle = \"U\"\n[[rule]]\nid = \"unique\"\ntitle = \"U\"\n\
        measure = \"batch.duplicate_of\"\nabsent = true\nunmeasured = \"skip\"\n";
    let unique = load(&["u".to_owned()], &[], &|_| Ok(unique.to_owned())).ok().unwrap();
    let set = sample::set();
    let mut run = run(&set, Lang::Zh);
    let said = |run: &Run<'_>| {
        let mut text = Vec::new();
        Messages.write(run, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    let text = said(&run);
    // 张三 passes; 李四 has one that may pass; 王五's is looked at first.
    let heads: Vec<_> = text.lines().filter(|line| line.starts_with(Messages::BEGINNING)).collect();
    assert_eq!(heads, ["== 20220104 赵六  !! 可能是 20220103_赵六.jpg，请先核对", "== 路人.jpg  !! 名单上没有这个人"]);
    assert!(text.contains("赵六同学，你好：\n还没有收到你的照片，请在____月____日前交来。"), "{text}");
    run.photos[1].verdict = Verdict::Fail;
    let text = said(&run);
    assert!(text.contains("== 20220102 李四\n李四同学，你好：\n你交的照片（20220102_李四.jpg）不合格"), "{text}");
    assert!(text.contains("（李四2.jpg）不合格，需要重拍：\n1. ") && text.contains("站近一些。"), "{text}");
    let mut table = Vec::new();
    MessageTable.write(&run, &mut table).unwrap();
    let mut reader = csv::Reader::from_reader(table.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let headings: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings, ["学号或编号", "姓名", "序号", "学院", "班级", "照片", "先核对", "通知"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((&rows[0][1], &rows[0][4]), ("李四", "计算机2班"));
    assert!(rows[0][7].starts_with("李四同学，你好：\n"));
    // Where it may be somebody else's photo, that is said before the message and not in it.
    run.photos[3].verdict = Verdict::Fail;
    let text = said(&run);
    let message = text.split(Messages::BEGINNING).find(|message| message.starts_with("20220103 王五")).unwrap();
    let (head, body) = message.split_once('\n').unwrap();
    assert!(head.contains("!! ") && head.contains("赵六") && body.starts_with("王五同学"), "{message}");
    // Of two that are the same, one is somebody else's.
    let copy = vec![("batch.duplicate_of", Reading::exact(vec!["20220105_路.jpg".to_owned()]))];
    run.photos[1] = sample::photo(&unique, "20220102_李四.jpg", copy);
    let text = said(&run);
    assert!(text.contains("== 20220102 李四  !! 照片与另一张相同，先弄清是谁的\n"), "{text}");
    let to_him = text.split(Messages::BEGINNING).find(|message| message.starts_with("20220102")).unwrap();
    assert!(to_him.contains("与另外交来的一张相同") && !to_him.contains("20220105"), "names nobody else: {to_him}");
    // Turned down: said by itself only where there is nothing else to say.
    run.photos[2].rejected = true;
    assert!(!said(&run).contains("老师看过"));
    let mut fine = sample::photo(&set, "李四2.jpg", sample::good());
    (fine.rejected, fine.verdict) = (true, Verdict::Fail);
    run.photos[2] = fine;
    assert!(said(&run).contains("1. 老师看过，认为不合格，具体原因请问老师。"));
}

/// What most photos fail alike has one cause and one cure, which whoever opens the workbook or the page hears as well.
#[test]
fn what_most_photos_fail_alike_is_told_of_the_batch() {
    let set = sample::set();
    let told = |count: usize| {
        let of = |number: usize| {
            let photo = sample::photo(&set, &format!("{number}.jpg"), sample::with(vec![size(0.3, 0.005)]));
            Checked { crop: None, ..photo }
        };
        let run = Run::new(&set, (0..count).map(of).collect(), Lang::Zh);
        let sheets = sheets(&run);
        let mut page = Vec::new();
        report::Html.write(&run, &mut page).unwrap();
        assert_eq!(String::from_utf8(page).unwrap().contains("多半是拍摄点的共同问题"), count == 5);
        let (_, rows) = sheets.iter().find(|(name, _)| name == "整批情况").unwrap();
        rows.iter().flatten().filter(|cell| cell.contains("多半是拍摄点的共同问题")).cloned().collect::<Vec<_>>()
    };
    let five = told(5);
    assert!(five.len() == 1 && five[0].starts_with("5 张中有 5 张不满足“"), "{five:?}");
    assert_eq!(told(4), Vec::<String>::new(), "a few photos have no habit");
}

/// Nobody is sent back to the studio for what scissors mend.
#[test]
fn a_batch_that_only_has_to_be_cropped_is_told_so() {
    let set = sample::set();
    let crop = Crop { left: 0.0, top: 0.0, width: 480.0, height: 640.0, saved: [480.0, 640.0], head: [60.0, 360.0] };
    let of = |number: usize| {
        let photo = sample::photo(&set, &format!("{number}.jpg"), sample::with(vec![size(0.3, 0.005)]));
        Checked { crop: (number < 4).then_some(crop), ..photo }
    };
    let run = Run::new(&set, (0..6).map(of).collect(), Lang::En);
    let told: Vec<_> = run.sections().into_iter().flat_map(|section| section.items).collect();
    assert!(told.iter().any(|item| item.starts_with("6 of 6") && item.contains("4 of them hold a crop")), "{told:?}");
}

#[test]
fn whoever_hands_in_the_same_file_again_hears_of_it() {
    let folder = hand_in(&["20220101.jpg", "20220102.jpg"]);
    checked(&folder, &["--report", "first.jsonl"]);
    std::fs::write(folder.at("photos/20220102.jpg"), "another one").unwrap();
    let second = ["--compare", "first.jsonl", "--messages", "m.txt", "--report", "second.xlsx", "--format", "summary"];
    let output = checked(&folder, &second);
    let book = photocheck::input::sheets("second.xlsx", &std::fs::read(folder.at("second.xlsx")).unwrap()).unwrap();
    let since = [1, 2].map(|row| cells(&book[0].1, row)["Since the earlier round"].to_owned());
    assert_eq!(since, ["same file, still not passing", "another file, still not passing"]);
    let text = std::fs::read_to_string(folder.at("m.txt")).unwrap();
    let of = |number: &str| text.split(Messages::BEGINNING).find(|message| message.starts_with(number)).unwrap();
    assert!(of("20220101").contains("the same file as last time"), "{text}");
    assert!(!of("20220102").contains("the same file as last time"), "{text}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("2 still not passing (1 of them the very same file)"), "{said}");
    // What a person let through and nobody brings along again is said; what is brought along is not.
    let waivers = "[[waiver]]\nphoto='20220101.jpg'\nrule='file-format'\nreason='r'\n";
    std::fs::write(folder.at("w.toml"), waivers).unwrap();
    checked(&folder, &["--waivers", "w.toml", "--report", "excused.jsonl"]);
    let round = |more: &[&str]| {
        let output = checked(&folder, &[&["--compare", "excused.jsonl", "--format", "summary"], more].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let forgotten = round(&[]);
    assert!(
        forgotten.contains("Of the worse ones 1 are the very same files, which a person had let through"),
        "{forgotten}"
    );
    let more = ["--waivers", "w.toml", "--only", "readable"];
    assert!(!round(&more).contains("a person had let through"), "it fails by another rule");
    let [other, same] = ["photos/20220102.jpg: fails again", "photos/20220101.jpg (the very same file): fails again"]
        .map(|it| said.find(it));
    assert!(other.is_some() && other < same, "who has changed nothing comes last: {said}");
}

/// A copy is a finding of the later photo; the earlier one may be the stolen one.
#[test]
fn the_first_of_two_people_with_one_picture_is_doubted_too() {
    let set = sample::set();
    let mut run = run(&set, Lang::Zh);
    let mut doubted = |group: [usize; 2]| {
        run.copies = vec![group.map(|photo| FILES[photo].to_owned()).to_vec()];
        let sheets = sheets(&run);
        let rows = &sheets[0].1;
        let doubts = (1..rows.len()).map(|row| cells(rows, row)["对不上的地方"].to_owned());
        doubts.filter(|doubt| doubt.contains("是同一张照片")).collect::<Vec<_>>()
    };
    assert_eq!(doubted([0, 1]), ["与 20220102_李四.jpg 是同一张照片，先弄清是谁的"]);
    assert_eq!(doubted([1, 2]), Vec::<String>::new(), "both are hers");
}

/// Who fills in a workbook in two sittings loses nothing, and who forgets it in the next round is told.
#[test]
fn what_a_person_decided_stands_in_the_next_workbook() {
    let folder = hand_in(&["20220101.jpg", "20220102.jpg"]);
    std::fs::write(folder.at("photos/20220102.jpg"), "another one").unwrap();
    checked(&folder, &["--report", "first.jsonl"]);
    let text = std::fs::read_to_string(folder.at("first.jsonl")).unwrap();
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let mark = |decision: &str| serde_json::json!({ "file": first["file"], "content": first["content"], "decision": decision });
    let marks = serde_json::json!({ "schema": 1, "decisions": [mark("no"), mark("ok")] }).to_string();
    std::fs::write(folder.at("marks.json"), marks).unwrap();
    checked(&folder, &["--decisions", "marks.json", "--report", "filled.xlsx"]);
    let book = photocheck::input::sheets("filled.xlsx", &std::fs::read(folder.at("filled.xlsx")).unwrap()).unwrap();
    let decided = [1, 2].map(|row| cells(&book[0].1, row)["Decision"].to_owned());
    assert_eq!(decided, ["not fine", ""]);
    checked(&folder, &["--decisions", "filled.xlsx", "--report", "decided.jsonl"]);
    let text = std::fs::read_to_string(folder.at("decided.jsonl")).unwrap();
    assert_eq!(text.matches("\"rejected\":true").count(), 1, "{text}");
    let said = |more: &[&str]| {
        let output = checked(&folder, &[&["--compare", "decided.jsonl", "--format", "summary"], more].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&[]).contains("Of the very same files a person had turned down 1"), "{}", said(&[]));
    assert!(!said(&["--decisions", "filled.xlsx"]).contains("had turned down"));
}

/// A photo with one person's number and another's name settles nothing for whoever has handed in one that is surely hers.
#[test]
fn a_photo_that_may_be_somebody_elses_settles_nothing() {
    let set = sample::set();
    let files = ["20220103_赵六.jpg", "王五.jpg"];
    let readings = [sample::good(), sample::with(vec![size(0.3, 0.005)])];
    let photos = files.into_iter().zip(readings).map(|(file, readings)| sample::photo(&set, file, readings)).collect();
    let roster = Roster::read("list.csv", LIST.as_bytes(), &Headings::default()).unwrap();
    let run = Run { attendance: Some(roster.compare(&files)), ..Run::new(&set, photos, Lang::Zh) };
    let mut text = Vec::new();
    Messages.write(&run, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("（王五.jpg）不合格") && !text.contains("（20220103_赵六.jpg）不合格"), "{text}");
}

#[test]
fn the_plan_of_renaming_marks_what_cannot_be_and_renames_nothing() {
    let files = ["20220101.jpg", "20220102_李四.JPG", "李四2.jpg", "20220103_赵六.jpg", "路人.jpg"];
    let folder = hand_in(&files);
    let plan = |more: &[&str]| {
        checked(&folder, &[&["--renames", "plan.csv"], more].concat());
        let text = std::fs::read(folder.at("plan.csv")).unwrap();
        let mut reader = csv::Reader::from_reader(&text[3..]);
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        rows.map(|row| (row[0].clone(), (row[1].clone(), row[4].clone()))).collect::<HashMap<_, _>>()
    };
    let by_name = plan(&[]);
    let of = |name: &str| by_name[&format!("photos/{name}")].clone();
    assert_eq!(of("20220101.jpg"), ("20220101_张三.jpg".to_owned(), String::new()));
    let (new, remark) = of("李四2.jpg");
    assert_eq!(new, "20220102_李四.jpg");
    assert!(remark.starts_with("CONFLICT") && remark.contains("20220102_李四.JPG"), "{remark}");
    assert!(of("20220102_李四.JPG").1.starts_with("CONFLICT"));
    let (new, remark) = of("20220103_赵六.jpg");
    assert!(new == "20220103_王五.jpg" && remark.starts_with("check first"), "{new} {remark}");
    assert_eq!(of("路人.jpg"), (String::new(), "nobody on the list".to_owned()));
    let by_number = plan(&["--rename-as", "number"]);
    assert_eq!(by_number["photos/20220101.jpg"], (String::new(), "has this name already".to_owned()));
    assert!(files.iter().all(|name| folder.at("photos").join(name).exists()), "nothing is renamed");
}

#[test]
fn messages_go_where_they_can() {
    let folder = hand_in(&["20220101.jpg"]);
    let output = checked(&folder, &["--messages", "m.docx"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("known are .txt, .csv"));
    checked(&folder, &["--messages", "m.txt"]);
    let text = std::fs::read_to_string(folder.at("m.txt")).unwrap();
    assert!(text.contains("== 20220101 张三\nDear 张三,\nyour photo (20220101.jpg) does not pass"), "{text}");
    std::fs::write(folder.at("notes.txt"), "shopping").unwrap();
    assert_eq!(checked(&folder, &["--messages", "notes.txt"]).status.code(), Some(2), "somebody's own file");
}

#[test]
fn a_photo_that_is_turned_down_is_told_in_every_report() {
    let set = sample::set();
    let mut photo = sample::photo(&set, "a.jpg", sample::good());
    (photo.rejected, photo.verdict) = (true, Verdict::Fail);
    let run = Run::new(&set, vec![photo], Lang::En);
    let said = |report: &dyn Report| {
        let mut text = Vec::new();
        report.write(&run, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    let sentence = "Looked at by a person: not fine";
    let reports: [(&str, &dyn Report); 7] = [
        ("junit", &report::Junit),
        ("sarif", &report::Sarif),
        ("html", &report::Html),
        ("csv", &report::Csv),
        ("github", &report::GitHub),
        ("markdown", &report::Markdown),
        ("human", &report::Human { detail: report::Detail::Normal }),
    ];
    for (name, report) in reports {
        assert!(said(report).contains(sentence), "{name}");
    }
    let junit = said(&report::Junit);
    assert!(junit.contains("failures=\"1\"") && junit.contains("name=\"decision\""), "{junit}");
    let log: serde_json::Value = serde_json::from_str(&said(&report::Sarif)).unwrap();
    let result = &log["runs"][0]["results"][0];
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&rule["id"], &result["level"]), (&result["ruleId"], &"error".into()));
    let json: photocheck::record::WholeReport = serde_json::from_str(&said(&report::Json)).unwrap();
    assert!(json.photos[0].rejected);
}

#[test]
fn every_table_has_the_index_by_which_a_masked_path_is_found() {
    let set = sample::set();
    let files = ["a.jpg", "b/110101200001141539.jpg"];
    let photos = files.iter().map(|file| sample::photo(&set, file, sample::good())).collect();
    let run = Run::new(&set, photos, Lang::En);
    let said = |report: &dyn Report| {
        let mut text = Vec::new();
        report.write(&run, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    let csv = said(&report::Csv);
    let row = csv.lines().nth(2).unwrap();
    assert!(row.starts_with("b/110101********1539.jpg,") && row.ends_with(",2"), "{row}");
    let page = said(&report::Html);
    assert!(page.contains("data-index=\"2\" data-verdict=\"pass\" data-file=\"b/110101********1539.jpg\""));
    let json: photocheck::record::WholeReport = serde_json::from_str(&said(&report::Json)).unwrap();
    assert_eq!((json.photos[1].index, json.photos[1].file.as_str()), (Some(2), files[1]));
}

#[test]
fn an_earlier_round_without_photos_is_no_round() {
    let folder = hand_in(&["20220101.jpg"]);
    std::fs::write(folder.at("none.json"), r#"{"photos":[]}"#).unwrap();
    std::fs::write(folder.at("empty.jsonl"), "").unwrap();
    for name in ["none.json", "empty.jsonl"] {
        let output = checked(&folder, &["--compare", name, "--exit-zero"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("has no photos"), "{name}");
    }
}
