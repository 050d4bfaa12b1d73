//! The head net and the face net: points, a mask, attributes and pose.

use super::crop::Window;
use super::landmark::{LEFT_PUPIL, Landmark, LandmarkIndex, RIGHT_PUPIL};
use super::mask::Mask;
use super::{Alignment, Scene};
use crate::nets::PortraitNet;
use crate::nets::contract::{CONTRACT, ViewContract};

/// Yes-or-no questions about the whole head; the order is that of the nets' outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// An upright human face of about the right size is in the middle (head net only).
    Face,
    /// Glasses are worn.
    Glasses,
    /// Their lenses are tinted.
    Tinted,
    /// They reflect light over an eye.
    Glare,
    /// Their frame crosses an eye.
    FrameOverEye,
    /// A hat, hood or scarf is worn.
    Headwear,
    /// A mask, a hand or something else is before the face.
    Occluded,
    /// Hair covers a brow.
    BrowsCovered,
    /// Hair covers an eye.
    EyesCovered,
    /// The crown is bare skin.
    Bald,
    /// A beard is worn.
    Beard,
    /// Make-up is heavy.
    Makeup,
}

/// What one of the two nets sees.
pub struct View {
    /// What shows where.
    pub mask: Mask,
    /// Turn of the head against the crop, degrees: nose to image right, chin up, clockwise.
    pub pose: [f64; 3],
    points: Vec<Landmark>,
    attributes: Vec<f64>,
}

impl View {
    /// Looks through the window that belongs to the net and to a face at this place.
    pub(super) fn look(net: &PortraitNet, contract: &ViewContract, place: &Alignment, scene: &Scene<'_>) -> Self {
        let crop = place.window(&contract.crop);
        let seen = net.look(&scene.sample(&crop, net.size));
        let answers = 0..seen.attributes.len();
        Self {
            points: crop.landmarks(&seen.points, &seen.sigma, &contract.sigma_scale),
            mask: Mask { crop, side: contract.mask_side, shares: seen.mask },
            attributes: answers.map(|at| contract.attributes.probability(at, &seen.attributes)).collect(),
            pose: [0, 1, 2].map(|axis| f64::from(seen.pose[axis]) * CONTRACT.pose_unit),
        }
    }

    /// The window it was seen through.
    pub fn crop(&self) -> &Window {
        self.mask.crop()
    }

    /// How many points it finds.
    pub(super) fn count(&self) -> usize {
        self.points.len()
    }

    /// Where a point is.
    pub fn point(&self, index: LandmarkIndex) -> Landmark {
        self.points[index]
    }

    /// Probability of an attribute.
    pub fn probability(&self, attribute: Attribute) -> f64 {
        self.attributes[attribute as usize]
    }

    /// Where the face is, by the pupils, its line level; `None` when they are not where eyes can be in this window.
    pub(super) fn place(&self) -> Option<Alignment> {
        let place = Alignment::between(self.points[LEFT_PUPIL].at, self.points[RIGHT_PUPIL].at);
        let [u, v] = self.crop().from_photo(place.anchor);
        let sized = (0.05..0.5).contains(&(place.pupil_distance / self.crop().width));
        (sized && (0.2..0.8).contains(&u) && (0.1..0.8).contains(&v)).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_in_the_order_of_the_contract() {
        let first = [Attribute::Face, Attribute::Glasses, Attribute::Tinted, Attribute::Glare, Attribute::FrameOverEye];
        let last = [Attribute::Headwear, Attribute::Occluded, Attribute::BrowsCovered, Attribute::EyesCovered];
        let rest = [Attribute::Bald, Attribute::Beard, Attribute::Makeup];
        let all: Vec<Attribute> = first.into_iter().chain(last).chain(rest).collect();
        assert_eq!(all.len(), CONTRACT.attributes.len());
        for attribute in all {
            let name = CONTRACT.attributes[attribute as usize].replace('_', "");
            assert_eq!(format!("{attribute:?}").to_lowercase(), name);
        }
    }
}
