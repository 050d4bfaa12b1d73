//! Reports as files: the format by extension, the file made before the work and renamed when complete.
//!
//! A run over hundreds of photos must not end with "cannot write": [`Draft::create`] proves that the place can be
//! written to before the first photo is opened. A run that is broken off leaves no half report: see [`Unfinished`].

use std::io;
use std::path::{Path, PathBuf};

use super::{Detail, ReportFormat, Run, Unfinished, sweep};
use crate::text::{Wording, phrase};

/// Why a report cannot be written.
#[derive(Debug)]
pub enum DraftError {
    /// No format has this extension.
    UnknownExtension(PathBuf),
    /// The file cannot be made.
    NotCreated(PathBuf, io::Error),
}

impl DraftError {
    /// The sentence.
    pub fn wording(&self) -> Wording {
        match self {
            Self::UnknownExtension(path) => {
                let known: Vec<_> =
                    ReportFormat::IN_FILES.iter().map(|(extension, _)| format!(".{extension}")).collect();
                phrase(
                    "不认识报告 {path} 的扩展名；可用的有 {known}",
                    "report {path} has an unknown extension; known are {known}",
                )
                .both(&[("path", &path.display().to_string()), ("known", &known.join(" "))])
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
}

impl Draft {
    /// Makes the hidden file beside `destination`.
    ///
    /// # Errors
    /// When the extension is unknown or the folder cannot be written to.
    pub fn create(destination: &Path) -> Result<Self, DraftError> {
        let format =
            ReportFormat::of_path(destination).ok_or_else(|| DraftError::UnknownExtension(destination.to_owned()))?;
        let failed = |error| DraftError::NotCreated(destination.to_owned(), error);
        sweep(destination);
        Ok(Self { format, file: Unfinished::create(destination).map_err(failed)? })
    }

    /// The format that will be written.
    pub fn format(&self) -> ReportFormat {
        self.format
    }

    /// Where it will be.
    pub fn destination(&self) -> &Path {
        self.file.destination()
    }

    /// Writes the report and gives it its name.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub fn finish(self, run: &Run<'_>) -> io::Result<()> {
        self.file.finish(|out| self.format.report(Detail::Normal).write(run, out))
    }
}
