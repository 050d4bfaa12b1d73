//! What two pictures have in common, however they were saved.
//!
//! A [`Likeness`] is the picture in 32 × 32 grey cells, its brightness and contrast taken out. Saving again and
//! resizing hardly move such cells, while another person, even before the same wall and in the same light, moves
//! many. A hash of 64 bits cannot tell the two apart: in a studio's series most of its bits describe the studio.

use image::RgbImage;

use crate::colour::luma;
use crate::photo::resized;

/// Cells along each side. The picture is squashed to a square, so that a change of proportion does not hide a copy.
const SIDE: u32 = 32;
const CELLS: usize = (SIDE * SIDE) as usize;
/// Root mean square difference, in hundredths of the pictures' own standard deviation, up to which two are the same.
/// Of 68 people photographed in one studio the nearest two differ by 28.0; a photo saved again at JPEG quality 30 or
/// at a third of its size differs from itself by at most 2.3 (`tests/duplicates.rs` measures both). Two shots of one
/// person, measured once with another way of shrinking, differ by at least 19.7.
const SAME: i64 = 13;
/// Scale of a cell: 100 is one standard deviation.
const SCALE: f64 = 100.0;

/// A picture reduced to what survives saving and resizing.
#[derive(Clone)]
pub struct Likeness(Box<[i16; CELLS]>);

impl Likeness {
    /// Of a picture; `None` when it is too plain to be told from any other plain picture.
    pub fn of(picture: &RgbImage) -> Option<Self> {
        let small = resized(picture, SIDE, SIDE);
        let grey: Vec<f64> = small.pixels().map(|pixel| f64::from(luma(pixel.0))).collect();
        let mean = grey.iter().sum::<f64>() / CELLS as f64;
        let deviation = (grey.iter().map(|cell| (cell - mean).powi(2)).sum::<f64>() / CELLS as f64).sqrt();
        if deviation < 2.0 {
            return None;
        }
        let mut cells = Box::new([0; CELLS]);
        for (cell, value) in cells.iter_mut().zip(&grey) {
            *cell = ((value - mean) / deviation * SCALE).round() as i16;
        }
        Some(Self(cells))
    }

    /// Whether both show the same photo.
    pub fn is_same(&self, other: &Self) -> bool {
        let limit = SAME * SAME * CELLS as i64;
        let mut sum = 0;
        for (row, its) in self.0.chunks_exact(64).zip(other.0.chunks_exact(64)) {
            sum += square(row, its);
            if sum > limit {
                return false;
            }
        }
        true
    }

    /// Root mean square difference, in hundredths of a standard deviation.
    pub fn difference(&self, other: &Self) -> f64 {
        (square(&self.0[..], &other.0[..]) as f64 / CELLS as f64).sqrt()
    }
}

/// Sum of squared differences.
fn square(cells: &[i16], others: &[i16]) -> i64 {
    cells.iter().zip(others).map(|(a, b)| i64::from((i32::from(*a) - i32::from(*b)).pow(2))).sum()
}
