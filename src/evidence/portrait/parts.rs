//! The nets that see one part of the face each: they answer questions about it, and see its points sharper than the net
//! for the whole face does.

use super::landmark::{
    CHIN, LEFT_EAR, LEFT_LIDS, LIPS_LEFT, LIPS_RIGHT, Landmark, LandmarkIndex, RIGHT_EAR, RIGHT_LIDS,
};
use super::view::View;
use super::{Alignment, Scene, by_both};
use crate::nets::contract::{CONTRACT, PartContract};
use crate::nets::{NETS, PatchNet};

/// Which side of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaceSide {
    /// Image left.
    Left,
    /// Image right: shown to the nets mirrored.
    Right,
}

/// What the eye net sees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Eye {
    /// Its points, in the order of [`landmark::LEFT_EYE`](super::landmark::LEFT_EYE).
    pub points: Vec<Landmark>,
    /// Gap between the lids over the width of the eye's opening.
    pub opening: f64,
    /// Probability that the eye is closed.
    pub closed: f64,
    /// Probability that hair or something else covers it.
    pub covered: f64,
    /// Probability of a tinted lens before it.
    pub tinted: f64,
    /// Probability of a reflection before it.
    pub glare: f64,
    /// Probability of a frame across it.
    pub frame_over_eye: f64,
    /// Probability of a coloured contact lens.
    pub coloured_lens: f64,
    /// Centre of the iris from the middle between the corners, in widths of the opening: to image right, and down.
    pub gaze: [f64; 2],
}

/// What the mouth net sees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mouth {
    /// Its points, in the order of [`landmark::LIPS`](super::landmark::LIPS).
    pub points: Vec<Landmark>,
    /// Gap between the lips over the width of the mouth.
    pub gap: f64,
    /// Standard deviation of the error of the gap, on people whom the net was not trained on.
    pub gap_error: f64,
    /// Probability that teeth show.
    pub teeth: f64,
    /// Probability that something covers it.
    pub covered: f64,
}

/// What the ear net sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ear {
    /// Share of the ear that shows, by what the net says of that and of whether something covers it: on strangers whom it did not
    /// learn from, both together miss fewer hidden ears than either.
    pub visible: f64,
    /// Probability that an earring is worn.
    pub earring: f64,
}

/// What the neck net sees below the chin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Neck {
    /// Probability that a necklace is worn.
    pub necklace: f64,
    /// Probability that a collar or scarf hides the neck.
    pub collar: f64,
}

impl Eye {
    pub(super) fn look(side: FaceSide, face: &View, place: &Alignment, scene: &Scene<'_>) -> Self {
        let lids = match side {
            FaceSide::Left => LEFT_LIDS,
            FaceSide::Right => RIGHT_LIDS,
        };
        let answers = Answers::of(&NETS.eye, &CONTRACT.eye, &place.at(mean(face, &[lids[0], lids[4]])), side, scene);
        let outward = if side == FaceSide::Right { -1.0 } else { 1.0 };
        Self {
            opening: answers.number("opening"),
            closed: answers.probability("closed"),
            covered: answers.probability("covered"),
            tinted: answers.probability("tinted"),
            glare: answers.probability("glare"),
            frame_over_eye: answers.probability("frame_over_eye"),
            coloured_lens: answers.probability("coloured_lens"),
            gaze: [outward * answers.number("gaze_x"), answers.number("gaze_y")],
            points: answers.points,
        }
    }
}

impl Mouth {
    pub(super) fn look(face: &View, place: &Alignment, scene: &Scene<'_>) -> Self {
        let place = place.at(mean(face, &[LIPS_LEFT, LIPS_RIGHT]));
        let answers = Answers::of(&NETS.mouth, &CONTRACT.mouth, &place, FaceSide::Left, scene);
        Self {
            gap: answers.number("gap"),
            gap_error: answers.error("gap"),
            teeth: answers.probability("teeth"),
            covered: answers.probability("covered"),
            points: answers.points,
        }
    }
}

impl Ear {
    pub(super) fn look(side: FaceSide, face: &View, place: &Alignment, scene: &Scene<'_>) -> Self {
        let points = match side {
            FaceSide::Left => LEFT_EAR,
            FaceSide::Right => RIGHT_EAR,
        };
        let answers = Answers::of(&NETS.ear, &CONTRACT.ear, &place.at(mean(face, &points)), side, scene);
        let visible = by_both(answers.probability("visible"), 1.0 - answers.probability("covered"));
        Self { visible, earring: answers.probability("earring") }
    }
}

impl Neck {
    pub(super) fn look(face: &View, place: &Alignment, scene: &Scene<'_>) -> Self {
        let answers = Answers::of(&NETS.neck, &CONTRACT.neck, &place.at(face.point(CHIN).at), FaceSide::Left, scene);
        Self { necklace: answers.probability("necklace"), collar: answers.probability("collar") }
    }
}

/// Mean of some points, px of the photo.
fn mean(face: &View, points: &[LandmarkIndex]) -> [f64; 2] {
    let sum = |axis: usize| points.iter().map(|index| face.point(*index).at[axis]).sum::<f64>();
    [sum(0) / points.len() as f64, sum(1) / points.len() as f64]
}

/// A net's answers, asked for by name.
struct Answers {
    contract: &'static PartContract,
    outputs: Vec<f32>,
    points: Vec<Landmark>,
}

impl Answers {
    fn of(
        net: &PatchNet,
        contract: &'static PartContract,
        place: &Alignment,
        side: FaceSide,
        scene: &Scene<'_>,
    ) -> Self {
        let mut crop = place.window(&contract.crop);
        crop.mirrored = side == FaceSide::Right;
        let seen = net.look(&scene.sample(&crop, net.size));
        let points = crop.landmarks(&seen.points, &seen.sigma, &contract.sigma_scale);
        Self { contract, outputs: seen.answers, points }
    }

    fn index(&self, name: &str) -> usize {
        let found = self.contract.outputs.iter().position(|output| output == name);
        found.expect("the contract names every answer that is asked for")
    }

    fn number(&self, name: &str) -> f64 {
        f64::from(self.outputs[self.index(name)])
    }

    fn error(&self, name: &str) -> f64 {
        self.contract.error[self.index(name)]
    }

    fn probability(&self, name: &str) -> f64 {
        self.contract.logits.probability(self.index(name), &self.outputs)
    }
}
