//! What the nets take and give: `models/portrait.toml`, written by their training.

use std::sync::LazyLock;

use serde::Deserialize;

/// The contract of the weights that are built in.
pub(crate) static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| toml::from_str(include_str!("../../models/portrait.toml")).expect("the built-in contract parses"));

/// Sizes, orders and calibration of all nets.
#[derive(Deserialize)]
pub(crate) struct Contract {
    /// Names of the points, in order.
    #[cfg(test)]
    pub points: Vec<String>,
    /// Names of the mask's classes, in order.
    #[cfg(test)]
    pub classes: Vec<String>,
    /// Names of the attributes, in order.
    #[cfg(test)]
    pub attributes: Vec<String>,
    /// Degrees in one unit of pose.
    pub pose_unit: f64,
    /// The net that sees the whole photo.
    pub finder: FinderContract,
    /// The net that sees the head and the shoulders.
    pub head: ViewContract,
    /// The net that sees the face.
    pub face: ViewContract,
    /// The net that sees one eye.
    pub eye: PartContract,
    /// The net that sees the mouth.
    pub mouth: PartContract,
    /// The net that sees one ear.
    pub ear: PartContract,
    /// The net that sees the neck.
    pub neck: PartContract,
}

/// What the finder takes and gives.
#[derive(Deserialize)]
pub(crate) struct FinderContract {
    /// Long side of the whole photo, px.
    pub long_side: usize,
    /// Side of a cell, px.
    pub cell: usize,
    /// Which ways a head may point, in order.
    #[cfg(test)]
    pub turns: Vec<String>,
}

/// A net's window.
#[derive(Deserialize)]
pub(crate) struct CropContract {
    columns: usize,
    rows: usize,
    /// Width, pupil distances.
    pub width: f64,
    /// Height, pupil distances.
    pub height: f64,
    /// How far its centre lies below its anchor, pupil distances.
    pub down: f64,
}

impl CropContract {
    /// Columns and rows.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }
}

/// A net that gives points, a mask and attributes.
#[derive(Deserialize)]
pub(crate) struct ViewContract {
    #[serde(flatten)]
    pub crop: CropContract,
    /// Columns and rows of the mask.
    pub mask_side: usize,
    /// Factor from a point's output to the standard deviation of its error along one axis.
    pub sigma_scale: Vec<f64>,
    #[serde(flatten)]
    pub attributes: Logits,
}

/// A net that answers questions about one part.
#[derive(Deserialize)]
pub(crate) struct PartContract {
    #[serde(flatten)]
    pub crop: CropContract,
    /// Names of the answers, in order.
    pub outputs: Vec<String>,
    /// Names of the points, in order, without the side they are on.
    #[cfg(test)]
    pub points: Vec<String>,
    /// Factor from a point's output to the standard deviation of its error along one axis.
    pub sigma_scale: Vec<f64>,
    /// Standard deviation of the error of each answer that is a number, on people not trained on; 0 for the others.
    pub error: Vec<f64>,
    #[serde(flatten)]
    pub logits: Logits,
}

/// How logits become probabilities: 1 / (1 + exp(-(slope × logit + shift))), answer by answer.
#[derive(Deserialize)]
pub(crate) struct Logits {
    slope: Vec<f64>,
    shift: Vec<f64>,
}

impl Logits {
    /// The probability of answer `index`.
    pub(crate) fn probability(&self, index: usize, logits: &[f32]) -> f64 {
        1.0 / (1.0 + (-(self.slope[index] * f64::from(logits[index]) + self.shift[index])).exp())
    }
}
