//! Findings written down: one file per format, all from the same [`Run`].
//!
//! A report decides nothing. What a finding says in words is composed once, in `wording`, so that every format
//! says the same; numbers are written by `number`.

#[cfg(feature = "workbook")]
mod advice;
mod annotated;
mod concise;
mod crop;
mod crop_advice;
mod csv;
mod cures;
mod detail;
mod facts;
mod file;
mod format;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod marks;
mod markup;
mod meaning;
mod messages;
mod number;
mod overlay;
mod overview;
mod privacy;
mod rates;
mod renames;
mod row;
mod run;
mod sarif;
mod several;
mod sheet;
mod shooting_card;
mod standing;
mod summary;
mod term;
mod trouble;
mod unfinished;
mod wording;
#[cfg(feature = "workbook")]
mod xlsx;

use std::io::{self, Write};
use std::path::Path;

use crate::batch::Checked;
pub use crate::judge::Standing;
pub use crate::text::printable;
pub use annotated::annotated;
pub use concise::Concise;
pub use crop_advice::{crop_advice, crop_json, crop_sheet};
pub use csv::Csv;
pub use cures::cures;
pub use detail::Detail;
pub use facts::fact_rows;
pub use file::{Draft, DraftError};
pub use format::ReportFormat;
pub use github::GitHub;
pub use html::Html;
pub use human::Human;
pub(crate) use human::OverviewOnly;
pub use json::{Json, JsonLines, facts_line};
pub use junit::Junit;
pub use markdown::Markdown;
pub use meaning::mark_sentence;
pub use messages::{MessageTable, Messages};
pub use number::unit_name;
pub use overview::Section;
pub use privacy::{Masks, masked};
pub use rates::error_rates;
pub use renames::{NewName, Renames};
pub use run::Run;
pub use sarif::Sarif;
pub use shooting_card::shooting_card;
pub use summary::Summary;
pub(crate) use unfinished::{Unfinished, sweep};
pub use unfinished::{abandon_all, write_whole};
pub use wording::{Words, limits_text};
#[cfg(feature = "workbook")]
pub use xlsx::Xlsx;

/// A format that a run can be written in.
pub trait Report {
    /// Writes the whole run.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the runs by each of several sets, over the same photos in the same order.
    ///
    /// # Errors
    /// Those of the writer.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()>;

    /// Writes however many runs there are: one as [`write`](Self::write) does, several as
    /// [`write_each`](Self::write_each).
    ///
    /// # Errors
    /// Those of the writer.
    fn write_all(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        match runs {
            [run] => self.write(run, out),
            _ => self.write_each(runs, out),
        }
    }

    /// The same for a file that will stand at `destination`: what leads from it to the photos leads from there.
    ///
    /// # Errors
    /// Those of the writer.
    fn write_at(&self, runs: &[Run<'_>], _destination: &Path, out: &mut dyn Write) -> io::Result<()> {
        self.write_all(runs, out)
    }
}

/// A format that is written photo by photo, so that no photo has to be kept.
pub trait Lines {
    /// What stands before the first photo; of several sets, by the run of the first. As throughout, the run need not have its
    /// photos yet.
    ///
    /// # Errors
    /// Those of the writer.
    fn begin(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Photo number `index` of the run; of several sets, once with the run of each.
    ///
    /// # Errors
    /// Those of the writer.
    fn photo(&self, index: usize, photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// What stands behind the last photo; of several sets, by the run of the first.
    ///
    /// # Errors
    /// Those of the writer.
    fn end(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl<L: Lines> Report for L {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.begin(run, out)?;
        run.photos.iter().enumerate().try_for_each(|(index, photo)| self.photo(index, photo, run, out))?;
        self.end(run, out)
    }

    /// Each photo once a set.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = runs.first() else { return Ok(()) };
        self.begin(first, out)?;
        for index in 0..first.photos.len() {
            runs.iter().try_for_each(|run| self.photo(index, &run.photos[index], run, out))?;
        }
        self.end(first, out)
    }
}
