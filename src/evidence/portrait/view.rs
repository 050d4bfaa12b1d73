//! The head net and the face net: points, a mask, attributes and pose.

use std::cell::LazyCell;

use super::crop::Window;
use super::landmark::{LEFT_PUPIL, Landmark, LandmarkIndex, RIGHT_PUPIL};
use super::mask::Mask;
use super::{Alignment, Scene};
use crate::nets::PortraitNet;
use crate::nets::contract::{CONTRACT, ViewContract};

/// The yes-or-no questions about the whole head whose answers are used; the number is their place among the nets' outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    /// An upright human face of about the right size is in the middle (head net only).
    Face = 0,
    /// Glasses are worn.
    Glasses = 1,
    /// Their lenses are tinted.
    Tinted = 2,
    /// A hat, hood or scarf is worn.
    Headwear = 5,
    /// A mask, a hand or something else is before the face.
    Occluded = 6,
    /// Hair covers a brow.
    BrowsCovered = 7,
    /// Make-up is heavy.
    Makeup = 11,
}

/// What one of the two nets sees.
pub(crate) struct View {
    /// The window it was seen through.
    crop: Window,
    /// What shows where; worked out when it is asked for.
    pub(crate) mask: LazyCell<Mask, Box<dyn FnOnce() -> Mask>>,
    /// Turn of the head against the crop, degrees: nose to image right, chin up, clockwise.
    pub pose: [f64; 3],
    points: Vec<Landmark>,
    attributes: Vec<f64>,
}

impl View {
    /// Looks through the window that belongs to the net and to a face at this place.
    pub(super) fn look(
        net: &'static PortraitNet,
        contract: &ViewContract,
        place: &Alignment,
        scene: &Scene<'_>,
    ) -> Self {
        let (crop, side) = (place.window(&contract.crop), contract.mask_side);
        let seen = net.look(&scene.sample(&crop, net.size));
        let answers = 0..seen.attributes.len();
        Self {
            points: crop.landmarks(&seen.points, &seen.sigma, &contract.sigma_scale),
            crop,
            mask: LazyCell::new(Box::new(move || Mask { crop, side, shares: net.mask(&seen.unmasked) })),
            attributes: answers.map(|at| contract.attributes.probability(at, &seen.attributes)).collect(),
            pose: [0, 1, 2].map(|axis| f64::from(seen.pose[axis]) * CONTRACT.pose_unit),
        }
    }

    /// The window it was seen through.
    pub(crate) fn crop(&self) -> &Window {
        &self.crop
    }

    /// How many points it finds.
    pub(super) fn count(&self) -> usize {
        self.points.len()
    }

    /// Where a point is.
    pub(crate) fn point(&self, index: LandmarkIndex) -> Landmark {
        self.points[index]
    }

    /// Probability of an attribute.
    pub(crate) fn probability(&self, attribute: Attribute) -> f64 {
        self.attributes[attribute as usize]
    }

    /// Where the face is, by the pupils, its line level; `None` when they are not where eyes can be in this window.
    pub(super) fn place(&self) -> Option<Alignment> {
        let place = Alignment::between(self.points[LEFT_PUPIL].at, self.points[RIGHT_PUPIL].at);
        let [u, v] = self.crop().locate(place.anchor);
        let sized = (0.05..0.5).contains(&(place.pupil_distance / self.crop().width));
        (sized && (0.2..0.8).contains(&u) && (0.1..0.8).contains(&v)).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_where_the_contract_has_them() {
        let worn = [Attribute::Glasses, Attribute::Tinted, Attribute::Headwear, Attribute::Occluded, Attribute::Makeup];
        for attribute in worn.into_iter().chain([Attribute::Face, Attribute::BrowsCovered]) {
            let name = CONTRACT.attributes[attribute as usize].replace('_', "");
            assert_eq!(format!("{attribute:?}").to_lowercase(), name);
        }
    }
}
