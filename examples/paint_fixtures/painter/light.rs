//! A studio: one large lamp, a weaker one opposite, and a bright room. Colours are linear light with a gamma of
//! exactly 2, so that developing needs only the square root.

use super::maths::{V, blend};
use super::model::Model;
use super::scene::{Light, Rgb};
use super::skin::Look;

/// An sRGB colour as linear light.
pub fn linear(c: Rgb) -> V {
    let f = |b: u8| (f64::from(b) / 255.0) * (f64::from(b) / 255.0);
    V(f(c[0]), f(c[1]), f(c[2]))
}

/// Direction to the main lamp.
pub fn lamp(light: &Light) -> V {
    V(light.side, 0.5, 1.0).unit()
}

/// Light that a point of the surface sends to the camera.
pub fn shade(model: &Model<'_>, p: V, normal: V, look: &Look) -> V {
    let light = &model.scene.light;
    let key = lamp(light);
    let opposite = V(-light.side * 1.2, 0.1, 1.0).unit();
    let lit = shadow(model, p + normal * 0.12, key);
    let open = openness(model, p, normal);
    // Light that enters skin comes out a little further on, the red further than the blue.
    let reach = V(0.30, 0.14, 0.10) * look.soft;
    let wrap = |l: V, w: f64| ((normal.dot(l) + w) / (1.0 + w)).max(0.0);
    let diffuse = |l: V| V(wrap(l, reach.0), wrap(l, reach.1), wrap(l, reach.2));
    let veil = V(0.16, 0.04, 0.03) * look.soft;
    let through = V(lit, lit, lit) * (1.0 - 0.1) + veil * (1.0 - lit);
    let main = diffuse(key).times(through) * (1.05 - 0.45 * light.fill);
    let second = diffuse(opposite) * (0.42 * light.fill) * (0.4 + 0.6 * open);
    let room = (0.30 + 0.16 * normal.1) * open * (0.35 + 1.3 * light.fill);
    // Nooks of skin stay warm.
    let nook = blend(V(1.0, 0.88, 0.85), V(1.0, 1.0, 1.0), open);
    let total = main + second + nook * (room * 0.62);
    let half = (key + V(0.0, 0.0, 1.0)).unit();
    let shine = normal.dot(half).max(0.0);
    let tight = {
        let a = shine * shine;
        let b = a * a;
        let c = b * b;
        c * c
    };
    let white = (look.gloss * 0.5 * tight + look.gloss * 0.12) * lit + look.glow;
    look.colour.times(total) + V(white, white, white)
}

/// How much of the lamp is seen, 0..1.
fn shadow(model: &Model<'_>, from: V, key: V) -> f64 {
    let (mut t, mut seen) = (0.35, 1.0f64);
    while t < 16.0 && seen > 0.02 {
        let d = model.distance(from + key * t).0;
        seen = seen.min(0.6 + 2.2 * d / t);
        t += d.clamp(0.15, 1.3);
    }
    let s = seen.clamp(0.0, 1.0);
    s * s * (3.0 - 2.0 * s)
}

/// How much of the room is seen, 0..1.
fn openness(model: &Model<'_>, p: V, normal: V) -> f64 {
    let lack: f64 =
        [(0.4, 0.55), (1.2, 0.24), (2.8, 0.11)].iter().map(|&(h, w)| w * (h - model.distance(p + normal * h).0)).sum();
    (1.0 - lack).clamp(0.0, 1.0)
}
