//! Spectra of real signals.

use std::f32::consts::TAU;
use std::iter;

use microfft::Complex32;

/// Powers of a signal at the frequencies from 0 to one half (cycles per sample), one more than half of `SIZE`: the discrete Fourier
/// transform of that size, the signal filled up with zeros or cut to it.
pub(super) fn powers<const SIZE: usize, const HALF: usize>(
    transform: fn(&mut [f32; SIZE]) -> &mut [Complex32; HALF],
    signal: impl Iterator<Item = f32>,
) -> Vec<f32> {
    let mut samples = [0.0; SIZE];
    samples.iter_mut().zip(signal).for_each(|(to, sample)| *to = sample);
    let [first, rest @ ..] = &transform(&mut samples)[..] else { return Vec::new() };
    // The first holds both ends, which are real: no change at all, and one half.
    let ends = [first.re, first.im].map(|end| end * end);
    iter::once(ends[0]).chain(rest.iter().map(Complex32::norm_sqr)).chain([ends[1]]).collect()
}

/// Weights that taper both ends of a signal of this length to zero (Hann), so that its ends do not look like an edge.
pub(super) fn taper(length: usize) -> Vec<f32> {
    let last = length.saturating_sub(1).max(1) as f32;
    (0..length).map(|k| 0.5 - 0.5 * (TAU * k as f32 / last).cos()).collect()
}

#[cfg(test)]
mod tests {
    use microfft::real::rfft_64;

    use super::*;

    #[test]
    fn a_wave_shows_at_its_frequency() {
        for cycles in [5, 9] {
            let wave = (0..64).map(|k| (TAU * cycles as f32 * k as f32 / 64.0 + 1.0).cos());
            let found = powers(rfft_64, wave);
            assert!((found[cycles] - 1024.0).abs() < 1e-2);
            assert!(found.iter().enumerate().all(|(k, power)| k == cycles || *power < 1e-2));
        }
    }

    #[test]
    fn both_ends_have_their_place() {
        let still = powers(rfft_64, [1.0; 64].into_iter());
        let fastest = powers(rfft_64, (0..64).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 }));
        assert_eq!((still.len(), still[0], still[32]), (33, 4096.0, 0.0));
        assert_eq!((fastest.len(), fastest[0], fastest[32]), (33, 0.0, 4096.0));
    }
}
