//! The innermost loop of every convolution: sums of inputs times weights, kept in the processor's registers.

use pulp::Simd;

/// Output channels whose sums are kept at a time, and vectors of cells for each: together they fill the sixteen registers
/// that every 64-bit processor has.
pub(super) const TOGETHER: usize = 4;
pub(super) const VECTORS: usize = 3;

/// The sums of one group of outputs for the cells from `at` on. Plain loops: what is inlined here is compiled for the
/// vectors found, a closure may not be; and nothing else may take up the registers of the sums.
#[inline(always)]
pub(super) fn sums<S: Simd, const VECTORS: usize>(
    simd: S,
    input: &[f32],
    channel: usize,
    taps: &[usize],
    weights: &[f32],
    bias: &[f32],
    at: usize,
) -> [[S::f32s; VECTORS]; TOGETHER] {
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; TOGETHER];
    for member in 0..TOGETHER {
        sums[member] = [simd.splat_f32s(bias[member]); VECTORS];
    }
    let mut weights = weights.chunks_exact(TOGETHER);
    for channel in input.chunks_exact(channel) {
        let channel = &channel[at..];
        for &tap in taps {
            let weights = weights.next().expect("a weight for each tap of each input");
            let (cells, _) = S::as_simd_f32s(&channel[tap..tap + VECTORS * S::F32_LANES]);
            for member in 0..TOGETHER {
                let weight = simd.splat_f32s(weights[member]);
                for vector in 0..VECTORS {
                    sums[member][vector] = simd.mul_add_e_f32s(weight, cells[vector], sums[member][vector]);
                }
            }
        }
    }
    sums
}
