//! What the nets take and give: `models/portrait.toml`, written by their training.

use std::sync::LazyLock;

use serde::Deserialize;

/// The contract of the weights that are built in.
pub(super) static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../models/portrait.toml")).expect("the built-in contract parses")
});

/// Sizes, orders and calibration of all nets.
#[derive(Deserialize)]
pub(super) struct Contract {
    /// Names of the points, in order.
    #[cfg(test)]
    pub(super) points: Vec<String>,
    /// Names of the mask's classes, in order.
    #[cfg(test)]
    pub(super) classes: Vec<String>,
    /// Names of the attributes, in order.
    #[cfg(test)]
    pub(super) attributes: Vec<String>,
    /// Degrees in one unit of pose.
    pub(super) pose_unit: f64,
    /// The net that sees the head and the shoulders.
    pub(super) head: ViewContract,
    /// The net that sees the face.
    pub(super) face: ViewContract,
    /// The net that sees one eye.
    pub(super) eye: PartContract,
    /// The net that sees the mouth.
    pub(super) mouth: PartContract,
    /// The net that sees one ear.
    pub(super) ear: PartContract,
}

/// A net's window.
#[derive(Deserialize)]
pub(super) struct CropContract {
    columns: usize,
    rows: usize,
    /// Width, pupil distances.
    pub(super) width: f64,
    /// Height, pupil distances.
    pub(super) height: f64,
    /// How far its centre lies below its anchor, pupil distances.
    pub(super) down: f64,
}

impl CropContract {
    /// Columns and rows.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }
}

/// A net that gives points, a mask and attributes.
#[derive(Deserialize)]
pub(super) struct ViewContract {
    #[serde(flatten)]
    pub(super) crop: CropContract,
    /// Columns and rows of the mask.
    pub(super) mask_side: usize,
    /// Factor from a point's output to the standard deviation of its error along one axis.
    pub(super) sigma_scale: Vec<f64>,
    #[serde(flatten)]
    pub(super) attributes: Logits,
}

/// A net that answers questions about one part.
#[derive(Deserialize)]
pub(super) struct PartContract {
    #[serde(flatten)]
    pub(super) crop: CropContract,
    /// Names of the answers, in order.
    pub(super) outputs: Vec<String>,
    #[serde(flatten)]
    pub(super) logits: Logits,
}

/// How logits become probabilities: 1 / (1 + exp(-(slope × logit + shift))), answer by answer.
#[derive(Deserialize)]
pub(super) struct Logits {
    slope: Vec<f64>,
    shift: Vec<f64>,
}

impl Logits {
    /// The probability of answer `index`.
    pub(super) fn probability(&self, index: usize, logits: &[f32]) -> f64 {
        1.0 / (1.0 + (-(self.slope[index] * f64::from(logits[index]) + self.shift[index])).exp())
    }
}
