//! What stands behind the person, and where the person ends.
//!
//! A smooth [`Surface`] is fitted to the frame's upper and side edges; everything that can be reached from there
//! through pixels of its colour, or through a smooth fall of light on it, is wall. What cannot be reached and hangs
//! together with the face is the person; what starts at the frame's edge in another colour, or stands alone, is a
//! thing: furniture, a second wall, a door frame. The crown of the head is read off the person's outline.
//!
//! The method is a classical one and knows its limits: clothes of the wall's own colour are taken for wall (the
//! torso is never asked of it), and where much of the edge does not fit the surface, [`Backdrop::plain`] says so.

mod flood;
mod outline;
mod surface;

use flood::Regions;
use surface::Surface;

use super::border::Frame;
use super::lab::{self, Lab, LabPicture};
use super::zones::{FaceZones, Oval};

/// What a pixel belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PixelClass {
    /// The wall.
    Wall,
    /// The person, hair and clothes included.
    Person,
    /// Something else before the wall.
    Thing,
}

/// The crown of the head, px of the picture at working size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Crown {
    /// Top edge of the hair mass.
    pub y: f64,
    /// Standard uncertainty, px.
    pub uncertainty: f64,
    /// Whether the hair mass runs into the frame's top edge.
    pub cut: bool,
}

/// A patch of background, [`Cell::SIDE`] px square.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// Centre, px of the working picture.
    pub x: usize,
    /// Centre, px.
    pub y: usize,
    /// Mean colour.
    pub(crate) colour: Lab,
    /// Whether it belongs to a thing rather than the wall.
    pub thing: bool,
}

impl Cell {
    /// Side, px: an eightieth of the long side, in which noise and the texture of studio paper average out.
    pub(crate) const SIDE: usize = 4;
}

/// The picture divided into wall, person and things.
pub(crate) struct Backdrop {
    /// The picture it was found in.
    pub(crate) picture: LabPicture,
    /// The part of the picture in which it was found: what was put around that belongs to neither wall nor person.
    pub frame: Frame,
    /// The face it was found around, px of [`Self::picture`]; `None` when there was none.
    pub(crate) face: Option<FaceZones>,
    /// The background away from the person, patch by patch.
    pub cells: Vec<Cell>,
    /// Mean colour of the wall.
    pub(crate) colour: Lab,
    /// Share of the frame's edge that the wall's surface explains, 0..1: how far the division can be trusted.
    pub plain: f64,
    surface: Surface,
    places: Vec<PixelClass>,
}

impl Backdrop {
    /// Divides what of `picture` lies in `frame`, in which the one face is at `face` (px of the same picture) and `hair` tells the share of
    /// hair at a pixel; `None` where there is no edge to start from.
    pub(crate) fn of(
        picture: LabPicture,
        frame: Frame,
        face: Option<FaceZones>,
        hair: impl Fn(usize, usize) -> f64,
    ) -> Option<Self> {
        let seeds = seeds(&frame, face.as_ref());
        let fit = Surface::fit(&picture, &seeds)?;
        let places = Regions { picture: &picture, frame, face: face.as_ref(), hair: &hair, fit: &fit }.places(&seeds);
        let cells = cells(&picture, &frame, &places, face.as_ref());
        let colour = lab::mean(cells.iter().filter(|cell| !cell.thing).map(|cell| cell.colour))?;
        Some(Self { picture, frame, face, cells, colour, plain: fit.inliers, surface: fit.surface, places })
    }

    /// What the pixel `(x, y)` belongs to.
    pub(crate) fn place(&self, x: usize, y: usize) -> PixelClass {
        self.places[y * self.picture.width + x]
    }

    /// The wall's colour along a row, whether it is seen there or not.
    pub(crate) fn wall(&self, y: usize) -> impl Fn(usize) -> Lab + use<> {
        self.surface.row(y)
    }
}

/// Pixels of the frame's upper and side edges, as far down as shoulders do not reach, without the head.
fn seeds(frame: &Frame, face: Option<&FaceZones>) -> Vec<(usize, usize)> {
    let (width, height) = (frame.right.saturating_sub(frame.left), frame.bottom.saturating_sub(frame.top));
    let low = face.map_or(0.6, |face| ((face.chin_y - frame.top as f64) / height as f64).clamp(0.2, 0.62));
    let low = (low * height as f64) as usize;
    let (top, side) = (height.div_ceil(16), width.div_ceil(8));
    let edge = |x: usize, y: usize| y < top || x < side || x + side >= width;
    let rows = (0..low.max(top)).step_by(2);
    let places = || rows.clone().flat_map(|y| (0..width).step_by(2).map(move |x| (x, y)));
    let all = || places().filter(|&(x, y)| edge(x, y)).map(|(x, y)| (frame.left + x, frame.top + y));
    let head = face.map(head_space);
    let is_free = |&(x, y): &(usize, usize)| !head.as_ref().is_some_and(|head| head(x, y));
    let free: Vec<(usize, usize)> = all().filter(is_free).collect();
    // A head that fills the frame leaves little; hair among the seeds is then the smaller evil.
    if free.len() * 4 >= all().count() { free } else { all().collect() }
}

/// Where hair or face may well be: an ellipse around the head, 1.4 faces wide, and above the eyes the column in which
/// a bun would stand.
fn head_space(face: &FaceZones) -> impl Fn(usize, usize) -> bool + use<> {
    let ([centre_x, eye_y], side) = (face.eye_centre(), face.side());
    let ellipse = Oval { centre: [centre_x, eye_y], reach: [0.72 * side, 0.95 * side] };
    move |x, y| {
        let (x, y) = (x as f64, y as f64);
        ellipse.contains(x, y) || (y < eye_y && (x - centre_x).abs() < 0.9 * 0.72 * side)
    }
}

/// The background patch by patch, above the shoulders and a rim's width away from the person.
fn cells(picture: &LabPicture, frame: &Frame, places: &[PixelClass], face: Option<&FaceZones>) -> Vec<Cell> {
    const RIM: usize = 3;
    let (width, height) = (picture.width, picture.height);
    let low = face.map_or(0.75 * height as f64, |face| face.chin_y).clamp(0.0, height as f64) as usize;
    let clear = |x: usize, y: usize| {
        let rows = y.saturating_sub(RIM)..(y + Cell::SIDE + RIM).min(height);
        rows.into_iter().all(|row| {
            let from = row * width + x.saturating_sub(RIM);
            let to = row * width + (x + Cell::SIDE + RIM).min(width);
            !places[from..to].contains(&PixelClass::Person)
        })
    };
    let mut cells = Vec::new();
    for y in (0..(low + 1).saturating_sub(Cell::SIDE)).step_by(Cell::SIDE) {
        for x in (0..(width + 1).saturating_sub(Cell::SIDE)).step_by(Cell::SIDE) {
            let within = frame.contains(x, y) && frame.contains(x + Cell::SIDE - 1, y + Cell::SIDE - 1);
            if !within || !clear(x, y) {
                continue;
            }
            let inside = || (y..y + Cell::SIDE).flat_map(move |y| (x..x + Cell::SIDE).map(move |x| (x, y)));
            let things = inside().filter(|&(x, y)| places[y * width + x] == PixelClass::Thing).count();
            let colour = lab::mean(inside().map(|(x, y)| picture.at(x, y))).unwrap_or_default();
            let (x, y) = (x + Cell::SIDE / 2, y + Cell::SIDE / 2);
            let thing = 2 * things >= Cell::SIDE * Cell::SIDE;
            cells.push(Cell { x, y, colour, thing });
        }
    }
    cells
}
