//! Spectra of real signals.

use std::f32::consts::TAU;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use realfft::num_complex::Complex32;
use realfft::{RealFftPlanner, RealToComplex};

/// Plans of transforms, each made once.
static PLANNER: LazyLock<Mutex<RealFftPlanner<f32>>> = LazyLock::new(|| Mutex::new(RealFftPlanner::new()));

/// A discrete Fourier transform of some size, and what it works on.
pub(super) struct Transform {
    plan: Arc<dyn RealToComplex<f32>>,
    input: Vec<f32>,
    output: Vec<Complex32>,
    scratch: Vec<Complex32>,
}

impl Transform {
    /// A transform of this many samples.
    pub(super) fn new(size: usize) -> Self {
        let plan = PLANNER.lock().unwrap_or_else(PoisonError::into_inner).plan_fft_forward(size);
        Self { input: plan.make_input_vec(), output: plan.make_output_vec(), scratch: plan.make_scratch_vec(), plan }
    }

    /// Powers at the frequencies 0 to one half (cycles per sample), one more than half the size; a shorter signal is
    /// padded with zeros.
    pub(super) fn powers(&mut self, signal: impl Iterator<Item = f32>) -> impl Iterator<Item = f32> {
        self.input.fill(0.0);
        self.input.iter_mut().zip(signal).for_each(|(to, sample)| *to = sample);
        let done = self.plan.process_with_scratch(&mut self.input, &mut self.output, &mut self.scratch);
        done.expect("the plan made the vectors");
        self.output.iter().map(Complex32::norm_sqr)
    }
}

/// Weights that taper both ends of a signal of this length to zero (Hann), so that its ends do not look like an edge.
pub(super) fn taper(length: usize) -> Vec<f32> {
    let last = length.saturating_sub(1).max(1) as f32;
    (0..length).map(|k| 0.5 - 0.5 * (TAU * k as f32 / last).cos()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_shows_at_its_frequency() {
        let mut transform = Transform::new(64);
        for cycles in [5, 9] {
            let wave = (0..64).map(|k| (TAU * cycles as f32 * k as f32 / 64.0 + 1.0).cos());
            let found: Vec<f32> = transform.powers(wave).collect();
            assert!((found[cycles] - 1024.0).abs() < 1e-2);
            assert!(found.iter().enumerate().all(|(k, power)| k == cycles || *power < 1e-2));
        }
    }
}
