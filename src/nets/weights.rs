//! The numbers of a net: a safetensors file in half precision, written by `models/train/export.py`.

use half::f16;
use safetensors::{Dtype, SafeTensors};

/// A net's weights, by the names that the training gives them.
pub(super) struct Weights<'f>(SafeTensors<'f>);

impl<'f> Weights<'f> {
    /// Parses a file that is part of the program; that it parses is for the tests to see.
    pub(super) fn of(file: &'f [u8]) -> Self {
        Self(SafeTensors::deserialize(file).expect("built-in weights parse"))
    }

    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.names().contains(&name)
    }

    /// Shape and numbers of one tensor.
    pub(super) fn tensor(&self, name: &str) -> (Vec<usize>, Vec<f32>) {
        let tensor = self.0.tensor(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tensor.dtype(), Dtype::F16, "{name} is in half precision");
        let numbers = tensor.data().chunks_exact(2).map(|bytes| f16::from_le_bytes([bytes[0], bytes[1]]).to_f32());
        (tensor.shape().to_vec(), numbers.collect())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use safetensors::tensor::{TensorView, serialize};

    use super::*;

    /// A file of these tensors.
    pub fn file(tensors: &[(&str, &[usize], &[f32])]) -> Vec<u8> {
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
}
