//! The formats of reports: which there are, where each can go, and who writes it.

use std::path::Path;

#[cfg(feature = "workbook")]
use super::Xlsx;
use super::{
    Concise, Csv, Detail, GitHub, Html, Human, Json, JsonLines, Junit, Lines, Markdown, MessageTable, Messages,
    NewName, OverviewOnly, Renames, Report, Sarif,
};

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// Text for people at a terminal.
    Human,
    /// What the batch comes to, without its photos.
    Summary,
    /// One line a photo.
    Concise,
    /// Annotations of a GitHub workflow.
    GitHub,
    /// A page for people.
    Html,
    /// A workbook.
    #[cfg(feature = "workbook")]
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
    /// Markdown, as the summary of a job.
    Markdown,
    /// Messages to students.
    Messages,
    /// The same as a table.
    MessageTable,
    /// A plan of renaming.
    Renames(NewName),
}

impl ReportFormat {
    /// All.
    pub const ALL: [Self; 15 + cfg!(feature = "workbook") as usize] = [
        Self::Human,
        Self::Summary,
        Self::Concise,
        Self::GitHub,
        Self::Html,
        #[cfg(feature = "workbook")]
        Self::Xlsx,
        Self::Csv,
        Self::Json,
        Self::JsonLines,
        Self::Junit,
        Self::Sarif,
        Self::Markdown,
        Self::Messages,
        Self::MessageTable,
        Self::Renames(NewName::NumberAndName),
        Self::Renames(NewName::Number),
    ];

    /// Those for standard output, with their names.
    pub const ON_STDOUT: [(&'static str, Self); 7] = [
        ("human", Self::Human),
        ("summary", Self::Summary),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("github", Self::GitHub),
        ("markdown", Self::Markdown),
    ];

    /// Those for files, with their extensions.
    pub const IN_FILES: [(&'static str, Self); 7 + cfg!(feature = "workbook") as usize] = [
        ("html", Self::Html),
        #[cfg(feature = "workbook")]
        ("xlsx", Self::Xlsx),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("xml", Self::Junit),
        ("sarif", Self::Sarif),
        ("md", Self::Markdown),
    ];

    /// Those for messages, with their extensions.
    pub const FOR_MESSAGES: [(&'static str, Self); 2] = [("txt", Self::Messages), ("csv", Self::MessageTable)];

    /// The format among `formats` that a file has by its extension.
    pub fn of_path(path: &Path, formats: &[(&str, Self)]) -> Option<Self> {
        let extension = path.extension()?.to_string_lossy().to_lowercase();
        formats.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format)
    }

    /// Whether it shows every measure's reading.
    pub fn wants_facts(self) -> bool {
        matches!(self, Self::Html | Self::Sarif)
    }

    /// Whether it shows pictures.
    pub fn wants_pictures(self) -> bool {
        self == Self::Html
    }

    /// Whether it has styles of a terminal in it.
    pub fn is_styled(self) -> bool {
        matches!(self, Self::Human | Self::Summary)
    }

    /// The report that writes it photo by photo, where there is one.
    pub fn lines(self) -> Option<&'static dyn Lines> {
        match self {
            Self::Concise => Some(&Concise),
            Self::Csv => Some(&Csv),
            Self::JsonLines => Some(&JsonLines),
            _ => None,
        }
    }

    /// The report that writes it; `detail` is for people at a terminal.
    pub fn report(self, detail: Detail) -> &'static dyn Report {
        match (self, detail) {
            (Self::Human, Detail::Quiet) => &Human { detail: Detail::Quiet },
            (Self::Human, Detail::Normal) => &Human { detail: Detail::Normal },
            (Self::Human, Detail::Verbose) => &Human { detail: Detail::Verbose },
            (Self::Summary, _) => &OverviewOnly,
            (Self::Concise, _) => &Concise,
            (Self::GitHub, _) => &GitHub,
            (Self::Html, _) => &Html,
            #[cfg(feature = "workbook")]
            (Self::Xlsx, _) => &Xlsx,
            (Self::Csv, _) => &Csv,
            (Self::Json, _) => &Json,
            (Self::JsonLines, _) => &JsonLines,
            (Self::Junit, _) => &Junit,
            (Self::Sarif, _) => &Sarif,
            (Self::Markdown, _) => &Markdown,
            (Self::Messages, _) => &Messages,
            (Self::MessageTable, _) => &MessageTable,
            (Self::Renames(NewName::NumberAndName), _) => &Renames { after: NewName::NumberAndName },
            (Self::Renames(NewName::Number), _) => &Renames { after: NewName::Number },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_can_go_somewhere() {
        let lists = || ReportFormat::ON_STDOUT.iter().chain(&ReportFormat::IN_FILES).chain(&ReportFormat::FOR_MESSAGES);
        for format in ReportFormat::ALL.into_iter().filter(|format| !matches!(format, ReportFormat::Renames(_))) {
            assert!(lists().any(|(_, listed)| *listed == format), "{format:?}");
        }
    }
}
