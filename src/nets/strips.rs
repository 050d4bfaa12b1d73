//! Convolutions of 3×3 cells with half the multiplications.
//!
//! Four rows of output depend on six rows of input. Winograd's way of filtering, F(4, 3), makes six sums and differences
//! of these, multiplies each with weights that were prepared alike, and puts the four rows together from the six
//! products: per column six multiplications instead of twelve (Lavin and Gray, "Fast Algorithms for Convolutional Neural
//! Networks", 2016). It is done down the columns only: there whole rows are added as they lie, and the error that the
//! method adds stays at a few units of the last place; across, the three taps are what they are elsewhere.

use pulp::{Simd, WithSimd};

use super::numbers::Numbers;
use super::planes::Planes;
use super::sums::{TOGETHER, VECTORS, sums};

/// Rows of a strip of output, and what each strip is made of.
const HIGH: usize = 4;
const PARTS: usize = 6;

/// Taps across.
const TAPS: usize = 3;

/// Cells of one channel that are worked on at a time, so that all channels stay near the processor.
const AT_A_TIME: usize = 400;

/// For each group of outputs, each part, each input, each tap across: a weight for each output of the group.
pub(super) fn prepared(inputs: usize, weights: &[f32]) -> Vec<f32> {
    let of_output = PARTS * inputs * TAPS;
    let outputs = weights.len() / (9 * inputs);
    let mut prepared = vec![0.0; outputs.next_multiple_of(TOGETHER) * of_output];
    for (at, taps) in weights.as_chunks::<9>().0.iter().enumerate() {
        let (output, input) = (at / inputs, at % inputs);
        let start = output / TOGETHER * TOGETHER * of_output + output % TOGETHER;
        for tap in 0..TAPS {
            for (part, weight) in of_parts([taps[tap], taps[3 + tap], taps[6 + tap]]).into_iter().enumerate() {
                prepared[start + TOGETHER * ((part * inputs + input) * TAPS + tap)] = weight;
            }
        }
    }
    prepared
}

/// The weights of one column of taps.
fn of_parts([above, here, below]: [f32; 3]) -> [f32; PARTS] {
    let (ends, far) = (above + below, (above + 4.0 * below) / 24.0);
    [above / 4.0, -(ends + here) / 6.0, (here - ends) / 6.0, far + here / 12.0, far - here / 12.0, below]
}

/// One convolution of one input.
pub(super) struct Pass<'p> {
    /// For each group of outputs, each part, each input, each tap: a weight for each output of the group.
    pub weights: &'p [f32],
    pub bias: &'p [f32],
    pub input: &'p Planes,
    pub others: Option<&'p Planes>,
    pub rectify: bool,
    pub output: Planes,
}

impl WithSimd for Pass<'_> {
    type Output = Planes;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> Planes {
        let (stride, inputs, outputs) = (self.input.stride(), self.input.channels, self.output.channels);
        let strips = self.input.rows.div_ceil(HIGH);
        let at_a_time = (AT_A_TIME / stride).clamp(1, strips);
        // Whole vectors are read and written, and the last tap looks two cells further.
        let room = (at_a_time * stride).next_multiple_of(S::F32_LANES) + S::F32_LANES.max(TAPS - 1);
        let (mut parts, mut products) = (Numbers::used(PARTS * inputs * room), Numbers::used(PARTS * TOGETHER * room));
        let (parts, products): (&mut [f32], &mut [f32]) = (&mut parts, &mut products);
        for first in (0..strips).step_by(at_a_time) {
            let count = at_a_time.min(strips - first);
            for channel in 0..inputs {
                for strip in 0..count {
                    let to = &mut parts[channel * room + strip * stride..];
                    take_apart(simd, self.input, channel, first + strip, to, inputs * room);
                }
                // The last cell has a right neighbour, too.
                (0..PARTS).for_each(|part| parts[(part * inputs + channel) * room + count * stride] = 0.0);
            }
            for (group, weights) in self.weights.chunks_exact(PARTS * inputs * TAPS * TOGETHER).enumerate() {
                multiply(simd, parts, weights, room, count * stride, products);
                for member in 0..TOGETHER.min(outputs - group * TOGETHER) {
                    for strip in 0..count {
                        let products = &products[member * room + strip * stride..];
                        self.put_together(simd, products, TOGETHER * room, group * TOGETHER + member, first + strip);
                    }
                }
            }
        }
        self.output
    }
}

/// The parts of one strip of a channel, each so far from the one before. Strips come in order: what is written beyond the
/// end of one is written again by the next.
#[inline(always)]
fn take_apart<S: Simd>(simd: S, input: &Planes, channel: usize, strip: usize, to: &mut [f32], apart: usize) {
    let (stride, length) = (input.stride(), input.length());
    let values = &input.values[channel * length..(channel + 1) * length];
    let mut starts = [0; PARTS];
    for (k, start) in starts.iter_mut().enumerate() {
        // Beyond the last row there are zeros, as in the row above the first.
        let row = HIGH * strip + k;
        *start = if row <= input.rows { row * stride } else { 0 };
    }
    let [two, four, less_four, less_five] = [2.0, 4.0, -4.0, -5.0].map(|factor| simd.splat_f32s(factor));
    for x in (0..stride).step_by(S::F32_LANES) {
        let [a, b, c, d, e, f] = loaded::<S>(values, starts, x);
        let (even, odd) = (simd.mul_add_e_f32s(less_four, c, e), simd.mul_add_e_f32s(less_four, b, d));
        let (far_even, far_odd) = (simd.sub_f32s(e, c), simd.mul_f32s(two, simd.sub_f32s(d, b)));
        let found = [
            simd.mul_add_e_f32s(less_five, c, simd.mul_add_e_f32s(four, a, e)),
            simd.add_f32s(even, odd),
            simd.sub_f32s(even, odd),
            simd.add_f32s(far_even, far_odd),
            simd.sub_f32s(far_even, far_odd),
            simd.mul_add_e_f32s(less_five, d, simd.mul_add_e_f32s(four, b, f)),
        ];
        for (part, found) in found.into_iter().enumerate() {
            store::<S>(to, part * apart + x, found);
        }
    }
}

/// The products of the parts with the weights of one group of outputs: part by part, member by member, as far apart as
/// the channels of the parts are.
#[inline(always)]
fn multiply<S: Simd>(simd: S, parts: &[f32], weights: &[f32], room: usize, cells: usize, products: &mut [f32]) {
    let of_part = parts.chunks_exact(parts.len() / PARTS).zip(weights.chunks_exact(weights.len() / PARTS));
    for ((part, weights), products) in of_part.zip(products.chunks_exact_mut(TOGETHER * room)) {
        let mut at = 0;
        while at < cells {
            at += match (cells - at).div_ceil(S::F32_LANES) {
                1 => multiply_some::<S, 1>(simd, part, weights, room, at, products),
                2 => multiply_some::<S, 2>(simd, part, weights, room, at, products),
                _ => multiply_some::<S, VECTORS>(simd, part, weights, room, at, products),
            };
        }
    }
}

/// The same for so many vectors of cells; how many cells these are.
#[inline(always)]
fn multiply_some<S: Simd, const VECTORS: usize>(
    simd: S,
    part: &[f32],
    weights: &[f32],
    room: usize,
    at: usize,
    products: &mut [f32],
) -> usize {
    let taps: [usize; TAPS] = [0, 1, 2];
    let sums = sums::<S, VECTORS>(simd, part, room, &taps, weights, &[0.0; TOGETHER], at);
    for (member, sums) in sums.iter().enumerate() {
        for (vector, sum) in sums.iter().enumerate() {
            store::<S>(products, member * room + at + vector * S::F32_LANES, *sum);
        }
    }
    VECTORS * S::F32_LANES
}

impl Pass<'_> {
    /// Writes the rows of one strip of an output from its products, each so far from the one before. Rows come in order:
    /// what is written beyond the end of one is written again by the next.
    #[inline(always)]
    fn put_together<S: Simd>(&mut self, simd: S, products: &[f32], apart: usize, channel: usize, strip: usize) {
        let output = &mut self.output;
        let (stride, start) = (output.stride(), channel * output.length() + output.first());
        let (rows, columns, values): (usize, usize, &mut [f32]) = (output.rows, output.columns, &mut output.values);
        let others: Option<&[f32]> = self.others.map(|others| &*others.values);
        let mut starts = [0; PARTS];
        for (part, start) in starts.iter_mut().enumerate() {
            *start = part * apart;
        }
        let (bias, zero) = (simd.splat_f32s(self.bias[channel]), simd.splat_f32s(0.0));
        for row in 0..HIGH.min(rows - strip * HIGH) {
            let start = start + (strip * HIGH + row) * stride;
            for x in (0..columns).step_by(S::F32_LANES) {
                let mut sum = simd.add_f32s(bias, summed(simd, row, loaded::<S>(products, starts, x)));
                if let Some(others) = others {
                    sum = simd.add_f32s(sum, load::<S>(others, start + x));
                }
                let sum = if self.rectify { simd.max_f32s(sum, zero) } else { sum };
                store::<S>(values, start + x, sum);
            }
        }
    }
}

/// One of the rows that are made of six products.
#[inline(always)]
fn summed<S: Simd>(simd: S, row: usize, [first, a, b, c, d, last]: [S::f32s; PARTS]) -> S::f32s {
    let (sum, difference) = (simd.add_f32s(a, b), simd.sub_f32s(a, b));
    let (far_sum, far_difference) = (simd.add_f32s(c, d), simd.sub_f32s(c, d));
    match row {
        0 => simd.add_f32s(first, simd.add_f32s(sum, far_sum)),
        1 => simd.mul_add_e_f32s(simd.splat_f32s(2.0), far_difference, difference),
        2 => simd.mul_add_e_f32s(simd.splat_f32s(4.0), far_sum, sum),
        _ => simd.add_f32s(last, simd.mul_add_e_f32s(simd.splat_f32s(8.0), far_difference, difference)),
    }
}

/// Some cells from each of six places on.
#[inline(always)]
fn loaded<S: Simd>(values: &[f32], starts: [usize; PARTS], x: usize) -> [S::f32s; PARTS] {
    let [a, b, c, d, e, f] = starts;
    [
        load::<S>(values, a + x),
        load::<S>(values, b + x),
        load::<S>(values, c + x),
        load::<S>(values, d + x),
        load::<S>(values, e + x),
        load::<S>(values, f + x),
    ]
}

#[inline(always)]
fn load<S: Simd>(values: &[f32], at: usize) -> S::f32s {
    S::as_simd_f32s(&values[at..at + S::F32_LANES]).0[0]
}

#[inline(always)]
fn store<S: Simd>(values: &mut [f32], at: usize, cells: S::f32s) {
    S::as_mut_simd_f32s(&mut values[at..at + S::F32_LANES]).0[0] = cells;
}

#[cfg(test)]
mod tests {
    use super::of_parts;

    #[test]
    fn six_products_make_four_sums() {
        let (rows, taps) = ([3.0_f32, -1.0, 4.0, 1.5, -5.0, 9.0], [0.7_f32, -0.2, 1.1]);
        let [a, b, c, d, e, f] = rows;
        let (even, odd, far_even, far_odd) = (e - 4.0 * c, d - 4.0 * b, e - c, 2.0 * (d - b));
        let parts = [
            4.0 * a - 5.0 * c + e,
            even + odd,
            even - odd,
            far_even + far_odd,
            far_even - far_odd,
            4.0 * b - 5.0 * d + f,
        ];
        let weights = of_parts(taps);
        let product = |part: usize| parts[part] * weights[part];
        let [first, sum, difference] = [product(0), product(1) + product(2), product(1) - product(2)];
        let [far_sum, far_difference, last] = [product(3) + product(4), product(3) - product(4), product(5)];
        let found = [
            first + sum + far_sum,
            difference + 2.0 * far_difference,
            sum + 4.0 * far_sum,
            difference + 8.0 * far_difference + last,
        ];
        for (row, found) in found.into_iter().enumerate() {
            let right: f32 = (0..3).map(|tap| rows[row + tap] * taps[tap]).sum();
            assert!((found - right).abs() < 1e-5, "{row}: {found}, not {right}");
        }
    }
}
