//! What measures share: each step computed once, on first use, and kept for as long as the photo is looked at.

mod backdrop;
mod detection;
pub mod lab;
mod working;
mod zones;

use std::cell::OnceCell;

pub use backdrop::{Backdrop, Cell, Crown, Place};
pub use working::Working;
pub use zones::{FaceZones, Square};

use lab::LabPicture;

use super::{MEASURES, Measure, Readings};
use crate::photo::{Photo, Pixels};
use crate::reading::{Reading, Reason};

/// Everything known so far about one photo.
pub struct Evidence<'p> {
    photo: &'p Photo,
    readings: Vec<OnceCell<Reading>>,
    working: OnceCell<Working>,
    zones: OnceCell<Result<FaceZones, Reason>>,
    backdrop: OnceCell<Option<Backdrop>>,
}

impl<'p> Evidence<'p> {
    /// Nothing is looked at yet.
    pub fn new(photo: &'p Photo) -> Self {
        Self {
            photo,
            readings: vec![OnceCell::new(); MEASURES.len()],
            working: OnceCell::new(),
            zones: OnceCell::new(),
            backdrop: OnceCell::new(),
        }
    }

    /// The photo itself.
    pub fn photo(&self) -> &'p Photo {
        self.photo
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

    /// Where light and colour are measured on the one face, px of the working picture.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`], [`Reason::NoFace`] or [`Reason::ManyFaces`].
    pub fn zones(&self) -> Result<FaceZones, Reason> {
        let working = self.working()?;
        self.zones
            .get_or_init(|| match detection::Detection::of(working) {
                detection::Detection::Upright(faces) => {
                    let [x, y] = working.from_photo([faces[0].x, faces[0].y]);
                    Ok(FaceZones::from_box(x, y, faces[0].side / working.scale))
                }
                _ => Err(Reason::NoFace),
            })
            .clone()
    }

    /// Wall, person and things.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`], or [`Reason::NoBackground`] where there is no edge to go by.
    pub fn backdrop(&self) -> Result<&Backdrop, Reason> {
        let working = self.working()?;
        let divide = || {
            let picture = LabPicture::of(&working.picture);
            let face = self.zones().ok().map(|zones| zones.scaled(picture.scale));
            Backdrop::of(picture, face)
        };
        self.backdrop.get_or_init(divide).as_ref().ok_or(Reason::NoBackground)
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
