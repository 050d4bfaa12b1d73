//! Reports as files: the format by extension, the file made before the work and renamed when complete.
//!
//! A run over hundreds of photos must not end with "cannot write": [`Draft::create`] proves that the place can be
//! written to before the first photo is opened. A run that is broken off leaves no half report: see [`Unfinished`].

use std::io;
use std::path::{Path, PathBuf};

use super::{Csv, Html, Json, JsonLines, Junit, Report, Run, Sarif, Unfinished, Xlsx};
use crate::text::{Wording, phrase};

/// A format of report files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// A page for people.
    Html,
    /// A workbook.
    Xlsx,
    /// A table.
    Csv,
    /// One JSON object.
    Json,
    /// One JSON object a line and photo.
    JsonLines,
    /// JUnit XML.
    Junit,
    /// SARIF 2.1.0.
    Sarif,
}

impl FileFormat {
    /// All, with their extensions.
    pub const ALL: [(&'static str, Self); 7] = [
        ("html", Self::Html),
        ("xlsx", Self::Xlsx),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("xml", Self::Junit),
        ("sarif", Self::Sarif),
    ];

    /// The format for a path, by its extension.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_lowercase();
        Self::ALL.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format)
    }

    /// Whether it shows every measure's reading.
    pub fn wants_facts(self) -> bool {
        matches!(self, Self::Html | Self::Xlsx | Self::Sarif)
    }

    /// Whether it shows pictures.
    pub fn wants_pictures(self) -> bool {
        self == Self::Html
    }

    fn report(self) -> &'static dyn Report {
        match self {
            Self::Html => &Html,
            Self::Xlsx => &Xlsx,
            Self::Csv => &Csv,
            Self::Json => &Json,
            Self::JsonLines => &JsonLines,
            Self::Junit => &Junit,
            Self::Sarif => &Sarif,
        }
    }
}

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
                let known: Vec<_> = FileFormat::ALL.iter().map(|(extension, _)| format!(".{extension}")).collect();
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
    format: FileFormat,
    file: Unfinished,
}

impl Draft {
    /// Makes the hidden file beside `destination`.
    ///
    /// # Errors
    /// When the extension is unknown or the folder cannot be written to.
    pub fn create(destination: &Path) -> Result<Self, DraftError> {
        let format = FileFormat::of(destination).ok_or_else(|| DraftError::UnknownExtension(destination.to_owned()))?;
        let failed = |error| DraftError::NotCreated(destination.to_owned(), error);
        Ok(Self { format, file: Unfinished::create(destination).map_err(failed)? })
    }

    /// The format that will be written.
    pub fn format(&self) -> FileFormat {
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
        self.file.finish(|out| self.format.report().write(run, out))
    }
}
