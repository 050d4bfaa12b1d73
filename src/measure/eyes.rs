//! Measures of the eyes.

use crate::evidence::Evidence;
use crate::evidence::portrait::landmark::{self, LandmarkIndex};
use crate::evidence::portrait::{Class, Eye, Portrait};
use crate::photo::Pixels;
use crate::reading::{Number, Point, Reason, Score};

/// `eyes.left`
pub(super) fn left(evidence: &Evidence<'_>) -> Result<Point, Reason> {
    pupil(evidence, landmark::LEFT_PUPIL)
}

/// `eyes.right`
pub(super) fn right(evidence: &Evidence<'_>) -> Result<Point, Reason> {
    pupil(evidence, landmark::RIGHT_PUPIL)
}

/// `eyes.distance`
pub(super) fn distance(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let portrait = evidence.portrait()?;
    let [left, right] = [landmark::LEFT_PUPIL, landmark::RIGHT_PUPIL].map(|pupil| portrait.point(pupil).sigma);
    Ok(Number::uncertain(portrait.pupil_distance(), DISTANCE * left.hypot(right)))
}

/// `eyes.line`
pub(super) fn line(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (eyes, height) = (evidence.portrait()?.mid_pupil(), f64::from(evidence.pixels()?.height()));
    Ok(Number::uncertain(eyes.at[1] / height, eyes.sigma / height))
}

/// `eyes.open`, of the eye that is open less.
pub(super) fn open(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let eyes = &evidence.portrait()?.eyes;
    if eyes.iter().any(|eye| eye.covered > 0.5 || eye.tinted > 0.5) {
        return Err(Reason::Hidden);
    }
    let smaller = eyes.iter().map(gap).fold(f64::INFINITY, f64::min);
    Ok(Number::unstated(smaller))
}

/// Gap of an eye's lids. It is learnt from open eyes, a closed eye as such: what is surely closed has no gap worth its decimals.
fn gap(eye: &Eye) -> f64 {
    (eye.opening * (1.0 - eye.closed)).max(0.0)
}

/// `eyes.gaze`: the turn of the eyes in the head and the turn of the head together, against the camera.
pub(super) fn gaze(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let portrait = evidence.portrait()?;
    if portrait.eyes.iter().any(|eye| eye.covered > 0.5 || eye.tinted > 0.5 || eye.closed > 0.5) {
        return Err(Reason::Hidden);
    }
    let shift = |axis: usize| portrait.eyes.iter().map(|eye| eye.gaze[axis]).sum::<f64>() / 2.0 - STRAIGHT[axis];
    let [across, down] = [0, 1].map(|axis| (shift(axis) * OPENING_PER_EYEBALL).clamp(-1.0, 1.0).asin().to_degrees());
    let [_, pitch, _] = portrait.face.pose;
    Ok(Number::unstated((across + portrait.yaw()).hypot(pitch - down)))
}

/// `eyes.red`, of the redder eye.
pub(super) fn red(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (portrait, pixels) = (evidence.portrait()?, evidence.pixels()?);
    let shares = [(landmark::LEFT_PUPIL, landmark::LEFT_IRIS), (landmark::RIGHT_PUPIL, landmark::RIGHT_IRIS)]
        .map(|(pupil, iris)| red_share(portrait, pixels, pupil, &iris));
    let worse = shares.into_iter().flatten().reduce(f64::max).ok_or(Reason::TooSmall)?;
    Ok(Number::unstated(worse))
}

/// `eyes.covered`: share of the eye's opening that hair lies over.
pub(super) fn covered(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let share = |lids: &[LandmarkIndex]| portrait.face.mask.mean_share(&[Class::Hair], &portrait.polygon(lids));
    let shares = [share(&landmark::LEFT_LIDS), share(&landmark::RIGHT_LIDS)];
    let worse = shares.into_iter().flatten().reduce(f64::max).ok_or(Reason::TooSmall)?;
    Ok(Score::of(worse))
}

/// From the standard deviation along an axis to half the radius that holds 95 % of the places: half the square root of
/// the 95 % quantile of χ² with two degrees of freedom.
const AROUND: f64 = 1.224;
/// Error of a pupil on people of other studios over that on the people of the studio where it was measured: with it ±2u holds some 95 % of
/// the places that a second instrument finds on strangers (`calibration/doubt.py`).
const ELSEWHERE: f64 = 1.25;

fn pupil(evidence: &Evidence<'_>, index: LandmarkIndex) -> Result<Point, Reason> {
    let pupil = evidence.portrait()?.point(index);
    Ok(Point::uncertain(pupil.at, ELSEWHERE * AROUND * pupil.sigma))
}

/// Share of the pupil that shines red; `None` where it is too small to have an inside. A lit fundus is red beyond
/// any iris: its red is more than half of all light, and bright.
fn red_share(portrait: &Portrait, pixels: &Pixels, pupil: LandmarkIndex, iris: &[LandmarkIndex; 4]) -> Option<f64> {
    let [x, y] = portrait.point(pupil).at;
    let [left, right] = [portrait.point(iris[1]).at, portrait.point(iris[3]).at];
    let radius = PUPIL_PER_IRIS * (right[0] - left[0]).hypot(right[1] - left[1]) / 2.0;
    let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
    if !(2.0..500.0).contains(&radius)
        || !(radius..width - radius).contains(&x)
        || !(radius..height - radius).contains(&y)
    {
        return None;
    }
    let (mut red, mut all) = (0.0, 0.0);
    let reach = radius as i64;
    for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy))) {
        if dx * dx + dy * dy <= reach * reach {
            all += 1.0;
            red += f64::from(u8::from(is_lit(pixels.get((x as i64 + dx) as u32, (y as i64 + dy) as u32))));
        }
    }
    Some(red / all)
}

/// Whether a colour is that of a fundus in the light of a flash.
fn is_lit(rgb: [u8; 3]) -> bool {
    let [r, g, b] = rgb.map(f64::from);
    r > RED_BRIGHT && r > g + b
}

/// Error of the distance over what it would be for independent errors of the two pupils. With it ±2u holds 95 % of the distances that
/// a second instrument finds on strangers (`calibration/doubt.py`).
const DISTANCE: f64 = 1.0;
/// Radius of the pupil in radii of the iris: that of a pupil in a bright room is about a third, in a flash two thirds.
const PUPIL_PER_IRIS: f64 = 0.5;
/// Least sRGB red of a lit fundus.
const RED_BRIGHT: f64 = 90.0;
/// Where the iris lies when the eye looks straight ahead, widths of the opening from the middle of the corners: the
/// corners are not level with the pupil. Mean of people who look into the camera.
const STRAIGHT: [f64; 2] = [0.0, -0.10];
/// Width of the eye's opening over the radius at which the iris turns: 30 mm over 10 mm (the eyeball's radius is 12 mm,
/// and the iris lies 2 mm inside).
const OPENING_PER_EYEBALL: f64 = 3.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fundus_is_redder_than_any_iris() {
        assert!(is_lit([150, 40, 45]) && is_lit([110, 30, 30]));
        assert!(!is_lit([85, 30, 20]), "a dark brown iris");
        assert!(!is_lit([160, 110, 90]), "skin");
    }

    #[test]
    fn a_closed_eye_has_no_gap() {
        let eye = |closed: f64| Eye {
            points: Vec::new(),
            opening: 0.3,
            closed,
            gaze: [0.0; 2],
            covered: 0.0,
            tinted: 0.0,
            glare: 0.0,
            frame_over_eye: 0.0,
            coloured_lens: 0.0,
        };
        assert!(gap(&eye(0.01)) > 0.29 && gap(&eye(0.98)) < 0.01);
    }
}
