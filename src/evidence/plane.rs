//! A grey picture to be blurred and differentiated.

use image::RgbImage;

use crate::colour::unrounded_luma;
use crate::vectors::vectorised;

/// A grey picture.
pub(crate) struct Plane {
    /// Row by row, grey levels.
    pub values: Vec<f32>,
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
}

impl Plane {
    /// The luma of a picture, not rounded.
    pub(crate) fn of(picture: &RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        let (pixels, _) = picture.as_raw().as_chunks::<3>();
        let values = vectorised!({
            let mut values = vec![0.0; pixels.len()];
            for (value, pixel) in values.iter_mut().zip(pixels) {
                *value = unrounded_luma(*pixel);
            }
            values
        });
        Self { values, width: width as usize, height: height as usize }
    }

    /// Blurred by a Gaussian of this standard deviation, px; the edge pixels go on outside.
    pub(crate) fn blurred(&self, sigma: f64) -> Self {
        let reach = (3.0 * sigma).ceil() as usize;
        let weight = |at: usize| (-0.5 * ((at as f64 - reach as f64) / sigma).powi(2)).exp();
        let total: f64 = (0..=2 * reach).map(weight).sum();
        let kernel: Vec<f32> = (0..=2 * reach).map(|at| (weight(at) / total) as f32).collect();
        self.along_rows(&kernel).along_columns(&kernel)
    }

    /// Every row convolved with a kernel of odd length; the edge pixels go on outside.
    pub(super) fn along_rows(&self, kernel: &[f32]) -> Self {
        let (width, reach) = (self.width, kernel.len() / 2);
        let values = vectorised!({
            let (mut values, mut padded) = (vec![0.0; self.values.len()], vec![0.0; width + 2 * reach]);
            let rows = self.values.chunks_exact(width.max(1));
            for (row, sums) in rows.zip(values.chunks_exact_mut(width.max(1))) {
                padded[..reach].fill(row[0]);
                padded[reach..reach + width].copy_from_slice(row);
                padded[reach + width..].fill(row[width - 1]);
                for (tap, weight) in kernel.iter().enumerate() {
                    add_weighted(&padded[tap..tap + width], *weight, sums);
                }
            }
            values
        });
        Self { values, ..*self }
    }

    /// Every column convolved with a kernel of odd length; the edge pixels go on outside.
    fn along_columns(&self, kernel: &[f32]) -> Self {
        let (width, reach) = (self.width, kernel.len() / 2);
        let values = vectorised!({
            let mut values = vec![0.0; self.values.len()];
            for (y, sums) in values.chunks_exact_mut(width.max(1)).enumerate() {
                for (tap, weight) in kernel.iter().enumerate() {
                    let row = (y + tap).saturating_sub(reach).min(self.height - 1);
                    add_weighted(&self.values[row * width..(row + 1) * width], *weight, sums);
                }
            }
            values
        });
        Self { values, ..*self }
    }

    /// Central differences, per px.
    pub(super) fn gradient(&self, x: usize, y: usize) -> [f32; 2] {
        let at = y * self.width + x;
        let values = &self.values;
        [(values[at + 1] - values[at - 1]) / 2.0, (values[at + self.width] - values[at - self.width]) / 2.0]
    }
}

/// Adds weighted values to sums.
#[inline(always)]
fn add_weighted(values: &[f32], weight: f32, sums: &mut [f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value * weight;
    }
}
