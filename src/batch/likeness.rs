//! What two pictures have in common, however they were saved.
//!
//! A [`Likeness`] is the picture in 16 × 16 grey cells, its brightness and contrast taken out. Saving again and
//! resizing hardly move such cells, while another person, even before the same wall and in the same light, moves
//! many. A hash of 64 bits cannot tell the two apart: in a studio's series most of its bits describe the studio.

use image::RgbImage;
use serde::{Deserialize, Serialize};

use crate::colour::luma;
use crate::photo::resized;

/// Cells along each side. The picture is squashed to a square, so that a change of proportion does not hide a copy.
const SIDE: u32 = 16;
const CELLS: usize = (SIDE * SIDE) as usize;
/// Root mean square difference, in hundredths of the pictures' own standard deviation, up to which two are the same.
/// Of 68 people photographed in one studio the nearest two differ by 22.1; a photo saved again at JPEG quality 30 or
/// at a third of its size differs from itself by at most 2.2 (`tests/duplicates.rs` measures both). Two shots of one
/// person, measured once with another way of shrinking, differ by at least 14.1. Finer cells tell hardly more, and a
/// batch keeps them of each photo.
const SAME: u32 = 9;
/// Steps of a cell for one standard deviation: a byte holds three of them on either side, and what lies beyond does so
/// in every copy.
const STEPS: f64 = 40.0;
/// Greatest difference of two that are the same: the length of the vector between them, in steps.
const REACH: f64 = SAME as f64 / 100.0 * STEPS * SIDE as f64;

/// A picture reduced to what survives saving and resizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i8>", into = "Vec<i8>")]
pub struct Likeness(Box<[i8; CELLS]>);

/// Where a likeness lies among others, coarsely: two that are the same lie in the same nook or in neighbouring ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Nook([i8; 6]);

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
            *cell = ((value - mean) / deviation * STEPS).round() as i8;
        }
        Some(Self(cells))
    }

    /// Whether both show the same photo.
    pub fn is_same(&self, other: &Self) -> bool {
        let limit = (REACH * REACH) as i32;
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
        (f64::from(square(&self.0[..], &other.0[..])) / CELLS as f64).sqrt() * 100.0 / STEPS
    }

    /// Where it lies: how much brighter one half of the picture is than the other, for six ways of halving it that have
    /// nothing to do with one another. None of the six can differ by more than the likenesses do altogether.
    pub(super) fn nook(&self) -> Nook {
        let is_outer = |at: u32| ((at + SIDE / 4) / (SIDE / 2)).is_multiple_of(2);
        let mut sums = [0i32; 6];
        for (at, cell) in (0..).zip(self.0.iter()) {
            let (x, y) = (at % SIDE, at / SIDE);
            let (left, top, side, end) = (x < SIDE / 2, y < SIDE / 2, is_outer(x), is_outer(y));
            for (sum, half) in sums.iter_mut().zip([left, top, left == top, side, end, side == end]) {
                *sum += if half { i32::from(*cell) } else { -i32::from(*cell) };
            }
        }
        Nook(sums.map(|sum| (f64::from(sum) / f64::from(SIDE) / REACH).floor() as i8))
    }
}

impl From<Likeness> for Vec<i8> {
    fn from(likeness: Likeness) -> Self {
        likeness.0.to_vec()
    }
}

impl TryFrom<Vec<i8>> for Likeness {
    type Error = &'static str;

    fn try_from(cells: Vec<i8>) -> Result<Self, Self::Error> {
        cells.try_into().map(|cells| Self(Box::new(cells))).map_err(|_| "another number of cells")
    }
}

impl Nook {
    /// Itself and all that touch it.
    pub(super) fn near(self) -> impl Iterator<Item = Self> {
        let count = 3usize.pow(self.0.len() as u32);
        (0..count).map(move |mut number| {
            Self(self.0.map(|along| {
                let step = (number % 3) as i8 - 1;
                number /= 3;
                along.saturating_add(step)
            }))
        })
    }
}

/// Sum of squared differences, at most 2^26.
fn square(cells: &[i8], others: &[i8]) -> i32 {
    cells.iter().zip(others).map(|(a, b)| (i32::from(*a) - i32::from(*b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_lies_near() {
        let picture = |seed: u32, shade: u32| {
            RgbImage::from_fn(64, 64, |x, y| {
                let wave = (x / 4 * seed + y / 4 * (seed / 3 + 1)) % 23 * 9;
                image::Rgb([(wave + shade * (x * y % 2)) as u8; 3])
            })
        };
        for seed in 1..25 {
            let [one, copy, other] =
                [picture(seed, 0), picture(seed, 9), picture(seed + 7, 0)].map(|it| Likeness::of(&it).unwrap());
            assert!(one.is_same(&copy), "{seed}: {}", one.difference(&copy));
            assert!(one.nook().near().any(|nook| nook == copy.nook()), "{seed}");
            assert!(!one.is_same(&other), "{seed}: {}", one.difference(&other));
        }
    }
}
