//! What a run says to programs: the JSON of a photo, of a whole run, and of bare measurements.
//!
//! One model for all who write and read it: reports write it, a comparison with an earlier round and an evaluation read
//! it, and `schema/report.schema.json` is made from it. Keys are never translated; sentences are in the language of the
//! run. The shape is a contract: keys are added, never renamed. A type has the name of what it records, and is told from that by
//! its module: [`Photo`] is what `record` says of a `photo::Photo`.

use indexmap::IndexMap;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::judge::{Outcome, Verdict};
use crate::reading::{self, Fact, ValueKind};
use crate::rules::{Answer, Basis, Cure, Severity};
use crate::text::{Lang, shortened};

/// What `--format json` and `--report FILE.json` write. One line of JSONL is `#/$defs/Photo`; a last one, on a batch with
/// copies, has `schema` and `copies` alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields, title = "photocheck report"))]
pub struct WholeReport {
    /// The version of the shape.
    pub schema: Version,
    /// Id of the rule set; not there when the photos were judged by several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// The rule sets, when there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<Standard>,
    /// The photos, by path; of several sets each photo once a set.
    pub photos: Vec<Photo>,
    /// What was not checked: files that are no photos, folders and archives that could not be looked into.
    pub strays: Vec<String>,
    /// How many photos there are, and how many of each verdict, the worst of several sets.
    pub summary: Summary,
    /// What the batch as a whole comes to, in words.
    pub overview: Vec<Section>,
    /// What no measure can decide.
    pub not_checked: Vec<String>,
}

/// One of several rule sets by which the photos were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Standard {
    /// Id of the rule set.
    pub set: String,
    /// Its title.
    pub title: String,
    /// How many photos there are, and how many of each verdict by this set.
    pub summary: Summary,
    /// What no measure can decide.
    pub not_checked: Vec<String>,
}

/// How many photos there are, and how many of each verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Summary {
    /// All of them.
    pub photos: usize,
    /// Those that pass.
    pub pass: usize,
    /// Those that a person should look at.
    pub review: usize,
    /// Those that fail.
    pub fail: usize,
}

/// Sentences under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Section {
    /// The heading.
    pub title: String,
    /// One sentence each.
    pub items: Vec<String>,
}

/// One photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Photo {
    /// The version of the shape.
    pub schema: Version,
    /// Path, `/` between folders.
    pub file: String,
    /// The photo's number in the report, from 1: by it a photo is found whose path other reports mask. Lines have none, since a
    /// shard numbers its photos otherwise than the whole run does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// Id of the rule set.
    pub set: String,
    /// What becomes of the photo.
    pub verdict: Verdict,
    /// Whether a person has turned it down as a whole; not there when nobody has.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rejected: bool,
    /// BLAKE3 of the file in hexadecimal; not there when the file was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Who it is by the name list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// Against the earlier round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// What became of each rule, in the set's order.
    pub findings: Vec<Finding>,
    /// Every reading by the name of its measure, when they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Measures>,
}

/// What a later round needs to know of a photo. Every photo of a report can be read as one; the page and the workbook have
/// nothing else in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Brief {
    /// The version of the shape.
    pub schema: Version,
    /// Path, `/` between folders; masked where the report is.
    pub file: String,
    /// Id of the rule set.
    pub set: String,
    /// What became of the photo.
    pub verdict: Verdict,
    /// Whether a person turned it down as a whole.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rejected: bool,
    /// BLAKE3 of the file in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Who it is by the name list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// What became of each rule.
    pub findings: Vec<BriefFinding>,
}

/// What a later round needs to know of a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BriefFinding {
    /// The rule's id.
    pub rule: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What that meant for the photo; not there where it is an error, as most are.
    #[serde(default = "error", skip_serializing_if = "is_error")]
    pub severity: Severity,
    /// Why a person has excused the photo from this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
    /// What was asked, where the report says.
    #[serde(default, skip_serializing)]
    pub limit: Option<serde_json::Value>,
}

/// A whole JSON report, as far as a later round needs it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct BriefReport {
    /// The photos.
    pub photos: Vec<Brief>,
}

fn error() -> Severity {
    Severity::Error
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_error(it: &Severity) -> bool {
    *it == Severity::Error
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

impl Brief {
    /// How the page begins what it keeps of its photos.
    pub(crate) const IN_PAGE: &str = "<script type=\"application/json\" id=\"round\">";

    /// Reads a line of JSONL; `None` for one that is about no photo.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn of_line(line: &str) -> serde_json::Result<Option<Self>> {
        let photo = serde_json::from_str(line).map(Some);
        photo.or_else(|error| serde_json::from_str::<Copies>(line).map(|_| None).map_err(|_| error))
    }

    /// What the page keeps of its photos; `None` where the text is no such page.
    pub(crate) fn of_page(text: &str) -> Option<serde_json::Result<Vec<Self>>> {
        let (_, rest) = text.split_once(Self::IN_PAGE)?;
        Some(serde_json::from_str(rest.split("</script>").next().unwrap_or_default()))
    }
}

/// The last line of JSONL on a batch in which photos are copies of one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// The version of the shape.
    pub schema: Version,
    /// Paths of photos that are copies of one another: each group once, the first of it first.
    pub copies: Vec<Vec<String>>,
}

/// One line of JSONL.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordLine {
    /// A photo.
    Photo(Box<Photo>),
    /// What the batch shows.
    Copies(Copies),
}

impl RecordLine {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it as a photo, which most are.
    pub fn read(line: &str) -> serde_json::Result<Self> {
        let photo = serde_json::from_str(line).map(|photo| Self::Photo(Box::new(photo)));
        photo.or_else(|error| serde_json::from_str(line).map(Self::Copies).map_err(|_| error))
    }

    /// The photo, if it is about one.
    pub fn photo(self) -> Option<Photo> {
        match self {
            Self::Photo(photo) => Some(*photo),
            Self::Copies(_) => None,
        }
    }
}

/// The readings of a photo by the names of their measures, in the order of the registry.
pub type Measures = IndexMap<String, Reading>;

/// One photo that was only measured: a line of `measure --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasuredPhoto {
    /// The version of the shape.
    pub schema: Version,
    /// Path, `/` between folders.
    pub file: String,
    /// Every reading.
    pub measures: Measures,
}

/// A line of a name list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Person {
    /// The number that names the person best.
    pub number: String,
    /// The name.
    pub name: String,
}

/// What became of a photo since the earlier round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It did not pass, and now it does.
    Fixed,
    /// It did not pass and still does not.
    Still,
    /// It passed, and now it does not.
    Worse,
    /// It passed and still does.
    Passes,
    /// There was no such photo.
    New,
}

/// What one rule says of the photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What that means for the photo.
    pub severity: Severity,
    /// The condition that decides.
    #[serde(flatten)]
    pub judged: Judged,
    /// Clause of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Whose number the limit is.
    pub basis: Basis,
    /// The same in words.
    #[serde(flatten)]
    pub words: Words,
    /// Why a person has excused the photo from this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
    /// What kind of cure is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cure: Option<Cure>,
    /// All conditions of a rule that has several; where one of several groups is enough, those of the group that comes nearest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

/// One of several conditions of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Condition {
    /// What became of it.
    pub outcome: Outcome,
    /// What was measured and asked.
    #[serde(flatten)]
    pub judged: Judged,
    /// The same in words.
    #[serde(flatten)]
    pub words: Words,
}

/// What was measured, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Judged {
    /// The measure's name.
    pub measure: String,
    /// What was read; not there when nothing could be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Standard uncertainty of the value, in its unit; not there when the value is exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Number>,
    /// The measure's unit.
    pub unit: String,
    /// What is asked, for this photo.
    pub limit: Limit,
    /// Inside (+) or outside (−) the nearest limit, grace included, in the measure's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Number>,
}

/// Sentences for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Words {
    /// What was found, against what is asked.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Why the rule was skipped or needs a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Limit {
    /// Of a score: an answer. On the innocent side of `clear` nobody is asked, beyond `sure` the photo fails.
    Score {
        /// The answer that is wanted.
        wanted: Answer,
        /// Where asking begins; null where nothing was counted.
        clear: Option<Number>,
        /// Where failing begins; null where too few real examples were counted for it.
        sure: Option<Number>,
    },
    /// Of anything else; every key that is there must hold.
    Value {
        /// Least number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Number>,
        /// Greatest number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Number>,
        /// Below it the photo fails; between it and `min` a person looks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fail_below: Option<Number>,
        /// Above it the photo fails; between `max` and it a person looks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fail_above: Option<Number>,
        /// How far outside a number may be for a warning instead of a failure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grace: Option<Number>,
        /// How near is equal: in the measure's unit, ΔE2000 for colours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Number>,
        /// The one value it must be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        equals: Option<Value>,
        /// The values of which it must be one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        any_of: Vec<Value>,
        /// The values of which it must be none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        none_of: Vec<Value>,
        /// The regular expression that a text must match.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        matches: Option<String>,
        /// Whether there must be nothing (true) or something (false).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        absent: Option<bool>,
    },
}

/// What one measure says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Reading {
    /// A value.
    Measured {
        /// The value itself.
        value: Value,
        /// Its standard uncertainty, in its unit; not there when the value is exact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uncertainty: Option<Number>,
        /// The measure's unit.
        unit: String,
    },
    /// No value.
    Unmeasured {
        /// Why there is none.
        unmeasured: String,
    },
}

/// Number, flag, text, list of texts, point `[x, y]` in px of the upright photo, or colour `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// A number in the measure's unit.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// A text, or a colour.
    Text(String),
    /// A place in the upright photo, px.
    Point([Number; 2]),
    /// Texts.
    List(Vec<String>),
}

/// A number. It is written to six decimals, since more would claim what no measure knows, and without a point when it is
/// whole.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Number(pub f64);

/// The version of the shape: 1. No other is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version;

impl Version {
    /// As JSON holds it.
    const NUMBER: u32 = 1;
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u32(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(node: D) -> Result<Self, D::Error> {
        match u32::deserialize(node)? {
            Self::NUMBER => Ok(Self),
            other => Err(D::Error::custom(format!("schema {other} is not known to this version"))),
        }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": Self::NUMBER })
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let rounded = (self.0 * 1e6).round() / 1e6;
        if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
            return out.serialize_i64(rounded as i64);
        }
        out.serialize_f64(rounded)
    }
}

impl From<&crate::judge::Judged<'_>> for Limit {
    fn from(judged: &crate::judge::Judged<'_>) -> Self {
        let limits = &judged.condition.limits;
        if let Some(wanted) = limits.wanted {
            let point = wanted.point();
            let sure = point.and_then(|point| point.sure);
            let clear = point.map(|point| Number(point.clear));
            return Self::Score { wanted: wanted.answer, clear, sure: sure.map(Number) };
        }
        let above_zero = |number: f64| (number > 0.0).then_some(Number(number));
        let values = |values: &[reading::Value]| values.iter().map(Value::from).collect::<Vec<_>>();
        let (equals, any_of) = match limits.any_of.as_slice() {
            [one] => (Some(one.into()), Vec::new()),
            several => (None, values(several)),
        };
        Self::Value {
            min: judged.min.map(Number),
            max: judged.max.map(Number),
            fail_below: judged.fail_below.map(Number),
            fail_above: judged.fail_above.map(Number),
            grace: above_zero(judged.grace),
            within: above_zero(limits.within),
            equals,
            any_of,
            none_of: values(&limits.none_of),
            matches: limits.matches.as_ref().map(ToString::to_string),
            absent: limits.absent,
        }
    }
}

impl From<&reading::Value> for Value {
    fn from(value: &reading::Value) -> Self {
        match value {
            reading::Value::Number(number) => Self::Number(Number(*number)),
            reading::Value::Flag(flag) => Self::Flag(*flag),
            reading::Value::Text(text) => Self::Text(shown(text)),
            reading::Value::List(texts) => Self::List(texts.iter().map(|text| shown(text)).collect()),
            reading::Value::Point(point) => Self::Point(point.map(Number)),
            reading::Value::Colour(colour) => Self::Text(reading::Value::hex(*colour)),
        }
    }
}

/// A text as the record holds it: what a program wrote into a file may be of any length. Values are in no language, so the
/// length is told in English.
fn shown(text: &str) -> String {
    shortened(text, Lang::En).into_owned()
}

impl Value {
    /// The value as a measure of this kind knows it; `None` when the measure has no such values.
    pub(crate) fn of_kind(&self, kind: ValueKind) -> Option<reading::Value> {
        Some(match (kind, self) {
            (ValueKind::Number | ValueKind::Score, Self::Number(number)) => reading::Value::Number(number.0),
            (ValueKind::Flag, Self::Flag(flag)) => reading::Value::Flag(*flag),
            (ValueKind::Text, Self::Text(text)) => reading::Value::Text(text.clone()),
            (ValueKind::List, Self::List(texts)) => reading::Value::List(texts.clone()),
            (ValueKind::Point, Self::Point(point)) => reading::Value::Point(point.map(|side| side.0)),
            (ValueKind::Colour, Self::Text(text)) => reading::Value::Colour(reading::Value::colour_from_hex(text)?),
            _ => return None,
        })
    }
}

impl Reading {
    /// Of a fact, the reason for a missing value in `lang`.
    pub fn of(fact: &Fact, lang: Lang) -> Self {
        match &fact.reading {
            reading::Reading::Unmeasured(reason) => Self::Unmeasured { unmeasured: reason.text(lang) },
            reading::Reading::Measured { value, uncertainty } => Self::Measured {
                value: value.into(),
                uncertainty: uncertainty.map(Number),
                unit: fact.unit.name().to_owned(),
            },
        }
    }
}

/// All readings by name.
pub fn measures(facts: &[Fact], lang: Lang) -> Measures {
    facts.iter().map(|fact| (fact.name.to_owned(), Reading::of(fact, lang))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_far_as_they_are_known() {
        let written = |number: f64| serde_json::to_string(&Number(number)).unwrap();
        assert_eq!([0.341_234_56, 480.0, -0.0, 1e-9].map(written), ["0.341235", "480", "0", "0"]);
    }

    #[test]
    fn values_come_back_as_what_they_were() {
        let list = || vec!["one".to_owned(), "two".to_owned()];
        let values: [reading::Value; 7] = [
            0.25.into(),
            true.into(),
            "png".into(),
            list().into(),
            Vec::<String>::new().into(),
            [1.5, 2.0].into(),
            [67, 142, 219].into(),
        ];
        for value in values {
            let written = serde_json::to_string(&Value::from(&value)).unwrap();
            let read: Value = serde_json::from_str(&written).unwrap();
            assert_eq!(read.of_kind(value.kind()), Some(value), "{written}");
        }
        assert_eq!(Value::Number(Number(0.9)).of_kind(ValueKind::Score), Some(0.9.into()), "scores are numbers");
    }

    #[test]
    fn long_texts_are_cut() {
        let long = reading::Value::List(vec!["x".repeat(100_000)]);
        let Value::List(texts) = Value::from(&long) else { panic!("a list stays one") };
        assert!(texts[0].len() < 1000 && texts[0].ends_with("(100000 characters in all)"), "{}", texts[0]);
    }

    #[test]
    fn another_version_is_refused() {
        assert!(serde_json::from_str::<Version>("2").unwrap_err().to_string().contains("schema 2"));
    }

    /// With `PHOTOCHECK_REFRESH_GOLDEN=1` the published schema is written anew.
    #[test]
    fn the_published_schema_is_made_from_this_model() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/report.schema.json");
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(WholeReport)).unwrap() + "\n";
        if std::env::var_os("PHOTOCHECK_REFRESH_GOLDEN").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), schema);
    }

    #[test]
    fn names_in_json_are_those_of_rule_files_and_reports() {
        fn same<T: Serialize>(values: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &'static str) {
            for value in values {
                assert_eq!(serde_json::to_value(&value).unwrap(), name(&value));
            }
        }
        same(Outcome::ALL, |it| it.name());
        same(Verdict::ALL, |it| it.name());
        same(Severity::NAMES.map(|(_, it)| it), |it| it.name());
        same(Basis::NAMES.map(|(_, it)| it), |it| it.name());
        same(Cure::NAMES.map(|(_, it)| it), |it| it.name());
    }
}
