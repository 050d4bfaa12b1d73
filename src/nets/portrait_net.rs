//! The net for the head and the face: an encoder, and a decoder whose steps are as fine as what they are asked for.

use super::convolution::{Convolution, Linear};
use super::planes::Planes;
use super::shares::{middle, soften, soften_columns};
use super::weights::Weights;
use super::{Down, Up, picture};

/// Its layers, by the names of the training.
pub(crate) struct PortraitNet {
    /// Columns and rows of its input.
    pub size: (usize, usize),
    stem: Convolution,
    downs: [Down; 3],
    context: Linear,
    ups: [Up; 3],
    coarse: Convolution,
    fine: Convolution,
    doubt: Convolution,
    mask: Convolution,
    judge: [Linear; 2],
    pose: Linear,
}

/// What it sees.
pub(crate) struct PortraitPrediction {
    /// Points, in fractions of the picture's sides.
    pub points: Vec<[f32; 2]>,
    /// Error of each point before calibration, in fractions of the sides.
    pub sigma: Vec<f32>,
    /// What [`PortraitNet::mask`] makes a mask of.
    pub unmasked: Unmasked,
    /// Answers, as logits.
    pub attributes: Vec<f32>,
    /// Pose, in the contract's unit.
    pub pose: Vec<f32>,
}

/// What a look leaves for a mask, which takes a tenth of it and is not asked for wherever something turns out to be no face.
pub(crate) struct Unmasked {
    coarse: Planes,
    fine: Planes,
}

impl PortraitNet {
    pub(super) fn of(file: &[u8], size: (usize, usize)) -> Self {
        let weights = &Weights::of(file);
        let convolution = |name: &str| Convolution::of(weights, name);
        let linear = |name: &str| Linear::of(weights, name);
        Self {
            size,
            stem: Convolution::halving(weights, "stem.0"),
            downs: [("down1", 1), ("down2", 2), ("down3", 2)].map(|(name, count)| Down::of(weights, name, count)),
            context: linear("context"),
            ups: [("side3", "merge2"), ("side2", "merge1"), ("side1", "merge0")]
                .map(|(narrow, merge)| Up::of(weights, narrow, merge)),
            coarse: convolution("coarse"),
            fine: convolution("fine"),
            doubt: convolution("doubt"),
            mask: convolution("mask"),
            judge: ["judge.0", "judge.2"].map(linear),
            pose: linear("pose"),
        }
    }

    /// Looks at a picture of its size: three planes of sRGB values, 0 to 1.
    pub(crate) fn look(&self, image: &[f32]) -> PortraitPrediction {
        let x0 = self.stem.rectified(&picture(image, self.size));
        let x1 = self.downs[0].of_planes(&x0);
        let x2 = self.downs[1].of_planes(&x1);
        let mut x3 = self.downs[2].of_planes(&x2);
        let mean = x3.means();
        x3.add(&self.context.of_numbers(&mean));
        let y2 = self.ups[0].of_planes(&x3, &x2);
        let y1 = self.ups[1].of_planes(&y2, &x1);
        let (points, sigma) = self.points(&y2, &y1);
        let judged = [x3.means(), y1.means(), y1.peaks()].concat();
        PortraitPrediction {
            points,
            sigma,
            attributes: self.judge[1].of_numbers(&self.judge[0].rectified(&judged)),
            pose: self.pose.of_numbers(&mean),
            unmasked: Unmasked { coarse: y1, fine: x0 },
        }
    }

    /// The points, and the error that the net expects where it found each.
    fn points(&self, y2: &Planes, y1: &Planes) -> (Vec<[f32; 2]>, Vec<f32>) {
        let maps = self.coarse.of_planes(y2).enlarged_onto(&self.fine.of_planes(y1));
        let doubts = self.doubt.of_planes(y2);
        (0..maps.channels)
            .map(|point| {
                let mut shares = maps.cells(point);
                soften(&mut shares);
                let rows = shares.chunks_exact(maps.columns).enumerate();
                let doubt: f32 = rows
                    .map(|(row, shares)| {
                        let pairs = shares.chunks_exact(2).zip(doubts.row(point, row / 2));
                        pairs.map(|(pair, doubt)| (pair[0] + pair[1]) * doubt).sum::<f32>()
                    })
                    .sum();
                (middle(&shares, maps.columns), doubt.exp())
            })
            .unzip()
    }

    /// Share of each class in each cell of a grid of half the size: class after class, row after row.
    pub(crate) fn mask(&self, Unmasked { coarse, fine }: &Unmasked) -> Vec<f32> {
        let logits = self.mask.of_planes(&self.ups[2].of_planes(coarse, fine));
        let mut shares = logits.flat();
        soften_columns(&mut shares, logits.rows * logits.columns);
        shares
    }
}
