//! Rule sets against the list of measures: what a rule may ask of a measure, and what becomes of it on a photo.

use photocheck::document::Problem;
use photocheck::judge::{Outcome, judge, judge_all};
use photocheck::measure::{MEASURES, Measure, Measurements, Readings, row};
use photocheck::photo::{Limits as Budget, Photo};
use photocheck::reading::{Number, Reading, Reason, Unit, Value};
use photocheck::rules::{
    Answer, BUILT_IN, Care, Condition, OperatingPoints, Override, Rule, Set, Severity, examine, load, resolved,
    starting_from,
};
use photocheck::text::Lang;

/// The set in `rules`, which stands for a file; or what is wrong with it, in English with its help.
fn set_of(rules: &str) -> Result<Set, Vec<String>> {
    let text = format!("schema = 1\n[set]\nid = \"a\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\n{rules}");
    load(&["a.toml".to_owned()], &[], &|_| Ok(text.clone())).map_err(|found| {
        let with_help = |it: &Problem| {
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
fn a_file_on_another_drive_is_not_looked_for_beside_the_one_that_names_it() {
    let opened = |child: &str, parent: &str| {
        let last = std::cell::RefCell::new(String::new());
        let open = |name: &str| {
            name.clone_into(&mut last.borrow_mut());
            let parent = if name == child { format!("extends = '{parent}'\n") } else { String::new() };
            Ok(format!("schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\n{parent}"))
        };
        drop(load(&[child.to_owned()], &[], &open));
        last.into_inner()
    };
    assert_eq!(opened("school\\a.toml", "D:\\rules\\b.toml"), "D:\\rules\\b.toml");
    assert_eq!(opened("school\\a.toml", "\\\\server\\rules\\b.toml"), "\\\\server\\rules\\b.toml");
    assert_eq!(opened("school/a.toml", "/rules/b.toml"), "/rules/b.toml");
    assert_eq!(opened("school\\a.toml", "b.toml"), "school\\b.toml");
}

#[test]
fn a_mistyped_id_is_told_and_not_all_that_a_new_rule_would_need() {
    let change =
        |id: &str| set_of(&format!("extends = \"portrait\"\n[[rule]]\nid = \"{id}\"\nmx = 0.7\n")).err().unwrap();
    let told = change("head-heigth");
    assert_eq!(told[0], "there is no rule head-heigth (did you mean head-height?)", "{told:?}");
    assert!(told.len() == 2 && told[1].starts_with("unknown key mx"), "{told:?}");
    assert!(change("quite-new").iter().any(|text| text.starts_with("title is missing")));
}

#[test]
fn colours_by_name_are_judged_and_hues_are_numbers() {
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"blue\"]", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.name\"\nany_of = [\"red\"]", "pass-man-blue.jpg"), Outcome::Fail);
    assert_eq!(outcome("measure = \"background.hue\"\nmin = 180\nmax = 255", "pass-man-blue.jpg"), Outcome::Pass);
    assert_eq!(outcome("measure = \"background.hue\"\nmax = 120", "pass-man-blue.jpg"), Outcome::Fail);
}

#[test]
fn limits_are_finite_and_texts_say_something() {
    let problems = |keys: &str| rule_of(keys).err().unwrap_or_default().join("\n");
    let endless = problems("measure = \"file.size\"\nmin = \"1e308 MB\"");
    assert!(endless.contains("1e308 MB is not a number with a unit"), "{endless}");
    let silent = problems("measure = \"file.size\"\nmin = 1\nlow = { zh = \"\", en = \" \" }");
    assert_eq!(silent.matches("must not be empty").count(), 2, "{silent}");
}

#[test]
fn a_rule_that_stands_twice_is_looked_at_all_the_same() {
    let rule = "[[rule]]\nid = \"twice\"\ntitle = \"t\"\nmeasure = \"file.size\"\nmin = 1\n";
    let again = "[[rule]]\nid = \"twice\"\nmeasure = \"head.hieght\"\nseverity = \"eror\"\n";
    let told = set_of(&format!("{rule}{again}")).err().unwrap().join("\n");
    for wrong in ["stands twice", "head.hieght", "eror"] {
        assert!(told.contains(wrong), "{wrong}: {told}");
    }
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
        let height = self.0.iter().find(|(name, _)| *name == "image.height");
        height.and_then(|(_, reading)| reading.value()?.as_number())
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
    let points = OperatingPoints::of("ears.visible").unwrap();
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
    let points = OperatingPoints::of("ears.visible").unwrap().at(Care::Normal);
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
    assert_eq!(OperatingPoints::of("head.covered").unwrap().at(Care::Normal).sure, None);
    assert_eq!(score("wanted = \"no\"", "head.covered", 1.0), Outcome::Review);
    assert_eq!(score("wanted = \"no\"", "head.covered", 0.0), Outcome::Pass);
}

#[test]
fn care_moves_the_points() {
    let points = OperatingPoints::of("glasses.present").unwrap();
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
fn lengths_below_zero_and_numbers_without_end_are_no_limits() {
    let problems = |keys: &str| rule_of(keys).err().unwrap_or_default().join("\n");
    for (measure, length) in [("head.height", "-5 %"), ("image.width", "-3 px"), ("head.height", "-5%")] {
        let keys = format!("measure = \"{measure}\"\nmin = 0.4\ngrace = \"{length}\"");
        assert!(problems(&keys).contains("cannot be negative"), "{keys}");
        let keys = format!("measure = \"{measure}\"\nequals = 3\nwithin = \"{length}\"");
        assert!(problems(&keys).contains("cannot be negative"), "{keys}");
    }
    assert_ne!(problems("measure = \"image.width\"\nmax = \"1e999 px\""), "");
}

#[test]
fn what_would_leave_rules_out_unseen_is_an_error() {
    let problems = |text: &str| {
        let open = |_: &str| Ok(text.to_owned());
        let found = load(&["a.toml".to_owned()], &[], &open).err().map(|found| found.problems).unwrap_or_default();
        found.into_iter().map(|it| it.message.en).collect::<Vec<_>>().join("\n")
    };
    let set = |extends: &str, rule: &str| format!("schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\n{extends}\n{rule}");
    for extends in ["extends = [\"graduation-2022\"]", "extends = 3"] {
        assert!(problems(&set(extends, "")).contains("must be text"), "{extends}");
    }
    let extends = "extends = \"graduation-2022\"";
    let empty = "[[rule]]\nid = \"it\"\ntitle = \"A\"\ncondition = []\n";
    for text in [set("", empty), set(extends, "[[rule]]\nid = \"eyes-open\"\ncondition = []\n")] {
        assert!(problems(&text).contains("at least one [[rule.condition]]"), "{text}");
    }
    assert!(problems(&set("", "")).contains("has no rule"));
    let list = "[[rule]]\nid = \"it\"\ntitle = \"A\"\nmeasure = \"file.format\"\nany_of = []\n";
    assert!(problems(&set(extends, list)).contains("an empty list"), "{}", problems(&set(extends, list)));
    assert!(problems(&set(extends, "[[rule]]\nid = [\"a\"]\n")).contains("must be text"));
    assert!(problems(&set(extends, "[[group]]\nrules = [3]\n")).contains("must be text"));
    let either =
        "[[rule]]\nid = \"it\"\ntitle = \"A\"\n[[rule.either]]\ncondition = []\n[[rule.either]]\ncondition = []\n";
    assert!(problems(&set("", either)).contains("at least one [[rule.condition]]"));
    let mistyped = set(extends, "[[rule]]\nid = \"eyes-opn\"\nenabled = false\n");
    assert!(problems(&mistyped).contains("there is no rule eyes-opn"), "{}", problems(&mistyped));
}

#[test]
fn a_grace_scales_with_the_photo_as_its_limits_do() {
    let keys = "measure = \"eyes.distance\"\nmin = \"90 px\"\ngrace = \"30 px\"";
    let set =
        set_of(&format!("reference = {{ width = 300, height = 400 }}\n[[rule]]\nid = \"it\"\ntitle = \"A\"\n{keys}\n"))
            .unwrap();
    let readings = vec![("eyes.distance", Reading::exact(130.0)), ("image.height", Reading::exact(800.0))];
    let finding = judge(&set.rules[0], &Table(readings));
    assert_eq!((finding.outcome, finding.severity), (Outcome::Fail, Severity::Warning));
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
fn inherited(parent: &str, child: &str) -> photocheck::rules::Constraint {
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
    assert_eq!((zones.grace, zones.fail_below.map(|it| it.value)), (None, Some(0.36)));
    let graced = inherited("min = 0.44\nmax = 0.58\nfail_below = 0.36\nfail_above = 0.68", "grace = 0.02");
    assert_eq!((graced.grace.map(|it| it.value), graced.fail_below, graced.fail_above), (Some(0.02), None, None));
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

#[test]
fn a_parent_that_cannot_be_read_hides_nothing_that_is_wrong_beside_it() {
    let text = "schema = 1\n[set]\nid = \"Bad Set\"\ntitle = \"A\"\nextends = \"icaoo\"\nprintt = 1\n\
        [[rule]]\nid = \"sharp\"\nseverity = \"bad\"\n[[rule]]\nid = \"head-height\"\nmeasure = \"head.height\"\nmin = 0.6\nmax = 0.4\n\
        [[rule]]\nid = \"exposure\"\ngrace = 0.1\n[[group]]\nrules = [\"frontal\"]\nseverity = \"info\"\n";
    let open =
        |name: &str| if name == "a.toml" { Ok(text.to_owned()) } else { Err(std::io::ErrorKind::NotFound.into()) };
    let found = load(&["a.toml".to_owned()], &[], &open).err().unwrap();
    let messages: Vec<_> = found.problems.iter().map(|it| (it.message.zh.as_str(), it.message.en.as_str())).collect();
    assert_eq!(
        messages,
        [
            ("id 只能用小写字母、数字和连字符", "an id is made of lower-case letters, digits and hyphens"),
            ("没有叫 icaoo 的规则集或规则文件", "there is no rule set or rule file icaoo"),
            ("不认识的键 printt", "unknown key printt"),
            (
                "severity 不能是 bad，可用：info、warning、error",
                "severity cannot be bad; it is one of info, warning, error"
            ),
            ("最大值小于最小值", "max is below min"),
        ]
    );
    let whole = text.replace("icaoo", "icao");
    let open = |name: &str| if name == "a.toml" { Ok(whole.clone()) } else { Err(std::io::ErrorKind::NotFound.into()) };
    let found = load(&["a.toml".to_owned()], &[], &open).err().unwrap();
    assert!(found.problems.iter().any(|it| it.message.en == "an id is made of lower-case letters, digits and hyphens"));
}

/// All that a rule says, for comparison.
fn said(rule: &Rule) -> String {
    let condition = |it: &Condition| {
        format!("{} {:?} {:?} {:?} {:?} {:?}", it.measure.name, it.limits, it.severity, it.low, it.high, it.hint)
    };
    let all: Vec<_> = rule.conditions.iter().chain(&rule.when).map(condition).collect();
    let Rule { id, title, severity, unmeasured, at_worst, alternatives, clause, basis, cure, why, yields_to, .. } =
        rule;
    format!(
        "{id} {title:?} {severity:?} {unmeasured:?} {at_worst:?} {alternatives:?} {clause:?} {basis:?} {cure:?} {why:?} {yields_to:?} {all:#?}"
    )
}

fn all_said(set: &Set) -> Vec<String> {
    set.rules.iter().map(said).collect()
}

fn no_file(_: &str) -> std::io::Result<String> {
    Err(std::io::ErrorKind::NotFound.into())
}

/// The set that a text alone makes.
fn alone(text: &str) -> Set {
    load(&["alone.toml".to_owned()], &[], &|_| Ok(text.to_owned()))
        .unwrap_or_else(|found| panic!("{:?}\n{text}", found.problems))
}

#[test]
fn a_set_written_as_one_file_says_and_judges_the_same() {
    let photo = fixture("fail-head-height-small.jpg");
    let measurements = Measurements::of(&photo);
    for built_in in BUILT_IN {
        let name = built_in.name;
        let set = load(&[name.to_owned()], &[], &no_file).ok().unwrap();
        let text = resolved(name, &[], &no_file).ok().unwrap();
        assert!(!text.contains("extends"), "{name}");
        let whole = alone(&text);
        assert_eq!((&whole.id, &whole.title, whole.not_checked.len()), (&set.id, &set.title, set.not_checked.len()));
        assert_eq!((whole.reference, whole.print), (set.reference, set.print));
        assert_eq!(all_said(&whole), all_said(&set), "{name}");
        let outcomes = |set: &Set| {
            let findings = judge_all(&set.rules, &measurements);
            findings.iter().map(|it| (it.rule.id.clone(), it.outcome, it.severity)).collect::<Vec<_>>()
        };
        assert_eq!(outcomes(&whole), outcomes(&set), "{name}");
    }
}

#[test]
fn groups_changes_and_kilobytes_are_in_the_one_file() {
    let text = "schema = 1\n[set]\nid = \"a\"\ntitle = \"A \\\"quoted\\\" \\\\ title\"\nextends = \"portrait\"\nkilobyte = 1000\n\
        [[rule]]\nid = \"file-size\"\nmin = \"20 KB\"\nmax = \"90 KiB\"\n[[rule]]\nid = \"sharp\"\nenabled = false\n\
        [[rule]]\nid = \"wide\"\ntitle = \"W\"\nmeasure = \"image.width\"\nmin = 4\nwhen = { measure = \"file.size\", min = \"20 KB\" }\n\
        [[rule]]\nid = \"small\"\ntitle = \"S\"\nclause = \"4 KB\"\nmeasure = \"file.size\"\nmax = \"90 KB\"\n\
        [[group]]\nrules = \"no-*\"\nseverity = \"warning\"\n";
    let change = Override::typed("file-size.severity=info".to_owned());
    let open = |_: &str| Ok(text.to_owned());
    let set = load(&["a.toml".to_owned()], std::slice::from_ref(&change), &open).ok().unwrap();
    let whole = alone(&resolved("a.toml", &[change], &open).ok().unwrap());
    assert_eq!(all_said(&whole), all_said(&set));
    assert_eq!(whole.title.zh, "A \"quoted\" \\ title");
    let size = whole.rules.iter().find(|rule| rule.id == "file-size").unwrap();
    let limits = &size.conditions[0].limits;
    assert_eq!((limits.min.unwrap().value, limits.max.unwrap().value), (20_000.0, 92_160.0));
    assert_eq!(size.severity, Severity::Info);
    let of = |id: &str| whole.rules.iter().find(|rule| rule.id == id).unwrap();
    let wide = of("wide").when.as_ref().unwrap().limits.min.unwrap();
    assert_eq!((wide.value, of("small").clause.as_deref()), (20_000.0, Some("4 KB")));
    assert!(!whole.rules.iter().any(|rule| rule.id == "sharp"), "what takes no part is left out");
    let wrong = Override::typed("file-sise.max=3".to_owned());
    assert_eq!(resolved("a.toml", &[wrong], &open).err().unwrap().problems[0].message.en, "there is no rule file-sise");
}

#[test]
fn a_file_to_begin_with_changes_nothing_until_its_comments_are_taken_off_and_then_nothing_either() {
    for built_in in BUILT_IN {
        for lang in [Lang::Zh, Lang::En] {
            let name = built_in.name;
            let parent = load(&[name.to_owned()], &[], &no_file).ok().unwrap();
            let text = starting_from(name, name, "ours", lang, &no_file).ok().unwrap();
            let set = alone(&text);
            assert_eq!((set.id.as_str(), all_said(&set)), ("ours", all_said(&parent)), "{name}");
            assert!(text.contains(parent.rules[0].title.get(lang)), "{name}: in the language of who writes it");
            let bare = |line: &str| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n";
            let bare: String = text.lines().map(bare).collect();
            assert_eq!(bare.matches("\n[[rule]]\n").count(), parent.rules.len(), "{name}");
            assert_eq!(all_said(&alone(&bare)), all_said(&parent), "{name}");
        }
    }
}

/// What is said of rules against one another: problems, or else remarks.
fn examined(rules: &str) -> (bool, Vec<Problem>) {
    let text = format!("schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\n{rules}");
    match examine("a.toml", &|_| Ok(text.clone())) {
        Ok((_, remarks)) => (true, remarks.problems),
        Err(problems) => (false, problems.problems),
    }
}

/// Two rules on one measure.
fn two(measure: &str, one: &str, other: &str) -> String {
    let rule =
        |id: &str, keys: &str| format!("[[rule]]\nid = \"{id}\"\ntitle = \"A\"\nmeasure = \"{measure}\"\n{keys}\n");
    rule("one", one) + &rule("other", other)
}

#[test]
fn rules_that_no_photo_can_meet_together_are_told_with_both_places() {
    for (measure, one, other) in [
        ("head.height", "max = 0.5", "min = 0.6"),
        ("head.height", "min = 0.6", "max = 0.5"),
        ("image.width", "any_of = [480, 358]", "equals = 390"),
        ("image.width", "equals = 480", "min = 500"),
        ("file.format", "equals = \"jpeg\"", "any_of = [\"png\", \"webp\"]"),
        ("file.format", "any_of = [\"jpeg\", \"png\"]", "none_of = [\"png\", \"jpeg\"]"),
        ("file.name", "equals = \"a.jpg\"", "matches = \"^[0-9]+$\""),
        ("trace.editor", "absent = true", "absent = false"),
        ("file.intact", "equals = true", "equals = false"),
        ("ears.visible", "wanted = \"yes\"", "wanted = \"no\""),
    ] {
        let (loads, found) = examined(&two(measure, one, other));
        let told: Vec<_> = found.iter().map(|it| it.message.en.as_str()).collect();
        let message = format!("other and one contradict each other on {measure}: no photo can satisfy both");
        assert_eq!((loads, told), (false, vec![message.as_str()]), "{one} / {other}");
        let (place, beside) = (found[0].place.as_ref().unwrap(), found[0].beside.as_ref().unwrap());
        assert!(place.span.start > beside.0.span.start && beside.1.en == "what one asks");
        // Warnings fail nobody: it is said, and the set can be used.
        let (loads, found) = examined(&two(measure, one, &format!("severity = \"warning\"\n{other}")));
        assert_eq!((loads, found.len(), found[0].message.en.as_str()), (true, 1, message.as_str()));
    }
}

#[test]
fn conditions_of_one_rule_are_held_against_one_another_too() {
    let condition = |keys: &str| format!("[[rule.condition]]\nmeasure = \"head.height\"\n{keys}\n");
    let rule = |one: &str, other: &str| {
        format!("[[rule]]\nid = \"it\"\ntitle = \"A\"\n{}{}", condition(one), condition(other))
    };
    let (loads, found) = examined(&rule("max = 0.5", "min = 0.6"));
    assert!(!loads && found[0].message.en.starts_with("it and it contradict each other"));
    let (loads, found) = examined(&rule("max = 0.5", "max = 0.6"));
    assert!(loads && found[0].message.en.starts_with("what it asks of head.height never matters"));
}

#[test]
fn a_demand_that_is_met_whenever_another_one_is_is_a_remark() {
    for (measure, one, other) in [
        ("head.height", "min = 0.45\nmax = 0.55", "min = 0.4\nmax = 0.6"),
        ("head.height", "min = 0.45", "min = 0.4\ngrace = 0.1"),
        ("head.height", "min = 0.45\nfail_below = 0.42", "min = 0.4"),
        ("image.width", "equals = 480", "any_of = [480, 358]"),
        ("image.width", "equals = 480", "min = 200"),
        ("file.format", "equals = \"jpeg\"", "none_of = [\"png\"]"),
        ("file.name", "matches = \"^[0-9]+$\"", "matches = \"^[0-9]+$\""),
        ("trace.editor", "absent = true", "absent = true"),
        ("ears.visible", "wanted = \"yes\"\ncare = \"strict\"", "wanted = \"yes\""),
        ("head.height", "min = 0.45", "severity = \"warning\"\nmin = 0.4"),
    ] {
        let (loads, found) = examined(&two(measure, one, other));
        let told: Vec<_> = found.iter().map(|it| it.message.en.as_str()).collect();
        let message = format!("what other asks of {measure} never matters: it is met whenever one is");
        assert_eq!((loads, told), (true, vec![message.as_str()]), "{one} / {other}");
    }
}

#[test]
fn rules_that_each_say_something_are_left_in_peace() {
    for (measure, one, other) in [
        ("head.height", "min = 0.4", "max = 0.6"),
        // The optimum warns and the bounds fail.
        ("head.height", "severity = \"warning\"\nmin = 0.45", "min = 0.4"),
        ("head.height", "when = { measure = \"face.count\", equals = 1 }\nmax = 0.5", "min = 0.6"),
        ("head.height", "when = { measure = \"face.count\", equals = 1 }\nmin = 0.5", "min = 0.4"),
        ("head.height", "at_worst = \"review\"\nmin = 0.5", "min = 0.4"),
        ("head.height", "min = 0.45\nfail_below = 0.3", "min = 0.4"),
        // Nothing in the list is met by each of these.
        ("trace.editor", "any_of = [\"Photoshop\"]", "none_of = [\"Photoshop\"]"),
        (
            "ears.visible",
            "wanted = \"yes\"\ncare = \"lenient\"",
            "severity = \"error\"\nwanted = \"yes\"\nat_worst = \"fail\"\nwhen = { measure = \"face.count\", equals = 1 }",
        ),
        ("background.colour", "any_of = [\"#ffffff\"]\nwithin = 5", "any_of = [\"#000000\"]\nwithin = 5"),
    ] {
        let (loads, found) = examined(&two(measure, one, other));
        let told: Vec<_> = found.iter().map(|it| it.message.en.as_str()).collect();
        let is_care = measure == "ears.visible";
        assert!(loads && (told.is_empty() || is_care), "{one} / {other}: {told:?}");
    }
}

#[test]
fn no_built_in_set_has_a_demand_without_use() {
    for built_in in BUILT_IN {
        let (_, remarks) = examine(built_in.name, &no_file).ok().unwrap();
        let told: Vec<_> = remarks.problems.iter().map(|it| it.message.en.as_str()).collect();
        assert_eq!(told, [""; 0], "{}", built_in.name);
    }
}

#[test]
fn a_rule_is_silent_while_one_that_comes_first_holds_as_much_against_the_photo() {
    let set = |crown: &str| {
        let rules = two("head.crown_gap", "min = 0.1\nyields_to = \"eyes\"", "")
            .split("[[rule]]\nid = \"other\"")
            .next()
            .unwrap()
            .to_owned();
        let eyes = format!("[[rule]]\nid = \"eyes\"\ntitle = \"A\"\nmeasure = \"eyes.line\"\nmax = 0.5\n{crown}\n");
        set_of(&(rules + &eyes)).unwrap()
    };
    let outcomes = |set: &Set, crown: Reading, eyes: Reading| {
        let findings = judge_all(&set.rules, &Table(vec![("head.crown_gap", crown), ("eyes.line", eyes)]));
        findings.iter().map(|it| it.outcome).collect::<Vec<_>>()
    };
    let exact = Reading::exact;
    let strict = set("");
    assert_eq!(outcomes(&strict, exact(0.05), exact(0.6)), [Outcome::Skipped, Outcome::Fail]);
    assert_eq!(outcomes(&strict, exact(0.05), exact(0.4)), [Outcome::Fail, Outcome::Pass]);
    assert_eq!(outcomes(&strict, exact(0.2), exact(0.6)), [Outcome::Pass, Outcome::Fail], "what is right stays right");
    let unsure = Reading::number(0.5, 0.01);
    assert_eq!(
        outcomes(&strict, exact(0.05), unsure),
        [Outcome::Fail, Outcome::Review],
        "a question silences no certainty"
    );
    let warning = set("severity = \"warning\"");
    assert_eq!(
        outcomes(&warning, exact(0.05), exact(0.6)),
        [Outcome::Fail, Outcome::Fail],
        "nor does a warning an error"
    );
}

#[test]
fn a_rule_yields_only_to_rules_that_are_there_and_never_in_a_circle() {
    let problems = |one: &str, other: &str| {
        let rule = |id: &str, keys: &str| {
            format!("[[rule]]\nid = \"{id}\"\ntitle = \"A\"\nmeasure = \"head.{id}\"\nmin = 0.1\n{keys}\n")
        };
        set_of(&(rule("height", one) + &rule("width", other))).err().unwrap_or_default().join("\n")
    };
    assert_eq!(problems("yields_to = [\"width\"]", ""), "");
    assert!(problems("yields_to = \"widht\"", "").contains("there is no rule widht (did you mean width?)"));
    assert!(problems("yields_to = \"height\"", "").contains("height and height yield to each other"));
    let circle = problems("yields_to = \"width\"", "yields_to = [\"height\"]");
    assert!(circle.contains("height and width yield to each other"), "{circle}");
    assert!(problems("yields_to = [3]", "").contains("must be text"));
}

#[test]
fn the_sets_of_the_examples_load_without_a_remark() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let (set, remarks) = examine(path.to_str().unwrap(), &|name| std::fs::read_to_string(name))
            .unwrap_or_else(|found| panic!("{}: {:?}", path.display(), found.problems));
        assert!(!set.rules.is_empty() && remarks.problems.is_empty(), "{}: {:?}", set.id, remarks.problems);
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn what_a_school_says_in_two_ways_is_met_by_either() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/rules/lakeside-school.toml");
    let set = load(&[path.to_owned()], &[], &|name| std::fs::read_to_string(name)).ok().unwrap();
    let on = |id: &str, readings: Vec<(&'static str, Reading)>| {
        judge(set.rules.iter().find(|rule| rule.id == id).unwrap(), &Table(readings)).outcome
    };
    let wall = |name: &str, hue: f64, contrast: f64| {
        let readings = vec![
            ("background.name", Reading::exact(name)),
            ("background.hue", Reading::exact(hue)),
            ("clothing.contrast", Reading::exact(contrast)),
        ];
        on("background-colour", readings)
    };
    assert_eq!([wall("blue", 205.0, 10.0), wall("white", 60.0, 60.0)], [Outcome::Pass; 2]);
    assert_eq!([wall("white", 60.0, 10.0), wall("blue", 250.0, 60.0), wall("red", 0.0, 60.0)], [Outcome::Fail; 3]);
    let name = |name: &str, listed: &str| {
        on("name-is-number", vec![("file.name", Reading::exact(name)), ("batch.listed_as", Reading::exact(listed))])
    };
    assert_eq!(name("2022310417", "number"), Outcome::Pass);
    assert_eq!([name("张三", "name"), name("2022999999", "nobody")], [Outcome::Fail; 2]);
}
