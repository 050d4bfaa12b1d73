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

/// A likeness in 4 × 4 cells: so little that a batch can look through all of them for each photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sketch([i8; 16]);

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

    /// The same in 4 × 4 cells.
    pub(super) fn sketch(&self) -> Sketch {
        let mut sums = [0i32; 16];
        for (at, cell) in (0..).zip(self.0.iter()) {
            sums[((at / SIDE / 4) * 4 + at % SIDE / 4) as usize] += i32::from(*cell);
        }
        // The sum of 16 cells, so the mean is a cell again.
        Sketch(sums.map(|sum| (f64::from(sum) / 16.0).round() as i8))
    }
}

impl Sketch {
    /// Whether the likenesses may be the same. Where one of 16 cells is apart by a step, the 16 below it are, on average, and so
    /// lie apart by four; what remains is for rounding.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        const APART: u8 = (REACH / 4.0) as u8 + 1;
        // Without a branch, so that all cells are compared at once.
        let beyond = |(one, other): (&i8, &i8)| one.abs_diff(*other).saturating_sub(APART);
        self.0.iter().zip(&other.0).map(beyond).fold(0, |far, beyond| far | beyond) == 0
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
            assert!(one.sketch().is_near(&copy.sketch()), "{seed}");
            assert!(!one.is_same(&other), "{seed}: {}", one.difference(&other));
        }
    }

    #[test]
    fn hardly_any_other_picture_lies_near() {
        // Noise has no large light and dark parts, so it is the hardest to tell apart by few cells.
        let noise = |seed: u32| {
            let mut state = seed.wrapping_mul(2_654_435_761) | 1;
            Likeness::of(&RgbImage::from_fn(16, 16, |_, _| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                image::Rgb([(state >> 24) as u8; 3])
            }))
        };
        let sketches: Vec<_> = (1..=400).map(|seed| noise(seed).unwrap().sketch()).collect();
        let pairs = sketches.iter().enumerate().flat_map(|(at, one)| sketches[..at].iter().map(move |it| (one, it)));
        let near = pairs.filter(|(one, other)| one.is_near(other)).count();
        assert!(near < 400 * 399 / 2 / 50, "{near} pairs");
    }
}
