//! The body as solids: head, ears, neck and shoulders.
//!
//! Coordinates of the head: centimetres, origin midway between the pupils, x to image right, y up, z to the
//! camera. The measures are rounded textbook proportions of an adult: head 22.5 high, 15 wide and 19 deep, pupils
//! 6.3 apart, mouth 5 wide; nobody in particular.

use super::maths::{V, ball, carve, ellipsoid, join, rod};
use super::scene::Sitter;

/// Where an eye sits, right half.
pub const EYE: V = V(3.15, 0.0, 0.3);
/// Tip of the chin.
pub const CHIN: V = V(0.0, -11.25, 1.0);
/// Height of the line between the lips.
pub const MOUTH: f64 = -6.85;

/// Distance to the bare head, ears included.
pub fn head(p: V, s: &Sitter) -> f64 {
    let q = p.mirrored();
    let wide = s.head_width;
    let mut d = skull(q, wide);
    d = join(d, ellipsoid(q, V(0.0, -2.6, -4.1), V(6.35 * wide, 8.2, 5.9)), 2.2);
    d = join(d, jaw(q, s), 1.8);
    d = join(d, ball(q, V(4.2 * wide, -2.4, -0.95), 2.1), 2.2);
    if (q - V(7.5 * wide, -1.3, -7.6)).length() < d + 6.0 {
        d = join(d, ear(q, s), 0.5);
    }
    if p.2 < -3.0 {
        return d;
    }
    d = join(d, rod(q, (V(0.8, 2.1, 1.1), 0.7), (V(4.8 * wide, 1.9, -0.45), 0.75)), 1.3);
    d = carve(d, ball(q, EYE + V(-0.1, -0.05, 2.85), 1.8), 1.5);
    d = join(d, ball(q, EYE + V(0.0, -0.05, 0.0), 1.27), 0.35);
    d = join(d, mouth(q, s), 0.45);
    nose(q, s, d)
}

/// Distance to the brain case.
pub fn skull(q: V, wide: f64) -> f64 {
    let case = ellipsoid(q, V(0.0, 2.3, -8.0), V(7.35 * wide, 9.2, 9.7));
    join(case, ball(q, V(2.3 * wide, 5.5, -8.2), 4.9), 2.0)
}

fn jaw(q: V, s: &Sitter) -> f64 {
    let corner = V(2.85 * s.jaw * s.head_width, -6.4, -3.6);
    let chin = V(0.75 * s.jaw, -9.55, 0.35);
    join(rod(q, (corner, 2.4), (chin, 1.7)), ball(q, V(0.0, -9.75, 1.0), 1.45), 1.0)
}

fn nose(q: V, s: &Sitter, face: f64) -> f64 {
    let bridge = rod(q, (V(0.0, 1.1, 1.05), 0.5), (V(0.0, -3.45, 3.0), 0.85));
    let wing = ball(q, V(0.95 * s.nose, -3.95, 2.15), 0.66);
    let d = join(join(face, bridge, 1.7), wing, 1.0);
    let nostril = ellipsoid(q, V(0.6 * s.nose, -4.72, 2.75), V(0.34, 0.26, 0.5));
    carve(d, nostril, 0.25)
}

fn mouth(q: V, s: &Sitter) -> f64 {
    let front = ellipsoid(q, V(0.0, -6.7, 0.3), V(3.0, 2.3, 2.05));
    let upper = ellipsoid(q, V(0.45, MOUTH + 0.42, 2.05), V(1.75, 0.45 * s.lips, 0.4));
    let lower = ellipsoid(q, V(0.0, MOUTH - 0.5, 2.0), V(1.75, 0.52 * s.lips, 0.46));
    join(join(front, upper, 0.35), lower, 0.3)
}

/// The shell of an ear: a bowl with a rim, turned a little to the front.
fn ear(q: V, s: &Sitter) -> f64 {
    let p = q - V(7.55 * s.head_width, -1.3, -7.6);
    // Lean: the top further back, the rear edge away from the head.
    let p = V(p.0 + s.ears * p.2 - 0.12 * p.1, p.1, p.2 + 0.2 * p.1) * 0.9;
    let body = ellipsoid(p, V(-0.25, 0.3, 0.0), V(0.8, 2.7, 1.75));
    let bowl = ellipsoid(p, V(0.5, 0.45, 0.25), V(0.75, 1.85, 1.1));
    let ridge = ellipsoid(p, V(0.1, -0.1, 0.1), V(0.3, 1.1, 0.4));
    let lobe = ellipsoid(p, V(-0.3, -2.1, 0.45), V(0.45, 0.85, 0.7));
    join(join(carve(body, bowl, 0.45), ridge, 0.3), lobe, 0.5)
}

/// Distance to neck and trunk; origin as for the head, but they do not turn with it.
pub fn body(p: V, s: &Sitter) -> f64 {
    let q = p.mirrored();
    let neck = rod(q, (V(0.0, -8.0, -8.2), 4.65 * s.neck), (V(0.0, -20.5, -9.3), 5.3 * s.neck));
    let broad = s.shoulders;
    let slope = rod(q, (V(3.0, -18.3, -10.5), 3.3 * s.neck), (V(16.0 * broad, -24.5, -10.0), 3.2));
    let shoulder = ball(q, V(16.8 * broad, -25.6, -9.8), 4.6);
    let chest = ellipsoid(q, V(0.0, -37.0, -9.5), V(19.5 * broad, 17.5, 10.0));
    let trunk = rod(q, (V(9.0 * broad, -36.0, -9.5), 9.5), (V(8.0 * broad, -80.0, -9.5), 8.5));
    let arm = rod(q, (V(17.2 * broad, -26.5, -10.0), 4.6), (V(20.0 * broad, -60.0, -10.0), 4.0));
    let mut d = join(neck, slope, 2.4);
    d = join(d, shoulder, 4.0);
    d = join(d, chest, 6.0);
    if q.1 < -15.0 {
        d = join(join(d, trunk, 4.0), arm, 1.0);
    }
    if q.1 > -24.0 {
        // The two muscles that run from behind the ears to the notch between the collarbones.
        d = join(d, rod(q, (V(3.9, -10.0, -7.6), 0.8), (V(1.3, -19.8, -4.3), 0.7)), 1.6);
    }
    join(d, rod(q, (V(1.6, -20.9, -3.3), 0.5), (V(12.0 * broad, -21.2, -7.0), 0.5)), 1.8)
}
