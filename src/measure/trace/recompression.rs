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

use std::f32::consts::PI;

use crate::measure::evidence::Grid;
use crate::photo::container::QuantTable;

/// Most blocks looked at; more do not change the answer on `calibration/histories.py`.
const MOST: usize = 1000;

/// Fewer blocks than this say nothing.
const FEWEST: usize = 300;

/// Frequencies looked at, as (row, column): the first nine after the mean in zigzag order, where steps are small and
/// coefficients plenty.
const FREQUENCIES: [(usize, usize); 9] = [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2), (2, 1), (3, 0)];

/// Coarsest older step that is tried.
const COARSEST: u16 = 30;

/// Quantised coefficients beyond this magnitude share one bin.
const LAST_BIN: usize = 20;

/// What rounding the picture to whole levels, once between the two savings and once when it was decoded here, adds to a
/// coefficient: the quantiles of a normal distribution with a deviation of 0.4.
const ROUNDING: [f32; 7] = [-0.56, -0.32, -0.14, 0.0, 0.14, 0.32, 0.56];

/// Steps of the block mean that are tried on shifted grids: IJG qualities from about 60 to 92.
const MEAN_STEPS: std::ops::RangeInclusive<u16> = 3..=13;

/// Values that a block mean can have, in JPEG's scale.
const MEANS: usize = 8 * 255 + 1;

/// Positions of the grid.
const SHIFTS: usize = 64;

/// Side of the window taken at each sampled block: the block itself, and room for every shift of it.
const WINDOW: usize = 16;

type Window = [[u8; WINDOW]; WINDOW];

/// Luma around sampled blocks of the file's own grid.
pub(super) struct Samples {
    windows: Vec<Window>,
}

impl Samples {
    /// Takes blocks evenly from all over the grid; `None` when there are too few.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let (across, down) = ((grid.width() / 8).checked_sub(1)?, (grid.height() / 8).checked_sub(1)?);
        let all = across * down;
        let count = all.min(MOST);
        let place = |k: usize| k * all / count;
        let windows: Vec<Window> = (0..count)
            .map(|k| window(grid, 8 * (place(k) % across), 8 * (place(k) / across)))
            .filter(|window| !is_clipped(window))
            .collect();
        (windows.len() >= FEWEST).then_some(Self { windows })
    }

    /// How many frequencies speak for an older step on the same grid, and how many could have spoken.
    pub(super) fn same_grid(&self, table: &QuantTable) -> (usize, usize) {
        let basis = Basis::new();
        let on_grid: Vec<_> = self.windows.iter().map(|window| basis.low_frequencies(window, 0)).collect();
        let off_grid: Vec<_> = self.windows.iter().map(|window| basis.low_frequencies(window, 4)).collect();
        let votes = FREQUENCIES.iter().enumerate().filter_map(|(k, (row, column))| {
            let step = table.0[8 * row + column];
            let magnitudes = |blocks: &[[f32; 9]]| Magnitudes::of(blocks.iter().map(|block| block[k]));
            let observed = magnitudes(&on_grid).quantised(step);
            let lively: f32 = observed[1..].iter().sum();
            // Where nearly all coefficients are zero there is no comb to see.
            (lively >= 0.03).then(|| speaks(&observed, &magnitudes(&off_grid), step))
        });
        votes.fold((0, 0), |(hits, all), hit| (hits + usize::from(hit), all + 1))
    }

    /// By how much the strongest periodicity of the block mean on a shifted grid exceeds the next, as a quotient.
    pub(super) fn shifted_grid(&self) -> f64 {
        let mut counts = vec![[0.0; SHIFTS]; MEANS];
        for window in &self.windows {
            for (shift, mean) in shifted_means(window).into_iter().enumerate() {
                counts[usize::from(mean)][shift] += 1.0;
            }
        }
        let counts: Vec<_> =
            counts.into_iter().enumerate().filter(|(_, counts)| counts.iter().any(|n| *n > 0.0)).collect();
        MEAN_STEPS.map(|step| lead(&counts, step)).fold(0.0, f64::max)
    }
}

/// How many magnitudes lie below each multiple of one half: all that quantising with whole steps asks of them.
struct Magnitudes(Vec<u32>);

impl Magnitudes {
    /// Largest magnitude that an 8×8 block of 8-bit samples can have.
    const LARGEST: usize = 1024;

    fn of(values: impl Iterator<Item = f32>) -> Self {
        let mut below = vec![0; 2 * Self::LARGEST + 2];
        for value in values {
            below[((2.0 * value.abs()) as usize).min(2 * Self::LARGEST) + 1] += 1;
        }
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
        for level in 0..=Self::LARGEST / usize::from(first) + 1 {
            let near = self.near(level, usize::from(first));
            if near == 0 {
                continue;
            }
            let share = near as f32 / all;
            let value = level as f32 * f32::from(first);
            for offset in offsets {
                shares[nearest((value + offset).abs() / f32::from(step)).min(LAST_BIN)] += share;
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

/// Block means, in JPEG's scale (eight times the mean of the samples), at all 64 shifts; row by row.
fn shifted_means(window: &Window) -> [u16; SHIFTS] {
    let mut columns = [0_u16; WINDOW]; // sums of the eight levels under each other
    for row in &window[..8] {
        columns.iter_mut().zip(row).for_each(|(sum, level)| *sum += u16::from(*level));
    }
    let mut means = [0; SHIFTS];
    for y in 0..8 {
        let mut sum: u16 = columns[..8].iter().sum();
        for x in 0..8 {
            means[8 * y + x] = (sum + 4) / 8;
            sum = sum + columns[x + 8] - columns[x];
        }
        for (column, sum) in columns.iter_mut().enumerate() {
            *sum = *sum + u16::from(window[y + 8][column]) - u16::from(window[y][column]);
        }
    }
    means
}

/// The strongest over the second strongest periodicity with `step` among the 63 shifted grids; given, for each block
/// mean that occurs, how many blocks of each grid have it.
fn lead(counts: &[(usize, [f32; SHIFTS])], step: u16) -> f64 {
    let (mut sines, mut cosines) = ([0.0; SHIFTS], [0.0; SHIFTS]);
    for (mean, counts) in counts {
        // Zero lies at 128 before the level shift, which is 1024 in this scale.
        let phase = (mean + 1024 * usize::from(step - 1)) % usize::from(step);
        let (sine, cosine) = (2.0 * PI * phase as f32 / f32::from(step)).sin_cos();
        for shift in 0..SHIFTS {
            sines[shift] += sine * counts[shift];
            cosines[shift] += cosine * counts[shift];
        }
    }
    let mut strengths: Vec<f32> = sines.iter().zip(cosines).skip(1).map(|(sine, cosine)| sine.hypot(cosine)).collect();
    strengths.sort_by(|a, b| b.total_cmp(a));
    f64::from(strengths[0] / strengths[1].max(1e-6))
}

/// The window whose top left corner is this corner of the grid.
fn window(grid: &Grid, left: usize, top: usize) -> Window {
    let mut window = [[0; WINDOW]; WINDOW];
    for (y, row) in window.iter_mut().enumerate() {
        row.copy_from_slice(&grid.row(top + y)[left..left + WINDOW]);
    }
    window
}

/// Whether much of a window is black or white: clipping hides what was there.
fn is_clipped(window: &Window) -> bool {
    let clipped = window.iter().flatten().filter(|level| **level <= 1 || **level >= 254).count();
    clipped > WINDOW * WINDOW / 4
}

/// The first four basis functions of the 8-point DCT (T.81, A.3.3).
struct Basis([[f32; 8]; 4]);

impl Basis {
    fn new() -> Self {
        let wave = |k: usize, n: usize| {
            let norm = if k == 0 { 0.125_f32.sqrt() } else { 0.5 };
            norm * (PI * (2 * n + 1) as f32 * k as f32 / 16.0).cos()
        };
        Self(std::array::from_fn(|k| std::array::from_fn(|n| wave(k, n))))
    }

    /// The coefficients at [`FREQUENCIES`] of the block `shift` px right of and below the window's corner.
    fn low_frequencies(&self, window: &Window, shift: usize) -> [f32; 9] {
        let mut columns = [[0.0_f32; 8]; 4];
        for (y, line) in window[shift..shift + 8].iter().enumerate() {
            let line: [f32; 8] = std::array::from_fn(|x| f32::from(line[shift + x]));
            for (column, wave) in columns.iter_mut().zip(&self.0) {
                column.iter_mut().zip(line).for_each(|(sum, level)| *sum += level * wave[y]);
            }
        }
        FREQUENCIES
            .map(|(down, across)| columns[down].iter().zip(&self.0[across]).map(|(sum, weight)| sum * weight).sum())
    }
}
