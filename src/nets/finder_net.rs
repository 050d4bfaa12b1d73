//! The net that sees the whole photo in one small look: where faces are, how large, and which way up.

use super::contract::CONTRACT;
use super::convolution::Convolution;
use super::shares::soften;
use super::weights::Weights;
use super::{Down, Up, picture};

/// Which way up a face in a cell of the photo may be; the number is its place among the net's outputs, of which the first says
/// that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaceOrientation {
    /// The right way up.
    Upright = 1,
    /// A head that points to image left.
    Left,
    /// A head that points down.
    Down,
    /// A head that points to image right.
    Right,
}

/// What one cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// Probability of nobody, then of each [`FaceOrientation`], in order.
    pub kinds: [f32; 5],
    /// Middle between the pupils of the face that it would belong to, px of the picture.
    pub eyes: [f64; 2],
    /// Pupil distance of that face, px.
    pub pupil_distance: f64,
}

/// Its layers, by the names of the training.
pub(crate) struct FinderNet {
    stem: Convolution,
    downs: [Down; 3],
    up: Up,
    answer: Convolution,
}

impl FinderNet {
    pub(super) fn of(file: &[u8]) -> Self {
        let weights = &Weights::of(file);
        Self {
            stem: Convolution::halving(weights, "stem.0"),
            downs: ["down1", "down2", "down3"].map(|name| Down::of(weights, name, 1)),
            up: Up::of(weights, "side", "merge"),
            answer: Convolution::of(weights, "answer"),
        }
    }

    /// Looks at a picture whose sides are multiples of 16: three planes of sRGB values, 0 to 1. One spot for each cell.
    pub(crate) fn look(&self, image: &[f32], size: (usize, usize)) -> Vec<Spot> {
        let x1 = self.downs[0].of_planes(&self.stem.rectified(&picture(image, size)));
        let x2 = self.downs[1].of_planes(&x1);
        let answer = self.answer.of_planes(&self.up.of_planes(&self.downs[2].of_planes(&x2), &x2));
        let cells = (0..answer.rows).flat_map(|row| (0..answer.columns).map(move |column| (row, column)));
        let spot = |(row, column): (usize, usize)| {
            let number = |channel: usize| answer.row(channel, row)[column];
            let mut kinds = [0, 1, 2, 3, 4].map(number);
            soften(&mut kinds);
            let [right, down, size] = [5, 6, 7].map(|channel| f64::from(number(channel)));
            let cell = CONTRACT.finder.cell as f64;
            let place = |at: usize, away: f64| (at as f64 + 0.5 + away) * cell - 0.5;
            Spot { kinds, eyes: [place(column, right), place(row, down)], pupil_distance: cell * size.exp() }
        };
        cells.map(spot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_the_order_of_the_contract() {
        let all = [FaceOrientation::Upright, FaceOrientation::Left, FaceOrientation::Down, FaceOrientation::Right];
        let names: Vec<_> = all.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
        assert_eq!(names, CONTRACT.finder.turns);
        assert!(all.iter().enumerate().all(|(at, kind)| *kind as usize == at + 1));
    }
}
