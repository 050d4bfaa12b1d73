//! The discrete Fourier transform of real signals, as large as traces need and no larger.

use std::f32::consts::TAU;
use std::sync::LazyLock;

/// Largest transform.
pub(super) const LARGEST: usize = 4096;

/// Sine and cosine of the first half of a turn in the opposite sense, in steps of the largest transform.
static TURNS: LazyLock<Vec<(f32, f32)>> =
    LazyLock::new(|| (0..LARGEST / 2).map(|k| (-TAU * k as f32 / LARGEST as f32).sin_cos()).collect());

/// Magnitudes at the frequencies 0 to one half (cycles per sample), `size / 2 + 1` of them; the signal is padded with
/// zeros to `size`, a power of two up to [`LARGEST`], or cut to it. Radix-2, decimation in time (Cooley and Tukey, 1965).
pub(super) fn magnitudes(signal: &[f32], size: usize) -> Vec<f32> {
    let (bits, stride) = (size.trailing_zeros(), 2 * TURNS.len() / size);
    let mut values = vec![(0.0_f32, 0.0_f32); size];
    for (k, sample) in signal.iter().take(size).enumerate() {
        values[k.reverse_bits() >> (usize::BITS - bits)].0 = *sample;
    }
    let mut half = 1;
    while half < size {
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
                let (sine, cosine) = TURNS[k * stride * (size / (2 * half))];
                let turned = (b.0 * cosine - b.1 * sine, b.0 * sine + b.1 * cosine);
                *b = (a.0 - turned.0, a.1 - turned.1);
                *a = (a.0 + turned.0, a.1 + turned.1);
            }
        }
        half *= 2;
    }
    values[..=size / 2].iter().map(|(real, imaginary)| (real * real + imaginary * imaginary).sqrt()).collect()
}

/// Weights that taper both ends of a signal of this length to zero (Hann), so that its ends do not look like an edge.
pub(super) fn taper(length: usize) -> Vec<f32> {
    let last = length.saturating_sub(1).max(1) as f32;
    (0..length).map(|k| 0.5 - 0.5 * (TAU * k as f32 / last).cos()).collect()
}

/// A signal times weights.
pub(super) fn tapered(signal: impl Iterator<Item = f32>, weights: &[f32]) -> Vec<f32> {
    signal.zip(weights).map(|(sample, weight)| sample * weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_shows_at_its_frequency() {
        let wave: Vec<f32> = (0..64).map(|k| (TAU * 5.0 * k as f32 / 64.0).cos()).collect();
        let found = magnitudes(&wave, 64);
        assert!((found[5] - 32.0).abs() < 1e-3);
        assert!(found.iter().enumerate().all(|(k, magnitude)| k == 5 || *magnitude < 1e-3));
    }
}
