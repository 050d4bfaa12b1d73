//! photocheck measures identity photos and judges them by rules that are plain data.
//!
//! # The life of a photo
//!
//! 1. `input` decides which files are photos, and in which order; it reads the name list too.
//! 2. [`photo`] opens one of them: format by content, metadata, upright pixels.
//! 3. [`provenance`] finds what programs and people left in the file.
//! 4. [`evidence`] finds out what is in the picture, with the help of the `nets`: who is there, and where what is.
//! 5. [`measure`] takes named facts from both, each with a unit and an uncertainty, each at most once: a
//!    [`reading::Reading`].
//! 6. `rules` are what an authority asks for, read from TOML and checked as a whole.
//! 7. `judge` holds readings against rules: a finding per rule, a verdict per photo.
//! 8. [`fit`] finds the crop that would satisfy the geometry of the rules.
//! 9. `batch` does this for many photos at once and adds what only a batch shows.
//! 10. [`record`] is what programs read of the outcome, in an earlier round's report too.
//! 11. `report` writes findings down, one file per format, in the words of [`text`]'s two languages.
//! 12. [`evaluate`] holds the answers against photos whose truth is known: how right all of this is.
//! 13. `cli` is what a person types.
//!
//! Nothing here changes a photo, opens a network connection, or judges looks.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod batch;
pub mod colour;
pub mod evaluate;
pub mod evidence;
pub mod fit;
mod folding;
pub mod identity_number;
pub mod input;
pub mod judge;
pub mod measure;
mod nets;
pub mod photo;
pub mod provenance;
pub mod reading;
pub mod record;
pub mod report;
pub mod rules;
pub mod text;
