//! The JSON Schema of rule files, for editors that complete and check TOML: made from the lists that rule files are checked by.

use serde_json::{Map, Value, json};

use super::limits::{Answer, HINT_KEYS, LIMIT_KEYS};
use super::merge::GROUP_KEYS;
use super::validate::{RULE_KEYS, SET_KEYS, SOURCE_KEYS, keys_of};
use super::{AtWorst, BUILT_IN, Basis, Care, Cure, Severity, Sureness, Unmeasured};
use crate::measure::MEASURES;
use crate::reading::ValueKind;

/// What each key says, in the order of the lists of keys.
fn doc(key: &str) -> &'static str {
    match key {
        "id" => {
            "Lower case, digits and hyphens; unique. A rule with the id of an inherited one changes that one key by key."
        }
        "title" => "What is asked, in a few words.",
        "source" => "Where the requirements were read.",
        "document" => "The document.",
        "authority" => "Who issued it.",
        "checked" => "The day on which the set was last compared with it.",
        "sureness" => "How the numbers are known.",
        "extends" => "A built-in set, or a file beside this one.",
        "reference" => "The frame, px, that pixel limits are meant for; they scale with the photo.",
        "print" => "The size of the print, mm; limits may then be in mm.",
        "kilobyte" => "Bytes of a KB in the numbers of this file; 1024 where nothing is said.",
        "not_checked" => "What no measure decides; the foot of every report.",
        "enabled" => "false drops an inherited rule, or lets it wait for its limits.",
        "severity" => "error fails the photo, warning is listed, info is only told.",
        "unmeasured" => "What becomes of the rule when nothing can be measured.",
        "at_worst" => "review: the rule alone never fails a photo, a person decides.",
        "yields_to" => {
            "Rules that speak first: while one of them holds something against the photo, this one is silent."
        }
        "when" => "When the rule applies at all.",
        "clause" => "Where it stands in the source.",
        "basis" => "official: the number stands in the source; own: it is ours, for its wording.",
        "cure" => "What a failure needs.",
        "why" => "Why it is asked, for `photocheck explain`.",
        "condition" => "Several measures that must all be right; the worst decides.",
        "either" => "Possibilities of which one is enough; the nearest decides.",
        "measure" => "What is measured; `photocheck measures` lists all.",
        "min" => "Least allowed number.",
        "max" => "Greatest allowed number.",
        "fail_below" => "Numbers below fail; between it and min a person looks. Not beside grace.",
        "fail_above" => "Numbers above fail; between max and it a person looks. Not beside grace.",
        "grace" => "How far outside min..max is a warning and no failure.",
        "wanted" => "The answer that is wanted of what a classifier says.",
        "care" => "strict asks about twice as many photos, lenient about half.",
        "equals" => "Exactly this, give or take within.",
        "any_of" => "One of these.",
        "none_of" => "None of these.",
        "within" => "How near is equal: the measure's unit, ΔE2000 for colours.",
        "matches" => "A regular expression.",
        "absent" => "true: there must be nothing; false: there must be something.",
        "low" => "What to do when the value is too low.",
        "high" => "What to do when the value is too high.",
        "hint" => "What to do when the value is wrong and there is no low or high.",
        "rules" => "Ids; * stands for anything.",
        _ => panic!("{key} has no description"),
    }
}

/// What a key may hold.
fn content(key: &str) -> Value {
    fn words<T>(names: &[(&'static str, T)]) -> Value {
        json!({"enum": names.iter().map(|(name, _)| *name).collect::<Vec<_>>()})
    }
    let list_of = |name: &str| json!({"type": "array", "minItems": 1, "items": reference(name)});
    match key {
        "id" => json!({"type": "string", "pattern": "^[a-z0-9-]+$"}),
        "title" | "why" | "low" | "high" | "hint" => reference("wording"),
        "document" | "authority" | "clause" => json!({"type": "string"}),
        // A date of TOML comes to a schema as text.
        "checked" => json!({"type": "string"}),
        "source" => reference("source"),
        "extends" => json!({"type": "string", "examples": BUILT_IN.map(|set| set.name)}),
        "reference" | "print" => reference("frame"),
        "kilobyte" => json!({"enum": [1000, 1024]}),
        "not_checked" => json!({"type": "array", "items": reference("wording")}),
        "enabled" | "absent" => json!({"type": "boolean"}),
        "sureness" => words(&Sureness::NAMES),
        "severity" => words(&Severity::NAMES),
        "unmeasured" => words(&Unmeasured::NAMES),
        "at_worst" => words(&AtWorst::NAMES),
        "basis" => words(&Basis::NAMES),
        "cure" => words(&Cure::NAMES),
        "wanted" => words(&Answer::NAMES),
        "care" => words(&Care::NAMES),
        "yields_to" | "rules" => {
            json!({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]})
        }
        "when" => reference("condition"),
        "condition" => list_of("condition"),
        "either" => json!({"type": "array", "minItems": 2, "items": reference("possibility")}),
        "measure" => {
            let docs: Vec<_> = MEASURES.iter().map(|measure| measure.doc.en).collect();
            json!({"enum": MEASURES.iter().map(|it| it.name).collect::<Vec<_>>(), "x-taplo": {"docs": {"enumValues": docs}}})
        }
        "min" | "max" | "fail_below" | "fail_above" | "grace" | "within" => reference("quantity"),
        "equals" => json!({"type": ["number", "string", "boolean"]}),
        "any_of" | "none_of" => json!({"type": "array", "minItems": 1, "items": {"type": ["number", "string"]}}),
        "matches" => json!({"type": "string", "format": "regex"}),
        _ => panic!("{key} has no content"),
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// A table with these keys and no others.
fn table(description: &str, keys: &[&str], required: &[&str]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        // Beside a reference nothing counts in the dialect that TOML editors read, so it stands in a list of its own.
        let content = content(key);
        let mut property = if content.get("$ref").is_some() { json!({"allOf": [content]}) } else { content };
        property["description"] = json!(doc(key));
        properties.insert((*key).to_owned(), property);
    }
    json!({
        "description": description, "type": "object", "properties": properties, "required": required,
        "additionalProperties": false,
    })
}

/// For each kind of value, which limits its measures do not take.
fn by_kind() -> Vec<Value> {
    let kinds =
        [ValueKind::Number, ValueKind::Score, ValueKind::Flag, ValueKind::Text, ValueKind::List, ValueKind::Colour];
    let of_kind = |kind: ValueKind| {
        let names: Vec<_> = MEASURES.iter().filter(|it| it.kind() == kind).map(|it| it.name).collect();
        let others = LIMIT_KEYS.iter().filter(|key| !keys_of(kind).contains(key));
        let refused: Map<String, Value> = others.map(|key| ((*key).to_owned(), json!(false))).collect();
        json!({"if": {"properties": {"measure": {"enum": names}}, "required": ["measure"]}, "then": {"properties": refused}})
    };
    kinds.map(of_kind).to_vec()
}

/// The schema, in the dialect that TOML editors understand, draft 7.
fn schema() -> Value {
    let condition_keys = [&["measure"], &LIMIT_KEYS[..], &HINT_KEYS].concat();
    let conditional = |mut table: Value| {
        table["allOf"] = json!(by_kind());
        table
    };
    let with_severity = [&condition_keys[..], &["severity"]].concat();
    let possibility = [&with_severity[..], &["condition"]].concat();
    let rule = [&RULE_KEYS[..], &condition_keys].concat();
    let group = [&["rules"], &GROUP_KEYS[..]].concat();
    let wording = json!({"anyOf": [
        {"type": "string", "description": "One text for both languages."},
        {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}, "required": ["zh", "en"],
         "additionalProperties": false},
    ]});
    let side = json!({"type": "number", "exclusiveMinimum": 0});
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "photocheck rule set",
        "description": "What an authority asks of a photo; rules/README.md explains every key.",
        "type": "object",
        "properties": {
            "schema": {"description": "The version of the format.", "const": 1},
            "set": {"allOf": [reference("set")]},
            "rule": {"type": "array", "items": reference("rule")},
            "group": {"type": "array", "items": reference("group")},
        },
        "required": ["schema", "set"],
        "additionalProperties": false,
        "definitions": {
            "set": table("The set itself.", &SET_KEYS, &["id", "title"]),
            "source": table(doc("source"), &SOURCE_KEYS, &["document", "authority", "checked"]),
            "rule": conditional(table("One requirement.", &rule, &["id"])),
            "group": table("Keys for all rules that the patterns name.", &group, &["rules"]),
            "condition": conditional(table("One measure and what it must be.", &with_severity, &["measure"])),
            "possibility": conditional(table("One of several possibilities.", &possibility, &[])),
            "wording": wording,
            "frame": {"type": "object", "properties": {"width": side, "height": side}, "required": ["width", "height"],
                "additionalProperties": false},
            "quantity": {"anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": "^[0-9.+-]", "examples": ["50 KiB", "3 deg", "33 mm", "50 px", "44 %"]},
            ]},
        },
    })
}

/// With `PHOTOCHECK_REFRESH_GOLDEN=1` the published schema is written anew.
#[test]
fn the_published_schema_of_rule_files_is_made_from_the_lists_they_are_checked_by() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/rules.schema.json");
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("PHOTOCHECK_REFRESH_GOLDEN").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), text);
}

/// What of a value the schema does not allow: the part of JSON Schema that the schema above is written in.
fn faults(value: &Value, rule: &Value, root: &Value, at: &str) -> Vec<String> {
    if let Some(allowed) = rule.as_bool() {
        return if allowed { Vec::new() } else { vec![format!("{at}: not allowed")] };
    }
    let mut found = Vec::new();
    for (key, wanted) in rule.as_object().unwrap() {
        let inner = |rule: &Value| faults(value, rule, root, at);
        let each = || wanted.as_array().unwrap().iter().map(inner);
        match key.as_str() {
            "$ref" => {
                let target = wanted.as_str().unwrap().trim_start_matches('#');
                found.extend(inner(root.pointer(target).unwrap_or_else(|| panic!("no {target}"))));
            }
            "allOf" => found.extend(each().flatten()),
            "anyOf" if !each().any(|faults| faults.is_empty()) => found.push(format!("{at}: none of several")),
            "if" if inner(wanted).is_empty() => found.extend(inner(&rule["then"])),
            "const" if *wanted != *value => found.push(format!("{at}: not {wanted}")),
            "enum" if !wanted.as_array().unwrap().contains(value) => found.push(format!("{at}: {value} is no choice")),
            "type" => {
                let name = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                let is_one = *wanted == name || wanted.as_array().is_some_and(|names| names.contains(&json!(name)));
                found.extend((!is_one).then(|| format!("{at}: {name} is not {wanted}")));
            }
            "required" => {
                let missing =
                    wanted.as_array().unwrap().iter().filter(|key| value.get(key.as_str().unwrap()).is_none());
                found.extend(missing.map(|key| format!("{at}: {key} is missing")));
            }
            "properties" => {
                let there =
                    wanted.as_object().unwrap().iter().filter_map(|(key, rule)| Some((key, rule, value.get(key)?)));
                found.extend(there.flat_map(|(key, rule, value)| faults(value, rule, root, &format!("{at}.{key}"))));
            }
            "additionalProperties" => {
                let unknown =
                    value.as_object().into_iter().flatten().filter(|(key, _)| rule["properties"].get(key).is_none());
                found.extend(unknown.map(|(key, _)| format!("{at}: unknown {key}")));
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.flat_map(|(n, item)| faults(item, wanted, root, &format!("{at}[{n}]"))));
            }
            "minItems" if value.as_array().is_some_and(|items| (items.len() as u64) < wanted.as_u64().unwrap()) => {
                found.push(format!("{at}: too few"));
            }
            "exclusiveMinimum" if value.as_f64() <= wanted.as_f64() => found.push(format!("{at}: too small")),
            "pattern" => {
                let pattern = regex::Regex::new(wanted.as_str().unwrap()).unwrap();
                found.extend(value.as_str().filter(|it| !pattern.is_match(it)).map(|it| format!("{at}: {it}")));
            }
            _ => {}
        }
    }
    found
}

/// What the schema says against a TOML text.
fn against(text: &str) -> Vec<String> {
    let toml: toml::Table = text.parse().unwrap();
    let mut json = serde_json::to_value(&toml).unwrap();
    if let Some(checked) = json.pointer_mut("/set/source/checked") {
        *checked = json!("a date");
    }
    let schema = schema();
    faults(&json, &schema, &schema, "")
}

#[test]
fn every_built_in_set_and_every_template_is_valid_by_the_schema() {
    for set in BUILT_IN {
        assert_eq!(against(set.text), [""; 0], "{}", set.name);
    }
}

#[test]
fn the_schema_refuses_what_rule_files_may_not_say() {
    let wrong = |rule: &str| {
        against(&format!("schema = 1\n[set]\nid = \"a\"\ntitle = \"A\"\n[[rule]]\nid = \"it\"\n{rule}")).join("; ")
    };
    assert_eq!(wrong("measure = \"head.height\"\nmin = \"20 %\"\nseverity = \"warning\""), "");
    assert!(wrong("mesure = \"head.height\"").contains("unknown mesure"));
    assert!(wrong("measure = \"head.hight\"").contains("is no choice"));
    assert!(wrong("severity = \"fatal\"").contains("is no choice"));
    assert!(wrong("measure = \"glasses.glare\"\nmax = 0.5").contains(".max: not allowed"));
    assert!(wrong("measure = \"file.format\"\nwithin = 5").contains(".within: not allowed"));
    assert!(wrong("title = { zh = \"甲\" }").contains("none of several"));
    assert!(against("schema = 2\n[set]\nid = \"a\"\ntitle = \"A\"").join("; ").contains("not 1"));
}
