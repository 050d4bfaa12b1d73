//! Named facts about a photo, each with a unit and an uncertainty.
//!
//! [`MEASURES`] lists them all, one uniform row a measure; a row's function reads the [`Evidence`], where the
//! costly steps (decoding, finding the face, separating the background) are done once, on first use, and
//! shared. One module per group of measures; the modules under `evidence` make what the groups share.
//!
//! A measure never knows a limit: it does not say *too dark*, it says how dark, and how sure that is.

mod adornment;
mod background;
mod brows;
mod clothing;
mod colour;
mod ears;
pub mod evidence;
mod eyes;
mod face;
mod file;
mod focus;
mod glasses;
mod head;
mod image;
mod jpeg;
mod judgement;
mod light;
mod mouth;
mod registry;
mod shoulders;
mod trace;
mod vectors;

pub use evidence::Evidence;
pub use registry::{MEASURES, Measure, find};
pub use trace::{Claim, Grade, Mark};

use crate::reading::Reading;

/// Something that knows readings by measure: the evidence of a photo, or a table of readings taken before.
pub trait Readings {
    /// The reading of `measure`.
    fn reading(&self, measure: &'static Measure) -> Reading;
}
