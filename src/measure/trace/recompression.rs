//! Whether a JPEG was a JPEG before: its coefficients, or those of a shifted grid, still lie on an older grid of steps.
//!
//! Quantising twice leaves a comb in the histogram of a DCT coefficient that quantising once does not. Two cases:
//!
//! - *Same grid* ([`Samples::same_grid`]): the photo was opened and saved again as it was. What the coefficients would
//!   look like had they been quantised only once is estimated from the same picture cut four pixels off the grid, which
//!   breaks the older quantisation (Lukáš and Fridrich, "Estimation of Primary Quantization Matrix in Double Compressed
//!   JPEG Images", 2003). A frequency speaks for an older step if simulating that step explains the histogram much
//!   better than none does.
//! - *Shifted grid* ([`Samples::shifted_grid`]): the photo was cropped in between. At one of the 63 other positions of
//!   the grid the block means then still cluster at multiples of an older step (Bianchi and Piva, "Image Forgery
//!   Localization via Block-Grained Analysis of JPEG Artifacts", 2012).
//!
//! Both see only an earlier saving that was *coarser* than the last; a finer one is wiped out, and so is anything
//! before a change of size. That is the honest limit of the method, and of benefit here: a studio's camera file shrunk
//! to the asked-for size does not show. Only a sample of blocks is looked at; coefficients are computed from the decoded
//! luma, which is exact enough where the last step is not 1.

use std::f32::consts::{PI, TAU};

use crate::evidence::Grid;
use crate::photo::container::QuantTable;
use crate::vectors::vectorised;

/// Most blocks looked at; more do not change the answer on `calibration/histories.py`.
const MOST: usize = 1000;

/// Fewer blocks than this say nothing.
const FEWEST: usize = 300;

/// Frequencies looked at, as (row, column): the first nine after the mean in zigzag order, where steps are small and
/// coefficients plenty.
const FREQUENCIES: [(usize, usize); 9] = [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2), (2, 1), (3, 0)];

/// The coefficients of a block at [`FREQUENCIES`].
type Coefficients = [f32; FREQUENCIES.len()];

/// Coarsest older step that is tried.
const COARSEST: u16 = 30;

/// Quantised coefficients beyond this magnitude share one bin.
const LAST_BIN: usize = 20;

/// What rounding the picture to whole levels, once between the two savings and once when it was decoded here, adds to a
/// coefficient: the quantiles of a normal distribution with a deviation of 0.4.
const ROUNDING: [f32; 7] = [-0.56, -0.32, -0.14, 0.0, 0.14, 0.32, 0.56];

/// Steps of the block mean that are tried on shifted grids: IJG qualities from about 60 to 92.
const MEAN_STEPS: std::ops::RangeInclusive<usize> = 3..=13;

/// Values that a block mean can have, in JPEG's scale.
const MEANS: usize = 8 * 255 + 1;

/// Positions of the grid.
const SHIFTS: usize = 64;

/// Side of the window taken at each sampled block: the block itself, and room for every shift of it.
const WINDOW: usize = 16;

type BlockWindow = [[u8; WINDOW]; WINDOW];

/// What sampled blocks of the file's own grid show.
pub(super) struct Samples {
    /// The coefficients at [`FREQUENCIES`] of each block, and of the same picture four pixels off the grid.
    on_grid: Vec<Coefficients>,
    off_grid: Vec<Coefficients>,
    /// For each block mean, in JPEG's scale: how many blocks of each of the [`SHIFTS`] grids have it.
    means: Vec<[u16; SHIFTS]>,
}

impl Samples {
    /// Takes blocks evenly from all over the grid; `None` when there are too few.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let (across, down) = ((grid.width() / 8).checked_sub(1)?, (grid.height() / 8).checked_sub(1)?);
        let all = across * down;
        let count = all.min(MOST);
        let basis = DctBasis::new();
        let samples = vectorised!({
            let (mut on_grid, mut off_grid) = (Vec::with_capacity(count), Vec::with_capacity(count));
            let mut means = vec![[0; SHIFTS]; MEANS];
            for place in (0..count).map(|k| k * all / count) {
                let window = window(grid, 8 * (place % across), 8 * (place / across));
                if is_clipped(&window) {
                    continue;
                }
                on_grid.push(basis.low_frequencies(&window, 0));
                off_grid.push(basis.low_frequencies(&window, 4));
                for (shift, mean) in shifted_means(&window).as_flattened().iter().enumerate() {
                    means[usize::from(*mean)][shift] += 1;
                }
            }
            Self { on_grid, off_grid, means }
        });
        (samples.on_grid.len() >= FEWEST).then_some(samples)
    }

    /// How many frequencies speak for an older step on the same grid, and how many could have spoken.
    pub(super) fn same_grid(&self, table: &QuantTable) -> (usize, usize) {
        let votes = FREQUENCIES.iter().enumerate().filter_map(|(k, (row, column))| {
            let step = table.0[8 * row + column];
            let magnitudes = |blocks: &[Coefficients]| Magnitudes::of(blocks.iter().map(|block| block[k]));
            let observed = magnitudes(&self.on_grid).quantised(step);
            let lively: f32 = observed[1..].iter().sum();
            // Where nearly all coefficients are zero there is no comb to see.
            (lively >= 0.03).then(|| speaks(&observed, &magnitudes(&self.off_grid), step))
        });
        votes.fold((0, 0), |(hits, all), hit| (hits + usize::from(hit), all + 1))
    }

    /// By how much the strongest periodicity of the block mean on a shifted grid exceeds the next, as a quotient.
    pub(super) fn shifted_grid(&self) -> f64 {
        vectorised!({
            let mut greatest = 0.0_f64;
            for multiple in MEAN_STEPS.end() / 2 + 1..=*MEAN_STEPS.end() {
                // What is folded by a multiple of a step is soon folded by the step itself.
                let means = folded(&self.means, multiple);
                for step in MEAN_STEPS.filter(|step| MEAN_STEPS.end() / step * step == multiple) {
                    greatest = greatest.max(lead(&folded(&means, step)));
                }
            }
            greatest
        })
    }
}

/// How many magnitudes lie below each multiple of one half, as far as there are any above: all that quantising with
/// whole steps asks of them.
struct Magnitudes(Vec<u32>);

impl Magnitudes {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        let halves: Vec<u16> = values.map(|value| (2.0 * value.abs()) as u16).collect();
        let most = halves.iter().max().copied().unwrap_or(0);
        let mut below = vec![0; usize::from(most) + 2];
        halves.iter().for_each(|halves| below[usize::from(*halves) + 1] += 1);
        (1..below.len()).for_each(|at| below[at] += below[at - 1]);
        Self(below)
    }

    /// How many are nearest to `level` times `step`.
    fn near(&self, level: usize, step: usize) -> u32 {
        let below = |halves: usize| self.0[halves.min(self.0.len() - 1)];
        below((2 * level + 1) * step) - below((2 * level * step).saturating_sub(step))
    }

    /// Shares by their quotient with `step`.
    fn quantised(&self, step: u16) -> Histogram {
        self.spread(step, step, &[0.0])
    }

    /// Shares by their quotient with `step` after they have been quantised with an older step and rounded.
    fn quantised_twice(&self, older: u16, step: u16) -> Histogram {
        self.spread(older, step, &ROUNDING)
    }

    fn spread(&self, first: u16, step: u16, offsets: &[f32]) -> Histogram {
        let mut shares = [0.0; LAST_BIN + 1];
        let all = *self.0.last().unwrap_or(&0) as f32 * offsets.len() as f32;
        let bin = |value: f32| nearest(value.abs() / f32::from(step)).min(LAST_BIN);
        for level in 0..=self.0.len() / (2 * usize::from(first)) + 1 {
            let near = self.near(level, usize::from(first));
            if near == 0 {
                continue;
            }
            let value = level as f32 * f32::from(first);
            let same = |offset: Option<&f32>| offset.is_none_or(|offset| bin(value + offset) == bin(value));
            if same(offsets.first()) && same(offsets.last()) {
                shares[bin(value)] += near as f32 * offsets.len() as f32 / all;
            } else {
                offsets.iter().for_each(|offset| shares[bin(value + offset)] += near as f32 / all);
            }
        }
        shares
    }
}

/// Shares by quantised magnitude.
type Histogram = [f32; LAST_BIN + 1];

/// Whether simulating an older step explains `observed` much better than the last step alone. The two bounds are those
/// of `calibration/histories.py`: no photo there that was saved once has more than one frequency that passes.
fn speaks(observed: &Histogram, reference: &Magnitudes, step: u16) -> bool {
    let once = divergence(observed, &reference.quantised(step));
    // A finer older step leaves no comb.
    let mut older = step + 1..=COARSEST.min(4 * step + 10);
    once > 0.004 && older.any(|older| divergence(observed, &reference.quantised_twice(older, step)) < 0.45 * once)
}

/// The nearest whole number of one that is not negative.
fn nearest(value: f32) -> usize {
    (value + 0.5) as usize
}

/// Jensen–Shannon divergence, in nats.
fn divergence(a: &[f32], b: &[f32]) -> f32 {
    let part = |p: f32, q: f32| if p > 0.0 { p * (2.0 * p / (p + q)).ln() } else { 0.0 };
    a.iter().zip(b).map(|(p, q)| (part(*p, *q) + part(*q, *p)) / 2.0).sum()
}

/// Block means, in JPEG's scale (eight times the mean of the samples), at all 64 shifts; column by column.
#[inline(always)]
fn shifted_means(window: &BlockWindow) -> [[u16; 8]; 8] {
    // Sums of the eight levels under each other; then, of eight of those beside each other. Both are made of the sum
    // before by what enters and what leaves, a whole line of sums at a time.
    let mut sum = [0_u16; WINDOW];
    for row in &window[..8] {
        for x in 0..WINDOW {
            sum[x] += u16::from(row[x]);
        }
    }
    let mut columns = [[0; 8]; WINDOW];
    for y in 0..8 {
        for x in 0..WINDOW {
            columns[x][y] = sum[x];
            sum[x] = sum[x] + u16::from(window[y + 8][x]) - u16::from(window[y][x]);
        }
    }
    let mut sum = [0_u16; 8];
    for column in &columns[..8] {
        for y in 0..8 {
            sum[y] += column[y];
        }
    }
    let mut means = [[0; 8]; 8];
    for x in 0..8 {
        for y in 0..8 {
            means[x][y] = (sum[y] + 4) / 8;
            sum[y] = sum[y] + columns[x + 8][y] - columns[x][y];
        }
    }
    means
}

/// Block means a whole number of steps apart, taken together: how many blocks of each grid have them.
#[inline(always)]
fn folded(means: &[[u16; SHIFTS]], step: usize) -> Vec<[u16; SHIFTS]> {
    let mut folded = vec![[0; SHIFTS]; step];
    for means in means.chunks(step) {
        for (sum, count) in folded.as_flattened_mut().iter_mut().zip(means.as_flattened()) {
            *sum += count;
        }
    }
    folded
}

/// The strongest over the second strongest periodicity among the 63 shifted grids, of block means folded by its period.
#[inline(always)]
fn lead(folded: &[[u16; SHIFTS]]) -> f64 {
    let (mut sines, mut cosines) = ([0.0; SHIFTS], [0.0; SHIFTS]);
    for (phase, counts) in folded.iter().enumerate() {
        let (sine, cosine) = (TAU * phase as f32 / folded.len() as f32).sin_cos();
        for (shift, count) in counts.iter().enumerate() {
            sines[shift] += sine * f32::from(*count);
            cosines[shift] += cosine * f32::from(*count);
        }
    }
    let strengths = sines.iter().zip(cosines).skip(1).map(|(sine, cosine)| sine.hypot(cosine));
    let [first, second] =
        strengths.fold(
            [0.0; 2],
            |[first, second], strength: f32| {
                if strength > first { [strength, first] } else { [first, second.max(strength)] }
            },
        );
    f64::from(first / second.max(1e-6))
}

/// The window whose top left corner is this corner of the grid.
#[inline(always)]
fn window(grid: &Grid, left: usize, top: usize) -> BlockWindow {
    let mut window = [[0; WINDOW]; WINDOW];
    for (y, row) in window.iter_mut().enumerate() {
        row.copy_from_slice(&grid.row(top + y)[left..left + WINDOW]);
    }
    window
}

/// Whether much of a window is black or white: clipping hides what was there.
#[inline(always)]
fn is_clipped(window: &BlockWindow) -> bool {
    let mut clipped = 0_u16;
    for level in window.as_flattened() {
        clipped += u16::from(*level <= 1 || *level >= 254);
    }
    usize::from(clipped) > WINDOW * WINDOW / 4
}

/// The first four basis functions of the 8-point DCT (T.81, A.3.3).
struct DctBasis([[f32; 8]; 4]);

impl DctBasis {
    fn new() -> Self {
        let wave = |k: usize, n: usize| {
            let norm = if k == 0 { 0.125_f32.sqrt() } else { 0.5 };
            norm * (PI * (2 * n + 1) as f32 * k as f32 / 16.0).cos()
        };
        Self(std::array::from_fn(|k| std::array::from_fn(|n| wave(k, n))))
    }

    /// The coefficients at [`FREQUENCIES`] of the block `shift` px right of and below the window's corner.
    #[inline(always)]
    fn low_frequencies(&self, window: &BlockWindow, shift: usize) -> Coefficients {
        let mut columns = [[0.0_f32; 8]; 4];
        for (y, line) in window[shift..shift + 8].iter().enumerate() {
            for (column, wave) in columns.iter_mut().zip(&self.0) {
                for x in 0..8 {
                    column[x] += f32::from(line[shift + x]) * wave[y];
                }
            }
        }
        let mut coefficients = [0.0; FREQUENCIES.len()];
        for (coefficient, (down, across)) in coefficients.iter_mut().zip(FREQUENCIES) {
            for (sum, weight) in columns[down].iter().zip(&self.0[across]) {
                *coefficient += sum * weight;
            }
        }
        coefficients
    }
}
