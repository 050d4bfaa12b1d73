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
/// The square of that.
const REACH_SQUARED: i32 = (REACH * REACH) as i32;

/// A picture reduced to what survives saving and resizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i8>", into = "Vec<i8>")]
pub struct Likeness(Box<[i8; CELLS]>);

/// A likeness in 4 × 4 cells, turned so that its large forms come first: a point of sixteen coordinates. So little that a
/// batch can look through many for each photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sketch([i16; Self::DIMENSIONS]);

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
        let mut sum = 0;
        for (row, its) in self.0.chunks_exact(64).zip(other.0.chunks_exact(64)) {
            sum += square(row, its);
            if sum > REACH_SQUARED {
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
        let mut sums = [0; Sketch::DIMENSIONS];
        for (at, cell) in (0..).zip(self.0.iter()) {
            sums[((at / SIDE / 4) * 4 + at % SIDE / 4) as usize] += i32::from(*cell);
        }
        // At most 16 times 16 cells, which 16 bits hold.
        Sketch(turned(sums).map(|sum| sum as i16))
    }
}

impl Sketch {
    pub(super) const DIMENSIONS: usize = 16;

    /// Greatest distance of the sketches of two that are the same. A sum of 16 cells differs by at most four times the length of what
    /// they differ by, and turning makes all lengths four times as great.
    pub(super) const REACH: i32 = (16.0 * REACH) as i32 + 1;

    /// Whether the likenesses may be the same.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        // Without a branch, so that all are compared at once; cut so that the sum of 16 squares fits, which lets pass rather more.
        const CUT: u32 = 4;
        let square = |(one, other): (&i16, &i16)| u32::from(one.abs_diff(*other)).pow(2) >> CUT;
        self.0.iter().zip(&other.0).map(square).sum::<u32>() <= (Self::REACH * Self::REACH) as u32 >> CUT
    }

    /// Where it lies in one of its dimensions, the first with the largest forms.
    pub(super) fn place(&self, dimension: usize) -> i32 {
        self.0[dimension].into()
    }
}

/// The sums and differences of 4 × 4 numbers, by the Walsh-Hadamard transform: a turn of the axes that makes all lengths four times
/// as great. Large forms come first.
fn turned(mut numbers: [i32; 16]) -> [i32; 16] {
    for step in [1, 2, 4, 8] {
        for at in (0..16).filter(|at| at & step == 0) {
            let [one, other] = [numbers[at], numbers[at + step]];
            (numbers[at], numbers[at + step]) = (one + other, one - other);
        }
    }
    // Rows and columns by the number of their changes of sign: 0, 2, 3, 1 have none, one, two and three. The mean is the last, since
    // it is nought for all pictures.
    const ORDER: [usize; 16] = [2, 8, 10, 3, 12, 11, 14, 15, 1, 4, 9, 6, 13, 7, 5, 0];
    ORDER.map(|at| numbers[at])
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
