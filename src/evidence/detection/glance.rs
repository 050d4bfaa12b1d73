//! One look of the finder at the whole photo: where faces may be, how large, and which way up.

use image::RgbImage;

use super::{Face, Turn};
use crate::nets::{BEYOND, FaceOrientation, NETS, Spot};
use crate::photo::resized;
use crate::vectors::vectorised;

/// The net wants sides of whole multiples of this.
const MULTIPLE: u32 = 16;

/// What the finder says of a picture.
pub(super) struct Glance {
    spots: Vec<Spot>,
    /// Pixels of the picture per pixel that the finder saw.
    scale: f64,
}

/// What makes each kind of face upright.
const TURNS: [(FaceOrientation, Turn); 3] = [
    (FaceOrientation::Left, Turn::Quarter),
    (FaceOrientation::Right, Turn::ThreeQuarters),
    (FaceOrientation::Down, Turn::Half),
];

impl Glance {
    /// Looks at the picture scaled to this long side.
    pub(super) fn of(picture: &RgbImage, long_side: u32) -> Self {
        let (width, height) = picture.dimensions();
        let scale = f64::from(width.max(height)) / f64::from(long_side);
        let side = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
        let small = resized(picture, side(width), side(height));
        let (columns, rows) = (small.width().next_multiple_of(MULTIPLE), small.height().next_multiple_of(MULTIPLE));
        let size = (columns as usize, rows as usize);
        Self { spots: NETS.finder.look(&planes(&small, size), size), scale }
    }

    /// The upright faces of at least this probability, px of the picture, the surest first; one for each place.
    pub(super) fn upright(&self, least: f32) -> Vec<Face> {
        self.faces(FaceOrientation::Upright, least)
    }

    /// For each other way up the surest face of at least this probability, px of the picture, the surest first.
    pub(super) fn turned(&self, least: f32) -> Vec<(Turn, Face)> {
        let surest = |(kind, turn)| self.faces(kind, least).first().map(|face| (turn, *face));
        let mut faces: Vec<_> = TURNS.into_iter().filter_map(surest).collect();
        faces.sort_by(|(_, one), (_, other)| other.score.total_cmp(&one.score));
        faces
    }

    /// Whether the surest face is an upright one.
    pub(super) fn is_rather_upright(&self) -> bool {
        let surest =
            |kind: FaceOrientation| self.spots.iter().map(|spot| spot.kinds[kind as usize]).fold(0.0, f32::max);
        TURNS.iter().all(|(kind, _)| surest(FaceOrientation::Upright) >= surest(*kind))
    }

    fn faces(&self, kind: FaceOrientation, least: f32) -> Vec<Face> {
        let share = |spot: &Spot| spot.kinds[kind as usize];
        let mut spots: Vec<&Spot> = self.spots.iter().filter(|spot| share(spot) >= least).collect();
        spots.sort_by(|one, other| share(other).total_cmp(&share(one)));
        let mut faces: Vec<Face> = Vec::new();
        for spot in spots {
            let seen = Face::around(spot.eyes, spot.pupil_distance, f64::from(share(spot)));
            let face = seen.moved(self.scale, [0.0; 2]);
            if !faces.iter().any(|known| known.overlaps(&face)) {
                faces.push(face);
            }
        }
        faces
    }
}

/// The picture in three planes of this size, 0 to 1, filled up to the right and below.
fn planes(picture: &RgbImage, (columns, rows): (usize, usize)) -> Vec<f32> {
    let mut planes = vec![BEYOND; 3 * columns * rows];
    let width = picture.width() as usize;
    vectorised!({
        for (y, row) in picture.as_raw().chunks_exact(3 * width).enumerate() {
            for (channel, plane) in planes.chunks_exact_mut(columns * rows).enumerate() {
                let numbers = plane[y * columns..].iter_mut().zip(row.as_chunks::<3>().0);
                numbers.for_each(|(number, pixel)| *number = f32::from(pixel[channel]) / 255.0);
            }
        }
    });
    planes
}
