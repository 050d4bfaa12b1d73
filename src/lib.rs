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
//! What people write by hand for it (rules, waivers, settings) is read through [`document`], which says all that is wrong with it.
//!
//! Nothing here changes a photo, opens a network connection, or judges looks.
//!
//! # Using it
//!
//! Check one photo, from bytes that are already there:
//!
//! ```
//! use photocheck::batch::{Job, check_photo};
//! use photocheck::judge::Outcome;
//! use photocheck::photo::{Limits, Photo};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let built_in = |_: &str| Err(std::io::ErrorKind::NotFound.into());
//! let set = photocheck::rules::load(&["graduation-2022".to_owned()], &[], &built_in).map_err(|_| "a built-in set")?;
//! let bytes = std::fs::read("fixtures/fail-head-height-small.jpg")?;
//! let photo = Photo::new("fail-head-height-small.jpg", bytes, Limits::default());
//! let checked = check_photo(&Job::new(&set), "fail-head-height-small.jpg", &photo);
//! let failed: Vec<_> = checked.findings.iter().filter(|finding| finding.outcome == Outcome::Fail).collect();
//! assert_eq!(failed[0].rule.id, "head-height");
//! # Ok(())
//! # }
//! ```
//!
//! Load a rule set of one's own. It is read through a closure, so that it may come from anywhere; what is wrong with it is told
//! as a whole, each problem with its place:
//!
//! ```
//! let text = r#"
//!     schema = 1
//!     [set]
//!     id = "ours"
//!     title = { zh = "我们的要求", en = "What we ask" }
//!     extends = "portrait"
//!     [[rule]]
//!     id = "file-size"
//!     max = "a lot"
//! "#;
//! let ours = |name: &str| match name {
//!     "ours.toml" => Ok(text.to_owned()),
//!     _ => Err(std::io::ErrorKind::NotFound.into()),
//! };
//! let problems = photocheck::rules::load(&["ours.toml".to_owned()], &[], &ours).err().expect("a size is a number");
//! assert!(!problems.problems.is_empty());
//! ```
//!
//! Write a report. Every format is a [`report::Report`] of the same [`report::Run`]:
//!
//! ```
//! use photocheck::batch::{Batch, Job};
//! use photocheck::photo::{Limits, Photo};
//! use photocheck::report::{Csv, Report, Run};
//! use photocheck::text::Lang;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let built_in = |_: &str| Err(std::io::ErrorKind::NotFound.into());
//! let set = photocheck::rules::load(&["icao".to_owned()], &[], &built_in).map_err(|_| "a built-in set")?;
//! let mut batch = Batch::new(&[Job::new(&set)], 1);
//! let photo = Photo::new("notes.jpg", b"no picture at all".to_vec(), Limits::default());
//! let checked = batch.add("notes.jpg", &photo);
//! let mut table = Vec::new();
//! Csv.write(&Run::new(&set, checked, Lang::En), &mut table)?;
//! assert!(String::from_utf8(table)?.contains("notes.jpg"));
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! All of this but `cli` builds without any feature, for `wasm32-unknown-unknown` too; there photos are bytes that the caller
//! has. `files` adds folders, archives, name lists and several photos at a time, `workbook` reports for Excel, and `program`
//! (the default) the program.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![warn(unreachable_pub)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod batch;
mod colour;
pub mod document;
pub mod evaluate;
pub mod evidence;
pub mod fit;
mod folding;
pub(crate) mod identity_number;
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
mod vectors;
