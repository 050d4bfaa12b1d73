//! Measures of sharpness, noise and compression.

use super::Evidence;
use super::evidence::Place;
use crate::reading::{Reading, Reason};

/// Sharpness of the face: a crisp photo's blur over this one's.
pub(super) fn sharpness(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let value = CRISP / evidence.edge_blur()?.mean().ok_or(Reason::TooPlain)?.max(CRISP / 4.0);
    Ok(Reading::number(value, SHARPNESS_SCATTER * value))
}

/// Least blur over largest, of two directions at right angles: the smaller of the two quotients.
pub(super) fn motion(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let [right, down_right, down, down_left] = evidence.edge_blur()?.across;
    let quotient = |one: Option<f64>, other: Option<f64>, usual: f64| {
        let ratio = one?.max(CRISP / 4.0) / other?.max(CRISP / 4.0) / usual;
        Some(ratio.min(1.0 / ratio))
    };
    let pairs = [quotient(right, down, UPRIGHT_TO_LEVEL), quotient(down_right, down_left, 1.0)];
    let value = pairs.into_iter().flatten().reduce(f64::min).ok_or(Reason::TooPlain)?;
    Ok(Reading::number(value, 0.15))
}

/// Noise of the wall at working size, grey levels (after Immerkær, *Fast noise variance estimation*, 1996; the median
/// over patches, so that texture and edges do not count).
pub(super) fn noise(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (backdrop, picture) = (evidence.backdrop()?, &evidence.working()?.picture);
    let scale = backdrop.picture.scale;
    let (width, height) = picture.dimensions();
    let luma = |x: u32, y: u32| {
        let [red, green, blue] = picture.get_pixel(x, y).0.map(f64::from);
        0.299 * red + 0.587 * green + 0.114 * blue
    };
    let second = |x: u32, y: u32| {
        let row = |y: u32| luma(x - 1, y) - 2.0 * luma(x, y) + luma(x + 1, y);
        (row(y - 1) - 2.0 * row(y) + row(y + 1)).abs()
    };
    let mut levels: Vec<f64> = Vec::new();
    for cell in backdrop.cells.iter().filter(|cell| !cell.thing && backdrop.place(cell.x, cell.y) == Place::Wall) {
        let (x, y) = ((cell.x as f64 * scale) as u32, (cell.y as f64 * scale) as u32);
        if (3..width.saturating_sub(3)).contains(&x) && (3..height.saturating_sub(3)).contains(&y) {
            let sum: f64 =
                (y - 2..=y + 2).flat_map(|y| (x - 2..=x + 2).map(move |x| (x, y))).map(|(x, y)| second(x, y)).sum();
            levels.push(sum / 25.0);
        }
    }
    if levels.is_empty() {
        return Err(Reason::NoBackground);
    }
    let half = levels.len() / 2;
    let middle = *levels.select_nth_unstable_by(half, f64::total_cmp).1;
    Ok(Reading::number((std::f64::consts::PI / 2.0).sqrt() / 6.0 * middle, 0.2))
}

/// Mean step across the borders of the JPEG's 8×8 blocks over the mean step inside them, in the middle of the raster
/// as stored; 1 where no blocks show.
pub(super) fn blockiness(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    /// Side of the part that is looked at, px.
    const PART: u32 = 512;
    /// Grey levels that keep a raster without any grain from being a ratio of zeros.
    const GRAIN: f64 = 0.2;
    let raster = evidence.pixels()?.stored();
    let (width, height) = raster.dimensions();
    if width.min(height) < 32 {
        return Err(Reason::TooSmall);
    }
    let from = |length: u32| length.saturating_sub(PART) / 16 * 8;
    let (left, top) = (from(width), from(height));
    let green = |x: u32, y: u32| i32::from(raster.get_pixel(x, y).0[1]);
    let (mut border, mut inside) = ([0u64; 2], [0u64; 2]);
    let mut add = |place: u32, step: i32| {
        let [sum, count] = if place % 8 == 7 { &mut border } else { &mut inside };
        *sum += u64::from(step.unsigned_abs());
        *count += 1;
    };
    for y in top..(top + PART).min(height) - 1 {
        for x in left..(left + PART).min(width) - 1 {
            let here = green(x, y);
            add(x, green(x + 1, y) - here);
            add(y, green(x, y + 1) - here);
        }
    }
    let mean = |[sum, count]: [u64; 2]| sum as f64 / count as f64 + GRAIN;
    Ok(Reading::number(mean(border) / mean(inside), 0.02))
}

/// Blur, in eye distances, of a crisp photo: the median over the untouched portraits of the fit part, so that their
/// `focus.sharpness` has the median 1.
const CRISP: f64 = 0.0125;

/// Relative change of sharpness when a photo is only resized or saved again (`calibration/drift.py`).
const SHARPNESS_SCATTER: f64 = 0.03;

/// Blur of upright edges over that of level ones in crisp photos: lids are finer than the sides of a nose.
const UPRIGHT_TO_LEVEL: f64 = 1.24;
