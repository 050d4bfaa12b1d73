//! Name lists, earlier rounds and waivers against the names of photos.

mod sample;

use photocheck::batch::{Change, Comparison, Earlier, Use, Waivers, excuse};
use photocheck::input::{Doubt, Foreign, Headings, Note, Roster, RosterError};
use photocheck::judge::Verdict;
use photocheck::reading::Reading;
use photocheck::report::{self, Report, Run};
use photocheck::rules::{Bound, Scaling, Severity};
use photocheck::text::Lang;
use rust_xlsxwriter::{Format, Formula, Workbook};

const LIST: &str = "2022 届毕业生名单,,\n学号,姓名,身份证号\n20220101,张三,11010519491231002X\n20220102,李四,\n20220103,王小明,\n20220104,阿依古丽·买买提,\n20220105,王伟,\n20220106,王伟,\n";

fn read(text: &str) -> Result<Roster, RosterError> {
    Roster::read("list.csv", text.as_bytes(), &Headings::default())
}

fn workbook(mut book: Workbook) -> Roster {
    Roster::read("list.xlsx", &book.save_to_buffer().unwrap(), &Headings::default()).unwrap()
}

/// Adds a sheet with these rows of text.
fn sheet<'b>(book: &'b mut Workbook, name: &str, rows: &[&[&str]]) -> &'b mut rust_xlsxwriter::Worksheet {
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    sheet
}

/// Names and numbers, one person a word.
fn people(roster: &Roster) -> Vec<String> {
    roster.people.iter().map(|person| format!("{}/{}", person.name, person.number)).collect()
}

/// Whose each file is by the list, as `name/number`, or the doubt alone.
fn owners(list: &str, files: &[&str]) -> Vec<(String, Option<Doubt>)> {
    let attendance = read(list).unwrap().compare(files);
    let owner = |photo: usize| attendance.person(photo).map_or("-".to_owned(), |person| person.name.clone());
    (0..files.len()).map(|photo| (owner(photo), attendance.places[photo].doubt.clone())).collect()
}

fn roster() -> Roster {
    read(LIST).unwrap()
}

#[test]
fn columns_are_found_below_a_title() {
    let roster = roster();
    assert_eq!(roster.people.len(), 6);
    assert_eq!(roster.people[0].number, "20220101");
    assert_eq!(roster.people[0].numbers, ["20220101", "11010519491231002X"]);
    let english = "Student ID,Full Name\n7,Ann\n";
    assert_eq!(read(english).unwrap().people[0].name, "Ann");
    let headings = Headings { number: Some("代码".to_owned()), name: None };
    assert_eq!(Roster::read("", "代码,别的\nA7,x\n".as_bytes(), &headings).unwrap().people[0].number, "A7");
    assert!(matches!(read("a,b\n1,2\n"), Err(RosterError::NoColumns(_))));
    assert!(matches!(Roster::read("", LIST.as_bytes(), &headings), Err(RosterError::NoSuchHeading(..))));
    assert_eq!(read("学号\n").unwrap_err(), RosterError::Empty);
}

#[test]
fn a_workbook_reads_like_its_csv() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "学号").unwrap().write_string(0, 1, "姓名（必填）").unwrap();
    sheet.write_number(1, 0, 20220101.0).unwrap().write_string(1, 1, "张三").unwrap();
    let roster = workbook(book);
    assert_eq!((roster.people[0].number.as_str(), roster.people[0].name.as_str()), ("20220101", "张三"));
}

#[test]
fn names_of_files_find_their_people() {
    let files = [
        "20220101.jpg",
        "一班/20220102 李四.jpg",
        "王小明.JPG",
        "20220104-阿依古丽·买买提.jpg",
        "20220105_李四.jpg",
        "20229999_张三.jpg",
        "20220103王小明一寸照片.jpg",
        "王伟.jpg",
        "风景.jpg",
        "20220102_赵六.jpg",
        "11010519491231002X.jpg",
        "110105194912310021.jpg",
    ];
    let attendance = roster().compare(&files);
    let person = |photo: usize| attendance.places[photo].person;
    let doubt = |photo: usize| attendance.places[photo].doubt.clone();
    assert_eq!((person(0), doubt(0)), (Some(0), None));
    assert_eq!((person(1), doubt(1)), (Some(1), None));
    assert_eq!((person(2), doubt(2)), (Some(2), None));
    assert_eq!((person(3), doubt(3)), (Some(3), None));
    assert_eq!((person(4), doubt(4)), (Some(4), Some(Doubt::Contradiction(1))));
    assert_eq!((person(5), doubt(5)), (Some(0), Some(Doubt::WrongNumber)));
    assert_eq!((person(6), doubt(6)), (Some(2), None));
    assert_eq!((person(7), doubt(7)), (None, Some(Doubt::Ambiguous(vec![4, 5]))));
    assert_eq!((person(8), doubt(8)), (None, Some(Doubt::Unknown)));
    assert_eq!((person(9), doubt(9)), (Some(1), Some(Doubt::WrongName("赵六".to_owned()))));
    assert_eq!((person(10), doubt(10)), (Some(0), None));
    assert_eq!((person(11), doubt(11)), (None, Some(Doubt::CheckCharacter('X'))));
    let missing: Vec<_> = attendance.missing().map(|person| person.number.as_str()).collect();
    assert_eq!(missing, ["20220106"]);
    assert_eq!(attendance.several().count(), 3);
}

#[test]
fn every_visible_sheet_with_the_columns_is_read() {
    let head = ["学号", "姓名"].as_slice();
    let mut book = Workbook::new();
    sheet(&mut book, "填写说明", &[&["列", "说明"], &["学号", "8 位，文本格式"], &["姓名", "与身份证一致"]]);
    sheet(&mut book, "2021", &[head, &["20210101", "老张"]]).set_hidden(true);
    sheet(&mut book, "一班", &[head, &["20220101", "张三"]]);
    sheet(&mut book, "二班", &[head, &["20220102", "李四"], &["20220103", "王五"]]);
    sheet(&mut book, "全部", &[head, &["20220101", "张三"], &["20220102", "李四"], &["20220103", "王五"]]);
    let roster = workbook(book);
    assert_eq!(people(&roster), ["张三/20220101", "李四/20220102", "王五/20220103"]);
    assert_eq!(roster.source.sheets, ["一班", "二班", "全部"]);
    assert_eq!(roster.source.unread, ["填写说明", "2021"]);
    assert_eq!((roster.source.numbers, roster.source.name), (vec!["学号".to_owned()], Some("姓名".to_owned())));
}

#[test]
fn lists_are_read_as_people_write_them() {
    let list = "计算机学院 2022 届毕业生名单,,,,\n序号,学号,姓　名,班级,备注\n1,20220101,张 三,一班,\n2,20220102,李四,一班,转专业：是\n\
                序号,学号,姓　名,班级,备注\n3,20220103,王五,二班,\n合计,205人,,,\n,合计,3人,,\n制表人：王老师,,,日期：2022.6.1,\n";
    let roster = read(list).unwrap();
    assert_eq!(people(&roster), ["张 三/20220101", "李四/20220102", "王五/20220103"]);
    assert_eq!(roster.headings, ["序号", "学号", "姓　名", "班级", "备注"]);
    assert_eq!(roster.people[1].cells, ["2", "20220102", "李四", "一班", "转专业：是"]);
    let beside = "序号,学号,姓名,,序号,学号,姓名\n1,20220101,张三,,3,20220103,王五\n2,20220102,李四,,,,\n";
    assert_eq!(people(&read(beside).unwrap()), ["张三/20220101", "李四/20220102", "王五/20220103"]);
    let parents = "学号,姓名,家长姓名,姓名\n20220101,张三,张父,张父\n";
    assert_eq!(people(&read(parents).unwrap()), ["张三/20220101"]);
    let traditional = "學號,姓名\n20220101,張三\n";
    assert_eq!(
        owners(traditional, &["20220101.jpg", "张三.jpg"]),
        [("張三".to_owned(), None), ("張三".to_owned(), None)]
    );
}

#[test]
fn a_camera_s_own_name_is_no_student_s_number() {
    let list = "学号,姓名\n20220104,张三\n20220105,李四\n";
    let files = [
        "IMG_20220104_101530.jpg",
        "20220104_101530.jpg",
        "PXL_20220104_101530123.jpg",
        "20220104_101530_张三.jpg",
        "20220104_2022.jpg",
        "20220104_991530.jpg",
        "考生号20220105.jpg",
        "身份证20220105.jpg",
    ];
    let owners = owners(list, &files);
    let unknown = ("-".to_owned(), Some(Doubt::Unknown));
    assert_eq!(owners[..3], [unknown.clone(), unknown.clone(), unknown]);
    let names: Vec<_> = owners[3..].iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["张三", "张三", "张三", "李四", "李四"]);
    assert_eq!(
        owners[6..].iter().map(|(_, doubt)| doubt.clone()).collect::<Vec<_>>(),
        [None, None],
        "words about the number"
    );
}

#[test]
fn a_heading_that_comes_twice_in_one_list_does_not_make_two_of_it() {
    let list = read("学号,学号,姓名\n20220101,A0001,张三\n20220102,A0002,李四\n").unwrap();
    assert_eq!(people(&list), ["张三/20220101", "李四/20220102"]);
    assert_eq!(list.people[0].numbers, ["20220101", "A0001"]);
    let list = read("学号,姓名,班级,学号\n20220101,张三,1班,20220101\n").unwrap();
    assert_eq!(people(&list), ["张三/20220101"]);
}

#[test]
fn merged_cells_hold_for_every_row() {
    let mut book = Workbook::new();
    let page =
        sheet(&mut book, "s", &[&["班级", "学号", "姓名"], &["", "20220101", "张三"], &["", "20220102", "李四"]]);
    page.merge_range(1, 0, 2, 0, "一班", &Format::new()).unwrap();
    let roster = workbook(book);
    assert_eq!(roster.people[1].cells, ["一班", "20220102", "李四"]);
}

#[test]
fn a_cell_far_out_costs_nothing() {
    let mut book = Workbook::new();
    let list = sheet(&mut book, "名单", &[&["学号", "姓名"], &["20220101", "张三"]]);
    list.write_string(1_048_575, 16_383, "x").unwrap();
    list.write_string(1_048_575, 0, "合计").unwrap();
    list.write_string(5, 300, "x").unwrap();
    assert_eq!(people(&workbook(book)), ["张三/20220101"]);
}

#[test]
fn a_workbook_that_unpacks_to_more_than_a_list_is_refused() {
    let part = |name: &str, size: usize| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let small = zip::write::SimpleFileOptions::default();
        for name in ["[Content_Types].xml", "xl/workbook.xml"] {
            archive.start_file(name, small).unwrap();
        }
        archive.start_file(name, small).unwrap();
        let blanks = vec![b' '; 1 << 20];
        (0..size).for_each(|_| std::io::Write::write_all(&mut archive, &blanks).unwrap());
        Roster::read("list.xlsx", archive.finish().unwrap().get_ref(), &Headings::default()).unwrap_err()
    };
    assert!(matches!(part("xl/sharedStrings.xml", 129), RosterError::TooLong(_)));
    assert!(matches!(part("xl/sharedStrings.xml", 1), RosterError::Damaged));
}

#[test]
fn a_workbook_of_which_a_part_is_gone_is_damaged() {
    let mut book = Workbook::new();
    sheet(&mut book, "名单", &[&["学号", "姓名"], &["20220101", "张三"]]);
    let whole = book.save_to_buffer().unwrap();
    let read = |bytes: &[u8]| Roster::read("list.xlsx", bytes, &Headings::default());
    assert!(read(&whole).is_ok());
    assert_eq!(read(&[b"two words before it\n", &whole[..]].concat()).unwrap_err(), RosterError::Damaged);
    let with_sheet = |sheet: Option<&[u8]>| {
        let mut from = zip::ZipArchive::new(std::io::Cursor::new(&whole[..])).unwrap();
        let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..from.len() {
            let mut part = from.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
            let bytes = if name.ends_with("sheet1.xml") { sheet.map(<[u8]>::to_vec) } else { Some(bytes) };
            if let Some(bytes) = bytes {
                to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut to, &bytes).unwrap();
            }
        }
        read(to.finish().unwrap().get_ref()).unwrap_err()
    };
    assert_eq!(with_sheet(None), RosterError::Damaged);
    assert_eq!(with_sheet(Some(b"<worksheet><sheetData><row><c")), RosterError::Damaged);
    assert_eq!(with_sheet(Some(b"")), RosterError::Damaged);
}

/// One broken letter makes no Western list of a Chinese one.
#[test]
fn a_broken_letter_costs_one_name() {
    let text = "Number,Name\n20220101,张三\n20220102,李四\n20220103,王五小\n".as_bytes();
    let cut = &text[..text.len() - 2];
    for bytes in [cut.to_vec(), [b"\xef\xbb\xbf", cut].concat()] {
        let roster = Roster::read("list.csv", &bytes, &Headings::default()).unwrap();
        let people: Vec<_> = roster.people.iter().map(|it| (it.number.as_str(), it.name.as_str())).collect();
        assert_eq!(people, [("20220101", "张三"), ("20220102", "李四"), ("20220103", "王五\u{fffd}")]);
    }
    let wrong = Headings { number: Some("Nmuber".to_owned()), name: None };
    assert!(matches!(Roster::read("list.csv", text, &wrong), Err(RosterError::NoSuchHeading(..))));
}

/// Waivers for a set that is not asked for wait; whoever mistyped its name has to hear of it.
#[test]
fn waivers_for_other_sets_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.jpg"), "no photo").unwrap();
    std::fs::write(at("w.toml"), "[[waiver]]\nphoto='a.jpg'\nrule='readable'\nset='gradation-2022'\nreason='r'\n")
        .unwrap();
    std::fs::write(at("m.csv"), "file,content,rule,decision\n\"a.jpg,1,readable,ok\n").unwrap();
    let check = |arguments: [&str; 2]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"));
        let output = program.current_dir(&folder).args(["--lang", "en", "check", "a.jpg"]).args(arguments).output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    let told = check(["--waivers", "w.toml"]);
    assert!(told.contains("waivers for other rule sets, which are not used now: 1 (gradation-2022)"), "{told}");
    std::fs::write(at("set.csv"), "file,content,set,rule,decision\na.jpg,1,us-visa,readable,ok\n").unwrap();
    let told = check(["--decisions", "set.csv"]);
    assert!(told.contains("decisions for other rule sets, which are not used now: 1 (us-visa)"), "{told}");
    let report = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .current_dir(&folder)
        .args(["check", "a.jpg", "-q", "--report", "r.json"])
        .output();
    assert_eq!(report.unwrap().status.code(), Some(1));
    let wrong =
        std::fs::read_to_string(at("r.json")).unwrap().replace("\"verdict\": \"fail\"", "\"verdict\": \"maybe\"");
    let line = wrong.lines().position(|line| line.contains("maybe")).unwrap() + 1;
    std::fs::write(at("r.json"), wrong).unwrap();
    let told = check(["--compare", "r.json"]);
    assert!(told.contains(&format!("r.json, line {line}: not a report")), "{told}");
    std::fs::write(at("two.csv"), "file,content,rule,decision,decision\na.jpg,1,readable,ok,no\n").unwrap();
    let told = check(["--decisions", "two.csv"]);
    assert!(told.contains("no decisions in two.csv"), "{told}");
    // Decisions that were filled in after the round are no part of it.
    let one = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .current_dir(&folder)
        .args(["check", "a.jpg", "--format", "jsonl"])
        .output();
    let mut book = Workbook::new();
    sheet(&mut book, "Photos", &[&["Photo", "Content", "Decision"], &["a.jpg", "0123", "fine"]]);
    sheet(&mut book, "photocheck", &[&[String::from_utf8(one.unwrap().stdout).unwrap().trim()]]);
    book.save(at("filled.xlsx")).unwrap();
    let told = check(["--compare", "filled.xlsx"]);
    assert!(told.contains("filled.xlsx has decisions filled in"), "{told}");
    let told = check(["--decisions", "m.csv"]);
    assert!(told.contains("m.csv has a quotation mark in line 2"), "{told}");
}

#[test]
fn a_column_that_counts_rows_names_nobody() {
    let list = "No.,学号,姓名\n1,20220101,张三\n2,20220102,李四\n3,20220103,王五\n";
    let files = ["1_20220102.jpg", "1班_20220103_王五.jpg", "2班王五.jpg", "李四 (1).jpg"];
    let found = owners(list, &files);
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["李四", "王五", "王五", "李四"]);
    assert!(found.iter().all(|(_, doubt)| doubt.is_none()), "{found:?}");
    let short = "学号,姓名\n1,张三\n2,李四\n";
    assert_eq!(
        owners(short, &["2.jpg", "李四 (1).jpg", "2班.jpg"])[..2],
        [("李四".to_owned(), None), ("李四".to_owned(), None)]
    );
    assert_eq!(owners(short, &["IMG_2_2022.jpg"])[0].0, "-");
}

#[test]
fn all_numbers_of_a_name_must_mean_one_person() {
    let list =
        "学号,姓名,身份证号\n20220101,张三,11010519491231002X\n20220102,李四,440524188001010014\n20220101,王五,\n";
    let found =
        owners(list, &["20220101_20220102.jpg", "20220101_440524188001010014.jpg", "20220101.jpg", "20220101王五.jpg"]);
    assert_eq!(found[0], ("-".to_owned(), Some(Doubt::TwoNumbers(0, 1))));
    assert_eq!(found[1], ("-".to_owned(), Some(Doubt::TwoNumbers(0, 1))));
    assert_eq!(found[2], ("-".to_owned(), Some(Doubt::Ambiguous(vec![0, 2]))));
    assert_eq!(found[3], ("王五".to_owned(), None));
    assert_eq!(read(list).unwrap().notes, [Note::SameNumber(vec![0, 2])]);
    let other = owners(LIST, &["20220101_440524188001010014.jpg", "20220102_20220999.jpg", "张三李四.jpg"]);
    assert_eq!(other[0], ("张三".to_owned(), Some(Doubt::WrongNumber)));
    assert_eq!(other[1], ("李四".to_owned(), Some(Doubt::WrongNumber)));
    assert_eq!(other[2], ("-".to_owned(), Some(Doubt::TwoNames(0, 1))));
}

#[test]
fn names_match_however_they_are_typed() {
    let list =
        "Student ID,Name\nS2201,Ann Lee\nS2202,Bo Chen\nS2203,José\nS2204,Nguyễn Văn An\nS2205,Đặng O’Neil-Smith\n";
    let files = [
        "Ann Lee.jpg",
        "Ann_Lee.jpg",
        "José.jpg",
        "Jose\u{301}.jpg",
        "JOSE photo.jpg",
        "Nguyễn Văn An.jpg",
        "nguyen_van_an.jpg",
        "Dang O'Neil Smith.jpg",
        "ＡＮＮ　ＬＥＥ.jpg",
        "s2201.jpg",
    ];
    let found = owners(list, &files);
    let names: Vec<_> = found.iter().map(|(name, _)| name.chars().next().unwrap()).collect();
    assert_eq!(names, ['A', 'A', 'J', 'J', 'J', 'N', 'N', 'Đ', 'A', 'A']);
    assert!(found.iter().all(|(_, doubt)| doubt.is_none()), "{found:?}");
    let told = owners(list, &["S2202_Ann Lee.jpg", "Mary Ann Lee.jpg", "Joann Lee.jpg", "S2201_Zoe Miller.jpg"]);
    assert_eq!(told[0], ("Bo Chen".to_owned(), Some(Doubt::Contradiction(0))));
    assert_eq!(told[1], ("Ann Lee".to_owned(), Some(Doubt::LongerName("Mary".to_owned()))));
    assert_eq!(told[2], ("-".to_owned(), Some(Doubt::Unknown)));
    assert_eq!(told[3], ("Ann Lee".to_owned(), Some(Doubt::WrongName("Zoe Miller".to_owned()))));
    let chinese = owners(
        LIST,
        &[
            "阿依古丽买买提.jpg",
            "阿依古丽•买买提.jpg",
            "王 小明.jpg",
            "王小明明.jpg",
            "２０２２０１０２.jpg",
            "计算机学院张三一寸照.jpg",
        ],
    );
    let names: Vec<_> = chinese.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["阿依古丽·买买提", "阿依古丽·买买提", "王小明", "王小明", "李四", "张三"]);
    let doubts: Vec<_> = chinese.into_iter().map(|(_, doubt)| doubt).collect();
    assert_eq!(doubts, [None, None, None, Some(Doubt::LongerName("王小明明".to_owned())), None, None]);
}

#[test]
fn numbers_match_with_and_without_their_marks() {
    let list = "学号,姓名,身份证号\n2022-0101,张三,11010519491231002X\nB.2022.01,李四,\n20220615,王五,\n";
    let files = [
        "2022-0101.jpg",
        "20220101.jpg",
        "2022_0101.jpg",
        "B.2022.01.jpg",
        "b202201_照片.jpg",
        "110105 19491231 002X.jpg",
        "2022010111010519491231002X.jpg",
        "IMG20220615.jpg",
    ];
    let found = owners(list, &files);
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["张三", "张三", "张三", "李四", "李四", "张三", "张三", "王五"]);
    assert!(found.iter().all(|(_, doubt)| doubt.is_none()), "{found:?}");
    // A day is no number, nor is a part of a longer one.
    let nobody = owners(list, &["2022-06-15.jpg", "202206151.jpg", "A20220615.jpg"]);
    assert!(nobody.iter().all(|(name, doubt)| name == "-" && *doubt == Some(Doubt::Unknown)), "{nobody:?}");
}

#[test]
fn wide_lists_without_a_mark_may_hold_a_one() {
    let list = "学号,姓名,班级\r\n20220101,张三,一班\r\n20220102,李四,二班\r\n";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = list.encode_utf16().flat_map(unit).collect();
        assert_eq!(Roster::read("list.csv", &bytes, &Headings::default()).unwrap().people[0].name, "张三");
    }
}

#[test]
fn eighteen_digits_of_a_student_are_no_broken_identity_number() {
    let list = "学号,姓名\n202201000000015550,孙二\n202201000000015551,李四\n";
    assert_eq!(owners(list, &["202201000000015550_孙二.jpg"]), [("孙二".to_owned(), None)]);
}

#[test]
fn what_a_name_says_is_told_apart_to_the_letter() {
    let list = "学号,姓名,身份证号\n20220101,张三,11010519491231002X\n";
    let said = [
        ("20220101.jpg", "number"),
        ("11010519491231002X.jpg", "other-number"),
        ("张三.jpg", "name"),
        ("20220101张三.jpg", "both"),
        ("张三的一寸蓝底照.jpg", "more"),
        ("张三_bc.jpg", "more"),
        ("李四.jpg", "nobody"),
    ];
    let files = said.map(|(file, _)| file);
    let roster = read(list).unwrap();
    let attendance = roster.compare(&files);
    for (photo, (file, said)) in said.into_iter().enumerate() {
        assert_eq!(attendance.listed_as(photo, file).name(), said, "{file}");
    }
}

#[test]
fn what_a_spreadsheet_spoilt_is_blamed_on_the_list() {
    let mut book = Workbook::new();
    let page = sheet(&mut book, "s", &[&["学号", "姓名"], &["", "王五"], &["", "李四"], &["", "赵六"]]);
    page.write_number_with_format(1, 0, 123_456.0, &Format::new().set_num_format("00000000")).unwrap();
    page.write_number(2, 0, 440_524_188_001_010_000.0).unwrap();
    page.write_formula(3, 0, Formula::new("TEXT(20220101,\"0\")").set_result("")).unwrap();
    let roster = workbook(book);
    assert_eq!(people(&roster), ["王五/00123456", "李四/", "赵六/"]);
    let notes = [Note::NotCalculated { heading: "学号".to_owned(), count: 1 }, Note::LostDigits(1)];
    assert_eq!(roster.notes, notes);
    let attendance = roster.compare(&["00123456.jpg", "李四_440524188001010014.jpg", "440524188001010014.jpg"]);
    assert!(attendance.places.iter().all(|place| place.doubt.is_none()), "{:?}", attendance.places);
    assert_eq!(attendance.photos, [vec![0], vec![1, 2], vec![]]);
    for list in ["学号,姓名\n123456.0,王五\n", "学号,姓名\n123456,王五\n"] {
        assert_eq!(owners(list, &["00123456.jpg"])[0], ("王五".to_owned(), Some(Doubt::LeadingNoughts)));
    }
    assert_eq!(owners("学号,姓名\n=\"00123456\",王五\n", &["00123456.jpg"])[0], ("王五".to_owned(), None));
    let list = "身份证号,姓名\n11010519491231002X,张三\n4.40524E+17,李四\n";
    let told = owners(list, &["李四_440524188001010014.jpg", "李四_110524188001010014.jpg"]);
    assert_eq!(told[0], ("李四".to_owned(), None));
    assert_ne!(told[1].1, None);
}

#[test]
fn files_that_are_no_list_are_named() {
    let read = |bytes: &[u8]| Roster::read("list", bytes, &Headings::default()).unwrap_err();
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), RosterError::Foreign(Foreign::Excel97));
    let locked = Roster::read("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", &Headings::default());
    assert_eq!(locked.unwrap_err(), RosterError::Foreign(Foreign::Encrypted));
    assert_eq!(read(b"<table border=1><tr><td>name</td></tr></table>"), RosterError::Foreign(Foreign::WebPage));
    let xml = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>";
    assert_eq!(read(xml), RosterError::Foreign(Foreign::SpreadsheetXml));
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["mimetype", "content.xml"] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    }
    assert_eq!(read(archive.finish().unwrap().get_ref()), RosterError::Foreign(Foreign::OpenDocument));
    assert_eq!(read("学号,姓名\n1,\"张三\n2,李四\n".as_bytes()), RosterError::OpenQuote(2));
    let title = "名单（二〇二二届）\n学号号,名\n1,2\n";
    assert_eq!(read(title.as_bytes()), RosterError::NoColumns(vec!["学号号".to_owned(), "名".to_owned()]));
}

#[test]
fn a_long_list_is_read_to_its_end() {
    let rows: String = (0..210_000).map(|at| format!("{},学生{at}\n", at + 100_000)).collect();
    let found = owners(&format!("学号,姓名\n{rows}"), &["309999.jpg"]);
    assert_eq!(found[0], ("学生209999".to_owned(), None));
}

fn round(changes: [f64; 4]) -> Vec<(String, f64)> {
    ["a/1.jpg", "a/2.jpg", "a/3.jpg", "a/4.jpg"].iter().map(|file| (*file).to_owned()).zip(changes).collect()
}

fn photos<'r>(set: &'r photocheck::rules::Set, round: &[(String, f64)]) -> Vec<photocheck::batch::Checked<'r>> {
    let head = |height: f64| sample::with(vec![("head.height", Reading::number(height, 0.001))]);
    round.iter().map(|(file, height)| sample::photo(set, file, head(*height))).collect()
}

#[test]
fn rounds_are_compared_photo_by_photo() {
    let set = sample::set();
    let first = Run::new(&set, photos(&set, &round([0.2, 0.2, 0.5, 0.5])), Lang::Zh);
    let mut second = photos(&set, &round([0.5, 0.2, 0.2, 0.5]));
    second[0].file = "moved/1.jpg".to_owned();
    second[3].file = "a/5.jpg".to_owned();
    second[3].content = None;
    for report in [&report::Json as &dyn Report, &report::JsonLines] {
        let mut text = Vec::new();
        report.write(&first, &mut text).unwrap();
        let earlier = Earlier::read(&String::from_utf8(text).unwrap()).unwrap();
        let comparison = compared(earlier, &second, Severity::Error);
        let still = Change::Still { rules: vec!["head-height".to_owned()], same_file: true };
        let [fixed, worse] = [Change::Fixed { same_file: true }, Change::Worse { same_file: true, was_excused: false }];
        assert_eq!(comparison.changes, [fixed, still, worse, Change::New]);
        assert_eq!(comparison.missing().collect::<Vec<_>>(), ["a/4.jpg"]);
    }
    assert_eq!(Earlier::read("{\"file\":1}\n").unwrap_err(), 1);
    assert_eq!(Earlier::read("{\"file\":").unwrap_err(), 1);
}

/// What `Earlier` makes of two rounds of one photo.
fn change(first: &Run<'_>, second: &[photocheck::batch::Checked<'_>], counts: Severity) -> Change {
    let mut text = Vec::new();
    report::JsonLines.write(first, &mut text).unwrap();
    let earlier = Earlier::read(&String::from_utf8(text).unwrap()).unwrap();
    compared(earlier, second, counts).changes.remove(0)
}

/// A round of these photos held against an earlier one.
fn compared(earlier: Earlier, photos: &[photocheck::batch::Checked<'_>], counts: Severity) -> Comparison {
    let files: Vec<&str> = photos.iter().map(|photo| photo.file.as_str()).collect();
    let mut comparison = earlier.against(&files, None, &sample::set());
    photos.iter().for_each(|photo| comparison.add(photo, counts));
    comparison
}

/// The kinds of change of these photos of one person each, by name list, path and file name.
fn kinds(
    earlier: Earlier,
    photos: &[photocheck::batch::Checked<'_>],
    list: Option<&str>,
) -> (Vec<Change>, Vec<String>) {
    let files: Vec<&str> = photos.iter().map(|photo| photo.file.as_str()).collect();
    let attendance = list.map(|list| read(list).unwrap().compare(&files));
    let mut comparison = earlier.against(&files, attendance.as_ref(), &sample::set());
    photos.iter().for_each(|photo| comparison.add(photo, Severity::Error));
    (comparison.changes.clone(), comparison.missing().map(str::to_owned).collect())
}

/// What a report in this format keeps of a run for a later round.
fn kept(run: &Run<'_>, report: &dyn Report) -> Earlier {
    let mut bytes = Vec::new();
    report.write(run, &mut bytes).unwrap();
    if !bytes.starts_with(b"PK") {
        return Earlier::read(&String::from_utf8(bytes).unwrap()).unwrap();
    }
    let sheets = photocheck::input::sheets("round.xlsx", &bytes).unwrap();
    let (_, rows) = sheets.into_iter().find(|(name, _)| name == Earlier::SHEET).unwrap();
    Earlier::of_lines(rows.iter().map(|row| row[0].as_str())).unwrap()
}

#[test]
fn every_report_that_keeps_photos_is_an_earlier_round_by_person() {
    let set = sample::set();
    let named = |files: &[&str], heights: &[f64]| -> Vec<(String, f64)> {
        files.iter().map(|file| (*file).to_owned()).zip(heights.iter().copied()).collect()
    };
    let list = "学号,姓名\n11010519491231002X,张三\n20220102,李四\n20220103,王五\n20220104,赵六\n";
    let first = ["r1/11010519491231002X.png", "r1/20220102.jpeg", "r1/王五.jpg", "r1/nobody.jpg"];
    let mut run = Run::new(&set, photos(&set, &named(&first, &[0.2, 0.2, 0.5, 0.2])), Lang::Zh);
    run.attendance = Some(read(list).unwrap().compare(&first));
    let second = ["r2/20220102_李四.JPG", "r2/20220103.jpg", "r2/20220104.jpg", "r2/张三.jpg"];
    let mut now = photos(&set, &named(&second, &[0.2, 0.2, 0.5, 0.5]));
    // Nobody's content tells: every photo was taken again.
    now.iter_mut().for_each(|photo| photo.content = None);
    let reports = [&report::Json as &dyn Report, &report::JsonLines, &report::Html, &report::Xlsx];
    for report in reports {
        let (changes, gone) = kinds(kept(&run, report), &now, Some(list));
        let still = Change::Still { rules: vec!["head-height".to_owned()], same_file: false };
        let worse = Change::Worse { same_file: false, was_excused: false };
        assert_eq!(changes, [still, worse, Change::New, Change::Fixed { same_file: false }]);
        assert_eq!(gone, ["r1/nobody.jpg"]);
    }
    // The earlier round had no list: this one's tells whose its photos were.
    run.attendance = None;
    let (changes, _) = kinds(kept(&run, &report::JsonLines), &now, Some(list));
    assert_eq!(changes.iter().filter(|change| **change == Change::New).count(), 1);
}

#[test]
fn without_a_list_the_same_file_is_found_anywhere_and_a_new_extension_changes_nothing() {
    let set = sample::set();
    let first = Run::new(&set, photos(&set, &round([0.2, 0.2, 0.5, 0.5])), Lang::Zh);
    let contents: Vec<_> = first.photos.iter().map(|photo| photo.content).collect();
    let mut second = photos(&set, &round([0.2, 0.5, 0.5, 0.5]));
    for (photo, (file, content)) in
        second.iter_mut().zip([("x/new name.jpg", 0), ("a/2.png", 9), ("b/3.jpg", 9), ("b/9.jpg", 9)])
    {
        photo.file = file.to_owned();
        photo.content = contents.get(content).copied().flatten();
    }
    let (changes, gone) = kinds(kept(&first, &report::Json), &second, None);
    let still = Change::Still { rules: vec!["head-height".to_owned()], same_file: true };
    assert_eq!(changes, [still, Change::Fixed { same_file: false }, Change::Passes, Change::New]);
    assert_eq!(gone, ["a/4.jpg"]);
}

#[test]
fn rules_that_differ_are_told() {
    let set = sample::set();
    let first = Run::new(&set, photos(&set, &round([0.2, 0.2, 0.5, 0.5])), Lang::En);
    let mut other = sample::set();
    other.rules.retain(|rule| rule.id != "no-glare");
    let altered = other.rules.iter_mut().find(|rule| rule.id == "head-height").unwrap();
    altered.conditions[0].limits.grace = Some(Bound { value: 0.05, scaling: Scaling::Fixed });
    let second = photos(&other, &round([0.2, 0.2, 0.5, 0.5]));
    let files: Vec<&str> = second.iter().map(|photo| photo.file.as_str()).collect();
    let mut comparison = kept(&first, &report::Json).against(&files, None, &other);
    second.iter().for_each(|photo| comparison.add(photo, Severity::Error));
    assert_eq!(comparison.rules.then, ["no-glare"]);
    assert!(comparison.rules.now.is_empty() && comparison.rules.set.is_none());
    assert_eq!(comparison.rules.altered.iter().collect::<Vec<_>>(), ["head-height"]);
    let run = Run { comparison: Some(comparison), ..Run::new(&other, second, Lang::En) };
    let section = run.sections().into_iter().find(|section| section.title == "Against the earlier round").unwrap();
    assert!(section.items[0].starts_with(
        "0 fixed, 2 still not passing (2 of them the very same file), 0 worse, 2 pass as before, 0 new, 0 gone"
    ));
    assert!(section.items[1].contains("only then: no-glare; altered: head-height"), "{}", section.items[1]);
    let same = compared(kept(&first, &report::Json), &first.photos, Severity::Error);
    assert!(same.rules.is_none(), "{:?}", same.rules);
}

#[test]
fn of_a_photo_that_comes_twice_in_the_earlier_round_the_last_counts() {
    let set = sample::set();
    let first = Run::new(&set, photos(&set, &round([0.2, 0.2, 0.5, 0.5])), Lang::En);
    let again = Run::new(&set, photos(&set, &round([0.5, 0.2, 0.5, 0.5])), Lang::En);
    let text = |run: &Run<'_>| {
        let mut out = Vec::new();
        report::JsonLines.write(run, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let appended = Earlier::read(&(text(&first) + &text(&again))).unwrap();
    let comparison = compared(appended, &again.photos, Severity::Error);
    assert_eq!(comparison.changes[0], Change::Passes);
    assert_eq!(comparison.missing().next(), None);
}

#[test]
fn what_counts_now_counted_then() {
    let set = sample::set();
    let edited = || sample::with(vec![("trace.editor", Reading::exact(vec!["GIMP".to_owned()]))]);
    let first = Run::new(&set, vec![sample::photo(&set, "a.jpg", edited())], Lang::En);
    let mut second = vec![sample::photo(&set, "a.jpg", edited())];
    assert_eq!(change(&first, &second, Severity::Error), Change::Passes, "a warning holds nothing up");
    second[0].verdict = Verdict::of(&second[0].findings, Severity::Warning);
    let still = Change::Still { rules: vec!["no-editing-traces".to_owned()], same_file: true };
    assert_eq!(change(&first, &second, Severity::Warning), still, "a strict round counts warnings, then and now");
}

#[test]
fn what_was_waived_then_was_no_failure() {
    let set = sample::set();
    let small =
        || sample::with(vec![("head.height", Reading::number(0.2, 0.001)), ("file.intact", Reading::exact(false))]);
    let mut before = sample::photo(&set, "a.jpg", small());
    for finding in before.findings.iter_mut().filter(|finding| finding.rule.id == "head-height") {
        finding.waived = Some("granted".to_owned());
    }
    let first = Run::new(&set, vec![before], Lang::En);
    let now = [sample::photo(&set, "a.jpg", small())];
    let still = Change::Still { rules: vec!["readable".to_owned()], same_file: true };
    assert_eq!(change(&first, &now, Severity::Error), still);
}

#[test]
fn waivers_excuse_until_their_day_and_are_told_when_idle() {
    let set = sample::set();
    let text = r#"
        [[waiver]]
        photo = "1.jpg"
        rule = "head-height"
        reason = "教务处同意"
        until = 2026-12-31
        [[waiver]]
        photo = "2.jpg"
        rule = "head-height"
        reason = "去年的"
        until = 2025-12-31
        [[waiver]]
        photo = "3.jpg"
        rule = "head-height"
        reason = "本来就合格"
    "#;
    let waivers = Waivers::read("w.toml", text, std::slice::from_ref(&set)).unwrap();
    let mut photos = photos(&set, &round([0.2, 0.2, 0.5, 0.5]));
    let mut uses = waivers.begin(&set.id, jiff::civil::date(2026, 12, 31));
    photos.iter_mut().for_each(|photo| excuse(&mut uses, photo, Severity::Error));
    assert_eq!(uses.iter().map(|(_, used)| *used).collect::<Vec<_>>(), [Use::Used, Use::Expired, Use::Unused]);
    let verdicts: Vec<_> = photos.iter().map(|photo| photo.verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Fail, Verdict::Pass, Verdict::Pass]);
    let run = Run { waivers: uses, ..Run::new(&set, photos, Lang::En) };
    let section = run.sections().into_iter().find(|section| section.title == "Waivers").unwrap();
    assert_eq!(section.items.len(), 2);
    let day = |day: &str| {
        Waivers::read("w.toml", &format!("[[waiver]]\nphoto='a'\nrule='b'\nreason='c'\nuntil={day}\n"), &[])
    };
    assert_eq!(day("2026-12-31").unwrap().all, day("'2026-12-31'").unwrap().all);
    // What is no TOML either is told once.
    assert_eq!(day("2026-12-32").unwrap_err().problems.len(), 1);
    for wrong in ["'31.12.2026'", "2026-12-31T10:00:00", "'2026-12-32'", "7"] {
        let told = day(wrong).unwrap_err();
        assert_eq!(told.problems[0].place.as_ref().unwrap().span.start, 47, "{:?}", told.problems);
    }
}

#[test]
fn all_that_is_wrong_with_waivers_is_told_at_once() {
    let set = sample::set();
    let text = "[[waiver]]\nphoto = 'a'\nrule = 'head-heigth'\nbecuase = 'x'\n[[waiver]]\nphoto = 7\nrule = 'head-height'\n\
                reason = 'c'\nuntil = 'never'\n[waver]\n";
    let told = Waivers::read("w.toml", text, std::slice::from_ref(&set)).unwrap_err();
    let english: Vec<_> = told.problems.iter().map(|problem| problem.message.en.as_str()).collect();
    let expected = [
        "reason is missing",
        "there is no rule head-heigth",
        "unknown key becuase",
        "must be text",
        "must be a day such as 2026-12-31",
        "unknown key waver",
    ];
    assert_eq!(english, expected);
    let help: Vec<_> = told.problems.iter().flat_map(|problem| &problem.help).map(|help| help.en.as_str()).collect();
    assert!(help.contains(&"did you mean head-height?") && help.contains(&"did you mean waiver?"), "{help:?}");
    assert!(told.problems.iter().all(|problem| problem.message.zh != problem.message.en));
    let empty = Waivers::read("w.toml", "[[waiver]]\nphoto=''\nrule='x'\nreason='c'\n", &[]).unwrap_err();
    assert_eq!(empty.problems[0].message.en, "must not be empty");
    // A set that this run leaves out may have any rule.
    let other = "[[waiver]]\nphoto='a'\nrule='b'\nset='another'\nreason='c'\n";
    assert!(Waivers::read("w.toml", other, std::slice::from_ref(&set)).is_ok());
}

/// A link that leads nowhere is told as a photo that cannot be opened; its person has handed in nothing.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_nobodys_photo() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("20220101.jpg"), "no photo").unwrap();
    std::os::unix::fs::symlink("nowhere.jpg", at("20220102.jpg")).unwrap();
    std::fs::write(at("list.csv"), "学号,姓名\n20220101,张三\n20220102,李四\n").unwrap();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .args(["--lang", "en", "check", "--only", "file-format", "--roster"])
        .args([at("list.csv"), folder.path().to_owned()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&program.stdout);
    assert!(said.contains("2 on the list: 1 with a photo, 1 without."), "{said}");
}

#[test]
fn marks_of_the_page_come_back_bound_to_what_was_looked_at() {
    let set = sample::set();
    let mut photos = photos(&set, &round([0.2, 0.5, 0.2, 0.5]));
    let content = |at: usize| photos[at].content.unwrap().to_string();
    let mark = |file: &str, content: &str, rule: &str, decision: &str| {
        format!(r#"{{"file":"{file}","content":"{content}","verdict":"fail","rule":"{rule}","decision":"{decision}"}}"#)
    };
    let marks = [
        mark("a/1.jpg", &content(0), "head-height", "ok"),
        mark("was/2.jpg", &content(1), "", "no"),
        mark("a/3.jpg", "0123", "", "ok"),
        mark("a/4.jpg", &content(3), "head-height", "no"),
    ];
    let export = format!(r#"{{"schema":1,"run":"x","decisions":[{}]}}"#, marks.join(","));
    let decisions = Waivers::of_export(&export, "looked at").unwrap();
    let mut uses = decisions.begin(&set.id, jiff::civil::date(2026, 12, 31));
    photos.iter_mut().for_each(|photo| excuse(&mut uses, photo, Severity::Error));
    let used: Vec<_> = uses.iter().map(|(_, used)| *used).collect();
    assert_eq!(used, [Use::Used, Use::Used, Use::Stale, Use::Unused]);
    let verdicts: Vec<_> = photos.iter().map(|photo| photo.verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Fail, Verdict::Fail, Verdict::Pass]);
    let run = Run { waivers: uses, ..Run::new(&set, photos, Lang::En) };
    let section = |title: &str| run.sections().into_iter().find(|it| it.title == title).unwrap().items;
    let decided = section("What a person decided");
    assert_eq!(
        decided[0],
        "Decisions read: 4; 1 accept, 1 reject, 1 are of photos that have been replaced since, 1 were not needed."
    );
    assert_eq!(decided[1], "a/2.jpg: looked at, not fine");
    assert_eq!(decided[2], "a/1.jpg: failed by the machine, let through by a person");
    assert!(decided[3].contains("look again") && decided[4].contains("not needed"), "{decided:?}");
    assert!(run.sections().iter().all(|section| section.title != "Waivers"), "what a person decided is no waiver");
    // A later round sees what a person has turned down as not passing.
    let now = [sample::photo(&set, "a/2.jpg", sample::good())];
    assert_eq!(compared(kept(&run, &report::Json), &now, Severity::Error).changes, [Change::Fixed { same_file: true }]);
    let of_another_version = Waivers::of_export(r#"{"schema":2,"marks":[]}"#, "").unwrap_err();
    assert!(of_another_version[0].en.contains("another version"), "{of_another_version:?}");
    let wrong = [mark("a", "b", "c", "ok"), mark("a", "b", "c", "perhaps"), r#"{"file":7}"#.to_owned()];
    let told = Waivers::of_export(&format!(r#"{{"schema":1,"decisions":[{}]}}"#, wrong.join(",")), "").unwrap_err();
    assert!(
        told.len() == 2 && told[0].en.starts_with("decision 2") && told[1].en.starts_with("decision 3"),
        "{told:?}"
    );
}

#[test]
fn what_is_turned_down_stays_so_whatever_else_was_marked() {
    let set = sample::set();
    let marks = [("", "ok"), ("head-height", "no")];
    for order in [
        marks,
        [marks[1], marks[0]],
        [("head-height", "ok"), ("", "no")],
        [("head-height", "no"), ("head-height", "ok")],
    ] {
        let mut photos = photos(&set, &round([0.2, 0.5, 0.5, 0.5]));
        let content = photos[0].content.unwrap().to_string();
        let mark = |(rule, decision): (&str, &str)| {
            format!(
                r#"{{"file":"a/1.jpg","content":"{content}","verdict":"fail","rule":"{rule}","decision":"{decision}"}}"#
            )
        };
        let export = format!(r#"{{"schema":1,"run":"x","decisions":[{}]}}"#, order.map(mark).join(","));
        let mut uses = Waivers::of_export(&export, "fine").unwrap().begin(&set.id, jiff::civil::date(2026, 12, 31));
        excuse(&mut uses, &mut photos[0], Severity::Error);
        assert_eq!(photos[0].verdict, Verdict::Fail, "{order:?}");
    }
}

#[test]
fn a_question_that_a_person_turns_down_fails() {
    let set = sample::set();
    let mut asked = [sample::photo(&set, "a.jpg", sample::with(vec![("head.height", Reading::number(0.4, 0.1))]))];
    assert_eq!(asked[0].verdict, Verdict::Review);
    let rows = |decision: &str| {
        let content = asked[0].content.unwrap().to_string();
        [["file", "content", "rule", "decision"], ["a.jpg", &content, "head-height", decision]]
            .map(|row| row.map(str::to_owned).to_vec())
    };
    let bad = Waivers::of_table(&rows("vielleicht"), "").unwrap().unwrap_err();
    assert_eq!(bad, [(2, "vielleicht".to_owned())]);
    let mut mistyped = rows("ok");
    mistyped[0][2] = "ruel".to_owned();
    assert!(Waivers::of_table(&mistyped, "").is_none(), "without its rule it would be about the whole photo");
    for headings in [["Photo", "Content", "Rule", "Decision"], ["照片", "内容编号", "规则", "人工结论"]] {
        let mut of_workbook = rows("ok");
        of_workbook[0] = headings.map(str::to_owned).to_vec();
        assert_eq!(Waivers::of_table(&of_workbook, "").unwrap().unwrap().all[0].rule, "head-height", "{headings:?}");
    }
    assert!(Waivers::of_table(&rows(""), "").unwrap().unwrap().all.is_empty());
    let no = Waivers::of_table(&rows("不行"), "").unwrap().unwrap();
    let mut uses = no.begin(&set.id, jiff::civil::date(2026, 12, 31));
    excuse(&mut uses, &mut asked[0], Severity::Error);
    assert_eq!(asked[0].verdict, Verdict::Fail);
}

#[test]
fn the_workbook_carries_the_list_through_and_brings_decisions_back() {
    let set = sample::set();
    let list = "学号,姓名,班级\n1,张三,一班\n2,李四,二班\n";
    for lang in [Lang::Zh, Lang::En] {
        let mut photos = photos(&set, &round([0.2, 0.2, 0.5, 0.5])[..2]);
        let attendance = Some(read(list).unwrap().compare(&["a/1.jpg", "a/2.jpg"]));
        let run = Run { attendance, ..Run::new(&set, photos, lang) };
        let mut bytes = Vec::new();
        report::Xlsx.write(&run, &mut bytes).unwrap();
        let mut sheets = photocheck::input::sheets("a.xlsx", &bytes).unwrap();
        let rows = &mut sheets[0].1;
        let column = |name: &str| rows[0].iter().position(|cell| cell == name);
        assert_eq!(rows[2][column("班级").unwrap()], "二班");
        let decision = column("人工结论").or(column("Decision")).unwrap();
        // The list may be sorted in between.
        rows.swap(1, 2);
        rows[1][decision] = photocheck::batch::Decision::Accept.word().get(lang).to_owned();
        let decisions = sheets.iter().find_map(|(_, rows)| Waivers::of_table(rows, "fine")).unwrap().unwrap();
        let mut uses = decisions.begin(&set.id, jiff::civil::date(2026, 12, 31));
        photos = run.photos;
        photos.iter_mut().for_each(|photo| excuse(&mut uses, photo, Severity::Error));
        assert_eq!(photos.iter().map(|it| it.verdict).collect::<Vec<_>>(), [Verdict::Fail, Verdict::Pass]);
    }
}

/// What the program answers for a photo that nobody has, waived until `until`, where the clock is `zone`.
fn waived_where(zone: &str, until: jiff::civil::Date) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("1.jpg"), "no photo").unwrap();
    let rules = ["file-format", "readable"]
        .map(|rule| format!("[[waiver]]\nphoto = '1.jpg'\nrule = '{rule}'\nreason = 'a test'\nuntil = {until}\n"));
    std::fs::write(at("waivers.toml"), rules.concat()).unwrap();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_photocheck"))
        .args(["check", "--only", "file-format", "--only", "readable", "--waivers"])
        .args([at("waivers.toml"), at("1.jpg")])
        .env("TZ", zone)
        .output()
        .unwrap();
    program.status.success()
}

#[test]
fn a_waiver_holds_to_the_end_of_its_last_day_where_the_photos_are() {
    // Half the world apart: the two never share a day.
    let [east, west] = ["EAST-14", "WEST+11"];
    let west_today = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::posix(west).unwrap()).date();
    assert!(waived_where(west, west_today));
    assert!(!waived_where(east, west_today));
}
