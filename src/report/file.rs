//! Reports as files: the format by extension, the file made before the work and renamed when complete.
//!
//! A run over hundreds of photos must not end with "cannot write": [`Draft::create`] proves that the place can be
//! written to before the first photo is opened. Until [`Draft::finish`] the text grows in a hidden file beside its
//! destination, so that a run that is broken off never leaves half a report under the name of a whole one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Csv, Html, Json, JsonLines, Junit, Report, Run, Sarif, Xlsx};
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
    destination: PathBuf,
    temporary: PathBuf,
    file: Option<File>,
}

impl Draft {
    /// Makes the hidden file beside `destination`.
    ///
    /// # Errors
    /// When the extension is unknown or the folder cannot be written to.
    pub fn create(destination: &Path) -> Result<Self, DraftError> {
        let format = FileFormat::of(destination).ok_or_else(|| DraftError::UnknownExtension(destination.to_owned()))?;
        let failed = |error| DraftError::NotCreated(destination.to_owned(), error);
        if destination.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let temporary = hidden_beside(destination);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(failed)?;
        Ok(Self { format, destination: destination.to_owned(), temporary, file: Some(file) })
    }

    /// The format that will be written.
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// Where it will be.
    pub fn destination(&self) -> &Path {
        &self.destination
    }

    /// Writes the report and gives it its name.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub fn finish(mut self, run: &Run<'_>) -> io::Result<()> {
        let file = self.file.take().ok_or(io::ErrorKind::NotFound)?;
        let mut out = BufWriter::new(file);
        self.format.report().write(run, &mut out)?;
        out.flush()?;
        drop(out);
        fs::rename(&self.temporary, &self.destination)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        drop(self.file.take());
        // After a rename there is nothing left to remove, and that is as it should be.
        drop(fs::remove_file(&self.temporary));
    }
}

/// `.name.PID.part` in the same folder, so that renaming stays within one file system.
fn hidden_beside(destination: &Path) -> PathBuf {
    let name = destination.file_name().unwrap_or_default().to_string_lossy();
    destination.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
