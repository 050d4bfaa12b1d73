//! The net for a patch around one part of the face: answers, and points where the part has any.

use super::convolution::{Convolution, Linear};
use super::shares::{middle, soften};
use super::weights::Weights;
use super::{Down, Up, picture};

/// Its layers, by the names of the training.
pub(crate) struct PatchNet {
    /// Columns and rows of its input.
    pub size: (usize, usize),
    downs: [Down; 3],
    squeeze: Convolution,
    answer: [Linear; 2],
    points: Option<PointHead>,
}

/// What finds points.
struct PointHead {
    ups: [Up; 2],
    maps: Convolution,
}

/// What it sees.
pub(crate) struct PatchPrediction {
    /// Answers: numbers, and logits.
    pub answers: Vec<f32>,
    /// Points, in fractions of the patch's sides.
    pub points: Vec<[f32; 2]>,
    /// Error of each point before calibration, in fractions of the patch's width.
    pub sigma: Vec<f32>,
}

impl PatchNet {
    pub(super) fn of(file: &[u8], size: (usize, usize)) -> Self {
        let weights = &Weights::of(file);
        let points = weights.has("maps.weight").then(|| PointHead {
            ups: [("side1", "merge1"), ("side0", "merge0")].map(|(narrow, merge)| Up::of(weights, narrow, merge)),
            maps: Convolution::of(weights, "maps"),
        });
        Self {
            size,
            downs: ["stem", "down1", "down2"].map(|name| Down::of(weights, name, 1)),
            squeeze: Convolution::of(weights, "squeeze.0"),
            answer: ["answer.2", "answer.4"].map(|name| Linear::of(weights, name)),
            points,
        }
    }

    /// Looks at a patch of its size: three planes of sRGB values, 0 to 1.
    pub(crate) fn look(&self, image: &[f32]) -> PatchPrediction {
        let x0 = self.downs[0].of_planes(&picture(image, self.size));
        let x1 = self.downs[1].of_planes(&x0);
        let x2 = self.downs[2].of_planes(&x1);
        let squeezed = self.squeeze.rectified(&x2).flat();
        let mut answers = self.answer[1].of_numbers(&self.answer[0].rectified(&squeezed));
        let Some(PointHead { ups, maps }) = &self.points else {
            return PatchPrediction { answers, points: Vec::new(), sigma: Vec::new() };
        };
        let y1 = ups[0].of_planes(&x2, &x1);
        let maps = maps.of_planes(&ups[1].of_planes(&y1, &x0));
        let place = |point: usize| {
            let mut shares = maps.cells(point);
            soften(&mut shares);
            middle(&shares, maps.columns)
        };
        let doubts = answers.split_off(answers.len() - maps.channels);
        PatchPrediction {
            answers,
            points: (0..maps.channels).map(place).collect(),
            sigma: doubts.into_iter().map(f32::exp).collect(),
        }
    }
}
