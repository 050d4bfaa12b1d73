//! Whether skin was smoothed: cheeks and forehead then show far less fine detail than the eyes between them.
//!
//! Detail is what lies between a blur of 1 and one of 2 px where the pupils are 80 px apart: pores and fine hairs, not
//! the shape of the face. Defocus, a small file, light and contrast weaken it on skin and around the eyes alike; filters
//! that smooth skin spare the eyes, whose edges they are made to keep. What a camera's own noise reduction does to skin
//! is the same thing done by another hand, and cannot be told apart. Glasses put edges of their own before the eyes, so
//! with them nothing is said.

use crate::evidence::Evidence;
use crate::evidence::portrait::{Attribute, Class};
use crate::evidence::{Plane, Portrait, Working};
use crate::photo::{Rect, part_resized};
use crate::reading::Reason;

/// Pupil distance, px, at which the face is looked at, and the least at which there is anything to see.
const SPAN: f64 = 80.0;
const LEAST: f64 = 56.0;

/// Blurs between which detail lies, px at [`SPAN`].
const FINE: f64 = 1.0;
const COARSE: f64 = 2.0;

/// How far from the middle between the pupils anything is looked at, pupil distances.
const REACH: f64 = 0.95;

/// Least side of what is then seen, px.
const SMALLEST: u32 = 16;

/// A square: its centre from the middle between the pupils, across and down, and half its side; pupil distances.
type Area = ([f64; 2], f64);

/// Cheeks above a beard, and the forehead.
const SKIN: [Area; 3] = [([-0.55, 0.62], 0.17), ([0.55, 0.62], 0.17), ([0.0, -0.62], 0.22)];

/// The eyes.
const EYES: [Area; 2] = [([-0.5, 0.0], 0.25), ([0.5, 0.0], 0.25)];

/// Share of the detail of an area below what counts: of skin, the median; around an eye, its edges without the sharpest.
const MIDDLE: f64 = 0.5;
const EDGES: f64 = 0.85;

/// Detail around the eyes, grey levels, under which a picture has none to compare with.
const LEAST_DETAIL: f64 = 0.1;

/// Share of skin in the nets' mask from which an area is bare.
const BARE: f64 = 0.8;

/// Probability of glasses from which nothing is said.
const GLASSES: f64 = 0.3;

/// Levels from which a pixel counts as blown out, and the share of such pixels from which an area of skin shows nothing.
const BLOWN_OUT: f32 = 250.0;
const TOO_MANY: f64 = 0.05;

/// Detail of skin over detail around the eyes; of the three areas of skin the middle one counts.
///
/// # Errors
/// Those of [`Evidence::portrait`]; [`Reason::TooSmall`], or [`Reason::Hidden`] behind glasses, hair, a mask or glare.
pub(super) fn detail(evidence: &Evidence<'_>) -> Result<f64, Reason> {
    let portrait = evidence.portrait()?;
    if portrait.face.probability(Attribute::Glasses) > GLASSES {
        return Err(Reason::Hidden);
    }
    let working = evidence.working()?;
    let texture = Texture::of(working, portrait).ok_or(Reason::TooSmall)?;
    let in_photo = |area: &Area| working.to_photo(texture.centre(area));
    let is_bare = |area: &Area| portrait.face.mask.share(&[Class::Skin], in_photo(area)) > BARE;
    let skin = SKIN.iter().filter(|area| is_bare(area)).filter_map(|area| texture.detail_at(area, MIDDLE));
    let eyes = EYES.iter().filter_map(|area| texture.detail_at(area, EDGES));
    let (mut skin, eyes): (Vec<f64>, Vec<f64>) = (skin.collect(), eyes.collect());
    if skin.len() < SKIN.len() || eyes.len() < EYES.len() {
        return Err(Reason::Hidden);
    }
    skin.sort_by(f64::total_cmp);
    Ok(skin[1] / (eyes.iter().sum::<f64>() / eyes.len() as f64).max(LEAST_DETAIL))
}

/// The face at the size at which it is looked at, and its detail.
struct Texture {
    seen: Plane,
    detail: Plane,
    /// Top left corner of what is seen, and middle between the pupils, px of the working picture.
    origin: [f64; 2],
    middle: [f64; 2],
    /// Pupil distance, px of the working picture, and pixels of that per pixel.
    span: f64,
    shrink: f64,
    /// Sine and cosine of the tilt.
    tilt: (f64, f64),
}

impl Texture {
    /// `None` where it is too small.
    fn of(working: &Working, portrait: &Portrait) -> Option<Self> {
        let picture = &working.picture;
        let (span, middle) = (portrait.pupil_distance() / working.scale, working.locate(portrait.mid_pupil().at));
        let reach = |axis: usize, limit: u32| {
            let [low, high] = [-REACH, REACH].map(|by| (middle[axis] + by * span).clamp(0.0, f64::from(limit)) as u32);
            (low, high - low)
        };
        let ((x, width), (y, height)) = (reach(0, picture.width()), reach(1, picture.height()));
        let shrink = (span / SPAN).max(1.0);
        let side = |length: u32| (f64::from(length) / shrink).round() as u32;
        let (across, down) = (side(width), side(height));
        if span < LEAST || across.min(down) < SMALLEST {
            return None;
        }
        let seen = Plane::of(&part_resized(picture, Rect { x, y, width, height }, across, down));
        let unit = span / shrink / SPAN;
        let (fine, coarse) = (seen.blurred(FINE * unit), seen.blurred(COARSE * unit));
        let values = fine.values.iter().zip(&coarse.values).map(|(fine, coarse)| (fine - coarse).abs()).collect();
        let tilt = portrait.roll().to_radians().sin_cos();
        Some(Self { seen, detail: Plane { values, ..fine }, origin: [x, y].map(f64::from), middle, span, shrink, tilt })
    }

    /// Middle of an area, px of the working picture.
    fn centre(&self, ([across, down], _): &Area) -> [f64; 2] {
        let (sin, cos) = self.tilt;
        let away = [across * cos - down * sin, across * sin + down * cos];
        [0, 1].map(|axis| self.middle[axis] + away[axis] * self.span)
    }

    /// The magnitude of detail below which this share of an area lies; `None` where the area is not all seen.
    fn detail_at(&self, area: &Area, share: f64) -> Option<f64> {
        let (centre, half) = (self.centre(area), area.1 * self.span);
        let along = |axis: usize, limit: usize| {
            let [low, high] = [-half, half].map(|by| (centre[axis] + by - self.origin[axis]) / self.shrink);
            (low >= 0.0 && high < limit as f64).then_some(low as usize..high as usize)
        };
        let (columns, rows) = (along(0, self.seen.width)?, along(1, self.seen.height)?);
        let cells = |plane: &Plane| -> Vec<f32> {
            rows.clone().flat_map(|row| plane.values[row * plane.width..][columns.clone()].to_vec()).collect()
        };
        let blown_out = cells(&self.seen).into_iter().filter(|level| *level >= BLOWN_OUT).count();
        let mut detail = cells(&self.detail);
        if detail.is_empty() || blown_out as f64 > TOO_MANY * detail.len() as f64 {
            return None;
        }
        let rank = ((share * detail.len() as f64) as usize).min(detail.len() - 1);
        Some(f64::from(*detail.select_nth_unstable_by(rank, f32::total_cmp).1))
    }
}
