//! What measures share: each step computed once, on first use, and kept for as long as the photo is looked at.

mod working;

use std::cell::OnceCell;

pub use working::Working;

use super::{MEASURES, Mark, Measure, Readings, trace};
use crate::photo::{Photo, Pixels};
use crate::reading::{Reading, Reason};

/// Everything known so far about one photo.
pub struct Evidence<'p> {
    photo: &'p Photo,
    readings: Vec<OnceCell<Reading>>,
    working: OnceCell<Working>,
    marks: OnceCell<Vec<Mark>>,
}

impl<'p> Evidence<'p> {
    /// Nothing is looked at yet.
    pub fn new(photo: &'p Photo) -> Self {
        Self {
            photo,
            readings: vec![OnceCell::new(); MEASURES.len()],
            working: OnceCell::new(),
            marks: OnceCell::new(),
        }
    }

    /// The photo itself.
    pub fn photo(&self) -> &'p Photo {
        self.photo
    }

    /// What programs and people left in the file, of every grade.
    pub fn marks(&self) -> &[Mark] {
        self.marks.get_or_init(|| trace::marks(self.photo))
    }

    /// The upright pixels at full size.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn pixels(&self) -> Result<&'p Pixels, Reason> {
        self.photo.pixels().map_err(|_| Reason::NotDecoded)
    }

    /// The picture at working size.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn working(&self) -> Result<&Working, Reason> {
        let pixels = self.pixels()?;
        Ok(self.working.get_or_init(|| Working::of(pixels)))
    }
}

impl Readings for Evidence<'_> {
    fn reading(&self, measure: &'static Measure) -> Reading {
        let read = || Reading::from((measure.read)(self));
        match MEASURES.iter().position(|row| row.name == measure.name) {
            Some(row) => self.readings[row].get_or_init(read).clone(),
            None => read(),
        }
    }
}
