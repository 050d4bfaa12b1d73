//! JUnit XML for build servers: a suite a photo, a case a rule, passes included, because a pass is evidence.
//!
//! JUnit knows no third outcome. What a person has to decide is a skipped case of type `review` that says so, and a
//! warning is a passed case whose output holds the sentence: both stay visible, neither breaks the build. A photo that a person
//! has turned down has a failed case of its own for that.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::row::{DECISION, TURNED_DOWN};
use super::several::photos;
use super::standing::standing_name;
use super::wording::capital;
use super::{Report, Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::Finding;
use crate::text::phrase;

/// The XML document.
pub struct Junit;

/// Where the document goes, indented.
type Document<'o> = Writer<&'o mut dyn Write>;

impl Report for Junit {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_each(std::slice::from_ref(run), out)
    }

    /// Of several sets a suite a photo and set, with the set's id in its name.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let mut document = Writer::new_with_indent(out, b' ', 4);
        document.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let photos = photos(runs);
        let all = || (0..photos).flat_map(|index| runs.iter().map(move |run| (&run.photos[index], run)));
        let failures = all().map(|(photo, run)| failures(photo, run)).sum();
        let tests = all().map(|(photo, _)| cases(photo)).sum::<usize>();
        let counted = [("tests", tests.max((photos == 0).into())), ("failures", failures), ("errors", 0)];
        element(&mut document, numbered("testsuites", "photocheck", &counted), |document| {
            all().try_for_each(|(photo, run)| suite(photo, run, document))?;
            if photos == 0 { nothing(document) } else { Ok(()) }
        })?;
        writeln!(document.get_mut())
    }
}

fn suite(photo: &Checked<'_>, run: &Run<'_>, document: &mut Document<'_>) -> io::Result<()> {
    let counted = [
        ("tests", cases(photo)),
        ("disabled", count(photo, run, is_skipped)),
        ("errors", 0),
        ("failures", failures(photo, run)),
    ];
    let mut name = run.shown(&photo.file);
    if run.is_one_of_several {
        name += &format!(" · {}", run.set.id);
    }
    element(document, numbered("testsuite", &name, &counted), |document| {
        element(document, BytesStart::new("properties"), |document| {
            for (name, value) in [("verdict", photo.verdict.name()), ("set", run.set.id.as_str())] {
                let property = BytesStart::new("property").with_attributes([("name", name), ("value", value)]);
                document.write_event(Event::Empty(property))?;
            }
            Ok(())
        })?;
        if photo.rejected {
            rejection(run, document)?;
        }
        photo.findings.iter().try_for_each(|finding| case(finding, photo, run, document))
    })
}

fn case(finding: &Finding<'_>, photo: &Checked<'_>, run: &Run<'_>, document: &mut Document<'_>) -> io::Result<()> {
    let words = Words::of(finding, photo, run.lang);
    let message = run.shown(&words.message);
    let standing = Standing::of(finding, run.counts);
    let told = match &words.reason {
        Some(reason) if standing == Standing::Review => {
            format!("{message}{}{}", run.lang.space(), capital(&run.shown(reason)))
        }
        Some(reason) if standing == Standing::Skipped => run.shown(reason),
        _ => message,
    };
    let name = [("name", finding.rule.id.as_str()), ("classname", run.set.id.as_str())];
    let case = BytesStart::new("testcase").with_attributes(name);
    let tag = match standing {
        Standing::Passed => return document.write_event(Event::Empty(case)),
        Standing::Warned => {
            let holes = [("standing", standing_name(standing).get(run.lang)), ("told", told.as_str())];
            let said = phrase("{standing}：{told}", "{standing}: {told}").fill(run.lang, &holes);
            return element(document, case, |document| text(document, BytesStart::new("system-out"), &said));
        }
        standing if is_failure(standing) => "failure",
        _ => "skipped",
    };
    let status = BytesStart::new(tag).with_attributes([("message", told.as_str()), ("type", standing.name())]);
    let cure = words.cure.as_deref().or(finding.waived.as_deref()).map(|cure| run.shown(cure));
    element(document, case, |document| match &cure {
        Some(cure) => text(document, status, cure),
        None => document.write_event(Event::Empty(status)),
    })
}

/// The case of a photo that a person has turned down as a whole.
fn rejection(run: &Run<'_>, document: &mut Document<'_>) -> io::Result<()> {
    let case = BytesStart::new("testcase").with_attributes([("name", DECISION), ("classname", run.set.id.as_str())]);
    let message = TURNED_DOWN.get(run.lang);
    let failure = BytesStart::new("failure").with_attributes([("message", message), ("type", "failed")]);
    element(document, case, |document| document.write_event(Event::Empty(failure)))
}

fn cases(photo: &Checked<'_>) -> usize {
    photo.findings.len() + usize::from(photo.rejected)
}

fn failures(photo: &Checked<'_>, run: &Run<'_>) -> usize {
    count(photo, run, is_failure) + usize::from(photo.rejected)
}

/// A suite for a run without photos: a document without cases reads as a broken build.
fn nothing(document: &mut Document<'_>) -> io::Result<()> {
    element(
        document,
        numbered("testsuite", "photocheck", &[("tests", 1), ("errors", 0), ("failures", 0)]),
        |document| {
            document.write_event(Event::Empty(BytesStart::new("testcase").with_attributes([("name", "no-photos")])))
        },
    )
}

fn is_failure(standing: Standing) -> bool {
    standing == Standing::Failed
}

fn is_skipped(standing: Standing) -> bool {
    matches!(standing, Standing::Review | Standing::Skipped | Standing::Waived)
}

fn count(photo: &Checked<'_>, run: &Run<'_>, is_one: impl Fn(Standing) -> bool) -> usize {
    photo.findings.iter().filter(|finding| is_one(Standing::of(finding, run.counts))).count()
}

/// A tag with a name and numbers.
fn numbered(tag: &'static str, name: &str, numbers: &[(&str, usize)]) -> BytesStart<'static> {
    let mut start = BytesStart::new(tag);
    start.push_attribute(("name", name));
    numbers.iter().for_each(|(key, number)| start.push_attribute((*key, number.to_string().as_str())));
    start
}

/// An element with what `content` writes into it.
fn element<'o>(
    document: &mut Document<'o>,
    start: BytesStart<'static>,
    content: impl FnOnce(&mut Document<'o>) -> io::Result<()>,
) -> io::Result<()> {
    let end = start.to_end().into_owned();
    document.write_event(Event::Start(start))?;
    content(document)?;
    document.write_event(Event::End(end))
}

/// An element with text alone.
fn text(document: &mut Document<'_>, start: BytesStart<'_>, said: &str) -> io::Result<()> {
    let end: BytesEnd<'_> = start.to_end().into_owned();
    document.write_event(Event::Start(start.borrow()))?;
    document.write_event(Event::Text(BytesText::new(said)))?;
    document.write_event(Event::End(end))
}
