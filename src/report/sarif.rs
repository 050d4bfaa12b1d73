//! SARIF 2.1.0 for code-scanning services.
//!
//! Services refuse a result without a line, so every result is at line 1 of its photo; where in the picture it lies
//! stands in its properties, in pixels of the upright photo. A result keeps its fingerprint, rule and content of the
//! file, when the photo is moved or renamed. Passes and rules that do not apply are left out: these are results, not
//! a log.

use std::io::{self, Write};

use serde_json::{Map, Value as Node, json};

use super::row::{DECISION, TURNED_DOWN};
use super::{Report, Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Outcome};
use crate::record;
use crate::rules::{Rule, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log file.
pub struct Sarif;

impl Report for Sarif {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        write_log(vec![log_run(run)], out)
    }

    /// One run of the log a set, told apart by its category.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let of_set = |run: &Run<'_>| {
            let mut node = log_run(run);
            node["automationDetails"] = json!({ "id": format!("photocheck/{}", run.set.id) });
            node
        };
        write_log(runs.iter().map(of_set).collect(), out)
    }
}

fn write_log(runs: Vec<Node>, out: &mut dyn Write) -> io::Result<()> {
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What one set says of the photos.
fn log_run(run: &Run<'_>) -> Node {
    let open = |photo: &'_ Checked<'_>| {
        let findings = photo.findings.iter().filter(|finding| finding.outcome > Outcome::Pass);
        let findings = findings.map(|finding| result(finding, photo, run));
        photo.rejected.then(|| rejection(photo, run)).into_iter().chain(findings).collect::<Vec<_>>()
    };
    let is_any_rejected = run.photos.iter().any(|photo| photo.rejected);
    let decision = is_any_rejected.then(|| decision(run));
    json!({
        "tool": { "driver": {
            "name": "photocheck",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": run.set.rules.iter().map(|rule| descriptor(rule, run)).chain(decision).collect::<Vec<_>>(),
        }},
        "invocations": [{ "executionSuccessful": true }],
        "columnKind": "unicodeCodePoints",
        "results": run.photos.iter().flat_map(open).collect::<Vec<_>>(),
    })
}

fn descriptor(rule: &Rule, run: &Run<'_>) -> Node {
    let title = rule.title.get(run.lang);
    let why = rule.why.as_ref().map_or(title, |why| why.get(run.lang));
    let measures: Vec<_> = rule.conditions.iter().map(|condition| condition.measure.name).collect();
    json!({
        "id": rule.id,
        "shortDescription": { "text": title },
        "fullDescription": { "text": why },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "clause": rule.clause, "basis": rule.basis.name(), "measures": measures },
    })
}

/// What stands for a rule where a person has turned a whole photo down.
fn decision(run: &Run<'_>) -> Node {
    json!({
        "id": DECISION,
        "shortDescription": { "text": TURNED_DOWN.get(run.lang) },
        "defaultConfiguration": { "level": "error" },
    })
}

fn rejection(photo: &Checked<'_>, run: &Run<'_>) -> Node {
    let mut result = json!({
        "ruleId": DECISION,
        "ruleIndex": run.set.rules.len(),
        "kind": "fail",
        "level": "error",
        "message": { "text": TURNED_DOWN.get(run.lang) },
        "locations": [location(photo, run)],
    });
    if let Some(content) = photo.content {
        result["partialFingerprints"] = json!({ "ruleAndContent/v1": format!("{DECISION}:{content}") });
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>) -> Node {
    let words = Words::of(finding, photo, run.lang);
    let reason = words.reason.filter(|_| finding.outcome == Outcome::Review);
    let text =
        [Some(words.message), reason, words.cure].into_iter().flatten().collect::<Vec<_>>().join(run.lang.space());
    // The format asks for level "none" wherever the kind is not "fail".
    let (kind, level) = match finding.outcome {
        Outcome::Fail => ("fail", level(finding.severity)),
        _ => ("review", "none"),
    };
    let index = run.set.rules.iter().position(|rule| std::ptr::eq(rule, finding.rule));
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": { "text": format!("{}: {}", finding.rule.title.get(run.lang), run.shown(&text)) },
        "locations": [location(photo, run)],
        "properties": properties(finding, photo, run),
    });
    if let Some(content) = photo.content {
        result["partialFingerprints"] = json!({ "ruleAndContent/v1": format!("{}:{content}", finding.rule.id) });
    }
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{ "kind": "external", "justification": run.shown(reason) }]);
    }
    result
}

/// Where the photo is. A path with a masked number leads nowhere, so it is a name and not a place.
fn location(photo: &Checked<'_>, run: &Run<'_>) -> Node {
    let path = run.masked(&photo.file);
    if path != photo.file {
        return json!({ "logicalLocations": [{ "fullyQualifiedName": path, "kind": "photo" }] });
    }
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&path) }, "region": { "startLine": 1 } } })
}

/// What was measured, and where in the picture.
fn properties(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>) -> Node {
    let judged = finding.decided_by();
    let mut properties = Map::new();
    properties.insert("standing".into(), Standing::of(finding, run.counts).name().into());
    properties.insert("measure".into(), judged.condition.measure.name.into());
    if let Some(value) = judged.reading.value() {
        properties.insert("value".into(), json!(masked(record::Value::from(value), run)));
        properties.insert("unit".into(), judged.condition.measure.unit.name().into());
    }
    let places = judged.condition.measure.parts.iter().filter_map(|part| {
        let place = part.place(&photo.facts)?;
        Some(json!({ "part": part.name(), "x": place.x, "y": place.y, "width": place.width, "height": place.height }))
    });
    let places: Vec<Node> = places.collect();
    if !places.is_empty() {
        properties.insert("pixelRegions".into(), places.into());
    }
    properties.into()
}

/// The value with its texts as a report that travels may show them.
fn masked(value: record::Value, run: &Run<'_>) -> record::Value {
    match value {
        record::Value::Text(text) => record::Value::Text(run.masked(&text)),
        record::Value::List(texts) => record::Value::List(texts.iter().map(|text| run.masked(text)).collect()),
        other => other,
    }
}

/// A path as a URI reference (RFC 3986): relative stays relative, everything but unreserved characters is escaped. What is
/// shown as `\xHH` is that byte of the name, so that whoever follows the reference comes to the file.
fn uri(path: &str) -> String {
    let is_drive = path.get(1..3) == Some(":/") && path.as_bytes()[0].is_ascii_alphabetic();
    let prefix = match path {
        _ if is_drive => "file:///",
        _ if path.starts_with("//") => "file:",
        _ if path.starts_with('/') => "file://",
        _ => "",
    };
    let escaped = bytes_of(path).into_iter().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        b':' if is_drive => ":".to_owned(),
        _ => format!("%{byte:02X}"),
    });
    prefix.to_owned() + &escaped.collect::<String>()
}

/// The bytes of a name that is shown as [`crate::input`] shows names.
fn bytes_of(shown: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(shown.len());
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => bytes.push(byte),
            None => bytes.extend(b"\\x"),
        }
        rest = &after[if byte.is_some() { 2 } else { 0 }..];
    }
    bytes.extend(rest.bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/张.jpg"), "a%20b/%E5%BC%A0.jpg");
        assert_eq!(uri("a:b?c#d%.jpg"), "a%3Ab%3Fc%23d%25.jpg");
        assert_eq!(uri("\\xD5\\xC5.jpg"), "%D5%C5.jpg");
        assert_eq!(uri("a\\x5Cx41\\xz"), "a%5Cx41%5Cxz");
        assert_eq!(uri("/tmp/a.jpg"), "file:///tmp/a.jpg");
        assert_eq!(uri("C:/照/a.jpg"), "file:///C:/%E7%85%A7/a.jpg");
        assert_eq!(uri("//server/share/a.jpg"), "file://server/share/a.jpg");
    }
}
