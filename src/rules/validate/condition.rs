//! One measure and its limits.

use regex::Regex;

use super::{Checker, get};
use crate::document::{Data, Entry, Node, Place, Problem};
use crate::measure::{MEASURES, Measure, find};
use crate::reading::{Value, ValueKind};
use crate::rules::limits::{self, Answer, Bound, Constraint, LIMIT_KEYS, NUMBER_KEYS, Scaling, Wanted};
use crate::rules::model::{Condition, Severity};
use crate::rules::points::{Care, OperatingPoints};
use crate::text::phrase;

/// Limit keys that only change what another one means.
const MODIFIERS: [&str; 3] = ["grace", "within", "care"];

impl Checker {
    /// Reads a condition from the keys that belong to it.
    pub(super) fn condition(&mut self, entries: &[Entry], place: &Place) -> Option<Condition> {
        let node = self.required(entries, "measure", place)?;
        let name = self.text(node)?;
        let Some(measure) = find(&name) else {
            let message = phrase("没有测量项 {name}", "there is no measure {name}");
            let problem = Problem::at(&node.place, message, &[("name", &name)]);
            self.problems.push(problem.did_you_mean(&name, MEASURES.iter().map(|measure| measure.name)));
            return None;
        };
        self.fitting(entries, measure);
        let limits = self.limits(entries, measure, place);
        let mut hint = |key| get(entries, key).and_then(|entry| self.wording(&entry.node));
        let (low, high, hint) = (hint("low"), hint("high"), hint("hint"));
        let severity = self.choice(entries, "severity", &Severity::NAMES);
        Some(Condition { measure, limits, severity, low, high, hint })
    }

    /// Reports limits that the measure's kind cannot have.
    fn fitting(&mut self, entries: &[Entry], measure: &Measure) {
        let allowed = keys_of(measure.kind());
        for entry in entries.iter().filter(|entry| LIMIT_KEYS.contains(&entry.key.as_str())) {
            if measure.kind() == ValueKind::Score && NUMBER_KEYS.contains(&entry.key.as_str()) {
                self.problems.push(bare_limit(entry, measure));
            } else if !allowed.contains(&entry.key.as_str()) {
                let message = phrase("测量项 {name} 不能用 {key} 限定", "{name} cannot be limited by {key}");
                let problem = Problem::at(&entry.place, message, &[("name", measure.name), ("key", &entry.key)]);
                self.problems.push(if allowed.is_empty() {
                    problem
                } else {
                    problem.help_listing(phrase("可用：{keys}", "it takes {keys}"), &[], "keys", allowed)
                });
            }
        }
    }

    fn limits(&mut self, entries: &[Entry], measure: &'static Measure, place: &Place) -> Constraint {
        if measure.kind() == ValueKind::Score {
            let limits = Constraint { wanted: self.wanted(entries, measure), ..Constraint::default() };
            self.possible(entries, &limits, measure, place);
            return limits;
        }
        let mut bound = |key| get(entries, key).and_then(|entry| self.bound(&entry.node, measure));
        let [min, max, fail_below, fail_above] = ["min", "max", "fail_below", "fail_above"].map(&mut bound);
        let grace = bound("grace");
        let within = bound("within").filter(|_| measure.kind() == ValueKind::Number).map_or(0.0, |bound| bound.value);
        let limits = Constraint {
            min,
            max,
            fail_below,
            fail_above,
            grace,
            wanted: None,
            within: if measure.kind() == ValueKind::Colour { self.plain_number(entries, "within") } else { within },
            any_of: [self.values(entries, "equals", measure), self.values(entries, "any_of", measure)].concat(),
            none_of: self.values(entries, "none_of", measure),
            matches: self.pattern(entries),
            absent: get(entries, "absent").and_then(|entry| match entry.node.data {
                Data::Flag(flag) => Some(flag),
                _ => self.wrong(&entry.node, phrase("应为 true 或 false", "must be true or false")),
            }),
        };
        self.possible(entries, &limits, measure, place);
        limits
    }

    /// The answer that is wanted of a score.
    fn wanted(&mut self, entries: &[Entry], measure: &Measure) -> Option<Wanted> {
        let answer = self.choice(entries, "wanted", &Answer::NAMES);
        let care = self.choice(entries, "care", &Care::NAMES).unwrap_or_default();
        if let Some(entry) = get(entries, "care")
            && get(entries, "wanted").is_none()
        {
            let message = phrase("care 要与 wanted 一起用", "care needs wanted beside it");
            self.lacks(Problem::at(&entry.place, message, &[]));
        }
        Some(Wanted { answer: answer?, care, points: OperatingPoints::of(measure.name) })
    }

    /// Reports limits that nothing can meet, or that say nothing.
    fn possible(&mut self, entries: &[Entry], limits: &Constraint, measure: &Measure, place: &Place) {
        let tests = LIMIT_KEYS.iter().filter(|key| !MODIFIERS.contains(key));
        if tests.filter_map(|key| get(entries, key)).next().is_none() {
            let message = phrase("没有写任何限值", "there is no limit");
            let problem = Problem::at(place, message, &[]);
            let keys = keys_of(measure.kind());
            self.lacks(problem.help_listing(phrase("可用：{keys}", "one of {keys}"), &[], "keys", keys));
        }
        if let (Some(min), Some(max)) = (limits.min, limits.max)
            && min.value > max.value
        {
            let ends = ["min", "max"].map(|key| get(entries, key).map_or(place, |entry| &entry.node.place));
            // Of two that stand in different texts, the one that was laid over the other is to blame.
            let [first, last] = if ends[0].source > ends[1].source { [ends[1], ends[0]] } else { ends };
            let problem = Problem::at(last, phrase("最大值小于最小值", "max is below min"), &[]);
            self.problems.push(problem.beside(first, phrase("另一端在这里", "the other end"), &[]));
        }
        self.zones(entries, limits);
        for (key, length) in [("grace", limits.grace.map_or(0.0, |grace| grace.value)), ("within", limits.within)] {
            if let Some(entry) = get(entries, key)
                && length < 0.0
            {
                self.problems.push(Problem::at(&entry.node.place, phrase("不能是负数", "cannot be negative"), &[]));
            }
        }
        if let Some(grace) = get(entries, "grace")
            && limits.min.is_none()
            && limits.max.is_none()
        {
            let message = phrase("grace 要与 min 或 max 一起用", "grace needs min or max beside it");
            self.lacks(Problem::at(&grace.place, message, &[]));
        }
    }

    /// Reports fail zones that are no zones: without a pass zone, inside of it, or beside a grace.
    fn zones(&mut self, entries: &[Entry], limits: &Constraint) {
        for (key, end, fail, pass) in
            [("fail_below", "min", limits.fail_below, limits.min), ("fail_above", "max", limits.fail_above, limits.max)]
        {
            let Some(entry) = get(entries, key) else { continue };
            let holes = [("key", key), ("end", end)];
            let wrong = match (fail, pass) {
                (_, None) if get(entries, end).is_none() => {
                    (!self.is_partial).then_some(phrase("{key} 要与 {end} 一起用", "{key} needs {end} beside it"))
                }
                (Some(fail), Some(pass)) if key == "fail_below" && fail.value > pass.value => {
                    Some(phrase("{key} 不能大于 {end}", "{key} cannot be above {end}"))
                }
                (Some(fail), Some(pass)) if key == "fail_above" && fail.value < pass.value => {
                    Some(phrase("{key} 不能小于 {end}", "{key} cannot be below {end}"))
                }
                _ if get(entries, "grace").is_some() => {
                    Some(phrase("{key} 与 grace 只能用一个", "{key} and grace cannot stand together"))
                }
                _ => None,
            };
            if let Some(message) = wrong {
                self.problems.push(Problem::at(&entry.place, message, &holes));
            }
        }
    }

    /// A number, bare or with a unit.
    fn bound(&mut self, node: &Node, measure: &'static Measure) -> Option<Bound> {
        match &node.data {
            Data::Number(number) if number.is_finite() => Some(limits::bare(*number, measure, self.reference)),
            Data::Text(text) => {
                match limits::quantity(text, measure, self.reference, self.print, self.kilobyte(node)) {
                    Ok(bound) => Some(bound),
                    Err(units) if units.is_empty() => {
                        self.wrong(node, phrase("应为不带单位的数", "must be a number without a unit"))
                    }
                    Err(units) => {
                        let message = phrase("{text} 不是带单位的数", "{text} is not a number with a unit");
                        let problem = Problem::at(&node.place, message, &[("text", text)]);
                        let help = phrase("{name} 可用的单位：{units}", "units for {name}: {units}");
                        let problem = problem.help_listing(help, &[("name", measure.name)], "units", &units);
                        let problem = self.about_frames(problem, text);
                        self.problems.push(about_words(problem, text, measure));
                        None
                    }
                }
            }
            _ => self.wrong(node, phrase("应为数", "must be a number")),
        }
    }

    /// How many bytes a KB has where the number stands.
    fn kilobyte(&self, node: &Node) -> f64 {
        if self.kilobytes.contains(&node.place.source) { 1000.0 } else { 1024.0 }
    }

    /// A unit that needs something of `[set]` says what.
    fn about_frames(&self, problem: Problem, text: &str) -> Problem {
        if text.ends_with("mm") && self.print.is_none() {
            return problem.help(
                phrase(
                    "用 mm 要先写 [set] print = { width = …, height = … }（毫米）",
                    "mm needs [set] print = { width = …, height = … } in mm",
                ),
                &[],
            );
        }
        if text.ends_with("px") && self.reference.is_none() {
            return problem.help(
                phrase(
                    "用 px 要先写 [set] reference = { width = …, height = … }",
                    "px needs [set] reference = { width = …, height = … }",
                ),
                &[],
            );
        }
        problem
    }

    fn plain_number(&mut self, entries: &[Entry], key: &str) -> f64 {
        match get(entries, key).map(|entry| &entry.node) {
            Some(Node { data: Data::Number(number), .. }) if number.is_finite() => *number,
            Some(node) => self.wrong(node, phrase("应为数", "must be a number")).unwrap_or_default(),
            None => 0.0,
        }
    }

    /// `equals`, `any_of` or `none_of`: one value or a list, each of the measure's kind.
    fn values(&mut self, entries: &[Entry], key: &str, measure: &'static Measure) -> Vec<Value> {
        let Some(entry) = get(entries, key) else { return Vec::new() };
        match &entry.node.data {
            Data::List(items) if key != "equals" && items.is_empty() => {
                let message = phrase("列表是空的，没有一个值合格", "an empty list leaves no value that is right");
                self.wrong(&entry.node, message).unwrap_or_default()
            }
            Data::List(items) if key != "equals" => items.iter().filter_map(|item| self.value(item, measure)).collect(),
            _ if key != "equals" => self.wrong(&entry.node, phrase("应为列表", "must be a list")).unwrap_or_default(),
            _ => self.value(&entry.node, measure).into_iter().collect(),
        }
    }

    fn value(&mut self, node: &Node, measure: &'static Measure) -> Option<Value> {
        match (measure.kind(), &node.data) {
            (ValueKind::Number | ValueKind::Score, _) => {
                let bound = self.bound(node, measure)?;
                match bound.scaling {
                    Scaling::Fixed => Some(Value::Number(bound.value)),
                    Scaling::WithHeight(_) => self.wrong(
                        node,
                        phrase(
                            "会随画面缩放的长度只能用 min 和 max",
                            "a length that scales with the photo takes min and max only",
                        ),
                    ),
                }
            }
            (ValueKind::Flag, Data::Flag(flag)) => Some(Value::Flag(*flag)),
            (ValueKind::Text | ValueKind::List, Data::Text(text)) => self.word(node, text, measure),
            (ValueKind::Colour, Data::Text(text)) => match Value::colour_from_hex(text) {
                Some(colour) => Some(Value::Colour(colour)),
                None => self.wrong(node, phrase("颜色应写成 \"#rrggbb\"", "a colour is written \"#rrggbb\"")),
            },
            (ValueKind::Flag, _) => self.wrong(node, phrase("应为 true 或 false", "must be true or false")),
            _ => self.wrong(node, phrase("应为文字", "must be text")),
        }
    }

    /// A text that the measure can give.
    fn word(&mut self, node: &Node, text: &str, measure: &Measure) -> Option<Value> {
        if measure.words.is_empty() || measure.words.contains(&text) {
            return Some(text.into());
        }
        let message = phrase("{name} 不会是 {text}", "{name} is never {text}");
        let problem = Problem::at(&node.place, message, &[("name", measure.name), ("text", text)]);
        let help = phrase("可用：{words}", "it is one of {words}");
        let problem = problem.help_listing(help, &[], "words", measure.words);
        self.problems.push(problem.did_you_mean(text, measure.words.iter().copied()));
        None
    }

    fn pattern(&mut self, entries: &[Entry]) -> Option<Regex> {
        let node = &get(entries, "matches")?.node;
        let text = self.text(node)?;
        match Regex::new(&text) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let reason = error.to_string();
                let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
                let message = phrase("正则表达式写错了：{error}", "not a regular expression: {error}");
                self.problems.push(Problem::at(&node.place, message, &[("error", last)]));
                None
            }
        }
    }
}

/// A word given to a number that another measure of the group would understand: names that measure.
fn about_words(problem: Problem, text: &str, measure: &Measure) -> Problem {
    let takes = |other: &&Measure| other.group() == measure.group() && other.words.contains(&text);
    match MEASURES.iter().find(takes) {
        Some(other) => problem
            .help(phrase("{name} 可以是 {text}", "{name} can be {text}"), &[("name", other.name), ("text", text)]),
        None => problem,
    }
}

/// The limits that a kind of value can have.
pub(in crate::rules) fn keys_of(kind: ValueKind) -> &'static [&'static str] {
    match kind {
        ValueKind::Number => &NUMBER_KEYS,
        ValueKind::Score => &["wanted", "care"],
        ValueKind::Flag => &["equals"],
        ValueKind::Text | ValueKind::List => &["equals", "any_of", "none_of", "matches", "absent"],
        ValueKind::Colour => &["equals", "any_of", "none_of", "within"],
        ValueKind::Point => &[],
    }
}

/// A number as a limit on a score, which earlier versions took: shows what that very line becomes.
fn bare_limit(entry: &Entry, measure: &Measure) -> Problem {
    let message = phrase(
        "{name} 是分类器的判断，没有固定的限值，不用 {key}",
        "{name} is the score of a classifier and takes no {key}",
    );
    let problem = Problem::at(&entry.place, message, &[("name", measure.name), ("key", &entry.key)]);
    let answer = match entry.key.as_str() {
        "min" => "yes",
        "max" => "no",
        _ => {
            return problem.help(
                phrase(
                    "写 wanted = \"yes\" 或 \"no\"，还可写 care = \"strict\"、\"normal\" 或 \"lenient\"",
                    "write wanted = \"yes\" or \"no\", and care = \"strict\", \"normal\" or \"lenient\" if you like",
                ),
                &[],
            );
        }
    };
    let value = match &entry.node.data {
        Data::Number(number) => number.to_string(),
        Data::Text(text) => format!("\"{text}\""),
        _ => "…".to_owned(),
    };
    let help = phrase(
        "把 {key} = {value} 改成 wanted = \"{answer}\"（还可加 care = \"strict\" 或 \"lenient\"）",
        "in place of {key} = {value} write wanted = \"{answer}\" (and care = \"strict\" or \"lenient\" if you like)",
    );
    problem.help(help, &[("key", &entry.key), ("value", &value), ("answer", answer)])
}
