//! Parts of the picture that a person looks at: which a rule is about, and where they lie.

use super::Fact;
use crate::photo::Rect;

/// A part of the picture worth a closer look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The crown and the edge of the hair against the background.
    Hair,
    /// Both eyes, the brows and what is worn before them.
    Eyes,
    /// The ear at image left.
    LeftEar,
    /// The ear at image right.
    RightEar,
    /// The mouth.
    Mouth,
    /// Neck, collar and shoulders.
    Collar,
}

impl Part {
    /// The measures that tell where parts lie.
    pub const MEASURES: [&str; 4] = ["image.width", "image.height", "eyes.left", "eyes.right"];

    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hair => "hair",
            Self::Eyes => "eyes",
            Self::LeftEar => "left-ear",
            Self::RightEar => "right-ear",
            Self::Mouth => "mouth",
            Self::Collar => "collar",
        }
    }

    /// Centre and size in the face's own frame: origin between the pupils, unit the distance between them, y down
    /// the face. From adult averages: pupils 63 mm apart, mouth 65–70 mm below them, head 140 mm wide at the ears.
    fn window(self) -> ([f64; 2], [f64; 2]) {
        match self {
            Self::Hair => ([0.0, -1.5], [4.2, 3.0]),
            Self::Eyes => ([0.0, -0.05], [2.4, 1.2]),
            Self::LeftEar => ([-1.25, 0.4], [1.1, 1.5]),
            Self::RightEar => ([1.25, 0.4], [1.1, 1.5]),
            Self::Mouth => ([0.0, 1.1], [1.7, 0.95]),
            Self::Collar => ([0.0, 3.0], [4.6, 2.4]),
        }
    }

    /// Where the part lies in the upright photo, cut to the frame; `None` when no eyes were measured or the part is
    /// out of the frame.
    pub fn place(self, facts: &[Fact]) -> Option<Rect> {
        let [left, right] = [Fact::point(facts, "eyes.left")?, Fact::point(facts, "eyes.right")?];
        let frame = [Fact::number(facts, "image.width")?, Fact::number(facts, "image.height")?];
        let across = [right[0] - left[0], right[1] - left[1]];
        let unit = across[0].hypot(across[1]);
        let middle = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
        let ([u, v], size) = self.window();
        let centre = [middle[0] + u * across[0] - v * across[1], middle[1] + u * across[1] + v * across[0]];
        let side = |axis: usize| {
            let low = (centre[axis] - size[axis] * unit / 2.0).max(0.0).floor();
            let high = (centre[axis] + size[axis] * unit / 2.0).min(frame[axis]).ceil();
            (high - low >= 8.0).then_some((low as u32, (high - low) as u32))
        };
        let ((x, width), (y, height)) = (side(0)?, side(1)?);
        Some(Rect { x, y, width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Reading, Unit};

    fn fact(name: &'static str, reading: Reading) -> Fact {
        Fact { name, unit: Unit::Pixels, line: None, reading }
    }

    #[test]
    fn parts_follow_the_eyes_and_stay_inside() {
        let facts = [
            fact("image.width", Reading::exact(480.0)),
            fact("image.height", Reading::exact(640.0)),
            fact("eyes.left", Reading::exact([200.0, 260.0])),
            fact("eyes.right", Reading::exact([280.0, 260.0])),
        ];
        let mouth = Part::Mouth.place(&facts).unwrap();
        assert!(mouth.y > 300 && mouth.y + mouth.height < 420, "{mouth:?}");
        assert!(mouth.x < 240 && mouth.x + mouth.width > 240);
        let collar = Part::Collar.place(&facts).unwrap();
        assert!(collar.x + collar.width <= 480 && collar.y + collar.height <= 640);
        assert_eq!(Part::Eyes.place(&facts[..3]), None);
    }
}
