//! JUnit XML for build servers: a suite a photo, a case a rule, passes included, because a pass is evidence.
//!
//! JUnit knows no third outcome. What a person has to decide is a skipped case of type `review` that says so, and a
//! warning is a passed case whose output holds the sentence: both stay visible, neither breaks the build.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::standing::standing_name;
use super::{Report, Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::Finding;

/// The XML document.
pub struct Junit;

impl Report for Junit {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut document = Document::new("photocheck");
        for photo in &run.photos {
            document.add_test_suite(suite(photo, run));
        }
        if run.photos.is_empty() {
            document.add_test_suite(nothing());
        }
        document.serialize(out).map_err(io::Error::other)
    }
}

fn suite(photo: &Checked<'_>, run: &Run<'_>) -> TestSuite {
    let mut suite = TestSuite::new(run.shown(&photo.file));
    suite.add_property(("verdict", photo.verdict.name()));
    suite.add_property(("set", run.set.id.as_str()));
    suite.add_test_cases(photo.findings.iter().map(|finding| case(finding, photo, run)));
    suite
}

fn case(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>) -> TestCase {
    let words = Words::of(finding, photo, run.lang);
    let message = run.shown(&words.message);
    let standing = Standing::of(finding, run.counts);
    let told = match &words.reason {
        Some(reason) if standing == Standing::Review => format!("{message} {}", run.shown(reason)),
        Some(reason) if standing == Standing::Skipped => run.shown(reason),
        _ => message,
    };
    let mut status = match standing {
        Standing::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Standing::Review | Standing::Skipped | Standing::Waived => TestCaseStatus::skipped(),
        Standing::Passed | Standing::Warned => TestCaseStatus::success(),
    };
    if !matches!(standing, Standing::Passed | Standing::Warned) {
        status.set_type(standing.name()).set_message(told.as_str());
        if let Some(text) = words.hint.as_deref().or(finding.waived.as_deref()) {
            status.set_description(run.shown(text));
        }
    }
    let mut case = TestCase::new(finding.rule.id.as_str(), status);
    case.set_classname(run.set.id.as_str());
    if standing == Standing::Warned {
        case.set_system_out(format!("{}: {told}", standing_name(standing).get(run.lang)));
    }
    case
}

/// A suite for a run without photos: a document without cases reads as a broken build.
fn nothing() -> TestSuite {
    let mut suite = TestSuite::new("photocheck");
    suite.add_test_case(TestCase::new("no-photos", TestCaseStatus::success()));
    suite
}
