//! One small look at the whole photo: where a face probably is, and which way up.

use image::RgbImage;

use super::super::Working;
use super::{Face, Turn};
use crate::nets::contract::CONTRACT;
use crate::nets::{BEYOND, Kind, NETS, Spot};
use crate::photo::resized;

/// Probability from which a spot is taken at its word, if the cascade agrees.
const SURE: f32 = 0.9;

/// Probability of a face in a spot under which there is none: where no spot says more, nobody else is looked for.
const DOUBT: f32 = 0.02;

/// The net wants sides of whole multiples of this.
const MULTIPLE: u32 = 16;

/// What the finder says of the whole photo.
pub(super) struct Glance {
    spots: Vec<Spot>,
    /// Working pixels per pixel that the finder saw.
    scale: f64,
}

/// What makes each kind of face upright.
const TURNS: [(Kind, Option<Turn>); 4] = [
    (Kind::Upright, None),
    (Kind::Left, Some(Turn::Quarter)),
    (Kind::Down, Some(Turn::Half)),
    (Kind::Right, Some(Turn::ThreeQuarters)),
];

impl Glance {
    pub(super) fn of(working: &Working) -> Self {
        let (width, height) = working.picture.dimensions();
        let scale = f64::from(width.max(height)) / CONTRACT.finder.long_side as f64;
        let side = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
        let small = resized(&working.picture, side(width), side(height));
        let (columns, rows) = (small.width().next_multiple_of(MULTIPLE), small.height().next_multiple_of(MULTIPLE));
        let size = (columns as usize, rows as usize);
        Self { spots: NETS.finder.look(&planes(&small, size), size), scale }
    }

    /// The one face that the finder is sure of, px of the working picture, and the turn after which it would be upright;
    /// `None` where it is sure of none, or of several ways up.
    pub(super) fn face(&self) -> Option<(Option<Turn>, Face)> {
        let best = |kind: Kind| {
            let share = |spot: &Spot| spot.kinds[kind as usize];
            let best = self.spots.iter().max_by(|one, other| share(one).total_cmp(&share(other)));
            best.filter(|spot| share(spot) >= SURE)
        };
        let sure = TURNS.into_iter().filter_map(|(kind, turn)| Some((turn, self.face_of(best(kind)?, kind))));
        let [face] = sure.collect::<Vec<_>>()[..] else { return None };
        Some(face)
    }

    /// The faces that are likelier there than not, px of the working picture, the surest first.
    pub(super) fn faces(&self) -> Vec<Face> {
        let upright = |spot: &Spot| spot.kinds[Kind::Upright as usize];
        let mut spots: Vec<&Spot> = self.spots.iter().filter(|spot| upright(spot) > 0.5).collect();
        spots.sort_by(|one, other| upright(other).total_cmp(&upright(one)));
        let mut faces: Vec<Face> = Vec::new();
        for spot in spots {
            let face = self.face_of(spot, Kind::Upright);
            if !faces.iter().any(|known| known.overlaps(&face)) {
                faces.push(face);
            }
        }
        faces
    }

    fn face_of(&self, spot: &Spot, kind: Kind) -> Face {
        let share = f64::from(spot.kinds[kind as usize]);
        Face::around(spot.eyes, spot.pupil_distance, share).moved(self.scale, [0.0; 2])
    }

    /// Whether anything in this part of the working picture might be a face.
    pub(super) fn suspects(&self, [left, top, right, bottom]: [f64; 4]) -> bool {
        self.spots.iter().any(|spot| {
            let [x, y] = spot.eyes.map(|along| (along + 0.5) * self.scale - 0.5);
            spot.kinds[Kind::Nobody as usize] < 1.0 - DOUBT && (left..right).contains(&x) && (top..bottom).contains(&y)
        })
    }
}

/// The picture in three planes of this size, 0 to 1, filled up to the right and below.
fn planes(picture: &RgbImage, (columns, rows): (usize, usize)) -> Vec<f32> {
    let mut planes = vec![BEYOND; 3 * columns * rows];
    for (x, y, pixel) in picture.enumerate_pixels() {
        for (channel, value) in pixel.0.into_iter().enumerate() {
            planes[(channel * rows + y as usize) * columns + x as usize] = f32::from(value) / 255.0;
        }
    }
    planes
}
