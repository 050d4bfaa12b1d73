//! Rule sets against the list of measures: what a rule may ask of a measure, and what becomes of it on a photo.

use photocheck::judge::{Outcome, judge};
use photocheck::measure::{MEASURES, Measure, Measurements, Readings, row};
use photocheck::photo::{Limits as Budget, Photo};
use photocheck::reading::{Number, Reading, Reason, Unit, Value};
use photocheck::rules::{Answer, Care, Points, Set, Severity, load};

/// The set in `rules`, which stands for a file; or what is wrong with it, in English with its help.
fn set_of(rules: &str) -> Result<Set, Vec<String>> {
    let text = format!("schema = 1\n[set]\nid = \"a\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\n{rules}");
    load(&["a.toml".to_owned()], &[], &|_| Ok(text.clone())).map_err(|found| {
        let with_help = |it: &photocheck::rules::Problem| {
            format!("{} ({})", it.message.en, it.help.as_ref().map(|help| help.en.as_str()).unwrap_or_default())
        };
        found.problems.iter().map(with_help).collect()
    })
}

/// A set with one rule.
fn rule_of(keys: &str) -> Result<Set, Vec<String>> {
    set_of(&format!("[[rule]]\nid = \"it\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\n{keys}\n"))
}

fn fixture(name: &str) -> Photo {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    Photo::new(name, std::fs::read(path).unwrap(), Budget::default())
}

/// What the only rule says of a photo.
fn outcome(keys: &str, photo: &str) -> Outcome {
    let set = rule_of(keys).unwrap();
    judge(&set.rules[0], &Measurements::of(&fixture(photo))).outcome
}

#[test]
fn a_circle_of_files_is_found_by_whatever_names_they_go() {
    let text = |id: &str, parent: &str| format!("schema = 1\n[set]\nid = \"{id}\"\nextends = \"{parent}\"\n");
    let (one, other) = (text("a", "./sub/../link-to-b.toml"), text("b", "/there/link-to-a.toml"));
    for name in ["a.toml", "./a.toml"] {
        let open = |name: &str| Ok(if name.contains("b.toml") { other.clone() } else { one.clone() });
        let found = load(&[name.to_owned()], &[], &open).err();
        let messages: Vec<_> = found.unwrap().problems.into_iter().map(|it| it.message.en).collect();
        assert!(messages.iter().any(|text| text.starts_with("circular extends: ")), "{messages:?}");
    }
}

#[test]
fn colours_by_name_are_judged_and_hues_are_numbers() {
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"blue\"]", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"red\"]", "pass-man-blue.jpg"), Outcome::Fail);
    assert_eq!(outcome("measure = \"background.hue\"\nmin = 180\nmax = 255", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.hue\"\nmax = 120", "pass-man-blue.jpg"), Outcome::Fail);
}

#[test]
fn a_hue_cannot_be_a_word_and_a_name_cannot_be_any_word() {
    let problems = |keys: &str| rule_of(keys).err().unwrap_or_default().join("\n");
    let hue = problems("measure = \"background.hue\"\nany_of = [\"red\"]");
    assert!(hue.contains("background.name can be red"), "{hue}");
    let name = problems("measure = \"background.name\"\nany_of = [\"bleu\"]");
    assert!(name.contains("did you mean blue?"), "{name}");
    let format = problems("measure = \"file.format\"\nequals = \"jpg\"");
    assert!(format.contains("file.format is never jpg"), "{format}");
}

#[test]
fn every_measure_gives_what_its_row_says() {
    for name in ["pass-woman-blue.jpg", "fail-readable-truncated.jpg", "fail-file-format.png"] {
        let photo = fixture(name);
        let measurements = Measurements::of(&photo);
        for measure in MEASURES {
            let reading = measurements.reading(measure);
            if let Some(Value::Text(text)) = reading.value()
                && !measure.words.is_empty()
            {
                assert!(measure.words.contains(&text.as_str()), "{} of {name}: {text}", measure.name);
            }
        }
    }
}

/// A measure that the list does not have: one function …
static KILOBYTES: Measure = row::number(
    "file.kilobytes",
    Unit::None,
    "own",
    |evidence| Ok(Number::exact(evidence.photo().bytes().len() as f64 / 1000.0)),
    "文件大小（千字节）。",
    "Size of the file in kilobytes.",
);

/// … and one row: rules judge it, and nothing else has to know of it.
#[test]
fn a_new_measure_is_one_function_and_one_row() {
    let photo = fixture("pass-man-blue.jpg");
    let measurements = Measurements::of(&photo);
    let size = photo.bytes().len() as f64 / 1000.0;
    assert_eq!(measurements.reading(&KILOBYTES), Reading::exact(size));
    let mut set = rule_of("measure = \"file.trailing_bytes\"\nmax = 1").unwrap();
    let rule = &mut set.rules[0];
    rule.conditions[0].measure = &KILOBYTES;
    let finding = judge(rule, &measurements);
    assert_eq!((finding.outcome, finding.decided_by().margin), (Outcome::Fail, Some(1.0 - size)));
}

/// Readings of some measures; nobody else's are known.
struct Table(Vec<(&'static str, Reading)>);

impl Readings for Table {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let found = self.0.iter().find(|(name, _)| *name == measure.name);
        found.map_or(Reading::Unmeasured(Reason::NoFace), |(_, reading)| reading.clone())
    }

    fn frame_height(&self) -> Option<f64> {
        None
    }
}

/// Outcome and margin of a rule on one number.
fn on_number(keys: &str, measure: &'static str, reading: Reading) -> (Outcome, Option<f64>) {
    let set = rule_of(&format!("measure = \"{measure}\"\n{keys}")).unwrap();
    let finding = judge(&set.rules[0], &Table(vec![(measure, reading)]));
    (finding.outcome, finding.decided_by().margin)
}

fn score(keys: &str, measure: &'static str, at: f64) -> Outcome {
    on_number(keys, measure, Reading::exact(at)).0
}

#[test]
fn a_score_is_judged_by_its_operating_points() {
    let points = Points::of("ears.visible").unwrap();
    let (clear, sure) = (points.at(Care::Normal).clear, points.at(Care::Normal).sure.unwrap());
    assert!(sure < clear, "ears that show are high scores");
    let wanted = |answer: &str, at: f64| score(&format!("wanted = \"{answer}\""), "ears.visible", at);
    assert_eq!(
        [clear + 0.01, clear - 0.01, sure - 0.01].map(|at| wanted("yes", at)),
        [Outcome::Pass, Outcome::Review, Outcome::Fail]
    );
    // Who wants hidden ears reads the points the other way round.
    assert_eq!(
        [clear + 0.01, clear - 0.01, sure - 0.01].map(|at| wanted("no", at)),
        [Outcome::Fail, Outcome::Review, Outcome::Pass]
    );
    let (_, margin) = on_number("wanted = \"yes\"", "ears.visible", Reading::exact(clear + 0.25));
    assert!((margin.unwrap() - 0.25).abs() < 1e-9);
}

#[test]
fn what_is_suspected_is_likely_from_half_way_to_sure_on() {
    let points = Points::of("ears.visible").unwrap().at(Care::Normal);
    let (clear, sure) = (points.clear, points.sure.unwrap());
    let is_likely = |answer: &str, part: f64| {
        let set = rule_of(&format!("measure = \"ears.visible\"\nwanted = \"{answer}\"")).unwrap();
        let score = Reading::exact(clear + part * (sure - clear));
        judge(&set.rules[0], &Table(vec![("ears.visible", score)])).decided_by().is_rather_unmet()
    };
    assert!(!is_likely("yes", 0.4) && is_likely("yes", 0.6));
    assert!(is_likely("no", 0.4) && !is_likely("no", 0.6));
}

#[test]
fn without_enough_real_examples_a_score_never_fails_a_photo() {
    assert_eq!(Points::of("head.covered").unwrap().at(Care::Normal).sure, None);
    assert_eq!(score("wanted = \"no\"", "head.covered", 1.0), Outcome::Review);
    assert_eq!(score("wanted = \"no\"", "head.covered", 0.0), Outcome::Pass);
}

#[test]
fn care_moves_the_points() {
    let points = Points::of("glasses.present").unwrap();
    let between = (points.at(Care::Strict).clear + points.at(Care::Lenient).clear) / 2.0;
    let with = |care: &str| score(&format!("wanted = \"no\"\ncare = \"{care}\""), "glasses.present", between);
    assert_eq!((with("strict"), with("lenient")), (Outcome::Review, Outcome::Pass));
}

#[test]
fn every_score_that_the_built_in_sets_judge_has_points_or_no_method() {
    for name in ["graduation-2022", "portrait"] {
        let set = load(&[name.to_owned()], &[], &|_| Err(std::io::ErrorKind::NotFound.into())).ok().unwrap();
        for condition in set.rules.iter().flat_map(|rule| &rule.conditions) {
            if let Some(wanted) = condition.limits.wanted.filter(|wanted| wanted.points.is_none()) {
                let photo = fixture("pass-man-blue.jpg");
                let reading = Measurements::of(&photo).reading(condition.measure);
                assert_eq!(reading, Reading::Unmeasured(Reason::NoMethod), "{} {wanted:?}", condition.measure.name);
            }
        }
    }
}

#[test]
fn a_pass_zone_and_a_fail_zone_leave_what_lies_between_to_a_person() {
    let keys = "min = 0.44\nmax = 0.58\nfail_below = 0.36\nfail_above = 0.68";
    let on = |value: f64, doubt: f64| on_number(keys, "head.height", Reading::number(value, doubt)).0;
    assert_eq!(on(0.45, 0.02), Outcome::Pass, "doubt that reaches no fail zone does not matter");
    assert_eq!(on(0.57, 0.06), Outcome::Review, "doubt reaches the fail zone");
    assert_eq!(on(0.60, 0.001), Outcome::Review);
    assert_eq!(on(0.35, 0.01), Outcome::Review, "not all of it lies in the fail zone");
    assert_eq!(on(0.35, 0.001), Outcome::Fail);
    assert_eq!(on(0.70, 0.001), Outcome::Fail);
    let (_, margin) = on_number(keys, "head.height", Reading::number(0.35, 0.001));
    assert!((margin.unwrap() + 0.09).abs() < 1e-9);
}

#[test]
fn the_form_of_earlier_versions_is_shown_its_new_form() {
    let problems = |keys: &str| rule_of(keys).err().unwrap_or_default().join("\n");
    let upper = problems("measure = \"head.covered\"\nmax = 0.5");
    assert!(upper.contains("in place of max = 0.5 write wanted = \"no\""), "{upper}");
    let lower = problems("measure = \"head.complete\"\nmin = 0.5");
    assert!(lower.contains("in place of min = 0.5 write wanted = \"yes\""), "{lower}");
    let when = problems("measure = \"file.size\"\nmin = 1\nwhen = { measure = \"glasses.present\", min = 0.5 }");
    assert!(when.contains("in place of min = 0.5 write wanted = \"yes\""), "{when}");
    assert_eq!(upper.lines().count(), 1, "one error, not several: {upper}");
    assert!(problems("measure = \"file.size\"\nwanted = \"no\"").contains("file.size cannot be limited by wanted"));
    assert!(problems("measure = \"head.covered\"\ncare = \"strict\"").contains("care needs wanted"));
    assert!(problems("measure = \"head.covered\"\nwanted = \"maybe\"").contains("one of yes, no"));
}

#[test]
fn zones_that_are_none_are_errors() {
    let problems =
        |keys: &str| rule_of(&format!("measure = \"head.height\"\n{keys}")).err().unwrap_or_default().join("\n");
    assert!(
        problems("min = 0.4\nfail_below = 0.3\ngrace = 0.1").contains("fail_below and grace cannot stand together")
    );
    assert!(problems("min = 0.4\nfail_below = 0.5").contains("fail_below cannot be above min"));
    assert!(problems("max = 0.4\nfail_above = 0.3").contains("fail_above cannot be below max"));
    assert!(problems("max = 0.4\nfail_below = 0.3").contains("fail_below needs min"));
}

/// The limits that a child set ends up with over a parent's rule on head.height.
fn inherited(parent: &str, child: &str) -> photocheck::rules::Limits {
    let title = "title = { zh = \"甲\", en = \"A\" }";
    let file = |id: &str, extends: &str, keys: &str| {
        format!("schema = 1\n[set]\nid = \"{id}\"\n{title}\n{extends}\n[[rule]]\nid = \"it\"\n{keys}\n")
    };
    let texts = [
        ("parent.toml", file("parent", "", &format!("{title}\nmeasure = \"head.height\"\n{parent}"))),
        ("child.toml", file("child", "extends = \"parent.toml\"", child)),
    ];
    let open = |name: &str| Ok(texts.iter().find(|(file, _)| *file == name).unwrap().1.clone());
    let set = load(&["child.toml".to_owned()], &[], &open).unwrap_or_else(|found| panic!("{:?}", found.problems));
    set.rules[0].conditions[0].limits.clone()
}

#[test]
fn a_grace_and_a_fail_zone_drop_each_other_when_inherited() {
    let zones = inherited("min = 0.44\nmax = 0.58\ngrace = 0.04", "fail_below = 0.36");
    assert_eq!((zones.grace, zones.fail_below.map(|it| it.value)), (0.0, Some(0.36)));
    let graced = inherited("min = 0.44\nmax = 0.58\nfail_below = 0.36\nfail_above = 0.68", "grace = 0.02");
    assert_eq!((graced.grace, graced.fail_below, graced.fail_above), (0.02, None, None));
    let other = inherited("min = 0.44\ngrace = 0.04", "measure = \"head.covered\"\nwanted = \"no\"");
    assert_eq!((other.min, other.wanted.map(|wanted| wanted.answer)), (None, Some(Answer::No)));
}

#[test]
fn a_remark_never_hides_a_question() {
    let keys = "[[rule.condition]]\nmeasure = \"file.size\"\nmax = 1\nseverity = \"info\"\n[[rule.condition]]\nmeasure = \"head.covered\"\nwanted = \"no\"";
    let set = rule_of(keys).unwrap();
    let decided = |score: f64| {
        let readings = vec![("file.size", Reading::exact(5.0)), ("head.covered", Reading::exact(score))];
        let finding = judge(&set.rules[0], &Table(readings));
        (finding.outcome, finding.severity, finding.decided_by().condition.measure.name)
    };
    assert_eq!(decided(1.0), (Outcome::Review, Severity::Error, "head.covered"));
    assert_eq!(decided(0.0), (Outcome::Fail, Severity::Info, "file.size"));
}

#[test]
fn one_of_several_groups_of_conditions_is_enough() {
    let condition = |side: &str, pixels: u32| {
        format!(
            "[[rule.either.condition]]\nmeasure = \"image.{side}\"\nequals = {pixels}\nhint = {{ zh = \"甲\", en = \"{pixels}\" }}\n"
        )
    };
    let size = |width: u32, height: u32| {
        format!("[[rule.either]]\n{}{}", condition("width", width), condition("height", height))
    };
    let set = rule_of(&(size(480, 640) + &size(358, 441))).unwrap();
    let on = |width: f64, height: f64| {
        let readings = vec![("image.width", Reading::exact(width)), ("image.height", Reading::exact(height))];
        let finding = judge(&set.rules[0], &Table(readings));
        let hint = finding.decided_by().condition.hint.as_ref().map(|hint| hint.en.clone()).unwrap_or_default();
        (finding.outcome, hint)
    };
    assert_eq!([on(480.0, 640.0).0, on(358.0, 441.0).0], [Outcome::Pass, Outcome::Pass]);
    // One side of each does not make a whole; what is nearest is advised.
    assert_eq!(on(480.0, 441.0).0, Outcome::Fail);
    assert_eq!(on(358.0, 440.0), (Outcome::Fail, "441".to_owned()));
    let problems =
        rule_of(&(size(480, 640) + &size(358, 441) + "[[rule.condition]]\nmeasure = \"file.size\"\nmin = 1"));
    let problems = problems.err().unwrap();
    assert!(problems.iter().any(|it| it.contains("[[rule.either]] has no condition of its own")), "{problems:?}");
    assert!(rule_of(&size(480, 640)).err().unwrap()[0].contains("at least two"));
}

#[test]
fn an_inherited_limit_gives_way_to_alternatives() {
    let set = set_of(
        "extends = \"portrait\"\n[[rule]]\nid = \"aspect\"\nenabled = true\n[[rule.either]]\nmeasure = \"image.aspect\"\nmax = 0.5\n[[rule.either]]\nmeasure = \"image.aspect\"\nmin = 2\n",
    )
    .unwrap();
    let rule = set.rules.iter().find(|rule| rule.id == "aspect").unwrap();
    let outcome = |aspect: f64| judge(rule, &Table(vec![("image.aspect", Reading::exact(aspect))])).outcome;
    assert_eq!([0.4, 1.0, 2.5].map(outcome), [Outcome::Pass, Outcome::Fail, Outcome::Pass]);
}

/// The TOML of a page about rules, block by block, without what is explained behind it.
fn blocks(page: &str) -> Vec<String> {
    let text =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(page)).unwrap();
    let blocks = text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let bare = |line: &str| line.split("  #").next().unwrap().trim_end().to_owned() + "\n";
    blocks.map(|block| block.lines().map(bare).collect()).collect()
}

#[test]
fn what_the_pages_about_rules_show_loads_and_is_the_same_in_both() {
    let [english, chinese] = ["README.md", "README.zh.md"].map(blocks);
    assert_eq!(english, chinese);
    let whole = format!("{}{}", english[0], english[1]);
    let loaded = load(&["a.toml".to_owned()], &[], &|_| Ok(whole.clone()));
    let problems = loaded.err().map(|it| it.problems.into_iter().map(|it| it.message.en).collect::<Vec<_>>());
    assert_eq!(problems, None);
    let either = english.iter().find(|block| block.contains("[[rule.either]]")).unwrap();
    assert_eq!(set_of(either).unwrap().rules[0].groups().len(), 2);
}

#[test]
fn a_group_gives_its_keys_to_every_rule_that_it_names() {
    let set = |group: &str| {
        let rule = |id: &str| {
            format!(
                "[[rule]]\nid = \"{id}\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\nmeasure = \"file.size\"\nmin = 1\n"
            )
        };
        set_of(&format!("[[group]]\n{group}\n{}{}{}", rule("no-hat"), rule("no-ring"), rule("size")))
    };
    let severities = set("rules = [\"no-*\"]\nseverity = \"info\"").unwrap().rules.into_iter().map(|it| it.severity);
    assert_eq!(severities.collect::<Vec<_>>(), [Severity::Info, Severity::Info, Severity::Error]);
    assert_eq!(set("rules = \"no-*\"\nenabled = false").unwrap().rules.len(), 1);
    for (group, message) in [
        ("rules = [\"hat\"]", "there is no rule hat"),
        ("severity = \"info\"", "a group needs rules"),
        ("rules = [\"size\"]\nmin = 3", "a group has no min"),
        ("rules = [\"size\"]\nseverity = \"bad\"", "severity cannot be bad"),
    ] {
        let problems = set(group).err().unwrap_or_default();
        assert!(problems.iter().any(|it| it.starts_with(message)), "{group}: {problems:?}");
    }
}

#[test]
fn a_kilobyte_has_as_many_bytes_as_the_file_says_that_writes_it() {
    let text = |set: &str, size: &str| {
        format!(
            "schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\n{set}\n[[rule]]\nid = \"size\"\ntitle = \"Size\"\nmeasure = \"file.size\"\n{size}\n"
        )
    };
    let least = |child: &str| {
        let open = |name: &str| {
            Ok(if name == "base.toml" {
                text("kilobyte = 1000", "min = \"20 KB\"\nmax = \"90 KiB\"")
            } else {
                child.to_owned()
            })
        };
        let set = load(&["a.toml".to_owned()], &[], &open).unwrap_or_else(|found| panic!("{:?}", found.problems));
        let limits = &set.rules[0].conditions[0].limits;
        [limits.min, limits.max].map(|bound| bound.map_or(0.0, |it| it.value))
    };
    let extends = "extends = \"base.toml\"";
    assert_eq!(least(&text(extends, "")), [20_000.0, 92_160.0], "what is inherited keeps its meaning");
    assert_eq!(least(&text(extends, "min = \"20 KB\"")), [20_480.0, 92_160.0], "a default does not travel along");
    let wrong = set_of("kilobyte = 1001").err().unwrap();
    assert!(wrong.iter().any(|it| it.starts_with("kilobyte is 1000 or 1024")), "{wrong:?}");
}

#[test]
fn a_title_may_be_one_text_for_both_languages() {
    let set =
        set_of("[[rule]]\nid = \"it\"\ntitle = \"头像\"\nmeasure = \"file.size\"\nmin = 1\nlow = \"太小\"\n").unwrap();
    assert_eq!((set.rules[0].title.zh.as_str(), set.rules[0].title.en.as_str()), ("头像", "头像"));
}

#[test]
fn a_parent_that_cannot_be_read_is_one_problem() {
    let text = "schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\nextends = \"graduation-2202\"\n[[rule]]\nid = \"sharp\"\nseverity = \"warning\"\n[[rule]]\nid = \"exposure\"\nclause = \"1\"\n";
    let open =
        |name: &str| if name == "a.toml" { Ok(text.to_owned()) } else { Err(std::io::ErrorKind::NotFound.into()) };
    let found = load(&["a.toml".to_owned()], &[], &open).err().unwrap();
    let messages: Vec<_> = found.problems.iter().map(|it| it.message.en.as_str()).collect();
    assert_eq!(messages, ["there is no rule set or rule file graduation-2202"]);
}
