//! Luma on the file's own pixel grid, for measures that look at how the file was made rather than at what it shows.

use crate::colour::luma;
use crate::photo::Pixels;
use crate::vectors::vectorised;

/// Luma of the middle of the stored raster, in whole levels, cut along the corners of its 8×8 blocks.
pub(crate) struct Grid {
    /// Row by row.
    luma: Vec<u8>,
    /// Pixels in a row.
    width: usize,
}

impl Grid {
    /// Longest side: traces repeat all over a photo, and this much of it shows them as well as the whole.
    const LONGEST: usize = 1024;

    /// Takes the middle of the raster as it is stored, before turning.
    pub(crate) fn of(pixels: &Pixels) -> Self {
        let stored = pixels.stored();
        let part = |side: u32| {
            let length = (side as usize).min(Self::LONGEST);
            ((side as usize - length) / 16 * 8, length)
        };
        let ((left, width), (top, height)) = (part(stored.width()), part(stored.height()));
        let rows = || stored.as_raw().chunks_exact(stored.width() as usize * 3).skip(top).take(height);
        let luma = vectorised!({
            let mut levels = vec![0; width * height];
            for (to, row) in levels.chunks_exact_mut(width).zip(rows()) {
                let (pixels, _) = row[3 * left..3 * (left + width)].as_chunks::<3>();
                for (level, pixel) in to.iter_mut().zip(pixels) {
                    *level = luma(*pixel);
                }
            }
            levels
        });
        Self { luma, width }
    }

    /// Width, px.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Height, px.
    pub(crate) fn height(&self) -> usize {
        self.luma.len() / self.width
    }

    /// One row.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.luma[y * self.width..(y + 1) * self.width]
    }

    /// One column.
    pub(crate) fn column(&self, x: usize) -> impl Iterator<Item = u8> {
        self.luma[x..].iter().step_by(self.width).copied()
    }
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use super::*;

    #[test]
    fn the_middle_is_cut_along_the_blocks() {
        let stored = RgbImage::from_fn(1100, 40, |x, y| image::Rgb([(x / 8 % 100) as u8 * 2 + (y / 20) as u8; 3]));
        let grid = Grid::of(&Pixels::from_upright(stored));
        assert_eq!((grid.width(), grid.height()), (1024, 40));
        assert_eq!(grid.row(0)[..9], [8, 8, 8, 8, 8, 8, 8, 8, 10]);
        assert_eq!(grid.column(0).skip(18).take(4).collect::<Vec<_>>(), [8, 8, 9, 9]);
    }
}
