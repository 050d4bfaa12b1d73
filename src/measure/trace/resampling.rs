//! Whether a photo was enlarged: interpolated pixels come in a rhythm, and their finest detail is missing.
//!
//! Every kernel that makes new pixels between old ones leaves the second difference along a line weaker where a new pixel
//! lies between two old ones than where it lies on one. Enlarged r times, the mean strength of the second difference
//! therefore swings with a frequency of 1/r cycles per pixel, folded into 0 to 1/2 (Gallagher, "Detection of Linear and
//! Cubic Interpolation in JPEG Compressed Images", 2005). An enlargement swings alike in both directions, so only what
//! both spectra show counts.
//!
//! What else has a rhythm is excluded: the JPEG's own grid at k/8, fabric (one direction), and the grid of an earlier
//! JPEG, which a change of size moves anywhere but which then brings companions as strong as itself. A picture that was
//! shrunk carelessly has a rhythm, too, but keeps its finest detail. Factors whose frequency falls on k/8 (4/3, 8/5, 2)
//! cannot be seen, and strong JPEG compression hides all others.

use microfft::real::{rfft_512, rfft_4096};

use super::spectrum::{powers, taper};
use crate::evidence::Grid;
use crate::vectors::vectorised;

/// Shorter lines give no usable spectrum.
const SHORTEST: usize = 300;

/// Size of the transform of the rhythm.
const BINS: usize = 4096;

/// Places on either side of one whose strengths it is compared with.
const NEAR: usize = 7;

/// Lines whose detail is looked at in each direction, and the length of each.
const DETAIL_LINES: usize = 24;
const DETAIL_LENGTH: usize = 512;

/// A second difference beyond this is an edge, and cut off: a single outline must not outweigh the grain of the whole.
const EDGE: i16 = 10;

/// What the spectra of both directions show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rhythm {
    /// Strength of the strongest rhythm that an enlargement by 1.3 or more can cause, in medians of the spectrum.
    pub peak: f32,
    /// Strength of the strongest other rhythm.
    pub other: f32,
}

impl Rhythm {
    /// Looks at the middle of the file's own raster; `None` when it is too small.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let shorter = grid.width().min(grid.height());
        if shorter < SHORTEST {
            return None;
        }
        let [across, down] = [strength_across(grid), strength_down(grid)].map(|strength| spectrum(&strength));
        let length = shorter as f32;
        // The width of the JPEG grid's own lines: that of the taper, or what their slopes take.
        let of_grid = |f: f32| (f * 8.0 - (f * 8.0).round()).abs() / 8.0 <= (2.5 / length).max(0.006);
        let frequencies = (0..across.len()).map(|bin| bin as f32 / BINS as f32);
        let joint: Vec<(f32, f32)> = frequencies
            .zip(across.iter().zip(&down).map(|(across, down)| across.min(*down)))
            .filter(|(frequency, _)| *frequency > 0.108 && !of_grid(*frequency))
            .collect();
        let strongest = |keep: &dyn Fn(f32) -> bool| {
            let kept = joint.iter().filter(|(frequency, _)| keep(*frequency));
            kept.max_by(|(_, a), (_, b)| a.total_cmp(b)).copied()
        };
        let (best, peak) = strongest(&|frequency| frequency > 0.225)?;
        let apart = (4.0 / length).max(0.008);
        let (_, other) = strongest(&|frequency| (frequency - best).abs() > apart)?;
        Some(Self { peak, other })
    }
}

/// Power of the finest detail over that of medium detail, dB: the mean of both directions.
pub(super) fn fine_detail(grid: &Grid) -> f32 {
    let (width, height) = (grid.width(), grid.height());
    let along_rows = fall(width, |k| grid.row(k * height / DETAIL_LINES).iter().copied());
    let along_columns = fall(height, |k| grid.column(k * width / DETAIL_LINES));
    (along_rows + along_columns) / 2.0
}

/// Mean strength of the second difference along the rows, at each place of a row.
fn strength_across(grid: &Grid) -> Vec<f32> {
    let sums = vectorised!({
        // At most EDGE for each of the grid's rows, of which there are few enough.
        let mut sums = vec![0_u16; grid.width() - 2];
        for y in 0..grid.height() {
            let row = grid.row(y);
            add_second_differences([row, &row[1..], &row[2..]], &mut sums);
        }
        sums
    });
    sums.iter().map(|sum| f32::from(*sum) / grid.height() as f32).collect()
}

/// The same along the columns.
fn strength_down(grid: &Grid) -> Vec<f32> {
    vectorised!({
        let mut strengths = vec![0.0; grid.height() - 2];
        let mut differences = vec![0_u16; grid.width()];
        for (y, strength) in strengths.iter_mut().enumerate() {
            differences.fill(0);
            add_second_differences([grid.row(y), grid.row(y + 1), grid.row(y + 2)], &mut differences);
            let mut sum = 0_u16;
            for difference in &differences {
                sum += difference;
            }
            *strength = f32::from(sum) / grid.width() as f32;
        }
        strengths
    })
}

/// Adds to each sum the strength of the second difference of three levels, the first, the second and the third before,
/// at and after its place.
#[inline(always)]
fn add_second_differences([before, at, after]: [&[u8]; 3], sums: &mut [u16]) {
    for (sum, ((before, at), after)) in sums.iter_mut().zip(before.iter().zip(at).zip(after)) {
        *sum += (2 * i16::from(*at) - i16::from(*before) - i16::from(*after)).abs().min(EDGE) as u16;
    }
}

/// Spectrum of how a strength swings, in units of its median; each bin the strongest of its near neighbours, so that two
/// directions of slightly different length agree.
fn spectrum(strength: &[f32]) -> Vec<f32> {
    let tapered = swing(strength).into_iter().zip(taper(strength.len())).map(|(swing, weight)| swing * weight);
    let spectrum: Vec<f32> = powers(rfft_4096, tapered).into_iter().map(f32::sqrt).collect();
    let floor = median(&spectrum[BINS / 20..]).max(1e-6);
    let mut strongest = spectrum.clone();
    for away in 1..=3 {
        for (strongest, other) in strongest.iter_mut().zip(&spectrum[away..]) {
            *strongest = strongest.max(*other);
        }
        for (strongest, other) in strongest[away..].iter_mut().zip(&spectrum) {
            *strongest = strongest.max(*other);
        }
    }
    strongest.iter().map(|magnitude| magnitude / floor).collect()
}

/// By how much each value exceeds the median of those at most [`NEAR`] places away.
fn swing(strength: &[f32]) -> Vec<f32> {
    let mut near: Vec<f32> = strength[..NEAR.min(strength.len())].to_vec();
    near.sort_by(f32::total_cmp);
    let place = |near: &[f32], value: f32| near.partition_point(|other| *other < value);
    let less_median = |(k, value): (usize, &f32)| {
        if let Some(entering) = strength.get(k + NEAR) {
            near.insert(place(&near, *entering), *entering);
        }
        if let Some(leaving) = k.checked_sub(NEAR + 1) {
            near.remove(place(&near, strength[leaving]));
        }
        value - near[near.len() / 2]
    };
    strength.iter().enumerate().map(less_median).collect()
}

/// Mean power of lines of this length at 0.4 to 0.49 cycles per pixel over that at 0.18 to 0.24, dB.
fn fall<Line: Iterator<Item = u8>>(length: usize, line: impl Fn(usize) -> Line) -> f32 {
    let band = |from: f32, to: f32| (from * DETAIL_LENGTH as f32) as usize..(to * DETAIL_LENGTH as f32) as usize;
    let weights = taper(length.min(DETAIL_LENGTH));
    let (mut fine, mut medium) = (0.0_f32, 0.0_f32);
    for k in 0..DETAIL_LINES {
        let middle: Vec<f32> = line(k).skip((length - weights.len()) / 2).take(weights.len()).map(f32::from).collect();
        let mean = middle.iter().sum::<f32>() / middle.len() as f32;
        let tapered = middle.iter().zip(&weights).map(|(level, weight)| (level - mean) * weight);
        let powers = powers(rfft_512, tapered);
        let power = |range: std::ops::Range<usize>| powers[range.clone()].iter().sum::<f32>() / range.len() as f32;
        fine += power(band(0.4, 0.49));
        medium += power(band(0.18, 0.24));
    }
    10.0 * ((fine + 1e-3) / (medium + 1e-3)).log10()
}

fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    let middle = sorted.len() / 2;
    *sorted.select_nth_unstable_by(middle, f32::total_cmp).1
}
