//! Several rule sets over the same photos: each verdict is that of its own set, in every report, and a run with one set is
//! what it was.

mod sample;

use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx};
use photocheck::batch::{self, Job, Pace};
use photocheck::input::{Item, Origin};
use photocheck::judge::{Outcome, Verdict};
use photocheck::photo::Limits;
use photocheck::reading::Reading;
use photocheck::record;
use photocheck::report::{Detail, ReportFormat, Run};
use photocheck::rules::{Override, Set, Severity, load_each};
use photocheck::text::Lang;
use serde_json::Value;

const STRICT: &str = r#"
schema = 1
[set]
id = "small"
title = { zh = "小头像", en = "Small heads" }
not_checked = [{ zh = "是否近照", en = "whether it is recent" }]
[[rule]]
id = "head-height"
measure = "head.height"
max = 0.3
title = { zh = "头部要小", en = "A small head" }
high = { zh = "站远一些。", en = "Step back." }
"#;

fn small() -> Set {
    let sets = load_each(&["small".to_owned()], &[], &|_| Ok(STRICT.to_owned()));
    sets.unwrap_or_else(|_| panic!("it is sound")).remove(0)
}

/// Two photos by two sets: the first suits the sample, the second the other one.
fn runs<'r>(sets: &'r [Set; 2]) -> Vec<Run<'r>> {
    let low = || sample::with(vec![("head.height", Reading::number(0.25, 0.001))]);
    let run = |set: &'r Set| {
        let photos = vec![sample::photo(set, "a.jpg", sample::good()), sample::photo(set, "b.jpg", low())];
        let mut run = Run::new(set, photos, Lang::En);
        run.strays = vec!["说明.txt".to_owned()];
        run.is_one_of_several = true;
        run
    };
    sets.iter().map(run).collect()
}

fn written(format: ReportFormat, runs: &[Run<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    format.report(Detail::Normal).write_all(runs, &mut bytes).unwrap();
    bytes
}

fn text(format: ReportFormat, runs: &[Run<'_>]) -> String {
    let bytes = anstream::adapter::strip_bytes(&written(format, runs)).into_vec();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn one_set_is_written_as_before() {
    let sets = [sample::set(), small()];
    let mut runs = runs(&sets);
    runs[0].is_one_of_several = false;
    for format in ReportFormat::ALL {
        let mut alone = Vec::new();
        format.report(Detail::Normal).write(&runs[0], &mut alone).unwrap();
        assert_eq!(written(format, &runs[..1]), alone, "{format:?}");
    }
    assert!(!text(ReportFormat::Json, &runs[..1]).contains("\"sets\""));
}

#[test]
fn json_lines_have_one_line_a_photo_and_set() {
    let sets = [sample::set(), small()];
    let lines = text(ReportFormat::JsonLines, &runs(&sets));
    let photos: Vec<record::Photo> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> = photos.iter().map(|it| (it.file.as_str(), it.set.as_str(), it.verdict)).collect();
    let (pass, fail) = (Verdict::Pass, Verdict::Fail);
    let expected =
        [("a.jpg", "sample", pass), ("a.jpg", "small", fail), ("b.jpg", "sample", fail), ("b.jpg", "small", pass)];
    assert_eq!(seen, expected);
}

#[test]
fn json_counts_by_set_and_by_the_worst() {
    let sets = [sample::set(), small()];
    let whole: record::WholeReport = serde_json::from_str(&text(ReportFormat::Json, &runs(&sets))).unwrap();
    assert_eq!(whole.set, None);
    assert_eq!((whole.photos.len(), whole.summary.photos, whole.summary.fail), (4, 2, 2));
    let by_set: Vec<_> = whole.sets.iter().map(|it| (it.set.as_str(), it.summary.pass, it.summary.fail)).collect();
    assert_eq!(by_set, [("sample", 1, 1), ("small", 1, 1)]);
    assert_eq!(whole.sets[1].not_checked, ["whether it is recent"]);
}

#[test]
fn every_other_report_tells_the_sets_apart() {
    let sets = [sample::set(), small()];
    let runs = runs(&sets);
    let concise = text(ReportFormat::Concise, &runs);
    assert_eq!(concise.lines().nth(1), Some("a.jpg\tfail\thead-height\t\tsmall"));
    assert_eq!(concise.lines().count(), 4);

    let table = text(ReportFormat::Csv, &runs);
    assert!(table.lines().next().unwrap().ends_with(",Rule set"), "{table}");
    assert!(table.lines().nth(2).unwrap().ends_with(",small"));

    let annotations = text(ReportFormat::GitHub, &runs);
    assert_eq!(annotations.lines().filter(|line| line.starts_with("::error ")).count(), 2);
    assert!(annotations.contains("title=small%3A A small head (head-height)"), "{annotations}");

    let junit = text(ReportFormat::Junit, &runs);
    assert_eq!(junit.matches("<testsuite ").count(), 4);
    assert!(junit.contains("name=\"b.jpg · small\""), "{junit}");

    let log: Value = serde_json::from_str(&text(ReportFormat::Sarif, &runs)).unwrap();
    let ids: Vec<_> = log["runs"].as_array().unwrap().iter().map(|run| &run["automationDetails"]["id"]).collect();
    assert_eq!(ids, ["photocheck/sample", "photocheck/small"]);

    let page = text(ReportFormat::Html, &runs);
    assert_eq!(page.matches("<article ").count(), 4);
    assert_eq!(page.matches("data-set=\"small\"").count(), 2);
    assert!(page.contains(r##"<td class="pass"><a href="#p3">"##), "the table leads to the card");
    for number in 0..4 {
        assert_eq!(page.matches(&format!("id=\"p{number}\"")).count(), 1, "card {number}");
    }

    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(written(ReportFormat::Xlsx, &runs))).unwrap();
    let rows: Vec<Vec<Data>> = book.worksheet_range("Photo by set").unwrap().rows().map(<[Data]>::to_vec).collect();
    let row = |number: usize| rows[number].iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!([row(0), row(1), row(2)], ["Photo sample small", "a.jpg pass fail", "b.jpg fail pass"]);

    for (format, line) in [(ReportFormat::Human, "  ✗ small  "), (ReportFormat::Summary, "a.jpg   ✓  ✗")] {
        let told = text(format, &runs);
        assert!(told.contains(line), "{told}");
        assert_eq!(told.matches("说明.txt").count(), 1, "what both runs passed over is told once: {told}");
    }
}

#[test]
fn measuring_once_gives_each_set_what_it_gets_alone() {
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail-head-height-small.jpg");
    let item = Item { shown: "a.jpg".to_owned(), origin: Origin::Path(photo) };
    let names = ["graduation-2022", "us-visa"].map(str::to_owned);
    let never = |_: &str| Err(std::io::Error::other("no files"));
    let sets = load_each(&names, &[], &never).unwrap_or_else(|_| panic!("built in"));
    let job =
        |set| Job { set, counts: Severity::Error, limits: Limits::default(), keep_facts: false, keep_pictures: false };
    let jobs: Vec<_> = sets.iter().map(job).collect();
    let check = |jobs: &[Job<'_>]| {
        let mut all = Vec::new();
        batch::check(jobs, std::slice::from_ref(&item), Pace::with_threads(1), |photos| {
            all.push(photos.iter().map(outcomes).collect::<Vec<_>>());
        })
        .unwrap();
        assert_eq!(all.len(), 1, "one photo is measured, not one a set");
        all.remove(0)
    };
    let together = check(&jobs);
    assert_eq!(together.len(), 2);
    for (job, together) in jobs.iter().zip(&together) {
        assert_eq!(together, &check(std::slice::from_ref(job))[0], "{}", job.set.id);
    }
}

/// What became of each rule, and by how much.
fn outcomes(photo: &batch::Checked<'_>) -> Vec<(String, Outcome, Option<f64>)> {
    photo.findings.iter().map(|it| (it.rule.id.clone(), it.outcome, it.decided_by().margin)).collect()
}

/// The greatest allowed head of both sets after these changes, or the problems.
fn changed(changes: &[&str]) -> Result<Vec<f64>, Vec<String>> {
    let names = ["sample", "small"].map(str::to_owned);
    let text = |name: &str| Ok(if name == "small" { STRICT } else { OTHER }.to_owned());
    let changes: Vec<_> = changes.iter().map(|it| Override::typed((*it).to_owned())).collect();
    let sets = load_each(&names, &changes, &text);
    let sets = sets.map_err(|found| found.problems.iter().map(|it| it.message.en.clone()).collect::<Vec<_>>())?;
    let max = |set: &Set| set.rules[0].conditions[0].limits.max.map_or(f64::NAN, |bound| bound.value);
    Ok(sets.iter().map(max).collect())
}

const OTHER: &str = r#"
schema = 1
[set]
id = "other"
title = { zh = "另一套", en = "Another" }
[[rule]]
id = "head-height"
title = { zh = "头部", en = "The head" }
[[rule.condition]]
measure = "head.height"
max = 0.5
[[rule.condition]]
measure = "head.width"
max = 0.5
[[rule]]
id = "only-here"
measure = "head.crown_gap"
min = 0.1
title = { zh = "头顶", en = "Crown" }
"#;

#[test]
fn a_change_is_for_every_set_that_has_the_rule_or_for_the_one_it_names() {
    assert_eq!(changed(&["small:head-height.max=0.4"]), Ok(vec![0.5, 0.4]));
    assert_eq!(changed(&["other:head-height[1].max=0.6"]), Ok(vec![0.6, 0.3]));
    assert_eq!(changed(&["only-here.min=0.2"]), Ok(vec![0.5, 0.3]), "the other set has no such rule");
    let refused = |change| changed(&[change]).unwrap_err();
    assert_eq!(refused("nowhere:head-height.max=0.4"), ["no set of --rules is called nowhere"]);
    assert_eq!(refused("head-hieght.max=0.4"), ["there is no rule head-hieght"]);
    assert_eq!(refused("other:head-height[3].max=0.4"), ["head-height has no condition number 3"]);
}

fn run(arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/override.in");
    Command::new(env!("CARGO_BIN_EXE_photocheck")).current_dir(folder).args(arguments).output().unwrap()
}

#[test]
fn the_worst_set_decides_the_exit_code() {
    let check = |rest: &[&str]| {
        let out = run(&[&["check", "1.jpg", "--only", "file-size", "--format", "concise"], rest].concat());
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let two = ["-r", "graduation-2022", "-r", "id-card-cn"];
    let small = "--set=graduation-2022:file-size.min=1";
    let (code, told) = check(&[&two[..], &[small]].concat());
    assert_eq!(told.lines().map(|line| line.rsplit('\t').next().unwrap()).collect::<Vec<_>>(), [two[1], two[3]]);
    assert!(told.starts_with("1.jpg\tpass\t"), "{told}");
    assert!(told.contains("1.jpg\tfail\t"), "a file of a few bytes is none of the other set's: {told}");
    assert_eq!(code, Some(1), "one set fails the photo");
    let (code, _) = check(&["-r", "graduation-2022", small]);
    assert_eq!(code, Some(0));
}

#[test]
fn sets_that_cannot_be_told_apart_are_refused() {
    let out = run(&["check", "1.jpg", "-r", "icao", "-r", "icao"]);
    assert_eq!(out.status.code(), Some(2));
    let out = run(&["card", "-r", "icao", "-r", "germany"]);
    assert_eq!(out.status.code(), Some(2), "a card is of one set");
}
