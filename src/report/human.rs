//! The report for people at a terminal: what each photo needs, and what the batch comes to.
//!
//! A few photos are told in full; of a batch each photo that needs something gets one line with its main reasons, and the
//! overview says the rest: nobody reads 14,000 lines. Styles are always written; whoever owns the stream strips them
//! where they do not belong. A mark and a word carry the meaning, colour only repeats it.

mod line;
mod overview;
mod photo;
mod screen;
mod several;

use std::io::{self, Write};

use anstyle::{Ansi256Color, Color, Style};
use unicode_width::UnicodeWidthStr;

use super::{Detail, Report, Run, Standing};
use crate::judge::Verdict;
use crate::text::{Lang, phrase};

pub(super) use photo::unread;

// Letters on a ground of their own, so that they are read on light terminals and on dark ones: a yellow letter on white is not.
// The colours are of the cube that no theme changes.
const RED: Style = letters_on(231, 124);
const YELLOW: Style = letters_on(16, 178);
const GREEN: Style = letters_on(16, 34);
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

const fn letters_on(letters: u8, ground: u8) -> Style {
    Style::new()
        .fg_color(Some(Color::Ansi256(Ansi256Color(letters))))
        .bg_color(Some(Color::Ansi256(Ansi256Color(ground))))
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

fn stop(lang: Lang) -> &'static str {
    phrase("。", ".").get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of a colour of the cube, by WCAG.
    fn luminance(colour: Option<Color>) -> f64 {
        let Some(Color::Ansi256(Ansi256Color(index))) = colour else { panic!("a theme may change {colour:?}") };
        let cell = index.checked_sub(16).filter(|cell| *cell < 216).expect("a colour of the cube");
        let part = |step: u8| {
            let value = if step == 0 { 0.0 } else { (55.0 + 40.0 * f64::from(step)) / 255.0 };
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055_f64).powf(2.4) }
        };
        0.2126 * part(cell / 36) + 0.7152 * part(cell / 6 % 6) + 0.0722 * part(cell % 6)
    }

    #[test]
    fn verdicts_are_read_on_light_and_dark_terminals() {
        for style in [RED, YELLOW, GREEN] {
            let [letters, ground] = [style.get_fg_color(), style.get_bg_color()].map(luminance);
            let contrast = (letters.max(ground) + 0.05) / (letters.min(ground) + 0.05);
            assert!(contrast >= 4.5, "{style:?} has a contrast of {contrast:.1}");
        }
    }
}
