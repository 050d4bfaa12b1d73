//! Every format parses, all of them say the same of one run, and no name breaks out of any of them.

mod sample;

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use photocheck::judge::{Outcome, Verdict};
use photocheck::reading::Reading;
use photocheck::record;
use photocheck::report::{self, Detail, Draft, Report, ReportFormat, Run, Standing, Words};
use photocheck::rules::{Severity, load};
use photocheck::text::Lang;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde_json::Value;

/// Per photo, in order: the rules that failed and the rules a person has to decide.
type Gist = Vec<(Vec<String>, Vec<String>)>;

fn written(report: &dyn Report, run: &Run<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    report.write(run, &mut bytes).unwrap();
    bytes
}

fn text(report: &dyn Report, run: &Run<'_>) -> String {
    String::from_utf8(written(report, run)).unwrap()
}

fn gist(run: &Run<'_>) -> Gist {
    let with = |photo: &photocheck::batch::Checked<'_>, wanted| -> Vec<String> {
        let those = photo.findings.iter().filter(|finding| Standing::of(finding, run.counts) == wanted);
        those.map(|finding| finding.rule.id.clone()).collect()
    };
    run.photos.iter().map(|photo| (with(photo, Standing::Failed), with(photo, Standing::Review))).collect()
}

/// From findings in JSON: the outcome decides, unless the finding is waived or does not count.
fn gist_of_json(photos: &[record::Photo], counts: Severity) -> Gist {
    let with = |photo: &record::Photo, outcome: Outcome| -> Vec<String> {
        let counting = photo.findings.iter().filter(|it| it.severity >= counts && it.waived.is_none());
        counting.filter(|it| it.outcome == outcome).map(|it| it.rule.clone()).collect()
    };
    photos.iter().map(|photo| (with(photo, Outcome::Fail), with(photo, Outcome::Review))).collect()
}

fn gist_of_concise(text: &str) -> Gist {
    let rules = |cell: &str| cell.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let row = |line: &str| {
        let cells: Vec<_> = line.split('\t').collect();
        (rules(cells[2]), rules(cells[3]))
    };
    text.lines().map(row).collect()
}

/// From what people read: a photo begins at the margin, what it needs stands below it with a mark in front. What could not
/// be measured is named by its title, several in a line.
fn gist_of_human(text: &str, run: &Run<'_>) -> Gist {
    let plain = String::from_utf8(anstream::adapter::strip_bytes(text.as_bytes()).into_vec()).unwrap();
    let mut photos: Vec<Vec<&str>> = Vec::new();
    for line in plain.lines().take_while(|line| !line.is_empty()) {
        match line.strip_prefix("  ") {
            Some(said) => photos.last_mut().unwrap().push(said),
            None => photos.push(Vec::new()),
        }
    }
    let marked = |lines: &[&str], mark: char| -> Vec<String> {
        let those: Vec<_> = lines.iter().filter(|line| line.starts_with(mark)).collect();
        let rules =
            run.set.rules.iter().filter(|rule| {
                those.iter().any(|line| line.contains(rule.title.get(run.lang)) || line.contains(&rule.id))
            });
        rules.map(|rule| rule.id.clone()).collect()
    };
    photos.iter().map(|lines| (marked(lines, '✗'), marked(lines, '?'))).collect()
}

/// A run in which warnings count.
fn strict<'r>(set: &'r photocheck::rules::Set, lang: Lang) -> Run<'r> {
    let mut run = sample::run(set, lang);
    run.counts = Severity::Warning;
    for photo in &mut run.photos {
        photo.verdict = Verdict::of(&photo.findings, run.counts);
    }
    run
}

fn gist_of_sarif(log: &Value, photos: usize) -> Gist {
    let run = &log["runs"][0];
    let mut order: Vec<String> = Vec::new();
    let mut gist: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for result in run["results"].as_array().unwrap() {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
        if !order.contains(&uri) {
            order.push(uri.clone());
        }
        let (failed, review) = gist.entry(uri).or_default();
        let rule = result["ruleId"].as_str().unwrap().to_owned();
        match result["properties"]["standing"].as_str().unwrap() {
            "failed" => failed.push(rule),
            "review" => review.push(rule),
            _ => {}
        }
    }
    let mut all: Gist = order.into_iter().map(|uri| gist.remove(&uri).unwrap()).collect();
    // A photo without results is not in the log.
    all.insert(0, (Vec::new(), Vec::new()));
    assert_eq!(all.len(), photos);
    all
}

fn gist_of_junit(xml: &str) -> Gist {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut gist = Gist::new();
    let mut case = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return gist,
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |key: &str| {
                    let attribute = tag.try_get_attribute(key).unwrap();
                    attribute.map(|it| unescape(&it.value).unwrap().into_owned()).unwrap_or_default()
                };
                match tag.name().as_ref() {
                    "testsuite" => gist.push(Default::default()),
                    "testcase" => case = attribute("name"),
                    "failure" => gist.last_mut().unwrap().0.push(case.clone()),
                    "skipped" if attribute("type") == "review" => gist.last_mut().unwrap().1.push(case.clone()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[test]
fn all_formats_of_one_run_agree() {
    let set = sample::set();
    for lang in [Lang::Zh, Lang::En] {
        let (run, strict) = (sample::run(&set, lang), strict(&set, lang));
        assert_ne!(gist(&run), gist(&strict), "the sample has a warning");
        for run in [&run, &strict] {
            let expected = gist(run);
            assert!(
                expected.iter().any(|(failed, _)| !failed.is_empty()) && expected.iter().any(|(_, it)| !it.is_empty())
            );
            for format in ReportFormat::ALL {
                agrees(format, run, &expected);
            }
        }
    }
}

/// Whether `format` says of each photo which rules failed and which a person has to decide, or at least how many.
fn agrees(format: ReportFormat, run: &Run<'_>, expected: &Gist) {
    // A batch is told in a line a photo unless everything is asked for.
    let report = format.report(Detail::Verbose);
    let failed: usize = expected.iter().map(|(failed, _)| failed.len()).sum();
    let review: usize = expected.iter().map(|(_, review)| review.len()).sum();
    match format {
        ReportFormat::Human => assert_eq!(&gist_of_human(&text(report, run), run), expected, "human"),
        // Counts alone: what they count is checked with the report itself.
        ReportFormat::Summary => assert!(!text(report, run).is_empty()),
        ReportFormat::Concise => assert_eq!(&gist_of_concise(&text(report, run)), expected, "concise"),
        ReportFormat::GitHub => {
            let annotations = text(report, run);
            assert_eq!(annotations.lines().filter(|line| line.starts_with("::error ")).count(), failed, "github");
        }
        ReportFormat::Html => {
            let page = text(report, run);
            for (standing, count) in [("failed", failed), ("review", review)] {
                assert_eq!(page.matches(&format!("data-standing=\"{standing}\"")).count(), count, "html {standing}");
            }
        }
        ReportFormat::Xlsx => assert_eq!(table_gist(&xlsx_rows(run, PHOTOS)), sentence_counts(expected), "xlsx"),
        ReportFormat::Csv => assert_eq!(table_gist(&csv_rows(run)), sentence_counts(expected), "csv"),
        ReportFormat::Json => {
            let json: record::WholeReport = serde_json::from_str(&text(report, run)).unwrap();
            assert_eq!(&gist_of_json(&json.photos, run.counts), expected, "json");
            let verdicts: Vec<_> = run.photos.iter().map(|photo| photo.verdict).collect();
            assert_eq!(json.photos.iter().map(|photo| photo.verdict).collect::<Vec<_>>(), verdicts);
        }
        ReportFormat::JsonLines => {
            let lines = text(report, run);
            let photos: Vec<_> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(&gist_of_json(&photos, run.counts), expected, "jsonl");
        }
        ReportFormat::Junit => assert_eq!(&gist_of_junit(&text(report, run)), expected, "junit"),
        ReportFormat::Markdown => {
            let page = text(report, run);
            let cells =
                |line: &str| -> Vec<usize> { line.split('|').filter_map(|it| it.trim().parse().ok()).collect() };
            let counts: Vec<_> = page.lines().map(cells).filter(|cells| cells.len() == 3).collect();
            let sum = |column: usize| counts.iter().map(|row| row[column]).sum::<usize>();
            assert_eq!((sum(0), sum(1)), (failed, review), "markdown");
            let photos = page.lines().filter(|line| line.starts_with("| ❌") || line.starts_with("| ❓")).count();
            let open = run.photos.iter().filter(|photo| photo.verdict > Verdict::Pass).count();
            assert_eq!(photos, open, "markdown");
        }
        ReportFormat::Messages | ReportFormat::MessageTable => {
            let fails = run.photos.iter().filter(|photo| photo.verdict == Verdict::Fail).count();
            let said = text(report, run);
            let greeting = if run.lang == Lang::Zh { "同学，你好" } else { "Dear student" };
            assert_eq!(said.matches(greeting).count(), fails, "{format:?}");
        }
        // Whose photo it is says nothing of how it was judged.
        ReportFormat::Renames(_) => assert_eq!(text(report, run).lines().count(), run.photos.len() + 1),
        ReportFormat::Sarif => {
            let log: Value = serde_json::from_str(&text(report, run)).unwrap();
            assert_eq!(&gist_of_sarif(&log, run.photos.len()), expected, "sarif");
        }
    }
}

/// How many reasons and how many reviews each row of a table has.
fn table_gist(rows: &[Vec<String>]) -> Vec<(usize, usize)> {
    let count = |cell: &str| cell.split(['\n', '|']).filter(|part| !part.trim().is_empty()).count();
    rows.iter().map(|row| (count(&row[5]), count(&row[7]))).collect()
}

fn sentence_counts(gist: &Gist) -> Vec<(usize, usize)> {
    gist.iter().map(|(failed, review)| (failed.len(), review.len())).collect()
}

fn csv_rows(run: &Run<'_>) -> Vec<Vec<String>> {
    let bytes = written(&report::Csv, run);
    assert!(bytes.starts_with(b"\xef\xbb\xbf"), "byte order mark");
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(bytes.windows(2).filter(|pair| *pair == b"\r\n").count(), lines, "every line ends in CR LF");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The sheets of the workbook by number: its photos stand behind its people, and behind its questions if there are any.
const PEOPLE: usize = 0;
const PHOTOS: usize = usize::MAX;

fn xlsx_rows(run: &Run<'_>, sheet: usize) -> Vec<Vec<String>> {
    let bytes = written(&report::Xlsx, run);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let photos = book.sheet_names().iter().position(|name| ["照片", "Photos"].contains(&name.as_str())).unwrap();
    let sheet = if sheet == PHOTOS { photos } else { sheet };
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range.rows().skip(1).map(|row| row.iter().map(cell_text).collect()).collect()
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn names_are_data_everywhere() {
    let set = sample::set();
    let run = sample::run(&set, Lang::Zh);
    for row in csv_rows(&run) {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])), "{row:?}");
    }
    for sheet in [PEOPLE, PHOTOS] {
        assert!(xlsx_rows(&run, sheet).iter().any(|row| row[0] == sample::FORMULA), "as text");
    }
    let github = text(&report::GitHub, &run);
    assert!(github.lines().all(|line| line.starts_with("::")), "one command a line");
    let page = text(&report::Html, &run);
    assert!(!page.contains("<img src=x") && !page.contains("<script>alert") && !page.contains("样例<b>"));
    assert!(!page.contains("教务处 <同意>"));
    for (format, report) in [
        ("csv", &report::Csv as &dyn Report),
        ("junit", &report::Junit),
        ("html", &report::Html),
        ("markdown", &report::Markdown),
    ] {
        let text = text(report, &run);
        assert!(!text.contains(['\u{1b}', '\u{0}', '\u{202e}']), "{format} has control characters");
    }
}

#[test]
fn identity_numbers_are_masked_unless_asked_for() {
    let set = sample::set();
    let mut run = sample::run(&set, Lang::Zh);
    let travelling: [(&str, &dyn Report); 7] = [
        ("markdown", &report::Markdown),
        ("html", &report::Html),
        ("xlsx", &report::Xlsx),
        ("csv", &report::Csv),
        ("junit", &report::Junit),
        ("sarif", &report::Sarif),
        ("github", &report::GitHub),
    ];
    let id = "11010519491231002X";
    for (name, report) in travelling {
        let shown = if name == "xlsx" {
            format!("{:?}", [PEOPLE, PHOTOS].map(|it| xlsx_rows(&run, it)))
        } else {
            text(report, &run)
        };
        assert!(!shown.contains(id), "{name}");
    }
    run.full_ids = true;
    for (name, report) in [("html", &report::Html as &dyn Report), ("csv", &report::Csv), ("junit", &report::Junit)] {
        assert!(text(report, &run).contains(id), "{name}");
    }
    assert!(format!("{:?}", xlsx_rows(&run, PEOPLE)).contains(id));
}

#[test]
fn annotations_keep_to_the_limits_and_count_the_rest() {
    let set = sample::set();
    let bad = || sample::with(vec![("head.height", Reading::number(0.2, 0.001))]);
    let photos = (0..40).map(|n| sample::photo(&set, &format!("{n}.jpg"), bad())).collect();
    let out = text(&report::GitHub, &Run::new(&set, photos, Lang::En));
    assert_eq!(out.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(out.lines().last().unwrap().contains("Findings not shown: 30;"), "{out}");
    assert!(out.lines().count() <= 30);
}

#[test]
fn sarif_says_where_and_keeps_its_fingerprints() {
    let set = sample::set();
    let run = sample::run(&set, Lang::En);
    let written = text(&report::Sarif, &run);
    // Types made from the standard's schema, which know neither missing nor unknown properties.
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(&written).unwrap();
    assert_eq!(typed.runs.len(), 1);
    let log: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["region"]["startLine"], 1);
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte)), "{uri}");
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        let fingerprint = result["partialFingerprints"]["ruleAndContent/v1"].as_str().unwrap();
        assert!(fingerprint.starts_with(result["ruleId"].as_str().unwrap()));
        assert_eq!(result["kind"] == "fail", result["level"] != "none");
    }
}

#[test]
fn an_empty_run_is_a_whole_document() {
    let set = sample::set();
    let run = Run::new(&set, Vec::new(), Lang::Zh);
    assert!(text(&report::Junit, &run).contains("<testcase"));
    assert!(xlsx_rows(&run, PEOPLE).is_empty() && xlsx_rows(&run, PHOTOS).is_empty());
    assert!(csv_rows(&run).is_empty());
    assert!(text(&report::Html, &run).contains("</html>"));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let set = sample::set();
    let folder = tempfile_folder("same");
    for (extension, _) in ReportFormat::IN_FILES {
        let [one, other] = ["1", "2"].map(|name| {
            let path = folder.join(format!("{name}.{extension}"));
            Draft::create(&path).unwrap().finish(&[sample::run(&set, Lang::Zh)]).unwrap();
            std::fs::read(path).unwrap()
        });
        assert!(one == other && !one.is_empty(), "{extension}");
    }
}

#[test]
fn drafts_appear_only_when_finished() {
    let set = sample::set();
    let folder = tempfile_folder("drafts");
    let path = folder.join("r.csv");
    let draft = Draft::create(&path).unwrap();
    assert!(!path.exists());
    drop(draft);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "an abandoned draft leaves nothing");
    Draft::create(&path).unwrap().finish(&[sample::run(&set, Lang::Zh)]).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let error = Draft::create(&folder.join("r.docx")).err().unwrap().wording();
    assert!(error.en.contains(".sarif") && error.zh.contains(".xlsx"));
    assert!(Draft::create(Path::new("/nonexistent/r.csv")).is_err());
}

/// An empty folder for one test.
fn tempfile_folder(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn json_is_read_as_it_was_written() {
    let set = sample::set();
    let run = sample::run(&set, Lang::Zh);
    assert!(run.photos.iter().flat_map(|it| &it.findings).any(|it| it.outcome == Outcome::Skipped));
    assert!(run.photos.iter().any(|photo| photo.verdict == Verdict::Review));
    let whole: record::WholeReport = serde_json::from_str(&text(&report::Json, &run)).unwrap();
    let lines = text(&report::JsonLines, &run);
    let photos: Vec<record::Photo> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // A shard's lines are lines of the whole, so they have no number.
    let unnumbered = whole.photos.into_iter().map(|photo| record::Photo { index: None, ..photo });
    assert_eq!(unnumbered.collect::<Vec<_>>(), photos);
    let again: Vec<String> = photos.iter().map(|photo| serde_json::to_string(photo).unwrap()).collect();
    assert_eq!(again, lines.lines().collect::<Vec<_>>());
}

#[test]
fn the_annotated_copy_is_one_whole_drawing() {
    let set = sample::set();
    let run = sample::run(&set, Lang::Zh);
    for photo in &run.photos {
        let svg = report::annotated(photo, &[0xff, 0xd8, 0xff], &run).unwrap();
        let mut reader = quick_xml::Reader::from_str(&svg);
        reader.config_mut().check_end_names = true;
        let mut texts = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) => {
                    assert_ne!(tag.name().as_ref(), "img");
                    texts += usize::from(tag.name().as_ref() == "text");
                }
                _ => {}
            }
        }
        assert!(texts > 2, "labels and findings");
        assert!(!svg.contains("11010519491231002X"));
    }
}

#[test]
fn the_shooting_card_names_every_rule_in_both_languages() {
    let set = load(&["graduation-2022".to_owned()], &[], &|_| Err(std::io::ErrorKind::NotFound.into())).ok().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let mut page = Vec::new();
        report::shooting_card(&set, lang, &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for rule in set.rules.iter().filter(|rule| rule.severity > Severity::Info) {
            for title in [&rule.title.zh, &rule.title.en] {
                let escaped = title.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&quot;");
                assert!(page.contains(&escaped), "{title}");
            }
        }
        assert!(page.contains(&format!("<html lang=\"{}\"", lang.tag())));
    }
}

#[test]
fn a_doubtful_single_face_is_not_told_that_there_are_more() {
    let set = load(&["portrait".to_owned()], &[], &|_| Ok(String::new())).unwrap_or_else(|_| panic!("built in"));
    let words = |count: Reading| {
        let photo = sample::photo(&set, "coin.jpg", vec![("face.count", count)]);
        let finding = photo.findings.iter().find(|it| it.rule.id == "one-face").unwrap();
        (finding.outcome, Words::of(finding, &photo, Lang::En))
    };
    let (outcome, doubtful) = words(Reading::number(1.0, 0.94));
    assert_eq!((outcome, doubtful.hint), (Outcome::Review, None));
    assert_eq!(doubtful.reason.as_deref(), Some("it is not certain that this is a face"));
    assert!(words(Reading::exact(2.0)).1.hint.is_some_and(|hint| hint.starts_with("There is more than one face")));
}
