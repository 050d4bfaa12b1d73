//! Convolutions of 3×3 and 1×1 cells and matrices: where all the time of a net goes.
//!
//! For a few output channels and some cells in a row, the sums stay in the processor's registers while all inputs and
//! all taps pass by; inputs are read where they lie ([`Planes`]), nothing is rearranged for it. Most convolutions save half
//! of the multiplications beside ([`strips`]). The widest vectors that the machine has are used, found at run time.

use pulp::{Simd, WithSimd};

use super::planes::{Planes, SLACK};
use super::strips;
use super::sums::{TOGETHER, VECTORS, sums};
use super::weights::Weights;

/// A convolution with zeros beyond the edges; output as large as the input, or half as large.
pub(super) struct Convolution {
    inputs: usize,
    outputs: usize,
    way: Way,
    /// Of each group of outputs all weights in the order in which they are needed, each for every output of the group.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// How the output is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// 3×3 cells, by [`strips`].
    Strips,
    /// 3×3 cells in steps of two, tap by tap.
    Halving,
    /// Single cells.
    Single,
}

impl Convolution {
    /// The convolution of this name, whose output has the size of its input.
    pub(super) fn of(weights: &Weights<'_>, name: &str) -> Self {
        let (shape, values) = weights.tensor(&format!("{name}.weight"));
        let way = if shape[2..] == [3, 3] { Way::Strips } else { Way::Single };
        Self::by(way, weights, name, &shape, &values)
    }

    /// The same in steps of two.
    pub(super) fn halving(weights: &Weights<'_>, name: &str) -> Self {
        let (shape, values) = weights.tensor(&format!("{name}.weight"));
        Self::by(Way::Halving, weights, name, &shape, &values)
    }

    fn by(way: Way, weights: &Weights<'_>, name: &str, shape: &[usize], values: &[f32]) -> Self {
        let &[outputs, inputs, rows, columns] = shape else { panic!("{name} is a convolution") };
        assert_eq!(rows * columns, if way == Way::Single { 1 } else { 9 }, "{name} has as many taps as its way");
        let (_, mut bias) = weights.tensor(&format!("{name}.bias"));
        bias.resize(outputs.next_multiple_of(TOGETHER), 0.0);
        let weights = match way {
            Way::Strips => strips::prepared(inputs, values),
            Way::Halving | Way::Single => grouped(inputs * rows * columns, values),
        };
        Self { inputs, outputs, way, weights, bias }
    }

    /// Its output.
    pub(super) fn of_planes(&self, input: &Planes) -> Planes {
        self.apply(input, None, false)
    }

    /// Its output where that is positive, else zero.
    pub(super) fn rectified(&self, input: &Planes) -> Planes {
        self.apply(input, None, true)
    }

    /// Its output added to other planes where that is positive, else zero.
    pub(super) fn added_rectified(&self, others: &Planes, input: &Planes) -> Planes {
        self.apply(input, Some(others), true)
    }

    fn apply(&self, input: &Planes, others: Option<&Planes>, rectify: bool) -> Planes {
        let phases;
        let (input, phase_count) = if self.way == Way::Halving {
            phases = input.phases();
            (&phases, 4)
        } else {
            (input, 1)
        };
        assert_eq!(input.channels, self.inputs * phase_count, "the input has as many channels as the weights");
        let output = Planes::unwritten(self.outputs, input.rows, input.columns);
        let (weights, bias) = (self.weights.as_slice(), self.bias.as_slice());
        let mut output = match self.way {
            Way::Strips => run(strips::Pass { weights, bias, input, others, rectify, output }),
            Way::Halving | Way::Single => {
                let (taps, channel) = (self.distances(input), phase_count * input.length());
                run(ConvolutionPass { weights, bias, input, channel, taps, others, rectify, output })
            }
        };
        output.clear_gaps();
        output
    }

    /// How far each tap's cell lies behind the start of a channel for the first output.
    fn distances(&self, from: &Planes) -> Vec<usize> {
        let (stride, length) = (from.stride(), from.length());
        // The tap before lies in the odd phase of the cell before, the others in the cell itself.
        let halving = |tap: usize| {
            let [(odd_row, down), (odd_column, across)] = [tap / 3, tap % 3].map(|k| ((k + 1) % 2, k.min(1)));
            (2 * odd_row + odd_column) * length + down * stride + across
        };
        if self.way == Way::Halving { (0..9).map(halving).collect() } else { vec![stride + 1] }
    }
}

/// For each group of outputs, each input, each tap: a weight for each output of the group.
fn grouped(of_output: usize, values: &[f32]) -> Vec<f32> {
    let mut grouped = vec![0.0; (values.len() / of_output).next_multiple_of(TOGETHER) * of_output];
    for (output, weights) in values.chunks_exact(of_output).enumerate() {
        let start = output / TOGETHER * TOGETHER * of_output + output % TOGETHER;
        grouped[start..].iter_mut().step_by(TOGETHER).zip(weights).for_each(|(to, weight)| *to = *weight);
    }
    grouped
}

/// Works a pass through with the widest vectors that the machine has.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
fn run(pass: impl WithSimd<Output = Planes>) -> Planes {
    pulp::Arch::new().dispatch(pass)
}

/// The same where the build may have none: a browser refuses a module with instructions that it does not know.
#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
fn run(pass: impl WithSimd<Output = Planes>) -> Planes {
    pass.with_simd(pulp::Scalar::new())
}

/// One convolution of one input, tap by tap.
struct ConvolutionPass<'p> {
    /// For each group of outputs, each input, each tap: a weight for each output of the group.
    weights: &'p [f32],
    bias: &'p [f32],
    input: &'p Planes,
    /// From an input channel to the next.
    channel: usize,
    taps: Vec<usize>,
    others: Option<&'p Planes>,
    rectify: bool,
    output: Planes,
}

impl WithSimd for ConvolutionPass<'_> {
    type Output = Planes;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Planes {
        let step = VECTORS * S::F32_LANES;
        assert!(step <= SLACK, "a step fits into the slack");
        let Self { weights, bias, input, channel, taps, others, rectify, mut output } = self;
        // Cells to work through, gaps between rows included.
        let cells = input.rows * input.stride();
        let of_group = weights.chunks_exact(input.values.len() / channel * taps.len() * TOGETHER);
        for (group, weights) in of_group.enumerate() {
            let first_output = group * TOGETHER;
            for at in (0..cells).step_by(step) {
                let bias = &bias[first_output..];
                let sums = sums::<S, VECTORS>(simd, &input.values, channel, &taps, weights, bias, at);
                for (member, sums) in sums.iter().enumerate().take(output.channels - first_output) {
                    let start = (first_output + member) * output.length() + output.first() + at;
                    let (to, _) = S::as_mut_simd_f32s(&mut output.values[start..start + step]);
                    to.copy_from_slice(sums);
                    if let Some(others) = others {
                        let (others, _) = S::as_simd_f32s(&others.values[start..start + step]);
                        for (to, other) in to.iter_mut().zip(others) {
                            *to = simd.add_f32s(*to, *other);
                        }
                    }
                    if rectify {
                        for to in to.iter_mut() {
                            *to = simd.max_f32s(*to, simd.splat_f32s(0.0));
                        }
                    }
                }
            }
        }
        output
    }
}

/// A matrix and a bias.
pub(super) struct Linear {
    /// For each input, a weight for each output.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    pub(super) fn of(weights: &Weights<'_>, name: &str) -> Self {
        let (shape, values) = weights.tensor(&format!("{name}.weight"));
        let [outputs, inputs] = shape[..] else { panic!("{name} is a matrix") };
        let by_input = (0..inputs).flat_map(|input| (0..outputs).map(move |output| (input, output)));
        let weights_by_input = by_input.map(|(input, output)| values[output * inputs + input]).collect();
        Self { weights: weights_by_input, bias: weights.tensor(&format!("{name}.bias")).1 }
    }

    pub(super) fn of_numbers(&self, numbers: &[f32]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        for (number, weights) in numbers.iter().zip(self.weights.chunks_exact(sums.len())) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * number);
        }
        sums
    }

    /// Its output where that is positive, else zero.
    pub(super) fn rectified(&self, numbers: &[f32]) -> Vec<f32> {
        self.of_numbers(numbers).into_iter().map(|sum| sum.max(0.0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same everywhere.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        (0..count).map(next).collect()
    }

    /// The definition, cell by cell.
    fn by_definition(weights: &[f32], bias: &[f32], input: &Planes, size: usize, step: usize) -> Vec<f32> {
        let reach = (size / 2) as isize;
        let mut outputs = Vec::new();
        for (output, bias) in bias.iter().enumerate() {
            for (y, x) in (0..input.rows / step).flat_map(|y| (0..input.columns / step).map(move |x| (y, x))) {
                let mut sum = *bias;
                for channel in 0..input.channels {
                    for (dy, dx) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dy, dx))) {
                        let (row, column) = ((step * y) as isize + dy, (step * x) as isize + dx);
                        let inside =
                            (0..input.rows as isize).contains(&row) && (0..input.columns as isize).contains(&column);
                        if inside {
                            let tap = ((dy + reach) * size as isize + dx + reach) as usize;
                            let weight = weights[(output * input.channels + channel) * size * size + tap];
                            sum += weight * input.row(channel, row as usize)[column as usize];
                        }
                    }
                }
                outputs.push(sum);
            }
        }
        outputs
    }

    #[test]
    fn outputs_are_those_of_the_definition() {
        for (inputs, outputs, rows, columns, size) in
            [(3, 5, 8, 6, 3), (7, 4, 6, 6, 1), (2, 9, 4, 40, 3), (1, 1, 2, 2, 3), (2, 3, 10, 14, 3), (2, 5, 34, 66, 3)]
        {
            let values = numbers(outputs * inputs * size * size, 1);
            let bias = numbers(outputs, 2);
            let file = super::super::weights::tests::file(&[
                ("it.weight", &[outputs, inputs, size, size], &values),
                ("it.bias", &[outputs], &bias),
            ]);
            let weights = Weights::of(&file);
            let (_, values) = weights.tensor("it.weight");
            let (_, bias) = weights.tensor("it.bias");
            let input = Planes::of(&numbers(inputs * rows * columns, 3), inputs, rows, columns, 0.0);
            for step in [1, 2] {
                if (size, step) == (1, 2) {
                    continue;
                }
                let convolution =
                    if step == 1 { Convolution::of(&weights, "it") } else { Convolution::halving(&weights, "it") };
                let expected = by_definition(&values, &bias, &input, size, step);
                let found = convolution.of_planes(&input);
                assert_eq!((found.rows, found.columns), (rows / step, columns / step));
                let far = found.flat().iter().zip(&expected).any(|(a, b)| (a - b).abs() > 1e-4);
                assert!(!far, "{inputs} -> {outputs}, {columns} x {rows}, {size}, step {step}");
                let twice = convolution.added_rectified(&found, &input).flat();
                assert!(twice.iter().zip(&expected).all(|(a, b)| (a - (2.0 * b).max(0.0)).abs() < 1e-3));
            }
        }
    }

    #[test]
    fn matrices_multiply() {
        let file = super::super::weights::tests::file(&[
            ("it.weight", &[2, 3], &[1.0, 2.0, 3.0, -1.0, 0.0, 1.0]),
            ("it.bias", &[2], &[0.5, 0.0]),
        ]);
        let linear = Linear::of(&Weights::of(&file), "it");
        assert_eq!(linear.of_numbers(&[1.0, 1.0, -1.0]), [0.5, -2.0]);
        assert_eq!(linear.rectified(&[1.0, 1.0, -1.0]), [0.5, 0.0]);
    }
}
