//! The discrete Fourier transform of real signals, as large as traces need and no larger.

use std::f32::consts::TAU;

/// Magnitudes at the frequencies 0 to one half (cycles per sample), `size / 2 + 1` of them; the signal is padded with
/// zeros to `size`, a power of two, or cut to it. Radix-2, decimation in time (Cooley and Tukey, 1965).
pub(super) fn magnitudes(signal: &[f32], size: usize) -> Vec<f32> {
    let bits = size.trailing_zeros();
    let mut values = vec![(0.0_f32, 0.0_f32); size];
    for (k, sample) in signal.iter().take(size).enumerate() {
        values[k.reverse_bits() >> (usize::BITS - bits)].0 = *sample;
    }
    let turns: Vec<(f32, f32)> = (0..size / 2).map(|k| (-TAU * k as f32 / size as f32).sin_cos()).collect();
    let mut half = 1;
    while half < size {
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
                let (sine, cosine) = turns[k * (size / (2 * half))];
                let turned = (b.0 * cosine - b.1 * sine, b.0 * sine + b.1 * cosine);
                *b = (a.0 - turned.0, a.1 - turned.1);
                *a = (a.0 + turned.0, a.1 + turned.1);
            }
        }
        half *= 2;
    }
    values[..=size / 2].iter().map(|(real, imaginary)| (real * real + imaginary * imaginary).sqrt()).collect()
}

/// Tapers both ends of a signal to zero (Hann), so that its ends do not look like an edge.
pub(super) fn taper(signal: &mut [f32]) {
    let last = signal.len().saturating_sub(1).max(1) as f32;
    for (k, sample) in signal.iter_mut().enumerate() {
        *sample *= 0.5 - 0.5 * (TAU * k as f32 / last).cos();
    }
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
