//! What a sentence in two languages is.
//!
//! A [`Phrase`] holds both languages side by side, so neither can be forgotten: a sentence that exists at all
//! exists twice. Holes are written `{name}` and filled by name, since the two languages order them differently.
//! The sentences themselves stand with what they speak of: a reason's with the reason, a measure's with its row, those of
//! the command line in `cli`.

mod lang;
mod phrase;
mod printable;
mod shortened;
mod wording;

pub use lang::Lang;
pub use phrase::{Phrase, filled, phrase};
pub(crate) use printable::one_line;
pub use printable::printable;
pub(crate) use shortened::shortened;
pub use wording::Wording;
