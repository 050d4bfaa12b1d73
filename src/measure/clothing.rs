//! Measures of clothes.

use super::Evidence;
use super::evidence::lab::{self, Lab, LabPicture};
use crate::reading::{Reading, Reason};

/// Colour difference between the clothes and the wall beside them: what [`WEAKEST`] of the torso stays below.
pub(super) fn contrast(evidence: &Evidence<'_>) -> Result<Reading, Reason> {
    let (backdrop, zones) = (evidence.backdrop()?, evidence.zones()?);
    let picture = &backdrop.picture;
    let face = zones.scaled(picture.scale);
    let skin = lab::mean(face.cheeks().into_iter().filter_map(|cheek| colour_at(picture, cheek.x, cheek.y)));
    let mut differences: Vec<f64> = Vec::new();
    let top = (face.chin_y + 0.3 * face.side()).max(0.0) as usize;
    for y in (top..picture.height).step_by(2) {
        let below = y as f64 - face.chin_y - 0.3 * face.side();
        let half = (0.35 * face.side() + 0.75 * below).min(0.95 * face.side());
        let from = (face.eye_centre()[0] - half).max(0.0) as usize;
        let to = ((face.eye_centre()[0] + half).max(0.0) as usize).min(picture.width);
        for x in (from..to).step_by(2) {
            let colour = picture.at(x, y);
            if !skin.is_some_and(|skin| alike(colour, skin)) {
                differences.push(colour.delta_e(backdrop.wall(x, y)));
            }
        }
    }
    let rank = (differences.len() as f64 * WEAKEST) as usize;
    if differences.len() < 60 {
        return Err(Reason::OutOfFrame);
    }
    let value = *differences.select_nth_unstable_by(rank, f64::total_cmp).1;
    Ok(Reading::number(value, 0.5 + 0.08 * value))
}

/// Share of the torso that may be hair, a scarf or a shadow.
const WEAKEST: f64 = 0.4;

/// Whether `colour` may be the skin of neck or chest: the cheeks' colour in some other light.
fn alike(colour: Lab, skin: Lab) -> bool {
    let shade = ((colour.l + 16.0) / (skin.l + 16.0)).clamp(0.5, 1.4);
    (colour.a - skin.a * shade).hypot(colour.b - skin.b * shade) < 5.0 + 0.15 * skin.chroma()
        && (colour.l - skin.l).abs() < 25.0
        && colour.chroma() > 6.0
}

fn colour_at(picture: &LabPicture, x: f64, y: f64) -> Option<Lab> {
    let inside = x >= 0.0 && y >= 0.0 && (x as usize) < picture.width && (y as usize) < picture.height;
    inside.then(|| picture.at(x as usize, y as usize))
}

/// Not measured yet.
pub(super) fn bare_shoulders(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}

/// Not measured yet.
pub(super) fn collar(_: &Evidence<'_>) -> Result<Reading, Reason> {
    Err(Reason::NoMethod)
}
