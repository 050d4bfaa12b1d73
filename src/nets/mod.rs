//! The nets of the portrait model, worked through as `models/train/nets.py` draws them.
//!
//! They are few layers of one shape, known when the program is built, so no general runtime is needed: planes,
//! convolutions and matrices are all there is. One thread, the same sums in the same order for every photo.

pub mod contract;
mod convolution;
mod finder_net;
mod patch_net;
mod planes;
mod portrait_net;
mod shares;
mod weights;

use std::sync::LazyLock;

pub use finder_net::{FinderNet, Kind, Spot};
pub use patch_net::PatchNet;
pub use portrait_net::PortraitNet;

use contract::CONTRACT;
use convolution::Convolution;
use planes::Planes;
use weights::Weights;

/// All nets of the portrait model.
pub static NETS: LazyLock<Nets> = LazyLock::new(|| Nets {
    finder: FinderNet::of(include_bytes!("../../models/finder.safetensors")),
    head: PortraitNet::of(include_bytes!("../../models/head.safetensors"), CONTRACT.head.crop.size()),
    face: PortraitNet::of(include_bytes!("../../models/face.safetensors"), CONTRACT.face.crop.size()),
    eye: PatchNet::of(include_bytes!("../../models/eye.safetensors"), CONTRACT.eye.crop.size()),
    mouth: PatchNet::of(include_bytes!("../../models/mouth.safetensors"), CONTRACT.mouth.crop.size()),
    ear: PatchNet::of(include_bytes!("../../models/ear.safetensors"), CONTRACT.ear.crop.size()),
});

/// Value of what lies beyond the photo: the grey that the nets were trained with.
pub const BEYOND: f32 = 0.5;

/// The six nets.
pub struct Nets {
    pub finder: FinderNet,
    pub head: PortraitNet,
    pub face: PortraitNet,
    pub eye: PatchNet,
    pub mouth: PatchNet,
    pub ear: PatchNet,
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
            halving: Convolution::of(weights, &format!("{name}.0.0")).halving(),
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
    let centred: Vec<f32> = image.iter().map(|value| value - 0.5).collect();
    Planes::of(&centred, 3, rows, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_weights_fit_their_nets() {
        let (columns, rows) = CONTRACT.head.crop.size();
        let seen = NETS.head.look(&vec![0.5; 3 * columns * rows]);
        assert_eq!(seen.mask.len(), CONTRACT.classes.len() * CONTRACT.head.mask_side.pow(2));
        assert_eq!((seen.points.len(), seen.sigma.len()), (CONTRACT.points.len(), CONTRACT.points.len()));
        assert_eq!((seen.attributes.len(), seen.pose.len()), (CONTRACT.attributes.len(), 3));
        for (net, contract) in [(&NETS.eye, &CONTRACT.eye), (&NETS.mouth, &CONTRACT.mouth), (&NETS.ear, &CONTRACT.ear)]
        {
            let (columns, rows) = contract.crop.size();
            let seen = net.look(&vec![0.5; 3 * columns * rows]);
            assert_eq!(seen.answers.len(), contract.outputs.len());
            assert_eq!((seen.points.len(), seen.sigma.len()), (contract.points.len(), contract.points.len()));
        }
    }
}
