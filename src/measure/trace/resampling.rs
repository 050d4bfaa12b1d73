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

use super::spectrum::{LARGEST, magnitudes, taper, tapered};
use crate::measure::evidence::Grid;

/// Shorter lines give no usable spectrum.
const SHORTEST: usize = 300;

/// Size of the transform of the rhythm.
const BINS: usize = LARGEST;

/// Lines whose detail is looked at in each direction, and the length of each.
const DETAIL_LINES: usize = 24;
const DETAIL_LENGTH: usize = 512;

/// A second difference beyond this is an edge, and cut off: a single outline must not outweigh the grain of the whole.
const EDGE: i16 = 10;

/// What the two spectra show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rhythm {
    /// Strength of the strongest rhythm that an enlargement by 1.3 or more can cause, in medians of the spectrum.
    pub peak: f32,
    /// Its frequency, cycles per pixel.
    pub frequency: f32,
    /// Strength of the strongest other rhythm.
    pub other: f32,
    /// Power of the finest detail over that of medium detail, dB.
    pub fall: f32,
}

impl Rhythm {
    /// Looks at the middle of the file's own raster; `None` when it is too small.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let (width, height) = (grid.width(), grid.height());
        if width < SHORTEST || height < SHORTEST {
            return None;
        }
        let [by_row, by_column] = [width, height].map(|length| taper(length.min(DETAIL_LENGTH)));
        let rows = (0..DETAIL_LINES).map(|k| detail(grid.row(k * height / DETAIL_LINES).iter().copied(), &by_row));
        let columns = (0..DETAIL_LINES).map(|k| detail(grid.column(k * width / DETAIL_LINES), &by_column));
        let fall = (fall(rows) + fall(columns)) / 2.0;
        let (across, down) = (spectrum(strength_across(grid)), spectrum(strength_down(grid)));
        let joint: Vec<f32> = across.iter().zip(&down).map(|(a, b)| a.min(*b)).collect();
        let length = width.min(height) as f32;
        let frequency = |bin: usize| bin as f32 / BINS as f32;
        // The width of the JPEG grid's own lines: that of the taper, or what their slopes take.
        let of_grid = |f: f32| (f * 8.0 - (f * 8.0).round()).abs() / 8.0 <= (2.5 / length).max(0.006);
        let strongest = |keep: &dyn Fn(f32) -> bool| {
            let bins = (0..joint.len()).filter(|&bin| !of_grid(frequency(bin)) && keep(frequency(bin)));
            bins.max_by(|a, b| joint[*a].total_cmp(&joint[*b]))
        };
        let best = strongest(&|f| f > 0.225)?;
        let apart = (4.0 / length).max(0.008);
        let other = strongest(&|f| f > 0.108 && (f - frequency(best)).abs() > apart)?;
        Some(Self { peak: joint[best], frequency: frequency(best), other: joint[other], fall })
    }
}

/// Mean strength of the second difference along the rows, at each place of a row.
fn strength_across(grid: &Grid) -> Vec<f32> {
    // At most EDGE for each of the grid's rows, of which there are few enough.
    let mut sums = vec![0_u16; grid.width() - 2];
    for y in 0..grid.height() {
        let row = grid.row(y);
        for (sum, ((before, here), after)) in sums.iter_mut().zip(row.iter().zip(&row[1..]).zip(&row[2..])) {
            *sum += second_difference(*before, *here, *after);
        }
    }
    sums.iter().map(|sum| f32::from(*sum) / grid.height() as f32).collect()
}

/// The same along the columns.
fn strength_down(grid: &Grid) -> Vec<f32> {
    let strength = |y: usize| {
        let rows = grid.row(y).iter().zip(grid.row(y + 1)).zip(grid.row(y + 2));
        let sum: u32 = rows.map(|((above, here), below)| u32::from(second_difference(*above, *here, *below))).sum();
        sum as f32 / grid.width() as f32
    };
    (0..grid.height() - 2).map(strength).collect()
}

fn second_difference(before: u8, here: u8, after: u8) -> u16 {
    (2 * i16::from(here) - i16::from(before) - i16::from(after)).abs().min(EDGE) as u16
}

/// Spectrum of how a strength swings, in units of its median; each bin the strongest of its near neighbours, so that two
/// directions of slightly different length agree.
fn spectrum(strength: Vec<f32>) -> Vec<f32> {
    let around = |k: usize| &strength[k.saturating_sub(7)..(k + 8).min(strength.len())];
    let swing = (0..strength.len()).map(|k| strength[k] - median(around(k)));
    let spectrum = magnitudes(&tapered(swing, &taper(strength.len())), BINS);
    let floor = median(&spectrum[BINS / 20..]).max(1e-6);
    let near = |bin: usize| &spectrum[bin.saturating_sub(3)..(bin + 4).min(spectrum.len())];
    (0..spectrum.len()).map(|bin| near(bin).iter().fold(0.0_f32, |a, b| a.max(*b)) / floor).collect()
}

/// The middle of a line about its mean, as long as the weights that taper it.
fn detail(line: impl Iterator<Item = u8>, weights: &[f32]) -> Vec<f32> {
    let levels: Vec<f32> = line.map(f32::from).collect();
    let start = (levels.len() - weights.len()) / 2;
    let middle = &levels[start..start + weights.len()];
    let mean = middle.iter().sum::<f32>() / weights.len() as f32;
    tapered(middle.iter().map(|level| level - mean), weights)
}

/// Mean power at 0.4 to 0.49 cycles per pixel over that at 0.18 to 0.24, dB.
fn fall(lines: impl Iterator<Item = Vec<f32>>) -> f32 {
    let band = |from: f32, to: f32| (from * DETAIL_LENGTH as f32) as usize..(to * DETAIL_LENGTH as f32) as usize;
    let (mut fine, mut medium) = (0.0_f32, 0.0_f32);
    for line in lines {
        let spectrum = magnitudes(&line, DETAIL_LENGTH);
        let power = |range: std::ops::Range<usize>| {
            spectrum[range.clone()].iter().map(|magnitude| magnitude * magnitude).sum::<f32>() / range.len() as f32
        };
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
