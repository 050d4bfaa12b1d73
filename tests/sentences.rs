//! What people read: each finding says in words what is wrong or may be, and where to look, in both languages, whatever the
//! rule set; and one photo takes no more than a screen.

mod fixture;
mod sample;

use std::fs;

use photocheck::batch::{Checked, Job, check_photo};
use photocheck::judge::{Finding, Judged, Outcome, judge};
use photocheck::measure::{Measure, Readings};
use photocheck::reading::{Reading, Reason, ValueKind};
use photocheck::report::{Detail, Human, Report, Run, Words, limits_text};
use photocheck::rules::{Answer, BUILT_IN, Condition, Rule, Set, load};
use photocheck::text::Lang;
use rayon::prelude::*;
use regex::Regex;
use unicode_width::UnicodeWidthStr;

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

fn set(name: &str) -> Set {
    load(&[name.to_owned()], &[], &|_| Err(std::io::Error::other("no files"))).unwrap_or_else(|_| panic!("{name}"))
}

fn sets() -> impl Iterator<Item = Set> {
    BUILT_IN.iter().map(|it| set(it.name))
}

/// One reading of one measure; any other cannot be read.
struct Only(&'static str, Reading);

impl Readings for Only {
    fn reading(&self, measure: &'static Measure) -> Reading {
        if measure.name == self.0 { self.1.clone() } else { Reading::Unmeasured(Reason::Hidden) }
    }

    fn frame_height(&self) -> Option<f64> {
        Some(640.0)
    }
}

/// Numbers about a condition's limits, each with an error and without.
fn about(condition: &Condition) -> Vec<Reading> {
    let limits = &condition.limits;
    if limits.wanted.is_some() {
        return (0..=100).map(|n| Reading::exact(f64::from(n) / 100.0)).collect();
    }
    let bounds = [limits.min, limits.max, limits.fail_below, limits.fail_above];
    let ends: Vec<f64> = bounds.into_iter().flatten().map(|bound| bound.for_height(Some(640.0))).collect();
    let values =
        ends.iter().flat_map(|end| [*end, end - end.abs() / 100.0, end + end.abs() / 100.0, end / 9.0, end * 9.0]);
    // What is read from the file has no error.
    let errors = if condition.measure.is_exact() { vec![0.0] } else { vec![0.0, 0.02] };
    values
        .flat_map(|value| {
            errors.iter().map(move |error| Reading::number(value, value.abs() * error)).collect::<Vec<_>>()
        })
        .collect()
}

/// Calls `look` with every number that a rule of a built-in set fails or asks about.
fn each_number(look: impl Fn(&Rule, &Judged<'_>)) {
    for set in sets() {
        for rule in &set.rules {
            for condition in rule.conditions.iter().filter(|it| it.measure.kind() != ValueKind::List) {
                for reading in about(condition) {
                    let finding: Finding<'_> = judge(rule, &Only(condition.measure.name, reading));
                    let judged = finding.judged.iter().find(|it| it.condition.measure.name == condition.measure.name);
                    if let Some(judged) = judged.filter(|it| it.outcome > Outcome::Pass && it.reason().is_none()) {
                        look(rule, judged);
                    }
                }
            }
        }
    }
}

#[test]
fn a_doubt_says_what_may_be_wrong_and_where_to_look() {
    let looks = Regex::new("请看|看一眼|看一看|请核对|请人工确认|请放大看|请打开|请量").unwrap();
    let looks_en = Regex::new("look|see whether|see how|ask whether|a person has to|open it|measure the").unwrap();
    each_number(|rule, judged| {
        if judged.outcome != Outcome::Review {
            return;
        }
        let said = |lang| Words::of_condition(judged, lang);
        let (zh, en) = (said(Lang::Zh), said(Lang::En));
        assert!(
            looks.is_match(&zh.message) && looks_en.is_match(&en.message),
            "{}: {} {}",
            rule.id,
            zh.message,
            en.message
        );
        // A score without points is never told: its measure has no value in this version.
        let is_told = judged.condition.limits.wanted.is_none_or(|wanted| wanted.point().is_some());
        let has_advice =
            judged.condition.low.is_some() || judged.condition.high.is_some() || judged.condition.hint.is_some();
        if has_advice && is_told {
            assert!(zh.message.contains("疑似") || zh.message.contains("可能"), "{}: {}", rule.id, zh.message);
            assert!(zh.hint.is_some() && en.hint.is_some(), "{}: {}", rule.id, zh.message);
        }
    });
}

#[test]
fn a_classifier_names_the_thing_and_no_probability() {
    each_number(|rule, judged| {
        if judged.condition.limits.wanted.is_some() {
            for lang in BOTH {
                let words = Words::of_condition(judged, lang);
                let all = format!("{} {}", words.message, words.hint.unwrap_or_default());
                assert!(!all.contains('%') && !all.contains(|c: char| c.is_ascii_digit()), "{}: {all}", rule.id);
            }
        }
    });
}

#[test]
fn figures_that_nobody_can_act_on_are_told_to_who_asks_for_everything_alone() {
    let own = ["eyes.open", "mouth.gap", "focus.sharpness", "light.exposure", "colour.chroma", "background.evenness"];
    each_number(|rule, judged| {
        if own.contains(&judged.condition.measure.name) {
            for lang in BOTH {
                let words = Words::of_condition(judged, lang);
                assert!(!words.message.contains(|c: char| c.is_ascii_digit()), "{}: {}", rule.id, words.message);
                assert!(words.figures.is_some_and(|it| it.contains(|c: char| c.is_ascii_digit())), "{}", rule.id);
            }
        }
    });
}

#[test]
fn what_the_message_has_named_is_not_named_again() {
    let set = set("graduation-2022");
    let rule = set.rules.iter().find(|rule| rule.id == "file-size").unwrap();
    let finding = judge(rule, &Only("file.size", Reading::exact(20_000.0)));
    let words = Words::of_condition(&finding.judged[0], Lang::Zh);
    assert_eq!(words.message, "文件 19.5 KB，要超过 50 KB，还差 30.5 KB。");
    assert!(words.hint.unwrap().starts_with("文件没有超过 50 KB"), "who reads the hint alone learns the fault");
    assert!(words.cure.unwrap().starts_with("用拍摄的原文件"));
}

#[test]
fn a_unit_that_both_ends_share_is_written_once() {
    let set = set("social-security-card-cn");
    let range = |lang| {
        let conditions = set.rules.iter().flat_map(|rule| &rule.conditions);
        let texts = conditions.map(|condition| limits_text(condition, lang));
        texts.filter(|text| text.contains('–') && text.contains("KB")).collect::<Vec<_>>()
    };
    assert!(BOTH.into_iter().flat_map(range).all(|text| text.matches("KB").count() == 1));
}

#[test]
fn no_hole_is_left_and_no_english_stands_in_chinese() {
    let word = Regex::new("[A-Za-z]{2,}").unwrap();
    let known = ["JPEG", "JPG", "jpg", "jpeg", "PNG", "png", "KB", "MB", "QQ", "dpi", "ΔE", "EXIF", "icc"];
    each_number(|rule, judged| {
        let words = Words::of_condition(judged, Lang::Zh);
        let all = [Some(words.message), words.hint, words.cure, words.figures, Some(words.brief)];
        for text in all.into_iter().flatten() {
            assert!(!text.contains('{'), "{}: {text}", rule.id);
            let foreign: Vec<_> =
                word.find_iter(&text).map(|it| it.as_str()).filter(|it| !known.contains(it)).collect();
            assert!(foreign.is_empty(), "{}: {text}: {foreign:?}", rule.id);
        }
    });
}

/// "Does not apply: glasses are worn" of a face without glasses turns the meaning round.
#[test]
fn a_rule_that_does_not_apply_says_what_was_found() {
    let set = set("graduation-2022");
    let job = Job::new(&set);
    let photo = check_photo(&job, "a.jpg", &fixture::photo("pass-man-blue.jpg"));
    let finding = photo.findings.iter().find(|it| it.rule.id == "no-glare").unwrap();
    assert_eq!(finding.outcome, Outcome::Skipped);
    assert_eq!(Words::of(finding, &photo, Lang::Zh).reason.unwrap(), "不适用：没有戴眼镜");
    assert_eq!(Words::of(finding, &photo, Lang::En).reason.unwrap(), "does not apply: no glasses are worn");
}

/// Rows of a terminal of 80 columns, styles not counted.
fn rows(text: &str) -> usize {
    let style = Regex::new("\x1b\\[[0-9;]*m").unwrap();
    style.replace_all(text, "").lines().map(|line| line.width().div_ceil(79).max(1)).sum()
}

/// What is told of one photo, in both languages.
fn told(set: &Set, photo: Checked<'_>) -> [String; 2] {
    let mut run = Run::new(set, vec![photo], Lang::Zh);
    BOTH.map(|lang| {
        run.lang = lang;
        let mut out = Vec::new();
        Human { detail: Detail::Normal }.write(&run, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

#[test]
fn every_picture_is_told_on_one_screen() {
    let set = set("graduation-2022");
    let names = fs::read_dir(fixture::folder()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name.ends_with(".jpg") || name.ends_with(".png")).collect();
    let texts = names.par_iter().flat_map_iter(|name| {
        let file = format!("fixtures/{name}");
        told(&set, check_photo(&Job::new(&set), &file, &fixture::photo(name)))
    });
    let long: Vec<String> = texts.filter(|text| rows(text) > 24).collect();
    assert!(long.is_empty(), "more than a screen:\n{}", long.join("\n"));
}

/// The value of a condition that fails it as badly as can be; in doubt about it, one on the very limit.
fn wrong(condition: &Condition, is_doubt: bool) -> Option<Reading> {
    let limits = &condition.limits;
    if let Some(wanted) = limits.wanted {
        let worst = if wanted.answer == Answer::No { 1.0 } else { 0.0 };
        let point = wanted.point()?;
        let doubt = (point.clear + point.sure.unwrap_or(worst)) / 2.0;
        return Some(Reading::exact(if is_doubt { doubt } else { worst }));
    }
    let end = [limits.max, limits.min].into_iter().flatten().next()?.for_height(Some(640.0));
    let (value, doubt) = match is_doubt {
        true => (end, end.abs() / 20.0),
        false if limits.max.is_some() => (end + end.abs() * 5.0 + 1.0, 0.0),
        false => (end - end.abs() * 0.9 - 0.1, 0.0),
    };
    Some(Reading::number(value, doubt))
}

#[test]
fn nothing_takes_more_than_a_screen_whatever_is_wrong() {
    for set in sets() {
        for is_doubt in [false, true] {
            let mut readings: Vec<(&'static str, Reading)> =
                vec![("file.intact", Reading::exact(true)), ("face.count", Reading::exact(1.0))];
            for condition in set.rules.iter().flat_map(|rule| &rule.conditions) {
                let name = condition.measure.name;
                if readings.iter().all(|(other, _)| *other != name) && !name.starts_with("image.") {
                    readings.extend(wrong(condition, is_doubt).map(|reading| (name, reading)));
                }
            }
            let name = "一班/照片/20220101-张三-毕业照-最终版-再也不改了.jpg";
            for text in told(&set, sample::photo(&set, name, readings)) {
                assert!(text.contains('→'), "{}: {text}", set.id);
                assert!(rows(&text) <= 24, "{} takes {} rows:\n{text}", set.id, rows(&text));
            }
        }
        let unread = sample::photo(
            &set,
            "a.jpg",
            vec![("file.intact", Reading::exact(true)), ("face.count", Reading::exact(1.0))],
        );
        for text in told(&set, unread) {
            assert!(rows(&text) <= 24, "{} takes {} rows:\n{text}", set.id, rows(&text));
        }
    }
}

/// Who is told to retake a photo reads the reason for that first.
#[test]
fn what_the_cure_is_for_comes_first() {
    let set = set("graduation-2022");
    let readings = vec![
        ("file.intact", Reading::exact(true)),
        ("file.size", Reading::exact(20_000.0)),
        ("face.count", Reading::exact(1.0)),
        ("eyes.open", Reading::exact(0.0)),
    ];
    let [zh, _] = told(&set, sample::photo(&set, "a.jpg", readings));
    let (why, small) = (zh.find("眼睛闭着").unwrap(), zh.find("还差 30.5 KB").unwrap());
    assert!(zh.contains("需要重拍") && why < small, "{zh}");
}
