//! An eye: white, iris, pupil and catchlight between two lids with lashes.

use super::anatomy::EYE;
use super::light::linear;
use super::maths::{V, bell, blend, mix, noise, ramp};
use super::scene::Scene;
use super::skin::Look;

/// Radius of the iris, cm.
const IRIS: f64 = 0.64;
/// How far the middle of the iris lies above the line through the corners when the eye looks straight ahead, cm: a tenth
/// of the eye's width, as in portraits.
pub const ABOVE_CORNERS: f64 = 0.36;

/// Paints the eye over the skin at `p`, coordinates of the head.
pub fn paint(p: V, scene: &Scene, look: &mut Look, pixel: f64) {
    let s = &scene.sitter;
    let half = 1.68 * s.eye_width;
    let u = (p.0.abs() - EYE.0) / half; // -1 at the inner corner, 1 at the outer one
    let v = p.1 - EYE.1 - s.eye_tilt * u;
    if u.abs() > 1.35 || v.abs() > 1.6 {
        return;
    }
    let arc = (1.0 - u * u).max(0.0);
    let upper = open_lid(scene, u, arc);
    let lower = -0.30 * arc * (1.0 + 0.12 * u);
    let edge = (upper - v).min(v - lower);
    let inside = ramp(-0.5 * pixel, 0.8 * pixel, edge) * ramp(1.0, 0.97, u.abs()) * ramp(0.02, 0.1, upper - lower);
    let ball = eyeball(p, scene, v, upper);
    look.colour = blend(look.colour, ball.colour, inside);
    look.gloss = mix(look.gloss, 0.1, inside);
    look.soft = mix(look.soft, 0.3, inside);
    look.glow = ball.glow * inside;
    lashes(scene, look, (u, v), (upper, lower), pixel);
}

fn open_lid(scene: &Scene, u: f64, arc: f64) -> f64 {
    let raised = 0.92 * arc.sqrt() * (0.55 + 0.45 * arc) * (1.0 - 0.1 * u);
    mix(-0.27 * arc, raised, scene.face.eyes)
}

fn eyeball(p: V, scene: &Scene, v: f64, upper: f64) -> Look {
    let s = &scene.sitter;
    let (gx, gy) = scene.face.gaze;
    let (x, y) = (p.0 - EYE.0 * p.0.signum() - gx, p.1 - EYE.1 - ABOVE_CORNERS - gy);
    let r = (x * x + y * y).sqrt();
    let side = (p.0.abs() - EYE.0).abs();
    let white = linear([190, 174, 166]) * (0.92 - 0.2 * side * side / 2.2);
    let spokes = 1.0 + 0.18 * noise(V(x / (r + 0.05) * 7.0, y / (r + 0.05) * 7.0, r * 3.0));
    let iris = linear(s.iris) * (spokes * 0.42);
    let mut colour = blend(white, iris, ramp(IRIS + 0.05, IRIS - 0.05, r));
    colour = colour * (1.0 - 0.35 * bell(r - IRIS, 0.14));
    colour = blend(colour, V(0.003, 0.003, 0.004), ramp(0.27, 0.21, r));
    // The lid and its lashes shade the upper part.
    colour = colour * mix(0.42, 1.0, ramp(0.02, 0.42, upper - v));
    let (cx, cy) = (x - 0.9 * scene.light.side - 0.02, y - 0.3);
    let glow = 0.7 * ramp(0.1, 0.05, (cx * cx + cy * cy).sqrt());
    Look { colour, gloss: 0.1, glow, soft: 0.3 }
}

fn lashes(scene: &Scene, look: &mut Look, (u, v): (f64, f64), (upper, lower): (f64, f64), pixel: f64) {
    let width = ramp(1.18, 0.95, u.abs());
    let upper_line = if u.abs() > 1.0 { 0.02 - 0.5 * (u.abs() - 1.0) } else { upper };
    let painted = scene.wear.make_up;
    let heavy = 0.06 + 0.03 * ramp(-0.6, 0.8, u) + 0.5 * pixel;
    let dark = bell(v - upper_line - 0.02, heavy + if painted { 0.14 } else { 0.0 })
        * width
        * if u < -0.9 { 0.4 } else { 1.0 };
    look.colour = look.colour * (1.0 - if painted { 0.9 } else { 0.7 } * dark);
    look.glow *= 1.0 - dark;
    let rim = bell(v - lower + 0.04, 0.1 + 0.5 * pixel) * ramp(1.0, 0.8, u.abs());
    look.colour = blend(look.colour, look.colour.times(V(0.62, 0.5, 0.5)), 0.6 * rim);
    let open = scene.face.eyes;
    let crease_at = mix(0.25, 0.32, open) + 0.76 * open * (1.0 - u * u * 0.9).max(0.0);
    let crease = bell(v - crease_at, 0.1 + 0.5 * pixel) * ramp(1.25, 0.85, (u - 0.05).abs());
    look.colour = blend(look.colour, look.colour.times(V(0.6, 0.48, 0.45)), 0.45 * crease);
}
