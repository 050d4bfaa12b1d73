//! Whether the background was put in afterwards: one colour, everywhere, without a trace of grain.
//!
//! A wall is never lit quite evenly and a sensor never quite silent, so that even a denoised studio photo shows several
//! levels along its edges; a filled-in background shows one. Looked at are 8×8 cells along the sides and the top of the
//! upright photo, where graduation photos show background: the share of cells that are flat and have the colour that
//! most of them have. Coarse compression merges neighbouring levels, and a clipped background is flat by itself, so both
//! leave the question open. A background filled with a gradient, or noised again afterwards, is not seen.

use crate::colour::unrounded_luma;
use crate::photo::Pixels;

/// Side of a cell, px: that of a JPEG block.
const CELL: u32 = 8;

/// Most cells looked at.
const MOST: u32 = 400;

/// What the edges show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EdgeBackdrop {
    /// Share of cells that are flat and of the commonest colour.
    pub share: f64,
    /// Whether that colour is clipped in some channel, and so hides its grain.
    pub clipped: bool,
}

/// One cell: mean colour, and whether its luma is flat.
struct EdgeCell {
    colour: [f32; 3],
    flat: bool,
}

impl EdgeBackdrop {
    /// Looks at the edges; `None` when the photo is too small.
    pub(super) fn of(pixels: &Pixels) -> Option<Self> {
        let (across, down) = (pixels.width() / CELL, pixels.height() / CELL);
        if across < 25 || down < 25 {
            return None;
        }
        let (side, top, low) = ((across * 2 / 25).max(1), (down / 20).max(1), down * 9 / 20);
        let at_edge = |&(x, y): &(u32, u32)| y < top || x < side || x >= across - side;
        let places: Vec<(u32, u32)> = (0..low).flat_map(|y| (0..across).map(move |x| (x, y))).filter(at_edge).collect();
        let step = (places.len() as u32 / MOST).max(1) as usize;
        let cells: Vec<EdgeCell> =
            places.iter().step_by(step).map(|&(x, y)| cell(pixels, CELL * x, CELL * y)).collect();
        let colour = commonest(&cells);
        let same = cells.iter().filter(|cell| cell.flat && near(cell.colour, colour)).count();
        let clipped = colour.iter().any(|level| !(4.0..=251.0).contains(level));
        Some(Self { share: same as f64 / cells.len() as f64, clipped })
    }
}

fn cell(pixels: &Pixels, left: u32, top: u32) -> EdgeCell {
    let count = (CELL * CELL) as f32;
    let corner = unrounded_luma(pixels.number(left, top));
    let (mut totals, mut sum, mut squares) = ([0_u32; 3], 0.0, 0.0);
    for y in top..top + CELL {
        for x in left..left + CELL {
            let rgb = pixels.number(x, y);
            for channel in 0..3 {
                totals[channel] += u32::from(rgb[channel]);
            }
            let difference = unrounded_luma(rgb) - corner;
            (sum, squares) = (sum + difference, squares + difference * difference);
        }
    }
    // Rounding alone gives 0.3; grain that survives JPEG at quality 75 gives more than this.
    let flat = (squares - sum * sum / count) / count < 0.6 * 0.6;
    EdgeCell { colour: totals.map(|total| total as f32 / count), flat }
}

/// Whether two colours are the same level in every channel.
fn near(a: [f32; 3], b: [f32; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 0.75)
}

/// The colour around which most flat cells lie: of some of them, the one with most neighbours.
fn commonest(cells: &[EdgeCell]) -> [f32; 3] {
    let flat: Vec<[f32; 3]> = cells.iter().filter(|cell| cell.flat).map(|cell| cell.colour).collect();
    let neighbours = |colour: &[f32; 3]| flat.iter().filter(|other| near(**other, *colour)).count();
    let candidates = flat.iter().step_by((flat.len() / 40).max(1));
    candidates.max_by_key(|colour| neighbours(colour)).copied().unwrap_or([128.0; 3])
}
