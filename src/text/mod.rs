//! Every sentence of photocheck, in Chinese and in English.
//!
//! A [`Phrase`] holds both languages side by side, so neither can be forgotten: a sentence that exists at all
//! exists twice. Holes are written `{name}` and filled by name, since the two languages order them differently.
//! What belongs to one thing only (a unit, a reason, a measure's doc) stands with that thing; sentences that
//! several places use, and those of the command line, stand in the modules here.

mod lang;
mod phrase;
mod wording;

pub use lang::Lang;
pub use phrase::{Phrase, filled, phrase};
pub use wording::Wording;
