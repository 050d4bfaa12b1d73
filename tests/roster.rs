//! Name lists, earlier rounds and waivers against the names of photos.

mod sample;

use photocheck::batch::{Change, Earlier, Use, Waivers};
use photocheck::input::{Doubt, Headings, Roster, RosterError};
use photocheck::judge::Verdict;
use photocheck::reading::Reading;
use photocheck::report::{self, Report, Run};
use photocheck::rules::Severity;
use photocheck::text::Lang;

const LIST: &str = "2022 届毕业生名单,,\n学号,姓名,身份证号\n20220101,张三,11010519491231002X\n20220102,李四,\n20220103,王小明,\n20220104,阿依古丽·买买提,\n20220105,王伟,\n20220106,王伟,\n";

fn roster() -> Roster {
    Roster::read(LIST.as_bytes(), &Headings::default()).unwrap()
}

#[test]
fn columns_are_found_below_a_title() {
    let roster = roster();
    assert_eq!(roster.people.len(), 6);
    assert_eq!(roster.people[0].number, "20220101");
    assert_eq!(roster.people[0].numbers, ["20220101", "11010519491231002X"]);
    let english = "Student ID,Full Name\n7,Ann\n";
    assert_eq!(Roster::read(english.as_bytes(), &Headings::default()).unwrap().people[0].name, "Ann");
    let headings = Headings { number: Some("代码".to_owned()), name: None };
    assert_eq!(Roster::read("代码,别的\nA7,x\n".as_bytes(), &headings).unwrap().people[0].number, "A7");
    assert!(matches!(Roster::read(b"a,b\n1,2\n", &Headings::default()), Err(RosterError::NoColumns(_))));
    assert!(matches!(Roster::read(LIST.as_bytes(), &headings), Err(RosterError::NoSuchHeading(..))));
    assert_eq!(Roster::read("学号\n".as_bytes(), &Headings::default()).unwrap_err(), RosterError::Empty);
}

#[test]
fn a_workbook_reads_like_its_csv() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "学号").unwrap().write_string(0, 1, "姓名（必填）").unwrap();
    sheet.write_number(1, 0, 20220101.0).unwrap().write_string(1, 1, "张三").unwrap();
    let roster = Roster::read(&book.save_to_buffer().unwrap(), &Headings::default()).unwrap();
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
    assert_eq!((person(7), doubt(7)), (None, Some(Doubt::Ambiguous)));
    assert_eq!((person(8), doubt(8)), (None, Some(Doubt::Unknown)));
    assert_eq!((person(9), doubt(9)), (Some(1), Some(Doubt::WrongName("赵六".to_owned()))));
    assert_eq!((person(10), doubt(10)), (Some(0), None));
    assert_eq!((person(11), doubt(11)), (None, Some(Doubt::CheckCharacter('X'))));
    let missing: Vec<_> = attendance.missing().map(|person| person.number.as_str()).collect();
    assert_eq!(missing, ["20220106"]);
    assert_eq!(attendance.several().count(), 3);
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
    for report in [&report::Json as &dyn Report, &report::JsonLines] {
        let mut text = Vec::new();
        report.write(&first, &mut text).unwrap();
        let comparison = Earlier::read(&String::from_utf8(text).unwrap()).unwrap().compare(&second, Severity::Error);
        let still = Change::Still { rules: vec!["head-height".to_owned()], same_file: true };
        assert_eq!(comparison.changes, [Change::Fixed, still, Change::Worse, Change::New]);
        assert_eq!(comparison.missing, ["a/4.jpg"]);
    }
    assert_eq!(Earlier::read("{\"file\":1}\n").unwrap_err(), 1);
}

/// What `Earlier` makes of two rounds of one photo.
fn change(first: &Run<'_>, second: &[photocheck::batch::Checked<'_>], counts: Severity) -> Change {
    let mut text = Vec::new();
    report::JsonLines.write(first, &mut text).unwrap();
    let earlier = Earlier::read(&String::from_utf8(text).unwrap()).unwrap();
    earlier.compare(second, counts).changes.remove(0)
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
    let waivers = Waivers::read(text).unwrap();
    let mut photos = photos(&set, &round([0.2, 0.2, 0.5, 0.5]));
    let uses = waivers.apply(&mut photos, Severity::Error, jiff::civil::date(2026, 12, 31));
    assert_eq!(uses.iter().map(|(_, used)| *used).collect::<Vec<_>>(), [Use::Used, Use::Expired, Use::Unused]);
    let verdicts: Vec<_> = photos.iter().map(|photo| photo.verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Fail, Verdict::Pass, Verdict::Pass]);
    let run = Run { waivers: uses, ..Run::new(&set, photos, Lang::En) };
    let section = run.sections().into_iter().find(|section| section.title == "Waivers").unwrap();
    assert_eq!(section.items.len(), 2);
    assert!(Waivers::read("[[waiver]]\nphoto = 'a'\nrule = 'b'\n").unwrap_err().contains("reason"));
    assert!(Waivers::read("[[waiver]]\nphoto='a'\nrule='b'\nreason='c'\nbecause='d'").is_err());
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
