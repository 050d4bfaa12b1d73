//! What is in the picture: who is there, and where what is. Each step is computed once, on first use, and kept for as
//! long as the photo is looked at; no step knows a measure.
//!
//! What needs what, from the photo at the left; every arrow is a method of [`Evidence`]:
//!
//! ```text
//! photo ─┬─ marks (what programs left: crate::provenance)
//!        └─ pixels ─┬─ grid
//!                   ├─ inside (of what was put around the picture) ── backdrop
//!                   └─ working ─┬─ tones
//!                               └─ detection ── face ── portrait ─┬─ zones ─┬─ face_sample
//!                                 (asks the head net               │         └─ edge_blur
//!                                  what the finder names)           ├─ backdrop (needs zones and the hair of the
//!                                                                  │            portrait; works without a face)
//!                                                                  └─ extent (needs the backdrop, where there is one)
//! ```

mod backdrop;
pub mod border;
mod detection;
mod edges;
mod extent;
mod grid;
pub(crate) mod lab;
mod plane;
pub mod portrait;
mod tones;
mod working;
mod zones;

use std::cell::{OnceCell, RefCell};

pub(crate) use backdrop::{Backdrop, Cell, PixelClass};
pub(crate) use detection::SURE;
pub use detection::{Detection, Face, Turn};
pub(crate) use edges::EdgeBlur;
pub(crate) use extent::Extent;
pub(crate) use grid::Grid;
pub(crate) use plane::Plane;
pub use portrait::Portrait;
pub(crate) use tones::{FaceSample, Tones};
pub use working::Working;
pub(crate) use zones::FaceZones;

use detection::Witness;
use lab::LabPicture;
use portrait::{Class, Scene, Sight, landmark};

use crate::photo::{Photo, Pixels, Rect};
use crate::provenance::{self, Mark};
use crate::reading::Reason;

/// What hair looks like to the nets, or hides under.
const HAIR: &[Class] = &[Class::Hair, Class::Headwear];

/// Everything known so far about one photo.
pub struct Evidence<'p> {
    photo: &'p Photo,
    working: OnceCell<Working>,
    inside: OnceCell<Rect>,
    backdrop: OnceCell<Option<Backdrop>>,
    tones: OnceCell<Tones>,
    face_sample: OnceCell<FaceSample>,
    edge_blur: OnceCell<Result<EdgeBlur, Reason>>,
    detection: OnceCell<Detection>,
    /// What the head net saw of the face that is measured, until the portrait takes it.
    first: RefCell<Option<Sight>>,
    portrait: OnceCell<Portrait>,
    extent: OnceCell<Extent>,
    marks: OnceCell<Vec<Mark>>,
    grid: OnceCell<Grid>,
}

impl<'p> Evidence<'p> {
    /// Nothing is looked at yet.
    pub fn new(photo: &'p Photo) -> Self {
        Self {
            photo,
            working: OnceCell::new(),
            inside: OnceCell::new(),
            backdrop: OnceCell::new(),
            tones: OnceCell::new(),
            face_sample: OnceCell::new(),
            edge_blur: OnceCell::new(),
            detection: OnceCell::new(),
            first: RefCell::new(None),
            portrait: OnceCell::new(),
            extent: OnceCell::new(),
            marks: OnceCell::new(),
            grid: OnceCell::new(),
        }
    }

    /// The photo itself.
    pub fn photo(&self) -> &'p Photo {
        self.photo
    }

    /// What programs and people left in the file, of every grade.
    pub fn marks(&self) -> &[Mark] {
        self.marks.get_or_init(|| provenance::marks(self.photo))
    }

    /// The upright pixels at full size.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn pixels(&self) -> Result<&'p Pixels, Reason> {
        self.photo.pixels().map_err(|_| Reason::NotDecoded)
    }

    /// Luma on the file's own pixel grid.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub(crate) fn grid(&self) -> Result<&Grid, Reason> {
        let pixels = self.pixels()?;
        Ok(self.grid.get_or_init(|| Grid::of(pixels)))
    }

    /// The picture at working size.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn working(&self) -> Result<&Working, Reason> {
        let pixels = self.pixels()?;
        Ok(self.working.get_or_init(|| Working::of(pixels)))
    }

    /// What lies inside the bars, empty strips and lines around the picture, px of the photo.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn inside(&self) -> Result<Rect, Reason> {
        let pixels = self.pixels()?;
        Ok(*self.inside.get_or_init(|| border::inside(pixels)))
    }

    /// Where light and colour are measured on the face, px of the working picture.
    ///
    /// # Errors
    /// As [`Self::face`].
    pub(crate) fn zones(&self) -> Result<FaceZones, Reason> {
        let (working, portrait) = (self.working()?, self.portrait()?);
        let place = |index| working.locate(portrait.point(index).at);
        let [_, chin_y] = place(landmark::CHIN);
        Ok(FaceZones { left_eye: place(landmark::LEFT_PUPIL), right_eye: place(landmark::RIGHT_PUPIL), chin_y })
    }

    /// The brightness of the whole picture.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub(crate) fn tones(&self) -> Result<&Tones, Reason> {
        let working = self.working()?;
        Ok(self.tones.get_or_init(|| Tones::of(&working.picture)))
    }

    /// Pixels of the face.
    ///
    /// # Errors
    /// As [`Self::face`], and [`Reason::TooSmall`] where too little of it shows.
    pub(crate) fn face_sample(&self) -> Result<&FaceSample, Reason> {
        let (working, zones) = (self.working()?, self.zones()?);
        let sample = self.face_sample.get_or_init(|| FaceSample::of(&working.picture, &zones));
        let parts = [&sample.face, &sample.sides[0], &sample.sides[1]];
        if parts.iter().any(|part| part.len() < 50) { Err(Reason::TooSmall) } else { Ok(sample) }
    }

    /// How blurred the edges of the face are.
    ///
    /// # Errors
    /// As [`Self::face`].
    pub(crate) fn edge_blur(&self) -> Result<&EdgeBlur, Reason> {
        self.edge_blur.get_or_init(|| EdgeBlur::of(self)).as_ref().map_err(Clone::clone)
    }

    /// Wall, person and things.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`], or [`Reason::NoBackground`] where there is no edge to go by.
    pub(crate) fn backdrop(&self) -> Result<&Backdrop, Reason> {
        let (pixels, working, inside) = (self.pixels()?, self.working()?, self.inside()?);
        let divide = || {
            let picture = LabPicture::of(working);
            let face = self.zones().ok().map(|zones| zones.scaled(picture.scale));
            let scale = picture.scale;
            let hair = |x: usize, y: usize| {
                let place = [x, y].map(|along| (along as f64 + 0.5) * scale - 0.5);
                self.portrait().map_or(0.0, |portrait| portrait.head.mask.share(HAIR, working.to_photo(place)))
            };
            let size = (picture.width, picture.height);
            let frame = border::frame(pixels, inside, size, working.scale * scale);
            Backdrop::of(picture, frame, face, hair)
        };
        self.backdrop.get_or_init(divide).as_ref().ok_or(Reason::NoBackground)
    }

    /// Who is there.
    ///
    /// # Errors
    /// [`Reason::NotDecoded`].
    pub fn detection(&self) -> Result<&Detection, Reason> {
        let scene = self.scene()?;
        let look = || {
            let (detection, first) = Detection::of(scene.working, &scene);
            self.first.replace(first);
            detection
        };
        Ok(self.detection.get_or_init(look))
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

    /// What the nets see of that face.
    ///
    /// # Errors
    /// As [`Self::face`].
    pub fn portrait(&self) -> Result<&Portrait, Reason> {
        let (scene, face) = (self.scene()?, self.face()?);
        let seen = || self.first.take().unwrap_or_else(|| scene.look(face, None).1);
        Ok(self.portrait.get_or_init(|| Portrait::of(&scene, seen())))
    }

    fn scene(&self) -> Result<Scene<'_>, Reason> {
        Ok(Scene { pixels: self.pixels()?, working: self.working()? })
    }

    /// Where that head ends.
    ///
    /// # Errors
    /// As [`Self::face`].
    pub(crate) fn extent(&self) -> Result<&Extent, Reason> {
        let (portrait, working) = (self.portrait()?, self.working()?);
        Ok(self.extent.get_or_init(|| Extent::of(portrait, self.backdrop().ok(), working)))
    }
}
