//! Where the head ends: crown, chin and sides.
//!
//! The crown is the top of the hair mass. Two methods find it, and they fail differently. The outline against the
//! wall is exact to the pixel, but takes a lamp for hair where the wall is no plain one. The nets' mask is coarse, a
//! cell being 3 % of a head, but knows hair by its look: it is walked up from the brows until what is head grows
//! narrower than a strand. Where the wall is plain and the two agree they are averaged, the surer counting for more;
//! elsewhere the mask decides. How far they lie apart goes into the uncertainty.

use super::portrait::{Class, Layer, Portrait, landmark};
use super::{Backdrop, Working};

/// All that a head is made of, as far as the mask tells.
const HEAD: [Class; 13] = [
    Class::Skin,
    Class::Brow,
    Class::Eye,
    Class::Iris,
    Class::Lips,
    Class::Mouth,
    Class::Teeth,
    Class::Ear,
    Class::Hair,
    Class::Frame,
    Class::Lens,
    Class::Headwear,
    Class::Occluder,
];

/// Narrowest run that still counts as hair mass, pupil distances; the same that the labels of the crown go by.
const STRAND: f64 = 0.3;

/// One end of the head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct End {
    /// Where, px of the photo.
    pub at: f64,
    /// Standard uncertainty, px.
    pub uncertainty: f64,
}

/// The ends of the head, px of the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    /// Top of the hair mass; above the frame (negative) when that cuts it.
    pub crown: End,
    /// Tip of the chin.
    pub chin: End,
    /// Left end, the ear included.
    pub left: End,
    /// Right end, the ear included.
    pub right: End,
    /// Whether the hair mass runs into the frame's top edge.
    pub cut: bool,
}

impl Extent {
    /// The ends of a head, before a wall if that was made out.
    pub(crate) fn of(portrait: &Portrait, backdrop: Option<&Backdrop>, working: &Working) -> Self {
        let chin = portrait.point(landmark::CHIN);
        let seen = crown_in_mask(portrait);
        let outlined = backdrop.filter(|backdrop| backdrop.plain > PLAIN).and_then(|backdrop| {
            let crown = backdrop.crown()?;
            let [_, at] = working.to_photo([0.0, crown.y]);
            let rim = OUTLINE_RIM * portrait.pupil_distance();
            Some((End { at, uncertainty: (crown.uncertainty * working.scale).hypot(rim) }, crown.cut))
        });
        let (crown, cut) = match outlined {
            Some((outline, cut)) if (outline.at - seen.0.at).abs() < AGREED * portrait.pupil_distance() => {
                // The outline runs into the edge where a wall fades towards it, too: the mask has to come as far.
                (outline.with(&seen.0), seen.1 || cut && seen.0.at <= portrait.head.mask.cell())
            }
            _ => seen,
        };
        let left = side(portrait, &landmark::LEFT_EAR, f64::min);
        let right = side(portrait, &landmark::RIGHT_EAR, f64::max);
        Self { crown, chin: End { at: chin.at[1], uncertainty: chin.sigma }, left, right, cut }
    }

    /// Chin to crown, px, with its standard uncertainty.
    pub(crate) fn height(&self) -> (f64, f64) {
        (self.chin.at - self.crown.at, self.chin.uncertainty.hypot(self.crown.uncertainty))
    }
}

impl End {
    /// Two opinions on the same end: their mean, weighted by how sure each is, at least as unsure as half their
    /// difference makes it.
    fn with(&self, other: &Self) -> Self {
        let [one, two] = [self, other].map(|end| end.uncertainty.powi(-2));
        let uncertainty = (one + two).powf(-0.5).hypot(0.25 * (self.at - other.at));
        Self { at: (self.at * one + other.at * two) / (one + two), uncertainty }
    }
}

/// Share of the frame's edge that a plain wall must explain before the outline against it is asked.
const PLAIN: f64 = 0.8;

/// How far the outline may lie above the hair mass, pupil distances: fine hair and the soft rim of a cut-out still
/// differ from the wall. Seen on photos made from portraits before a blue wall: 0.06.
const OUTLINE_RIM: f64 = 0.06;

/// How far outline and mask may differ on the crown and still mean the same, pupil distances.
const AGREED: f64 = 0.35;

/// Standard error of the crown that the mask shows, in cells of the mask.
const CROWN_BY_MASK: f64 = 0.4;

/// How many standard deviations below the frame's edge the crown has to be pointed at to lie inside, whatever the mask says.
const INSIDE: f64 = 2.0;

/// The crown that the nets see, and whether the frame cuts it off.
fn crown_in_mask(portrait: &Portrait) -> (End, bool) {
    let pointed = portrait.point(landmark::CROWN);
    let cell = portrait.head.mask.cell();
    match top(portrait) {
        Some(top) if top <= 0.5 * cell && pointed.at[1] <= INSIDE * pointed.sigma => {
            (End { at: pointed.at[1].min(-0.5), uncertainty: pointed.sigma.max(cell) }, true)
        }
        // The mask runs into the edge, the crown that is pointed at lies well inside: things behind the head look like hair.
        Some(top) if top <= 0.5 * cell => {
            (End { at: pointed.at[1], uncertainty: pointed.sigma.hypot(0.25 * pointed.at[1]) }, false)
        }
        Some(top) => {
            let doubt = 0.25 * (top - pointed.at[1]).abs();
            (End { at: top, uncertainty: doubt.hypot(CROWN_BY_MASK * cell) }, false)
        }
        None => (End { at: pointed.at[1], uncertainty: pointed.sigma }, false),
    }
}

/// The outermost point of an ear.
fn side(portrait: &Portrait, ear: &[landmark::LandmarkIndex], outer: fn(f64, f64) -> f64) -> End {
    let at = ear.iter().map(|index| portrait.point(*index).at[0]).reduce(outer).unwrap_or(f64::NAN);
    let sigma = ear.iter().map(|index| portrait.point(*index).sigma).sum::<f64>() / ear.len() as f64;
    End { at, uncertainty: sigma }
}

/// Row of the photo at which the head ends above, by the mask; `None` when the mask shows no head at the brows.
fn top(portrait: &Portrait) -> Option<f64> {
    let mask = &portrait.head.mask;
    let [middle, eyes] = portrait.mid_pupil().at;
    let reach = portrait.pupil_distance();
    let step = mask.cell() / 4.0;
    let rows = (0..).map(|row| eyes - 0.4 * reach - f64::from(row) * step);
    let end = mask.crop().centre[1] - mask.crop().height / 2.0;
    let head = mask.layer(&HEAD);
    let mut below: Option<(f64, f64)> = None;
    for y in rows.take_while(|y| *y > end) {
        let run = longest_run(&head, y, middle, 1.8 * reach, mask.cell() / 2.0);
        if run < STRAND * reach {
            // Between the last row that is wide enough and this one, where the width passes the limit.
            return below.map(|(y_below, wide)| y_below + (y - y_below) * (wide - STRAND * reach) / (wide - run));
        }
        below = Some((y, run));
    }
    below.map(|(y, _)| y)
}

/// Length of the longest stretch of head in a row of the photo, px, within `reach` of `middle`.
fn longest_run(head: &Layer<'_>, y: f64, middle: f64, reach: f64, step: f64) -> f64 {
    let (mut longest, mut run) = (0.0f64, 0.0f64);
    let mut x = middle - reach;
    while x <= middle + reach {
        run = if head.share([x, y]) > 0.5 { run + step } else { 0.0 };
        longest = longest.max(run);
        x += step;
    }
    longest
}
