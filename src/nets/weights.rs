//! The numbers of a net: a safetensors file in half precision, written by `models/train/export.py`.
//!
//! The format is a length, a table in JSON and the numbers themselves; these files are part of the program, so that of all
//! that such a file may hold only this is read.

use std::collections::HashMap;

use serde::Deserialize;

/// Bytes before the table: its length, the lowest byte first.
const LENGTH: usize = 8;

/// A net's weights, by the names that the training gives them.
pub(super) struct Weights<'f> {
    tensors: HashMap<String, Tensor>,
    numbers: &'f [u8],
}

/// What the table says of one tensor.
#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

impl<'f> Weights<'f> {
    /// Parses a file that is part of the program; that it parses is for the tests to see.
    pub(super) fn of(file: &'f [u8]) -> Self {
        let (length, rest) = file.split_first_chunk::<LENGTH>().expect("built-in weights begin with a length");
        let (table, numbers) = rest.split_at(u64::from_le_bytes(*length) as usize);
        Self { tensors: serde_json::from_slice(table).expect("built-in weights have a table"), numbers }
    }

    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Shape and numbers of one tensor.
    pub(super) fn tensor(&self, name: &str) -> (Vec<usize>, Vec<f32>) {
        let tensor = self.tensors.get(name).unwrap_or_else(|| panic!("{name} is in the weights"));
        assert!(tensor.dtype == "F16", "{name} is in half precision");
        let [start, end] = tensor.data_offsets;
        let (numbers, _) = self.numbers[start..end].as_chunks::<2>();
        (tensor.shape.clone(), numbers.iter().map(|bytes| whole(u16::from_le_bytes(*bytes))).collect())
    }
}

/// A number of half precision (IEEE 754 binary16); weights are finite.
fn whole(half: u16) -> f32 {
    let sign = u32::from(half >> 15) << 31;
    let (exponent, fraction) = (u32::from(half >> 10 & 0x1f), u32::from(half & 0x3ff));
    if exponent == 0 {
        let least = f32::from_bits(0x3380_0000); // 2^-24, the smallest step there is
        return f32::from_bits(sign | (fraction as f32 * least).to_bits());
    }
    f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13)
}

#[cfg(test)]
pub(super) mod tests {
    use half::f16;
    use safetensors::Dtype;
    use safetensors::tensor::{TensorView, serialize};

    use super::*;

    /// A file of these tensors.
    pub(crate) fn file(tensors: &[(&str, &[usize], &[f32])]) -> Vec<u8> {
        let half = |numbers: &[f32]| numbers.iter().flat_map(|n| f16::from_f32(*n).to_le_bytes()).collect::<Vec<u8>>();
        let data: Vec<_> = tensors.iter().map(|(_, _, numbers)| half(numbers)).collect();
        let view = |shape: &[usize], data| TensorView::new(Dtype::F16, shape.to_vec(), data).unwrap();
        let views = tensors.iter().zip(&data).map(|((name, shape, _), data)| (*name, view(shape, data)));
        serialize(views, None).unwrap()
    }

    #[test]
    fn tensors_come_back_by_name() {
        let file = file(&[("a", &[2, 1], &[0.5, -2.0]), ("b", &[1], &[3.0])]);
        let weights = Weights::of(&file);
        assert_eq!(weights.tensor("a"), (vec![2, 1], vec![0.5, -2.0]));
        assert_eq!(weights.tensor("b"), (vec![1], vec![3.0]));
    }

    #[test]
    fn every_finite_half_is_the_number_that_it_stands_for() {
        for bits in (0..=u16::MAX).filter(|bits| f16::from_bits(*bits).is_finite()) {
            assert_eq!(whole(bits).to_bits(), f16::from_bits(bits).to_f32().to_bits(), "{bits:04x}");
        }
    }
}
