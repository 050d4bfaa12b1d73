//! Measures of clothes.

use crate::evidence::Evidence;
use crate::evidence::lab::{self, Lab, LabPicture};
use crate::evidence::portrait::{Class, Portrait, landmark};
use crate::reading::{Number, Reason, Score};

/// Colour difference between the clothes and the wall beside them: the quantile [`WEAKEST`] over the torso's flanks.
/// The flanks, because the middle may be neck, chest, shirt or tie, and because it is beside the wall that clothes must
/// stand out.
pub(super) fn contrast(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let (backdrop, zones) = (evidence.backdrop()?, evidence.zones()?);
    let picture = &backdrop.picture;
    let face = zones.scaled(picture.scale);
    let skin = lab::mean(face.cheeks().into_iter().filter_map(|cheek| colour_at(picture, cheek.x, cheek.y)));
    let mut differences: Vec<f64> = Vec::new();
    let (side, [centre_x, _]) = (face.side(), face.eye_centre());
    let top = (face.chin_y + BELOW_CHIN * side).max(0.0) as usize;
    let frame = &backdrop.frame;
    for y in (top..frame.bottom).step_by(2) {
        let wall = backdrop.wall(y);
        let half = (INNER * side + SLOPE * (y - top) as f64).min(OUTER * side);
        for x in (frame.left..frame.right).step_by(2) {
            let across = (x as f64 - centre_x).abs();
            let colour = picture.at(x, y);
            if (INNER * side..half).contains(&across) && !skin.is_some_and(|skin| alike(colour, skin)) {
                differences.push(colour.delta_e(wall(x)));
            }
        }
    }
    if differences.len() < 60 {
        return Err(Reason::OutOfFrame);
    }
    let rank = (differences.len() as f64 * WEAKEST) as usize;
    let value = *differences.select_nth_unstable_by(rank, f64::total_cmp).1;
    Ok(Number::unstated(value))
}

/// Where the flanks begin below the chin, and their inner and outer ends from the middle of the face, in faces.
const BELOW_CHIN: f64 = 0.35;
const INNER: f64 = 0.42;
const OUTER: f64 = 0.95;

/// How much wider shoulders are for each px further down.
const SLOPE: f64 = 0.8;

/// Share of the torso that may be hair, a scarf or a shadow.
const WEAKEST: f64 = 0.35;

/// Whether `colour` may be the skin of neck or chest: the cheeks' colour in some other light.
fn alike(colour: Lab, skin: Lab) -> bool {
    let shade = ((colour.l + 16.0) / (skin.l + 16.0)).clamp(0.5, 1.6);
    (colour.a - skin.a * shade).hypot(colour.b - skin.b * shade) < 6.0 + 0.2 * skin.chroma()
        && (colour.l - skin.l).abs() < 40.0
        && colour.chroma() > 6.0
}

fn colour_at(picture: &LabPicture, x: f64, y: f64) -> Option<Lab> {
    let inside = x >= 0.0 && y >= 0.0 && (x as usize) < picture.width && (y as usize) < picture.height;
    inside.then(|| picture.at(x as usize, y as usize))
}

/// `clothing.bare_shoulders`: whether skin rather than cloth shows over the top of a shoulder.
pub(super) fn bare_shoulders(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    let portrait = evidence.portrait()?;
    let shoulders = [landmark::SHOULDER_LEFT, landmark::SHOULDER_RIGHT].map(|index| bare_share(portrait, index));
    let barer = shoulders.into_iter().flatten().reduce(f64::max).ok_or(Reason::OutOfFrame)?;
    let logit = (barer - 0.5) / BARE_SPREAD;
    Ok(Score::of(1.0 / (1.0 + (-logit).exp())))
}

/// Share of skin in what is worn or bare just below the top of a shoulder; `None` where the mask shows neither.
fn bare_share(portrait: &Portrait, shoulder: landmark::LandmarkIndex) -> Option<f64> {
    let ([x, y], reach) = (portrait.point(shoulder).at, portrait.pupil_distance());
    let (left, right) = (x - 0.35 * reach, x + 0.35 * reach);
    let (top, bottom) = (y + 0.1 * reach, y + 0.6 * reach);
    let patch = [[left, top], [right, top], [right, bottom], [left, bottom]];
    let share = |classes: &[Class]| portrait.head.mask.mean_share(classes, &patch);
    let (skin, cloth) = (share(&[Class::Neck, Class::Skin])?, share(&[Class::Clothing])?);
    (skin + cloth > 0.2).then(|| skin / (skin + cloth))
}

/// How fast a share of skin becomes a certainty: at a tenth of the patch off one half, odds of e to one.
const BARE_SPREAD: f64 = 0.1;

/// `clothing.collar`: scarves, polo necks and fur, whatever hides the neck.
pub(super) fn collar(evidence: &Evidence<'_>) -> Result<Score, Reason> {
    Ok(Score::of(evidence.portrait()?.neck.collar))
}
