//! A grey picture to be blurred and differentiated.

use image::RgbImage;

/// A grey picture.
pub struct Plane {
    /// Row by row, grey levels.
    pub values: Vec<f32>,
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
}

impl Plane {
    /// The luma of a picture, not rounded.
    pub fn of(picture: &RgbImage) -> Self {
        let luma = |pixel: &image::Rgb<u8>| {
            let [red, green, blue] = pixel.0.map(f32::from);
            0.299 * red + 0.587 * green + 0.114 * blue
        };
        let (width, height) = picture.dimensions();
        Self { values: picture.pixels().map(luma).collect(), width: width as usize, height: height as usize }
    }

    /// Blurred by a Gaussian of this standard deviation, px; the edge pixels go on outside.
    pub fn blurred(&self, sigma: f64) -> Self {
        let reach = (3.0 * sigma).ceil() as usize;
        let weight = |at: usize| (-0.5 * ((at as f64 - reach as f64) / sigma).powi(2)).exp();
        let total: f64 = (0..=2 * reach).map(weight).sum();
        let kernel: Vec<f32> = (0..=2 * reach).map(|at| (weight(at) / total) as f32).collect();
        self.across(&kernel, reach).across(&kernel, reach)
    }

    /// Every row convolved with `kernel`; the result is transposed, so that a second call does the columns.
    pub(super) fn across(&self, kernel: &[f32], reach: usize) -> Self {
        let mut values = vec![0.0; self.values.len()];
        let (mut padded, mut sums) = (vec![0.0; self.width + 2 * reach], vec![0.0; self.width]);
        for (y, row) in self.values.chunks_exact(self.width.max(1)).enumerate() {
            padded[..reach].fill(row[0]);
            padded[reach..reach + self.width].copy_from_slice(row);
            padded[reach + self.width..].fill(row[self.width - 1]);
            sums.fill(0.0);
            for (tap, weight) in kernel.iter().enumerate() {
                sums.iter_mut().zip(&padded[tap..]).for_each(|(sum, value)| *sum += value * weight);
            }
            sums.iter().enumerate().for_each(|(x, sum)| values[x * self.height + y] = *sum);
        }
        Self { values, width: self.height, height: self.width }
    }

    /// Central differences, per px.
    pub(super) fn gradient(&self, x: usize, y: usize) -> [f32; 2] {
        let at = y * self.width + x;
        let values = &self.values;
        [(values[at + 1] - values[at - 1]) / 2.0, (values[at + self.width] - values[at - self.width]) / 2.0]
    }
}
