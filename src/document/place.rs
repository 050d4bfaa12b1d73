//! Where something stands in a text.

use std::ops::Range;

/// One TOML text and where it came from.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Path or name to show in messages.
    pub name: String,
    /// The text.
    pub text: String,
}

/// A stretch of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index into the list of sources.
    pub source: usize,
    /// Byte range in its text.
    pub span: Range<usize>,
}
