//! Findings written down: one file per format, all from the same [`Run`].
//!
//! A report decides nothing. What a finding says in words is composed once, in `wording`, so that every format
//! says the same; numbers are written by `number`.

mod concise;
mod facts;
mod human;
mod json;
mod number;
mod summary;
mod wording;

use std::io::{self, Write};

pub use concise::Concise;
pub use facts::fact_rows;
pub use human::Human;
pub use json::{Json, JsonLines, facts_line};
pub use number::quantity;
pub use summary::Summary;
pub use wording::{Words, limits_text};

use crate::batch::Checked;
use crate::rules::Set;
use crate::text::Lang;

/// A finished run, as every report sees it.
pub struct Run<'r> {
    /// The rules that were applied.
    pub set: &'r Set,
    /// The photos, by path.
    pub photos: Vec<Checked<'r>>,
    /// Files that were passed over because they are no photos.
    pub strays: Vec<String>,
    /// The language of messages.
    pub lang: Lang,
}

/// A format that a run can be written in.
pub trait Report {
    /// Writes the whole run.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;
}
