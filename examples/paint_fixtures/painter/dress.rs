//! What the sitter wears, as solids over the body or the head.

use super::maths::{V, ball, carve, ellipsoid, join, noise, overlap, rod};
use super::scene::{Glasses, Sitter, Top};

/// Distance to the outer garment and to the shirt beneath it, given the distance to the bare body.
pub fn garment(p: V, body: f64, top: Top) -> (f64, f64) {
    let none = 1e3;
    let neckline = 0.93 * (p.1 + 0.42 * (p.2 + 4.0));
    match top {
        Top::Crew => {
            // A band of ribbing, thicker than the cloth below it.
            let band = overlap(body - 0.85, (neckline + CREW).max(-CREW - 1.5 - neckline), 0.3);
            (overlap(body - 0.6, neckline + CREW, 0.6).min(band), none)
        }
        Top::Scoop => (overlap(body - 0.6, neckline + 18.0, 0.6), none),
        Top::Straps => {
            let strap = ((p.0.abs() - 9.6).abs() - 0.8).max(-26.0 + p.1 * 0.01);
            (overlap(body - 0.35, (p.1 + 25.5 + 0.06 * p.0 * p.0 * 0.3).min(strap), 0.3), none)
        }
        Top::Jacket => {
            let open = p.0.abs() - 0.36 * (p.1 + 34.0);
            (
                carve(overlap(body - 1.3, neckline + 15.6, 0.6), open.max(-8.0 - p.2), 0.3),
                collar(p, body, neckline, COLLAR),
            )
        }
        Top::Fur => {
            let q = V(p.0, p.1 + 19.0 - 0.3 * (p.2 + 4.0), p.2 + 8.5);
            let round = (q.0 * q.0 * 0.9 + q.2 * q.2).sqrt() - 8.8;
            let ring = (round * round + q.1 * q.1).sqrt() - 4.3;
            let pile =
                if ring < 1.5 { 0.45 * noise(p * 1.1) + 0.35 * noise(V(p.0 * 4.0, p.1 * 1.5, p.2 * 4.0)) } else { 0.0 };
            (overlap(body - 1.2, p.1 + 19.0, 1.0), (ring + pile) * 0.8)
        }
    }
}

/// How far below the eyes a close round neck lies at the front, cm, before it is tilted to the back.
pub const CREW: f64 = 14.6;

/// How far below the eyes the opening of a shirt's collar ends, cm.
pub const COLLAR: f64 = 16.5;

/// A shirt with a collar that stands at the neck and opens to a point at `-deep`.
fn collar(p: V, body: f64, neckline: f64, deep: f64) -> f64 {
    let open = p.0.abs() - 0.52 * (p.1 + deep);
    let stand = overlap(body - 0.9, neckline + 14.3, 0.4);
    carve(stand, open.max(-7.5 - p.2), 0.25)
}

/// A tie over the shirt: its knot fills the collar's opening, and its blade widens downwards.
pub fn tie(p: V, body: f64) -> f64 {
    let down = -COLLAR + 0.6 - p.1;
    let half = if down < KNOT { 1.75 - 0.3 * down } else { 0.95 + 0.09 * (down - KNOT) };
    let thick = if down < KNOT { 1.75 } else { 1.35 };
    overlap(overlap(body - thick, p.0.abs() - half, 0.25), (-down).max(-6.0 - p.2), 0.25)
}

/// Height of a tie's knot, cm.
const KNOT: f64 = 2.6;

/// A cap with a visor; coordinates of the head.
pub fn cap(p: V) -> f64 {
    let dome = overlap(ellipsoid(p, V(0.0, 3.2, -8.2), V(8.5, 11.0, 10.9)), 4.2 + 0.1 * (p.2 + 8.0) - p.1, 0.4);
    let visor = ellipsoid(p, V(0.0, 5.0 - 0.3 * (p.2 - 2.0) - 0.012 * p.0 * p.0, 3.2), V(6.9, 0.45, 6.0));
    join(dome, visor * 0.8, 0.3)
}

/// A turban that leaves face and ears free, its cloth wound in folds; coordinates of the head.
pub fn turban(p: V, s: &Sitter) -> f64 {
    let q = p.mirrored();
    let wound = ellipsoid(q, V(0.0, 6.2, -7.4), V(9.6 * s.head_width, 9.4, 11.6));
    let folds = 0.22 * ((p.1 + 0.45 * p.0.abs() - 0.2 * p.2) * 2.1).sin();
    overlap(wound + folds, 3.1 - 0.08 * (p.2 + 8.0) + 0.01 * p.0 * p.0 - p.1, 0.6)
}

/// A drop below each lobe.
pub fn earrings(p: V, s: &Sitter) -> f64 {
    let q = p.mirrored();
    let lobe = V(7.75 * s.head_width, -4.25, -6.6);
    let stud = ball(q, lobe, 0.55);
    let drop = ellipsoid(q, lobe + V(0.0, -1.6, 0.0), V(0.65, 1.1, 0.65));
    stud.min(drop).min(rod(q, (lobe, 0.08), (lobe + V(0.0, -1.0, 0.0), 0.08)))
}

/// Side pieces of the spectacles.
pub fn temples(p: V, s: &Sitter, g: &Glasses) -> f64 {
    let q = p.mirrored();
    let y = 0.75 - g.slipped;
    rod(q, (V(6.75 * s.head_width, y, 2.0), 0.2), (V(7.9 * s.head_width, 1.0, -7.0), 0.2))
}
