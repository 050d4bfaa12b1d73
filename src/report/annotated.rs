//! One photo with what was measured drawn over it and what was found written below: an SVG for a student to look at
//! in any browser.

use super::markup::jpeg_uri;
use super::overlay::{Underlay, drawing};
use super::sheet::{columns, sheet, wrapped};
use super::standing::ordered;
use super::wording::verdict_name;
use super::{Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Verdict};
use crate::text::phrase;

/// Most lines of text below the picture.
const LINES: usize = 14;

/// The drawing of a photo; `picture` is its JPEG file. `None` when the photo has no pixels.
pub fn annotated(photo: &Checked<'_>, picture: &[u8], run: &Run<'_>) -> Option<String> {
    let [width, height] = photo.size?.map(f64::from);
    let drawing = drawing(photo, &Underlay::Uri(jpeg_uri(picture)))?;
    let columns = columns(width, height);
    let mut lines = vec![format!("{}  {}", verdict_name(photo.verdict).get(run.lang), run.shown(&photo.file))];
    let mut unmeasured: Vec<&str> = Vec::new();
    for finding in ordered(photo, run) {
        let standing = Standing::of(finding, run.counts);
        let title = finding.rule.title.get(run.lang);
        match standing {
            Standing::Skipped | Standing::Passed | Standing::Waived => {}
            Standing::Review if finding.decided_by().reason().is_some() => unmeasured.push(title),
            _ => lines.extend(wrapped(&run.shown(&told(finding, standing, photo, run)), columns)),
        }
    }
    if !unmeasured.is_empty() {
        let titles = unmeasured.join(phrase("；", "; ").get(run.lang));
        let sentence = phrase("? 请人看一看：{titles}", "? A person should look at: {titles}");
        lines.extend(wrapped(&sentence.fill(run.lang, &[("titles", &titles)]), columns));
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("…".to_owned());
    }
    Some(sheet([width, height], &drawing, ground(photo.verdict), &lines, run.lang))
}

/// Mark, title, message and cure.
fn told(finding: &Finding<'_>, standing: Standing, photo: &Checked<'_>, run: &Run<'_>) -> String {
    let words = Words::of(finding, photo, run.lang);
    let cure = words.cure.map(|cure| format!(" → {cure}")).unwrap_or_default();
    let holes = [("title", finding.rule.title.get(run.lang)), ("message", words.message.as_str())];
    let sentence = phrase("{title}：{message}", "{title}: {message}").fill(run.lang, &holes);
    format!("{} {sentence}{cure}", mark(standing))
}

fn mark(standing: Standing) -> char {
    match standing {
        Standing::Failed => '✗',
        Standing::Review => '?',
        _ => '!',
    }
}

fn ground(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "#ddf3e4",
        Verdict::Review => "#fff0cc",
        Verdict::Fail => "#fde0df",
    }
}
