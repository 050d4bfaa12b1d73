//! The nets of the portrait model, worked through as `models/train/nets.py` draws them.
//!
//! They are few layers of one shape, known when the program is built, so no general runtime is needed: planes,
//! convolutions and matrices are all there is. One thread, the same sums in the same order for every photo.
//!
//! A general runtime came first (rten, with ONNX files). It spent most of its time rearranging the inputs of
//! convolutions and kept a thread pool of its own; the same layers ran six times as fast here when they were moved.

pub(crate) mod contract;
mod convolution;
mod finder_net;
mod numbers;
mod patch_net;
mod planes;
mod portrait_net;
mod shares;
mod strips;
mod sums;
mod weights;

use std::sync::LazyLock;

pub(crate) use finder_net::{FaceOrientation, FinderNet, Spot};
pub(crate) use patch_net::PatchNet;
pub(crate) use portrait_net::PortraitNet;

use contract::CONTRACT;
use convolution::Convolution;
use planes::Planes;
use weights::Weights;

/// All nets of the portrait model.
pub(crate) static NETS: LazyLock<Nets> = LazyLock::new(|| Nets {
    finder: FinderNet::of(include_bytes!("../../models/finder.safetensors")),
    head: PortraitNet::of(include_bytes!("../../models/head.safetensors"), CONTRACT.head.crop.size()),
    face: PortraitNet::of(include_bytes!("../../models/face.safetensors"), CONTRACT.face.crop.size()),
    eye: PatchNet::of(include_bytes!("../../models/eye.safetensors"), CONTRACT.eye.crop.size()),
    mouth: PatchNet::of(include_bytes!("../../models/mouth.safetensors"), CONTRACT.mouth.crop.size()),
    ear: PatchNet::of(include_bytes!("../../models/ear.safetensors"), CONTRACT.ear.crop.size()),
    neck: PatchNet::of(include_bytes!("../../models/neck.safetensors"), CONTRACT.neck.crop.size()),
});

/// Value of what lies beyond the photo: the grey that the nets were trained with.
pub(crate) const BEYOND: f32 = 0.5;

/// The seven nets.
pub(crate) struct Nets {
    pub finder: FinderNet,
    pub head: PortraitNet,
    pub face: PortraitNet,
    pub eye: PatchNet,
    pub mouth: PatchNet,
    pub ear: PatchNet,
    pub neck: PatchNet,
}

/// Two convolutions around which the input passes unchanged.
struct Residual {
    first: Convolution,
    second: Convolution,
}

impl Residual {
    fn of(weights: &Weights<'_>, name: &str) -> Self {
        let part = |part: &str| Convolution::of(weights, &format!("{name}.{part}.0"));
        Self { first: part("first"), second: part("second") }
    }

    fn of_planes(&self, input: &Planes) -> Planes {
        self.second.added_rectified(input, &self.first.rectified(input))
    }
}

/// A convolution that halves the size, and residuals after it.
struct Down {
    halving: Convolution,
    residuals: Vec<Residual>,
}

impl Down {
    fn of(weights: &Weights<'_>, name: &str, residuals: usize) -> Self {
        Self {
            halving: Convolution::halving(weights, &format!("{name}.0.0")),
            residuals: (1..=residuals).map(|at| Residual::of(weights, &format!("{name}.{at}"))).collect(),
        }
    }

    fn of_planes(&self, input: &Planes) -> Planes {
        let half = self.halving.rectified(input);
        self.residuals.iter().fold(half, |planes, residual| residual.of_planes(&planes))
    }
}

/// What coarse planes know, brought to finer ones.
struct Up {
    narrow: Convolution,
    merge: Convolution,
}

impl Up {
    /// The pair of these names.
    fn of(weights: &Weights<'_>, narrow: &str, merge: &str) -> Self {
        let part = |name: &str| Convolution::of(weights, &format!("{name}.0"));
        Self { narrow: part(narrow), merge: part(merge) }
    }

    fn of_planes(&self, coarse: &Planes, fine: &Planes) -> Planes {
        self.merge.rectified(&self.narrow.rectified(coarse).enlarged_onto(fine))
    }
}

/// A picture in three planes as the nets take it: sRGB values about zero.
fn picture(image: &[f32], (columns, rows): (usize, usize)) -> Planes {
    Planes::of(image, 3, rows, columns, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_weights_fit_their_nets() {
        let (columns, rows) = CONTRACT.head.crop.size();
        let seen = NETS.head.look(&vec![0.5; 3 * columns * rows]);
        assert_eq!(NETS.head.mask(&seen.unmasked).len(), CONTRACT.classes.len() * CONTRACT.head.mask_side.pow(2));
        assert_eq!((seen.points.len(), seen.sigma.len()), (CONTRACT.points.len(), CONTRACT.points.len()));
        assert_eq!((seen.attributes.len(), seen.pose.len()), (CONTRACT.attributes.len(), 3));
        let parts = [
            (&NETS.eye, &CONTRACT.eye),
            (&NETS.mouth, &CONTRACT.mouth),
            (&NETS.ear, &CONTRACT.ear),
            (&NETS.neck, &CONTRACT.neck),
        ];
        for (net, contract) in parts {
            let (columns, rows) = contract.crop.size();
            let seen = net.look(&vec![0.5; 3 * columns * rows]);
            assert_eq!(seen.answers.len(), contract.outputs.len());
            assert_eq!((seen.points.len(), seen.sigma.len()), (contract.points.len(), contract.points.len()));
        }
    }

    /// The pattern of `models/train/parity.py`: stripes with speckles in three colours.
    fn pattern((columns, rows): (usize, usize)) -> Vec<f32> {
        let cells = (0..3).flat_map(|colour| (0..rows).flat_map(move |y| (0..columns).map(move |x| (colour, y, x))));
        let value = |(colour, y, x): (usize, usize, usize)| {
            let stripe = (5 * x + 3 * y + 40 * colour) % 128;
            let speckle = (x * x + 3 * x * y + 7 * y * y + 11 * colour) % 61;
            (60 + 2 * stripe.min(128 - stripe) + speckle) as f32 / 255.0
        };
        cells.map(value).collect()
    }

    /// Every eighth cell of a mask, along both sides.
    fn some_cells(mask: &[f32], side: usize) -> Vec<f32> {
        let kept = |(at, _): &(usize, &f32)| (at % side).is_multiple_of(8) && (at / side % side).is_multiple_of(8);
        mask.iter().enumerate().filter(kept).map(|(_, share)| *share).collect()
    }

    #[test]
    fn answers_are_those_of_the_training_code() {
        let file = safetensors::SafeTensors::deserialize(include_bytes!("../../tests/nets.safetensors")).unwrap();
        let right = |name: &str| -> Vec<f32> {
            let bytes = file.tensor(name).unwrap().data().chunks_exact(4);
            bytes.map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
        };
        let agree = |name: &str, found: &[f32]| {
            let right = right(name);
            assert_eq!(found.len(), right.len(), "{name}");
            for (at, (found, right)) in found.iter().zip(&right).enumerate() {
                assert!((found - right).abs() < 1e-3 * right.abs() + 2e-4, "{name} {at}: {found}, not {right}");
            }
        };
        for (name, net, side) in
            [("head", &NETS.head, CONTRACT.head.mask_side), ("face", &NETS.face, CONTRACT.face.mask_side)]
        {
            let seen = net.look(&pattern(net.size));
            agree(&format!("{name}.points"), seen.points.as_flattened());
            agree(&format!("{name}.sigma"), &seen.sigma);
            agree(&format!("{name}.mask"), &some_cells(&net.mask(&seen.unmasked), side));
            agree(&format!("{name}.attributes"), &seen.attributes);
            agree(&format!("{name}.pose"), &seen.pose);
        }
        for (name, net) in [("eye", &NETS.eye), ("mouth", &NETS.mouth), ("ear", &NETS.ear), ("neck", &NETS.neck)] {
            let seen = net.look(&pattern(net.size));
            agree(&format!("{name}.answers"), &seen.answers);
            agree(&format!("{name}.points"), seen.points.as_flattened());
            agree(&format!("{name}.sigma"), &seen.sigma);
        }
    }
}
