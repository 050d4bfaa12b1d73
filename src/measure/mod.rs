//! Named facts about a photo, each with a unit and an uncertainty.
//!
//! [`MEASURES`] lists them all, one uniform row a measure; a row's function reads the [`Evidence`], where the
//! costly steps (decoding, finding the face, separating the background) are done once, on first use, and
//! shared. One module per group of measures; a photo's readings, each taken once, are its [`Measurements`].
//!
//! A measure never knows a limit: it does not say *too dark*, it says how dark, and how sure that is.

mod adornment;
mod background;
mod brows;
mod clothing;
mod colour;
mod ears;
mod eyes;
mod face;
mod file;
mod focus;
mod glasses;
mod head;
mod image;
mod jpeg;
mod light;
mod mouth;
mod registry;
pub mod row;
mod shoulders;
mod trace;

#[cfg(test)]
pub(crate) use ears::FLAT;
pub use registry::{MEASURES, find};
pub use row::Measure;

use std::cell::OnceCell;

use crate::evidence::Evidence;
use crate::photo::Photo;
use crate::reading::{Fact, Reading, Reason};

/// Something that knows readings by measure: the evidence of a photo, or a table of readings taken before.
pub trait Readings {
    /// The reading of `measure`.
    fn reading(&self, measure: &'static Measure) -> Reading;

    /// Height of the upright photo, px, which limits in px scale with; `None` when it is not known.
    fn frame_height(&self) -> Option<f64>;
}

/// The readings of one photo, each taken on first use and kept.
pub struct Measurements<'p> {
    evidence: Evidence<'p>,
    readings: Vec<OnceCell<Reading>>,
}

impl<'p> Measurements<'p> {
    /// Nothing is measured yet.
    pub fn of(photo: &'p Photo) -> Self {
        Self { evidence: Evidence::new(photo), readings: vec![OnceCell::new(); MEASURES.len()] }
    }

    /// What the readings are taken from.
    pub fn evidence(&self) -> &Evidence<'p> {
        &self.evidence
    }
}

impl Readings for Measurements<'_> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let read = || measure.read(&self.evidence);
        match MEASURES.iter().position(|row| row.name == measure.name) {
            Some(row) => self.readings[row].get_or_init(read).clone(),
            None => read(),
        }
    }

    fn frame_height(&self) -> Option<f64> {
        image::upright(&self.evidence).ok().map(|(_, height)| height)
    }
}

/// Readings that were taken before. What is not among them was not asked for.
impl Readings for Vec<Fact> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let fact = self.iter().find(|fact| fact.name == measure.name);
        fact.map_or(Reading::Unmeasured(Reason::NoMethod), |fact| fact.reading.clone())
    }

    fn frame_height(&self) -> Option<f64> {
        Fact::number(self, "image.height")
    }
}
