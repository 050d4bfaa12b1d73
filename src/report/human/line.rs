//! The photos of a batch, one line each: only those that need something, with their main reasons.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::photo::unread;
use super::screen::COLUMNS;
use super::{BOLD, DIM, verdict_mark};
use crate::batch::Checked;
use crate::judge::Verdict;
use crate::report::number::printable;
use crate::report::row::rejection;
use crate::report::standing::{cure_of, reasons};
use crate::report::wording::verdict_name;
use crate::report::{Run, Words};
use crate::text::phrase;

/// Most photos that are listed: what is read in half a minute.
const LISTED: usize = 40;

/// Up to how many photos those that pass are listed too.
const SMALL: usize = 12;

/// Most reasons that a line names.
const REASONS: usize = 3;

/// Writes the lines, what is worst first; `is_quiet` leaves only photos that fail.
pub(super) fn write_all(run: &Run<'_>, is_quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    let least = match (is_quiet, run.photos.len() <= SMALL) {
        (true, _) => Verdict::Fail,
        (false, true) => Verdict::Pass,
        (false, false) => Verdict::Review,
    };
    let mut listed: Vec<_> = run.photos.iter().filter(|photo| photo.verdict >= least).collect();
    if run.photos.len() > SMALL {
        listed.sort_by_key(|photo| std::cmp::Reverse(photo.verdict));
    }
    for photo in listed.iter().take(LISTED) {
        line(photo, run, out)?;
    }
    if listed.len() > LISTED {
        let sentence = phrase(
            "……不合格和要看的还有 {n} 张没有列出：--report 结果.html 连图一起看，--format concise 每张一行",
            "… and {n} more that fail or need a look: --report results.html shows them all, --format concise lists them",
        );
        let more = (listed.len() - LISTED).to_string();
        writeln!(out, "{DIM}{}{DIM:#}", sentence.fill(run.lang, &[("n", &more)]))?;
    }
    Ok(())
}

fn line(photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    under(&printable(&photo.file), photo, run, out)
}

/// The line of a photo with `file` where its name stands.
pub(super) fn under(file: &str, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mark, style) = verdict_mark(photo.verdict);
    let word = cure_of(photo, run).unwrap_or(verdict_name(photo.verdict)).get(run.lang);
    let briefs = reasons(photo, run).into_iter().map(|it| Words::of(it, photo, run.lang).brief);
    let all: Vec<_> = rejection(photo, run).into_iter().chain(briefs).chain(unread(photo, run)).collect();
    let (gap, joint) = (run.lang.colon(), run.lang.comma());
    let mut width = file.width() + word.width() + gap.width() + 4;
    let mut named: Vec<&str> = Vec::new();
    for reason in all.iter().take(REASONS) {
        width += reason.width() + joint.width();
        // A line ends where a whole reason would not fit any more.
        if width > COLUMNS && !named.is_empty() {
            break;
        }
        named.push(reason);
    }
    let reasons_text = named.join(joint);
    let gap = if named.is_empty() { "" } else { gap };
    let more = match all.len() - named.len() {
        0 => String::new(),
        more => phrase("，另有 {more} 项", " +{more}").fill(run.lang, &[("more", &more.to_string())]),
    };
    writeln!(
        out,
        "{style}{mark}{style:#} {BOLD}{file}{BOLD:#}  {style}{word}{style:#}{gap}{reasons_text}{DIM}{more}{DIM:#}"
    )
}
