//! All rules of a set on one photo: one cause, one finding.
//!
//! A file that does not open fails every rule about its picture, and two people break most rules about one. Whoever
//! reads thirty findings does not see the one that matters. So the rule that tells the cause speaks, and the rules that
//! can say nothing because of it are skipped, with the cause as their reason.

use std::collections::HashSet;

use super::condition::{Judged, judge_condition};
use super::{Cause, Finding, Outcome, consequence, judge, priority};
use crate::measure::Readings;
use crate::reading::{Reading, Reason};
use crate::rules::Rule;

/// Judges one photo's readings by all rules of a set, in its order.
pub fn judge_all<'r>(rules: &'r [Rule], readings: &dyn Readings) -> Vec<Finding<'r>> {
    let mut findings: Vec<_> = rules.iter().map(|rule| judge(rule, readings)).collect();
    for cause in Cause::ALL {
        // Without a rule that tells the cause to the reader, the others have to; nor is anything measured for it then.
        let tells = |finding: &Finding<'_>| cause.is_told_by(finding.rule) && is_told(cause, finding);
        let Some(teller) = findings.iter().position(tells).filter(|_| cause.shows(readings)) else { continue };
        findings[teller].cause = Some(cause);
        for (index, finding) in findings.iter_mut().enumerate() {
            if index != teller && finding.cause.is_none() && is_hidden(cause, finding) {
                *finding = Finding { cause: Some(cause), ..silenced(finding.rule, cause.reason()) };
            }
        }
    }
    for (index, reason) in consequence::followers(&findings) {
        findings[index] = silenced(findings[index].rule, reason);
    }
    for index in priority::yielding(&findings) {
        findings[index] = silenced(findings[index].rule, Reason::ComesSecond);
    }
    findings
}

/// The names of the measures that judging by these rules asks for: those of their conditions, those that show the causes
/// which a rule tells, and the frame's height, which limits scale with.
pub fn asked(rules: &[Rule]) -> HashSet<&'static str> {
    let conditions = rules.iter().flat_map(|rule| rule.conditions.iter().chain(&rule.when));
    let told = Cause::ALL.into_iter().filter(|cause| rules.iter().any(|rule| cause.is_told_by(rule)));
    let named = conditions.map(|condition| condition.measure.name).chain(told.map(Cause::shown_by));
    named.chain(["image.height"]).collect()
}

/// Whether a finding tells its reader of the cause: two faces of which one is doubtful may be one person and a poster.
fn is_told(cause: Cause, finding: &Finding<'_>) -> bool {
    match cause {
        Cause::Several => finding.outcome == Outcome::Fail,
        _ => finding.outcome > Outcome::Pass,
    }
}

/// Whether a rule says nothing worth reading because of the cause. Of a file that does not open, what is already known to
/// be right stays right.
fn is_hidden(cause: Cause, finding: &Finding<'_>) -> bool {
    let hides = finding.rule.conditions.iter().all(|condition| cause.hides(condition.measure));
    let is_known = cause == Cause::Unreadable && finding.outcome == Outcome::Pass;
    hides && !is_known && !finding.inapplicable
}

/// A rule that is skipped because of what another one tells.
fn silenced(rule: &Rule, reason: Reason) -> Finding<'_> {
    let unknown = |condition| {
        let judged = judge_condition(condition, Reading::Unmeasured(reason.clone()), None, rule);
        Judged { outcome: Outcome::Skipped, ..judged }
    };
    Finding {
        rule,
        outcome: Outcome::Skipped,
        severity: rule.severity,
        judged: rule.conditions.iter().map(unknown).collect(),
        deciding: 0,
        inapplicable: false,
        cause: None,
        silenced: true,
        waived: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measure;
    use crate::rules::{Set, load};

    /// Readings of a photo that has nothing but these.
    struct Table(Vec<(&'static str, Reading)>);

    impl Readings for Table {
        fn reading(&self, measure: &'static Measure) -> Reading {
            let known = self.0.iter().find(|(name, _)| *name == measure.name);
            known.map_or(Reading::Unmeasured(Reason::Hidden), |(_, reading)| reading.clone())
        }

        fn frame_height(&self) -> Option<f64> {
            None
        }
    }

    fn set() -> Set {
        let never = |_: &str| Err(std::io::Error::other("no files"));
        load(&["graduation-2022".to_owned()], &[], &never).unwrap_or_else(|_| panic!("the default set is sound"))
    }

    /// Ids of the rules that say something of these readings, and what they say.
    fn told(readings: Vec<(&'static str, Reading)>) -> Vec<(String, Outcome)> {
        let set = set();
        let findings = judge_all(&set.rules, &Table(readings));
        let told = findings.iter().filter(|finding| finding.outcome > Outcome::Pass);
        told.map(|finding| (finding.rule.id.clone(), finding.outcome)).collect()
    }

    #[test]
    fn a_file_that_does_not_open_says_only_that() {
        let readings = vec![
            ("file.intact", Reading::exact(false)),
            ("file.size", Reading::exact(212.0)),
            ("file.format", Reading::exact("heif")),
            ("file.extension", Reading::exact("heic")),
        ];
        assert_eq!(told(readings), [("readable".to_owned(), Outcome::Fail)]);
    }

    #[test]
    fn two_people_are_one_finding() {
        let readings = vec![
            ("file.intact", Reading::exact(true)),
            ("file.format", Reading::exact("jpeg")),
            ("file.extension", Reading::exact("jpg")),
            ("file.size", Reading::exact(90_000.0)),
            ("image.width", Reading::exact(480.0)),
            ("image.height", Reading::exact(640.0)),
            ("face.count", Reading::exact(2.0)),
            ("head.height", Reading::number(0.2, 0.005)),
            ("trace.ai_label", Reading::exact(Vec::<String>::new())),
            ("trace.history", Reading::exact(Vec::<String>::new())),
            ("trace.editor", Reading::exact(vec!["Adobe Photoshop".to_owned()])),
        ];
        let said = told(readings);
        assert!(said.contains(&("one-face".to_owned(), Outcome::Fail)), "{said:?}");
        assert!(
            said.contains(&("no-editing-traces".to_owned(), Outcome::Fail)),
            "what is not about a face still counts"
        );
        assert_eq!(said.len(), 2, "{said:?}");
    }

    #[test]
    fn a_photo_on_its_side_is_only_to_be_turned() {
        let mut readings = vec![
            ("file.intact", Reading::exact(true)),
            ("file.format", Reading::exact("jpeg")),
            ("file.extension", Reading::exact("jpg")),
            ("file.size", Reading::exact(90_000.0)),
            ("image.width", Reading::exact(640.0)),
            ("image.height", Reading::exact(480.0)),
            ("face.count", Reading::exact(1.0)),
            ("face.roll", Reading::number(90.0, 10.0)),
            ("eyes.line", Reading::Unmeasured(Reason::Sideways)),
        ];
        let editing = ["trace.ai_label", "trace.history", "trace.editor"];
        readings.extend(editing.map(|name| (name, Reading::exact(Vec::<String>::new()))));
        assert_eq!(told(readings), [("upright".to_owned(), Outcome::Fail)]);
    }

    #[test]
    fn what_follows_from_a_flaw_is_left_unsaid() {
        let turned = vec![("face.yaw", Reading::number(25.0, 1.0)), ("ears.visible", Reading::exact(0.01))];
        let said = told(turned);
        assert!(said.contains(&("frontal".to_owned(), Outcome::Fail)), "{said:?}");
        assert!(!said.iter().any(|(rule, _)| rule == "ears-visible"), "{said:?}");
        let straight = vec![("face.yaw", Reading::number(2.0, 1.0)), ("ears.visible", Reading::exact(0.01))];
        assert!(told(straight).contains(&("ears-visible".to_owned(), Outcome::Fail)));
        let nodding = vec![("face.pitch", Reading::number(40.0, 1.0)), ("ears.visible", Reading::exact(0.01))];
        assert!(told(nodding).contains(&("ears-visible".to_owned(), Outcome::Fail)), "a nod hides no ear");
    }

    #[test]
    fn a_question_silences_no_certainty() {
        let said = told(vec![("face.yaw", Reading::number(20.0, 4.0)), ("ears.visible", Reading::exact(0.01))]);
        assert!(said.contains(&("frontal".to_owned(), Outcome::Review)), "{said:?}");
        assert!(said.contains(&("ears-visible".to_owned(), Outcome::Fail)), "{said:?}");
    }

    #[test]
    fn an_eye_behind_dark_glasses_is_asked_about_once_and_a_closed_one_is_still_told() {
        let about_eyes = |open: Reading| {
            let said = told(vec![("glasses.tint", Reading::exact(0.99)), ("eyes.open", open)]);
            said.iter().any(|(rule, _)| rule == "eyes-open")
        };
        assert!(!about_eyes(Reading::Unmeasured(Reason::Hidden)));
        assert!(about_eyes(Reading::number(0.01, 0.005)));
        assert!(told(vec![]).iter().any(|(rule, _)| rule == "eyes-open"), "hidden by nothing that is told");
    }

    #[test]
    fn without_a_rule_that_tells_the_cause_the_others_speak() {
        let mut set = set();
        set.rules.retain(|rule| rule.id == "file-format");
        let table = Table(vec![
            ("file.intact", Reading::exact(false)),
            ("file.format", Reading::exact("heif")),
            ("file.extension", Reading::exact("heic")),
        ]);
        let findings = judge_all(&set.rules, &table);
        assert_eq!(findings[0].outcome, Outcome::Fail);
    }

    #[test]
    fn rules_that_are_skipped_name_the_cause() {
        let set = set();
        let findings = judge_all(&set.rules, &Table(vec![("file.intact", Reading::exact(false))]));
        let silent = findings.iter().filter(|finding| finding.outcome == Outcome::Skipped);
        assert!(silent.clone().count() > 20);
        assert!(silent.clone().all(|it| it.decided_by().reason() == Some(&Reason::NotDecoded) || it.inapplicable));
    }
}
