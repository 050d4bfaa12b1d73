//! Lines that measures draw across the frame.

use crate::text::Phrase;

/// A line across the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The edge that its distance is measured from.
    pub from: FrameEdge,
    /// What it marks.
    pub name: Phrase,
}

/// An edge of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameEdge {
    /// The upper one.
    Top,
    /// The lower one.
    Bottom,
    /// The one at image left.
    Left,
}
