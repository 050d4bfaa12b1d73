//! photocheck measures identity photos and judges them by rules that are plain data.
//!
//! # The life of a photo
//!
//! 1. `input` decides which files are photos, and in which order.
//! 2. [`photo`] opens one of them: format by content, metadata, upright pixels.
//! 3. [`measure`] takes named facts from it, each with a unit and an uncertainty, each at most once: a
//!    [`reading::Reading`].
//! 4. `rules` are what an authority asks for, read from TOML and checked as a whole.
//! 5. `judge` holds readings against rules: a finding per rule, a verdict per photo.
//! 6. `batch` does this for many photos at once and adds what only a batch shows.
//! 7. `report` writes findings down, one file per format; [`text`] knows every sentence in both languages.
//! 8. [`evaluate`] holds the answers against photos whose truth is known: how right all of this is.
//! 9. `cli` is what a person types.
//!
//! Nothing here changes a photo, opens a network connection, or judges looks.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod batch;
pub mod colour;
pub mod evaluate;
pub mod identity_number;
pub mod input;
pub mod judge;
pub mod measure;
pub mod photo;
pub mod reading;
pub mod report;
pub mod rules;
pub mod text;
