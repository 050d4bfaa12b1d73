//! The report for people at a terminal: what each photo needs, and what the batch comes to.
//!
//! A few photos are told in full; of a batch each photo that needs something gets one line with its main reasons, and the
//! overview says the rest: nobody reads 14,000 lines. Styles are always written; whoever owns the stream strips them
//! where they do not belong. A mark and a word carry the meaning, colour only repeats it.

mod hints;
mod line;
mod overview;
mod photo;
mod screen;
mod several;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Detail, Report, Run, Standing};
use crate::judge::Verdict;
use crate::text::{Lang, phrase};

pub(super) use photo::unread;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Up to how many photos are told in full.
const FEW: usize = 3;

/// The report for people.
pub struct Human {
    /// How much of it.
    pub detail: Detail,
}

/// The overview alone: counts, rules by outcome, the name list, what to do next.
pub(crate) struct OverviewOnly;

impl Report for Human {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut foot = Vec::new();
        overview::write(
            run,
            overview::OverviewExtent::AfterPhotos { is_full: self.detail == Detail::Verbose },
            &mut foot,
        )?;
        let is_full = self.detail == Detail::Verbose || (run.photos.len() <= FEW && self.detail != Detail::Quiet);
        if is_full {
            // One photo has the screen to itself, and shares it only with what stands below it.
            let foot = if run.photos.len() == 1 { screen::rows(&String::from_utf8_lossy(&foot)) } else { 0 };
            let extent = match self.detail {
                Detail::Verbose => photo::PhotoExtent::Everything,
                _ => photo::PhotoExtent::Rows(screen::ROWS.saturating_sub(foot)),
            };
            run.photos.iter().try_for_each(|photo| photo::write(photo, run, extent, out))?;
        } else {
            line::write_all(run, self.detail == Detail::Quiet, out)?;
        }
        out.write_all(&foot)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        several::write(runs, Some(self.detail), out)
    }
}

impl Report for OverviewOnly {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        overview::write(run, overview::OverviewExtent::Alone, out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        several::write(runs, None, out)
    }
}

fn verdict_mark(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Pass => ("✓", GREEN),
        Verdict::Review => ("?", YELLOW),
        Verdict::Fail => ("✗", RED),
    }
}

fn standing_mark(standing: Standing) -> (&'static str, Style) {
    match standing {
        Standing::Skipped => ("-", DIM),
        Standing::Passed => ("✓", GREEN),
        Standing::Waived => ("~", DIM),
        Standing::Warned => ("!", YELLOW),
        Standing::Review => ("?", YELLOW),
        Standing::Failed => ("✗", RED),
    }
}

/// `text` filled with spaces to `width` columns; a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn colon(lang: Lang) -> &'static str {
    phrase("：", ": ").get(lang)
}

fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
}

/// What stands between the items of a list in a sentence.
fn comma(lang: Lang) -> &'static str {
    phrase("、", ", ").get(lang)
}
