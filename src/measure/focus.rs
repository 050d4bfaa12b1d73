//! Measures of sharpness, noise and compression.
//!
//! No uncertainty is stated, since no second instrument tells what is right: the zones of the rules carry the doubt
//! (`calibration/zones.py`). Resizing and saving again change the sharpness by 3.5 % (`calibration/drift.py`).

use crate::colour::unrounded_luma;
use crate::evidence::Evidence;
use crate::evidence::PixelClass;
use crate::reading::{Number, Reason};

/// Sharpness of the face: a crisp photo's blur over this one's.
pub(super) fn sharpness(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let value = CRISP / evidence.edge_blur()?.mean().ok_or(Reason::TooPlain)?.max(CRISP / 4.0);
    Ok(Number::unstated(value))
}

/// Smaller blur over larger blur of two directions at right angles; there are two such pairs, and the smaller quotient
/// is taken.
pub(super) fn motion(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let [right, down_right, down, down_left] = evidence.edge_blur()?.across;
    let quotient = |one: Option<f64>, other: Option<f64>, usual: f64| {
        let ratio = one?.max(CRISP / 4.0) / other?.max(CRISP / 4.0) / usual;
        Some(ratio.min(1.0 / ratio))
    };
    let pairs = [quotient(right, down, UPRIGHT_TO_LEVEL), quotient(down_right, down_left, 1.0)];
    let value = pairs.into_iter().flatten().reduce(f64::min).ok_or(Reason::TooPlain)?;
    Ok(Number::unstated(value))
}

/// Noise of the wall at working size, grey levels (after Immerkær, *Fast noise variance estimation*, 1996; the median
/// over patches, so that texture and edges do not count).
pub(super) fn noise(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (backdrop, picture) = (evidence.backdrop()?, &evidence.working()?.picture);
    let scale = backdrop.picture.scale;
    let (width, height) = picture.dimensions();
    let row = |left: u32, y: u32| {
        let start = 3 * (y * width + left) as usize;
        let (pixels, _) = picture.as_raw()[start..start + 21].as_chunks::<3>();
        [0, 1, 2, 3, 4, 5, 6].map(|at| unrounded_luma(pixels[at]))
    };
    let mut levels: Vec<f32> = Vec::new();
    for cell in backdrop.cells.iter().filter(|cell| !cell.thing && backdrop.place(cell.x, cell.y) == PixelClass::Wall) {
        let (x, y) = ((cell.x as f64 * scale) as u32, (cell.y as f64 * scale) as u32);
        if (3..width.saturating_sub(3)).contains(&x) && (3..height.saturating_sub(3)).contains(&y) {
            levels.push(second_differences(&[0, 1, 2, 3, 4, 5, 6].map(|down| row(x - 3, y + down - 3))));
        }
    }
    if levels.is_empty() {
        return Err(Reason::NoBackground);
    }
    let half = levels.len() / 2;
    let middle = *levels.select_nth_unstable_by(half, f32::total_cmp).1;
    Ok(Number::unstated((std::f64::consts::PI / 2.0).sqrt() / 6.0 * f64::from(middle)))
}

/// Mean magnitude of the second difference of the second difference, over the inner 25 pixels of a patch.
fn second_differences(patch: &[[f32; 7]; 7]) -> f32 {
    let across = patch.map(|row| [0, 1, 2, 3, 4].map(|x| row[x] - 2.0 * row[x + 1] + row[x + 2]));
    let down = |rows: &[[f32; 5]]| (0..5).map(|x| (rows[0][x] - 2.0 * rows[1][x] + rows[2][x]).abs()).sum::<f32>();
    across.windows(3).map(down).sum::<f32>() / 25.0
}

/// Mean step across the borders of the JPEG's 8×8 blocks over the mean step inside them, in the middle of the raster
/// as stored; 1 where no blocks show.
pub(super) fn blockiness(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// Grey levels that keep a raster without any grain from being a ratio of zeros.
    const GRAIN: f64 = 0.2;
    let grid = evidence.grid()?;
    let (width, height) = (grid.width() / 8 * 8, grid.height() / 8 * 8);
    if width.min(height) < 32 {
        return Err(Reason::TooSmall);
    }
    // Sums of the steps by where in a block they start, along the rows and down the columns.
    let (mut across, mut down) = ([0u64; 8], [0u64; 8]);
    for y in 0..height - 8 {
        let (row, next) = (&grid.row(y)[..width], &grid.row(y + 1)[..width]);
        down[y % 8] += sum_of_steps(row, next);
        // A row has at most 128 blocks, so that sixteen bits hold the sums of each.
        let mut steps = [0_u16; 8];
        let blocks = row[..width - 8].as_chunks::<8>().0.iter().zip(row[1..width - 7].as_chunks::<8>().0);
        for (block, next) in blocks {
            for ((sum, one), next) in steps.iter_mut().zip(block).zip(next) {
                *sum += u16::from(one.abs_diff(*next));
            }
        }
        across.iter_mut().zip(steps).for_each(|(sum, step)| *sum += u64::from(step));
    }
    let lines = (height - 8) as f64 / 8.0 * width as f64;
    let columns = (width - 8) as f64 / 8.0 * (height - 8) as f64;
    let border = (across[7] + down[7]) as f64 / (columns + lines);
    let inside = (across[..7].iter().sum::<u64>() + down[..7].iter().sum::<u64>()) as f64 / (7.0 * (columns + lines));
    Ok(Number::unstated((border + GRAIN) / (inside + GRAIN)))
}

/// Sum of the differences between two rows.
fn sum_of_steps(row: &[u8], next: &[u8]) -> u64 {
    u64::from(row.iter().zip(next).map(|(one, other)| u32::from(one.abs_diff(*other))).sum::<u32>())
}

/// Blur, in eye distances, of a crisp photo: the median over the untouched portraits of the fit part, so that their
/// `focus.sharpness` has the median 1.
const CRISP: f64 = 0.0149;

/// Blur of upright edges over that of level ones in crisp photos: lids are finer than the sides of a nose.
const UPRIGHT_TO_LEVEL: f64 = 1.24;
