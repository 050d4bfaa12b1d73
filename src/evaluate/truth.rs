//! The truth about photos: JSON Lines, one object a photo.
//!
//! | key | what it says | compared with |
//! | --- | --- | --- |
//! | `file` | the photo, from the truth file's folder; the only key that must be there | |
//! | `expect` | rule id → `"pass"` or `"fail"`, only where the truth is certain | findings |
//! | `width`, `height` | px, upright; `height` is needed with `crown_y` and `chin_y` | |
//! | `crown_y`, `chin_y` | px from the top | `head.crown_gap`, `head.chin_gap` |
//! | `head_height` | chin to crown over the frame's height | `head.height` |
//! | `pupils` | `[[x, y], [x, y]]`, px, image-left first | `eyes.left`, `eyes.right`; the error in eye distances |
//! | `roll_deg` | image-clockwise | `face.roll` |
//! | `centre_x` | between the pupils over the frame's width | `head.centre_x` |
//! | `background` | `[red, green, blue]` or null | `background.colour`; the error in ΔE2000 |
//! | `trace` | what was done to the file afterwards, by the name of the `trace.*` measure for it | that measure |
//! | `untouched` | `true` where nothing was done to the file that a trace of editing could be found of | all `trace.*` |
//! | `geometry` | `false` where the head is not where its truth says, or is not the only one | |
//! | `measures` | measure name → value, for any other measure | that measure |
//! | `subject`, `variant` | whose photo, and which one of theirs | |
//! | `group` | `{"gender": "female", …}` | results by group |
//!
//! Other keys may stand beside these; they are counted, so that a misspelt one is noticed.
//!
//! Some truths are left out. Where `geometry` is false, since a cap, the frame or a second person hides what would be
//! measured, nothing is compared with the geometry of the head. Beyond [`LEVEL`] the crown and the
//! chin are no longer the head's extreme rows. A background's colour counts only where the truth also says what the
//! rule about it must find: a cast or a shadow changes the colour that was painted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value as Node;

use super::TruthProblem;
use crate::document::nearest;
use crate::measure::{Measure, find};
use crate::reading::{Value, ValueKind};
use crate::text::{Phrase, phrase};

/// Roll up to which crown and chin are the topmost and lowest rows of the head, degrees.
const LEVEL: f64 = 5.0;

/// Keys that may stand there and are compared with nothing.
const SAYS_NOTHING: [&str; 2] = ["width", "variant"];

/// What a rule must find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// The photo meets it.
    Pass,
    /// The photo breaks it.
    Fail,
}

/// What is known of one photo.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The photo, `/` between folders.
    pub file: String,
    /// Whose photo it is; empty when the truth does not say.
    pub subject: String,
    /// What rules must find.
    pub expect: BTreeMap<String, Expected>,
    /// What measures must give.
    pub measures: Vec<Known>,
    /// What was done to the file, by the name of the measure for it.
    pub trace: Option<String>,
    /// Whether nothing at all was done to it.
    pub untouched: bool,
    /// Which groups the person belongs to: name of the division → group.
    pub group: BTreeMap<String, String>,
}

impl Truth {
    /// Whose photo it is; where the truth does not say, each photo is somebody else's.
    pub fn person(&self) -> &str {
        if self.subject.is_empty() { &self.file } else { &self.subject }
    }
}

/// What one measure must give.
#[derive(Clone, Debug)]
pub struct Known {
    /// The measure.
    pub measure: &'static Measure,
    /// The true value.
    pub value: Value,
    /// Errors are divided by this: 1, or the distance between the pupils for the pupils themselves.
    pub scale: f64,
}

/// One line as it is written.
#[derive(Deserialize)]
struct TruthLine {
    file: String,
    #[serde(default)]
    subject: String,
    height: Option<f64>,
    crown_y: Option<f64>,
    chin_y: Option<f64>,
    head_height: Option<f64>,
    pupils: Option<[[f64; 2]; 2]>,
    roll_deg: Option<f64>,
    centre_x: Option<f64>,
    background: Option<[u8; 3]>,
    trace: Option<String>,
    #[serde(default)]
    untouched: bool,
    geometry: Option<bool>,
    #[serde(default)]
    expect: BTreeMap<String, Expected>,
    #[serde(default)]
    measures: BTreeMap<String, Node>,
    #[serde(default)]
    group: BTreeMap<String, String>,
    #[serde(flatten)]
    rest: BTreeMap<String, Node>,
}

/// A truth file that can be used.
#[derive(Clone, Debug, Default)]
pub struct Truths {
    /// One a photo, in the file's order.
    pub rows: Vec<Truth>,
    /// Keys that say nothing to this program.
    pub unknown_keys: BTreeSet<String>,
}

/// Reads a truth file.
///
/// # Errors
/// Every line that cannot be used.
pub fn read_truth(text: &str) -> Result<Truths, Vec<TruthProblem>> {
    let (mut truths, mut problems) = (Truths::default(), Vec::new());
    let mut lines_of: BTreeMap<String, usize> = BTreeMap::new();
    for (number, line) in numbered(text) {
        let read = serde_json::from_str::<TruthLine>(line).map_err(|error| not_json(number, &error));
        let resolved = read.and_then(|line| {
            truths.unknown_keys.extend(line.rest.keys().filter(|key| !SAYS_NOTHING.contains(&key.as_str())).cloned());
            resolve(line, number)
        });
        match resolved {
            Ok(row) => match lines_of.insert(row.file.clone(), number) {
                None => truths.rows.push(row),
                Some(first) => {
                    problems.push(TruthProblem::new(
                        number,
                        TWICE,
                        &[("name", &row.file), ("line", &first.to_string())],
                    ));
                }
            },
            Err(problem) => problems.push(problem),
        }
    }
    if truths.rows.is_empty() && problems.is_empty() {
        problems.push(TruthProblem::new(1, NOTHING, &[]));
    }
    if problems.is_empty() { Ok(truths) } else { Err(problems) }
}

/// The lines that say something, counted from 1.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines.map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

/// A line that is no JSON object of the right shape.
pub(super) fn not_json(line: usize, error: &serde_json::Error) -> TruthProblem {
    let text = error.to_string();
    // The library counts lines too, from the beginning of what it was given: always 1 here.
    let text = text.replace(" at line 1 column ", ", column ");
    TruthProblem::new(line, phrase("这一行读不懂：{error}", "this line cannot be read: {error}"), &[("error", &text)])
}

fn resolve(line: TruthLine, number: usize) -> Result<Truth, TruthProblem> {
    let mut measures = Vec::new();
    if line.geometry != Some(false) {
        measures.extend(geometry(&line, number)?);
    }
    if let Some(colour) = line.background.filter(|_| line.expect.contains_key("background-colour")) {
        measures.extend(known("background.colour", colour.into()));
    }
    for (name, node) in &line.measures {
        measures.push(generic(name, node, number)?);
    }
    let trace = line.trace.map(|trace| format!("trace.{trace}"));
    if let Some(trace) = &trace {
        measure_named(trace, number)?;
    }
    Ok(Truth {
        file: line.file.replace('\\', "/"),
        subject: line.subject,
        expect: line.expect,
        measures,
        trace,
        untouched: line.untouched,
        group: line.group,
    })
}

/// What the truth says of the head.
fn geometry(line: &TruthLine, number: usize) -> Result<Vec<Known>, TruthProblem> {
    let level = line.roll_deg.unwrap_or_default().abs() <= LEVEL;
    let gaps = line.crown_y.or(line.chin_y).is_some() && level;
    let height = line.height.filter(|height| *height > 0.0);
    if gaps && height.is_none() {
        return Err(TruthProblem::new(number, NO_HEIGHT, &[]));
    }
    let from_top = |y: Option<f64>| Some(y? / height?).filter(|_| level);
    let numbers = [
        ("head.height", line.head_height),
        ("face.roll", line.roll_deg),
        ("head.centre_x", line.centre_x),
        ("head.crown_gap", from_top(line.crown_y)),
        ("head.chin_gap", from_top(line.chin_y).map(|chin| 1.0 - chin)),
    ];
    let mut known: Vec<_> = numbers.into_iter().filter_map(|(name, number)| known(name, number?.into())).collect();
    if let Some([left, right]) = line.pupils {
        let scale = (left[0] - right[0]).hypot(left[1] - right[1]);
        if scale <= 0.0 {
            return Err(TruthProblem::new(number, SAME_PUPILS, &[]));
        }
        let pupils = [("eyes.left", left), ("eyes.right", right)];
        known.extend(
            pupils
                .into_iter()
                .filter_map(|(name, at)| find(name).map(|measure| Known { measure, value: at.into(), scale })),
        );
    }
    Ok(known)
}

fn known(name: &str, value: Value) -> Option<Known> {
    find(name).map(|measure| Known { measure, value, scale: 1.0 })
}

/// A value under `measures`.
fn generic(name: &str, node: &Node, line: usize) -> Result<Known, TruthProblem> {
    let measure = measure_named(name, line)?;
    let value = value_of(measure, node)
        .ok_or_else(|| TruthProblem::new(line, WRONG_KIND, &[("name", name), ("value", &node.to_string())]))?;
    Ok(Known { measure, value, scale: 1.0 })
}

fn measure_named(name: &str, line: usize) -> Result<&'static Measure, TruthProblem> {
    find(name).ok_or_else(|| {
        let near = nearest(name, crate::measure::MEASURES.iter().map(|measure| measure.name));
        match near {
            Some(near) => TruthProblem::new(line, NO_MEASURE_BUT, &[("name", name), ("near", near)]),
            None => TruthProblem::new(line, NO_MEASURE, &[("name", name)]),
        }
    })
}

/// A value of this measure as JSON writes it; a probability may be told as true or false.
pub(super) fn value_of(measure: &Measure, node: &Node) -> Option<Value> {
    let texts = |list: &Vec<Node>| list.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
    match measure.kind() {
        ValueKind::Number | ValueKind::Score => {
            node.as_f64().or_else(|| node.as_bool().map(f64::from)).map(Value::Number)
        }
        ValueKind::Flag => node.as_bool().map(Value::Flag),
        ValueKind::Text => node.as_str().map(Value::from),
        ValueKind::List => node.as_array().and_then(texts).map(Value::List),
        ValueKind::Point => match node.as_array().map(Vec::as_slice) {
            Some([x, y]) => Some(Value::Point([x.as_f64()?, y.as_f64()?])),
            _ => None,
        },
        ValueKind::Colour => node.as_str().and_then(Value::colour_from_hex).map(Value::Colour),
    }
}

const TWICE: Phrase = phrase("{name} 在第 {line} 行已经写过", "{name} stands in line {line} already");
const NOTHING: Phrase = phrase("文件里一行也没有", "there is no line in the file");
const NO_HEIGHT: Phrase =
    phrase("写了 crown_y 或 chin_y，还须写照片的 height（像素）", "crown_y and chin_y need the photo's height in px");
const SAME_PUPILS: Phrase = phrase("两个瞳孔在同一处", "the pupils are in the same place");
const NO_MEASURE: Phrase = phrase("没有叫 {name} 的测量项", "there is no measure called {name}");
const NO_MEASURE_BUT: Phrase =
    phrase("没有叫 {name} 的测量项；是不是想写 {near}？", "there is no measure called {name}; did you mean {near}?");
const WRONG_KIND: Phrase = phrase("{value} 不是 {name} 能有的值", "{value} is no value that {name} can have");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_line_of_truth_becomes_what_measures_must_give() {
        let text = r#"{"file":"a.jpg","height":800,"crown_y":120,"chin_y":520,"roll_deg":-2.0,"pupils":[[250,320],[350,320]],"background":[67,142,219],"expect":{"background-colour":"pass"},"measures":{"glasses.present":true},"odd":1}"#;
        let truths = read_truth(text).unwrap();
        let values: Vec<_> =
            truths.rows[0].measures.iter().map(|known| (known.measure.name, known.value.clone())).collect();
        let number = |name: &str| {
            values.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_number()).unwrap()
        };
        assert!((number("head.crown_gap") - 0.15).abs() < 1e-12);
        assert!((number("head.chin_gap") - 0.35).abs() < 1e-12);
        assert_eq!(number("glasses.present"), 1.0);
        assert!(values.contains(&("background.colour", Value::Colour([67, 142, 219]))));
        assert_eq!(truths.unknown_keys.iter().collect::<Vec<_>>(), ["odd"]);
    }

    #[test]
    fn what_is_hidden_is_not_compared() {
        let count = |more: &str, roll: f64| {
            let text = format!(
                r#"{{"file":"a","height":800,"crown_y":1,"chin_y":2,"roll_deg":{roll},"background":[1,2,3]{more}}}"#
            );
            read_truth(&text).unwrap().rows[0].measures.len()
        };
        assert_eq!(count("", 0.0), 3);
        assert_eq!(count("", 12.0), 1);
        assert_eq!(count(r#","geometry":true"#, 0.0), 3);
        assert_eq!(count(r#","geometry":false"#, 0.0), 0);
    }

    #[test]
    fn every_bad_line_is_told_with_its_number() {
        let text = "{\"file\":\"a\"}\n\nnonsense\n{\"file\":\"a\"}\n{\"file\":\"b\",\"measures\":{\"head.heigth\":1}}\n{\"file\":\"c\",\"expect\":{\"sharp\":\"maybe\"}}\n{\"file\":\"d\",\"crown_y\":3}";
        let problems = read_truth(text).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert!(problems[2].text("t.jsonl", Lang::En).contains("head.height?"));
    }
}
