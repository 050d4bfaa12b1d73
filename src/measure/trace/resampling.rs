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

use image::RgbImage;

use super::spectrum::{magnitudes, taper};

/// Lines looked at in each direction, and the longest part of them.
const LINES: usize = 400;
const LONGEST: usize = 2048;

/// Shorter lines give no usable spectrum.
const SHORTEST: usize = 300;

/// Size of the transform of the rhythm.
const BINS: usize = 4096;

/// Lines whose detail is looked at in each direction.
const DETAIL_LINES: usize = 40;

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
    /// Looks at the raster as it is stored; `None` when it is too small.
    pub(super) fn of(stored: &RgbImage) -> Option<Self> {
        let across = Lines::of(stored, false)?;
        let down = Lines::of(stored, true)?;
        let fall = (across.fall() + down.fall()) / 2.0;
        let joint: Vec<f32> = across.spectrum().iter().zip(down.spectrum()).map(|(a, b)| a.min(b)).collect();
        let length = across.length.min(down.length) as f32;
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

/// Luma along lines of one direction.
struct Lines {
    luma: Vec<Vec<f32>>,
    length: usize,
}

impl Lines {
    /// Evenly spread lines through the middle of the picture: rows, or columns if `down`.
    fn of(stored: &RgbImage, down: bool) -> Option<Self> {
        let (width, height) = (stored.width() as usize, stored.height() as usize);
        let (along, beside) = if down { (height, width) } else { (width, height) };
        let length = along.min(LONGEST);
        if length < SHORTEST || beside < SHORTEST {
            return None;
        }
        let start = (along - length) / 2;
        let count = beside.min(LINES);
        let line = |k: usize| {
            let across = k * beside / count;
            let at = |t: usize| if down { (across, start + t) } else { (start + t, across) };
            (0..length).map(|t| luma(stored, at(t))).collect()
        };
        Some(Self { luma: (0..count).map(line).collect(), length })
    }

    /// Spectrum of the second difference's mean strength, in units of its median; each bin the strongest of its near
    /// neighbours, so that two directions of slightly different length agree.
    fn spectrum(&self) -> Vec<f32> {
        let mut strength = vec![0.0_f32; self.length - 2];
        for line in &self.luma {
            for (sum, three) in strength.iter_mut().zip(line.windows(3)) {
                // Edges are cut off: a single outline must not outweigh the grain of the whole picture.
                *sum += (2.0 * three[1] - three[0] - three[2]).abs().min(10.0);
            }
        }
        let count = self.luma.len() as f32;
        strength.iter_mut().for_each(|sum| *sum /= count);
        let mut swing: Vec<f32> = (0..strength.len())
            .map(|k| strength[k] - median(&strength[k.saturating_sub(7)..(k + 8).min(strength.len())]))
            .collect();
        taper(&mut swing);
        let spectrum = magnitudes(&swing, BINS);
        let floor = median(&spectrum[BINS / 20..]).max(1e-6);
        (0..spectrum.len())
            .map(|bin| {
                spectrum[bin.saturating_sub(3)..(bin + 4).min(spectrum.len())].iter().fold(0.0_f32, |a, b| a.max(*b))
                    / floor
            })
            .collect()
    }

    /// Mean power at 0.4 to 0.49 cycles per pixel over that at 0.18 to 0.24, dB.
    fn fall(&self) -> f32 {
        let size = self.length.next_power_of_two().min(1024);
        let band = |from: f32, to: f32| (from * size as f32) as usize..(to * size as f32) as usize;
        let (mut fine, mut medium) = (0.0_f32, 0.0_f32);
        let step = (self.luma.len() / DETAIL_LINES).max(1);
        for line in self.luma.iter().step_by(step) {
            let part = &line[..line.len().min(size)];
            let mean = part.iter().sum::<f32>() / part.len() as f32;
            let mut centred: Vec<f32> = part.iter().map(|value| value - mean).collect();
            taper(&mut centred);
            let spectrum = magnitudes(&centred, size);
            let power = |range: std::ops::Range<usize>| {
                spectrum[range.clone()].iter().map(|magnitude| magnitude * magnitude).sum::<f32>() / range.len() as f32
            };
            fine += power(band(0.4, 0.49));
            medium += power(band(0.18, 0.24));
        }
        10.0 * ((fine + 1e-3) / (medium + 1e-3)).log10()
    }
}

fn luma(stored: &RgbImage, (x, y): (usize, usize)) -> f32 {
    let [red, green, blue] = stored.get_pixel(x as u32, y as u32).0.map(f32::from);
    0.299 * red + 0.587 * green + 0.114 * blue
}

fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    let middle = sorted.len() / 2;
    *sorted.select_nth_unstable_by(middle, f32::total_cmp).1
}
