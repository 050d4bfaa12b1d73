//! What measures share: each step computed once, on first use, and kept for as long as the photo is looked at.

mod detection;
mod working;

use std::cell::OnceCell;

pub use detection::{Detection, Face, Turn};
pub use working::Working;

use super::{MEASURES, Mark, Measure, Readings, trace};
use crate::photo::{Photo, Pixels};
use crate::reading::{Reading, Reason};

/// Everything known so far about one photo.
pub struct Evidence<'p> {
    photo: &'p Photo,
    readings: Vec<OnceCell<Reading>>,
    working: OnceCell<Working>,
    detection: OnceCell<Detection>,
    marks: OnceCell<Vec<Mark>>,
}

impl<'p> Evidence<'p> {
    /// Nothing is looked at yet.
    pub fn new(photo: &'p Photo) -> Self {
        Self {
            photo,
            readings: vec![OnceCell::new(); MEASURES.len()],
            working: OnceCell::new(),
            detection: OnceCell::new(),
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

    /// Who is there.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn detection(&self) -> Result<&Detection, Reason> {
        let working = self.working()?;
        Ok(self.detection.get_or_init(|| Detection::of(working)))
    }

    /// The face that is measured: the largest one. That there are others is for `face.count` to say; it would help
    /// nobody to leave the rest of the photo unmeasured because of a passer-by.
    ///
    /// # Errors
    /// [`Reason::NoFace`]; [`Reason::Sideways`] or [`Reason::UpsideDown`] when the face is not upright.
    pub fn face(&self) -> Result<&Face, Reason> {
        match self.detection()? {
            Detection::Upright(faces) => faces.first().ok_or(Reason::NoFace),
            Detection::Turned(Turn::Half) => Err(Reason::UpsideDown),
            Detection::Turned(_) => Err(Reason::Sideways),
            Detection::Nobody => Err(Reason::NoFace),
        }
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
