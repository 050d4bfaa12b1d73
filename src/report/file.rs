//! Reports as files: the format by extension, the file made before the work and renamed when complete.
//!
//! A run over hundreds of photos must not end with "cannot write": [`Draft::create`] proves that the place can be
//! written to before the first photo is opened. A run that is broken off leaves no half report: see [`Unfinished`].

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Detail, Lines, ReportFormat, Run, Unfinished, sweep};
use crate::batch::Checked;
use crate::text::{Wording, phrase};

/// Why a report cannot be written.
#[derive(Debug)]
pub enum DraftError {
    /// No format that can go there has this extension; those that do.
    UnknownExtension(PathBuf, Vec<&'static str>),
    /// The file cannot be made.
    NotCreated(PathBuf, io::Error),
}

impl DraftError {
    /// The sentence.
    pub fn wording(&self) -> Wording {
        match self {
            Self::UnknownExtension(path, known) => {
                let known: Vec<_> = known.iter().map(|extension| format!(".{extension}")).collect();
                phrase(
                    "不认识报告 {path} 的扩展名；可用的有 {known}",
                    "report {path} has an unknown extension; known are {known}",
                )
                .both_listing(
                    &[("path", &path.display().to_string())],
                    "known",
                    &known.iter().map(String::as_str).collect::<Vec<_>>(),
                )
            }
            Self::NotCreated(path, error) => {
                phrase("写不了报告 {path}：{error}", "cannot write report {path}: {error}")
                    .both(&[("path", &path.display().to_string()), ("error", &error.to_string())])
            }
        }
    }
}

/// A report file that is not complete yet. Dropped unfinished, it leaves nothing behind.
pub struct Draft {
    format: ReportFormat,
    file: Unfinished,
    /// Whether it is written photo by photo, and begun.
    is_begun: bool,
    /// What could not be written of what is written photo by photo; nothing more is then.
    failed: Option<io::Error>,
}

impl Draft {
    /// The format among `formats` for a file at `destination`.
    ///
    /// # Errors
    /// When none of them has its extension.
    pub fn format_of(destination: &Path, formats: &[(&'static str, ReportFormat)]) -> Result<ReportFormat, DraftError> {
        let known = || formats.iter().map(|(extension, _)| *extension).collect();
        ReportFormat::of_path(destination, formats)
            .ok_or_else(|| DraftError::UnknownExtension(destination.to_owned(), known()))
    }

    /// A report in the format of its extension.
    ///
    /// # Errors
    /// When the extension is unknown or the folder cannot be written to.
    pub fn create(destination: &Path) -> Result<Self, DraftError> {
        Self::in_format(destination, Self::format_of(destination, &ReportFormat::IN_FILES)?)
    }

    /// Makes the hidden file beside `destination`.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn in_format(destination: &Path, format: ReportFormat) -> Result<Self, DraftError> {
        let failed = |error| DraftError::NotCreated(destination.to_owned(), error);
        sweep(destination);
        Ok(Self { format, file: Unfinished::create(destination).map_err(failed)?, is_begun: false, failed: None })
    }

    /// The format that will be written.
    pub fn format(&self) -> ReportFormat {
        self.format
    }

    /// Where it will be.
    pub fn destination(&self) -> &Path {
        self.file.destination()
    }

    /// Whether the report needs no photo to be kept, so that what is done of it is of use by itself.
    pub fn is_in_lines(&self) -> bool {
        self.format.lines().is_some()
    }

    /// Writes what stands before the first photo. What cannot be written is told by [`Draft::finish`].
    pub fn begin(&mut self, run: &Run<'_>) {
        self.is_begun = self.is_in_lines();
        self.add(|lines, out| lines.begin(run, out));
    }

    /// Writes photo number `index`.
    pub fn photo(&mut self, index: usize, photo: &Checked<'_>, run: &Run<'_>) {
        self.add(|lines, out| lines.photo(index, photo, run, out));
    }

    fn add(&mut self, write: impl FnOnce(&dyn Lines, &mut dyn Write) -> io::Result<()>) {
        if let Some(lines) = self.format.lines().filter(|_| self.failed.is_none()) {
            self.failed = self.file.add(|out| write(lines, out)).err();
        }
    }

    /// Writes the report, of one that was begun what is still missing, and gives it its name.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub fn finish(self, runs: &[Run<'_>]) -> io::Result<()> {
        match (self.failed, self.format.lines()) {
            (Some(error), _) => Err(error),
            (None, Some(lines)) if self.is_begun => {
                self.file.finish(|out| runs.first().map_or(Ok(()), |run| lines.end(run, out)))
            }
            (None, _) => {
                let destination = self.file.destination().to_owned();
                self.file.finish(|out| self.format.report(Detail::Normal).write_at(runs, &destination, out))
            }
        }
    }
}
